/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bubble at the end side, no wider than it needs, and its buttons beside or below it. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PONDER_TYPE_BUBBLE_LAYOUT (ponder_bubble_layout_get_type ())

G_DECLARE_FINAL_TYPE (PonderBubbleLayout, ponder_bubble_layout, PONDER, BUBBLE_LAYOUT, GtkLayoutManager)

/* For a widget with two children: the bubble and its buttons. */
GtkLayoutManager *ponder_bubble_layout_new (void);

G_END_DECLS
