/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tooltips of wide characters stand in one line. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Once for the whole program: all its windows are served. */
void ponder_tooltip_set_up   (void);
/* Like gtk_widget_set_tooltip_text(), for what is made by the dozen. */
void ponder_tooltip_set_text (GtkWidget  *widget,
                              const char *text);

G_END_DECLS
