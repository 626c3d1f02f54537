/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat in the trash and the button that brings it back. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_TRASH_ROW (ponder_trash_row_get_type ())

G_DECLARE_FINAL_TYPE (PonderTrashRow, ponder_trash_row, PONDER, TRASH_ROW, GtkWidget)

/* Signal "restore". */

GtkWidget     *ponder_trash_row_new         (void);
/* (nullable) */
void           ponder_trash_row_set_session (PonderTrashRow *self,
                                             PonderSession  *session);
PonderSession *ponder_trash_row_get_session (PonderTrashRow *self);

G_END_DECLS
