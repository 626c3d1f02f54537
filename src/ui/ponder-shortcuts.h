/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which keys do what. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void ponder_shortcuts_install (GtkApplication       *application);
/* Tells people of them. */
void ponder_shortcuts_show    (GtkApplicationWindow *window);

G_END_DECLS
