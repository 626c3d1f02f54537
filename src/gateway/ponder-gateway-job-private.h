/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request, from the question to the last byte of its answer. */

#pragma once

#include <libsoup/soup.h>

#include "ponder-gateway-request.h"
#include "ponder-workspace.h"

G_BEGIN_DECLS

typedef struct _PonderGatewayJob PonderGatewayJob;

typedef void (*PonderGatewayJobFunc) (PonderGatewayJob *job,
                                      gpointer          user_data);

/* Answers @request, which it takes, through @message, which waits meanwhile. @done is called once, when the last byte
 * is out or nobody wants it any more: then the job may be freed. @config: the model, and what is usual. */
PonderGatewayJob *ponder_gateway_job_new  (PonderWorkspace         *workspace,
                                           const PonderModelConfig *config,
                                           SoupServerMessage       *message,
                                           PonderGatewayRequest    *request,
                                           PonderGatewayJobFunc     done,
                                           gpointer                 user_data);
/* Stops what it asks for. */
void              ponder_gateway_job_free (PonderGatewayJob        *self);

/* Says what is wrong, instead of an answer. */
void              ponder_gateway_say_fault (SoupServerMessage      *message,
                                            PonderFault            *fault);

G_END_DECLS
