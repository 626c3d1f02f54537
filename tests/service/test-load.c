/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many calls at the same time: bounded, in order, and none is lost when the server is full. */

#include "config.h"

#include "ponder-request.h"
#include "ponder-test-loop.h"
#include "ponder-test-service.h"

#define N_CALLS 100
#define N_SLOTS 10
#define ANSWER_MS 200

typedef struct
{
  PonderTestService  base;
  GPtrArray         *replies;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  ponder_test_service_set_up (&fixture->base, user_data);
  ponder_provider_config_set_concurrency (fixture->base.provider, N_SLOTS);
  fixture->base.config->retries = -1;
  fixture->replies = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_ptr_array_unref (fixture->replies);
  ponder_test_service_tear_down (&fixture->base, user_data);
}

static void
set_answer (Fixture *fixture)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");

  ponder_demo_script_pause (script, ANSWER_MS);
  ponder_demo_script_text (script, "Hi");
  ponder_demo_script_end (script, "stop", 1, 1);
  ponder_test_service_set_script (&fixture->base, "m", script);
}

static void
set_refusal (Fixture *fixture)
{
  PonderDemoScript *script = ponder_demo_script_new (429, "application/json");

  ponder_demo_script_header (script, "Retry-After", "0.1");
  ponder_demo_script_bytes (script, "{\"error\":{\"message\":\"Slow down\"}}", -1);
  ponder_test_service_set_script (&fixture->base, "m", script);
}

static void
start_all (Fixture *fixture)
{
  for (guint i = 0; i < N_CALLS; i++)
    g_ptr_array_add (fixture->replies, ponder_test_service_start (&fixture->base, "m"));
}

static gboolean
none_left (gpointer user_data)
{
  return g_list_model_get_n_items (user_data) == 0;
}

static void
wait_for_all (Fixture *fixture)
{
  ponder_test_wait_for (none_left, ponder_service_get_replies (fixture->base.service), 60);
  for (guint i = 0; i < N_CALLS; i++)
    ponder_test_reply_await_text (g_ptr_array_index (fixture->replies, i), "Hi");
  g_assert_cmpuint (ponder_demo_server_get_max_open (fixture->base.server), <=, N_SLOTS);
}

static gint64
get_start (PonderReply *reply)
{
  return ponder_reply_get_started (reply) + ponder_reply_get_timing (reply).queued * 1000;
}

static void
test_a_hundred_calls (Fixture       *fixture,
                      gconstpointer  user_data)
{
  gint64 began = g_get_monotonic_time ();
  gint64 last = 0;

  set_answer (fixture);
  start_all (fixture);
  wait_for_all (fixture);
  /* What it takes on an idle machine without a sanitizer is for the benchmark to say. */
  g_test_message ("%d calls: %.3f s, where %.3f s is ideal", N_CALLS,
                  (g_get_monotonic_time () - began) / 1e6,
                  N_CALLS / N_SLOTS * ANSWER_MS / 1e3);
  g_assert_cmpuint (ponder_demo_server_get_max_open (fixture->base.server), ==, N_SLOTS);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->base.server), ==, N_CALLS);
  for (guint i = 0; i < N_CALLS; i++)
    {
      gint64 start = get_start (g_ptr_array_index (fixture->replies, i));

      /* But for the rounding of milliseconds. */
      g_assert_cmpint (start, >=, last - 2000);
      last = start;
    }
}

static gboolean
is_slowed_down (gpointer user_data)
{
  g_autoptr(GPtrArray) lanes = ponder_service_list_lanes (user_data);
  const PonderLane *lane = g_ptr_array_index (lanes, 0);

  g_assert_cmpstr (lane->name, ==, "test");
  g_assert_cmpuint (lane->configured, ==, N_SLOTS);
  return lane->limit == 1 && lane->pause > 0;
}

static void
recover_cb (PonderReply *reply,
            GParamSpec  *pspec,
            Fixture     *fixture)
{
  if (ponder_demo_server_get_n_requests (fixture->base.server) >= N_CALLS / 2)
    set_answer (fixture);
}

/* It refuses half a hundred requests before it recovers: more than all tries of ten calls. */
static void
test_a_storm_of_refusals (Fixture       *fixture,
                          gconstpointer  user_data)
{
  set_refusal (fixture);
  start_all (fixture);
  for (guint i = 0; i < N_CALLS; i++)
    g_signal_connect (g_ptr_array_index (fixture->replies, i), "notify::countdown",
                      G_CALLBACK (recover_cb), fixture);
  ponder_test_wait_for (is_slowed_down, fixture->base.service, 10);
  wait_for_all (fixture);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->base.server), ==, N_CALLS + 50);
}

static void
test_lanes_are_told (Fixture       *fixture,
                     gconstpointer  user_data)
{
  g_autoptr(GPtrArray) lanes = NULL;
  const PonderLane *lane;

  set_answer (fixture);
  start_all (fixture);
  ponder_test_reply_wait (g_ptr_array_index (fixture->replies, N_SLOTS - 1), PONDER_REPLY_WAITING);
  lanes = ponder_service_list_lanes (fixture->base.service);
  g_assert_cmpuint (lanes->len, ==, 1);
  lane = g_ptr_array_index (lanes, 0);
  g_assert_cmpuint (lane->limit, ==, N_SLOTS);
  g_assert_cmpuint (lane->n_running, ==, N_SLOTS);
  g_assert_cmpuint (lane->n_queued, ==, N_CALLS - N_SLOTS);
  g_assert_cmpfloat_with_epsilon (lane->pause, 0, 1e-9);
  for (guint i = 0; i < N_CALLS; i++)
    ponder_reply_cancel (g_ptr_array_index (fixture->replies, i));
}

static void
test_somebody_begins_to_look (Fixture       *fixture,
                              gconstpointer  user_data)
{
  g_autoptr(PonderRequest) request = NULL;
  PonderReply *last;

  ponder_provider_config_set_concurrency (fixture->base.provider, 1);
  set_answer (fixture);
  request = ponder_test_service_ask (&fixture->base, "m");
  ponder_request_set_background (request, TRUE);
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (fixture->replies, ponder_service_start (fixture->base.service, request, NULL));
  last = g_ptr_array_index (fixture->replies, 2);
  ponder_service_set_background (fixture->base.service, last, FALSE);
  ponder_test_reply_wait (last, PONDER_REPLY_WAITING);
  g_assert_cmpint (ponder_reply_get_state (g_ptr_array_index (fixture->replies, 0)), ==,
                   PONDER_REPLY_QUEUED);
  for (guint i = 0; i < 3; i++)
    ponder_reply_cancel (g_ptr_array_index (fixture->replies, i));
  /* It has ended: nothing comes of it. */
  ponder_service_set_background (fixture->base.service, last, TRUE);
}

static void
add (const char *name,
     void      (*test) (Fixture *fixture, gconstpointer user_data))
{
  g_autofree char *path = g_strconcat ("/service/load/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("a-hundred-calls", test_a_hundred_calls);
  add ("a-storm-of-refusals", test_a_storm_of_refusals);
  add ("lanes-are-told", test_lanes_are_told);
  add ("somebody-begins-to-look", test_somebody_begins_to_look);
  return g_test_run ();
}
