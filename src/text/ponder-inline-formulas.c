/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formulas in a text: those that have lines of their own leave it, the others become one line. */

#include "config.h"

#include "ponder-formula.h"
#include "ponder-markdown-private.h"

#include <string.h>

static gboolean
is_display (const PonderInline *self,
            const PonderSpan   *span)
{
  const char *source = self->text + span->start;

  return (span->flags & PONDER_SPAN_MATH) && ponder_formula_is_display (source, span->end - span->start);
}

/* Where what precedes the formula ends, without the line end between them; FALSE: it is in the formula's line. */
static gboolean
find_line_before (const PonderInline *self,
                  const PonderSpan   *span,
                  gsize              *end)
{
  gsize at = span->start;

  while (at > 0 && (self->text[at - 1] == ' ' || self->text[at - 1] == '\t'))
    at--;
  *end = at > 0 ? at - 1 : 0;
  return at == 0 || self->text[at - 1] == '\n';
}

/* Where what follows the formula begins. */
static gboolean
find_line_behind (const PonderInline *self,
                  const PonderSpan   *span,
                  gsize              *start)
{
  gsize at = span->end + strspn (self->text + span->end, " \t");

  *start = self->text[at] == '\n' ? at + 1 : at;
  return self->text[at] == '\n' || self->text[at] == '\0';
}

GPtrArray *
ponder_inline_split_formulas (PonderInline *self)
{
  g_autoptr(GPtrArray) pieces = NULL;
  gsize length = strlen (self->text);
  gsize start = 0;
  guint first = 0;

  for (guint i = 0; i < self->spans->len; i++)
    {
      const PonderSpan *span = &g_array_index (self->spans, PonderSpan, i);
      gsize before;
      gsize behind;

      if (!is_display (self, span) || !find_line_before (self, span, &before) ||
          !find_line_behind (self, span, &behind))
        continue;
      if (pieces == NULL)
        pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_inline_free);
      if (before > start)
        g_ptr_array_add (pieces, ponder_inline_copy_range (self, start, before, &first));
      g_ptr_array_add (pieces, ponder_inline_copy_range (self, span->start, span->end, &first));
      start = behind;
    }
  if (pieces != NULL && start < length)
    g_ptr_array_add (pieces, ponder_inline_copy_range (self, start, length, &first));
  return g_steal_pointer (&pieces);
}

gboolean
ponder_inline_is_formula (const PonderInline *self)
{
  const PonderSpan *span;

  if (self->spans->len != 1)
    return FALSE;
  span = &g_array_index (self->spans, PonderSpan, 0);
  return span->start == 0 && self->text[span->end] == '\0' && is_display (self, span);
}

void
ponder_inline_join_formulas (PonderInline *self)
{
  for (guint i = 0; i < self->spans->len; i++)
    {
      const PonderSpan *span = &g_array_index (self->spans, PonderSpan, i);

      for (guint j = span->start; j < span->end; j++)
        {
          if ((span->flags & PONDER_SPAN_MATH) && self->text[j] == '\n')
            self->text[j] = ' ';
        }
    }
}
