/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a program is told in the protocol of OpenAI: https://platform.openai.com/docs/api-reference/chat/object */

#pragma once

#include "ponder-fault.h"
#include "ponder-usage.h"

G_BEGIN_DECLS

/* What became of a request. */
typedef struct
{
  const char        *id;
  const char        *model;     /* as it was asked for */
  const char        *text;
  const char        *finish;    /* "stop", "length", ... */
  const PonderUsage *usage;
  gint64             created;   /* seconds since 1970 */
  guint              calls;     /* requests that it took */
  const char        *outcome;   /* (nullable): of a run of deep think */
} PonderGatewayReply;

/* All are JSON. (transfer full) */
char  *ponder_gateway_reply_dup_models (void);
char  *ponder_gateway_reply_dup_whole  (const PonderGatewayReply *self);
/* One event of a stream: a piece of text, or for NULL the end of it. */
char  *ponder_gateway_reply_dup_piece  (const PonderGatewayReply *self,
                                        const char               *text);
/* The event that tells the usage of a stream, after its end. */
char  *ponder_gateway_reply_dup_usage  (const PonderGatewayReply *self);
char  *ponder_gateway_reply_dup_fault  (PonderFault              *fault);
/* The status of HTTP that says the same. */
guint  ponder_gateway_reply_get_status (PonderFault              *fault);

G_END_DECLS
