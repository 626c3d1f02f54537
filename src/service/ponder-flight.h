/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One call from the queue to its end: its tries, the waits between them, and the limit on all of them. */

#pragma once

#include "ponder-downgrade-memory.h"
#include "ponder-http.h"
#include "ponder-key-source.h"
#include "ponder-limiter.h"
#include "ponder-types.h"

G_BEGIN_DECLS

/* What all calls share. Owned by the service, which outlives every flight. */
typedef struct
{
  PonderHttp      *http;
  PonderKeySource *keys;
  PonderLimiter   *limiter;
  PonderErrorClassifier *classifier;
  GHashTable      *dialects;    /* id -> PonderDialect */
  PonderDowngradeMemory *downgrades;
} PonderFlightCommon;

typedef struct _PonderFlight PonderFlight;

/* Enters the queue. @reply becomes DONE from the main loop, never from here. */
PonderFlight  *ponder_flight_new             (const PonderFlightCommon  *common,
                                              PonderReply               *reply);
/* Its reply must have ended. */
void           ponder_flight_free            (PonderFlight              *self);

void           ponder_flight_set_background  (PonderFlight              *self,
                                              gboolean                   background);

/* (transfer none): made the first time. */
PonderDialect *ponder_flight_ensure_dialect  (const PonderFlightCommon  *common,
                                              PonderProviderConfig      *provider,
                                              GError                   **error);

G_END_DECLS
