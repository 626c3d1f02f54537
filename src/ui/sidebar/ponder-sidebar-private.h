/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the sidebar know of each other. */

#pragma once

#include "ponder-chat-list.h"
#include "ponder-coalesce.h"
#include "ponder-search-page.h"
#include "ponder-sidebar.h"
#include "ponder-trash-page.h"
#include "ponder-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Part of a window, which tells it the chat that is shown. */
struct _PonderSidebar
{
  GtkWidget         parent_instance;

  GtkStack         *stack;
  GtkStack         *headers;
  GtkWidget        *header;
  AdwWindowTitle   *title;
  GtkWidget        *new_chat;
  GtkWidget        *back;
  GtkMenuButton    *menu_button;
  GtkWidget        *choosing_header;
  AdwWindowTitle   *choosing_title;
  GtkSearchBar     *search_bar;
  GtkSearchEntry   *search;
  GtkWidget        *filters;
  GtkDropDown      *tags;
  GtkStack         *lists;
  PonderChatList   *list;
  PonderChatList   *archive_list;
  PonderSearchPage *search_page;
  GtkStack         *feet;
  GtkLabel         *count;
  PonderTrashPage  *trash_page;
  GtkPopoverMenu   *menu;

  PonderWorkspace  *workspace;
  PonderSession    *session;            /* shown by the window */
  PonderSession    *menu_session;       /* the context menu is about it */
  PonderCoalesce   *tags_tick;
  GtkWidget        *active_row;         /* (nullable): the hit that a screen reader is at */
  guint             archive_shown : 1;
};

/* In ponder-sidebar.c. */

/* The one that is shown, or would be if nobody searched. */
PonderChatList *ponder_sidebar_get_list           (PonderSidebar  *self);
void            ponder_sidebar_select             (PonderSidebar  *self,
                                                   PonderSession  *session);

/* In ponder-sidebar-actions.c: what is done to chats. */

void            ponder_sidebar_class_bind_actions (GtkWidgetClass *widget_class);
/* Header and foot are those of what is being done. */
void            ponder_sidebar_update_choosing    (PonderSidebar  *self);

/* In ponder-sidebar-menus.c. */

void            ponder_sidebar_set_menus          (PonderSidebar  *self);
/* Once there is a workspace: the line of the menu that makes text larger and smaller. */
void            ponder_sidebar_add_zoom           (PonderSidebar  *self);

G_END_DECLS
