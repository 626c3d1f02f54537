/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat's title from its first question. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One line of at most 60 characters, cut at a word (or at a character where a language has no
 * spaces), without Markdown marks; NULL when @question has no words. (transfer full) (nullable) */
char *ponder_title_from_question (const char *question);

G_END_DECLS
