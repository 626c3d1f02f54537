/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table: columns as wide as they need and the width allows. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-markdown.h"

G_BEGIN_DECLS

#define PONDER_TYPE_TABLE_BLOCK (ponder_table_block_get_type ())

G_DECLARE_FINAL_TYPE (PonderTableBlock, ponder_table_block, PONDER, TABLE_BLOCK, GtkWidget)

/* Signal "unfolding": the rows that were held back are about to be shown. */
GtkWidget *ponder_table_block_new       (void);
void       ponder_table_block_set_block (PonderTableBlock *self,
                                         PonderBlock      *block);
/* Also the rows that were held back. */
void       ponder_table_block_unfold    (PonderTableBlock *self);

G_END_DECLS
