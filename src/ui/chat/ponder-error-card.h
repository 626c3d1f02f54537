/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why an answer failed and what can be done. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-countdown.h"
#include "ponder-message.h"

G_BEGIN_DECLS

#define PONDER_TYPE_ERROR_CARD (ponder_error_card_get_type ())

G_DECLARE_FINAL_TYPE (PonderErrorCard, ponder_error_card, PONDER, ERROR_CARD, GtkWidget)

/* Its buttons activate the actions of the "message" group around it, those of a wait act on the wait. Signal
 * "unfolding": the reader opens or closes the details. */
GtkWidget *ponder_error_card_new  (void);
/* @message has a fault; @countdown (nullable) runs until it is tried again. */
void       ponder_error_card_show (PonderErrorCard *self,
                                   PonderMessage   *message,
                                   PonderCountdown *countdown);

G_END_DECLS
