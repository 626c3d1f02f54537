/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How large the text of chats is, in all windows. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-settings.h"

G_BEGIN_DECLS

#define PONDER_TYPE_TEXT_ZOOM (ponder_text_zoom_get_type ())

G_DECLARE_FINAL_TYPE (PonderTextZoom, ponder_text_zoom, PONDER, TEXT_ZOOM, GObject)

/* Follows property "text-zoom" of @settings as long as it lives. */
PonderTextZoom *ponder_text_zoom_new  (PonderSettings *settings);

/* The next larger (@direction > 0) or smaller size that people are offered; the same at the end. Percent. */
guint           ponder_text_zoom_step (guint           percent,
                                       int             direction);

G_END_DECLS
