/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A widget that is no wider than the column of a chat, whatever size its text has. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PONDER_TYPE_MEASURE_CLAMP (ponder_measure_clamp_get_type ())

/* Property "child" (GtkWidget): what is held in the middle. */
G_DECLARE_FINAL_TYPE (PonderMeasureClamp, ponder_measure_clamp, PONDER, MEASURE_CLAMP, GtkWidget)

G_END_DECLS
