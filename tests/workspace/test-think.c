/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions that are thought about deeply: real calls, a log that is stored, and runs that are gone on with. */

#include "config.h"

#include "ponder-test-workspace.h"

#include "ponder-test-loop.h"
#include "ponder-workspace-branches.h"
#include "ponder-workspace-runs-private.h"

#include <math.h>
#include <sqlite3.h>

#define MODEL "think"
/* A plan, five parts, an answer and a review. */
#define N_CALLS 8
#define SLOTS 3

typedef struct
{
  PonderTest     *test;
  PonderSession  *session;
  PonderTimeline *timeline;
  PonderThinkRun *run;
  guint64         last_seq;
  guint           n_lasting;    /* events that are not live */
  guint           stop_after;   /* so many of them; 0: never */
  guint           n_retries;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr(PonderModelConfig) config = NULL;

  fixture->test = ponder_test_new ();
  ponder_demo_server_set_pace (fixture->test->server, 0);
  fixture->session = ponder_test_new_chat (fixture->test);
  config = ponder_model_config_copy (ponder_session_get_config (fixture->session));
  ponder_model_config_set_model (config, PONDER_TEST_PROVIDER, MODEL);
  config->system = g_strdup ("Be brief.");
  ponder_session_set_config (fixture->session, config);
  fixture->timeline = ponder_test_open_chat (fixture->test->workspace, fixture->session);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_clear_object (&fixture->run);
  g_clear_object (&fixture->timeline);
  g_clear_object (&fixture->session);
  ponder_test_free (fixture->test);
}

static void
event_cb (PonderThinkRun   *run,
          PonderThinkEvent *event,
          Fixture          *fixture)
{
  g_assert_cmpuint (event->seq, >, fixture->last_seq);
  fixture->last_seq = event->seq;
  fixture->n_retries += event->type == PONDER_THINK_NODE_RETRY;
  fixture->n_lasting += !ponder_think_event_is_live (event);
}

static void
watch (Fixture *fixture)
{
  fixture->n_lasting = 0;
  fixture->last_seq = 0;
  g_signal_connect (fixture->run, "event", G_CALLBACK (event_cb), fixture);
}

static void
begin (Fixture    *fixture,
       const char *question)
{
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();

  config->parallel = SLOTS;
  g_clear_object (&fixture->run);
  fixture->run = ponder_workspace_begin_think (fixture->test->workspace, fixture->timeline, question, NULL, config);
  watch (fixture);
}

static gboolean
has_ended (gpointer user_data)
{
  Fixture *fixture = user_data;

  return !ponder_think_run_get_running (fixture->run)
         || (fixture->stop_after > 0 && fixture->n_lasting >= fixture->stop_after);
}

static void
wait_for_end (Fixture *fixture)
{
  ponder_test_wait_for (has_ended, fixture, 30);
}

static void
assert_outcome (Fixture            *fixture,
                PonderThinkOutcome  outcome)
{
  g_assert_cmpstr (ponder_think_outcome_to_string (ponder_think_run_get_state (fixture->run)->outcome), ==,
                   ponder_think_outcome_to_string (outcome));
}

static GPtrArray *
list (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  GPtrArray *records;

  ponder_workspace_list_runs_async (fixture->test->workspace, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  records = ponder_workspace_list_runs_finish (fixture->test->workspace, result, &error);
  g_assert_no_error (error);
  return records;
}

static void
assert_record (Fixture    *fixture,
               const char *outcome)
{
  g_autoptr(GPtrArray) records = list (fixture);
  PonderThinkRecord *record;

  g_assert_cmpuint (records->len, ==, 1);
  record = g_ptr_array_index (records, 0);
  g_assert_cmpstr (record->outcome, ==, outcome);
}

/* Beside the program, which may be writing. */
static sqlite3 *
open_database (Fixture *fixture)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (ponder_workspace_get_database_path (fixture->test->workspace), &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 5000);
  return db;
}

static void
execute (sqlite3    *db,
         const char *sql)
{
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

static int
query (Fixture    *fixture,
       const char *sql)
{
  sqlite3 *db = open_database (fixture);
  sqlite3_stmt *row = NULL;
  int number;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &row, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (row), ==, SQLITE_ROW);
  number = sqlite3_column_int (row, 0);
  sqlite3_finalize (row);
  sqlite3_close (db);
  return number;
}

/* The log says what the run says. */
static void
assert_log (Fixture *fixture)
{
  const PonderThinkState *expected = ponder_think_run_get_state (fixture->run);
  g_autoptr(PonderThinkState) state = ponder_think_state_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;

  ponder_workspace_load_run_async (fixture->test->workspace, ponder_think_run_get_id (fixture->run), NULL,
                                   ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  events = ponder_workspace_load_run_finish (fixture->test->workspace, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < events->len; i++)
    ponder_think_state_apply (state, g_ptr_array_index (events, i));
  g_assert_cmpint (state->outcome, ==, expected->outcome);
  g_assert_cmpstr (state->answer->str, ==, expected->answer->str);
  g_assert_cmpuint (ponder_think_state_get_calls (state), ==, ponder_think_state_get_calls (expected));
  g_assert_cmpuint (state->nodes->len, ==, expected->nodes->len);
}

static PonderMessage *
get_answer (Fixture *fixture)
{
  return ponder_turn_get_message (ponder_think_run_get_turn (fixture->run));
}

static PonderThinkRun *
resume (Fixture  *fixture,
        GError  **error)
{
  g_autoptr(GPtrArray) records = list (fixture);
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *pending = NULL;

  g_assert_cmpuint (records->len, ==, 1);
  ponder_workspace_resume_think_async (fixture->test->workspace,
                                       ((PonderThinkRecord *) g_ptr_array_index (records, 0))->id, NULL,
                                       ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  return ponder_workspace_resume_think_finish (fixture->test->workspace, result, error);
}

static void
go_on (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  g_clear_object (&fixture->run);
  fixture->run = resume (fixture, &error);
  g_assert_no_error (error);
  watch (fixture);
}

static void
reopen (Fixture *fixture)
{
  g_clear_object (&fixture->timeline);
  g_clear_object (&fixture->session);
  ponder_test_reopen (fixture->test);
  ponder_demo_server_set_pace (fixture->test->server, 0);
  fixture->session = g_object_ref (ponder_test_get_session (
    G_LIST_MODEL (ponder_workspace_get_sessions (fixture->test->workspace)), 0));
  fixture->timeline = ponder_test_open_chat (fixture->test->workspace, fixture->session);
}

static void
test_whole (Fixture       *fixture,
            gconstpointer  user_data)
{
  const PonderThinkState *state;
  PonderMessage *answer;

  begin (fixture, "What shall we do?");
  wait_for_end (fixture);
  assert_outcome (fixture, PONDER_THINK_OUTCOME_DONE);
  state = ponder_think_run_get_state (fixture->run);
  g_assert_cmpuint (ponder_think_state_count_parts (state, PONDER_THINK_DONE), ==, 5);
  g_assert_cmpfloat_with_epsilon (state->score, 9, 0.001);

  answer = get_answer (fixture);
  g_assert_cmpint (ponder_message_get_state (answer), ==, PONDER_MESSAGE_DONE);
  g_assert_cmpstr (ponder_message_get_text (answer), ==, state->answer->str);
  g_assert_nonnull (strstr (ponder_message_get_text (answer), "Go step by step."));
  g_assert_cmpint (ponder_message_get_usage (answer)->output, >, 100);
  g_assert_true (ponder_timeline_get_turn (fixture->timeline) == NULL);
  g_assert_false (ponder_session_get_busy (fixture->session));

  g_assert_cmpuint (ponder_think_state_get_calls (state), ==, N_CALLS);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->test->server), ==, N_CALLS);
  g_assert_cmpuint (ponder_demo_server_get_max_open (fixture->test->server), <=, SLOTS + 1);
  g_assert_nonnull (strstr (ponder_demo_server_get_last_body (fixture->test->server), "Be brief."));
  g_assert_nonnull (strstr (ponder_demo_server_get_last_body (fixture->test->server), "one step of a larger answer"));
  assert_record (fixture, "done");
  assert_log (fixture);
}

static void
test_chinese (Fixture       *fixture,
              gconstpointer  user_data)
{
  begin (fixture, "我们该怎么办？");
  wait_for_end (fixture);
  assert_outcome (fixture, PONDER_THINK_OUTCOME_DONE);
  g_assert_nonnull (strstr (ponder_message_get_text (get_answer (fixture)), "分步进行"));
}

/* What was said before goes along, and the answer is one that can be asked about. */
static void
test_in_a_chat (Fixture       *fixture,
                gconstpointer  user_data)
{
  begin (fixture, "What shall we do first?");
  wait_for_end (fixture);
  begin (fixture, "And then?");
  wait_for_end (fixture);
  assert_outcome (fixture, PONDER_THINK_OUTCOME_DONE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->timeline)), ==, 4);
  g_assert_nonnull (strstr (ponder_demo_server_get_last_body (fixture->test->server), "What shall we do first?"));
}

/* What calls took is known to the next run, also after a restart, and so is how long it will take. */
static void
test_pace_is_learned (Fixture       *fixture,
                      gconstpointer  user_data)
{
  const PonderModelConfig *config = ponder_session_get_config (fixture->session);
  g_autoptr(PonderThinkPace) none = ponder_workspace_dup_pace (fixture->test->workspace, config);
  g_autoptr(PonderThinkPace) pace = NULL;

  g_assert_null (none);
  begin (fixture, "What shall we do first?");
  wait_for_end (fixture);
  reopen (fixture);
  pace = ponder_workspace_dup_pace (fixture->test->workspace, ponder_session_get_config (fixture->session));
  g_assert_nonnull (pace);
  g_assert_cmpfloat (pace->weights[PONDER_THINK_STEP_PLAN], >, 0.5);
  g_assert_cmpfloat (pace->log_ms[PONDER_THINK_STEP_PLAN], <, log (8000));
  g_assert_cmpfloat (pace->reviews, >, 0.5);
}

static gboolean
is_planned (gpointer user_data)
{
  Fixture *fixture = user_data;

  return ponder_think_run_get_state (fixture->run)->phase == PONDER_THINK_PHASE_APPROVE;
}

/* It can be said as soon as the plan is there, and no longer than it runs. */
static void
test_time_left (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();
  PonderThinkBoard *board;
  gint64 soonest = 0;
  gint64 latest = 0;

  config->parallel = SLOTS;
  config->approve_plan = TRUE;
  fixture->run = ponder_workspace_begin_think (fixture->test->workspace, fixture->timeline, "Why?", NULL, config);
  board = ponder_timeline_get_board (fixture->timeline, get_answer (fixture));
  g_assert_false (ponder_think_board_estimate (board, &soonest, &latest));
  ponder_test_wait_for (is_planned, fixture, 10);
  g_assert_true (ponder_think_board_estimate (board, &soonest, &latest));
  g_assert_cmpint (soonest, >, 0);
  g_assert_cmpint (latest, >, soonest);
  g_assert_false (ponder_think_board_is_late (board));
  g_assert_true (ponder_think_board_command (board, PONDER_THINK_APPROVE, NULL, NULL));
  wait_for_end (fixture);
  g_assert_false (ponder_think_board_estimate (board, &soonest, &latest));
  g_assert_false (ponder_think_board_is_late (board));
}

static void
set_script (Fixture    *fixture,
            guint       status,
            const char *words)
{
  PonderDemoScript *script = ponder_demo_script_new (status, status == 200 ? "text/event-stream" : "application/json");

  if (status == 200)
    {
      ponder_demo_script_text (script, words);
      ponder_demo_script_end (script, "stop", 3, 5);
    }
  else
    {
      ponder_demo_script_bytes (script, words, -1);
    }
  ponder_demo_server_set_script (fixture->test->server, MODEL, script);
}

static void
test_direct (Fixture       *fixture,
             gconstpointer  user_data)
{
  set_script (fixture, 200, "{\"t\":\"direct\"}\nForty-two.");
  begin (fixture, "6 × 7?");
  wait_for_end (fixture);
  assert_outcome (fixture, PONDER_THINK_OUTCOME_DIRECT);
  g_assert_cmpstr (ponder_message_get_text (get_answer (fixture)), ==, "Forty-two.");
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->test->server), ==, 1);
  assert_log (fixture);
}

/* A model may write no more than that. */
static void
test_length (Fixture       *fixture,
             gconstpointer  user_data)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");

  ponder_demo_script_text (script, "{\"t\":\"direct\"}\nForty-");
  ponder_demo_script_end (script, "length", 3, 5);
  ponder_demo_server_set_script (fixture->test->server, MODEL, script);
  begin (fixture, "6 × 7?");
  wait_for_end (fixture);
  assert_outcome (fixture, PONDER_THINK_OUTCOME_PARTIAL);
  g_assert_cmpint (ponder_message_get_finish (get_answer (fixture)), ==, PONDER_FINISH_LENGTH);
  g_assert_cmpstr (ponder_message_get_text (get_answer (fixture)), ==, "Forty-");

  /* Nor without a plan. */
  script = ponder_demo_script_new (200, "text/event-stream");
  ponder_demo_script_text (script, "I will not.");
  ponder_demo_script_end (script, "length", 3, 5);
  ponder_demo_server_set_script (fixture->test->server, MODEL, script);
  begin (fixture, "6 × 8?");
  wait_for_end (fixture);
  assert_outcome (fixture, PONDER_THINK_OUTCOME_PARTIAL);
  g_assert_cmpint (ponder_message_get_finish (get_answer (fixture)), ==, PONDER_FINISH_LENGTH);
}

/* Where a proxy is asked for a server that is not near. */
#define FAR "http://model.test/v1"

static PonderDemoScript *
new_direct_script (void)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");

  ponder_demo_script_text (script, "{\"t\":\"direct\"}\nForty-two.");
  ponder_demo_script_end (script, "stop", 3, 5);
  return script;
}

/* Before the second call is made. */
static void
answer_second_cb (PonderThinkRun   *run,
                  PonderThinkEvent *event,
                  Fixture          *fixture)
{
  if (event->type == PONDER_THINK_NODE_HEDGED)
    ponder_demo_server_set_script (fixture->test->server, FAR "/chat/completions", new_direct_script ());
}

static void
move_far_away (Fixture *fixture)
{
  g_autoptr(GUri) uri = g_uri_parse (ponder_demo_server_get_base_url (fixture->test->server), G_URI_FLAGS_NONE, NULL);
  g_autofree char *proxy = g_strdup_printf ("http://%s:%d", g_uri_get_host (uri), g_uri_get_port (uri));

  ponder_provider_config_set_base_url (fixture->test->provider, FAR);
  ponder_provider_config_set_proxy (fixture->test->provider, proxy);
  ponder_test_save_provider (fixture->test->workspace, fixture->test->provider);
}

static gboolean
is_everybody_gone (gpointer server)
{
  return ponder_demo_server_get_n_open (server) == 0;
}

/* A server that says nothing is asked once more, and what it says then counts. */
static void
test_hedge (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();
  PonderDemoScript *silent = ponder_demo_script_new (200, "text/event-stream");
  const PonderThinkNode *plan;

  move_far_away (fixture);
  ponder_demo_script_event (silent, "%s", "{\"choices\":[]}");
  ponder_demo_script_hang (silent);
  ponder_demo_server_set_script (fixture->test->server, FAR "/chat/completions", silent);
  config->hedge = TRUE;
  fixture->run = ponder_workspace_begin_think (fixture->test->workspace, fixture->timeline, "6 × 7?", NULL, config);
  watch (fixture);
  g_signal_connect (fixture->run, "event", G_CALLBACK (answer_second_cb), fixture);
  wait_for_end (fixture);
  assert_outcome (fixture, PONDER_THINK_OUTCOME_DIRECT);
  g_assert_cmpstr (ponder_message_get_text (get_answer (fixture)), ==, "Forty-two.");
  ponder_test_wait_for (is_everybody_gone, fixture->test->server, 5);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->test->server), ==, 2);
  g_assert_cmpuint (ponder_think_state_get_calls (ponder_think_run_get_state (fixture->run)), ==, 2);
  plan = ponder_think_state_find (ponder_think_run_get_state (fixture->run), "plan");
  g_assert_true (plan->hedged);
  g_assert_cmpuint (plan->spans->len, ==, 2);
  assert_log (fixture);
}

/* A key that is wrong is nobody's end: with a good one it goes on. */
static void
test_blocked (Fixture       *fixture,
              gconstpointer  user_data)
{
  PonderFault *fault;

  set_script (fixture, 401, "{\"error\":{\"message\":\"No\",\"code\":\"invalid_api_key\"}}");
  begin (fixture, "6 × 7?");
  wait_for_end (fixture);
  g_assert_cmpint (ponder_message_get_state (get_answer (fixture)), ==, PONDER_MESSAGE_FAILED);
  fault = ponder_message_get_fault (get_answer (fixture));
  g_assert_nonnull (fault);
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_AUTHENTICATION);
  assert_record (fixture, "paused");

  set_script (fixture, 200, "{\"t\":\"direct\"}\nForty-two.");
  go_on (fixture);
  wait_for_end (fixture);
  assert_outcome (fixture, PONDER_THINK_OUTCOME_DIRECT);
  g_assert_cmpstr (ponder_message_get_text (get_answer (fixture)), ==, "Forty-two.");
  g_assert_null (ponder_message_get_fault (get_answer (fixture)));
  assert_record (fixture, "direct");
}

static guint
count_done (const PonderThinkState *state)
{
  guint n = 0;

  for (guint i = 0; i < state->nodes->len; i++)
    n += ((PonderThinkNode *) g_ptr_array_index (state->nodes, i))->state == PONDER_THINK_DONE;
  return n;
}

/* What is there stays, and is not asked again. */
static void
test_stop (Fixture       *fixture,
           gconstpointer  user_data)
{
  guint n_requests;
  guint n_done;

  ponder_demo_server_set_pace (fixture->test->server, 0.3);
  fixture->stop_after = 30;
  begin (fixture, "What shall we do?");
  wait_for_end (fixture);
  ponder_turn_stop (ponder_think_run_get_turn (fixture->run));
  fixture->stop_after = 0;
  wait_for_end (fixture);
  assert_outcome (fixture, PONDER_THINK_OUTCOME_CANCELLED);
  g_assert_cmpint (ponder_message_get_state (get_answer (fixture)), ==, PONDER_MESSAGE_STOPPED);
  ponder_test_wait_for (is_everybody_gone, fixture->test->server, 5);
  assert_record (fixture, "cancelled");
  assert_log (fixture);

  n_requests = ponder_demo_server_get_n_requests (fixture->test->server);
  g_assert_cmpuint (ponder_think_state_get_calls (ponder_think_run_get_state (fixture->run)), ==, n_requests);
  n_done = count_done (ponder_think_run_get_state (fixture->run));
  g_assert_cmpuint (n_done, >=, 1);
  ponder_demo_server_set_pace (fixture->test->server, 0);
  go_on (fixture);
  wait_for_end (fixture);
  assert_outcome (fixture, PONDER_THINK_OUTCOME_DONE);
  g_assert_cmpint (ponder_message_get_state (get_answer (fixture)), ==, PONDER_MESSAGE_DONE);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->test->server) - n_requests, ==, N_CALLS - n_done);
  assert_log (fixture);
}

/* The program ends after every third event, and each time goes on with no finished call made again. */
static void
test_interrupted (Fixture       *fixture,
                  gconstpointer  user_data)
{
  for (guint n = 2; n < 64; n += 3)
    {
      guint n_before = ponder_demo_server_get_n_requests (fixture->test->server);
      g_autofree char *id = NULL;
      g_autoptr(GPtrArray) records = NULL;
      gboolean ended;

      fixture->stop_after = n;
      begin (fixture, "What shall we do?");
      id = g_strdup (ponder_think_run_get_id (fixture->run));
      wait_for_end (fixture);
      ended = !ponder_think_run_get_running (fixture->run);
      fixture->stop_after = 0;
      reopen (fixture);
      /* Its end was on its way to the disk. */
      records = list (fixture);
      ended = ended || g_str_equal (((PonderThinkRecord *) g_ptr_array_index (records, 0))->outcome, "done");
      if (ended)
        {
          g_assert_cmpint (ponder_message_get_state (ponder_test_get_message (fixture->timeline, 1)), ==,
                           PONDER_MESSAGE_DONE);
        }
      else
        {
          g_assert_cmpint (ponder_message_get_state (ponder_test_get_message (fixture->timeline, 1)), ==,
                           PONDER_MESSAGE_INTERRUPTED);
          assert_record (fixture, "running");
          go_on (fixture);
          g_assert_cmpstr (ponder_think_run_get_id (fixture->run), ==, id);
          wait_for_end (fixture);
          assert_outcome (fixture, PONDER_THINK_OUTCOME_DONE);
          g_assert_cmpint (ponder_message_get_state (get_answer (fixture)), ==, PONDER_MESSAGE_DONE);
          g_assert_nonnull (strstr (ponder_message_get_text (get_answer (fixture)), "Go step by step."));
          assert_log (fixture);
        }
      /* The plan and the parts that run beside it. */
      g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->test->server) - n_before, <=,
                        N_CALLS + SLOTS + 1);

      /* Each in a folder of its own. */
      tear_down (fixture, NULL);
      set_up (fixture, NULL);
    }
}

static void
test_whole_one_is_refused (Fixture       *fixture,
                           gconstpointer  user_data)
{
  g_autoptr(PonderThinkRun) again = NULL;
  g_autoptr(GError) error = NULL;

  begin (fixture, "What shall we do?");
  wait_for_end (fixture);
  again = resume (fixture, &error);
  g_assert_null (again);
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
}

/* --- what does not run --- */

static PonderThinkBoard *
get_board (Fixture *fixture)
{
  PonderThinkBoard *board = ponder_timeline_get_board (fixture->timeline, ponder_test_get_message (fixture->timeline, 1));

  g_assert_nonnull (board);
  return board;
}

static gboolean
is_read (gpointer board)
{
  return ponder_think_board_get_state (board) != NULL;
}

static gboolean
is_over (gpointer board)
{
  return ponder_think_board_get_standing (board) == PONDER_THINK_STANDING_ENDED;
}

static gboolean
is_running (gpointer board)
{
  return ponder_think_board_get_standing (board) == PONDER_THINK_STANDING_RUNNING;
}

static void
obey_and_wait (Fixture            *fixture,
               PonderThinkCommand  command,
               const char         *node,
               const char         *text)
{
  PonderThinkBoard *board = get_board (fixture);

  g_assert_true (ponder_think_board_can_command (board, command, node));
  g_assert_true (ponder_think_board_command (board, command, node, text));
  ponder_test_wait_for (is_running, board, 10);
  ponder_test_wait_for (is_over, board, 30);
}

/* The program ends in the midst of it, and the chat is opened again. */
static void
interrupt (Fixture *fixture)
{
  ponder_demo_server_set_pace (fixture->test->server, 0.3);
  fixture->stop_after = 30;
  begin (fixture, "What shall we do?");
  wait_for_end (fixture);
  fixture->stop_after = 0;
  reopen (fixture);
  ponder_think_board_load (get_board (fixture));
  ponder_test_wait_for (is_read, get_board (fixture), 5);
  g_assert_cmpint (ponder_think_board_get_standing (get_board (fixture)), ==, PONDER_THINK_STANDING_INTERRUPTED);
}

static void
test_discard (Fixture       *fixture,
              gconstpointer  user_data)
{
  PonderMessage *answer;
  guint n_requests;

  interrupt (fixture);
  n_requests = ponder_demo_server_get_n_requests (fixture->test->server);
  g_assert_true (ponder_think_board_command (get_board (fixture), PONDER_THINK_STOP, NULL, NULL));
  ponder_test_wait_for (is_over, get_board (fixture), 10);
  answer = ponder_test_get_message (fixture->timeline, 1);
  g_assert_cmpint (ponder_message_get_state (answer), ==, PONDER_MESSAGE_STOPPED);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->test->server), ==, n_requests);
  assert_record (fixture, "cancelled");
  g_assert_false (ponder_think_board_can_command (get_board (fixture), PONDER_THINK_STOP, NULL));

  /* It is given up for the next program, too, which may still change its mind. */
  reopen (fixture);
  g_assert_cmpint (ponder_think_board_get_standing (get_board (fixture)), ==, PONDER_THINK_STANDING_ENDED);
  obey_and_wait (fixture, PONDER_THINK_RESUME, NULL, NULL);
  assert_record (fixture, "done");
}

static void
test_answer_now (Fixture       *fixture,
                 gconstpointer  user_data)
{
  guint n_done;
  guint n_requests;

  interrupt (fixture);
  n_requests = ponder_demo_server_get_n_requests (fixture->test->server);
  n_done = ponder_think_state_count_parts (ponder_think_board_get_state (get_board (fixture)), PONDER_THINK_DONE);
  g_assert_cmpuint (n_done, >=, 1);
  obey_and_wait (fixture, PONDER_THINK_ANSWER_NOW, NULL, NULL);
  assert_record (fixture, "partial");
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->test->server), ==, n_requests + 1);
  g_assert_cmpint (ponder_message_get_state (ponder_test_get_message (fixture->timeline, 1)), ==, PONDER_MESSAGE_DONE);
}

/* A part of what is whole is asked again, or told, and then the answer is made again: nothing else is. */
static void
test_one_part (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr(PonderModelConfig) config = NULL;
  guint n_requests;

  begin (fixture, "What shall we do?");
  wait_for_end (fixture);
  reopen (fixture);
  g_assert_false (ponder_think_board_can_command (get_board (fixture), PONDER_THINK_RETRY, "a"));
  ponder_think_board_load (get_board (fixture));
  ponder_test_wait_for (is_read, get_board (fixture), 5);
  g_assert_false (ponder_think_board_can_command (get_board (fixture), PONDER_THINK_RESUME, NULL));
  g_assert_false (ponder_think_board_can_command (get_board (fixture), PONDER_THINK_PAUSE, NULL));

  config = ponder_model_config_copy (ponder_session_get_config (fixture->session));
  config->no_cache = TRUE;
  ponder_session_set_config (fixture->session, config);
  n_requests = ponder_demo_server_get_n_requests (fixture->test->server);
  obey_and_wait (fixture, PONDER_THINK_RETRY, "a", "Mind the cost.");
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->test->server), ==, n_requests + 3);
  assert_record (fixture, "done");
  obey_and_wait (fixture, PONDER_THINK_SUPPLY, "b", "It is blue.");
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->test->server), ==, n_requests + 5);
  g_assert_cmpstr (ponder_think_state_find (ponder_think_board_get_state (get_board (fixture)), "b")->text->str, ==,
                   "It is blue.");
  obey_and_wait (fixture, PONDER_THINK_EDIT, "a", "Do something else.");
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->test->server), ==, n_requests + 8);
}

static void
problem_cb (PonderThinkBoard *board,
            PonderFault      *fault,
            char            **words)
{
  g_free (*words);
  *words = ponder_fault_dup_summary (fault);
}

static gboolean
is_told (gpointer words)
{
  return *(char **) words != NULL;
}

/* Nothing is changed by what cannot be done, and nobody keeps the run. */
static void
test_problems (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autofree char *words = NULL;
  g_autoptr(PonderTurn) turn = NULL;
  PonderThinkBoard *board;

  interrupt (fixture);
  board = get_board (fixture);
  g_signal_connect (board, "problem", G_CALLBACK (problem_cb), &words);
  turn = ponder_workspace_begin_turn (fixture->test->workspace, fixture->timeline, "And you?");
  g_assert_true (ponder_think_board_command (board, PONDER_THINK_RESUME, NULL, NULL));
  ponder_test_wait_for (is_told, &words, 5);
  g_assert_nonnull (strstr (words, "being answered"));
  g_assert_cmpint (ponder_think_board_get_standing (board), ==, PONDER_THINK_STANDING_INTERRUPTED);
  ponder_turn_stop (turn);
  g_clear_pointer (&words, g_free);

  ponder_workspace_trash_branch (fixture->test->workspace, fixture->timeline,
                                 ponder_test_get_message (fixture->timeline, 1));
  g_assert_true (ponder_think_board_command (board, PONDER_THINK_RESUME, NULL, NULL));
  ponder_test_wait_for (is_told, &words, 5);
  g_assert_nonnull (strstr (words, "deleted"));
  assert_record (fixture, "running");
  g_signal_handlers_disconnect_by_data (board, &words);
}

/* --- faults --- */

static void
told_cb (PonderWorkspace *workspace,
         PonderFault     *fault,
         guint           *n_told)
{
  (*n_told)++;
}

/* From another connection: no step can be added to any log from now on. */
static void
break_logs (Fixture *fixture)
{
  sqlite3 *db = open_database (fixture);

  execute (db, "CREATE TRIGGER no_room BEFORE INSERT ON run_events WHEN NEW.seq > 5"
               " BEGIN SELECT RAISE (ABORT, 'disk full'); END");
  sqlite3_close (db);
}

/* People get their answer all the same, and are told once. */
static void
test_unwritable (Fixture       *fixture,
                 gconstpointer  user_data)
{
  guint n_told = 0;

  break_logs (fixture);
  g_signal_connect (fixture->test->workspace, "problem", G_CALLBACK (told_cb), &n_told);
  begin (fixture, "What shall we do?");
  wait_for_end (fixture);
  assert_outcome (fixture, PONDER_THINK_OUTCOME_DONE);
  g_assert_cmpint (ponder_message_get_state (get_answer (fixture)), ==, PONDER_MESSAGE_DONE);
  g_assert_nonnull (strstr (ponder_message_get_text (get_answer (fixture)), "Go step by step."));
  g_assert_cmpuint (n_told, ==, 1);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->test->server), ==, N_CALLS);
  g_signal_handlers_disconnect_by_data (fixture->test->workspace, &n_told);
}

/* --- texts --- */

/* (nullable): a part that says something. */
static const PonderThinkNode *
find_speaker (const PonderThinkState *state)
{
  for (guint i = 0; i < state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (state->nodes, i);

      if (node->kind == PONDER_THINK_KIND_SOLVE && node->state == PONDER_THINK_RUNNING && node->text->len > 20)
        return node;
    }
  return NULL;
}

static gboolean
somebody_speaks (gpointer run)
{
  return find_speaker (ponder_think_run_get_state (run)) != NULL;
}

#define PARTIAL "event LIKE '%\"node.partial\"%'"

static void
count_writes (Fixture *fixture)
{
  sqlite3 *db = open_database (fixture);

  execute (db, "CREATE TABLE load (run TEXT, n INTEGER);"
               "CREATE TRIGGER heavy AFTER INSERT ON run_events WHEN NEW." PARTIAL
               " BEGIN INSERT INTO load VALUES (NEW.run, length (NEW.event)); END");
  sqlite3_close (db);
}

static gboolean
is_written (gpointer user_data)
{
  return query (user_data, "SELECT count(*) FROM load") > 0;
}

/* What parts have said is there when the program is not any more, and is a few rows and not one for each word. */
static void
test_texts (Fixture       *fixture,
            gconstpointer  user_data)
{
  const PonderThinkNode *node;
  g_autofree char *id = NULL;
  g_autofree char *said = NULL;
  int n_writes;

  count_writes (fixture);
  ponder_demo_server_set_pace (fixture->test->server, 1);
  begin (fixture, "What shall we do?");
  ponder_test_wait_for (is_written, fixture, 20);
  ponder_test_wait_for (somebody_speaks, fixture->run, 20);
  node = find_speaker (ponder_think_run_get_state (fixture->run));
  id = g_strdup (node->id);
  said = g_strdup (node->text->str);
  reopen (fixture);
  ponder_think_board_load (get_board (fixture));
  ponder_test_wait_for (is_read, get_board (fixture), 5);
  node = ponder_think_state_find (ponder_think_board_get_state (get_board (fixture)), id);
  g_assert_true (g_str_has_prefix (node->text->str, said));

  ponder_demo_server_set_pace (fixture->test->server, 1);
  go_on (fixture);
  wait_for_end (fixture);
  assert_outcome (fixture, PONDER_THINK_OUTCOME_DONE);
  assert_log (fixture);
  g_assert_cmpint (query (fixture, "SELECT count(*) FROM run_events WHERE " PARTIAL), ==, 0);
  n_writes = query (fixture, "SELECT count(*) FROM load");
  g_test_message ("%d texts of %d bytes were stored in %" G_GINT64_FORMAT " ms", n_writes,
                  query (fixture, "SELECT sum(n) FROM load"), ponder_think_run_get_time (fixture->run));
  g_assert_cmpint (n_writes, <=, (int) (ponder_think_run_get_time (fixture->run) / 250 + 1) * SLOTS + 1);
}

/* --- being left --- */

#define AT_ONCE_US 100000

static void
left_cb (PonderDemoServer *server,
         gint64            time,
         gint64           *last)
{
  *last = time;
}

static gboolean
two_speak (gpointer run)
{
  return ponder_think_state_count_parts (ponder_think_run_get_state (run), PONDER_THINK_RUNNING) >= 2
         && find_speaker (ponder_think_run_get_state (run)) != NULL;
}

static gboolean
one_has_left (gpointer server)
{
  return ponder_demo_server_get_n_left (server) > 0;
}

/* Who is skipped is hung up on at once, and nobody else; so is everybody when the run is stopped. */
static void
test_leaving (Fixture       *fixture,
              gconstpointer  user_data)
{
  PonderDemoServer *server = fixture->test->server;
  const PonderThinkNode *node;
  g_autofree char *id = NULL;
  gint64 left = 0;
  gint64 since;
  guint n_open;

  ponder_demo_server_set_pace (server, 1);
  g_signal_connect (server, "client-left", G_CALLBACK (left_cb), &left);
  begin (fixture, "What shall we do?");
  ponder_test_wait_for (two_speak, fixture->run, 20);
  id = g_strdup (find_speaker (ponder_think_run_get_state (fixture->run))->id);
  n_open = ponder_demo_server_get_n_open (server);
  since = g_get_monotonic_time ();
  g_assert_true (ponder_think_run_command (fixture->run, PONDER_THINK_SKIP, id, NULL));
  ponder_test_wait_for (one_has_left, server, 5);
  g_assert_cmpint (left - since, <, AT_ONCE_US);
  g_test_message ("one was left after %" G_GINT64_FORMAT " us", left - since);
  g_assert_cmpuint (ponder_demo_server_get_n_left (server), ==, 1);
  g_assert_cmpuint (ponder_demo_server_get_n_open (server), >=, n_open - 1);

  ponder_test_wait_for (two_speak, fixture->run, 20);
  n_open = ponder_demo_server_get_n_open (server);
  for (guint i = 0; i < ponder_think_run_get_state (fixture->run)->nodes->len; i++)
    {
      node = g_ptr_array_index (ponder_think_run_get_state (fixture->run)->nodes, i);
      g_assert_cmpint (node->state == PONDER_THINK_CANCELLED, ==, g_str_equal (node->id, id));
      g_assert_cmpuint (node->attempt, <=, 1);
    }
  since = g_get_monotonic_time ();
  ponder_turn_stop (ponder_think_run_get_turn (fixture->run));
  ponder_test_wait_for (is_everybody_gone, server, 5);
  g_assert_cmpint (left - since, <, AT_ONCE_US);
  g_test_message ("%u were left after %" G_GINT64_FORMAT " us", n_open, left - since);
  g_assert_cmpuint (ponder_demo_server_get_n_left (server), ==, 1 + n_open);
  wait_for_end (fixture);
  assert_outcome (fixture, PONDER_THINK_OUTCOME_CANCELLED);
  g_signal_handlers_disconnect_by_data (server, &left);
}

/* --- copies --- */

static PonderThinkRecord *
find_record (GPtrArray     *records,
             PonderSession *session)
{
  for (guint i = 0; i < records->len; i++)
    {
      PonderThinkRecord *record = g_ptr_array_index (records, i);

      if (g_str_equal (record->session, ponder_session_get_id (session)))
        return record;
    }
  return NULL;
}

static gboolean
has_board (gpointer timeline)
{
  return ponder_timeline_get_board (timeline, ponder_test_get_message (timeline, 1)) != NULL;
}

/* (transfer full): the id of the run in @copy, which is as long as the one it comes from. */
static char *
assert_copied (Fixture       *fixture,
               PonderSession *copy)
{
  g_autoptr(GPtrArray) records = list (fixture);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) events = NULL;
  PonderThinkRecord *record = find_record (records, copy);
  GAsyncResult *pending = NULL;

  g_assert_nonnull (record);
  g_assert_cmpstr (record->message, ==, find_record (records, fixture->session)->message);
  g_assert_cmpstr (record->outcome, ==, "done");
  ponder_workspace_load_run_async (fixture->test->workspace, record->id, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  events = ponder_workspace_load_run_finish (fixture->test->workspace, result, NULL);
  g_assert_nonnull (events);
  g_assert_cmpint (((PonderThinkEvent *) g_ptr_array_index (events, events->len - 1))->type, ==,
                   PONDER_THINK_RUN_ENDED);
  return g_strdup (record->id);
}

/* What is copied with its answers is a run of its own. */
static void
test_copies (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr(PonderSession) copy = NULL;
  g_autoptr(PonderSession) branch = NULL;
  g_autoptr(PonderTimeline) timeline = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  GAsyncResult *pending = NULL;

  begin (fixture, "What shall we do?");
  wait_for_end (fixture);
  ponder_workspace_copy_session_async (fixture->test->workspace, fixture->session, NULL, ponder_test_take_result,
                                       &pending);
  result = ponder_test_await (&pending);
  copy = ponder_workspace_copy_session_finish (fixture->test->workspace, result, NULL);
  first = assert_copied (fixture, copy);
  timeline = ponder_test_open_chat (fixture->test->workspace, copy);
  g_assert_nonnull (ponder_timeline_get_board (timeline, ponder_test_get_message (timeline, 1)));

  branch = ponder_workspace_branch_to_new_chat (fixture->test->workspace, fixture->timeline,
                                                ponder_test_get_message (fixture->timeline, 1));
  g_object_unref (timeline);
  timeline = ponder_test_open_chat (fixture->test->workspace, branch);
  ponder_test_wait_for (has_board, timeline, 10);
  second = assert_copied (fixture, branch);
  g_assert_cmpstr (first, !=, second);
}

/* --- the clock --- */

static gboolean
waits (gpointer user_data)
{
  Fixture *fixture = user_data;

  return ponder_think_run_get_state (fixture->run)->phase == PONDER_THINK_PHASE_APPROVE;
}

static gboolean
is_idle (gpointer user_data)
{
  Fixture *fixture = user_data;

  return ponder_demo_server_get_n_open (fixture->test->server) == 0;
}

/* A copy of what is thought about goes on by itself, if anybody wants that. */
static void
test_copy_of_running (Fixture       *fixture,
                      gconstpointer  user_data)
{
  g_autoptr(PonderSession) copy = NULL;
  g_autoptr(PonderTimeline) timeline = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *pending = NULL;
  PonderThinkBoard *board;

  ponder_demo_server_set_pace (fixture->test->server, 0.3);
  begin (fixture, "What shall we do?");
  ponder_test_wait_for (two_speak, fixture->run, 20);
  ponder_workspace_copy_session_async (fixture->test->workspace, fixture->session, NULL, ponder_test_take_result,
                                       &pending);
  result = ponder_test_await (&pending);
  copy = ponder_workspace_copy_session_finish (fixture->test->workspace, result, NULL);
  timeline = ponder_test_open_chat (fixture->test->workspace, copy);
  ponder_test_wait_for (has_board, timeline, 10);
  board = ponder_timeline_get_board (timeline, ponder_test_get_message (timeline, 1));
  g_assert_cmpint (ponder_think_board_get_standing (board), ==, PONDER_THINK_STANDING_INTERRUPTED);
  g_assert_cmpint (ponder_message_get_state (ponder_test_get_message (timeline, 1)), ==, PONDER_MESSAGE_INTERRUPTED);

  wait_for_end (fixture);
  assert_outcome (fixture, PONDER_THINK_OUTCOME_DONE);
  g_assert_true (ponder_think_board_command (board, PONDER_THINK_RESUME, NULL, NULL));
  ponder_test_wait_for (is_running, board, 10);
  ponder_test_wait_for (is_over, board, 30);
  g_assert_nonnull (strstr (ponder_message_get_text (ponder_test_get_message (timeline, 1)), "Go step by step."));
}

/* Whoever reads a plan, or pauses, does not use up the time that the run has. */
static void
test_clock (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();
  gint64 time;

  config->approve_plan = TRUE;
  config->max_seconds = 2;
  fixture->run = ponder_workspace_begin_think (fixture->test->workspace, fixture->timeline, "What?", NULL, config);
  watch (fixture);
  ponder_test_wait_for (waits, fixture, 10);
  time = ponder_think_run_get_time (fixture->run);
  g_usleep (2500000);
  g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (ponder_think_run_get_time (fixture->run), ==, time);

  ponder_demo_server_set_pace (fixture->test->server, 0.05);
  g_assert_true (ponder_think_run_command (fixture->run, PONDER_THINK_APPROVE, NULL, NULL));
  g_assert_true (ponder_think_run_command (fixture->run, PONDER_THINK_PAUSE, NULL, NULL));
  ponder_test_wait_for (is_idle, fixture, 10);
  g_assert_true (ponder_think_run_get_running (fixture->run));
  ponder_test_run_for (100);
  time = ponder_think_run_get_time (fixture->run);
  g_usleep (300000);
  g_assert_cmpint (ponder_think_run_get_time (fixture->run), ==, time);
  ponder_demo_server_set_pace (fixture->test->server, 0);
  g_assert_true (ponder_think_run_command (fixture->run, PONDER_THINK_RESUME, NULL, NULL));
  wait_for_end (fixture);
  assert_outcome (fixture, PONDER_THINK_OUTCOME_DONE);
}

static void
test_no_provider (Fixture       *fixture,
                  gconstpointer  user_data)
{
  g_autoptr(PonderModelConfig) config = ponder_model_config_copy (ponder_session_get_config (fixture->session));

  ponder_model_config_set_model (config, "nobody", "nothing");
  ponder_session_set_config (fixture->session, config);
  begin (fixture, "What shall we do?");
  wait_for_end (fixture);
  g_assert_cmpint (ponder_message_get_state (get_answer (fixture)), ==, PONDER_MESSAGE_FAILED);
  g_assert_nonnull (ponder_message_get_fault (get_answer (fixture)));
}

static guint
get_parts (Fixture *fixture)
{
  g_autoptr(PonderThinkConfig) config = ponder_workspace_dup_think_config (fixture->test->workspace, fixture->session);

  return config->max_subtasks;
}

static void
test_profiles (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr(PonderWorkspace) workspace = ponder_workspace_new ("/nowhere", NULL);
  g_autoptr(PonderThinkConfig) usual = ponder_workspace_dup_think_config (fixture->test->workspace, NULL);
  g_autoptr(PonderThinkConfig) developed = NULL;
  g_autoptr(PonderThinkConfig) preferred = NULL;

  g_assert_cmpuint (usual->parallel, ==, 0);
  g_assert_true (usual->review);
  g_assert_false (usual->show_process);
  ponder_workspace_set_profile (workspace, PONDER_PROFILE_DEVELOPMENT);
  developed = ponder_workspace_dup_think_config (workspace, NULL);
  g_assert_cmpuint (developed->parallel, ==, 2);
  g_assert_false (developed->review);
  g_assert_true (developed->show_process);

  /* What somebody set stands above it. */
  ponder_settings_set_think_config (ponder_workspace_get_settings (workspace), "{\"max_subtasks\":4}");
  preferred = ponder_workspace_dup_think_config (workspace, NULL);
  g_assert_cmpuint (preferred->max_subtasks, ==, 4);
  g_assert_true (preferred->review);
}

/* The chat's own before the preferences' before what is usual. */
static void
test_precedence (Fixture       *fixture,
                 gconstpointer  user_data)
{
  PonderWorkspace *workspace = fixture->test->workspace;
  PonderSettings *settings = ponder_workspace_get_settings (workspace);
  g_autoptr(PonderModelConfig) chat = ponder_model_config_copy (ponder_session_get_config (fixture->session));
  g_autoptr(PonderThinkConfig) preferred = NULL;
  g_autoptr(PonderSession) fresh = NULL;

  g_assert_cmpuint (get_parts (fixture), ==, 6);
  ponder_settings_set_think_config (settings, "{\"max_subtasks\":4}");
  preferred = ponder_workspace_dup_think_config (workspace, NULL);
  g_assert_true (preferred->review);
  g_assert_cmpuint (get_parts (fixture), ==, 4);
  chat->think = ponder_think_config_new ();
  chat->think->max_subtasks = 2;
  ponder_session_set_config (fixture->session, chat);
  g_assert_cmpuint (get_parts (fixture), ==, 2);

  g_object_set (settings, "think-in-new-chats", TRUE, NULL);
  fresh = ponder_workspace_create_session (workspace);
  g_assert_true (ponder_session_get_config (fresh)->deep_think);
  g_assert_null (ponder_session_get_config (fresh)->think);
}

static void
add (const char *name,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (name, Fixture, NULL, set_up, test, tear_down);
}

/* What is under way when it pauses has an end; nothing begins, also not after a restart, until somebody says so. */
static void
test_pause (Fixture       *fixture,
            gconstpointer  user_data)
{
  guint n_requests;

  ponder_demo_server_set_pace (fixture->test->server, 0.3);
  begin (fixture, "What shall we do?");
  ponder_test_wait_for (two_speak, fixture->run, 20);
  g_assert_true (ponder_think_run_command (fixture->run, PONDER_THINK_PAUSE, NULL, NULL));
  n_requests = ponder_demo_server_get_n_requests (fixture->test->server);
  ponder_test_wait_for (is_idle, fixture, 20);
  ponder_test_run_for (300);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->test->server), ==, n_requests);
  g_assert_cmpuint (ponder_demo_server_get_n_left (fixture->test->server), ==, 0);
  g_assert_true (ponder_think_run_get_running (fixture->run));

  reopen (fixture);
  ponder_think_board_load (get_board (fixture));
  ponder_test_wait_for (is_read, get_board (fixture), 5);
  g_assert_cmpint (ponder_think_board_get_standing (get_board (fixture)), ==, PONDER_THINK_STANDING_INTERRUPTED);
  g_assert_cmpint (ponder_message_get_state (ponder_test_get_message (fixture->timeline, 1)), ==,
                   PONDER_MESSAGE_INTERRUPTED);
  obey_and_wait (fixture, PONDER_THINK_RESUME, NULL, NULL);
  assert_record (fixture, "done");
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->test->server), ==, N_CALLS);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/think/a-plan-its-parts-an-answer-and-a-review", test_whole);
  add ("/think/in-the-language-of-the-question", test_chinese);
  add ("/think/the-chat-goes-along", test_in_a_chat);
  add ("/think/what-its-calls-took-is-learned", test_pace_is_learned);
  add ("/think/it-says-how-long-it-will-take", test_time_left);
  add ("/think/a-simple-question-is-one-call", test_direct);
  add ("/think/a-limit-of-length-is-told", test_length);
  add ("/think/a-server-that-says-nothing-is-asked-twice", test_hedge);
  add ("/think/without-a-good-key-it-waits", test_blocked);
  add ("/think/what-is-stopped-keeps-what-it-has", test_stop);
  add ("/think/what-is-interrupted-goes-on", test_interrupted);
  add ("/think/what-is-whole-is-left-alone", test_whole_one_is_refused);
  add ("/think/a-chat-before-the-preferences-before-what-is-usual", test_precedence);
  add ("/think/a-profile-says-what-is-usual", test_profiles);
  add ("/think/without-a-provider-it-says-so", test_no_provider);
  add ("/think/what-is-interrupted-can-be-given-up", test_discard);
  add ("/think/what-is-interrupted-can-be-answered-now", test_answer_now);
  add ("/think/a-part-of-what-is-whole-is-made-again", test_one_part);
  add ("/think/what-cannot-be-gone-on-with-says-so", test_problems);
  add ("/think/without-a-log-there-is-an-answer", test_unwritable);
  add ("/think/what-parts-said-is-kept", test_texts);
  add ("/think/who-is-not-wanted-is-left-at-once", test_leaving);
  add ("/think/what-is-copied-has-runs-of-its-own", test_copies);
  add ("/think/a-copy-of-what-is-thought-about", test_copy_of_running);
  add ("/think/what-is-paused-begins-nothing", test_pause);
  add ("/think/the-clock-stands-while-a-person-is-waited-for", test_clock);
  return g_test_run ();
}
