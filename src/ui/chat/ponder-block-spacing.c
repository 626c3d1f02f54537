/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The air around blocks: what is pure of it. */

#include "config.h"

#include "ponder-block-spacing.h"

#define GAP 12
#define GAP_TIGHT 4
#define GAP_ABOVE_HEADING 24
#define GAP_BELOW_HEADING 8
#define MARKER_STEP 24
#define MARKER_LETTER 9

int
ponder_block_spacing_get_gap (PonderBlock *above,
                              PonderBlock *block)
{
  if (block->kind == PONDER_BLOCK_HEADING)
    return GAP_ABOVE_HEADING;
  if (above->kind == PONDER_BLOCK_HEADING)
    return GAP_BELOW_HEADING;
  if (block->tight && block->list_depth > 0 && above->list_depth > 0)
    return GAP_TIGHT;
  return GAP;
}

int
ponder_block_spacing_get_indent (PonderBlock *block,
                                 int          marker_step)
{
  return (int) block->quote_depth * PONDER_BLOCK_QUOTE_STEP + (int) block->list_depth * marker_step;
}

int
ponder_block_spacing_get_bar (PonderBlock *block,
                              guint        quote,
                              int          marker_step)
{
  return (int) quote * PONDER_BLOCK_QUOTE_STEP + (int) ponder_block_count_lists_around (block, quote) * marker_step;
}

int
ponder_block_spacing_get_marker_shift (PonderBlock *block)
{
  return (int) ponder_block_count_quotes_within (block) * PONDER_BLOCK_QUOTE_STEP;
}

int
ponder_block_spacing_find_marker_step (GPtrArray *blocks)
{
  int letters = 0;

  for (guint i = 0; i < blocks->len; i++)
    {
      PonderBlock *block = g_ptr_array_index (blocks, i);

      if (block->marker != NULL)
        letters = MAX (letters, (int) g_utf8_strlen (block->marker, -1));
    }
  return MARKER_STEP + MAX (0, letters - 2) * MARKER_LETTER;
}
