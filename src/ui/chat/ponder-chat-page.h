/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One chat: its header bar, its messages, and where the next question is typed. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-model-catalog.h"
#include "ponder-search-hit.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_CHAT_PAGE (ponder_chat_page_get_type ())

G_DECLARE_FINAL_TYPE (PonderChatPage, ponder_chat_page, PONDER, CHAT_PAGE, GtkWidget)

/* A place in a chat, and the branch it is on. */
typedef struct _PonderChatPlace PonderChatPlace;

void           ponder_chat_place_free        (PonderChatPlace    *self);
PonderSession *ponder_chat_place_get_session (PonderChatPlace    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderChatPlace, ponder_chat_place_free)

/* Properties: "session" (nullable, read only); "deep-think": the next question is thought about deeply. */

/* Before anything else. */
void           ponder_chat_page_set_catalog (PonderChatPage     *self,
                                             PonderModelCatalog *catalog);
/* Saves the place and the draft of the session before. (nullable) */
void           ponder_chat_page_set_session (PonderChatPage     *self,
                                             PonderSession      *session);
/* The reader's place and the draft. */
void           ponder_chat_page_save        (PonderChatPage     *self);
/* Its window is not the one that people use any more. */
void           ponder_chat_page_leave       (PonderChatPage     *self);
/* Its window is the one that people use, again: what was typed in another one meanwhile is shown. */
void           ponder_chat_page_resume      (PonderChatPage     *self);
/* Where the reader is. (transfer full) (nullable): nowhere */
PonderChatPlace *ponder_chat_page_dup_place  (PonderChatPage     *self);
/* Once its session is shown again. */
void           ponder_chat_page_go_back      (PonderChatPage     *self,
                                              PonderChatPlace    *place);
/* Goes to a message of the session, in whichever branch it is, once everything is loaded. */
void           ponder_chat_page_show_message (PonderChatPage     *self,
                                              const char         *message_id);
/* The same for what a search has found: to the line with its words, which are marked for a moment. */
void           ponder_chat_page_show_hit     (PonderChatPage     *self,
                                              PonderSearchHit    *hit);
/* Opens the bar to look for something in the chat, what is selected if that can be. */
void           ponder_chat_page_begin_find   (PonderChatPage     *self);
/* Something is looked for. */
gboolean       ponder_chat_page_is_finding   (PonderChatPage     *self);
/* To the next place (1) or the one before (-1) of what is looked for, or was last. */
void           ponder_chat_page_step_find    (PonderChatPage     *self,
                                              int                 step);
void           ponder_chat_page_choose_model (PonderChatPage    *self);
void           ponder_chat_page_show_settings (PonderChatPage   *self);
/* Gives the keyboard to the box for the next question. No grab_focus(), which Tab would follow past all the rest. */
void           ponder_chat_page_focus_composer (PonderChatPage  *self);
/* Gives the keyboard to the message where the reader is, or to what is shown in place of messages; FALSE when there
 * is nothing that takes it. */
gboolean       ponder_chat_page_focus_messages (PonderChatPage  *self);
/* Whether @widget is part of that box. */
gboolean       ponder_chat_page_has_composer (PonderChatPage    *self,
                                              GtkWidget         *widget);
/* A PonderChatHeader, for the window to tell it how much room there is. */
GtkWidget     *ponder_chat_page_get_header  (PonderChatPage     *self);

G_END_DECLS
