/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text as the words by which it is found. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A word is never longer, in bytes: of what is, only the beginning counts. */
#define PONDER_LONGEST_WORD 64

/* @word is folded and not terminated; it came from the bytes @start to @end of the text. Anything but 0
 * ends the scan. */
typedef int (*PonderWordFunc) (gpointer    user_data,
                               const char *word,
                               gsize       length,
                               gsize       start,
                               gsize       end);

/* Scripts that put no spaces between words (Han, kana, hangul, Thai, Lao, Khmer, Burmese), and emoji,
 * give a word for each character, so that a run of them is a phrase. Everything else gives runs of
 * letters and digits, without case, diacritics or differences of form: “Straße” is strasse and
 * “ＡＢＣ” is abc. All else parts words, also the underscore. A word that is scanned again stays as
 * it is. Bytes that are no UTF-8 part words too. What @func gave at last is given back, else 0. */
int      ponder_words_scan      (const char     *text,
                                 gsize           length,
                                 PonderWordFunc  func,
                                 gpointer        user_data);

/* The most characters that one is folded to. */
#define PONDER_WORDS_MOST_FOLDED 18

/* @c as the characters by which it is compared: without case, accents and differences of form, as above, but
 * nothing parts words; every blank but the end of a line is a space. Gives how many there are: 0 for what is as if
 * it were not there. */
guint    ponder_words_fold      (gunichar        c,
                                 gunichar        folded[PONDER_WORDS_MOST_FOLDED]);

/* Whether @word is a character that is a word of its own: it has no longer form. */
gboolean ponder_word_is_single  (const char     *word);

G_END_DECLS
