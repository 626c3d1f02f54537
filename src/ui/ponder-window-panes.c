/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the window that takes the keyboard from pane to pane: chats, messages, the box for the next question. */

#include "config.h"

#include "ponder-window-private.h"

typedef enum
{
  PANE_CHATS,
  PANE_MESSAGES,
  PANE_COMPOSER,
  N_PANES
} Pane;

static Pane
find_pane (PonderWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->sidebar)))
    return PANE_CHATS;
  return focus != NULL && ponder_chat_page_has_composer (self->page, focus) ? PANE_COMPOSER : PANE_MESSAGES;
}

/* A leaflet that is folded shows the chats or the chat. */
static gboolean
can_see (PonderWindow *self,
         Pane          pane)
{
  GtkWidget *shown = adw_leaflet_get_visible_child (self->leaflet);
  gboolean chats = pane == PANE_CHATS;

  if (adw_leaflet_get_folded (self->leaflet))
    return chats == (shown == GTK_WIDGET (self->sidebar));
  return !chats || gtk_widget_get_visible (GTK_WIDGET (self->sidebar));
}

static gboolean
focus_pane (PonderWindow *self,
            Pane          pane)
{
  if (!can_see (self, pane))
    return FALSE;
  switch (pane)
    {
    case PANE_CHATS:
      ponder_sidebar_focus_chats (self->sidebar);
      return TRUE;
    case PANE_MESSAGES:
      return ponder_chat_page_focus_messages (self->page);
    case PANE_COMPOSER:
      ponder_chat_page_focus_composer (self->page);
      return TRUE;
    case N_PANES:
      break;
    }
  g_assert_not_reached ();
}

static void
pane_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  PonderWindow *self = PONDER_WINDOW (widget);
  guint step = g_str_equal (name, "win.next-pane") ? 1 : N_PANES - 1;
  Pane pane = find_pane (self);

  /* The first steps are one pane. */
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "chats") != 0)
    return;
  for (guint i = 1; i <= N_PANES; i++)
    if (focus_pane (self, (Pane) ((pane + i * step) % N_PANES)))
      {
        gtk_window_set_focus_visible (GTK_WINDOW (self), TRUE);
        return;
      }
}

void
ponder_window_class_bind_panes (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.next-pane", NULL, pane_action);
  gtk_widget_class_install_action (widget_class, "win.previous-pane", NULL, pane_action);
}
