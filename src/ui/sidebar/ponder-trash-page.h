/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chats in the trash, each with the way back. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_TRASH_PAGE (ponder_trash_page_get_type ())

G_DECLARE_FINAL_TYPE (PonderTrashPage, ponder_trash_page, PONDER, TRASH_PAGE, GtkWidget)

/* Signals: "closed"; "restored" (PonderSession*). Property "show-end-title-buttons". */

void ponder_trash_page_set_workspace (PonderTrashPage *self,
                                      PonderWorkspace *workspace);

G_END_DECLS
