/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Follows a link of an answer, if it may be followed, and shows files where they lie. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What goes wrong is told by a toast near @widget. */
void ponder_links_open (GtkWidget  *widget,
                        const char *target);
/* Shows @file in the program that shows folders, else its folder. */
void ponder_links_show_file   (GtkWidget *widget,
                               GFile     *file);
void ponder_links_open_folder (GtkWidget *widget,
                               GFile     *folder);

G_END_DECLS
