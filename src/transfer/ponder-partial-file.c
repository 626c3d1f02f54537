/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that is there when it is whole, and not before. */

#include "config.h"

#include "ponder-partial-file.h"

#include "ponder-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Used by one thread at a time. */
struct _PonderPartialFile
{
  char *path;
  char *partial;                /* (nullable): there is a file that is not finished */
  int   fd;                     /* -1: closed */
};

void
ponder_partial_file_set_error (PonderPartialFile  *self,
                               int                 number,
                               GError            **error)
{
  PonderErrorCode code = number == ENOSPC || number == EDQUOT ? PONDER_ERROR_STORE_FULL : PONDER_ERROR_STORE;

  g_set_error (error, PONDER_ERROR, code, "%s: %s", self->path, g_strerror (number));
}

/* The file that is meant: a link stays one. (transfer full) */
static char *
find_target (const char *path)
{
  char *target = realpath (path, NULL);
  char *copy;

  if (target == NULL)
    return g_strdup (path);

  copy = g_strdup (target);
  free (target);
  return copy;
}

static gboolean
begin (PonderPartialFile  *self,
       GError            **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *template = g_build_filename (folder, ".ponder-export-XXXXXX", NULL);
  GStatBuf info;

  /* To move a file over a device would remove the device. */
  if (g_stat (self->path, &info) == 0 && !S_ISREG (info.st_mode))
    {
      g_set_error (error, PONDER_ERROR, PONDER_ERROR_STORE, _("%s: not a file"), self->path);
      return FALSE;
    }

  if ((self->fd = g_mkstemp_full (template, O_RDWR | O_CLOEXEC, 0666)) < 0)
    {
      ponder_partial_file_set_error (self, errno, error);
      return FALSE;
    }

  self->partial = g_steal_pointer (&template);
  return TRUE;
}

PonderPartialFile *
ponder_partial_file_new (const char  *path,
                         GError     **error)
{
  g_autoptr(PonderPartialFile) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (PonderPartialFile, 1);
  self->path = find_target (path);
  self->fd = -1;
  return begin (self, error) ? g_steal_pointer (&self) : NULL;
}

const char *
ponder_partial_file_get_path (PonderPartialFile *self)
{
  return self->path;
}

int
ponder_partial_file_get_fd (PonderPartialFile *self)
{
  return self->fd;
}

gboolean
ponder_partial_file_write (PonderPartialFile  *self,
                           GBytes             *bytes,
                           GError            **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  while (length > 0)
    {
      gssize written = write (self->fd, data, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        {
          ponder_partial_file_set_error (self, errno, error);
          return FALSE;
        }
      data += written;
      length -= (gsize) written;
    }

  return TRUE;
}

gboolean
ponder_partial_file_finish (PonderPartialFile  *self,
                            GError            **error)
{
  g_return_val_if_fail (self->partial != NULL, FALSE);

  if (fsync (self->fd) != 0 || g_rename (self->partial, self->path) != 0)
    {
      ponder_partial_file_set_error (self, errno, error);
      return FALSE;
    }

  g_clear_pointer (&self->partial, g_free);
  return TRUE;
}

void
ponder_partial_file_free (PonderPartialFile *self)
{
  if (self->fd >= 0)
    close (self->fd);
  if (self->partial != NULL)
    g_unlink (self->partial);
  g_free (self->partial);
  g_free (self->path);
  g_free (self);
}
