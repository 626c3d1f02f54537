/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All chats under their headings, in a list that is quick with ten thousand of them. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_CHAT_LIST (ponder_chat_list_get_type ())

G_DECLARE_FINAL_TYPE (PonderChatList, ponder_chat_list, PONDER, CHAT_LIST, GtkWidget)

/* Signals:
 *   "session-selected" (PonderSession*): show it
 *   "session-activated" (PonderSession*): by a click or Enter; Enter also activates win.focus-message
 *   "menu-requested" (PonderSession*, double x, double y): in the list's own coordinates */

/* Once. @sessions is sorted as ponder_session_dup_group() wants it. */
void           ponder_chat_list_set_sessions   (PonderChatList    *self,
                                                PonderSessionList *sessions);
/* The chat that is shown; selected as soon as it is in the list. (nullable) */
void           ponder_chat_list_set_session    (PonderChatList *self,
                                                PonderSession  *session);
/* Only chats with @words in their title or preview; NULL for all. */
void           ponder_chat_list_set_words      (PonderChatList *self,
                                                const char     *words);
PonderSession *ponder_chat_list_get_selected   (PonderChatList *self);  /* (nullable) */
/* The chat below @session, else the one above, else none. (transfer full) (nullable) */
PonderSession *ponder_chat_list_dup_neighbour  (PonderChatList *self,
                                                PonderSession  *session);
void           ponder_chat_list_activate_first (PonderChatList *self);
/* At the selected chat; FALSE when none is in sight. */
gboolean       ponder_chat_list_request_menu   (PonderChatList *self);

G_END_DECLS
