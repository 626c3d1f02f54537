/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who gets a slot, and when. */

#include "config.h"

#include "ponder-limiter.h"
#include "ponder-test-loop.h"

#include <string.h>

typedef struct
{
  PonderLimiter *limiter;
  GString       *order;         /* names of those who were let in */
} Fixture;

typedef struct
{
  Fixture    *fixture;
  const char *name;
} Guest;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->limiter = ponder_limiter_new ();
  fixture->order = g_string_new (NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  ponder_limiter_free (fixture->limiter);
  g_string_free (fixture->order, TRUE);
}

static void
let_in_cb (gpointer user_data)
{
  Guest *guest = user_data;

  g_string_append (guest->fixture->order, guest->name);
}

static PonderTicket *
enter (Guest      *guest,
       const char *lane,
       guint       limit,
       gboolean    background)
{
  return ponder_limiter_enter (guest->fixture->limiter, lane, limit, background, let_in_cb, guest);
}

/* Whoever may be let in is at once: until nothing is ready any more, however slow the machine. */
static void
assert_order (Fixture    *fixture,
              const char *order)
{
  while (g_main_context_iteration (g_main_context_get_thread_default (), FALSE))
    continue;
  g_assert_cmpstr (fixture->order->str, ==, order);
}

static void
test_first_come_first_served (Fixture       *fixture,
                              gconstpointer  user_data)
{
  Guest guests[] = { { fixture, "a" }, { fixture, "b" }, { fixture, "c" }, { fixture, "d" } };
  PonderTicket *tickets[G_N_ELEMENTS (guests)];

  for (guint i = 0; i < G_N_ELEMENTS (guests); i++)
    tickets[i] = enter (&guests[i], "x", 2, FALSE);
  g_assert_cmpstr (fixture->order->str, ==, "");
  assert_order (fixture, "ab");
  ponder_limiter_leave (fixture->limiter, tickets[1]);
  assert_order (fixture, "abc");
  ponder_limiter_leave (fixture->limiter, tickets[0]);
  ponder_limiter_leave (fixture->limiter, tickets[2]);
  assert_order (fixture, "abcd");
  ponder_limiter_leave (fixture->limiter, tickets[3]);
}

static void
test_foreground_first (Fixture       *fixture,
                       gconstpointer  user_data)
{
  Guest guests[] = { { fixture, "a" }, { fixture, "b" }, { fixture, "C" }, { fixture, "d" },
                     { fixture, "E" } };
  PonderTicket *tickets[G_N_ELEMENTS (guests)];

  tickets[0] = enter (&guests[0], "x", 1, TRUE);
  assert_order (fixture, "a");
  for (guint i = 1; i < G_N_ELEMENTS (guests); i++)
    tickets[i] = enter (&guests[i], "x", 1, g_ascii_islower (*guests[i].name));
  ponder_limiter_leave (fixture->limiter, tickets[0]);
  assert_order (fixture, "aC");
  ponder_limiter_leave (fixture->limiter, tickets[2]);
  assert_order (fixture, "aCE");
  ponder_limiter_leave (fixture->limiter, tickets[4]);
  assert_order (fixture, "aCEb");
  ponder_limiter_leave (fixture->limiter, tickets[1]);
  assert_order (fixture, "aCEbd");
  ponder_limiter_leave (fixture->limiter, tickets[3]);
}

static void
test_lanes_do_not_wait_for_each_other (Fixture       *fixture,
                                       gconstpointer  user_data)
{
  Guest guests[] = { { fixture, "a" }, { fixture, "b" }, { fixture, "c" } };
  PonderTicket *tickets[G_N_ELEMENTS (guests)];

  tickets[0] = enter (&guests[0], "x", 1, FALSE);
  tickets[1] = enter (&guests[1], "x", 1, FALSE);
  assert_order (fixture, "a");
  tickets[2] = enter (&guests[2], "y", 1, FALSE);
  assert_order (fixture, "ac");
  for (guint i = 0; i < G_N_ELEMENTS (guests); i++)
    ponder_limiter_leave (fixture->limiter, tickets[i]);
  assert_order (fixture, "ac");
}

static void
test_leaving_the_queue (Fixture       *fixture,
                        gconstpointer  user_data)
{
  Guest guests[] = { { fixture, "a" }, { fixture, "b" }, { fixture, "c" } };
  PonderTicket *tickets[G_N_ELEMENTS (guests)];

  for (guint i = 0; i < G_N_ELEMENTS (guests); i++)
    tickets[i] = enter (&guests[i], "x", 1, i == 1);
  ponder_limiter_leave (fixture->limiter, tickets[1]);
  assert_order (fixture, "a");
  ponder_limiter_leave (fixture->limiter, tickets[0]);
  assert_order (fixture, "ac");
  ponder_limiter_leave (fixture->limiter, tickets[2]);
}

static void
test_limit_may_change (Fixture       *fixture,
                       gconstpointer  user_data)
{
  Guest guests[] = { { fixture, "a" }, { fixture, "b" }, { fixture, "c" } };
  PonderTicket *tickets[G_N_ELEMENTS (guests)];

  tickets[0] = enter (&guests[0], "x", 1, FALSE);
  tickets[1] = enter (&guests[1], "x", 1, FALSE);
  assert_order (fixture, "a");
  tickets[2] = enter (&guests[2], "x", 3, FALSE);
  assert_order (fixture, "abc");
  for (guint i = 0; i < G_N_ELEMENTS (guests); i++)
    ponder_limiter_leave (fixture->limiter, tickets[i]);
}

static PonderLane *
get_lane (GPtrArray *lanes)
{
  g_assert_cmpuint (lanes->len, ==, 1);
  return g_ptr_array_index (lanes, 0);
}

static void
assert_limit (Fixture *fixture,
              guint    limit,
              guint    configured)
{
  g_autoptr(GPtrArray) lanes = ponder_limiter_list_lanes (fixture->limiter);

  g_assert_cmpuint (get_lane (lanes)->limit, ==, limit);
  g_assert_cmpuint (get_lane (lanes)->configured, ==, configured);
}

static void
test_full_server (Fixture       *fixture,
                  gconstpointer  user_data)
{
  Guest guests[] = { { fixture, "a" }, { fixture, "b" }, { fixture, "c" } };
  PonderTicket *other = enter (&guests[0], "x", 5, FALSE);
  PonderTicket *ticket = enter (&guests[1], "x", 5, FALSE);

  assert_order (fixture, "ab");
  ponder_limiter_slow_down (fixture->limiter, other, 0);
  assert_limit (fixture, 2, 5);
  /* They were let in together: the server has said it. */
  ponder_limiter_slow_down (fixture->limiter, ticket, 0);
  assert_limit (fixture, 2, 5);
  ponder_limiter_leave (fixture->limiter, other);
  ponder_limiter_leave (fixture->limiter, ticket);
  for (guint i = 0; i < 2; i++)
    {
      ticket = enter (&guests[2], "x", 5, FALSE);
      assert_order (fixture, i == 0 ? "abc" : "abcc");
      ponder_limiter_slow_down (fixture->limiter, ticket, 0);
      assert_limit (fixture, 1, 5);
      if (i == 0)
        ponder_limiter_leave (fixture->limiter, ticket);
    }
  /* One more after each whole run of successes: 1 + 2 + 3 + 4 of them. */
  ponder_limiter_succeed (fixture->limiter, ticket);
  assert_limit (fixture, 2, 5);
  ponder_limiter_succeed (fixture->limiter, ticket);
  assert_limit (fixture, 2, 5);
  for (guint i = 2; i < 9; i++)
    ponder_limiter_succeed (fixture->limiter, ticket);
  assert_limit (fixture, 4, 5);
  ponder_limiter_succeed (fixture->limiter, ticket);
  assert_limit (fixture, 5, 5);
  for (guint i = 0; i < 20; i++)
    ponder_limiter_succeed (fixture->limiter, ticket);
  assert_limit (fixture, 5, 5);
  ponder_limiter_leave (fixture->limiter, ticket);
}

static gboolean
is_let_in (gpointer user_data)
{
  return *((Fixture *) user_data)->order->str == 'a' && ((Fixture *) user_data)->order->len == 2;
}

static void
test_pause (Fixture       *fixture,
            gconstpointer  user_data)
{
  Guest guests[] = { { fixture, "a" }, { fixture, "b" } };
  PonderTicket *tickets[G_N_ELEMENTS (guests)];
  g_autoptr(GPtrArray) lanes = NULL;
  gint64 began;

  tickets[0] = enter (&guests[0], "x", 2, FALSE);
  assert_order (fixture, "a");
  began = g_get_monotonic_time ();
  ponder_limiter_slow_down (fixture->limiter, tickets[0], 0.2);
  /* A shorter one does not end a longer one. */
  ponder_limiter_slow_down (fixture->limiter, tickets[0], 0.01);
  ponder_limiter_leave (fixture->limiter, tickets[0]);
  tickets[1] = enter (&guests[1], "x", 2, FALSE);
  lanes = ponder_limiter_list_lanes (fixture->limiter);
  g_assert_cmpstr (get_lane (lanes)->name, ==, "x");
  g_assert_cmpuint (get_lane (lanes)->n_running, ==, 0);
  g_assert_cmpuint (get_lane (lanes)->n_queued, ==, 1);
  g_assert_cmpfloat (get_lane (lanes)->pause, >, 0);
  g_assert_cmpfloat (get_lane (lanes)->pause, <=, 0.2);
  ponder_test_wait_for (is_let_in, fixture, 5);
  g_assert_cmpint (g_get_monotonic_time () - began, >=, 200 * 1000);
  ponder_limiter_leave (fixture->limiter, tickets[1]);
}

static void
test_pause_is_lifted (Fixture       *fixture,
                      gconstpointer  user_data)
{
  Guest guests[] = { { fixture, "a" }, { fixture, "b" } };
  PonderTicket *tickets[G_N_ELEMENTS (guests)];

  tickets[0] = enter (&guests[0], "x", 2, FALSE);
  assert_order (fixture, "a");
  ponder_limiter_slow_down (fixture->limiter, tickets[0], 600);
  ponder_limiter_leave (fixture->limiter, tickets[0]);
  tickets[1] = enter (&guests[1], "x", 2, FALSE);
  assert_order (fixture, "a");
  ponder_limiter_lift_pause (fixture->limiter, "x");
  assert_order (fixture, "ab");
  ponder_limiter_leave (fixture->limiter, tickets[1]);
}

static void
test_somebody_begins_to_look (Fixture       *fixture,
                              gconstpointer  user_data)
{
  Guest guests[] = { { fixture, "a" }, { fixture, "b" }, { fixture, "c" }, { fixture, "d" } };
  PonderTicket *tickets[G_N_ELEMENTS (guests)];

  for (guint i = 0; i < G_N_ELEMENTS (guests); i++)
    tickets[i] = enter (&guests[i], "x", 1, TRUE);
  assert_order (fixture, "a");
  ponder_limiter_set_background (fixture->limiter, tickets[2], FALSE);
  ponder_limiter_set_background (fixture->limiter, tickets[3], FALSE);
  ponder_limiter_set_background (fixture->limiter, tickets[3], TRUE);
  ponder_limiter_leave (fixture->limiter, tickets[0]);
  assert_order (fixture, "ac");
  ponder_limiter_leave (fixture->limiter, tickets[2]);
  assert_order (fixture, "acb");
  ponder_limiter_leave (fixture->limiter, tickets[1]);
  assert_order (fixture, "acbd");
  ponder_limiter_leave (fixture->limiter, tickets[3]);
}

static void
test_lanes_share_a_total (Fixture       *fixture,
                          gconstpointer  user_data)
{
  Guest guests[] = { { fixture, "a" }, { fixture, "b" }, { fixture, "c" }, { fixture, "d" }, { fixture, "e" } };
  PonderTicket *tickets[G_N_ELEMENTS (guests)];

  ponder_limiter_set_total (fixture->limiter, 2);
  for (guint i = 0; i < G_N_ELEMENTS (guests); i++)
    tickets[i] = enter (&guests[i], guests[i].name, 2, i == 2);
  assert_order (fixture, "ab");
  /* First come first served among lanes too, and whoever is looked at before who is not. */
  ponder_limiter_leave (fixture->limiter, tickets[0]);
  assert_order (fixture, "abd");
  ponder_limiter_leave (fixture->limiter, tickets[1]);
  assert_order (fixture, "abde");
  ponder_limiter_set_total (fixture->limiter, 3);
  assert_order (fixture, "abdec");
  for (guint i = 2; i < G_N_ELEMENTS (guests); i++)
    ponder_limiter_leave (fixture->limiter, tickets[i]);
}

/* Behind those of other lanes, too, though it came before them. */
static void
test_who_moves_comes_last_among_lanes (Fixture       *fixture,
                                       gconstpointer  user_data)
{
  Guest guests[] = { { fixture, "a" }, { fixture, "b" }, { fixture, "c" } };
  PonderTicket *tickets[G_N_ELEMENTS (guests)];

  ponder_limiter_set_total (fixture->limiter, 1);
  for (guint i = 0; i < G_N_ELEMENTS (guests); i++)
    tickets[i] = enter (&guests[i], guests[i].name, 1, i == 1);
  assert_order (fixture, "a");
  ponder_limiter_set_background (fixture->limiter, tickets[1], FALSE);
  ponder_limiter_leave (fixture->limiter, tickets[0]);
  assert_order (fixture, "ac");
  ponder_limiter_leave (fixture->limiter, tickets[2]);
  assert_order (fixture, "acb");
  ponder_limiter_leave (fixture->limiter, tickets[1]);
}

/* A lane with a pause keeps nobody out of another, and is let in at the pause's end, though all was full meanwhile. */
static void
test_pause_while_all_is_full (Fixture       *fixture,
                              gconstpointer  user_data)
{
  Guest guests[] = { { fixture, "a" }, { fixture, "b" }, { fixture, "c" } };
  PonderTicket *tickets[G_N_ELEMENTS (guests)];

  ponder_limiter_set_total (fixture->limiter, 1);
  tickets[0] = enter (&guests[0], "x", 2, FALSE);
  assert_order (fixture, "a");
  ponder_limiter_slow_down (fixture->limiter, tickets[0], 0.1);
  ponder_limiter_leave (fixture->limiter, tickets[0]);
  tickets[0] = enter (&guests[1], "x", 2, FALSE);
  tickets[1] = enter (&guests[2], "y", 2, FALSE);
  assert_order (fixture, "ac");
  ponder_test_run_for (150);
  assert_order (fixture, "ac");
  ponder_limiter_leave (fixture->limiter, tickets[1]);
  assert_order (fixture, "acb");
  ponder_limiter_leave (fixture->limiter, tickets[0]);
}

static void
add (const char *name,
     void      (*test) (Fixture *fixture, gconstpointer user_data))
{
  g_autofree char *path = g_strconcat ("/service/limiter/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("first-come-first-served", test_first_come_first_served);
  add ("foreground-first", test_foreground_first);
  add ("lanes-do-not-wait-for-each-other", test_lanes_do_not_wait_for_each_other);
  add ("leaving-the-queue", test_leaving_the_queue);
  add ("limit-may-change", test_limit_may_change);
  add ("full-server", test_full_server);
  add ("pause", test_pause);
  add ("pause-is-lifted", test_pause_is_lifted);
  add ("somebody-begins-to-look", test_somebody_begins_to_look);
  add ("lanes-share-a-total", test_lanes_share_a_total);
  add ("who-moves-comes-last-among-lanes", test_who_moves_comes_last_among_lanes);
  add ("pause-while-all-is-full", test_pause_while_all_is_full);
  return g_test_run ();
}
