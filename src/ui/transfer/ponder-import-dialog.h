/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows what is in files of chats, takes what is wanted, and tells what could not be taken. */

#pragma once

#include <adwaita.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_IMPORT_DIALOG (ponder_import_dialog_get_type ())

G_DECLARE_FINAL_TYPE (PonderImportDialog, ponder_import_dialog, PONDER, IMPORT_DIALOG, AdwWindow)

/* Looks into @files (a list of GFile), at least one, at once. */
PonderImportDialog *ponder_import_dialog_new    (GtkWindow       *parent,
                                                 PonderWorkspace *workspace,
                                                 GListModel      *files);
/* Asks for files first. */
void                ponder_import_dialog_choose (GtkWindow       *parent,
                                                 PonderWorkspace *workspace);

G_END_DECLS
