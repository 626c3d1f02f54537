/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one door to every model: queue, slots, tries, deadlines. */

#include "config.h"

#include "ponder-service.h"

#include "ponder-call.h"
#include "ponder-error-classifier.h"
#include "ponder-flight.h"
#include "ponder-follower.h"
#include "ponder-model-query.h"
#include "ponder-provider-config.h"
#include "ponder-reply-private.h"
#include "ponder-request.h"
#include "ponder-shared-call.h"

/* Made once by the workspace. */
struct _PonderService
{
  GObject             parent_instance;

  PonderFlightCommon  common;
  PonderSharing       sharing;
  GHashTable         *calls;    /* PonderReply -> Call */
  GListStore         *replies;
};

/* One reply until it ends, which takes it off the list: a flight of its own, or part of a call that is shared. */
typedef struct
{
  PonderFlight   *flight;
  PonderFollower *follower;
  GSource        *outer;        /* (nullable): the caller's cancellable */
} Call;

G_DEFINE_FINAL_TYPE (PonderService, ponder_service, G_TYPE_OBJECT)

static gboolean
outer_cancelled_cb (GCancellable *cancellable,
                    gpointer      user_data)
{
  ponder_reply_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (Call         *call,
                   PonderReply  *reply,
                   GCancellable *cancellable)
{
  if (cancellable == NULL)
    return;
  call->outer = g_cancellable_source_new (cancellable);
  g_source_set_callback (call->outer, G_SOURCE_FUNC (outer_cancelled_cb), reply, NULL);
  g_source_attach (call->outer, g_main_context_get_thread_default ());
}

static Call *
new_call (PonderService *self,
          PonderReply   *reply,
          GCancellable  *cancellable)
{
  Call *call = g_new0 (Call, 1);

  watch_cancellable (call, reply, cancellable);
  if (ponder_request_get_cache_use (ponder_reply_get_request (reply)) == PONDER_CACHE_OFF)
    call->flight = ponder_flight_new (&self->common, reply);
  else
    call->follower = ponder_follower_new (&self->sharing, reply);
  return call;
}

static void
call_free (gpointer data)
{
  Call *call = data;

  if (call->outer != NULL)
    g_source_destroy (call->outer);
  g_clear_pointer (&call->outer, g_source_unref);
  g_clear_pointer (&call->flight, ponder_flight_free);
  g_clear_pointer (&call->follower, ponder_follower_free);
  g_free (call);
}

static void
state_changed_cb (PonderReply   *reply,
                  GParamSpec    *pspec,
                  PonderService *self)
{
  guint position;

  if (ponder_reply_get_state (reply) != PONDER_REPLY_DONE)
    return;
  g_hash_table_remove (self->calls, reply);
  if (g_list_store_find (self->replies, reply, &position))
    g_list_store_remove (self->replies, position);
}

static void
cancel_all (PonderService *self)
{
  while (g_list_model_get_n_items (G_LIST_MODEL (self->replies)) > 0)
    {
      g_autoptr(PonderReply) reply = g_list_model_get_item (G_LIST_MODEL (self->replies), 0);

      ponder_reply_cancel (reply);
    }
}

static void
ponder_service_dispose (GObject *object)
{
  PonderService *self = PONDER_SERVICE (object);

  cancel_all (self);
  g_clear_object (&self->common.http);
  g_clear_object (&self->common.keys);
  g_clear_object (&self->sharing.cache);

  G_OBJECT_CLASS (ponder_service_parent_class)->dispose (object);
}

static void
ponder_service_finalize (GObject *object)
{
  PonderService *self = PONDER_SERVICE (object);

  g_clear_pointer (&self->calls, g_hash_table_unref);
  g_clear_pointer (&self->sharing.calls, g_hash_table_unref);
  g_clear_pointer (&self->common.dialects, g_hash_table_unref);
  g_clear_object (&self->common.downgrades);
  g_clear_pointer (&self->common.limiter, ponder_limiter_free);
  g_clear_pointer (&self->common.classifier, ponder_error_classifier_unref);
  g_clear_object (&self->replies);

  G_OBJECT_CLASS (ponder_service_parent_class)->finalize (object);
}

static void
ponder_service_class_init (PonderServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ponder_service_dispose;
  object_class->finalize = ponder_service_finalize;
}

static void
ponder_service_init (PonderService *self)
{
  self->common.limiter = ponder_limiter_new ();
  self->common.classifier = ponder_error_classifier_new ();
  self->common.dialects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->common.downgrades = ponder_downgrade_memory_new ();
  self->sharing.flights = &self->common;
  self->sharing.calls = g_hash_table_new (g_str_hash, g_str_equal);
  self->calls = g_hash_table_new_full (NULL, NULL, NULL, call_free);
  self->replies = g_list_store_new (PONDER_TYPE_REPLY);
}

PonderService *
ponder_service_new (PonderHttp      *http,
                    PonderKeySource *keys)
{
  PonderService *self;

  g_return_val_if_fail (PONDER_IS_HTTP (http), NULL);
  g_return_val_if_fail (PONDER_IS_KEY_SOURCE (keys), NULL);

  self = g_object_new (PONDER_TYPE_SERVICE, NULL);
  self->common.http = g_object_ref (http);
  self->common.keys = g_object_ref (keys);
  return self;
}

void
ponder_service_set_cache (PonderService *self,
                          PonderCache   *cache)
{
  g_return_if_fail (PONDER_IS_SERVICE (self));
  g_return_if_fail (cache == NULL || PONDER_IS_CACHE (cache));

  g_set_object (&self->sharing.cache, cache);
}

void
ponder_service_set_replay_paced (PonderService *self,
                                 gboolean       paced)
{
  g_return_if_fail (PONDER_IS_SERVICE (self));

  self->sharing.paced = paced;
}

void
ponder_service_set_concurrency (PonderService *self,
                                guint          n_calls)
{
  g_return_if_fail (PONDER_IS_SERVICE (self));

  ponder_limiter_set_total (self->common.limiter, n_calls);
}

PonderReply *
ponder_service_start (PonderService *self,
                      PonderRequest *request,
                      GCancellable  *cancellable)
{
  PonderReply *reply;

  g_return_val_if_fail (PONDER_IS_SERVICE (self), NULL);
  g_return_val_if_fail (PONDER_IS_REQUEST (request), NULL);

  reply = ponder_reply_new (request);
  g_signal_connect_object (reply, "notify::state", G_CALLBACK (state_changed_cb), self, 0);
  g_hash_table_insert (self->calls, reply, new_call (self, reply, cancellable));
  g_list_store_append (self->replies, reply);
  return reply;
}

GListModel *
ponder_service_get_replies (PonderService *self)
{
  g_return_val_if_fail (PONDER_IS_SERVICE (self), NULL);

  return G_LIST_MODEL (self->replies);
}

GPtrArray *
ponder_service_list_lanes (PonderService *self)
{
  g_return_val_if_fail (PONDER_IS_SERVICE (self), NULL);

  return ponder_limiter_list_lanes (self->common.limiter);
}

void
ponder_service_set_background (PonderService *self,
                               PonderReply   *reply,
                               gboolean       background)
{
  Call *call;

  g_return_if_fail (PONDER_IS_SERVICE (self));

  if (!(call = g_hash_table_lookup (self->calls, reply)))
    return;
  if (call->flight != NULL)
    ponder_flight_set_background (call->flight, background);
  else
    ponder_follower_set_background (call->follower, background);
}

PonderDowngradeMemory *
ponder_service_get_downgrades (PonderService *self)
{
  g_return_val_if_fail (PONDER_IS_SERVICE (self), NULL);

  return self->common.downgrades;
}

PonderErrorClassifier *
ponder_service_get_classifier (PonderService *self)
{
  g_return_val_if_fail (PONDER_IS_SERVICE (self), NULL);

  return self->common.classifier;
}

void
ponder_service_lift_pause (PonderService *self,
                           const char    *provider_id)
{
  g_return_if_fail (PONDER_IS_SERVICE (self));

  ponder_limiter_lift_pause (self->common.limiter, provider_id);
}

void
ponder_service_list_models_async (PonderService        *self,
                                  PonderProviderConfig *provider,
                                  const char           *key,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data)
{
  g_autoptr(GError) error = NULL;
  PonderDialect *dialect;

  g_return_if_fail (PONDER_IS_SERVICE (self));
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (provider));

  if (!(dialect = ponder_flight_ensure_dialect (&self->common, provider, &error)))
    {
      PonderCallContext context = { provider, NULL, "models", NULL };

      g_task_report_error (self, callback, user_data, ponder_service_list_models_async,
                           ponder_call_explain (&context, g_steal_pointer (&error)));
      return;
    }
  ponder_model_query_async (self, ponder_service_list_models_async, self->common.http,
                            self->common.keys, self->common.classifier, dialect, provider, key, NULL,
                            cancellable, callback, user_data);
}

GPtrArray *
ponder_service_list_models_finish (PonderService  *self,
                                   GAsyncResult   *result,
                                   GError        **error)
{
  g_return_val_if_fail (PONDER_IS_SERVICE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return ponder_model_query_finish (result, error);
}
