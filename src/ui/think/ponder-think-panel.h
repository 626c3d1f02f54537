/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How an answer came about by thinking deeply: one line above it, or the whole board. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-announcer.h"
#include "ponder-code-highlighter.h"
#include "ponder-think-board.h"

G_BEGIN_DECLS

#define PONDER_TYPE_THINK_PANEL (ponder_think_panel_get_type ())

G_DECLARE_FINAL_TYPE (PonderThinkPanel, ponder_think_panel, PONDER, THINK_PANEL, GtkWidget)

/* Shows @board for as long as it lives, a few times a second while it runs. Signals: "unfolding": the reader opens or
 * closes something in it now; "changing": it may have another height now, by itself; "toggled" (gboolean open):
 * the reader opened or closed it. */
GtkWidget       *ponder_think_panel_new           (PonderThinkBoard      *board,
                                                   PonderCodeHighlighter *highlighter);
gboolean         ponder_think_panel_get_open      (PonderThinkPanel      *self);
/* Whether the whole board is there; until somebody says so, it is while there is something to see or to do. */
void             ponder_think_panel_set_open      (PonderThinkPanel      *self,
                                                   gboolean               open);
/* It says what begins, and how it ended. (transfer none) */
PonderAnnouncer *ponder_think_panel_get_announcer (PonderThinkPanel      *self);

G_END_DECLS
