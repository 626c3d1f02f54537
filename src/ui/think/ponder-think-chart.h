/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When the calls of a run of deep think ran, as bars over time. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-think-board.h"

G_BEGIN_DECLS

#define PONDER_TYPE_THINK_CHART (ponder_think_chart_get_type ())

G_DECLARE_FINAL_TYPE (PonderThinkChart, ponder_think_chart, PONDER, THINK_CHART, GtkWidget)

GtkWidget *ponder_think_chart_new (PonderThinkBoard *board);
/* Shows what the board says now; nothing is told by itself. */
void       ponder_think_chart_update (PonderThinkChart *self);

G_END_DECLS
