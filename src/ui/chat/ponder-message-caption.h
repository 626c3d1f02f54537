/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said under an answer: model, tokens, speed, how it ended. */

#pragma once

#include "ponder-message.h"

G_BEGIN_DECLS

/* "qwen-3 · 812 tokens · 41 tok/s · 0.4 s · stopped", "qwen-3 · saved 840 tokens" when it comes from the cache; what is
 * unknown is left out. (transfer full) */
char *ponder_message_caption_new             (PonderMessage *message);
/* All that is known, "Tokens written: 812" and so on, a line each. (transfer full) */
char *ponder_message_caption_new_long        (PonderMessage *message);
/* "from cache, 3 days old", and that in whole sentences: its age is that when it was shown first. NULL when the model
 * was asked. (transfer full) (nullable) */
char *ponder_message_caption_new_cached      (PonderMessage *message);
char *ponder_message_caption_new_cached_long (PonderMessage *message);
/* "Thought for 12 s", or "Thinking…" while @thinking. (transfer full) */
char *ponder_message_caption_new_thought     (gint64         ms,
                                              gboolean       thinking);

G_END_DECLS
