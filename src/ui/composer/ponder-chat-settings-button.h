/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The button that opens the settings of a chat, and shows when they are not the usual ones. */

#pragma once

#include <adwaita.h>

#include "ponder-model-catalog.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_CHAT_SETTINGS_BUTTON (ponder_chat_settings_button_get_type ())

G_DECLARE_FINAL_TYPE (PonderChatSettingsButton, ponder_chat_settings_button, PONDER, CHAT_SETTINGS_BUTTON, AdwBin)

/* Once. */
void ponder_chat_settings_button_set_workspace (PonderChatSettingsButton *self,
                                                PonderWorkspace          *workspace);
void ponder_chat_settings_button_set_catalog   (PonderChatSettingsButton *self,
                                                PonderModelCatalog       *catalog);
/* (nullable) */
void ponder_chat_settings_button_set_session   (PonderChatSettingsButton *self,
                                                PonderSession            *session);
void ponder_chat_settings_button_open          (PonderChatSettingsButton *self);

G_END_DECLS
