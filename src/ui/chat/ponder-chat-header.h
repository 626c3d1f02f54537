/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The header bar over a chat: its title, its model, its menu, and the way back to the list. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-model-catalog.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_CHAT_HEADER (ponder_chat_header_get_type ())

G_DECLARE_FINAL_TYPE (PonderChatHeader, ponder_chat_header, PONDER, CHAT_HEADER, GtkWidget)

/* Properties: "folded": the chat fills the window alone, the way back is offered; "sidebar-hidden": a
 * button shows the sidebar. Signal "model-chosen" (gboolean chosen): the choice of a model is over. */

void ponder_chat_header_set_catalog  (PonderChatHeader   *self,
                                      PonderModelCatalog *catalog);
/* (nullable) */
void ponder_chat_header_set_session  (PonderChatHeader   *self,
                                      PonderSession      *session);
/* Why its questions cannot be thought about deeply. (nullable): they can */
void ponder_chat_header_set_think_reason (PonderChatHeader *self,
                                          const char       *reason);
void ponder_chat_header_choose_model (PonderChatHeader   *self);
void ponder_chat_header_show_settings (PonderChatHeader  *self);

G_END_DECLS
