/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a chat a model gets to read, for the dialects in which speakers take turns. Pure. */

#pragma once

#include "ponder-message.h"
#include "ponder-request.h"

G_BEGIN_DECLS

/* Everything that one side said before the other spoke again. */
typedef struct
{
  PonderRole  role;             /* USER or ASSISTANT */
  GString    *text;             /* "" where there are only attachments */
  GPtrArray  *attachments;      /* (element-type PonderPart): images and files with their bytes; the message's */
} PonderHistoryTurn;

/* Answers that failed, empty ones and tool messages are left out; what one side said twice in a row is one turn.
 * (element-type PonderHistoryTurn) (transfer full): valid as long as @request. */
GPtrArray *ponder_history_list_turns (PonderRequest    *request);
/* What the system says: the chat's system prompt and system messages, and with @schema_in_words the request's
 * schema, for a server that cannot be bound to it. (nullable) (transfer full) */
char      *ponder_history_dup_system (PonderRequest    *request,
                                      gboolean          schema_in_words);

/* The bytes of an image or file as such servers take them: no "data:" in front. (transfer full) */
char      *ponder_part_dup_base64    (const PonderPart *part);
/* A file of words; NULL for any other. (transfer full) */
char      *ponder_part_dup_file_text (const PonderPart *part);
/* For a file of a kind that the server does not read: sets @error. */
void       ponder_part_refuse        (const PonderPart *part,
                                      GError          **error);

G_END_DECLS
