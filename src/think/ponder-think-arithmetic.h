/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Equations of plain numbers in an answer, such as "3 × 2 + 1 = 7", reckoned again. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many equations of @text are right. @mismatch (nullable) (transfer full): the words for the first one that is
 * wrong beyond doubt. What might be read in another way, or has letters in it, is passed over. */
guint ponder_think_arithmetic_check (const char  *text,
                                     char       **mismatch);

G_END_DECLS
