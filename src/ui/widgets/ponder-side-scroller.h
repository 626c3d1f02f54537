/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows a child that may be too wide: scrolls sideways only, and is as high as the child. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PONDER_TYPE_SIDE_SCROLLER (ponder_side_scroller_get_type ())

G_DECLARE_FINAL_TYPE (PonderSideScroller, ponder_side_scroller, PONDER, SIDE_SCROLLER, GtkWidget)

GtkWidget *ponder_side_scroller_new    (GtkWidget          *child);
/* Scrolls, no more than it must, until pixels @x to @x + @width of the child are in sight. */
void       ponder_side_scroller_reveal (PonderSideScroller *self,
                                        double              x,
                                        double              width);

G_END_DECLS
