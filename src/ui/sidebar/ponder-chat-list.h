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
 *   "menu-requested" (PonderSession*, double x, double y): in the list's own coordinates
 *   "chosen-changed" (): several are being chosen now or no longer, or others */

/* Once. @sessions is sorted as ponder_session_dup_group() wants it. */
void           ponder_chat_list_set_sessions   (PonderChatList    *self,
                                                PonderSessionList *sessions);
/* The chat that is shown; selected as soon as it is in the list. (nullable) */
void           ponder_chat_list_set_session    (PonderChatList *self,
                                                PonderSession  *session);
/* Only chats with @tag; NULL for all. */
void           ponder_chat_list_set_tag        (PonderChatList *self,
                                                const char     *tag);
/* Headings and times are about it. By itself it is seen within a minute that a day has ended. */
void           ponder_chat_list_set_today      (PonderChatList *self,
                                                GDateTime      *today);
/* Tags have changed. */
void           ponder_chat_list_refilter       (PonderChatList *self);
/* Shown as long as there is no chat at all. */
void           ponder_chat_list_set_empty_text (PonderChatList *self,
                                                const char     *text);
PonderSession *ponder_chat_list_get_selected   (PonderChatList *self);  /* (nullable) */
/* The chat below @session, else the one above, that is not among @leaving. (transfer full) (nullable): none */
PonderSession *ponder_chat_list_dup_neighbour  (PonderChatList *self,
                                                PonderSession  *session,
                                                GPtrArray      *leaving);
/* At the selected chat; FALSE when none is in sight. */
gboolean       ponder_chat_list_request_menu   (PonderChatList *self);

/* Choosing several: by Ctrl or Shift and a click, Ctrl+A, or the context menu; then each click, Space and Enter
 * takes one or leaves it, Shift takes all between, Escape ends it. */
gboolean       ponder_chat_list_get_choosing   (PonderChatList *self);
/* (nullable): none is chosen yet. */
void           ponder_chat_list_start_choosing (PonderChatList *self,
                                                PonderSession  *first);
void           ponder_chat_list_choose_all     (PonderChatList *self);
void           ponder_chat_list_end_choosing   (PonderChatList *self);
/* In the order of the list. (element-type PonderSession) (transfer full) */
GPtrArray     *ponder_chat_list_list_chosen    (PonderChatList *self);

G_END_DECLS
