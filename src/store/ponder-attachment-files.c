/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of attachments, named after what is in them. Any thread, any number of programs. */

#include "config.h"

#include "ponder-attachment-files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ponder-db-files.h"

#define LOCK_NAME ".lock"
#define LOCK_SECONDS 10.0
#define DIGEST_LENGTH 64
/* A program that is writing has not died yet. */
#define HALF_WRITTEN_SECONDS (24 * 60 * 60)

/* What comes from a database is no path before it is looked at. */
static gboolean
is_digest (const char *name)
{
  gsize n = 0;

  while (g_ascii_isdigit (name[n]) || (name[n] >= 'a' && name[n] <= 'f'))
    n++;
  return n == DIGEST_LENGTH && name[n] == '\0';
}

static char *
dup_subfolder (const char *folder,
               const char *digest)
{
  const char name[] = { digest[0], digest[1], '\0' };

  return g_build_filename (folder, name, NULL);
}

static char *
dup_path (const char *folder,
          const char *digest)
{
  g_autofree char *subfolder = dup_subfolder (folder, digest);

  return g_build_filename (subfolder, digest, NULL);
}

static gboolean
fail_writing (const char  *path,
              GError     **error)
{
  return ponder_db_files_fail (error,
                               _("The attachment “{path}” cannot be written ({reason}). "
                                 "Check that the folder belongs to you and that there is room."),
                               path, errno);
}

/* A name is on the disk once its folder is. */
static gboolean
sync_folder (const char  *path,
             GError     **error)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean done = fd >= 0 && fsync (fd) == 0;

  if (!done)
    fail_writing (path, error);
  if (fd >= 0)
    close (fd);
  return done;
}

static gboolean
write_all (int            fd,
           GBytes        *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  while (length > 0)
    {
      gssize n = write (fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      data += n;
      length -= (gsize) n;
    }
  return fsync (fd) == 0;
}

static gboolean
write_beside (const char  *path,
              GBytes      *bytes,
              GError     **error)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  gboolean done = fd >= 0 && write_all (fd, bytes);

  if (!done)
    fail_writing (path, error);
  if (fd >= 0)
    close (fd);
  if (!done && fd >= 0)
    g_unlink (path);
  return done;
}

static gboolean
write_file (const char  *subfolder,
            const char  *digest,
            GBytes      *bytes,
            GError     **error)
{
  g_autofree char *path = g_build_filename (subfolder, digest, NULL);
  g_autofree char *beside = g_strdup_printf ("%s.%08x%d", path, g_random_int (), (int) getpid ());

  if (!write_beside (beside, bytes, error))
    return FALSE;
  if (g_rename (beside, path) == 0)
    return sync_folder (subfolder, error);

  fail_writing (path, error);
  g_unlink (beside);
  return FALSE;
}

static gboolean
make_subfolder (const char  *folder,
                const char  *subfolder,
                GError     **error)
{
  if (g_file_test (subfolder, G_FILE_TEST_IS_DIR))
    return TRUE;
  return ponder_db_files_make_folder (subfolder, error) && sync_folder (folder, error);
}

static gboolean
touch (const char *path)
{
  return utimensat (AT_FDCWD, path, NULL, AT_SYMLINK_NOFOLLOW) == 0;
}

static int
take_lock (const char    *folder,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autofree char *path = g_build_filename (folder, LOCK_NAME, NULL);

  return ponder_db_files_lock (path, LOCK_SECONDS, cancellable, error);
}

/* Touched before it is looked at: who cleans does not take it away in between. */
static gboolean
is_kept (const char   *folder,
         const char   *digest,
         GCancellable *cancellable)
{
  g_autofree char *path = dup_path (folder, digest);
  int lock = take_lock (folder, cancellable, NULL);
  gboolean there = lock >= 0 && touch (path);
  g_autoptr(GBytes) bytes = NULL;

  if (lock >= 0)
    close (lock);
  if (there)
    bytes = ponder_attachment_files_load (folder, digest, cancellable, NULL);
  return bytes != NULL;
}

char *
ponder_attachment_files_save (const char    *folder,
                              GBytes        *bytes,
                              GCancellable  *cancellable,
                              GError       **error)
{
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *subfolder = dup_subfolder (folder, digest);

  if (g_cancellable_set_error_if_cancelled (cancellable, error) || !ponder_db_files_make_folder (folder, error)
      || !make_subfolder (folder, subfolder, error))
    return NULL;
  if (!is_kept (folder, digest, cancellable) && !write_file (subfolder, digest, bytes, error))
    return NULL;
  return g_steal_pointer (&digest);
}

static GBytes *
read_file (int           fd,
           GCancellable *cancellable)
{
  g_autoptr(GByteArray) file = g_byte_array_new ();
  struct stat status;
  guint8 piece[64 * 1024];
  gssize n;

  if (fstat (fd, &status) < 0 || !S_ISREG (status.st_mode) || status.st_size > G_MAXINT32)
    return NULL;
  while ((n = read (fd, piece, sizeof piece)) != 0)
    {
      if (g_cancellable_is_cancelled (cancellable) || (n < 0 && errno != EINTR))
        return NULL;
      if (n > 0)
        g_byte_array_append (file, piece, (guint) n);
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&file));
}

GBytes *
ponder_attachment_files_load (const char    *folder,
                              const char    *digest,
                              GCancellable  *cancellable,
                              GError       **error)
{
  g_autofree char *path = is_digest (digest) ? dup_path (folder, digest) : NULL;
  int fd = path != NULL ? open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) : -1;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *found = NULL;

  if (fd < 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("The file is missing."));
      return NULL;
    }
  bytes = read_file (fd, cancellable);
  close (fd);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (bytes != NULL)
    found = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (g_strcmp0 (found, digest) == 0)
    return g_steal_pointer (&bytes);

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("The file is damaged."));
  return NULL;
}

/* --- cleaning --- */

typedef gboolean (*Visitor) (const char *path, const char *name, const struct stat *status, gpointer user_data);

/* Calls @visitor for each file below @folder until it gives FALSE. */
static void
visit (const char *folder,
       Visitor     visitor,
       gpointer    user_data)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *subfolder = g_build_filename (folder, name, NULL);
      g_autoptr(GDir) files = strlen (name) == 2 ? g_dir_open (subfolder, 0, NULL) : NULL;
      const char *file;

      while (files != NULL && (file = g_dir_read_name (files)) != NULL)
        {
          g_autofree char *path = g_build_filename (subfolder, file, NULL);
          struct stat status;

          if (lstat (path, &status) == 0 && S_ISREG (status.st_mode) && !visitor (path, file, &status, user_data))
            return;
        }
    }
}

typedef struct
{
  GHashTable   *needed;
  gint64        time;
  GCancellable *cancellable;
  gboolean      found;
  int           n_removed;
} Cleaning;

static gboolean
find_old (const char        *path,
          const char        *name,
          const struct stat *status,
          gpointer           user_data)
{
  Cleaning *self = user_data;

  self->found = status->st_mtime < self->time;
  return !self->found;
}

gboolean
ponder_attachment_files_has_old (const char *folder,
                                 gint64      time)
{
  Cleaning self = { .time = time };

  visit (folder, find_old, &self);
  return self.found;
}

/* Once more, now that nobody touches it. What is no digest was left behind by a program that died. */
static void
remove_old (Cleaning   *self,
            const char *path,
            const char *name)
{
  gint64 time = is_digest (name) ? self->time : MIN (g_get_real_time () / G_USEC_PER_SEC - HALF_WRITTEN_SECONDS,
                                                     self->time);
  struct stat status;

  if (lstat (path, &status) == 0 && status.st_mtime < time && g_unlink (path) == 0)
    self->n_removed++;
}

static gboolean
clean_file (const char        *path,
            const char        *name,
            const struct stat *status,
            gpointer           user_data)
{
  Cleaning *self = user_data;

  if (g_hash_table_contains (self->needed, name))
    touch (path);
  else
    remove_old (self, path, name);
  return !g_cancellable_is_cancelled (self->cancellable);
}

int
ponder_attachment_files_clean (const char    *folder,
                               GHashTable    *needed,
                               gint64         time,
                               GCancellable  *cancellable,
                               GError       **error)
{
  Cleaning self = { .needed = needed, .time = time, .cancellable = cancellable };
  int lock;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return 0;
  if ((lock = take_lock (folder, cancellable, error)) < 0)
    return -1;
  visit (folder, clean_file, &self);
  close (lock);
  return g_cancellable_set_error_if_cancelled (cancellable, error) ? -1 : self.n_removed;
}
