/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat's title from its first question, or from its answer when the question says little. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One line of at most 60 characters, cut at a word (or at a character where a language has no
 * spaces), without Markdown marks; NULL when @question has no words. (transfer full) (nullable) */
char *ponder_title_from_question (const char *question);

/* Likewise what @answer is about: its first heading, else its first sentence, that is more than small talk. NULL
 * when @question says that itself, or when neither does. (transfer full) (nullable) */
char *ponder_title_from_exchange (const char *question,
                                  const char *answer);

G_END_DECLS
