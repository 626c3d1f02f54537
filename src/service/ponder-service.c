/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one door to every model: queue, slots, deadlines. */

#include "config.h"

#include "ponder-service.h"

#include "ponder-attempt.h"
#include "ponder-call.h"
#include "ponder-dialect.h"
#include "ponder-http.h"
#include "ponder-limiter.h"
#include "ponder-model-config.h"
#include "ponder-model-query.h"
#include "ponder-provider-config.h"
#include "ponder-reply-private.h"
#include "ponder-request.h"

/* Calls at the same time where nobody said how many. */
#define LOCAL_CONCURRENCY 2
#define HOSTED_CONCURRENCY 10

/* Made once by the workspace. A call goes from the queue to an attempt; its reply's end takes it
 * off the list and gives the slot to the next. */
struct _PonderService
{
  GObject          parent_instance;

  PonderHttp      *http;
  PonderKeySource *keys;
  PonderLimiter   *limiter;
  GHashTable      *dialects;    /* id -> PonderDialect */
  GHashTable      *flights;     /* PonderReply -> Flight */
  GListStore      *replies;
};

/* What the service keeps of a reply that has not ended. */
typedef struct
{
  PonderService *service;
  PonderReply   *reply;
  PonderTicket  *ticket;
  GSource       *outer;         /* (nullable): the caller's cancellable */
  gulong         state_handler;
} Flight;

G_DEFINE_FINAL_TYPE (PonderService, ponder_service, G_TYPE_OBJECT)

static void
flight_free (gpointer data)
{
  Flight *flight = data;

  g_clear_signal_handler (&flight->state_handler, flight->reply);
  if (flight->outer != NULL)
    g_source_destroy (flight->outer);
  g_clear_pointer (&flight->outer, g_source_unref);
  ponder_limiter_leave (flight->service->limiter, flight->ticket);
  g_object_unref (flight->reply);
  g_free (flight);
}

static PonderDialect *
ensure_dialect (PonderService         *self,
                PonderProviderConfig  *provider,
                GError               **error)
{
  const char *id = ponder_provider_config_get_dialect (provider);
  PonderDialect *dialect = id != NULL ? g_hash_table_lookup (self->dialects, id) : NULL;

  if (dialect != NULL || !(dialect = ponder_dialect_new (id, error)))
    return dialect;
  g_hash_table_insert (self->dialects, g_strdup (id), dialect);
  return dialect;
}

static guint
get_concurrency (PonderProviderConfig *provider)
{
  guint concurrency = ponder_provider_config_get_concurrency (provider);

  if (concurrency > 0)
    return concurrency;
  return ponder_provider_config_is_local (provider) ? LOCAL_CONCURRENCY : HOSTED_CONCURRENCY;
}

static void
attempt_ended_cb (PonderReply *reply,
                  GError      *error,
                  gpointer     user_data)
{
  ponder_reply_end (reply, error);
}

static void
start_attempt (Flight *flight)
{
  PonderService *self = flight->service;
  PonderRequest *request = ponder_reply_get_request (flight->reply);
  PonderProviderConfig *provider = ponder_request_get_provider (request);
  g_autoptr(PonderAttempt) attempt = NULL;
  g_autoptr(GError) error = NULL;
  PonderDialect *dialect;

  if (!(dialect = ensure_dialect (self, provider, &error)))
    {
      PonderCallContext context = {
        provider, ponder_request_get_config (request)->model,
        ponder_request_get_operation (request), NULL,
      };

      ponder_reply_end (flight->reply, ponder_call_explain (&context, g_steal_pointer (&error)));
      return;
    }
  attempt = ponder_attempt_new (self->http, self->keys, dialect, flight->reply, attempt_ended_cb,
                                NULL);
  ponder_reply_begin (flight->reply, attempt);
  ponder_attempt_start (attempt);
}

static void
slot_free_cb (gpointer user_data)
{
  start_attempt (user_data);
}

static void
state_changed_cb (PonderReply *reply,
                  GParamSpec  *pspec,
                  Flight      *flight)
{
  PonderService *self = flight->service;
  guint position;

  if (ponder_reply_get_state (reply) != PONDER_REPLY_DONE)
    return;
  g_hash_table_remove (self->flights, reply);
  if (g_list_store_find (self->replies, reply, &position))
    g_list_store_remove (self->replies, position);
}

static gboolean
outer_cancelled_cb (GCancellable *cancellable,
                    gpointer      user_data)
{
  ponder_reply_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (Flight       *flight,
                   GCancellable *cancellable)
{
  if (cancellable == NULL)
    return;
  flight->outer = g_cancellable_source_new (cancellable);
  g_source_set_callback (flight->outer, G_SOURCE_FUNC (outer_cancelled_cb), flight->reply, NULL);
  g_source_attach (flight->outer, g_main_context_get_thread_default ());
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
  g_clear_object (&self->http);
  g_clear_object (&self->keys);

  G_OBJECT_CLASS (ponder_service_parent_class)->dispose (object);
}

static void
ponder_service_finalize (GObject *object)
{
  PonderService *self = PONDER_SERVICE (object);

  g_clear_pointer (&self->flights, g_hash_table_unref);
  g_clear_pointer (&self->dialects, g_hash_table_unref);
  g_clear_pointer (&self->limiter, ponder_limiter_free);
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
  self->limiter = ponder_limiter_new ();
  self->dialects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->flights = g_hash_table_new_full (NULL, NULL, NULL, flight_free);
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
  self->http = g_object_ref (http);
  self->keys = g_object_ref (keys);
  return self;
}

PonderReply *
ponder_service_start (PonderService *self,
                      PonderRequest *request,
                      GCancellable  *cancellable)
{
  PonderProviderConfig *provider;
  PonderReply *reply;
  Flight *flight;

  g_return_val_if_fail (PONDER_IS_SERVICE (self), NULL);
  g_return_val_if_fail (PONDER_IS_REQUEST (request), NULL);

  provider = ponder_request_get_provider (request);
  reply = ponder_reply_new (request);
  flight = g_new0 (Flight, 1);
  flight->service = self;
  flight->reply = g_object_ref (reply);
  flight->state_handler = g_signal_connect (reply, "notify::state", G_CALLBACK (state_changed_cb),
                                            flight);
  watch_cancellable (flight, cancellable);
  flight->ticket = ponder_limiter_enter (self->limiter, ponder_provider_config_get_id (provider),
                                         get_concurrency (provider),
                                         ponder_request_get_background (request), slot_free_cb,
                                         flight);
  g_hash_table_insert (self->flights, reply, flight);
  g_list_store_append (self->replies, reply);
  return reply;
}

GListModel *
ponder_service_get_replies (PonderService *self)
{
  g_return_val_if_fail (PONDER_IS_SERVICE (self), NULL);

  return G_LIST_MODEL (self->replies);
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

  if (!(dialect = ensure_dialect (self, provider, &error)))
    {
      PonderCallContext context = { provider, NULL, "models", NULL };

      g_task_report_error (self, callback, user_data, ponder_service_list_models_async,
                           ponder_call_explain (&context, g_steal_pointer (&error)));
      return;
    }
  ponder_model_query_async (self, ponder_service_list_models_async, self->http, self->keys, dialect,
                            provider, key, NULL, cancellable, callback, user_data);
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
