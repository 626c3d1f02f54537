/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Going on with an answer that broke off: what came is kept, and nothing is overwritten. */

#include "config.h"

#include "ponder-test-workspace.h"

#include "ponder-test-loop.h"

#include <string.h>
#include <unistd.h>

static char *program;

static void
script_cut (PonderTest *test,
            const char *text)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");

  ponder_demo_script_text (script, text);
  ponder_demo_script_pause (script, 20);
  ponder_demo_script_cut (script);
  ponder_demo_server_set_script (test->server, PONDER_TEST_MODEL, script);
}

static PonderMessage *
go_on (PonderTest     *test,
       PonderTimeline *timeline,
       PonderMessage  *answer)
{
  g_autoptr(PonderTurn) turn = ponder_workspace_continue_answer (test->workspace, timeline, answer);

  g_assert_true (g_str_has_prefix (ponder_message_get_text (ponder_turn_get_message (turn)),
                                   ponder_message_get_text (answer)));
  ponder_test_wait_for_end (turn);
  return ponder_turn_get_message (turn);        /* the timeline holds it */
}

static PonderTimeline *
begin_cut_chat (PonderTest *test)
{
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  PonderTimeline *timeline = ponder_test_open_chat (test->workspace, session);

  script_cut (test, "half an ans");
  ponder_test_ask (test->workspace, timeline, "whole?");
  g_assert_true (ponder_message_is_unfinished (ponder_test_get_message (timeline, 1)));
  return timeline;
}

static PonderTimeline *
reopen (PonderTest *test)
{
  GListModel *sessions;

  ponder_test_reopen (test);
  sessions = G_LIST_MODEL (ponder_workspace_get_sessions (test->workspace));
  return ponder_test_open_chat (test->workspace, ponder_test_get_session (sessions, 0));
}

static void
test_joined (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderTimeline) timeline = begin_cut_chat (test);
  PonderMessage *first = ponder_test_get_message (timeline, 1);
  PonderMessage *second;
  const char *body;

  ponder_test_script (test, 0, "wer, ", "and the rest.", NULL);
  second = go_on (test, timeline, first);
  g_assert_cmpstr (ponder_message_get_text (second), ==, "half an answer, and the rest.");
  g_assert_cmpint (ponder_message_get_state (second), ==, PONDER_MESSAGE_DONE);
  g_assert_null (ponder_message_get_fault (second));
  g_assert_false (ponder_message_is_unfinished (second));

  /* The model was shown what it had said and told to go on. */
  body = ponder_demo_server_get_last_body (test->server);
  g_assert_nonnull (strstr (body, "whole?"));
  g_assert_nonnull (strstr (body, "half an ans"));
  g_assert_nonnull (strstr (strstr (body, "half an ans"), "Go on exactly where it broke off"));
  g_clear_object (&timeline);

  /* Both versions are there, and nothing was put into the person's mouth. */
  timeline = reopen (test);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (timeline)), ==, 2);
  g_assert_cmpstr (ponder_message_get_text (ponder_test_get_message (timeline, 1)), ==,
                   "half an answer, and the rest.");
  ponder_timeline_show_sibling (timeline, ponder_test_get_message (timeline, 1), -1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (timeline)), ==, 2);
  g_assert_cmpstr (ponder_message_get_text (ponder_test_get_message (timeline, 1)), ==, "half an ans");
  g_assert_cmpint (ponder_message_get_state (ponder_test_get_message (timeline, 1)), ==, PONDER_MESSAGE_CUT_OFF);
}

static void
test_twice (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderTimeline) timeline = begin_cut_chat (test);
  PonderMessage *answer;

  script_cut (test, "wer, and ");
  answer = go_on (test, timeline, ponder_test_get_message (timeline, 1));
  g_assert_cmpstr (ponder_message_get_text (answer), ==, "half an answer, and ");
  g_assert_cmpint (ponder_message_get_state (answer), ==, PONDER_MESSAGE_CUT_OFF);

  ponder_test_script (test, 0, "the rest.", NULL);
  answer = go_on (test, timeline, answer);
  g_assert_cmpstr (ponder_message_get_text (answer), ==, "half an answer, and the rest.");
  g_assert_nonnull (strstr (ponder_demo_server_get_last_body (test->server), "half an answer, and "));
  g_assert_cmpuint (ponder_message_get_n_siblings (answer), ==, 3);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (timeline)), ==, 2);
}

/* What was there is there also when not one more word comes. */
static void
test_refused (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderTimeline) timeline = begin_cut_chat (test);
  PonderDemoScript *script = ponder_demo_script_new (401, "application/json");
  PonderMessage *answer;

  ponder_demo_script_bytes (script, "{\"error\":{\"message\":\"no\"}}", -1);
  ponder_demo_server_set_script (test->server, PONDER_TEST_MODEL, script);
  answer = go_on (test, timeline, ponder_test_get_message (timeline, 1));
  g_assert_cmpint (ponder_message_get_state (answer), ==, PONDER_MESSAGE_FAILED);
  g_assert_cmpstr (ponder_message_get_text (answer), ==, "half an ans");
  g_assert_true (ponder_message_is_unfinished (answer));
}

static void
test_thoughts (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");
  PonderMessage *answer;

  ponder_demo_script_reasoning (script, "hm");
  ponder_demo_script_text (script, "half");
  ponder_demo_script_end (script, "length", 3, 5);
  ponder_demo_server_set_script (test->server, PONDER_TEST_MODEL, script);
  answer = ponder_test_ask (test->workspace, timeline, "whole?");
  g_assert_cmpint (ponder_message_get_finish (answer), ==, PONDER_FINISH_LENGTH);

  script = ponder_demo_script_new (200, "text/event-stream");
  ponder_demo_script_reasoning (script, "aha");
  ponder_demo_script_text (script, " done");
  ponder_demo_script_end (script, "stop", 3, 5);
  ponder_demo_server_set_script (test->server, PONDER_TEST_MODEL, script);
  answer = go_on (test, timeline, answer);
  g_assert_cmpstr (ponder_message_get_reasoning (answer), ==, "hm\n\naha");
  g_assert_cmpstr (ponder_message_get_text (answer), ==, "half done");
}

/* The program that will be killed: goes on with the last answer in the folder @dir, which then hangs. */
static int
run_child (const char *dir)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderWorkspace) workspace = ponder_test_open_workspace (dir, &error);
  g_autoptr(PonderTimeline) timeline = NULL;
  g_autoptr(PonderTurn) turn = NULL;

  g_assert_no_error (error);
  timeline = ponder_test_open_chat (
    workspace, ponder_test_get_session (G_LIST_MODEL (ponder_workspace_get_sessions (workspace)), 0));
  turn = ponder_workspace_continue_answer (workspace, timeline, ponder_test_get_message (timeline, 1));
  ponder_test_wait_for_end (turn);
  return 1;                     /* killed before it comes to that */
}

static gboolean
is_asked (gpointer user_data)
{
  return ponder_demo_server_get_n_open (user_data) > 0;
}

static void
test_killed (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderTimeline) timeline = begin_cut_chat (test);
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");
  g_autoptr(GSubprocess) child = NULL;
  g_autoptr(GError) error = NULL;
  PonderMessage *answer;

  g_clear_object (&timeline);
  ponder_test_close (test);
  ponder_demo_script_hang (script);
  ponder_demo_server_set_script (test->server, PONDER_TEST_MODEL, script);
  child = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "--child", test->dir, NULL);
  g_assert_no_error (error);
  ponder_test_wait_for (is_asked, test->server, 20);
  g_subprocess_force_exit (child);
  g_subprocess_wait (child, NULL, &error);
  g_assert_no_error (error);

  ponder_test_open (test);
  timeline = ponder_test_open_chat (
    test->workspace, ponder_test_get_session (G_LIST_MODEL (ponder_workspace_get_sessions (test->workspace)), 0));
  answer = ponder_test_get_message (timeline, 1);
  g_assert_cmpuint (ponder_message_get_n_siblings (answer), ==, 2);
  g_assert_cmpint (ponder_message_get_state (answer), ==, PONDER_MESSAGE_INTERRUPTED);
  g_assert_cmpstr (ponder_message_get_text (answer), ==, "half an ans");

  ponder_test_script (test, 0, "wer.", NULL);
  answer = go_on (test, timeline, answer);
  g_assert_cmpstr (ponder_message_get_text (answer), ==, "half an answer.");
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && strcmp (argv[1], "--child") == 0)
    return run_child (argv[2]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/continue/the-rest-is-joined-and-both-versions-stay", test_joined);
  g_test_add_func ("/continue/a-second-cut-can-be-gone-on-with-too", test_twice);
  g_test_add_func ("/continue/a-refusal-costs-nothing", test_refused);
  g_test_add_func ("/continue/thoughts-stand-below-each-other", test_thoughts);
  g_test_add_func ("/continue/a-killed-program-keeps-what-there-was", test_killed);
  return g_test_run ();
}
