/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a GtkDropDown does not do by itself. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Names the button in it, which is what has the keyboard, after its tooltip. */
void ponder_drop_down_name (GtkDropDown *self);

G_END_DECLS
