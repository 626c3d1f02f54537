/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several answers to one question beside each other, or one at a time where there is no room. */

#pragma once

#include "ponder-message-row.h"

G_BEGIN_DECLS

#define PONDER_TYPE_ANSWER_COLUMNS (ponder_answer_columns_get_type ())

G_DECLARE_FINAL_TYPE (PonderAnswerColumns, ponder_answer_columns, PONDER, ANSWER_COLUMNS, GtkWidget)

/* All there is in @parent, which gets its name. Takes @rows, which are floating ones.
 * (element-type PonderMessageRow) */
GtkWidget        *ponder_answer_columns_new        (GPtrArray           *rows,
                                                    GtkWidget           *parent);
/* The row that shows the message. (nullable) (transfer none) */
PonderMessageRow *ponder_answer_columns_find       (PonderAnswerColumns *self,
                                                    const char          *message_id);
/* Keeps headings and what is short below the upper edge of @view; while it is allocated. */
void              ponder_answer_columns_pin        (PonderAnswerColumns *self,
                                                    GtkWidget           *view);
/* See ponder_message_row_release_height(). */
void              ponder_answer_columns_release_heights (PonderAnswerColumns *self);
/* The one that goes on. (transfer none) */
PonderMessageRow *ponder_answer_columns_get_marked (PonderAnswerColumns *self);

G_END_DECLS
