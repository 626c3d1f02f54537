/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way to a server, stage by stage, up to one token of an answer. */

#include "config.h"

#include "ponder-connection-test.h"

#include "ponder-call.h"
#include "ponder-message.h"
#include "ponder-model-config.h"
#include "ponder-model-info.h"
#include "ponder-model-query.h"
#include "ponder-request.h"
#include "ponder-typed-key-private.h"
#include "ponder-workspace-private.h"

#include <glib/gi18n.h>

/* One is enough for us, but OpenAI's Responses take no less. */
#define MAX_TOKENS 16

/* Owned by whoever shows it, and by itself while it runs. Asking for the models goes through the first
 * five stages, and one short question through the last. */
struct _PonderConnectionTest
{
  GObject               parent_instance;

  PonderWorkspace      *workspace;
  PonderProviderConfig *provider;
  char                 *typed_key;
  char                 *key;            /* cleaned */
  PonderKeySource      *keys;
  char                 *model;
  GListStore           *models;

  GTask                *task;
  PonderService        *service;        /* of its own: the queue of the other is not for us */
  PonderReply          *reply;
  PonderHttpStage       reached;
  PonderTestOutcome     outcomes[PONDER_N_TEST_STAGES];
  gint64                started;
  gint64                ended;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderConnectionTest, ponder_connection_test, G_TYPE_OBJECT)

static void
set_outcome (PonderConnectionTest *self,
             PonderTestStage       stage,
             PonderTestOutcome     outcome)
{
  if (self->outcomes[stage] == outcome || self->outcomes[stage] == PONDER_TEST_SKIPPED)
    return;

  self->outcomes[stage] = outcome;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
pass_up_to (PonderConnectionTest *self,
            PonderTestStage       last)
{
  for (PonderTestStage stage = PONDER_TEST_NAME; stage <= last; stage++)
    set_outcome (self, stage, PONDER_TEST_PASSED);
}

/* Takes @error (nullable). */
static void
end (PonderConnectionTest *self,
     GError               *error)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->task);

  self->ended = g_get_monotonic_time ();
  for (PonderTestStage stage = PONDER_TEST_NAME; stage < PONDER_N_TEST_STAGES; stage++)
    if (self->outcomes[stage] == PONDER_TEST_RUNNING)
      set_outcome (self, stage, PONDER_TEST_NOT_TRIED);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* Takes @error. */
static void
fail (PonderConnectionTest *self,
      PonderTestStage       stage,
      GError               *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_outcome (self, stage, PONDER_TEST_FAILED);
  end (self, error);
}

static gboolean
is_about_key (const GError *error)
{
  return g_error_matches (error, PONDER_ERROR, PONDER_ERROR_AUTHENTICATION) ||
         g_error_matches (error, PONDER_ERROR, PONDER_ERROR_PERMISSION) ||
         g_error_matches (error, PONDER_ERROR, PONDER_ERROR_KEYRING);
}

/* --- one token --- */

static void
reply_ended_cb (PonderConnectionTest *self)
{
  const GError *error = ponder_reply_get_error (self->reply);

  if (self->task == NULL || ponder_reply_get_state (self->reply) != PONDER_REPLY_DONE)
    return;

  if (error == NULL || self->outcomes[PONDER_TEST_TOKEN] == PONDER_TEST_PASSED)
    {
      set_outcome (self, PONDER_TEST_KEY, PONDER_TEST_PASSED);
      set_outcome (self, PONDER_TEST_TOKEN, PONDER_TEST_PASSED);
      end (self, NULL);
    }
  else
    fail (self, is_about_key (error) ? PONDER_TEST_KEY : PONDER_TEST_TOKEN, g_error_copy (error));
}

/* Whatever it is that comes: more of it would only cost. */
static void
delta_cb (PonderConnectionTest *self,
          PonderDelta          *delta)
{
  if (delta->text == NULL || delta->kind == PONDER_DELTA_MODEL)
    return;

  set_outcome (self, PONDER_TEST_TOKEN, PONDER_TEST_PASSED);
  ponder_reply_cancel (self->reply);
}

static PonderRequest *
new_request (PonderConnectionTest *self)
{
  g_autoptr(PonderModelConfig) config = ponder_model_config_new ();
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  PonderMessage *question = ponder_message_new ("1", NULL, PONDER_ROLE_USER);

  ponder_model_config_set_model (config, ponder_provider_config_get_id (self->provider), self->model);
  config->max_tokens = MAX_TOKENS;
  config->retries = 0;
  ponder_message_append_text (question, "Hi");
  g_ptr_array_add (messages, question);
  return ponder_request_new (self->provider, config, messages, "chat");
}

static void
try_token (PonderConnectionTest *self)
{
  g_autoptr(PonderRequest) request = NULL;

  if (self->model == NULL)
    {
      set_outcome (self, PONDER_TEST_TOKEN, PONDER_TEST_SKIPPED);
      end (self, NULL);
      return;
    }

  set_outcome (self, PONDER_TEST_TOKEN, PONDER_TEST_RUNNING);
  request = new_request (self);
  self->service = ponder_service_new (self->workspace->http, self->keys);
  self->reply = ponder_service_start (self->service, request, g_task_get_cancellable (self->task));
  g_signal_connect_object (self->reply, "delta", G_CALLBACK (delta_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reply, "notify::state", G_CALLBACK (reply_ended_cb), self,
                           G_CONNECT_SWAPPED);
}

/* --- the list of models --- */

/* A reused connection begins with SENT: everything before it was passed earlier. */
static void
stage_reached_cb (PonderHttpStage stage,
                  gpointer        user_data)
{
  PonderConnectionTest *self = user_data;

  if (stage != PONDER_HTTP_CLOSED)
    self->reached = stage;
  switch (stage)
    {
    case PONDER_HTTP_CONNECTING:
      pass_up_to (self, PONDER_TEST_NAME);
      set_outcome (self, PONDER_TEST_CONNECT, PONDER_TEST_RUNNING);
      break;
    case PONDER_HTTP_TLS:
      pass_up_to (self, PONDER_TEST_CONNECT);
      set_outcome (self, PONDER_TEST_TLS, PONDER_TEST_RUNNING);
      break;
    case PONDER_HTTP_SENT:
      pass_up_to (self, PONDER_TEST_TLS);
      set_outcome (self, PONDER_TEST_KEY, PONDER_TEST_RUNNING);
      break;
    case PONDER_HTTP_IDLE:
    case PONDER_HTTP_RESOLVING:
    case PONDER_HTTP_HEADERS:
    case PONDER_HTTP_CLOSED:
      break;
    }
}

static PonderTestStage
find_failed_stage (PonderConnectionTest *self,
                   const GError         *error)
{
  if (is_about_key (error))
    return PONDER_TEST_KEY;
  /* Before it looks for the server, a secure route reads certificates. */
  if (self->outcomes[PONDER_TEST_TLS] == PONDER_TEST_RUNNING ||
      (self->reached == PONDER_HTTP_IDLE && self->outcomes[PONDER_TEST_TLS] != PONDER_TEST_SKIPPED &&
       ponder_provider_config_get_ca_file (self->provider) != NULL))
    return PONDER_TEST_TLS;
  if (self->outcomes[PONDER_TEST_CONNECT] == PONDER_TEST_RUNNING)
    return PONDER_TEST_CONNECT;
  if (self->outcomes[PONDER_TEST_NAME] == PONDER_TEST_RUNNING)
    return PONDER_TEST_NAME;
  return PONDER_TEST_MODELS;
}

/* Some servers list no models and answer all the same. */
static gboolean
may_go_on (PonderConnectionTest *self,
           const GError         *error)
{
  PonderFault *fault = ponder_error_get_fault (error);

  return self->model != NULL && fault != NULL && (fault->status == 404 || fault->status == 405);
}

static void
models_listed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(PonderConnectionTest) self = user_data;
  g_autoptr(GPtrArray) models = NULL;
  g_autoptr(GError) error = NULL;

  if ((models = ponder_model_query_finish (result, &error)))
    {
      pass_up_to (self, PONDER_TEST_MODELS);
      g_list_store_splice (self->models, 0, 0, models->pdata, models->len);
      if (self->model == NULL && models->len > 0)
        self->model = g_strdup (ponder_model_info_get_id (models->pdata[0]));
      try_token (self);
    }
  else if (may_go_on (self, error))
    {
      set_outcome (self, PONDER_TEST_MODELS, PONDER_TEST_SKIPPED);
      try_token (self);
    }
  else
    {
      PonderTestStage stage = find_failed_stage (self, error);

      fail (self, stage, g_steal_pointer (&error));
    }
}

static void
try_models (PonderConnectionTest *self)
{
  PonderCallContext context = { self->provider, NULL, "models", NULL };
  g_autoptr(PonderDialect) dialect = NULL;
  GError *error = NULL;

  if (!(dialect = ponder_dialect_new (ponder_provider_config_get_dialect (self->provider), &error)))
    {
      fail (self, PONDER_TEST_MODELS, ponder_call_explain (&context, error));
      return;
    }
  ponder_model_query_async (self, ponder_connection_test_run_async, self->workspace->http, self->keys,
                            ponder_service_get_classifier (self->workspace->service), dialect,
                            self->provider, NULL, stage_reached_cb,
                            g_task_get_cancellable (self->task), models_listed_cb, g_object_ref (self));
}

static void
ponder_connection_test_dispose (GObject *object)
{
  PonderConnectionTest *self = PONDER_CONNECTION_TEST (object);

  g_clear_object (&self->reply);
  g_clear_object (&self->service);
  g_clear_object (&self->keys);
  g_clear_object (&self->provider);
  g_clear_object (&self->workspace);
  g_clear_object (&self->models);

  G_OBJECT_CLASS (ponder_connection_test_parent_class)->dispose (object);
}

static void
ponder_connection_test_finalize (GObject *object)
{
  PonderConnectionTest *self = PONDER_CONNECTION_TEST (object);

  ponder_key_free (self->typed_key);
  ponder_key_free (self->key);
  g_free (self->model);

  G_OBJECT_CLASS (ponder_connection_test_parent_class)->finalize (object);
}

static void
ponder_connection_test_class_init (PonderConnectionTestClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ponder_connection_test_dispose;
  object_class->finalize = ponder_connection_test_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
ponder_connection_test_init (PonderConnectionTest *self)
{
  self->models = g_list_store_new (PONDER_TYPE_MODEL_INFO);
}

PonderConnectionTest *
ponder_connection_test_new (PonderWorkspace      *workspace,
                            PonderProviderConfig *provider,
                            const char           *typed_key)
{
  PonderConnectionTest *self;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (provider), NULL);

  self = g_object_new (PONDER_TYPE_CONNECTION_TEST, NULL);
  self->workspace = g_object_ref (workspace);
  self->provider = ponder_provider_config_snapshot (provider);
  self->typed_key = typed_key != NULL && *typed_key != '\0' ? g_strdup (typed_key) : NULL;
  self->model = g_strdup (ponder_provider_config_get_default_model (provider));
  return self;
}

static gboolean
find_keys (PonderConnectionTest  *self,
           GError               **error)
{
  if (self->typed_key == NULL)
    {
      self->keys = g_object_ref (PONDER_KEY_SOURCE (self->workspace->keyring));
      return TRUE;
    }
  if (!(self->key = ponder_keyring_clean_key (self->typed_key, error)))
    return FALSE;

  self->keys = ponder_typed_key_new (self->key);
  return TRUE;
}

/* A socket has no name to look up, and only https is secured. */
static void
skip_stages (PonderConnectionTest *self)
{
  const char *base_url = ponder_provider_config_get_base_url (self->provider);

  if (g_str_has_prefix (base_url, "http+unix:"))
    self->outcomes[PONDER_TEST_NAME] = PONDER_TEST_SKIPPED;
  if (!g_str_has_prefix (base_url, "https:"))
    self->outcomes[PONDER_TEST_TLS] = PONDER_TEST_SKIPPED;
}

void
ponder_connection_test_run_async (PonderConnectionTest *self,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data)
{
  GError *error = NULL;

  g_return_if_fail (PONDER_IS_CONNECTION_TEST (self));
  g_return_if_fail (self->started == 0);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, ponder_connection_test_run_async);
  self->started = g_get_monotonic_time ();
  skip_stages (self);
  if (!find_keys (self, &error))
    {
      fail (self, PONDER_TEST_KEY, error);
      return;
    }
  set_outcome (self, PONDER_TEST_NAME, PONDER_TEST_RUNNING);
  try_models (self);
}

gboolean
ponder_connection_test_run_finish (PonderConnectionTest  *self,
                                   GAsyncResult          *result,
                                   GError               **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

PonderTestOutcome
ponder_connection_test_get_outcome (PonderConnectionTest *self,
                                    PonderTestStage       stage)
{
  g_return_val_if_fail (PONDER_IS_CONNECTION_TEST (self), PONDER_TEST_NOT_TRIED);
  g_return_val_if_fail (stage < PONDER_N_TEST_STAGES, PONDER_TEST_NOT_TRIED);

  return self->outcomes[stage];
}

double
ponder_connection_test_get_seconds (PonderConnectionTest *self)
{
  gint64 end_time;

  g_return_val_if_fail (PONDER_IS_CONNECTION_TEST (self), 0);

  if (self->started == 0)
    return 0;
  end_time = self->ended != 0 ? self->ended : g_get_monotonic_time ();
  return (double) (end_time - self->started) / G_USEC_PER_SEC;
}

const char *
ponder_connection_test_get_model (PonderConnectionTest *self)
{
  g_return_val_if_fail (PONDER_IS_CONNECTION_TEST (self), NULL);

  return self->model;
}

GListModel *
ponder_connection_test_get_models (PonderConnectionTest *self)
{
  g_return_val_if_fail (PONDER_IS_CONNECTION_TEST (self), NULL);

  return G_LIST_MODEL (self->models);
}

const char *
ponder_connection_test_get_key (PonderConnectionTest *self)
{
  g_return_val_if_fail (PONDER_IS_CONNECTION_TEST (self), NULL);

  return self->key;
}

const char *
ponder_test_stage_get_name (PonderTestStage stage)
{
  static const char *const names[] = { "name", "connect", "tls", "key", "models", "token" };

  g_return_val_if_fail (stage < G_N_ELEMENTS (names), NULL);

  return names[stage];
}

const char *
ponder_test_outcome_get_name (PonderTestOutcome outcome)
{
  static const char *const names[] = { "not_tried", "running", "passed", "failed", "skipped" };

  g_return_val_if_fail (outcome < G_N_ELEMENTS (names), NULL);

  return names[outcome];
}

const char *
ponder_test_stage_get_title (PonderTestStage stage)
{
  static const char *const titles[] = {
    N_("The server’s name is found"),
    N_("The server can be reached"),
    N_("The connection is secure"),
    N_("The key is accepted"),
    N_("The server lists its models"),
    N_("A model answers"),
  };

  g_return_val_if_fail (stage < G_N_ELEMENTS (titles), NULL);

  return _(titles[stage]);
}
