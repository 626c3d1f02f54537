/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of a run of deep think in their order, and how far it is. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-think-board.h"

G_BEGIN_DECLS

#define PONDER_TYPE_THINK_PHASES (ponder_think_phases_get_type ())

G_DECLARE_FINAL_TYPE (PonderThinkPhases, ponder_think_phases, PONDER, THINK_PHASES, GtkWidget)

/* Made by templates. */
void ponder_think_phases_show (PonderThinkPhases *self,
                               PonderThinkBoard  *board);

G_END_DECLS
