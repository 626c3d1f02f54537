/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The air around blocks: what is pure of it. */

#pragma once

#include "ponder-markdown.h"

G_BEGIN_DECLS

/* How far each level of quotes is indented. */
#define PONDER_BLOCK_QUOTE_STEP 18

/* Pixels between a block and the one above it. */
int ponder_block_spacing_get_gap          (PonderBlock *above,
                                           PonderBlock *block);
int ponder_block_spacing_get_indent       (PonderBlock *block,
                                           int          marker_step);
/* Where the bar of its quote number @quote (0: the outermost) stands: inside of the lists around it. */
int ponder_block_spacing_get_bar          (PonderBlock *block,
                                           guint        quote,
                                           int          marker_step);
/* How far its marker stands from it: outside of the quotes within its item. */
int ponder_block_spacing_get_marker_shift (PonderBlock *block);
/* How far each level of lists is indented: room for the longest number of the text; the same for all of its
 * lists, so that they stand in line. */
int ponder_block_spacing_find_marker_step (GPtrArray   *blocks);

G_END_DECLS
