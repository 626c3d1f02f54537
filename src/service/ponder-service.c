/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one door to every model: queue, slots, tries, deadlines. */

#include "config.h"

#include "ponder-service.h"

#include "ponder-call.h"
#include "ponder-error-classifier.h"
#include "ponder-flight.h"
#include "ponder-model-query.h"
#include "ponder-provider-config.h"
#include "ponder-reply-private.h"
#include "ponder-request.h"

/* Made once by the workspace. A call is a flight until its reply ends, which takes it off the list. */
struct _PonderService
{
  GObject             parent_instance;

  PonderFlightCommon  common;
  GHashTable         *flights;  /* PonderReply -> PonderFlight */
  GListStore         *replies;
};

G_DEFINE_FINAL_TYPE (PonderService, ponder_service, G_TYPE_OBJECT)

static void
state_changed_cb (PonderReply   *reply,
                  GParamSpec    *pspec,
                  PonderService *self)
{
  guint position;

  if (ponder_reply_get_state (reply) != PONDER_REPLY_DONE)
    return;
  g_hash_table_remove (self->flights, reply);
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

  G_OBJECT_CLASS (ponder_service_parent_class)->dispose (object);
}

static void
ponder_service_finalize (GObject *object)
{
  PonderService *self = PONDER_SERVICE (object);

  g_clear_pointer (&self->flights, g_hash_table_unref);
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
  self->flights = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) ponder_flight_free);
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
  g_hash_table_insert (self->flights, reply,
                       ponder_flight_new (&self->common, reply, cancellable));
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
  PonderFlight *flight;

  g_return_if_fail (PONDER_IS_SERVICE (self));

  if ((flight = g_hash_table_lookup (self->flights, reply)) != NULL)
    ponder_flight_set_background (flight, background);
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
