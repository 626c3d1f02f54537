/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server refuses is left out, at once and from then on. */

#include "config.h"

#include "ponder-downgrade-memory.h"
#include "ponder-test-loop.h"
#include "ponder-test-service.h"

#include <string.h>

static void
set_refusal (PonderTestService *fixture,
             const char        *model,
             const char        *parameter)
{
  PonderDemoScript *script = ponder_demo_script_new (400, "application/json");
  g_autofree char *body =
    g_strdup_printf ("{\"error\":{\"message\":\"Unsupported parameter: '%s' is not supported with "
                     "this model.\",\"type\":\"invalid_request_error\",\"param\":\"%s\","
                     "\"code\":\"unsupported_parameter\"}}", parameter, parameter);

  ponder_demo_script_bytes (script, body, -1);
  ponder_test_service_set_script (fixture, model, script);
}

static void
set_answer (PonderTestService *fixture,
            const char        *model)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");

  ponder_demo_script_text (script, "Well");
  ponder_demo_script_end (script, "stop", 1, 1);
  ponder_test_service_set_script (fixture, model, script);
}

static gboolean
was_sent (PonderTestService *fixture,
          const char        *parameter)
{
  g_autofree char *member = g_strdup_printf ("\"%s\"", parameter);

  return strstr (ponder_demo_server_get_last_body (fixture->server), member) != NULL;
}

static void
assert_n_requests (PonderTestService *fixture,
                   guint              n)
{
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->server), ==, n);
}

static gboolean
is_at_second_try (gpointer user_data)
{
  return ponder_reply_get_attempts (user_data) == 2;
}

static void
wait_for_second_try (PonderReply *reply)
{
  ponder_test_wait_for (is_at_second_try, reply, 5);
}

static void
test_left_out_and_remembered (PonderTestService *fixture,
                              gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;
  g_autoptr(PonderReply) next = NULL;
  g_autoptr(PonderReply) other = NULL;

  fixture->config->temperature = 0.5;
  set_refusal (fixture, "m", "temperature");
  set_answer (fixture, "n");
  reply = ponder_test_service_start (fixture, "m");
  wait_for_second_try (reply);
  g_assert_true (was_sent (fixture, "temperature"));
  set_answer (fixture, "m");
  ponder_test_reply_await_text (reply, "Well");
  g_assert_false (was_sent (fixture, "temperature"));
  assert_n_requests (fixture, 2);

  next = ponder_test_service_start (fixture, "m");
  ponder_test_reply_await_text (next, "Well");
  g_assert_false (was_sent (fixture, "temperature"));
  assert_n_requests (fixture, 3);

  /* Another model has not refused it. */
  other = ponder_test_service_start (fixture, "n");
  ponder_test_reply_await_text (other, "Well");
  g_assert_true (was_sent (fixture, "temperature"));
}

/* Both were sent before either was refused. */
static void
test_two_at_a_time (PonderTestService *fixture,
                    gconstpointer      user_data)
{
  g_autoptr(PonderReply) first = NULL;
  g_autoptr(PonderReply) second = NULL;

  fixture->config->temperature = 0.5;
  set_refusal (fixture, "m", "temperature");
  first = ponder_test_service_start (fixture, "m");
  second = ponder_test_service_start (fixture, "m");
  wait_for_second_try (first);
  wait_for_second_try (second);
  set_answer (fixture, "m");
  ponder_test_reply_await_text (first, "Well");
  ponder_test_reply_await_text (second, "Well");
}

static void
test_once_for_each (PonderTestService *fixture,
                    gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;
  PonderFault *fault;

  fixture->config->temperature = 0.5;
  set_refusal (fixture, "m", "temperature");
  reply = ponder_test_service_start (fixture, "m");
  fault = ponder_test_reply_await_fault (reply);
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_INVALID_REQUEST);
  assert_n_requests (fixture, 2);
}

static void
test_what_was_not_sent_is_final (PonderTestService *fixture,
                                 gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;

  set_refusal (fixture, "m", "temperature");
  reply = ponder_test_service_start (fixture, "m");
  ponder_test_reply_await_fault (reply);
  assert_n_requests (fixture, 1);
}

static void
refuse_next_cb (PonderReply       *reply,
                GParamSpec        *pspec,
                PonderTestService *fixture)
{
  static const char *const parameters[] = {
    "temperature", "top_p", "frequency_penalty", "presence_penalty",
  };
  guint n_tries = ponder_reply_get_attempts (reply);

  if (ponder_reply_get_state (reply) == PONDER_REPLY_CONNECTING)
    set_refusal (fixture, "m", parameters[MIN (n_tries, G_N_ELEMENTS (parameters)) - 1]);
}

static void
test_three_at_most (PonderTestService *fixture,
                    gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;

  fixture->config->temperature = 0.5;
  fixture->config->top_p = 0.5;
  fixture->config->frequency_penalty = 0.5;
  fixture->config->presence_penalty = 0.5;
  reply = ponder_test_service_start (fixture, "m");
  g_signal_connect (reply, "notify::state", G_CALLBACK (refuse_next_cb), fixture);
  ponder_test_reply_await_fault (reply);
  assert_n_requests (fixture, 4);
}

static gboolean
remembers (PonderDowngradeMemory *memory,
           PonderTestService     *fixture,
           const char            *parameter)
{
  return ponder_downgrade_has (ponder_downgrade_memory_lookup (memory, fixture->provider, "m"), parameter);
}

static void
test_is_kept_for_a_month (PonderTestService *fixture,
                          gconstpointer      user_data)
{
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const gint64 day = 24 * 60 * 60;
  g_autoptr(PonderDowngradeMemory) memory = ponder_downgrade_memory_new ();
  g_autoptr(PonderDowngradeMemory) next = ponder_downgrade_memory_new ();
  g_autoptr(PonderDowngradeMemory) late = ponder_downgrade_memory_new ();
  g_autofree char *unsure = NULL;
  g_autofree char *json = NULL;

  ponder_downgrade_memory_add (memory, fixture->provider, "m", "temperature");
  ponder_downgrade_memory_add (memory, fixture->provider, "m", "top_p");
  unsure = ponder_downgrade_memory_serialize (memory);
  g_assert_cmpstr (unsure, ==, "{}");
  ponder_downgrade_memory_confirm (memory, fixture->provider, "m");
  json = ponder_downgrade_memory_serialize (memory);
  ponder_downgrade_memory_restore (next, json, now + 29 * day);
  g_assert_true (remembers (next, fixture, "temperature"));
  g_assert_true (remembers (next, fixture, "top_p"));
  g_assert_null (ponder_downgrade_memory_lookup (next, fixture->provider, "other"));
  ponder_downgrade_memory_restore (late, json, now + 31 * day);
  g_assert_null (ponder_downgrade_memory_lookup (late, fixture->provider, "m"));
  /* What is known already stays, and shapes that nobody wrote do no harm. */
  ponder_downgrade_memory_restore (next, "{\"x\":1,\"y\":{\"since\":\"z\"},\"w\":{\"since\":1,\"parameters\":7}}", now);
  g_assert_true (remembers (next, fixture, "temperature"));
}

static void
add (const char *name,
     void      (*test) (PonderTestService *fixture, gconstpointer user_data))
{
  g_autofree char *path = g_strconcat ("/service/downgrade/", name, NULL);

  g_test_add (path, PonderTestService, NULL, ponder_test_service_set_up, test,
              ponder_test_service_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("left-out-and-remembered", test_left_out_and_remembered);
  add ("two-at-a-time", test_two_at_a_time);
  add ("once-for-each", test_once_for_each);
  add ("what-was-not-sent-is-final", test_what_was_not_sent_is_final);
  add ("three-at-most", test_three_at_most);
  add ("is-kept-for-a-month", test_is_kept_for_a_month);
  return g_test_run ();
}
