/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saving never keeps the main thread: the window would stutter. */

#include "config.h"

#include "ponder-test-workspace.h"

#include "ponder-test-loop.h"

#define CALL_LIMIT_MS 4

/* The sanitizers and a busy computer make a single turn of the loop slow; a blocked disk would make many. */
#define GAP_LIMIT_MS 4
#define GAPS_ALLOWED 20

typedef struct
{
  gint64 last;
  guint  n_gaps;
  guint  n_ticks;
} Gaps;

static gboolean
tick_cb (gpointer user_data)
{
  Gaps *gaps = user_data;
  gint64 now = g_get_monotonic_time ();

  if (gaps->last != 0 && now - gaps->last > (1 + GAP_LIMIT_MS) * 1000)
    gaps->n_gaps++;
  gaps->last = now;
  gaps->n_ticks++;
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

static void
test_loop_goes_on (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");
  g_autoptr(PonderTurn) turn = NULL;
  Gaps gaps = { 0 };
  guint source;

  for (guint i = 0; i < 100; i++)
    {
      ponder_demo_script_text (script, "A sentence of an answer that becomes rather long. ");
      ponder_demo_script_pause (script, 10);
    }
  ponder_demo_script_end (script, "stop", 1, 1);
  ponder_demo_server_set_script (test->server, PONDER_TEST_MODEL, script);
  turn = ponder_workspace_begin_turn (test->workspace, timeline, "Tell me");
  source = g_timeout_add (1, tick_cb, &gaps);
  ponder_test_wait_for_end (turn);
  g_source_remove (source);
  g_test_message ("%u gaps in %u ticks", gaps.n_gaps, gaps.n_ticks);
  g_assert_cmpuint (gaps.n_gaps, <, GAPS_ALLOWED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/speed/asking-and-saving-return-at-once", test_calls_return);
  g_test_add_func ("/speed/the-loop-goes-on-while-an-answer-is-saved", test_loop_goes_on);
  return g_test_run ();
}
