/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saving comes before asking, and never keeps the main thread: the window would stutter. */

#include "config.h"

#include "ponder-test-workspace.h"

#include "ponder-test-loop.h"

#include <sqlite3.h>

#define CALL_LIMIT_MS 4

/* How long somebody else keeps the database, and what a busy computer may take for one turn of the loop. */
#define LOCKED_MS 700
#define GAP_LIMIT_MS 200

typedef struct
{
  gint64 last;
  gint64 longest;
  guint  n;
} Ticks;

static gboolean
tick_cb (gpointer user_data)
{
  Ticks *ticks = user_data;
  gint64 now = g_get_monotonic_time ();

  if (ticks->last != 0)
    ticks->longest = MAX (ticks->longest, now - ticks->last);
  ticks->last = now;
  ticks->n++;
  return G_SOURCE_CONTINUE;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 difference = *(gint64 *) a - *(gint64 *) b;

  return difference < 0 ? -1 : difference > 0;
}

static void
test_calls_return (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  gint64 times[50];

  ponder_test_script (test, 0, "yes", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autofree char *draft = g_strnfill (20000 + i, 'x');
      gint64 begin = g_get_monotonic_time ();
      g_autoptr(PonderTurn) turn = NULL;

      ponder_session_set_draft (session, draft, 0);
      ponder_workspace_save_session (test->workspace, session);
      turn = ponder_workspace_begin_turn (test->workspace, timeline, draft);
      times[i] = g_get_monotonic_time () - begin;
      ponder_test_wait_for_end (turn);
    }
  qsort (times, G_N_ELEMENTS (times), sizeof times[0], compare_times);
  g_test_message ("median %" G_GINT64_FORMAT " µs, longest %" G_GINT64_FORMAT " µs",
                  times[G_N_ELEMENTS (times) / 2], times[G_N_ELEMENTS (times) - 1]);
  g_assert_cmpint (times[G_N_ELEMENTS (times) / 2], <, CALL_LIMIT_MS * 1000);
}

/* A disk as slow as can be: no write gets through before the lock is given up. */
static sqlite3 *
lock_database (const char *path)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 1000);
  g_assert_cmpint (sqlite3_exec (database, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  return database;
}

static void
test_stored_first (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderTurn) turn = NULL;
  sqlite3 *lock;

  ponder_test_script (test, 0, "yes", NULL);
  lock = lock_database (ponder_workspace_get_database_path (test->workspace));
  turn = ponder_workspace_begin_turn (test->workspace, timeline, "Safe?");
  ponder_test_run_for (300);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (test->server), ==, 0);
  sqlite3_close (lock);
  ponder_test_wait_for_end (turn);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (test->server), ==, 1);
}

static void
test_loop_goes_on (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");
  g_autoptr(PonderTurn) turn = NULL;
  Ticks ticks = { 0 };
  sqlite3 *lock;
  gsize before;
  guint source;

  for (guint i = 0; i < 100; i++)
    {
      ponder_demo_script_text (script, "A sentence of an answer that becomes rather long. ");
      ponder_demo_script_pause (script, 10);
    }
  ponder_demo_script_end (script, "stop", 1, 1);
  ponder_demo_server_set_script (test->server, PONDER_TEST_MODEL, script);
  turn = ponder_workspace_begin_turn (test->workspace, timeline, "Tell me");
  ponder_test_wait_for_text (ponder_turn_get_message (turn), 1);

  lock = lock_database (ponder_workspace_get_database_path (test->workspace));
  before = strlen (ponder_message_get_text (ponder_turn_get_message (turn)));
  source = g_timeout_add (1, tick_cb, &ticks);
  ponder_test_run_for (LOCKED_MS);
  g_source_remove (source);
  sqlite3_close (lock);
  g_test_message ("%u ticks, longest gap %" G_GINT64_FORMAT " µs", ticks.n, ticks.longest);
  g_assert_cmpint (ticks.longest, <, GAP_LIMIT_MS * 1000);
  g_assert_cmpuint (strlen (ponder_message_get_text (ponder_turn_get_message (turn))), >, before);

  ponder_test_wait_for_end (turn);
  g_assert_cmpint (ponder_message_get_state (ponder_turn_get_message (turn)), ==, PONDER_MESSAGE_DONE);
  g_assert_cmpuint (test->problems->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/saving/asking-and-saving-return-at-once", test_calls_return);
  g_test_add_func ("/saving/nothing-leaves-before-the-question-is-stored", test_stored_first);
  g_test_add_func ("/saving/the-loop-goes-on-while-the-disk-does-not", test_loop_goes_on);
  return g_test_run ();
}
