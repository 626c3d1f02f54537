/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the window know of each other. */

#pragma once

#include "ponder-chat-page.h"
#include "ponder-sidebar.h"
#include "ponder-welcome.h"
#include "ponder-window.h"
#include "ponder-workspace.h"

G_BEGIN_DECLS

/* Owned by the application; several may show the same workspace. The one place that knows of the
 * leaflet. */
struct _PonderWindow
{
  AdwApplicationWindow parent_instance;

  GtkStack            *stack;
  AdwLeaflet          *leaflet;
  PonderSidebar       *sidebar;
  PonderChatPage      *page;
  PonderWelcome       *welcome;

  PonderModelCatalog  *catalog;
  PonderWorkspace     *workspace;
  PonderSession       *session;
  GSignalGroup        *session_signals;
  AdwToast            *zoom_toast;      /* (nullable): it is being shown */
  double               zoom_scrolled;   /* steps, what is left of them */
  PonderChatPlace     *before_search;   /* (nullable): where the reader was before the first hit */
};

/* In ponder-window-search.c: from hit to hit, and back. */

void ponder_window_class_bind_search (GtkWidgetClass *widget_class);

/* In ponder-window-zoom.c. */

void ponder_window_class_bind_zoom (GtkWidgetClass *widget_class);
/* Ctrl and the wheel, over the chat. */
void ponder_window_take_zoom_scrolls (PonderWindow *self);

/* In ponder-window-sidebar.c. */

void ponder_window_class_bind_sidebar (GtkWidgetClass *widget_class);

/* In ponder-window-panes.c: from one part of the window to the next. */

void ponder_window_class_bind_panes (GtkWidgetClass *widget_class);

G_END_DECLS
