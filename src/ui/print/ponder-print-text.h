/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of text on paper, and the formulas in it. */

#pragma once

#include "ponder-text-formulas.h"

G_BEGIN_DECLS

/* Puts @text into @layout, whose font and width are known. (transfer full) (nullable): the formulas in it, which are
 * needed until it is drawn. */
PonderTextFormulas *ponder_print_text_set         (PangoLayout            *layout,
                                                   const PonderInlineText *text,
                                                   gboolean                bold);
/* (nullable) (transfer full): a formula of its own, without delimiters; NULL when it cannot be drawn. */
PonderInlineText   *ponder_print_text_new_formula (const char             *code);

G_END_DECLS
