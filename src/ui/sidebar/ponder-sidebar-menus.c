/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The menus of the sidebar, its own and that of a chat: too long for its template. */

#include "config.h"

#include "ponder-sidebar-private.h"

#include "ponder-zoom-control.h"

void
ponder_sidebar_set_menus (PonderSidebar *self)
{
  g_autoptr(GtkBuilder) builder =
    gtk_builder_new_from_resource ("/io/github/ponderchat/Ponder/sidebar/ponder-sidebar-menus.ui");

  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (gtk_builder_get_object (builder, "primary_menu")));
  gtk_popover_menu_set_menu_model (self->menu, G_MENU_MODEL (gtk_builder_get_object (builder, "context_menu")));
}

void
ponder_sidebar_add_zoom (PonderSidebar *self)
{
  GtkPopover *popover = gtk_menu_button_get_popover (self->menu_button);

  gtk_popover_menu_add_child (GTK_POPOVER_MENU (popover),
                              ponder_zoom_control_new (ponder_workspace_get_settings (self->workspace)), "zoom");
}
