/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Markdown to a flat list of blocks: the way in, with its limits. */

#include "config.h"

#include "ponder-limits.h"
#include "ponder-markdown-private.h"

#include <string.h>

static void
append_plain (GPtrArray *blocks,
              GString   *lines)
{
  g_autoptr(GPtrArray) pieces = NULL;

  if (lines->len == 0)
    return;
  pieces = ponder_inline_take_apart (ponder_inline_new (lines->str, lines->len));
  g_ptr_array_set_free_func (pieces, NULL);
  for (guint i = 0; i < pieces->len; i++)
    {
      PonderBlock *block = ponder_block_new (PONDER_BLOCK_PARAGRAPH);

      block->text = g_ptr_array_index (pieces, i);
      g_ptr_array_add (blocks, block);
    }
  g_string_truncate (lines, 0);
}

/* Marks stay as they are written; a paragraph ends at an empty line. */
static GPtrArray *
build_plain (const char *text,
             gsize       length)
{
  GPtrArray *blocks = ponder_block_array_new ();
  g_autofree char *valid = g_utf8_make_valid (text, length);
  g_autoptr(GString) lines = g_string_new (NULL);
  const char *line = valid;

  while (*line != '\0')
    {
      gsize size = strcspn (line, "\n");
      gsize shown = size > 0 && line[size - 1] == '\r' ? size - 1 : size;

      if (shown == 0)
        append_plain (blocks, lines);
      else if (lines->len > 0)
        g_string_append_c (lines, '\n');
      g_string_append_len (lines, line, shown);
      line += line[size] == '\n' ? size + 1 : size;
    }
  append_plain (blocks, lines);
  return blocks;
}

/* What if a letter came behind byte @end? Behind a closing fence it would undo the fence and
 * be code, behind an opening fence it would be the language. */
static gboolean
letter_would_be_code (const PonderMarkdownSource *source,
                      gsize                       end,
                      gint64                      deadline)
{
  g_autoptr(PonderMarkdownSource) probe = ponder_markdown_source_probe (source, end);
  g_autoptr(GPtrArray) blocks = NULL;
  PonderMarkdownEnd probe_end;

  blocks = ponder_markdown_build (probe, deadline, &probe_end);
  return blocks != NULL && probe_end.fenced_code && probe_end.code_end > 0;
}

/* md4c closes an open fence at the end of the text and does not say so. */
static gboolean
closing_fence_has_come (const PonderMarkdownSource *source,
                        const PonderMarkdownEnd    *end,
                        gint64                      deadline)
{
  gsize last = source->shown;

  while (last > 0 && strchr (" \t\r\n>", source->text[last - 1]) != NULL)
    last--;
  /* With code in the block: whatever comes behind it is the fence. */
  if (end->code_end > 0)
    return last > end->code_end;
  return letter_would_be_code (source, last, deadline);
}

/* The blocks of a note are an item of a list, whose mark is its number. FALSE: there was no time. */
static gboolean
append_note (GPtrArray             *blocks,
             const PonderFootnotes *notes,
             const PonderFootnote  *note,
             gint64                 deadline)
{
  g_autoptr(PonderMarkdownSource) source = ponder_markdown_source_new_for_note (notes, note, deadline);
  g_autoptr(GPtrArray) own = NULL;
  PonderMarkdownEnd end;
  PonderBlock *first;
  gboolean tight;

  if (!(own = ponder_markdown_build (source, deadline, &end)))
    return FALSE;
  if (own->len == 0)
    g_ptr_array_add (own, ponder_block_new_empty ());
  tight = own->len == 1 || ((PonderBlock *) g_ptr_array_index (own, 1))->list_depth > 0;
  for (guint i = 0; i < own->len; i++)
    ponder_block_enter_list (g_ptr_array_index (own, i), tight);
  first = g_ptr_array_index (own, 0);
  g_free (first->marker);
  first->marker = g_strconcat (note->label, ".", NULL);
  g_ptr_array_extend_and_steal (blocks, g_steal_pointer (&own));
  return TRUE;
}

static gboolean
append_notes (GPtrArray             *blocks,
              const PonderFootnotes *notes,
              gint64                 deadline)
{
  if (blocks->len > 0)
    g_ptr_array_add (blocks, ponder_block_new (PONDER_BLOCK_RULE));
  for (guint i = 0; i < notes->notes->len; i++)
    {
      if (!append_note (blocks, notes, g_ptr_array_index (notes->notes, i), deadline))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
ponder_markdown_parse_within (const char *text,
                              gssize      length,
                              gint64      limit)
{
  g_autoptr(PonderMarkdownSource) source = NULL;
  gint64 deadline = limit < G_MAXINT64 ? ponder_markdown_get_clock () + limit : limit;
  g_autoptr(PonderFootnotes) notes = NULL;
  PonderMarkdownEnd end;
  g_autoptr(GPtrArray) blocks = NULL;

  if (length < 0)
    length = strlen (text);
  source = ponder_markdown_source_new (text, length, deadline, &notes);
  if (!(blocks = ponder_markdown_build (source, deadline, &end)))
    return build_plain (text, length);

  if (end.fenced_code)
    {
      PonderBlock *last = g_ptr_array_index (blocks, blocks->len - 1);

      last->closed = closing_fence_has_come (source, &end, deadline);
    }
  if (notes != NULL && !append_notes (blocks, notes, deadline))
    return build_plain (text, length);
  return g_steal_pointer (&blocks);
}

GPtrArray *
ponder_markdown_parse (const char *text,
                       gssize      length)
{
  g_return_val_if_fail (text != NULL || length == 0, NULL);

  return ponder_markdown_parse_within (text != NULL ? text : "", length, PONDER_MARKDOWN_COST_US);
}
