/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a run of deep think, a row each, that open to what was asked and said. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-code-highlighter.h"
#include "ponder-think-board.h"

G_BEGIN_DECLS

#define PONDER_TYPE_THINK_PARTS (ponder_think_parts_get_type ())

G_DECLARE_FINAL_TYPE (PonderThinkParts, ponder_think_parts, PONDER, THINK_PARTS, GtkWidget)

/* Signal "unfolding": the reader opens or closes something in it now. */
GtkWidget *ponder_think_parts_new (PonderThinkBoard      *board,
                                   PonderCodeHighlighter *highlighter);
/* Shows what the board says now; nothing is told by itself. */
void       ponder_think_parts_update (PonderThinkParts *self);

G_END_DECLS
