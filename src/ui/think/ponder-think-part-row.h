/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One part of a run of deep think in one line, which opens to what was asked and said. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-code-highlighter.h"
#include "ponder-think-part-words.h"

G_BEGIN_DECLS

#define PONDER_TYPE_THINK_PART_ROW (ponder_think_part_row_get_type ())

G_DECLARE_FINAL_TYPE (PonderThinkPartRow, ponder_think_part_row, PONDER, THINK_PART_ROW, GtkWidget)

/* For the node @id. Signal "unfolding": the reader opens or closes something in it now. */
GtkWidget  *ponder_think_part_row_new    (PonderThinkBoard      *board,
                                          PonderCodeHighlighter *highlighter,
                                          const char            *id);
const char *ponder_think_part_row_get_id (PonderThinkPartRow    *self);
/* What is as before is not touched. */
void        ponder_think_part_row_update (PonderThinkPartRow    *self,
                                          const PonderThinkPart *part);
/* The @position-th of @n rows, from 1. */
void        ponder_think_part_row_set_position (PonderThinkPartRow *self,
                                                guint               position,
                                                guint               n);

G_END_DECLS
