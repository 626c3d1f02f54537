/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A test of the way to a server: what passes, what fails, what is never asked. */

#include "config.h"

#include "ponder-connection-test.h"
#include "ponder-demo-server.h"
#include "ponder-error.h"
#include "ponder-test-loop.h"
#include "ponder-test-workspace.h"

/* The demo server as a provider of its own. (transfer full) */
static PonderProviderConfig *
new_provider (PonderDemoServer *server)
{
  PonderProviderConfig *provider = ponder_provider_config_new ("server");
  g_autoptr(GError) error = NULL;

  ponder_demo_server_start (server, &error);
  g_assert_no_error (error);
  ponder_provider_config_set_base_url (provider, ponder_demo_server_get_base_url (server));
  return provider;
}

static gboolean
run (PonderConnectionTest  *test,
     GCancellable          *cancellable,
     GError               **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;

  ponder_connection_test_run_async (test, cancellable, ponder_test_take_result, &result);
  done = ponder_test_await (&result);
  return ponder_connection_test_run_finish (test, done, error);
}

/* "passed passed skipped …" (transfer full) */
static char *
dup_outcomes (PonderConnectionTest *test)
{
  const char *names[PONDER_N_TEST_STAGES + 1] = { NULL, };

  for (PonderTestStage stage = PONDER_TEST_NAME; stage < PONDER_N_TEST_STAGES; stage++)
    names[stage] = ponder_test_outcome_get_name (ponder_connection_test_get_outcome (test, stage));
  return g_strjoinv (" ", (char **) names);
}

static void
note_running_cb (PonderConnectionTest *test,
                 GString              *seen)
{
  for (PonderTestStage stage = PONDER_TEST_NAME; stage < PONDER_N_TEST_STAGES; stage++)
    if (ponder_connection_test_get_outcome (test, stage) == PONDER_TEST_RUNNING &&
        !g_str_has_suffix (seen->str, ponder_test_stage_get_name (stage)))
      g_string_append_printf (seen, " %s", ponder_test_stage_get_name (stage));
}

static void
test_all_stages (void)
{
  g_autoptr(PonderTest) fixture = ponder_test_new ();
  g_autoptr(PonderDemoServer) server = ponder_demo_server_new ();
  g_autoptr(PonderProviderConfig) provider = new_provider (server);
  g_autoptr(PonderConnectionTest) test = ponder_connection_test_new (fixture->workspace, provider,
                                                                     " 'sk-typed'\n");
  g_autoptr(GString) seen = g_string_new (NULL);
  g_autofree char *outcomes = NULL;
  g_autoptr(GError) error = NULL;

  g_signal_connect (test, "changed", G_CALLBACK (note_running_cb), seen);
  run (test, NULL, &error);
  g_assert_no_error (error);
  outcomes = dup_outcomes (test);
  g_assert_cmpstr (outcomes, ==, "passed passed skipped passed passed passed");
  g_assert_cmpstr (seen->str, ==, " name connect key token");
  g_assert_cmpstr (ponder_connection_test_get_key (test), ==, "sk-typed");
  g_assert_nonnull (ponder_connection_test_get_model (test));
  g_assert_cmpuint (g_list_model_get_n_items (ponder_connection_test_get_models (test)), >, 0);
  g_assert_cmpfloat (ponder_connection_test_get_seconds (test), >, 0);
  ponder_demo_server_stop (server);
}

static void
test_bad_key (void)
{
  g_autoptr(PonderTest) fixture = ponder_test_new ();
  g_autoptr(PonderDemoServer) server = ponder_demo_server_new ();
  g_autoptr(PonderProviderConfig) provider = new_provider (server);
  g_autoptr(PonderConnectionTest) test = ponder_connection_test_new (fixture->workspace, provider,
                                                                     "two words");
  g_autofree char *outcomes = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (run (test, NULL, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
  outcomes = dup_outcomes (test);
  g_assert_cmpstr (outcomes, ==, "not_tried not_tried skipped failed not_tried not_tried");
  ponder_demo_server_stop (server);
}

/* One token is enough: what comes after it does not matter, and is not waited for. */
static void
test_first_token (void)
{
  g_autoptr(PonderTest) fixture = ponder_test_new ();
  g_autoptr(PonderDemoServer) server = ponder_demo_server_new ();
  g_autoptr(PonderProviderConfig) provider = new_provider (server);
  g_autoptr(PonderConnectionTest) test = NULL;
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");
  g_autoptr(GError) error = NULL;

  ponder_demo_script_bytes (script, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"H\"}}]}\n\n", -1);
  ponder_demo_script_hang (script);
  ponder_demo_server_set_script (server, "/v1/chat/completions", script);
  test = ponder_connection_test_new (fixture->workspace, provider, NULL);
  run (test, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (ponder_connection_test_get_seconds (test), <, 30);
  ponder_demo_server_stop (server);
}

static void
cancel_cb (PonderConnectionTest *test,
           GCancellable         *cancellable)
{
  if (ponder_connection_test_get_outcome (test, PONDER_TEST_CONNECT) == PONDER_TEST_RUNNING)
    g_cancellable_cancel (cancellable);
}

static void
test_cancel (void)
{
  g_autoptr(PonderTest) fixture = ponder_test_new ();
  g_autoptr(PonderDemoServer) server = ponder_demo_server_new ();
  g_autoptr(PonderProviderConfig) provider = new_provider (server);
  g_autoptr(PonderConnectionTest) test = ponder_connection_test_new (fixture->workspace, provider, NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *outcomes = NULL;
  g_autoptr(GError) error = NULL;

  g_signal_connect (test, "changed", G_CALLBACK (cancel_cb), cancellable);
  g_assert_false (run (test, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  outcomes = dup_outcomes (test);
  g_assert_cmpstr (outcomes, ==, "passed not_tried skipped not_tried not_tried not_tried");
  ponder_demo_server_stop (server);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workspace/connection/every-stage-is-gone-through", test_all_stages);
  g_test_add_func ("/workspace/connection/what-is-no-key-is-not-sent", test_bad_key);
  g_test_add_func ("/workspace/connection/one-token-is-enough", test_first_token);
  g_test_add_func ("/workspace/connection/cancelled-nothing-has-failed", test_cancel);
  return g_test_run ();
}
