/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One of several answers that stand beside each other: who says it, the answer, and a button to go on with it. */

#pragma once

#include "ponder-message-row.h"

G_BEGIN_DECLS

#define PONDER_TYPE_ANSWER_COLUMN (ponder_answer_column_get_type ())

G_DECLARE_FINAL_TYPE (PonderAnswerColumn, ponder_answer_column, PONDER, ANSWER_COLUMN, GtkWidget)

/* Signal "entered": the keyboard came into it. Takes @row, which is a floating one. @number of @n_columns, from 1. */
GtkWidget        *ponder_answer_column_new        (PonderMessageRow   *row,
                                                   guint               number,
                                                   guint               n_columns);
/* (transfer none) */
PonderMessageRow *ponder_answer_column_get_row    (PonderAnswerColumn *self);
/* How far the upper edge of what is in sight is below its own. */
void              ponder_answer_column_set_top    (PonderAnswerColumn *self,
                                                   int                 top);
/* Whether it is the one that goes on. */
gboolean          ponder_answer_column_is_marked  (PonderAnswerColumn *self);
/* The keyboard's choice, if it has words to go on with. */
void              ponder_answer_column_choose     (PonderAnswerColumn *self);

G_END_DECLS
