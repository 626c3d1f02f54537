/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks a provider for what its list of models leaves out. */

#include "config.h"

#include "ponder-model-details.h"

#include "ponder-call.h"
#include "ponder-key-source.h"
#include "ponder-limits.h"
#include "ponder-model-info.h"
#include "ponder-provider-config.h"

#define OPERATION "models"

/* Nobody has more installed, and who has will choose by name. */
#define MODELS_LIMIT 64
#define N_AT_A_TIME 4

/* Milliseconds, on top of the list. A look around for local servers gives each of them a second in all. */
#define LOCAL_LIMIT_MS 600
#define HOSTED_LIMIT_MS 3000

/* What the questions need until their task returns; the task owns it. */
typedef struct
{
  PonderHttp           *http;
  PonderDialect        *dialect;
  PonderProviderConfig *provider;
  char                 *key;
  char                 *url;
  GPtrArray            *models;
  GPtrArray            *waiting;        /* (element-type PonderModelInfo): to be asked for, the next one last */
  GPtrArray            *calls;          /* (element-type PonderHttpCall): on the way */
  GSource              *timer;
} Details;

/* One question. */
typedef struct
{
  GTask           *task;
  PonderModelInfo *model;
  PonderHttpCall  *call;
} Step;

static void ask_next (GTask *task);

static void
details_free (gpointer data)
{
  Details *self = data;

  g_source_destroy (self->timer);
  g_source_unref (self->timer);
  g_object_unref (self->http);
  g_object_unref (self->dialect);
  g_object_unref (self->provider);
  ponder_key_free (self->key);
  g_free (self->url);
  g_ptr_array_unref (self->models);
  g_ptr_array_unref (self->waiting);
  g_ptr_array_unref (self->calls);
  g_free (self);
}

static void
step_free (Step *step)
{
  g_object_unref (step->task);
  g_object_unref (step->model);
  g_object_unref (step->call);
  g_free (step);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Step, step_free)

/* What is on the way fails at once, and nothing follows. */
static gboolean
limit_reached_cb (gpointer user_data)
{
  Details *self = user_data;

  g_ptr_array_set_size (self->waiting, 0);
  for (guint i = 0; i < self->calls->len; i++)
    ponder_http_call_close (g_ptr_array_index (self->calls, i));
  return G_SOURCE_REMOVE;
}

/* The model stays as the list has it. */
static void
log_failure (Step         *step,
             const GError *error)
{
  g_debug ("No details of %s: %s", ponder_model_info_get_id (step->model),
           error != NULL ? error->message : "refused");
}

static void
end_step (Step *step)
{
  Details *self = g_task_get_task_data (step->task);

  g_ptr_array_remove_fast (self->calls, step->call);
  ask_next (step->task);
}

static void
body_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(Step) step = user_data;
  Details *self = g_task_get_task_data (step->task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = ponder_http_call_read_all_finish (step->call, result, NULL, &error);

  if (body == NULL || !ponder_call_is_answer (step->call))
    log_failure (step, error);
  else if (!ponder_dialect_decode_details (self->dialect, body, step->model))
    g_ptr_array_remove (self->models, step->model);
  end_step (step);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Step) step = user_data;
  g_autoptr(GError) error = NULL;
  PonderHttpCall *call = step->call;
  GCancellable *cancellable = g_task_get_cancellable (step->task);

  if (!ponder_http_call_send_finish (call, result, &error))
    {
      log_failure (step, error);
      end_step (step);
      return;
    }
  ponder_http_call_read_all_async (call, PONDER_BODY_LIMIT, cancellable, body_read_cb, g_steal_pointer (&step));
}

static void
ask (GTask           *task,
     PonderModelInfo *model)
{
  Details *self = g_task_get_task_data (task);
  PonderCallContext context = { self->provider, NULL, OPERATION, self->key };
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderHttpCall) call = ponder_call_new (&context, self->http, self->dialect, "POST", self->url, &error);
  g_autoptr(GBytes) body = ponder_dialect_encode_details (self->dialect, model);
  Step *step;

  if (call == NULL)
    {
      g_debug ("No details of %s: %s", ponder_model_info_get_id (model), error->message);
      return;
    }
  ponder_http_call_set_body (call, "application/json", body);
  g_ptr_array_add (self->calls, g_object_ref (call));
  step = g_new (Step, 1);
  step->task = g_object_ref (task);
  step->model = g_object_ref (model);
  step->call = g_steal_pointer (&call);
  ponder_http_call_send_async (step->call, g_task_get_cancellable (task), sent_cb, step);
}

static void
ask_next (GTask *task)
{
  Details *self = g_task_get_task_data (task);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    g_ptr_array_set_size (self->waiting, 0);
  while (self->waiting->len > 0 && self->calls->len < N_AT_A_TIME)
    {
      g_autoptr(PonderModelInfo) model = g_ptr_array_steal_index (self->waiting, self->waiting->len - 1);

      ask (task, model);
    }
  if (self->calls->len == 0)
    g_task_return_boolean (task, TRUE);
}

/* The server may have said enough already. */
static GPtrArray *
list_unknown (GPtrArray *models)
{
  GPtrArray *unknown = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = models->len; i > 0; i--)
    {
      PonderModelInfo *model = g_ptr_array_index (models, i - 1);

      if (ponder_model_info_get_context_length (model) == 0)
        g_ptr_array_add (unknown, g_object_ref (model));
    }
  if (unknown->len > MODELS_LIMIT)
    g_ptr_array_remove_range (unknown, 0, unknown->len - MODELS_LIMIT);
  return unknown;
}

static void
start_timer (Details *self)
{
  self->timer = g_timeout_source_new (ponder_provider_config_is_local (self->provider) ? LOCAL_LIMIT_MS
                                                                                        : HOSTED_LIMIT_MS);
  g_source_set_callback (self->timer, limit_reached_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

void
ponder_model_details_async (PonderHttp           *http,
                            PonderDialect        *dialect,
                            PonderProviderConfig *provider,
                            const char           *key,
                            GPtrArray            *models,
                            GCancellable         *cancellable,
                            GAsyncReadyCallback   callback,
                            gpointer              user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Details *self = g_new0 (Details, 1);

  g_task_set_source_tag (task, ponder_model_details_async);
  g_task_set_task_data (task, self, details_free);
  self->http = g_object_ref (http);
  self->dialect = g_object_ref (dialect);
  self->provider = g_object_ref (provider);
  self->key = g_strdup (key);
  self->url = ponder_dialect_dup_details_url (dialect, provider);
  self->models = g_ptr_array_ref (models);
  self->waiting = self->url != NULL ? list_unknown (models) : g_ptr_array_new_with_free_func (g_object_unref);
  self->calls = g_ptr_array_new_with_free_func (g_object_unref);
  start_timer (self);
  ask_next (task);
}

gboolean
ponder_model_details_finish (GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
