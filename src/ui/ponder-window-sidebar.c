/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the window that shows the list of chats, beside the chat or in its place. */

#include "config.h"

#include "ponder-window-private.h"

static void
show_sidebar_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  PonderWindow *self = PONDER_WINDOW (widget);

  gtk_widget_set_visible (GTK_WIDGET (self->sidebar), TRUE);
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->sidebar));
  ponder_sidebar_focus_chats (self->sidebar);
}

static void
toggle_sidebar_action (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  PonderWindow *self = PONDER_WINDOW (widget);
  GtkWidget *sidebar = GTK_WIDGET (self->sidebar);
  gboolean at_sidebar = adw_leaflet_get_visible_child (self->leaflet) == sidebar;

  if (!adw_leaflet_get_folded (self->leaflet))
    gtk_widget_set_visible (sidebar, !gtk_widget_get_visible (sidebar));
  else if (at_sidebar)
    adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->page));
  else
    show_sidebar_action (widget, name, parameter);
}

static void
show_menu_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  PonderWindow *self = PONDER_WINDOW (widget);

  show_sidebar_action (widget, name, parameter);
  ponder_sidebar_popup_menu (self->sidebar);
}

void
ponder_window_class_bind_sidebar (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.show-sidebar", NULL, show_sidebar_action);
  gtk_widget_class_install_action (widget_class, "win.toggle-sidebar", NULL, toggle_sidebar_action);
  gtk_widget_class_install_action (widget_class, "win.show-menu", NULL, show_menu_action);
}

gboolean
ponder_window_get_sidebar_shown (PonderWindow *self)
{
  g_return_val_if_fail (PONDER_IS_WINDOW (self), FALSE);

  return gtk_widget_get_visible (GTK_WIDGET (self->sidebar));
}

void
ponder_window_set_sidebar_shown (PonderWindow *self,
                                 gboolean      shown)
{
  g_return_if_fail (PONDER_IS_WINDOW (self));

  gtk_widget_set_visible (GTK_WIDGET (self->sidebar), shown);
}
