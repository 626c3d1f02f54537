/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with a message, and what is known about it. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-message.h"

G_BEGIN_DECLS

#define PONDER_TYPE_MESSAGE_FOOTER (ponder_message_footer_get_type ())

G_DECLARE_FINAL_TYPE (PonderMessageFooter, ponder_message_footer, PONDER, MESSAGE_FOOTER, GtkWidget)

/* Its buttons activate the actions of the "message" group around it. */
GtkWidget *ponder_message_footer_new    (void);
void       ponder_message_footer_update (PonderMessageFooter *self,
                                         PonderMessage       *message);
/* Where other versions stand beside it there are no buttons that lead to them. Before it is updated. */
void       ponder_message_footer_set_in_column (PonderMessageFooter *self,
                                                gboolean             in_column);
/* (transfer none) */
GtkWidget *ponder_message_footer_get_menu_button (PonderMessageFooter *self);

G_END_DECLS
