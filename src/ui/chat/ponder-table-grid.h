/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells of a table and the lines between them. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-markdown.h"

G_BEGIN_DECLS

#define PONDER_TYPE_TABLE_GRID (ponder_table_grid_get_type ())

G_DECLARE_FINAL_TYPE (PonderTableGrid, ponder_table_grid, PONDER, TABLE_GRID, GtkWidget)

GtkWidget *ponder_table_grid_new       (void);
/* Shows the first @n_rows of a table. Cells that are as before keep their widgets. */
void       ponder_table_grid_set_block (PonderTableGrid *self,
                                        PonderBlock     *block,
                                        guint            n_rows);

G_END_DECLS
