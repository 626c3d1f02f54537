/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Children below each other, each as high as it wants to be: a plain, fast vertical box. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PONDER_TYPE_COLUMN_LAYOUT (ponder_column_layout_get_type ())

G_DECLARE_FINAL_TYPE (PonderColumnLayout, ponder_column_layout, PONDER, COLUMN_LAYOUT, GtkLayoutManager)

/* @spacing pixels between children; the column is centred and at most @n_letters wide, 0 for any width; see
 * ponder_measure_letters(). */
GtkLayoutManager *ponder_column_layout_new (int spacing,
                                            int n_letters);

G_END_DECLS
