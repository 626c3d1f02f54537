/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks how chats become files, and makes them. */

#pragma once

#include <adwaita.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_EXPORT_DIALOG (ponder_export_dialog_get_type ())

G_DECLARE_FINAL_TYPE (PonderExportDialog, ponder_export_dialog, PONDER, EXPORT_DIALOG, AdwWindow)

/* Of @sessions (element-type PonderSession), at least one. What came of it is a toast of @parent. */
PonderExportDialog *ponder_export_dialog_new    (GtkWindow          *parent,
                                                 PonderWorkspace    *workspace,
                                                 GPtrArray          *sessions);
/* As if the person had chosen @file. */
void                ponder_export_dialog_export (PonderExportDialog *self,
                                                 GFile              *file);

G_END_DECLS
