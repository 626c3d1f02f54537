/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done to the chats that are chosen: buttons for the actions "chosen.…" of whatever it stands in. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PONDER_TYPE_CHOOSING_BAR (ponder_choosing_bar_get_type ())

G_DECLARE_FINAL_TYPE (PonderChoosingBar, ponder_choosing_bar, PONDER, CHOOSING_BAR, GtkWidget)

G_END_DECLS
