/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Follows a link of an answer, if it may be followed. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What goes wrong is told by a toast near @widget. */
void ponder_links_open (GtkWidget  *widget,
                        const char *target);

G_END_DECLS
