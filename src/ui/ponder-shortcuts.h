/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which keys do what. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void ponder_shortcuts_install     (GtkApplication *application);
/* The window that tells of them, for a class of application windows. It is made when somebody asks for it: GTK would
 * make one with every window and keep it hidden. */
void ponder_shortcuts_bind_window (GtkWidgetClass *widget_class);

G_END_DECLS
