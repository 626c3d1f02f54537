/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wait before the next try, as it is seen and decided upon. */

#include "config.h"

#include "ponder-countdown.h"
#include "ponder-test-loop.h"

typedef struct
{
  PonderFault     *fault;
  PonderCountdown *countdown;
  GString         *seen;        /* the seconds left, each time they changed */
  guint            n_over;
  gboolean         again;
} Fixture;

static void
seconds_cb (PonderCountdown *countdown,
            GParamSpec      *pspec,
            Fixture         *fixture)
{
  guint seconds;

  g_object_get (countdown, "seconds-left", &seconds, NULL);
  g_assert_cmpuint (seconds, ==, ponder_countdown_get_seconds_left (countdown));
  g_string_append_printf (fixture->seen, "%u", seconds);
}

static void
over_cb (PonderCountdown *countdown,
         gboolean         again,
         Fixture         *fixture)
{
  fixture->n_over++;
  fixture->again = again;
}

static void
begin (Fixture *fixture,
       double   seconds)
{
  fixture->countdown = ponder_countdown_new (fixture->fault, seconds, 2, 4);
  g_signal_connect (fixture->countdown, "notify::seconds-left", G_CALLBACK (seconds_cb), fixture);
  g_signal_connect (fixture->countdown, "over", G_CALLBACK (over_cb), fixture);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->fault = ponder_fault_new (PONDER_ERROR_RATE_LIMIT, "chat");
  fixture->seen = g_string_new (NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_assert_finalize_object (fixture->countdown);
  ponder_fault_unref (fixture->fault);
  g_string_free (fixture->seen, TRUE);
}

static gboolean
is_over (gpointer user_data)
{
  return ((Fixture *) user_data)->n_over > 0;
}

static void
test_runs_out (Fixture       *fixture,
               gconstpointer  user_data)
{
  gint64 started = g_get_monotonic_time ();

  begin (fixture, 1.6);
  g_assert_true (ponder_countdown_get_fault (fixture->countdown) == fixture->fault);
  g_assert_cmpuint (ponder_countdown_get_attempt (fixture->countdown), ==, 2);
  g_assert_cmpuint (ponder_countdown_get_n_attempts (fixture->countdown), ==, 4);
  g_assert_cmpuint (ponder_countdown_get_seconds_left (fixture->countdown), ==, 2);
  ponder_test_wait_for (is_over, fixture, 20);
  g_assert_cmpint (g_get_monotonic_time () - started, >=, 1600 * 1000);
  g_assert_true (fixture->again);
  g_assert_cmpstr (fixture->seen->str, ==, "10");
  ponder_test_run_for (20);
  g_assert_cmpuint (fixture->n_over, ==, 1);
}

static void
test_no_time_at_all (Fixture       *fixture,
                     gconstpointer  user_data)
{
  begin (fixture, -1);
  g_assert_cmpuint (ponder_countdown_get_seconds_left (fixture->countdown), ==, 0);
  g_assert_cmpuint (fixture->n_over, ==, 0);
  ponder_test_wait_for (is_over, fixture, 20);
  g_assert_true (fixture->again);
}

static void
test_skip (Fixture       *fixture,
           gconstpointer  user_data)
{
  begin (fixture, 600);
  ponder_countdown_skip (fixture->countdown);
  g_assert_cmpuint (fixture->n_over, ==, 1);
  g_assert_true (fixture->again);
  ponder_countdown_give_up (fixture->countdown);
  g_assert_cmpuint (fixture->n_over, ==, 1);
}

static void
test_give_up (Fixture       *fixture,
              gconstpointer  user_data)
{
  begin (fixture, 600);
  ponder_countdown_give_up (fixture->countdown);
  g_assert_cmpuint (fixture->n_over, ==, 1);
  g_assert_false (fixture->again);
  ponder_countdown_skip (fixture->countdown);
  g_assert_cmpuint (fixture->n_over, ==, 1);
}

static void
test_stop (Fixture       *fixture,
           gconstpointer  user_data)
{
  begin (fixture, 0.02);
  ponder_countdown_stop (fixture->countdown);
  ponder_countdown_skip (fixture->countdown);
  ponder_countdown_give_up (fixture->countdown);
  ponder_test_run_for (50);
  g_assert_cmpuint (fixture->n_over, ==, 0);
}

static void
let_go_cb (PonderCountdown  *countdown,
           GParamSpec       *pspec,
           PonderCountdown **place)
{
  g_clear_object (place);
}

/* Whoever watches may let go of it in the middle of everything. */
static void
test_let_go_while_told (Fixture       *fixture,
                        gconstpointer  user_data)
{
  PonderCountdown *gone = ponder_countdown_new (fixture->fault, 0.02, 2, 4);

  g_signal_connect (gone, "notify::seconds-left", G_CALLBACK (let_go_cb), &gone);
  ponder_test_run_for (100);
  g_assert_null (gone);
  begin (fixture, 600);
}

static void
add (const char *name,
     void      (*test) (Fixture *fixture, gconstpointer user_data))
{
  g_autofree char *path = g_strconcat ("/base/countdown/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("runs-out", test_runs_out);
  add ("no-time-at-all", test_no_time_at_all);
  add ("skip", test_skip);
  add ("give-up", test_give_up);
  add ("stop-is-silent", test_stop);
  add ("let-go-while-told", test_let_go_while_told);
  return g_test_run ();
}
