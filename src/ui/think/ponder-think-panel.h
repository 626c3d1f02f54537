/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How an answer came about by thinking deeply: one line above it, or the whole board. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-code-highlighter.h"
#include "ponder-think-board.h"

G_BEGIN_DECLS

#define PONDER_TYPE_THINK_PANEL (ponder_think_panel_get_type ())

G_DECLARE_FINAL_TYPE (PonderThinkPanel, ponder_think_panel, PONDER, THINK_PANEL, GtkWidget)

/* Shows @board for as long as it lives, a few times a second while it runs. Signals: "unfolding": the reader opens or
 * closes something in it now; "toggled" (gboolean open). */
GtkWidget *ponder_think_panel_new (PonderThinkBoard      *board,
                                   PonderCodeHighlighter *highlighter);
/* Whether the whole board is there; until somebody says so, it is while there is something to see or to do. */
void       ponder_think_panel_set_open (PonderThinkPanel *self,
                                        gboolean          open);

G_END_DECLS
