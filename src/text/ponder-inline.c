/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain text with styled spans, and its cutting into pieces that can be laid out quickly. */

#include "config.h"

#include "ponder-limits.h"
#include "ponder-markdown-private.h"

#include <string.h>

static void
span_clear (gpointer data)
{
  PonderSpan *self = data;

  g_clear_pointer (&self->target, g_ref_string_release);
}

GArray *
ponder_span_array_new (void)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (PonderSpan));

  g_array_set_clear_func (spans, span_clear);
  return spans;
}

PonderInline *
ponder_inline_new (const char *text,
                   gsize       length)
{
  PonderInline *self = g_new0 (PonderInline, 1);

  self->text = g_strndup (text, length);
  self->spans = ponder_span_array_new ();
  return self;
}

void
ponder_inline_free (PonderInline *self)
{
  g_free (self->text);
  g_array_unref (self->spans);
  g_free (self);
}

static gboolean
spans_equal (const GArray *a,
             const GArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const PonderSpan *one = &g_array_index (a, PonderSpan, i);
      const PonderSpan *other = &g_array_index (b, PonderSpan, i);

      if (one->start != other->start || one->end != other->end || one->flags != other->flags ||
          g_strcmp0 (one->target, other->target) != 0)
        return FALSE;
    }
  return TRUE;
}

gboolean
ponder_inline_equal (const PonderInline *a,
                     const PonderInline *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return strcmp (a->text, b->text) == 0 && spans_equal (a->spans, b->spans);
}

/* Where a piece that begins at @text and is longer than the limit ends: at a line's end, else a
 * space, in its second half, else between two characters. */
static gsize
find_break (const char *text)
{
  gsize half = PONDER_PARAGRAPH_LIMIT / 2;
  const char *found;
  gsize end = PONDER_PARAGRAPH_LIMIT;

  if (!(found = g_strrstr_len (text + half, half, "\n")))
    found = g_strrstr_len (text + half, half, " ");
  if (found != NULL)
    return found - text;
  while ((text[end] & 0xc0) == 0x80)
    end--;
  return end;
}

/* Appends bytes @start..@end of @self to @piece; spans before index *@first end before @start. */
static void
append_range (PonderInline *piece,
              PonderInline *self,
              gsize         start,
              gsize         end,
              guint        *first)
{
  while (*first < self->spans->len && g_array_index (self->spans, PonderSpan, *first).end <= start)
    (*first)++;
  for (guint i = *first; i < self->spans->len; i++)
    {
      const PonderSpan *span = &g_array_index (self->spans, PonderSpan, i);
      PonderSpan part = *span;

      if (span->start >= end)
        break;
      part.start = (guint) (MAX (span->start, start) - start);
      part.end = (guint) (MIN (span->end, end) - start);
      if (part.target != NULL)
        g_ref_string_acquire (part.target);
      g_array_append_val (piece->spans, part);
    }
}

PonderInline *
ponder_inline_copy_range (PonderInline *self,
                          gsize         start,
                          gsize         end,
                          guint        *first)
{
  PonderInline *piece = ponder_inline_new (self->text + start, end - start);

  append_range (piece, self, start, end, first);
  return piece;
}

/* A break at byte @end comes before the formula that it would cut, unless that is longer than a piece. */
static gsize
spare_formula (PonderInline *self,
               gsize         start,
               gsize         end,
               guint         first)
{
  for (guint i = first; i < self->spans->len; i++)
    {
      const PonderSpan *span = &g_array_index (self->spans, PonderSpan, i);

      if (span->start >= end)
        break;
      if ((span->flags & PONDER_SPAN_MATH) && span->end > end && span->start > start)
        return span->start;
    }
  return end;
}

GPtrArray *
ponder_inline_take_apart (PonderInline *self)
{
  GPtrArray *pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_inline_free);
  gsize length = strlen (self->text);
  gsize start = 0;
  guint first = 0;

  if (length <= PONDER_PARAGRAPH_LIMIT)
    {
      g_ptr_array_add (pieces, self);
      return pieces;
    }
  while (start < length)
    {
      gsize size = length - start > PONDER_PARAGRAPH_LIMIT ? find_break (self->text + start)
                                                           : length - start;

      if (size < length - start)
        size = spare_formula (self, start, start + size, first) - start;
      g_ptr_array_add (pieces, ponder_inline_copy_range (self, start, start + size, &first));
      start += size;
      /* The break itself is what the edge of the piece now shows. */
      if (self->text[start] == '\n' || self->text[start] == ' ')
        start++;
    }
  ponder_inline_free (self);
  return pieces;
}

PonderInline *
ponder_inline_take_lines (PonderInline *self)
{
  g_autoptr(GPtrArray) pieces = ponder_inline_take_apart (self);
  g_autoptr(GString) text = NULL;
  PonderInline *lines;

  if (pieces->len == 1)
    {
      g_ptr_array_set_free_func (pieces, NULL);
      return g_ptr_array_index (pieces, 0);
    }

  lines = ponder_inline_new ("", 0);
  text = g_string_new (NULL);
  for (guint i = 0; i < pieces->len; i++)
    {
      PonderInline *piece = g_ptr_array_index (pieces, i);

      if (i > 0)
        g_string_append_c (text, '\n');
      for (guint j = 0; j < piece->spans->len; j++)
        {
          PonderSpan span = g_array_index (piece->spans, PonderSpan, j);

          span.start += text->len;
          span.end += text->len;
          if (span.target != NULL)
            g_ref_string_acquire (span.target);
          g_array_append_val (lines->spans, span);
        }
      g_string_append (text, piece->text);
    }
  g_free (lines->text);
  lines->text = g_string_free (g_steal_pointer (&text), FALSE);
  return lines;
}
