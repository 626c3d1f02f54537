/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A number that may be left to somebody else. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PONDER_TYPE_NUMBER_ROW (ponder_number_row_get_type ())

G_DECLARE_FINAL_TYPE (PonderNumberRow, ponder_number_row, PONDER, NUMBER_ROW, GtkWidget)

/* What is typed and no number within the limits is told below and changes nothing. The arrow keys step.
 * Properties: "title", with a mnemonic; "unset-text"; "minimum", "maximum", "step"; "start": where stepping begins;
 * "whole".  * Signal "changed" (): by a person. */

/* NAN: it is not set. */
double ponder_number_row_get_value  (PonderNumberRow *self);
void   ponder_number_row_set_value  (PonderNumberRow *self,
                                     double           value);
/* Why it has no use now; (nullable): it has one. What is set stays. */
void   ponder_number_row_set_reason (PonderNumberRow *self,
                                     const char      *reason);

G_END_DECLS
