/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a run of deep think is, what it took, and what can be done about it while it runs. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-think-board.h"

G_BEGIN_DECLS

#define PONDER_TYPE_THINK_CONTROLS (ponder_think_controls_get_type ())

G_DECLARE_FINAL_TYPE (PonderThinkControls, ponder_think_controls, PONDER, THINK_CONTROLS, GtkWidget)

/* Made by templates. Signal "asked" (guint, a PonderThinkCommand; const char* text, nullable). */
void ponder_think_controls_show (PonderThinkControls *self,
                                 PonderThinkBoard    *board);

G_END_DECLS
