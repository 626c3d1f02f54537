/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat of the preview of an import, with its tick box. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-import-choice.h"

G_BEGIN_DECLS

#define PONDER_TYPE_IMPORT_ROW (ponder_import_row_get_type ())

G_DECLARE_FINAL_TYPE (PonderImportRow, ponder_import_row, PONDER, IMPORT_ROW, GtkWidget)

GtkWidget *ponder_import_row_new        (void);
/* (nullable) */
void       ponder_import_row_set_choice (PonderImportRow    *self,
                                         PonderImportChoice *choice);

G_END_DECLS
