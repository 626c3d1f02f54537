/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row that offers a few numbers in words. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PONDER_TYPE_CHOICE_ROW (ponder_choice_row_get_type ())

G_DECLARE_FINAL_TYPE (PonderChoiceRow, ponder_choice_row, PONDER, CHOICE_ROW, AdwComboRow)

/* (transfer full) */
typedef char *(*PonderChoiceWords) (guint value);

/* Property "value" (guint): the number that is chosen. One that is not among the choices, since it was set elsewhere,
 * is offered beside them. */

/* @values go up; the first one is chosen then. */
void ponder_choice_row_set_choices (PonderChoiceRow   *self,
                                    const guint       *values,
                                    guint              n_values,
                                    PonderChoiceWords  words);
void ponder_choice_row_set_value   (PonderChoiceRow   *self,
                                    guint              value);

G_END_DECLS
