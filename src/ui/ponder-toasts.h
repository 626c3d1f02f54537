/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A short word at the bottom of whatever window a widget is in. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Plain text; nothing happens when @widget stands in no AdwToastOverlay. */
void ponder_toasts_show       (GtkWidget    *widget,
                               const char   *text);
/* What failed and what to do, in one line. Cancellation is silent. */
void ponder_toasts_show_error (GtkWidget    *widget,
                               const GError *error);
/* Takes @toast, and shows it as soon as what goes on in the window is laid out. */
void ponder_toasts_take       (GtkWidget    *widget,
                               AdwToast     *toast);

G_END_DECLS
