/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed in a buffer, and what had better not be. */

#include "config.h"

#include "ponder-typed-text.h"

#define LARGE_BYTES (10 * 1024)
#define LARGE_LINES 200

char *
ponder_typed_text_dup (GtkTextBuffer *buffer)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

gboolean
ponder_typed_text_has_words (GtkTextBuffer *buffer)
{
  GtkTextIter iter;

  gtk_text_buffer_get_start_iter (buffer, &iter);
  for (; !gtk_text_iter_is_end (&iter); gtk_text_iter_forward_char (&iter))
    if (!g_unichar_isspace (gtk_text_iter_get_char (&iter)))
      return TRUE;

  return FALSE;
}

gboolean
ponder_typed_text_is_large (const char *text,
                            int         length)
{
  guint n_lines = 0;

  for (int i = 0; i < length && n_lines <= LARGE_LINES && i <= LARGE_BYTES; i++)
    n_lines += text[i] == '\n';
  return length > LARGE_BYTES || n_lines > LARGE_LINES;
}

gboolean
ponder_typed_text_is_long (gsize n_bytes)
{
  return n_bytes > LARGE_BYTES;
}
