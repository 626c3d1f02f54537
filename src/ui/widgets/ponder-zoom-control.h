/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line of a menu that makes text larger and smaller. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-settings.h"

G_BEGIN_DECLS

#define PONDER_TYPE_ZOOM_CONTROL (ponder_zoom_control_get_type ())

G_DECLARE_FINAL_TYPE (PonderZoomControl, ponder_zoom_control, PONDER, ZOOM_CONTROL, GtkWidget)

/* Shows the size that @settings say; its buttons are the actions of the window. */
GtkWidget *ponder_zoom_control_new (PonderSettings *settings);

G_END_DECLS
