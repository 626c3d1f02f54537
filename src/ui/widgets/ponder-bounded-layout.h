/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scrolled window that is as high as what it holds, up to a limit. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PONDER_TYPE_BOUNDED_LAYOUT (ponder_bounded_layout_get_type ())

G_DECLARE_FINAL_TYPE (PonderBoundedLayout, ponder_bounded_layout, PONDER, BOUNDED_LAYOUT, GtkLayoutManager)

/* Made by templates, for a widget with one child, a GtkScrolledWindow around something that wraps. GTK 4.8 does not ask
 * that how high it is for a width. Properties, in pixels: "minimum", unless there is less to show; "maximum". */

G_END_DECLS
