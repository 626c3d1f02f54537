/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was said so far, as servers want to read it: whoever spoke, his words and what he attached. */

#pragma once

#include "ponder-message.h"
#include "ponder-request.h"
#include "ponder-structured.h"

G_BEGIN_DECLS

typedef struct
{
  PonderRole  role;             /* system, user or assistant */
  GString    *text;             /* with the words of attached text files; "" where there are only attachments */
  GPtrArray  *attachments;      /* (element-type PonderPart), borrowed from the request's messages */
} PonderHistoryTurn;

/* Answers that failed, tools and messages without words are left out; questions without an answer between them
 * become one, since many local models refuse to read two. @reads_files: a PDF goes as it is, not as its words.
 * (element-type PonderHistoryTurn) (transfer full) */
GPtrArray *ponder_history_list_turns       (PonderRequest    *request,
                                            gboolean          reads_files);
/* The same for dialects in which two speakers take turns and the system stands aside: what one side said twice in a
 * row is one turn too. (element-type PonderHistoryTurn) (transfer full) */
GPtrArray *ponder_history_list_alternating (PonderRequest    *request,
                                            gboolean          reads_files);
/* What the system says there: the system prompt and system messages, and the schema in words unless the server
 * promises it. (transfer full) (nullable) */
char      *ponder_history_dup_system       (PonderRequest    *request,
                                            PonderStructured  promise);

G_END_DECLS
