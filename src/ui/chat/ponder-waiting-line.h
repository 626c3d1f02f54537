/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Says how long an answer has been awaited. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-turn.h"

G_BEGIN_DECLS

#define PONDER_TYPE_WAITING_LINE (ponder_waiting_line_get_type ())

G_DECLARE_FINAL_TYPE (PonderWaitingLine, ponder_waiting_line, PONDER, WAITING_LINE, GtkWidget)

GtkWidget *ponder_waiting_line_new         (void);
/* (nullable) */
void       ponder_waiting_line_set_turn    (PonderWaitingLine *self,
                                            PonderTurn        *turn);
/* Nothing has come yet. It shows itself while this holds, and when the turn offers to wait on. */
void       ponder_waiting_line_set_awaited (PonderWaitingLine *self,
                                            gboolean           awaited);

G_END_DECLS
