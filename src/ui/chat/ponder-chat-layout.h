/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A column whose last child takes what it wants, up to two fifths of the height. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PONDER_TYPE_CHAT_LAYOUT (ponder_chat_layout_get_type ())

G_DECLARE_FINAL_TYPE (PonderChatLayout, ponder_chat_layout, PONDER, CHAT_LAYOUT, GtkLayoutManager)

G_END_DECLS
