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

static void
assert_order (Fixture    *fixture,
              const char *order)
{
  ponder_test_run_for (5);
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
  return g_test_run ();
}
