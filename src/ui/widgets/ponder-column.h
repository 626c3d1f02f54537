/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A widget that puts its children below each other. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PONDER_TYPE_COLUMN (ponder_column_get_type ())

G_DECLARE_FINAL_TYPE (PonderColumn, ponder_column, PONDER, COLUMN, GtkWidget)

GtkWidget *ponder_column_new    (int           spacing);
void       ponder_column_append (PonderColumn *self,
                                 GtkWidget    *child);
void       ponder_column_remove (PonderColumn *self,
                                 GtkWidget    *child);

G_END_DECLS
