/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was said so far, as servers want to read it: whoever spoke, his words and what he attached. */

#pragma once

#include "ponder-message.h"
#include "ponder-request.h"

G_BEGIN_DECLS

typedef struct
{
  PonderRole  role;             /* system, user or assistant */
  GString    *text;             /* with the words of attached text files; "" where there are only attachments */
  GPtrArray  *attachments;      /* (element-type PonderPart), borrowed from the request's messages */
} PonderHistoryTurn;

/* Answers that failed, tools and empty messages are left out; questions without an answer between them become
 * one, since many local models refuse to read two. (element-type PonderHistoryTurn) (transfer full) */
GPtrArray *ponder_history_new (PonderRequest *request);

G_END_DECLS
