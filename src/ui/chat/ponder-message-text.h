/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a message is shown, and how: what is pure of it. */

#pragma once

#include "ponder-message.h"

G_BEGIN_DECLS

/* A question stays as it was typed, stars and all, unless it brings code. */
gboolean  ponder_message_text_is_markdown     (PonderMessage *message);
/* Where the beginning ends that is shown until the reader wants all: at its end for most texts. */
gsize     ponder_message_text_find_fold       (const char    *text);
/* The names of what is not text, "" for none; @attached: of pictures and files too. (transfer full) */
char     *ponder_message_text_dup_part_names  (PonderMessage *message,
                                               gboolean       attached);
/* What it is called where it is read out. (transfer full) */
char     *ponder_message_text_dup_name        (PonderMessage *message);
/* A guess at how high its row will be, without making one. @letter: the width of a letter. */
int       ponder_message_text_estimate_height (PonderMessage *message,
                                               int            width,
                                               int            letter);

G_END_DECLS
