/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Children beside each other that go on in the next line where the width ends. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PONDER_TYPE_WRAP_LAYOUT (ponder_wrap_layout_get_type ())

G_DECLARE_FINAL_TYPE (PonderWrapLayout, ponder_wrap_layout, PONDER, WRAP_LAYOUT, GtkLayoutManager)

/* Made by templates. Property "spacing": pixels between children and between lines, 6 unless set. */

G_END_DECLS
