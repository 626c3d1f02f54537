/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A turn whose call failed and will be tried again: what is seen of it, and how it ends. */

#include "config.h"

#include "ponder-countdown.h"
#include "ponder-test-loop.h"
#include "ponder-test-workspace.h"

typedef struct
{
  PonderTest     *test;
  PonderSession  *session;
  PonderTimeline *timeline;
  PonderTurn     *turn;
  PonderMessage  *answer;
} Fixture;

static gboolean
has_countdown (gpointer user_data)
{
  return ponder_turn_get_countdown (user_data) != NULL;
}

/* Leaves the turn in the wait before its second try. */
static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  PonderDemoScript *script = ponder_demo_script_new (429, "application/json");

  fixture->test = ponder_test_new ();
  ponder_demo_script_header (script, "Retry-After", "60");
  ponder_demo_script_bytes (script, "{\"error\":{\"message\":\"Slow down\"}}", -1);
  ponder_demo_server_set_script (fixture->test->server, PONDER_TEST_MODEL, script);
  fixture->session = ponder_test_new_chat (fixture->test);
  fixture->timeline = ponder_test_open_chat (fixture->test->workspace, fixture->session);
  fixture->turn = ponder_workspace_begin_turn (fixture->test->workspace, fixture->timeline,
                                               "Hello");
  fixture->answer = ponder_turn_get_message (fixture->turn);
  ponder_test_wait_for (has_countdown, fixture->turn, 20);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_assert_null (ponder_turn_get_countdown (fixture->turn));
  g_assert_false (ponder_turn_get_running (fixture->turn));
  g_object_unref (fixture->turn);
  g_object_unref (fixture->timeline);
  g_object_unref (fixture->session);
  ponder_test_free (fixture->test);
}

static void
test_what_is_seen (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_autoptr(PonderCountdown) countdown = NULL;

  g_object_get (fixture->turn, "countdown", &countdown, NULL);
  g_assert_cmpuint (ponder_countdown_get_attempt (countdown), ==, 2);
  g_assert_true (ponder_turn_get_running (fixture->turn));
  g_assert_cmpint (ponder_turn_get_waiting (fixture->turn), ==, -1);
  g_assert_false (ponder_turn_get_queued (fixture->turn));
  g_assert_cmpint (ponder_message_get_state (fixture->answer), ==, PONDER_MESSAGE_WAITING);
  g_assert_true (ponder_message_get_fault (fixture->answer)
                 == ponder_countdown_get_fault (countdown));
  ponder_turn_stop (fixture->turn);
  g_assert_cmpint (ponder_message_get_state (fixture->answer), ==, PONDER_MESSAGE_STOPPED);
  g_assert_null (ponder_message_get_fault (fixture->answer));
}

static void
test_retry_now (Fixture       *fixture,
                gconstpointer  user_data)
{
  ponder_test_script (fixture->test, 0, "There", NULL);
  ponder_countdown_skip (ponder_turn_get_countdown (fixture->turn));
  g_assert_null (ponder_turn_get_countdown (fixture->turn));
  g_assert_null (ponder_message_get_fault (fixture->answer));
  g_assert_cmpint (ponder_message_get_state (fixture->answer), ==, PONDER_MESSAGE_WAITING);
  ponder_test_wait_for_end (fixture->turn);
  g_assert_cmpint (ponder_message_get_state (fixture->answer), ==, PONDER_MESSAGE_DONE);
  g_assert_cmpstr (ponder_message_get_text (fixture->answer), ==, "There");
  g_assert_cmpuint (ponder_turn_get_attempts (fixture->turn), ==, 2);
}

static void
test_stop_retrying (Fixture       *fixture,
                    gconstpointer  user_data)
{
  ponder_countdown_give_up (ponder_turn_get_countdown (fixture->turn));
  g_assert_cmpint (ponder_message_get_state (fixture->answer), ==, PONDER_MESSAGE_FAILED);
  g_assert_cmpint (ponder_message_get_fault (fixture->answer)->category, ==,
                   PONDER_ERROR_RATE_LIMIT);
}

static void
stop_cb (PonderMessage *answer,
         GParamSpec    *pspec,
         PonderTurn    *turn)
{
  ponder_turn_stop (turn);
}

/* Whoever hears that the next try failed as well may stop it there and then. */
static void
test_stop_when_told (Fixture       *fixture,
                     gconstpointer  user_data)
{
  ponder_countdown_skip (ponder_turn_get_countdown (fixture->turn));
  g_signal_connect (fixture->answer, "notify::fault", G_CALLBACK (stop_cb), fixture->turn);
  ponder_test_wait_for_end (fixture->turn);
  g_assert_cmpint (ponder_message_get_state (fixture->answer), ==, PONDER_MESSAGE_STOPPED);
  g_assert_null (ponder_turn_get_countdown (fixture->turn));
  g_assert_null (ponder_message_get_fault (fixture->answer));
  g_assert_cmpuint (ponder_turn_get_attempts (fixture->turn), ==, 2);
}

static gboolean
has_file (gpointer user_data)
{
  g_autoptr(GDir) dir = g_dir_open (user_data, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) != NULL;
}

static void
test_nothing_is_told_after_closing (Fixture       *fixture,
                                    gconstpointer  user_data)
{
  g_autofree char *folder = g_build_filename (fixture->test->dir, "data", "running", NULL);

  ponder_test_wait_for (has_file, folder, 20);
  ponder_test_close_workspace (fixture->test->workspace);
  g_assert_false (has_file (folder));
}

static void
add (const char *name,
     void      (*test) (Fixture *fixture, gconstpointer user_data))
{
  g_autofree char *path = g_strconcat ("/workspace/retry/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("what-is-seen-in-the-wait", test_what_is_seen);
  add ("retry-now", test_retry_now);
  add ("stop-retrying", test_stop_retrying);
  add ("stop-when-told", test_stop_when_told);
  add ("nothing-is-told-after-closing", test_nothing_is_told_after_closing);
  return g_test_run ();
}
