/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ways from a window to files of chats, and back. */

#pragma once

#include "ponder-types.h"
#include "ponder-window.h"

G_BEGIN_DECLS

/* Adds "export" (the chat that is shown), "export-all" and "import" to @window, and takes files that are dropped on
 * @place, a part of it. */
void ponder_transfer_actions_add (PonderWindow    *window,
                                  GtkWidget       *place,
                                  PonderWorkspace *workspace);

/* Asks how all chats, the archived ones too, or those that are given (element-type PonderSession), become files. */
void ponder_transfer_export_all  (GtkWindow       *parent,
                                  PonderWorkspace *workspace);
void ponder_transfer_export      (GtkWindow       *parent,
                                  PonderWorkspace *workspace,
                                  GPtrArray       *sessions);

G_END_DECLS
