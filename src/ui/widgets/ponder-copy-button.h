/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A flat button that copies a text and says so. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PONDER_TYPE_COPY_BUTTON (ponder_copy_button_get_type ())

G_DECLARE_FINAL_TYPE (PonderCopyButton, ponder_copy_button, PONDER, COPY_BUTTON, GtkButton)

/* Signal "text": returns what shall be copied (char *, transfer full). */
GtkWidget *ponder_copy_button_new (void);

G_END_DECLS
