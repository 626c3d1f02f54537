/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a database and their folder: made, locked, private, removed. */

#include "config.h"

#include "ponder-db-files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "ponder-error.h"

#define LOCK_PAUSE_MS 20

const char *const ponder_db_files_suffixes[3] = { "-wal", "-shm", "" };

gboolean
ponder_db_files_fail (GError     **error,
                      const char  *format,
                      const char  *path,
                      int          code)
{
  g_autoptr(GString) message = g_string_new (format);

  g_string_replace (message, "{reason}", g_strerror (code), 0);
  g_string_replace (message, "{path}", path, 0);
  g_set_error_literal (error, PONDER_ERROR,
                       code == ENOSPC || code == EDQUOT ? PONDER_ERROR_STORE_FULL
                                                        : PONDER_ERROR_STORE,
                       message->str);
  return FALSE;
}

gboolean
ponder_db_files_make_folder (const char  *path,
                             GError     **error)
{
  if (g_mkdir_with_parents (path, 0700) < 0)
    return ponder_db_files_fail (error,
                                 _("The folder “{path}” cannot be made ({reason}). "
                                   "Check that nothing else has its name and that the folder above is yours."),
                                 path, errno);
  if (g_access (path, W_OK | X_OK) < 0)
    return ponder_db_files_fail (error,
                                 _("Nothing can be written into the folder “{path}” ({reason}). "
                                   "Check that it belongs to you."),
                                 path, errno);

  return TRUE;
}

/* FALSE with @error once there is no sense in waiting any longer. */
static gboolean
wait_for_lock (int            fd,
               const char    *path,
               gint64         end,
               GCancellable  *cancellable,
               GError       **error)
{
  while (flock (fd, LOCK_EX | LOCK_NB) < 0)
    {
      int code = errno;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (code != EINTR && (code != EWOULDBLOCK || g_get_monotonic_time () >= end))
        return ponder_db_files_fail (error,
                                     _("Another program keeps “{path}” locked ({reason}). "
                                       "Try again in a moment."),
                                     path, code);
      g_usleep (LOCK_PAUSE_MS * 1000);
    }
  return TRUE;
}

int
ponder_db_files_lock (const char    *path,
                      double         seconds,
                      GCancellable  *cancellable,
                      GError       **error)
{
  gint64 end = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      ponder_db_files_fail (error,
                            _("“{path}” cannot be written ({reason}). Check that the folder belongs to you."),
                            path, errno);
      return -1;
    }
  if (wait_for_lock (fd, path, end, cancellable, error))
    return fd;

  close (fd);
  return -1;
}

gboolean
ponder_db_files_create (const char  *path,
                        gboolean    *created,
                        GError     **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  *created = fd >= 0;
  if (fd < 0 && errno != EEXIST)
    return ponder_db_files_fail (error,
                                 _("The database “{path}” cannot be made ({reason}). "
                                   "Check that the folder belongs to you."),
                                 path, errno);
  if (fd >= 0)
    close (fd);

  return TRUE;
}

void
ponder_db_files_make_private (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (ponder_db_files_suffixes); i++)
    {
      g_autofree char *file = g_strconcat (path, ponder_db_files_suffixes[i], NULL);
      GStatBuf status;

      if (g_stat (file, &status) == 0 && S_ISREG (status.st_mode) && (status.st_mode & 077) != 0 &&
          g_chmod (file, 0600) < 0)
        g_message ("%s: cannot be made private: %s", file, g_strerror (errno));
    }
}

gboolean
ponder_db_files_remove (const char  *path,
                        GError     **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (ponder_db_files_suffixes); i++)
    {
      g_autofree char *file = g_strconcat (path, ponder_db_files_suffixes[i], NULL);

      if (g_unlink (file) < 0 && errno != ENOENT)
        return ponder_db_files_fail (error,
                                     _("The database “{path}” cannot be removed ({reason}). "
                                       "Check that it and its folder belong to you."),
                                     file, errno);
    }
  return TRUE;
}
