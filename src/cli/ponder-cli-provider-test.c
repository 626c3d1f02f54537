/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `providers test`: the way to a server, stage by stage. */

#include "config.h"

#include "ponder-cli-provider-test.h"

#include "ponder-cli-json.h"
#include "ponder-connection-test.h"

#include <glib/gi18n.h>

static const char *
get_mark (PonderTestOutcome outcome)
{
  switch (outcome)
    {
    case PONDER_TEST_PASSED:
      return "✓";
    case PONDER_TEST_FAILED:
      return "✗";
    case PONDER_TEST_NOT_TRIED:
    case PONDER_TEST_RUNNING:
    case PONDER_TEST_SKIPPED:
      return "–";
    default:
      g_return_val_if_reached ("–");
    }
}

/* @fault (nullable) */
static void
show_as_text (PonderCli            *cli,
              PonderConnectionTest *test,
              PonderFault          *fault)
{
  for (PonderTestStage stage = PONDER_TEST_NAME; stage < PONDER_N_TEST_STAGES; stage++)
    ponder_output_printf (cli->output, "%s %s\n",
                          get_mark (ponder_connection_test_get_outcome (test, stage)),
                          ponder_test_stage_get_title (stage));
  if (fault != NULL)
    ponder_cli_show_fault (cli, fault);
}

/* @fault (nullable) */
static void
show_as_json (PonderCli            *cli,
              PonderConnectionTest *test,
              const char           *id,
              PonderFault          *fault)
{
  JsonObject *object = json_object_new ();
  JsonObject *stages = json_object_new ();
  const char *failed = NULL;

  for (PonderTestStage stage = PONDER_TEST_NAME; stage < PONDER_N_TEST_STAGES; stage++)
    {
      PonderTestOutcome outcome = ponder_connection_test_get_outcome (test, stage);

      json_object_set_string_member (stages, ponder_test_stage_get_name (stage),
                                     ponder_test_outcome_get_name (outcome));
      if (outcome == PONDER_TEST_FAILED)
        failed = ponder_test_stage_get_name (stage);
    }

  json_object_set_string_member (object, "id", id);
  json_object_set_boolean_member (object, "ok", fault == NULL);
  ponder_cli_json_set_string (object, "model", ponder_connection_test_get_model (test));
  ponder_cli_json_set_string (object, "failed", failed);
  json_object_set_object_member (object, "stages", stages);
  if (fault != NULL)
    json_object_set_object_member (object, "error", ponder_fault_to_json (fault));
  else
    json_object_set_null_member (object, "error");
  ponder_output_take_object (cli->output, object);
}

static PonderExit
run (PonderCli            *cli,
     PonderProviderConfig *provider,
     gboolean              json)
{
  g_autoptr(PonderConnectionTest) test = ponder_connection_test_new (cli->workspace, provider, NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(PonderFault) fault = NULL;
  g_autoptr(GError) error = NULL;

  if (ponder_base_url_is_readable (ponder_provider_config_get_base_url (provider)))
    ponder_cli_say ("%s", ponder_base_url_get_warning ());
  ponder_connection_test_run_async (test, cli->cancellable, ponder_cli_done_cb, &result);
  ponder_cli_wait (cli, &result);
  if (!ponder_connection_test_run_finish (test, result, &error))
    fault = ponder_fault_new_from_error (error, "test");
  if (g_cancellable_is_cancelled (cli->cancellable))
    return PONDER_EXIT_CANCELLED;

  if (json)
    show_as_json (cli, test, ponder_provider_config_get_id (provider), fault);
  else
    show_as_text (cli, test, fault);
  return fault != NULL ? ponder_exit_from_category (fault->category) : PONDER_EXIT_DONE;
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
  PonderProviderConfig *provider;
  PonderExit status = PONDER_EXIT_USAGE;

  if (!ponder_cli_parse (cli, "providers test", "ID",
                         _("Tries a server stage by stage, up to one token of an answer."), entries,
                         arguments) ||
      !ponder_cli_expect (*arguments, 1, "ID") || !ponder_cli_open (cli, &status) ||
      !(provider = ponder_cli_find_provider (cli, (*arguments)[1], &status)))
    return status;

  return run (cli, provider, json);
}
