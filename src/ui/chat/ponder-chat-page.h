/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One chat: its header bar, its messages, and where the next question is typed. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-model-catalog.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_CHAT_PAGE (ponder_chat_page_get_type ())

G_DECLARE_FINAL_TYPE (PonderChatPage, ponder_chat_page, PONDER, CHAT_PAGE, GtkWidget)

/* A place in a chat, and the branch it is on. */
typedef struct _PonderChatPlace PonderChatPlace;

void           ponder_chat_place_free        (PonderChatPlace    *self);
PonderSession *ponder_chat_place_get_session (PonderChatPlace    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderChatPlace, ponder_chat_place_free)

/* Property "session" (nullable, read only). */

/* Before anything else. */
void           ponder_chat_page_set_catalog (PonderChatPage     *self,
                                             PonderModelCatalog *catalog);
/* Saves the place and the draft of the session before. (nullable) */
void           ponder_chat_page_set_session (PonderChatPage     *self,
                                             PonderSession      *session);
/* The reader's place and the draft. */
void           ponder_chat_page_save        (PonderChatPage     *self);
/* Where the reader is. (transfer full) (nullable): nowhere */
PonderChatPlace *ponder_chat_page_dup_place  (PonderChatPage     *self);
/* Once its session is shown again. */
void           ponder_chat_page_go_back      (PonderChatPage     *self,
                                              PonderChatPlace    *place);
/* Goes to a message of the session, in whichever branch it is, once everything is loaded. */
void           ponder_chat_page_show_message (PonderChatPage     *self,
                                              const char         *message_id);
void           ponder_chat_page_choose_model (PonderChatPage    *self);
void           ponder_chat_page_show_settings (PonderChatPage   *self);
/* Gives the keyboard to the box for the next question. No grab_focus(), which Tab would follow past all the rest. */
void           ponder_chat_page_focus_composer (PonderChatPage  *self);
/* A PonderChatHeader, for the window to tell it how much room there is. */
GtkWidget     *ponder_chat_page_get_header  (PonderChatPage     *self);

G_END_DECLS
