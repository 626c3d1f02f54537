/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether what stands between two delimiters of a formula is one, or words that people wrote. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Commands, exponents, braces, signs: what only formulas have. */
gboolean ponder_prose_has_tex  (const char *text,
                                gsize       length);
/* Words side by side, as in a sentence; those in braces are words in a formula. */
gboolean ponder_prose_is_words (const char *text,
                                gsize       length);
/* A word in small letters and no sign of a formula. */
gboolean ponder_prose_is_word  (const char *text,
                                gsize       length);
/* A number with words behind it: "5 and 6". */
gboolean ponder_prose_is_price (const char *text,
                                gsize       length);

G_END_DECLS
