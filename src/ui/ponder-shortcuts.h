/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which keys do what. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void ponder_shortcuts_install (GtkApplication *application);

G_END_DECLS
