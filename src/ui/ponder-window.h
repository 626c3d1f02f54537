/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window: the chats beside the one that is shown, or the first steps. */

#pragma once

#include <adwaita.h>

#include "ponder-model-catalog.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_WINDOW (ponder_window_get_type ())

G_DECLARE_FINAL_TYPE (PonderWindow, ponder_window, PONDER, WINDOW, AdwApplicationWindow)

PonderWindow  *ponder_window_new          (GtkApplication     *application,
                                           PonderModelCatalog *catalog);
/* Property "session": the chat that is shown. (nullable) */
PonderSession *ponder_window_get_session  (PonderWindow       *self);
void           ponder_window_show_session (PonderWindow       *self,
                                           PonderSession      *session);
/* Property "sidebar-shown": the chats beside the one that is shown, where there is room. */
gboolean       ponder_window_get_sidebar_shown (PonderWindow  *self);
void           ponder_window_set_sidebar_shown (PonderWindow  *self,
                                                gboolean       shown);
/* The chat that was open last, else a new one. */
void           ponder_window_restore      (PonderWindow       *self);
void           ponder_window_new_chat     (PonderWindow       *self);
/* For the chat that is shown. */
void           ponder_window_use_model    (PonderWindow       *self,
                                           const char         *provider_id,
                                           const char         *model);
/* A message of that chat, in whichever branch it is. */
void           ponder_window_show_message (PonderWindow       *self,
                                           const char         *message_id);
/* In all chats, beside the one that is shown. */
void           ponder_window_search       (PonderWindow       *self,
                                           const char         *words);
void           ponder_window_add_toast    (PonderWindow       *self,
                                           const char         *text);
/* What only the window knows: its size, the reader's place, the draft. */
void           ponder_window_save         (PonderWindow       *self);

G_END_DECLS
