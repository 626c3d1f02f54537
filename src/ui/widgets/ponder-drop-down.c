/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a GtkDropDown does not do by itself. */

#include "config.h"

#include "ponder-drop-down.h"

void
ponder_drop_down_name (GtkDropDown *self)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_return_if_fail (button != NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_widget_get_tooltip_text (GTK_WIDGET (self)), -1);
}
