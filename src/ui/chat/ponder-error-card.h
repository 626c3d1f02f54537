/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why an answer failed and what can be done. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-fault.h"

G_BEGIN_DECLS

#define PONDER_TYPE_ERROR_CARD (ponder_error_card_get_type ())

G_DECLARE_FINAL_TYPE (PonderErrorCard, ponder_error_card, PONDER, ERROR_CARD, GtkWidget)

/* Its buttons activate the actions of the "message" group around it. Signal "unfolding": the reader opens
 * or closes the details. */
GtkWidget *ponder_error_card_new       (void);
void       ponder_error_card_set_fault (PonderErrorCard *self,
                                        PonderFault     *fault);

G_END_DECLS
