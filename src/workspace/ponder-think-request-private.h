/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a step of a run of deep think asks, of whom, and what came of it. */

#pragma once

#include "ponder-fault.h"
#include "ponder-reply.h"
#include "ponder-request.h"
#include "ponder-key-source.h"
#include "ponder-think-engine.h"
#include "ponder-think-pace.h"
#include "ponder-web-search.h"

G_BEGIN_DECLS

/* What a run asks, and of whom. Plain data. */
typedef struct
{
  PonderProviderConfig *provider;
  PonderModelConfig    *config;
  PonderProviderConfig *review_provider; /* (nullable): who reviews, if that is not who answers */
  PonderModelConfig    *review_config;   /* (nullable) */
  GPtrArray            *history;         /* of PonderMessage: what was said before */
  GPtrArray            *parts;           /* of PonderPart, (nullable): what is attached to the question */
  PonderCacheUse        cache;
  PonderThinkPace      *pace;            /* (nullable): what is known of how fast the model is */
  PonderHttp           *http;            /* for searches of the web */
  PonderKeySource      *keys;
  PonderWebSearchConfig *web;
} PonderThinkMeans;

void           ponder_think_means_free      (PonderThinkMeans        *self);
/* So many parts at a time. */
guint          ponder_think_means_get_slots (PonderProviderConfig    *provider,
                                             const PonderThinkConfig *config);
/* It runs beside this program, or near, and gains nothing from being asked twice. */
gboolean       ponder_think_means_is_local  (const PonderThinkMeans  *self);
PonderRequest *ponder_think_request_new     (const PonderThinkMeans  *means,
                                             PonderThinkEngine       *engine,
                                             const PonderThinkNode   *node);
/* Borrows from @reply and @fault (nullable). */
void           ponder_think_result_read     (PonderThinkResult       *self,
                                             PonderReply             *reply,
                                             PonderFault             *fault);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderThinkMeans, ponder_think_means_free)

G_END_DECLS
