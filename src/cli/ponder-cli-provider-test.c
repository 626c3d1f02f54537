/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `providers test`: the way to a server, stage by stage. */

#include "config.h"

#include "ponder-cli-provider-test.h"

#include "ponder-cli-json.h"
#include "ponder-model-info.h"

#include <glib/gi18n.h>

/* A stage that has not answered by then has failed. */
#define CONNECT_LIMIT_SECONDS 15

typedef enum
{
  STAGE_NAME,
  STAGE_CONNECT,
  STAGE_TLS,
  STAGE_KEY,
  STAGE_MODELS,
  STAGE_TOKEN,
  N_STAGES
} Stage;

typedef enum
{
  OUTCOME_NOT_TRIED,
  OUTCOME_PASSED,
  OUTCOME_FAILED,
  OUTCOME_SKIPPED,              /* does not apply: no TLS, no model list */
} Outcome;

static const char * const stage_names[] = { "name", "connect", "tls", "key", "models", "token" };

static const char * const stage_titles[] = {
  N_("The server’s name is found"),
  N_("The server can be reached"),
  N_("The connection is secure"),
  N_("The key is accepted"),
  N_("The server lists its models"),
  N_("A model answers"),
};

static const char * const outcome_names[] = { "not_tried", "passed", "failed", "skipped" };

/* One run of the command; lives on its stack. */
typedef struct
{
  PonderCli            *cli;
  PonderProviderConfig *provider;
  PonderFault          *fault;
  char                 *model;
  Outcome               outcomes[N_STAGES];
} Test;

static void
test_clear (Test *self)
{
  g_clear_object (&self->provider);
  g_clear_pointer (&self->fault, ponder_fault_unref);
  g_clear_pointer (&self->model, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Test, test_clear)

static void
event_cb (GSocketClient      *client,
          GSocketClientEvent  event,
          GSocketConnectable *connectable,
          GIOStream          *connection,
          gpointer            user_data)
{
  Test *self = user_data;

  if (event == G_SOCKET_CLIENT_RESOLVED)
    self->outcomes[STAGE_NAME] = OUTCOME_PASSED;
  else if (event == G_SOCKET_CLIENT_CONNECTED)
    self->outcomes[STAGE_CONNECT] = OUTCOME_PASSED;
  else if (event == G_SOCKET_CLIENT_TLS_HANDSHAKED)
    self->outcomes[STAGE_TLS] = OUTCOME_PASSED;
}

/* "api.example.com:443" */
static char *
dup_host (PonderProviderConfig *provider)
{
  const char *base_url = ponder_provider_config_get_base_url (provider);
  guint16 port = g_str_has_prefix (base_url, "https:") ? 443 : 80;
  g_autoptr(GSocketConnectable) connectable = g_network_address_parse_uri (base_url, port, NULL);
  GNetworkAddress *address = G_NETWORK_ADDRESS (connectable);

  if (address == NULL)
    return NULL;
  return g_strdup_printf ("%s:%u", g_network_address_get_hostname (address),
                          g_network_address_get_port (address));
}

static void
take_error (Test         *self,
            const GError *error,
            const char   *operation)
{
  g_clear_pointer (&self->fault, ponder_fault_unref);
  self->fault = ponder_fault_new_from_error (error, operation);
  if (self->fault->provider != NULL)
    return;

  /* Not from the provider's answer: all that is known is how it can be reached. */
  self->fault->provider = g_strdup (ponder_provider_config_get_id (self->provider));
  self->fault->host = dup_host (self->provider);
  self->fault->local = ponder_provider_config_is_local (self->provider);
}

static gboolean
fail_first_open (Test  *self,
                 Stage  last)
{
  for (Stage stage = STAGE_NAME; stage <= last; stage++)
    if (self->outcomes[stage] == OUTCOME_NOT_TRIED)
      {
        self->outcomes[stage] = OUTCOME_FAILED;
        return FALSE;
      }

  self->outcomes[last] = OUTCOME_FAILED;
  return FALSE;
}

static gboolean
try_connection (Test *self)
{
  const char *base_url = ponder_provider_config_get_base_url (self->provider);
  gboolean secure = g_str_has_prefix (base_url, "https:");
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_socket_client_set_tls (client, secure);
  g_socket_client_set_timeout (client, CONNECT_LIMIT_SECONDS);
  g_signal_connect (client, "event", G_CALLBACK (event_cb), self);
  if (!secure)
    self->outcomes[STAGE_TLS] = OUTCOME_SKIPPED;

  g_socket_client_connect_to_uri_async (client, base_url, secure ? 443 : 80, self->cli->cancellable,
                                        ponder_cli_done_cb, &result);
  ponder_cli_wait (self->cli, &result);
  if ((connection = g_socket_client_connect_to_uri_finish (client, result, &error)))
    return TRUE;

  take_error (self, error, "connect");
  return fail_first_open (self, STAGE_TLS);
}

static gboolean
is_about_key (const PonderFault *fault)
{
  return fault->category == PONDER_ERROR_AUTHENTICATION ||
         fault->category == PONDER_ERROR_PERMISSION ||
         fault->category == PONDER_ERROR_KEYRING;
}

static gboolean
try_models (Test *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GListModel) models = NULL;
  g_autoptr(PonderModelInfo) first = NULL;
  g_autoptr(GError) error = NULL;

  ponder_workspace_list_models_async (self->cli->workspace, self->provider, NULL,
                                      self->cli->cancellable, ponder_cli_done_cb, &result);
  ponder_cli_wait (self->cli, &result);
  if (!(models = ponder_workspace_list_models_finish (self->cli->workspace, result, &error)))
    {
      take_error (self, error, "models");
      self->outcomes[is_about_key (self->fault) ? STAGE_KEY : STAGE_MODELS] = OUTCOME_FAILED;
      return FALSE;
    }

  self->outcomes[STAGE_KEY] = OUTCOME_PASSED;
  self->outcomes[STAGE_MODELS] = OUTCOME_PASSED;
  first = g_list_model_get_item (models, 0);
  if (self->model == NULL && first != NULL)
    self->model = g_strdup (ponder_model_info_get_id (first));

  return TRUE;
}

static PonderTurn *
begin_turn (Test            *self,
            PonderTimeline **timeline)
{
  g_autoptr(PonderSession) session = ponder_workspace_create_private_session (self->cli->workspace);
  g_autoptr(PonderModelConfig) config = ponder_model_config_new ();

  ponder_model_config_set_model (config, ponder_provider_config_get_id (self->provider),
                                 self->model);
  config->max_tokens = 1;
  ponder_session_set_config (session, config);
  *timeline = ponder_workspace_open_timeline (self->cli->workspace, session);

  return ponder_workspace_begin_turn (self->cli->workspace, *timeline, "Hi");
}

static gboolean
try_token (Test *self)
{
  g_autoptr(PonderTimeline) timeline = NULL;
  g_autoptr(PonderTurn) turn = NULL;
  PonderFault *fault;

  if (self->model == NULL)
    {
      self->outcomes[STAGE_TOKEN] = OUTCOME_SKIPPED;
      return TRUE;
    }

  turn = begin_turn (self, &timeline);
  while (ponder_turn_get_running (turn))
    {
      if (g_cancellable_is_cancelled (self->cli->cancellable))
        ponder_turn_stop (turn);
      else
        g_main_context_iteration (NULL, TRUE);
    }

  if (!(fault = ponder_message_get_fault (ponder_turn_get_message (turn))))
    {
      self->outcomes[STAGE_KEY] = OUTCOME_PASSED;
      self->outcomes[STAGE_TOKEN] = OUTCOME_PASSED;
      return TRUE;
    }

  g_clear_pointer (&self->fault, ponder_fault_unref);
  self->fault = ponder_fault_ref (fault);
  self->outcomes[is_about_key (fault) ? STAGE_KEY : STAGE_TOKEN] = OUTCOME_FAILED;
  return FALSE;
}

/* Some servers list no models and answer all the same. */
static gboolean
may_go_on (Test *self)
{
  return self->outcomes[STAGE_MODELS] == OUTCOME_FAILED && self->model != NULL &&
         (self->fault->status == 404 || self->fault->status == 405);
}

static gboolean
run (Test *self)
{
  if (!try_connection (self))
    return FALSE;

  if (!try_models (self))
    {
      if (!may_go_on (self))
        return FALSE;
      self->outcomes[STAGE_MODELS] = OUTCOME_SKIPPED;
      g_clear_pointer (&self->fault, ponder_fault_unref);
    }

  return try_token (self);
}

static void
show_as_text (Test *self)
{
  for (guint stage = 0; stage < N_STAGES; stage++)
    {
      const char *mark = self->outcomes[stage] == OUTCOME_PASSED ? "✓"
                         : self->outcomes[stage] == OUTCOME_FAILED ? "✗" : "–";

      ponder_output_printf (self->cli->output, "%s %s\n", mark, _(stage_titles[stage]));
    }
  if (self->fault != NULL)
    ponder_cli_show_fault (self->cli, self->fault);
}

static void
show_as_json (Test     *self,
              gboolean  passed)
{
  JsonObject *object = json_object_new ();
  JsonObject *stages = json_object_new ();
  const char *failed = NULL;

  for (guint stage = 0; stage < N_STAGES; stage++)
    {
      json_object_set_string_member (stages, stage_names[stage],
                                     outcome_names[self->outcomes[stage]]);
      if (self->outcomes[stage] == OUTCOME_FAILED)
        failed = stage_names[stage];
    }

  json_object_set_string_member (object, "id", ponder_provider_config_get_id (self->provider));
  json_object_set_boolean_member (object, "ok", passed);
  ponder_cli_json_set_string (object, "model", self->model);
  ponder_cli_json_set_string (object, "failed", failed);
  json_object_set_object_member (object, "stages", stages);
  if (self->fault != NULL)
    json_object_set_object_member (object, "error", ponder_fault_to_json (self->fault));
  else
    json_object_set_null_member (object, "error");
  ponder_output_take_object (self->cli->output, object);
}

PonderExit
ponder_cli_provider_test (PonderCli *cli,
                          GStrv     *arguments)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_auto(Test) self = { .cli = cli };
  PonderProviderConfig *provider;
  PonderExit status = PONDER_EXIT_USAGE;
  gboolean passed;

  if (!ponder_cli_parse (cli, "providers test", "ID",
                         _("Tries a server stage by stage, up to one token of an answer."), entries,
                         arguments) ||
      !ponder_cli_expect (*arguments, 1, "ID") || !ponder_cli_open (cli, &status) ||
      !(provider = ponder_cli_find_provider (cli, (*arguments)[1], &status)))
    return status;

  self.provider = g_object_ref (provider);
  self.model = g_strdup (ponder_provider_config_get_default_model (provider));
  passed = run (&self);
  if (g_cancellable_is_cancelled (cli->cancellable))
    return PONDER_EXIT_CANCELLED;

  if (json)
    show_as_json (&self, passed);
  else
    show_as_text (&self);
  return self.fault != NULL ? ponder_exit_from_category (self.fault->category) : PONDER_EXIT_DONE;
}
