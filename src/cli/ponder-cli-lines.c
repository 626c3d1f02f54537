/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of a file or a pipe, read as they are wanted. */

#include "config.h"

#include "ponder-cli-lines.h"

#include "ponder-limits.h"

#include <gio/gunixinputstream.h>
#include <string.h>

#define READ_SIZE 65536

/* Some programs begin a file of UTF-8 with it. */
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* Held by whoever reads lines and by a read that is under way. */
struct _PonderCliLines
{
  GInputStream *stream;
  GString      *buffer;         /* read and not taken */
  gsize         searched;       /* how much of it holds no line end */
  GError       *error;
  guint         number;         /* of the last line that was taken */
  gboolean      reading;
  gboolean      ended;
  gboolean      skipping;       /* the rest of a line that was too long */
};

static void
lines_clear (gpointer data)
{
  PonderCliLines *self = data;

  g_object_unref (self->stream);
  g_string_free (self->buffer, TRUE);
  g_clear_error (&self->error);
}

PonderCliLines *
ponder_cli_lines_new (int fd)
{
  PonderCliLines *self = g_rc_box_new0 (PonderCliLines);

  self->stream = g_unix_input_stream_new (fd, TRUE);
  self->buffer = g_string_new (NULL);
  return self;
}

void
ponder_cli_lines_free (PonderCliLines *self)
{
  g_rc_box_release_full (self, lines_clear);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(PonderCliLines) self = user_data;
  g_autoptr(GBytes) bytes = NULL;

  self->reading = FALSE;
  bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &self->error);
  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    self->ended = TRUE;
  else
    g_string_append_len (self->buffer, g_bytes_get_data (bytes, NULL),
                         (gssize) g_bytes_get_size (bytes));
}

void
ponder_cli_lines_read (PonderCliLines *self,
                       GCancellable   *cancellable)
{
  if (self->reading || self->ended)
    return;

  self->reading = TRUE;
  g_input_stream_read_bytes_async (self->stream, READ_SIZE, G_PRIORITY_DEFAULT, cancellable,
                                   read_cb, g_rc_box_acquire (self));
}

/* Gives the first @length bytes as a line and drops them, with the line end behind them. */
static char *
take (PonderCliLines *self,
      gsize           length)
{
  gboolean too_long = self->skipping || length > PONDER_LINE_LIMIT;
  gsize mark = self->number == 0 && g_str_has_prefix (self->buffer->str, BYTE_ORDER_MARK)
               ? strlen (BYTE_ORDER_MARK) : 0;
  char *line = too_long ? NULL : g_utf8_make_valid (self->buffer->str + mark,
                                                    (gssize) (length - mark));

  g_string_erase (self->buffer, 0, (gssize) MIN (length + 1, self->buffer->len));
  self->searched = 0;
  self->skipping = FALSE;
  self->number++;
  return line;
}

gboolean
ponder_cli_lines_take (PonderCliLines  *self,
                       char           **line,
                       guint           *number)
{
  GString *buffer = self->buffer;
  const char *end = memchr (buffer->str + self->searched, '\n', buffer->len - self->searched);
  gboolean is_last = end == NULL && self->ended && (buffer->len > 0 || self->skipping);

  if (end == NULL && !is_last)
    {
      self->skipping |= buffer->len > PONDER_LINE_LIMIT;
      if (self->skipping)
        g_string_truncate (buffer, 0);
      self->searched = buffer->len;
      return FALSE;
    }

  *line = take (self, end != NULL ? (gsize) (end - buffer->str) : buffer->len);
  *number = self->number;
  return TRUE;
}

gboolean
ponder_cli_lines_has_ended (PonderCliLines *self)
{
  return self->ended && self->buffer->len == 0 && !self->skipping;
}

const GError *
ponder_cli_lines_get_error (PonderCliLines *self)
{
  return self->error;
}
