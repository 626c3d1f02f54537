/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deep think with a search of the web: the demo's canned one, one that fails, one that is left, and none. */

#include "config.h"

#include "ponder-test-loop.h"
#include "ponder-test-workspace.h"
#include "ponder-workspace-web.h"

#include <string.h>

#define MODEL "think"

typedef struct
{
  PonderTest     *test;
  PonderSession  *session;
  PonderTimeline *timeline;
  PonderThinkRun *run;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(PonderModelConfig) config = NULL;

  fixture->test = ponder_test_new ();
  ponder_demo_server_set_pace (fixture->test->server, 0);
  fixture->session = ponder_test_new_chat (fixture->test);
  config = ponder_model_config_copy (ponder_session_get_config (fixture->session));
  ponder_model_config_set_model (config, PONDER_TEST_PROVIDER, MODEL);
  ponder_session_set_config (fixture->session, config);
  fixture->timeline = ponder_test_open_chat (fixture->test->workspace, fixture->session);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->run);
  g_clear_object (&fixture->timeline);
  g_clear_object (&fixture->session);
  ponder_test_free (fixture->test);
}

/* The demo's own, at its root. */
static void
set_server (Fixture *fixture)
{
  g_autofree char *url = g_strdup (ponder_demo_server_get_base_url (fixture->test->server));

  url[strlen (url) - strlen ("/v1")] = '\0';
  ponder_workspace_set_web_server (fixture->test->workspace, PONDER_WEB_SERVER_SEARXNG, url);
}

static void
begin (Fixture  *fixture,
       gboolean  web_search)
{
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();

  config->parallel = 3;
  config->web_search = web_search;
  fixture->run = ponder_workspace_begin_think (fixture->test->workspace, fixture->timeline, "What shall we do?", NULL,
                                               config);
}

static gboolean
has_ended (gpointer run)
{
  return !ponder_think_run_get_running (run);
}

static const PonderThinkNode *
find (Fixture    *fixture,
      const char *id)
{
  return ponder_think_state_find (ponder_think_run_get_state (fixture->run), id);
}

static void
script_search (Fixture  *fixture,
               guint     status,
               gboolean  hangs)
{
  PonderDemoScript *script = ponder_demo_script_new (status, "application/json");

  if (hangs)
    ponder_demo_script_hang (script);
  else
    ponder_demo_script_bytes (script, "{}", -1);
  ponder_demo_server_set_script (fixture->test->server, "/search", script);
}

static void
test_found (Fixture       *fixture,
            gconstpointer  data)
{
  set_server (fixture);
  begin (fixture, TRUE);
  ponder_test_wait_for (has_ended, fixture->run, 30);
  g_assert_cmpint (ponder_think_run_get_state (fixture->run)->outcome, ==, PONDER_THINK_OUTCOME_DONE);
  g_assert_cmpstr (ponder_think_node_get_query (find (fixture, "b")), ==, "small first steps");
  g_assert_cmpuint (find (fixture, "b")->sources->len, ==, 2);
  g_assert_null (find (fixture, "b")->sources_problem);
  g_assert_nonnull (strstr (find (fixture, "b")->text->str, "[Canned result](https://example.org/canned/1)"));
  g_assert_null (find (fixture, "a")->sources);
  g_assert_null (strstr (find (fixture, "a")->text->str, "Canned"));
  g_assert_cmpuint (ponder_think_state_get_calls (ponder_think_run_get_state (fixture->run)), ==,
                    ponder_demo_server_get_n_requests (fixture->test->server));
}

static void
test_failed (Fixture       *fixture,
             gconstpointer  data)
{
  set_server (fixture);
  script_search (fixture, 403, FALSE);
  begin (fixture, TRUE);
  ponder_test_wait_for (has_ended, fixture->run, 30);
  g_assert_cmpint (find (fixture, "b")->state, ==, PONDER_THINK_DONE);
  g_assert_null (find (fixture, "b")->sources);
  g_assert_cmpstr (find (fixture, "b")->sources_problem, ==,
                   "The search server does not give JSON. Enable the json format in its settings.yml.");
}

/* One that is asked for and not set up is said, and one that is set up and not asked for is left alone. */
static void
test_off (Fixture       *fixture,
          gconstpointer  data)
{
  begin (fixture, TRUE);
  ponder_test_wait_for (has_ended, fixture->run, 30);
  g_assert_nonnull (strstr (find (fixture, "b")->sources_problem, "No web search is set up"));

  g_clear_object (&fixture->run);
  set_server (fixture);
  script_search (fixture, 200, TRUE);
  begin (fixture, FALSE);
  ponder_test_wait_for (has_ended, fixture->run, 30);
  g_assert_cmpint (ponder_think_run_get_state (fixture->run)->outcome, ==, PONDER_THINK_OUTCOME_DONE);
  g_assert_null (find (fixture, "b")->sources_problem);
}

/* Of what is asked of the demo nothing leaves this computer, whatever is set up. */
static void
test_demo (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(PonderModelConfig) config = ponder_model_config_copy (ponder_session_get_config (fixture->session));

  set_server (fixture);
  script_search (fixture, 403, FALSE);
  ponder_model_config_set_model (config, "demo", MODEL);
  ponder_session_set_config (fixture->session, config);
  begin (fixture, TRUE);
  ponder_test_wait_for (has_ended, fixture->run, 30);
  g_assert_null (find (fixture, "b")->sources_problem);
  g_assert_cmpuint (find (fixture, "b")->sources->len, ==, 2);
}

static gboolean
waits_for_the_web (gpointer user_data)
{
  Fixture *fixture = user_data;
  const PonderThinkNode *node = find (fixture, "b");
  const PonderThinkNode *other = find (fixture, "a");

  return node != NULL && node->state == PONDER_THINK_RUNNING && other->state == PONDER_THINK_DONE
         && ponder_demo_server_get_n_open (fixture->test->server) > 0;
}

static gboolean
is_everybody_gone (gpointer server)
{
  return ponder_demo_server_get_n_open (server) == 0;
}

static void
test_stopped (Fixture       *fixture,
              gconstpointer  data)
{
  set_server (fixture);
  script_search (fixture, 200, TRUE);
  begin (fixture, TRUE);
  ponder_test_wait_for (waits_for_the_web, fixture, 10);
  g_assert_cmpuint (find (fixture, "b")->sent, ==, 0);
  g_assert_true (ponder_think_run_command (fixture->run, PONDER_THINK_STOP, NULL, NULL));
  ponder_test_wait_for (has_ended, fixture->run, 10);
  ponder_test_wait_for (is_everybody_gone, fixture->test->server, 2);
  g_assert_cmpint (find (fixture, "b")->state, ==, PONDER_THINK_CANCELLED);
  g_assert_null (find (fixture, "b")->sources_problem);
}

static gboolean
was_found (gpointer user_data)
{
  const PonderThinkNode *node = find (user_data, "b");

  return node != NULL && node->sources != NULL && node->sent > 0;
}

static void
reopen (Fixture *fixture)
{
  g_clear_object (&fixture->run);
  g_clear_object (&fixture->timeline);
  g_clear_object (&fixture->session);
  ponder_test_reopen (fixture->test);
  fixture->session = g_object_ref (ponder_test_get_session (
    G_LIST_MODEL (ponder_workspace_get_sessions (fixture->test->workspace)), 0));
  fixture->timeline = ponder_test_open_chat (fixture->test->workspace, fixture->session);
}

static void
go_on (Fixture *fixture)
{
  g_autofree char *id = g_strdup (ponder_think_run_get_id (fixture->run));
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;

  reopen (fixture);
  ponder_workspace_resume_think_async (fixture->test->workspace, id, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  fixture->run = ponder_workspace_resume_think_finish (fixture->test->workspace, result, &error);
  g_assert_no_error (error);
}

/* The program ends while the part is asked; the server of the search does not answer again. */
static void
test_resumed (Fixture       *fixture,
              gconstpointer  data)
{
  set_server (fixture);
  ponder_demo_server_set_pace (fixture->test->server, 0.2);
  begin (fixture, TRUE);
  ponder_test_wait_for (was_found, fixture, 10);
  script_search (fixture, 403, FALSE);
  ponder_demo_server_set_pace (fixture->test->server, 0);
  go_on (fixture);
  g_assert_cmpint (find (fixture, "b")->state, !=, PONDER_THINK_DONE);
  ponder_test_wait_for (has_ended, fixture->run, 30);
  g_assert_cmpint (ponder_think_run_get_state (fixture->run)->outcome, ==, PONDER_THINK_OUTCOME_DONE);
  g_assert_cmpuint (find (fixture, "b")->attempt, ==, 2);
  g_assert_cmpuint (find (fixture, "b")->sources->len, ==, 2);
  g_assert_null (find (fixture, "b")->sources_problem);
  g_assert_nonnull (strstr (find (fixture, "b")->text->str, "[Canned result](https://example.org/canned/1)"));
}

static void
test_tried (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  guint n_results = 0;

  set_server (fixture);
  ponder_test_reopen (fixture->test);
  g_assert_cmpint (ponder_workspace_get_web_server (fixture->test->workspace), ==, PONDER_WEB_SERVER_SEARXNG);
  set_server (fixture);
  ponder_workspace_test_web_search_async (fixture->test->workspace, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  g_assert_true (ponder_workspace_test_web_search_finish (fixture->test->workspace, result, &n_results, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_results, ==, 2);
}

static void
add (const char *name,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (name, Fixture, NULL, set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/workspace/web/the-part-that-needs-facts-gets-what-was-found", test_found);
  add ("/workspace/web/a-search-that-fails-fails-no-part", test_failed);
  add ("/workspace/web/nobody-is-asked-unless-both-are-there", test_off);
  add ("/workspace/web/the-demo-asks-itself", test_demo);
  add ("/workspace/web/stopping-ends-a-search", test_stopped);
  add ("/workspace/web/what-was-found-is-not-looked-for-again", test_resumed);
  add ("/workspace/web/the-server-can-be-tried", test_tried);
  return g_test_run ();
}
