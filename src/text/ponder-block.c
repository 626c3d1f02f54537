/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One leaf block of a message: sharing, comparing, and its text. */

#include "config.h"

#include "ponder-limits.h"
#include "ponder-markdown-private.h"

#include <string.h>

PonderBlock *
ponder_block_new (PonderBlockKind kind)
{
  PonderBlock *self = g_atomic_rc_box_new0 (PonderBlock);

  self->kind = kind;
  return self;
}

PonderBlock *
ponder_block_new_beside (PonderBlock *self)
{
  PonderBlock *block = ponder_block_new (self->kind);

  block->heading_level = self->heading_level;
  block->quote_depth = self->quote_depth;
  block->list_depth = self->list_depth;
  block->quote_places = self->quote_places;
  block->tight = self->tight;
  return block;
}

PonderBlock *
ponder_block_new_empty (void)
{
  PonderBlock *self = ponder_block_new (PONDER_BLOCK_PARAGRAPH);

  self->text = ponder_inline_new ("", 0);
  return self;
}

void
ponder_block_enter_list (PonderBlock *self,
                         gboolean     tight)
{
  if (self->list_depth == 0)
    self->tight = tight;
  self->list_depth = MIN (self->list_depth + 1, PONDER_MARKDOWN_DEPTH_LIMIT);
  self->quote_places <<= 1;
}

GPtrArray *
ponder_block_array_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_block_unref);
}

PonderBlock *
ponder_block_ref (PonderBlock *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
block_clear (gpointer data)
{
  PonderBlock *self = data;

  g_free (self->marker);
  g_clear_pointer (&self->text, ponder_inline_free);
  g_free (self->language);
  g_free (self->code);
  g_free (self->aligns);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
}

void
ponder_block_unref (PonderBlock *self)
{
  g_atomic_rc_box_release_full (self, block_clear);
}

static gboolean
tables_equal (PonderBlock *a,
              PonderBlock *b)
{
  if (a->n_columns != b->n_columns || a->n_rows != b->n_rows)
    return FALSE;
  if (a->cells == NULL || b->cells == NULL)
    return a->cells == b->cells;
  if (memcmp (a->aligns, b->aligns, a->n_columns * sizeof *a->aligns) != 0)
    return FALSE;
  for (guint i = 0; i < a->cells->len; i++)
    {
      if (!ponder_inline_equal (g_ptr_array_index (a->cells, i), g_ptr_array_index (b->cells, i)))
        return FALSE;
    }
  return TRUE;
}

gboolean
ponder_block_equal (PonderBlock *a,
                    PonderBlock *b)
{
  if (a == b)
    return TRUE;
  return a->kind == b->kind && a->heading_level == b->heading_level &&
         a->quote_depth == b->quote_depth && a->list_depth == b->list_depth &&
         a->quote_places == b->quote_places && a->tight == b->tight && a->closed == b->closed &&
         g_strcmp0 (a->marker, b->marker) == 0 && g_strcmp0 (a->language, b->language) == 0 &&
         g_strcmp0 (a->code, b->code) == 0 && ponder_inline_equal (a->text, b->text) &&
         tables_equal (a, b);
}

/* Cells are set apart by tabs, rows by line ends: what a spreadsheet takes. */
static char *
dup_table_text (PonderBlock *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->cells->len; i++)
    {
      PonderInline *cell = g_ptr_array_index (self->cells, i);

      if (i > 0)
        g_string_append_c (text, i % self->n_columns == 0 ? '\n' : '\t');
      g_string_append (text, cell->text);
    }
  return g_string_free (text, FALSE);
}

char *
ponder_block_dup_text (PonderBlock *self)
{
  switch (self->kind)
    {
    case PONDER_BLOCK_PARAGRAPH:
    case PONDER_BLOCK_HEADING:
      return g_strdup (self->text->text);
    case PONDER_BLOCK_CODE:
    case PONDER_BLOCK_MATH:
      return g_strdup (self->code);
    case PONDER_BLOCK_TABLE:
      return dup_table_text (self);
    case PONDER_BLOCK_RULE:
      return g_strdup ("");
    }
  return g_strdup ("");
}

guint
ponder_block_count_lists_around (PonderBlock *self,
                                 guint        quote)
{
  guint n_lists = 0;

  for (guint64 places = self->quote_places; places != 0; places >>= 1)
    {
      if (!(places & 1))
        n_lists++;
      else if (quote-- == 0)
        break;
    }
  return MIN (n_lists, self->list_depth);
}

guint
ponder_block_count_quotes_within (PonderBlock *self)
{
  guint n = self->quote_depth + self->list_depth;
  guint n_quotes = 0;

  while (n-- > 0 && self->quote_places >> n & 1)
    n_quotes++;
  return n_quotes;
}

static gboolean
follows_closely (PonderBlock *self,
                 PonderBlock *previous)
{
  return self->list_depth > 0 && self->tight && previous->list_depth > 0 && previous->tight;
}

char *
ponder_markdown_to_text (GPtrArray *blocks)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < blocks->len; i++)
    {
      PonderBlock *block = g_ptr_array_index (blocks, i);
      PonderBlock *previous = i > 0 ? g_ptr_array_index (blocks, i - 1) : NULL;
      g_autofree char *own = ponder_block_dup_text (block);

      if (block->kind == PONDER_BLOCK_RULE)
        continue;
      if (text->len > 0)
        g_string_append (text, follows_closely (block, previous) ? "\n" : "\n\n");
      if (block->marker != NULL)
        g_string_append_printf (text, "%*s%s ", 2 * (int) (MAX (block->list_depth, 1) - 1), "", block->marker);
      g_string_append (text, own);
    }
  return g_string_free (text, FALSE);
}
