/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one door to every model: queue, slots, tries, deadlines. */

#pragma once

#include <gio/gio.h>

#include "ponder-downgrade-memory.h"
#include "ponder-key-source.h"
#include "ponder-limiter.h"
#include "ponder-reply.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_SERVICE (ponder_service_get_type ())

G_DECLARE_FINAL_TYPE (PonderService, ponder_service, PONDER, SERVICE, GObject)

PonderService *ponder_service_new                (PonderHttp            *http,
                                                  PonderKeySource       *keys);

/* Where answers are kept, and found again by requests that want them; NULL: nowhere. Identical requests of that
 * kind that are under way at the same time share one call either way. */
void           ponder_service_set_cache          (PonderService         *self,
                                                  PonderCache           *cache);
/* A kept answer comes no faster than people read, or all at once. At once unless somebody says otherwise. */
void           ponder_service_set_replay_paced   (PonderService         *self,
                                                  gboolean               paced);
/* How many calls may run at the same time, whatever the providers allow each for itself; 0: no limit. */
void           ponder_service_set_concurrency    (PonderService         *self,
                                                  guint                  n_calls);

/* Never fails at once: what goes wrong comes as the reply's error, from the main loop. The service holds
 * the reply until it has ended. (transfer full) */
PonderReply   *ponder_service_start              (PonderService         *self,
                                                  PonderRequest         *request,
                                                  GCancellable          *cancellable);

/* Queued and running replies, oldest first: what `status` shows. (transfer none) */
GListModel    *ponder_service_get_replies        (PonderService         *self);
/* The providers that have been asked so far, by id, and how busy they are. (element-type PonderLane) (transfer full) */
GPtrArray     *ponder_service_list_lanes         (PonderService         *self);
/* Somebody begins or ceases to look at @reply: what is looked at comes first in the queue. */
void           ponder_service_set_background     (PonderService         *self,
                                                  PonderReply           *reply,
                                                  gboolean               background);
/* Somebody asks @provider_id again and does not want to wait for the end of its pause. */
void           ponder_service_lift_pause         (PonderService         *self,
                                                  const char            *provider_id);

/* What servers have refused, to be kept and brought back. (transfer none) */
PonderDowngradeMemory *ponder_service_get_downgrades (PonderService    *self);
/* What errors mean: whoever knows another provider registers a table. (transfer none) */
PonderErrorClassifier *ponder_service_get_classifier (PonderService    *self);

/* Asks the server. (element-type PonderModelInfo) (transfer full). The error carries a PonderFault. @key
 * (nullable) is used instead of the stored one: to test a key before it is kept. */
void           ponder_service_list_models_async  (PonderService         *self,
                                                  PonderProviderConfig  *provider,
                                                  const char            *key,
                                                  GCancellable          *cancellable,
                                                  GAsyncReadyCallback    callback,
                                                  gpointer               user_data);
GPtrArray     *ponder_service_list_models_finish (PonderService         *self,
                                                  GAsyncResult          *result,
                                                  GError               **error);

G_END_DECLS
