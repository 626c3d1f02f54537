/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads chats out of files of other programs; which program it was is seen by the content. */

#include "config.h"

#include "ponder-importer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ponder-error.h"
#include "ponder-import-private.h"
#include "ponder-import-shapes.h"

#define BLOCK (64 * 1024)
#define HEAD  1024

/* How files begin that are no text, and what to do with them. */
typedef struct
{
  const char *magic;
  gsize       length;
  const char *format;           /* (nullable): its reader says what it is */
  gboolean  (*read) (PonderImport *self, GError **error);
  const char *refusal;          /* instead of a reader */
} Magic;

static const Magic magics[] = {
  { "PK\003\004", 4, NULL, ponder_import_read_archive, NULL },
  { "PK\005\006", 4, NULL, ponder_import_read_archive, NULL },
  { "SQLite format 3", 16, NULL, ponder_import_read_database, NULL },
  { "\x1f\x8b", 2, NULL, ponder_import_read_gzip, NULL },
  { "\xf5\xd5\x53\xcc", 4, "gpt4all", NULL,
    N_("It is a chat of GPT4All, whose files only GPT4All reads. Copy its text there, and paste it into a new chat.") },
  { "\x80\x04\x95", 3, "newelle", NULL,
    N_("It is Newelle's own store. In Newelle, export the chats, and choose that file.") },
  { "\x80\x05\x95", 3, "newelle", NULL,
    N_("It is Newelle's own store. In Newelle, export the chats, and choose that file.") },
  { "<!DOCTYPE", 9, "html", NULL,
    N_("It is a web page, which is made for reading. Choose the export as JSON or as a ZIP instead.") },
  { "<html", 5, "html", NULL,
    N_("It is a web page, which is made for reading. Choose the export as JSON or as a ZIP instead.") },
};

static gboolean
read_head (const char  *path,
           char        *head,
           gsize       *length,
           GError     **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  struct stat info;
  gssize n_read = -1;

  if (fd >= 0 && fstat (fd, &info) == 0 && !S_ISREG (info.st_mode))
    {
      close (fd);
      return ponder_import_fail (error, _("It is no regular file."));
    }
  if (fd >= 0)
    n_read = read (fd, head, HEAD);
  if (n_read < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s", g_strerror (code));
    }
  if (fd >= 0)
    close (fd);
  *length = (gsize) MAX (n_read, 0);
  return n_read >= 0;
}

static const Magic *
find_magic (const char *head,
            gsize       length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (magics); i++)
    if (length >= magics[i].length && memcmp (head, magics[i].magic, magics[i].length) == 0)
      return &magics[i];
  return NULL;
}

gboolean
ponder_import_read_text (PonderImport  *self,
                         GError       **error)
{
  g_autoptr(PonderImportStream) stream = ponder_import_stream_new (self);
  g_autoptr(GFile) file = g_file_new_for_path (self->path);
  g_autoptr(GFileInputStream) input = g_file_read (file, self->cancellable, error);
  g_autoptr(GFileInfo) info = NULL;
  g_autofree char *buffer = g_malloc (BLOCK);
  goffset done = 0;
  gssize n_read;

  if (input == NULL
      || !(info = g_file_input_stream_query_info (input, G_FILE_ATTRIBUTE_STANDARD_SIZE, self->cancellable, error)))
    return FALSE;

  while ((n_read = g_input_stream_read (G_INPUT_STREAM (input), buffer, BLOCK, self->cancellable, error)) > 0)
    {
      if (!ponder_import_stream_feed (stream, buffer, (gsize) n_read, error))
        return FALSE;
      done += n_read;
      self->sink->progress (done, MAX (done, g_file_info_get_size (info)), self->user_data);
    }
  return n_read == 0 && ponder_import_stream_finish (stream, error);
}

static gboolean
read_file (PonderImport  *self,
           GError       **error)
{
  char head[HEAD];
  gsize length = 0;
  const Magic *magic;

  if (!read_head (self->path, head, &length, error))
    return FALSE;
  if (length == 0)
    return ponder_import_fail (error, _("The file is empty."));
  if (!(magic = find_magic (head, length)))
    return ponder_import_read_text (self, error);
  if (magic->read != NULL)
    return magic->read (self, error);

  ponder_import_set_format (self, magic->format);
  return ponder_import_fail (error, _(magic->refusal));
}

/* Those that were not told one by one. */
static void
tell_rest (PonderImport *self)
{
  g_autofree char *what = NULL;
  guint n_more;

  if (self->n_skipped <= PONDER_IMPORT_MAX_SKIPS)
    return;
  n_more = self->n_skipped - PONDER_IMPORT_MAX_SKIPS;
  what = g_strdup_printf (ngettext ("%u more entry", "%u more entries", n_more), n_more);
  self->sink->skip (what, _("They cannot be read either."), self->user_data);
}

gboolean
ponder_importer_read (const char              *path,
                      const PonderImportSink  *sink,
                      gpointer                 user_data,
                      char                   **format,
                      GCancellable            *cancellable,
                      GError                 **error)
{
  PonderImport self = { .sink = sink, .user_data = user_data, .path = path, .cancellable = cancellable };
  g_autoptr(GError) local_error = NULL;
  gboolean done;

  done = read_file (&self, &local_error) && ponder_import_goes_on (&self);
  tell_rest (&self);
  if (self.failure != NULL)
    g_propagate_error (error, g_steal_pointer (&self.failure));
  else if (!done)
    g_propagate_error (error, g_steal_pointer (&local_error));
  if (format != NULL)
    *format = g_steal_pointer (&self.format);
  ponder_import_clear (&self);
  return done;
}
