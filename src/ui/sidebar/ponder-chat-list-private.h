/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the list of chats know of each other. */

#pragma once

#include "ponder-chat-list.h"
#include "ponder-grouped-list.h"
#include "ponder-session-list.h"
#include "ponder-session.h"
#include "ponder-sidebar-row.h"

G_BEGIN_DECLS

/* Part of the sidebar. Selecting a chat only asks to show it; ponder_chat_list_set_session() tells back. While
 * several are being chosen, the selection is only where the keyboard is. */
struct _PonderChatList
{
  GtkWidget           parent_instance;

  GtkStack           *stack;
  GtkListView        *view;
  GtkLabel           *empty;

  PonderSessionList  *sessions;
  PonderSession      *session;          /* shown by the window */
  GtkFilterListModel *found;
  PonderGroupedList  *grouped;
  GtkSingleSelection *selection;
  GDateTime          *today;
  char               *tag;              /* only chats with it; NULL for all */
  GHashTable         *chosen;           /* set of PonderSession; one that is in the list no more does not count */
  PonderSession      *last_chosen;      /* (nullable): where a range begins */
  guint               last_position;
  guint               day_source;
  guint               scroll_tick;
  guint               choosing : 1;
};

/* In ponder-chat-list.c. */

/* (transfer full) (nullable): a heading, or past the end. */
PonderSession    *ponder_chat_list_dup_session_at   (PonderChatList  *self,
                                                     guint            position);
guint             ponder_chat_list_find_position    (PonderChatList  *self,
                                                     PonderSession   *session);
/* The row of a chat at a place of the view. (nullable) */
PonderSidebarRow *ponder_chat_list_pick_row         (PonderChatList  *self,
                                                     double           x,
                                                     double           y);
/* Selects the shown chat if it is in the list and is not selected. */
gboolean          ponder_chat_list_sync_selection   (PonderChatList  *self);
void              ponder_chat_list_notify_choosing  (PonderChatList  *self);

/* In ponder-chat-list-choosing.c. */

void              ponder_chat_list_class_bind_choosing (GtkWidgetClass *widget_class);
/* The position of the row that has the keyboard, else of the selected one. */
guint             ponder_chat_list_get_cursor       (PonderChatList  *self);
void              ponder_chat_list_show_chosen      (PonderChatList  *self,
                                                     PonderSidebarRow *row);
void              ponder_chat_list_toggle_at        (PonderChatList  *self,
                                                     guint            position);

/* In ponder-chat-list-apart.c. */

void              ponder_chat_list_class_bind_apart (GtkWidgetClass *widget_class);

G_END_DECLS
