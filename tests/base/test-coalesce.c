/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bursts of change: the first at once, the rest once per interval, the last never lost. */

#include "config.h"

#include "ponder-coalesce.h"
#include "ponder-test-loop.h"

#define INTERVAL_MS 50

typedef struct
{
  PonderCoalesce *coalesce;
  guint n_calls;
  guint n_wanted;
} Fixture;

static void
count_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_calls++;
}

static gboolean
has_calls (gpointer user_data)
{
  Fixture *fixture = user_data;

  return fixture->n_calls >= fixture->n_wanted;
}

static void
test_the_first_change_is_passed_on_at_once (void)
{
  Fixture fixture = { NULL };
  g_autoptr(PonderCoalesce) coalesce = ponder_coalesce_new (INTERVAL_MS, count_cb, &fixture);

  g_assert_cmpuint (fixture.n_calls, ==, 0);
  ponder_coalesce_touch (coalesce);
  g_assert_cmpuint (fixture.n_calls, ==, 1);
}

static void
test_a_burst_is_two_calls (void)
{
  Fixture fixture = { .n_wanted = 2 };
  g_autoptr(PonderCoalesce) coalesce = ponder_coalesce_new (INTERVAL_MS, count_cb, &fixture);

  for (int i = 0; i < 1000; i++)
    ponder_coalesce_touch (coalesce);
  g_assert_cmpuint (fixture.n_calls, ==, 1);
  ponder_test_wait_for (has_calls, &fixture, 5);
  ponder_test_run_for (3 * INTERVAL_MS);
  g_assert_cmpuint (fixture.n_calls, ==, 2);

  ponder_coalesce_touch (coalesce);
  g_assert_cmpuint (fixture.n_calls, ==, 3);
}

static gboolean
touch_cb (gpointer user_data)
{
  ponder_coalesce_touch (user_data);
  return G_SOURCE_CONTINUE;
}

static void
test_a_steady_stream_is_shown (void)
{
  Fixture fixture = { .n_wanted = 4 };
  g_autoptr(PonderCoalesce) coalesce = ponder_coalesce_new (INTERVAL_MS, count_cb, &fixture);
  gint64 before = g_get_monotonic_time ();
  guint source = g_timeout_add (1, touch_cb, coalesce);

  ponder_test_wait_for (has_calls, &fixture, 5);
  g_source_remove (source);
  /* Three intervals between four calls; a timer may be a millisecond early. */
  g_assert_cmpint (g_get_monotonic_time () - before, >=, 3 * (INTERVAL_MS - 2) * 1000);
}

static void
test_flush_passes_on_what_waits (void)
{
  Fixture fixture = { NULL };
  g_autoptr(PonderCoalesce) coalesce = ponder_coalesce_new (INTERVAL_MS, count_cb, &fixture);

  ponder_coalesce_flush (coalesce);
  g_assert_cmpuint (fixture.n_calls, ==, 0);
  ponder_coalesce_touch (coalesce);
  ponder_coalesce_touch (coalesce);
  ponder_coalesce_flush (coalesce);
  g_assert_cmpuint (fixture.n_calls, ==, 2);
  ponder_coalesce_flush (coalesce);
  ponder_test_run_for (2 * INTERVAL_MS);
  g_assert_cmpuint (fixture.n_calls, ==, 2);
}

static void
test_nothing_comes_after_the_end (void)
{
  Fixture fixture = { NULL };
  PonderCoalesce *coalesce = ponder_coalesce_new (INTERVAL_MS, count_cb, &fixture);

  ponder_coalesce_touch (coalesce);
  ponder_coalesce_touch (coalesce);
  ponder_coalesce_free (coalesce);
  ponder_test_run_for (2 * INTERVAL_MS);
  g_assert_cmpuint (fixture.n_calls, ==, 1);
}

static void
free_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_calls++;
  if (fixture->n_calls == fixture->n_wanted)
    g_clear_pointer (&fixture->coalesce, ponder_coalesce_free);
}

static void
test_the_function_may_end_it (void)
{
  for (guint n = 1; n <= 2; n++)
    {
      Fixture fixture = { .n_wanted = n };

      fixture.coalesce = ponder_coalesce_new (INTERVAL_MS, free_cb, &fixture);
      ponder_coalesce_touch (fixture.coalesce);
      if (fixture.coalesce != NULL)
        ponder_coalesce_touch (fixture.coalesce);
      ponder_test_wait_for (has_calls, &fixture, 5);
      g_assert_null (fixture.coalesce);
    }
}

static void
touch_again_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  if (++fixture->n_calls < fixture->n_wanted)
    ponder_coalesce_touch (fixture->coalesce);
}

static void
test_the_function_may_change_something (void)
{
  Fixture fixture = { .n_wanted = 3 };

  fixture.coalesce = ponder_coalesce_new (INTERVAL_MS, touch_again_cb, &fixture);
  ponder_coalesce_touch (fixture.coalesce);
  g_assert_cmpuint (fixture.n_calls, ==, 1);
  ponder_test_wait_for (has_calls, &fixture, 5);
  ponder_coalesce_free (fixture.coalesce);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/coalesce/the-first-change-is-passed-on-at-once",
                   test_the_first_change_is_passed_on_at_once);
  g_test_add_func ("/coalesce/a-burst-is-two-calls", test_a_burst_is_two_calls);
  g_test_add_func ("/coalesce/a-steady-stream-is-shown", test_a_steady_stream_is_shown);
  g_test_add_func ("/coalesce/flush-passes-on-what-waits", test_flush_passes_on_what_waits);
  g_test_add_func ("/coalesce/nothing-comes-after-the-end", test_nothing_comes_after_the_end);
  g_test_add_func ("/coalesce/the-function-may-end-it", test_the_function_may_end_it);
  g_test_add_func ("/coalesce/the-function-may-change-something",
                   test_the_function_may_change_something);
  return g_test_run ();
}
