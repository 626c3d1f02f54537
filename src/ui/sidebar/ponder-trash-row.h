/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat in the trash, or a part of one, and the button that brings it back. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_TRASH_ROW (ponder_trash_row_get_type ())

G_DECLARE_FINAL_TYPE (PonderTrashRow, ponder_trash_row, PONDER, TRASH_ROW, GtkWidget)

/* Signal "restore". */

GtkWidget     *ponder_trash_row_new         (void);
/* (nullable): a PonderSession or a PonderTrashedBranch. */
void           ponder_trash_row_set_item    (PonderTrashRow *self,
                                             gpointer        item);
gpointer       ponder_trash_row_get_item    (PonderTrashRow *self);

G_END_DECLS
