/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a program asks for in the protocol of OpenAI: https://platform.openai.com/docs/api-reference/chat/create */

#pragma once

#include "ponder-message.h"
#include "ponder-model-config.h"

G_BEGIN_DECLS

typedef enum
{
  PONDER_GATEWAY_DIRECT,        /* one call */
  PONDER_GATEWAY_DEEP,          /* a run of deep think */
  PONDER_GATEWAY_VOTE,          /* the answer that most of several calls agree on */
} PonderGatewayWay;

/* "vote-2" to "vote-9". */
#define PONDER_GATEWAY_MOST_VOTES 9

/* Plain data. */
typedef struct
{
  char              *model;     /* as it was asked for: "direct", "deep", "vote-3" */
  PonderGatewayWay   way;
  guint              n_votes;
  GPtrArray         *history;   /* of PonderMessage, each the parent of the next: what was said before */
  char              *question;
  PonderModelConfig *config;    /* only what was asked for */
  GStrv              stop;      /* (nullable): words before which the answer ends */
  gboolean           stream;
  gboolean           usage;     /* is told at the end of a stream */
} PonderGatewayRequest;

/* PONDER_ERROR_INVALID_REQUEST or PONDER_ERROR_MODEL_NOT_FOUND say in words what is wrong. (transfer full) */
PonderGatewayRequest *ponder_gateway_request_new  (const char            *body,
                                                   gssize                 length,
                                                   GError               **error);
void                  ponder_gateway_request_free (PonderGatewayRequest  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderGatewayRequest, ponder_gateway_request_free)

G_END_DECLS
