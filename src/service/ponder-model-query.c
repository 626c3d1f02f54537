/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks a provider which models it offers. */

#include "config.h"

#include "ponder-model-query.h"

#include "ponder-call.h"
#include "ponder-error-classifier.h"
#include "ponder-limits.h"
#include "ponder-model-details.h"
#include "ponder-provider-config.h"

#include <glib/gi18n.h>

#define OPERATION "models"

/* Seconds. A server on this computer that is there answers at once. */
#define HOSTED_LIMIT 20
#define LOCAL_LIMIT 5

/* What a query needs until its task returns; the task owns it. */
typedef struct
{
  PonderHttp           *http;
  PonderErrorClassifier *classifier;
  PonderDialect        *dialect;
  PonderProviderConfig *provider;
  char                 *key;
  PonderHttpCall       *call;
  GPtrArray            *models;         /* (nullable): the list has come */
  GSource              *timer;
  PonderModelQueryFunc  stage_func;     /* (nullable) */
  gpointer              stage_data;
  guint                 limit;
  gboolean              timed_out;
} Query;

static void
stop_timer (Query *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static void
query_free (gpointer data)
{
  Query *self = data;

  stop_timer (self);
  g_clear_pointer (&self->models, g_ptr_array_unref);
  if (self->call != NULL)
    g_signal_handlers_disconnect_by_data (self->call, self);
  g_clear_object (&self->call);
  g_clear_object (&self->http);
  g_clear_object (&self->dialect);
  g_clear_pointer (&self->classifier, ponder_error_classifier_unref);
  g_clear_object (&self->provider);
  g_clear_pointer (&self->key, ponder_key_free);
  g_free (self);
}

static PonderCallContext
get_context (Query *self)
{
  PonderCallContext context = {
    self->provider, NULL, OPERATION, self->key, self->classifier,
  };

  return context;
}

static GError *
new_timeout (Query *self)
{
  PonderFault *fault = ponder_error_new_fault (self->provider, NULL, OPERATION,
                                               PONDER_ERROR_TIMEOUT);

  fault->message = g_strdup_printf (ngettext ("No list of models within %u second",
                                              "No list of models within %u seconds", self->limit),
                                    self->limit);
  return ponder_error_new_take_fault (fault);
}

/* Takes @error. */
static void
return_error (GTask  *task,
              GError *error)
{
  Query *self = g_task_get_task_data (task);
  PonderCallContext context = get_context (self);

  if (self->timed_out)
    {
      g_error_free (error);
      g_task_return_error (task, new_timeout (self));
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, error);
  else
    g_task_return_error (task, ponder_call_explain (&context, error));
}

static gboolean
limit_reached_cb (gpointer user_data)
{
  Query *self = user_data;

  self->timed_out = TRUE;
  ponder_http_call_close (self->call);
  return G_SOURCE_REMOVE;
}

static void
start_timer (Query *self)
{
  self->limit = ponder_provider_config_is_local (self->provider) ? LOCAL_LIMIT : HOSTED_LIMIT;
  self->timer = g_timeout_source_new_seconds (self->limit);
  g_source_set_callback (self->timer, limit_reached_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

static void
details_known_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Query *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (ponder_model_details_finish (result, &error))
    g_task_return_pointer (task, g_steal_pointer (&self->models), (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* They have a limit of their own, after which the list is given as it is. */
static void
ask_for_details (GTask *task)
{
  Query *self = g_task_get_task_data (task);

  stop_timer (self);
  ponder_model_details_async (self->http, self->dialect, self->provider, self->key, self->models,
                              g_task_get_cancellable (task), details_known_cb, g_object_ref (task));
}

static void
body_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Query *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = ponder_http_call_read_all_finish (PONDER_HTTP_CALL (source), result,
                                                             NULL, &error);
  PonderCallContext context = get_context (self);

  if (body == NULL)
    return_error (task, g_steal_pointer (&error));
  else if (!ponder_call_is_answer (self->call))
    return_error (task, ponder_call_refusal (&context, self->call, body));
  else if (!(self->models = ponder_dialect_decode_models (self->dialect, self->provider, body, &error)))
    return_error (task, g_steal_pointer (&error));
  else
    ask_for_details (task);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Query *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  gsize limit;

  if (!ponder_http_call_send_finish (PONDER_HTTP_CALL (source), result, &error))
    {
      return_error (task, g_steal_pointer (&error));
      return;
    }
  limit = ponder_call_is_answer (self->call) ? PONDER_BODY_LIMIT : PONDER_ERROR_BODY_LIMIT;
  ponder_http_call_read_all_async (self->call, limit, g_task_get_cancellable (task), body_read_cb,
                                   g_object_ref (task));
}

static void
stage_changed_cb (PonderHttpCall *call,
                  GParamSpec     *pspec,
                  Query          *self)
{
  self->stage_func (ponder_http_call_get_stage (call), self->stage_data);
}

static void
send_query (GTask *task)
{
  Query *self = g_task_get_task_data (task);
  PonderCallContext context = get_context (self);
  g_autofree char *url = ponder_dialect_dup_models_url (self->dialect, self->provider);
  g_autoptr(GError) error = NULL;

  if (!(self->call = ponder_call_new (&context, self->http, self->dialect, "GET", url, &error)))
    {
      return_error (task, g_steal_pointer (&error));
      return;
    }
  if (self->stage_func != NULL)
    g_signal_connect (self->call, "notify::stage", G_CALLBACK (stage_changed_cb), self);
  start_timer (self);
  ponder_http_call_send_async (self->call, g_task_get_cancellable (task), sent_cb,
                               g_object_ref (task));
}

static void
key_found_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Query *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  PonderCallContext context;
  char *key;

  key = ponder_key_source_lookup_finish (PONDER_KEY_SOURCE (source), result, &error);
  self->key = ponder_call_trim_key (key);
  context = get_context (self);
  if (error == NULL)
    send_query (task);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return_error (task, g_steal_pointer (&error));
  else
    return_error (task, ponder_call_explain_key_error (&context, g_steal_pointer (&error)));
}

void
ponder_model_query_async (gpointer              source_object,
                          gpointer              source_tag,
                          PonderHttp           *http,
                          PonderKeySource      *keys,
                          PonderErrorClassifier *classifier,
                          PonderDialect        *dialect,
                          PonderProviderConfig *provider,
                          const char           *key,
                          PonderModelQueryFunc  stage_func,
                          GCancellable         *cancellable,
                          GAsyncReadyCallback   callback,
                          gpointer              user_data)
{
  g_autoptr(GTask) task = g_task_new (source_object, cancellable, callback, user_data);
  Query *self = g_new0 (Query, 1);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, self, query_free);
  self->http = g_object_ref (http);
  self->dialect = g_object_ref (dialect);
  self->classifier = ponder_error_classifier_ref (classifier);
  self->provider = g_object_ref (provider);
  self->key = ponder_call_trim_key (g_strdup (key));
  self->stage_func = stage_func;
  self->stage_data = user_data;
  if (key != NULL)
    send_query (task);
  else
    ponder_key_source_lookup_async (keys, provider, cancellable, key_found_cb,
                                    g_steal_pointer (&task));
}

GPtrArray *
ponder_model_query_finish (GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
