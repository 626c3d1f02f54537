/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the model of one chat is asked: its system prompt, its numbers, its limits. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-model-catalog.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_CHAT_SETTINGS (ponder_chat_settings_get_type ())

G_DECLARE_FINAL_TYPE (PonderChatSettings, ponder_chat_settings, PONDER, CHAT_SETTINGS, GtkWidget)

/* What is changed is the session's at once, and stored. */

/* Once. */
void ponder_chat_settings_set_workspace (PonderChatSettings *self,
                                         PonderWorkspace    *workspace);
/* Where other models come from; once, after that. */
void ponder_chat_settings_set_catalog   (PonderChatSettings *self,
                                         PonderModelCatalog *catalog);
/* (nullable) */
void ponder_chat_settings_set_session   (PonderChatSettings *self,
                                         PonderSession      *session);
/* They are about to be shown, in no more than @height pixels: what the server takes may have changed. */
void ponder_chat_settings_start         (PonderChatSettings *self,
                                         int                 height);

G_END_DECLS
