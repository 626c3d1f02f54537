/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is tried again, when, and how often: the table, and the whole way over a real socket. */

#include "config.h"

#include "ponder-countdown.h"
#include "ponder-retry.h"
#include "ponder-test-loop.h"
#include "ponder-test-service.h"

#include <math.h>
#include <string.h>

#define RANDOM 0.5

static const PonderRetryState fresh = {
  .retries = -1, .n_tries = 1, .sent = TRUE, .time_left = INFINITY,
};

static PonderFault *
new_fault (PonderErrorCode  category,
           guint            status,
           double           retry_after)
{
  PonderFault *fault = ponder_fault_new (category, "chat");

  fault->status = status;
  fault->retry_after = retry_after;
  fault->retryable = TRUE;
  fault->details = g_strdup ("The server’s own words");
  return fault;
}

static void
assert_wait (PonderFault            *fault,
             const PonderRetryState *state,
             double                  seconds)
{
  g_assert_cmpfloat_with_epsilon (ponder_retry_find_wait (fault, state, RANDOM), seconds, 1e-9);
}

static void
test_full_jitter (void)
{
  static const double limits[] = { 1, 2, 4, 8, 8, 8 };
  g_autoptr(PonderFault) fault = new_fault (PONDER_ERROR_SERVER, 500, -1);
  PonderRetryState state = fresh;

  state.retries = 100;
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      state.n_tries = i + 1;
      assert_wait (fault, &state, limits[i] * RANDOM);
      g_assert_cmpfloat_with_epsilon (ponder_retry_find_wait (fault, &state, 0), 0, 1e-9);
      g_assert_cmpfloat (ponder_retry_find_wait (fault, &state, 0.999), <, limits[i]);
    }
}

static void
test_number_of_tries (void)
{
  g_autoptr(PonderFault) fault = new_fault (PONDER_ERROR_RATE_LIMIT, 429, 2);
  PonderRetryState state = fresh;

  for (state.n_tries = 1; state.n_tries <= 3; state.n_tries++)
    assert_wait (fault, &state, 2.125);
  assert_wait (fault, &state, -1);
  state.retries = 0;
  state.n_tries = 1;
  assert_wait (fault, &state, -1);
  state.retries = 1;
  assert_wait (fault, &state, 2.125);
  g_assert_cmpuint (ponder_retry_count_retries (-1), ==, 3);
}

static void
test_hints (void)
{
  g_autoptr(PonderFault) fault = new_fault (PONDER_ERROR_RATE_LIMIT, 429, 0);
  PonderRetryState state = fresh;

  assert_wait (fault, &state, 0.125);
  fault->retry_after = 600;
  assert_wait (fault, &state, 600.125);
  fault->retry_after = 600.1;
  assert_wait (fault, &state, -1);
  fault->retry_after = 10;
  state.time_left = 10;
  assert_wait (fault, &state, -1);
  state.time_left = 11;
  assert_wait (fault, &state, 10.125);
}

static void
test_overload (void)
{
  static const guint statuses[] = { 429, 503, 529 };
  static const double waits[] = { 1.125, 3.125, 8.125 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr(PonderFault) fault = new_fault (PONDER_ERROR_SERVER, statuses[i], -1);
      PonderRetryState state = fresh;

      g_assert_true (ponder_retry_is_overload (fault));
      for (state.n_tries = 1; state.n_tries <= 3; state.n_tries++)
        assert_wait (fault, &state, waits[state.n_tries - 1]);
      fault->category = PONDER_ERROR_RATE_LIMIT;
      g_assert_false (ponder_retry_is_overload (fault));
    }
}

static void
test_never (void)
{
  g_autoptr(PonderFault) fault = new_fault (PONDER_ERROR_BILLING, 429, 1);
  PonderRetryState state = fresh;

  assert_wait (fault, &state, -1);
  fault->category = PONDER_ERROR_RATE_LIMIT;
  assert_wait (fault, &state, 1.125);
  fault->retryable = FALSE;
  assert_wait (fault, &state, -1);
  fault->retryable = TRUE;
  state.answered = TRUE;
  assert_wait (fault, &state, -1);
}

/* Died without a word: it may have been worked on. */
static void
test_once (void)
{
  g_autoptr(PonderFault) broken = new_fault (PONDER_ERROR_NETWORK, 0, -1);
  g_autoptr(PonderFault) empty = new_fault (PONDER_ERROR_SERVER, 0, -1);
  PonderRetryState state = fresh;

  g_clear_pointer (&empty->details, g_free);
  assert_wait (broken, &state, 0.5);
  assert_wait (empty, &state, 0.5);
  state.n_tries = 2;
  assert_wait (broken, &state, -1);
  assert_wait (empty, &state, -1);
  state.sent = FALSE;
  assert_wait (broken, &state, 1);
}

static void
test_loading (void)
{
  g_autoptr(PonderFault) fault = new_fault (PONDER_ERROR_SERVER, 503, -1);
  PonderRetryState state = { .retries = 1, .n_loading = 299, .time_left = INFINITY };

  fault->cause = PONDER_CAUSE_LOADING;
  g_assert_false (ponder_retry_is_loading (fault));
  fault->local = TRUE;
  g_assert_true (ponder_retry_is_loading (fault));
  g_assert_false (ponder_retry_is_overload (fault));
  assert_wait (fault, &state, 1);
  state.n_loading = 300;
  assert_wait (fault, &state, -1);
  state.n_loading = 1;
  state.retries = 0;
  assert_wait (fault, &state, -1);
}

static void
set_refusal (PonderTestService *fixture,
             guint              status,
             const char        *header,
             const char        *value,
             const char        *message)
{
  PonderDemoScript *script = ponder_demo_script_new (status, "application/json");
  g_autofree char *body = g_strdup_printf ("{\"error\":{\"message\":\"%s\"}}", message);

  if (header != NULL)
    ponder_demo_script_header (script, header, value);
  ponder_demo_script_bytes (script, body, -1);
  ponder_test_service_set_script (fixture, "m", script);
}

static void
set_answer (PonderTestService *fixture,
            const char        *text)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");

  ponder_demo_script_text (script, text);
  ponder_demo_script_end (script, "stop", 1, 1);
  ponder_test_service_set_script (fixture, "m", script);
}

static PonderReply *
start (PonderTestService *fixture,
       int                retries)
{
  fixture->config->retries = retries;
  return ponder_test_service_start (fixture, "m");
}

static guint
count_requests (PonderTestService *fixture)
{
  return ponder_demo_server_get_n_requests (fixture->server);
}

static void
test_succeeds_in_the_end (PonderTestService *fixture,
                          gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;
  PonderCountdown *countdown;

  set_refusal (fixture, 429, "Retry-After", "0", "Slow down");
  reply = start (fixture, -1);
  ponder_test_reply_wait (reply, PONDER_REPLY_RETRYING);
  countdown = ponder_reply_get_countdown (reply);
  g_assert_cmpuint (ponder_countdown_get_attempt (countdown), ==, 2);
  g_assert_cmpuint (ponder_countdown_get_n_attempts (countdown), ==, 4);
  g_assert_cmpint (ponder_countdown_get_fault (countdown)->category, ==, PONDER_ERROR_RATE_LIMIT);
  set_answer (fixture, "There");
  ponder_test_reply_await_text (reply, "There");
  g_assert_null (ponder_reply_get_countdown (reply));
  g_assert_cmpuint (ponder_reply_get_attempts (reply), ==, 2);
  g_assert_cmpuint (count_requests (fixture), ==, 2);
}

static void
test_fails_in_the_end (PonderTestService *fixture,
                       gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;
  PonderFault *fault;

  set_refusal (fixture, 429, "retry-after-ms", "5", "Slow down");
  reply = start (fixture, -1);
  fault = ponder_test_reply_await_fault (reply);
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_RATE_LIMIT);
  g_assert_true (fault->retryable);
  g_assert_cmpuint (ponder_reply_get_attempts (reply), ==, 4);
  g_assert_cmpuint (count_requests (fixture), ==, 4);
}

typedef struct
{
  const char *header;
  const char *value;            /* (nullable): a date in ten seconds */
  const char *message;
} HintCase;

static const HintCase hint_cases[] = {
  { "Retry-After", "10", "Slow down" },
  { "retry-after-ms", "9500", "Slow down" },
  { "Retry-After", NULL, "Slow down" },
  { NULL, NULL, "Rate limit reached. Please try again in 10s. Visit us" },
};

static char *
dup_value (const HintCase *hint)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr(GDateTime) then = g_date_time_add_seconds (now, 10);

  return hint->value != NULL ? g_strdup (hint->value)
                             : g_date_time_format (then, "%a, %d %b %Y %H:%M:%S GMT");
}

static void
test_waits_as_long_as_asked (PonderTestService *fixture,
                             gconstpointer      user_data)
{
  const HintCase *hint = user_data;
  g_autofree char *value = dup_value (hint);
  g_autoptr(PonderReply) reply = NULL;
  guint left;

  set_refusal (fixture, 429, hint->header, value, hint->message);
  reply = start (fixture, -1);
  ponder_test_reply_wait (reply, PONDER_REPLY_RETRYING);
  left = ponder_countdown_get_seconds_left (ponder_reply_get_countdown (reply));
  g_assert_cmpuint (left, >=, 9);
  g_assert_cmpuint (left, <=, 11);
  ponder_reply_cancel (reply);
}

static void
test_a_long_wait_is_told_only (PonderTestService *fixture,
                               gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;

  set_refusal (fixture, 429, "Retry-After", "601", "Slow down");
  reply = start (fixture, -1);
  g_assert_cmpfloat_with_epsilon (ponder_test_reply_await_fault (reply)->retry_after, 601, 1e-9);
  g_assert_cmpuint (count_requests (fixture), ==, 1);
}

static void
test_past_the_total_limit_is_told_only (PonderTestService *fixture,
                                        gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;

  set_refusal (fixture, 429, "Retry-After", "7", "Slow down");
  fixture->config->total_timeout = 5;
  reply = start (fixture, -1);
  g_assert_cmpint (ponder_test_reply_await_fault (reply)->category, ==, PONDER_ERROR_RATE_LIMIT);
  g_assert_cmpuint (count_requests (fixture), ==, 1);
}

static void
test_one_total_limit_for_all_tries (PonderTestService *fixture,
                                    gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");
  gint64 started = g_get_monotonic_time ();

  set_refusal (fixture, 429, "retry-after-ms", "1200", "Slow down");
  fixture->config->total_timeout = 2;
  reply = start (fixture, -1);
  ponder_test_reply_wait (reply, PONDER_REPLY_RETRYING);
  ponder_demo_script_hang (script);
  ponder_test_service_set_script (fixture, "m", script);
  g_assert_cmpint (ponder_test_reply_await_fault (reply)->category, ==, PONDER_ERROR_TIMEOUT);
  g_assert_cmpuint (count_requests (fixture), ==, 2);
  /* A limit of each try would end it after 3.2 s at the soonest. */
  g_assert_cmpint (g_get_monotonic_time () - started, <, 3200 * 1000);
}

static void
test_billing_is_final (PonderTestService *fixture,
                       gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;

  set_refusal (fixture, 402, "Retry-After", "0", "No money");
  reply = start (fixture, -1);
  g_assert_cmpint (ponder_test_reply_await_fault (reply)->category, ==, PONDER_ERROR_BILLING);
  g_assert_cmpuint (count_requests (fixture), ==, 1);
}

static void
test_skip (PonderTestService *fixture,
           gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;

  set_refusal (fixture, 429, "Retry-After", "60", "Slow down");
  reply = start (fixture, -1);
  ponder_test_reply_wait (reply, PONDER_REPLY_RETRYING);
  set_answer (fixture, "There");
  ponder_countdown_skip (ponder_reply_get_countdown (reply));
  g_assert_null (ponder_reply_get_countdown (reply));
  ponder_test_reply_await_text (reply, "There");
}

static void
test_give_up (PonderTestService *fixture,
              gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;

  set_refusal (fixture, 429, "Retry-After", "60", "Slow down");
  reply = start (fixture, -1);
  ponder_test_reply_wait (reply, PONDER_REPLY_RETRYING);
  ponder_countdown_give_up (ponder_reply_get_countdown (reply));
  g_assert_cmpint (ponder_reply_get_state (reply), ==, PONDER_REPLY_DONE);
  g_assert_cmpfloat_with_epsilon (ponder_test_reply_await_fault (reply)->retry_after, 60, 1e-9);
}

static void
test_cancel_in_the_wait (PonderTestService *fixture,
                         gconstpointer      user_data)
{
  g_autoptr(PonderCountdown) countdown = NULL;
  g_autoptr(PonderReply) reply = NULL;

  set_refusal (fixture, 429, "Retry-After", "1", "Slow down");
  reply = start (fixture, -1);
  ponder_test_reply_wait (reply, PONDER_REPLY_RETRYING);
  countdown = g_object_ref (ponder_reply_get_countdown (reply));
  ponder_reply_cancel (reply);
  g_assert_cmpint (ponder_reply_get_state (reply), ==, PONDER_REPLY_DONE);
  g_assert_error (ponder_reply_get_error (reply), G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (ponder_reply_get_countdown (reply));
  /* Whoever still shows it can do no harm. */
  ponder_countdown_skip (countdown);
  ponder_test_run_for (20);
  g_assert_cmpuint (count_requests (fixture), ==, 1);
}

static void
cancel_cb (PonderReply *reply,
           GParamSpec  *pspec,
           gpointer     user_data)
{
  if (ponder_reply_get_countdown (reply) != NULL)
    ponder_reply_cancel (reply);
}

static void
test_cancel_when_told (PonderTestService *fixture,
                       gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;

  set_refusal (fixture, 429, "Retry-After", "60", "Slow down");
  reply = start (fixture, -1);
  g_signal_connect (reply, "notify::countdown", G_CALLBACK (cancel_cb), NULL);
  ponder_test_reply_wait (reply, PONDER_REPLY_DONE);
  g_assert_error (ponder_reply_get_error (reply), G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_a_waiting_call_holds_no_slot (PonderTestService *fixture,
                                   gconstpointer      user_data)
{
  g_autoptr(PonderReply) waiting = NULL;
  g_autoptr(PonderReply) other = NULL;

  ponder_provider_config_set_concurrency (fixture->provider, 1);
  set_refusal (fixture, 500, "Retry-After", "60", "Broken");
  waiting = start (fixture, -1);
  ponder_test_reply_wait (waiting, PONDER_REPLY_RETRYING);
  set_answer (fixture, "There");
  other = start (fixture, -1);
  ponder_test_reply_await_text (other, "There");
  g_assert_cmpint (ponder_reply_get_state (waiting), ==, PONDER_REPLY_RETRYING);
  ponder_reply_cancel (waiting);
}

static void
test_cut_off_is_not_tried_again (PonderTestService *fixture,
                                 gconstpointer      user_data)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");
  g_autoptr(PonderReply) reply = NULL;

  if (user_data != NULL)
    ponder_demo_script_reasoning (script, "Hm");
  else
    ponder_demo_script_text (script, "Half");
  ponder_demo_script_event (script, "{\"error\":{\"code\":503,\"message\":\"overloaded\"}}");
  ponder_test_service_set_script (fixture, "m", script);
  reply = start (fixture, -1);
  ponder_test_reply_await_fault (reply);
  g_assert_cmpuint (count_requests (fixture), ==, 1);
}

/* Failed within a stream that had said nothing yet. */
static void
test_error_before_the_first_token (PonderTestService *fixture,
                                   gconstpointer      user_data)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");
  g_autoptr(PonderReply) reply = NULL;

  ponder_demo_script_bytes (script, ": wait\n\n", -1);
  ponder_demo_script_event (script, "{\"error\":{\"code\":500,\"message\":\"broken\"}}");
  ponder_test_service_set_script (fixture, "m", script);
  reply = start (fixture, -1);
  ponder_test_reply_wait (reply, PONDER_REPLY_RETRYING);
  set_answer (fixture, "There");
  ponder_test_reply_await_text (reply, "There");
}

static void
test_empty_reply_once (PonderTestService *fixture,
                       gconstpointer      user_data)
{
  const gboolean reset = user_data != NULL;
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");
  g_autoptr(PonderReply) reply = NULL;

  ponder_demo_script_bytes (script, ": nothing\n\n", -1);
  if (reset)
    {
      ponder_demo_script_pause (script, 20);
      ponder_demo_script_reset (script);
    }
  else
    ponder_demo_script_cut (script);
  ponder_test_service_set_script (fixture, "m", script);
  reply = start (fixture, -1);
  ponder_test_reply_await_fault (reply);
  g_assert_cmpuint (count_requests (fixture), ==, 2);
}

static void
test_loading_uses_up_no_tries (PonderTestService *fixture,
                               gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;

  set_refusal (fixture, 503, NULL, NULL, "Loading model");
  reply = start (fixture, 1);
  for (guint i = 1; i <= 5; i++)
    {
      ponder_test_reply_wait (reply, PONDER_REPLY_RETRYING);
      g_assert_cmpuint (count_requests (fixture), ==, i);
      g_assert_cmpuint (ponder_countdown_get_attempt (ponder_reply_get_countdown (reply)), ==, 1);
      ponder_countdown_skip (ponder_reply_get_countdown (reply));
    }
  ponder_test_reply_wait (reply, PONDER_REPLY_RETRYING);
  set_answer (fixture, "Loaded");
  ponder_test_reply_await_text (reply, "Loaded");
}

/* What a try that failed said about its cost is forgotten. */
static void
test_a_new_try_begins_anew (PonderTestService *fixture,
                            gconstpointer      user_data)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");
  g_autoptr(PonderReply) reply = NULL;

  ponder_demo_script_event (script, "{\"choices\":[],\"usage\":{\"prompt_tokens\":5,"
                                    "\"completion_tokens\":0}}");
  ponder_demo_script_event (script, "{\"error\":{\"code\":500,\"message\":\"broken\"}}");
  ponder_test_service_set_script (fixture, "m", script);
  reply = start (fixture, -1);
  ponder_test_reply_wait (reply, PONDER_REPLY_RETRYING);
  g_assert_nonnull (ponder_reply_get_usage (reply));
  ponder_countdown_skip (ponder_reply_get_countdown (reply));
  g_assert_cmpint (ponder_reply_get_state (reply), ==, PONDER_REPLY_QUEUED);
  script = ponder_demo_script_new (200, "text/event-stream");
  ponder_demo_script_hang (script);
  ponder_test_service_set_script (fixture, "m", script);
  ponder_test_reply_wait (reply, PONDER_REPLY_WAITING);
  g_assert_null (ponder_reply_get_usage (reply));
  ponder_reply_cancel (reply);
}

static void
add (const char    *name,
     gconstpointer  user_data,
     void         (*test) (PonderTestService *fixture, gconstpointer user_data))
{
  g_autofree char *path = g_strconcat ("/service/retry/", name, NULL);

  g_test_add (path, PonderTestService, user_data, ponder_test_service_set_up, test,
              ponder_test_service_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/service/retry/table/full-jitter", test_full_jitter);
  g_test_add_func ("/service/retry/table/number-of-tries", test_number_of_tries);
  g_test_add_func ("/service/retry/table/hints", test_hints);
  g_test_add_func ("/service/retry/table/overload", test_overload);
  g_test_add_func ("/service/retry/table/never", test_never);
  g_test_add_func ("/service/retry/table/once", test_once);
  g_test_add_func ("/service/retry/table/loading", test_loading);
  add ("succeeds-in-the-end", NULL, test_succeeds_in_the_end);
  add ("fails-in-the-end", NULL, test_fails_in_the_end);
  add ("waits-as-long-as-asked/seconds", &hint_cases[0], test_waits_as_long_as_asked);
  add ("waits-as-long-as-asked/milliseconds", &hint_cases[1], test_waits_as_long_as_asked);
  add ("waits-as-long-as-asked/date", &hint_cases[2], test_waits_as_long_as_asked);
  add ("waits-as-long-as-asked/words", &hint_cases[3], test_waits_as_long_as_asked);
  add ("a-long-wait-is-told-only", NULL, test_a_long_wait_is_told_only);
  add ("past-the-total-limit-is-told-only", NULL, test_past_the_total_limit_is_told_only);
  add ("one-total-limit-for-all-tries", NULL, test_one_total_limit_for_all_tries);
  add ("billing-is-final", NULL, test_billing_is_final);
  add ("skip", NULL, test_skip);
  add ("give-up", NULL, test_give_up);
  add ("cancel-in-the-wait", NULL, test_cancel_in_the_wait);
  add ("cancel-when-told", NULL, test_cancel_when_told);
  add ("a-waiting-call-holds-no-slot", NULL, test_a_waiting_call_holds_no_slot);
  add ("cut-off-is-not-tried-again/text", NULL, test_cut_off_is_not_tried_again);
  add ("cut-off-is-not-tried-again/reasoning", "reasoning", test_cut_off_is_not_tried_again);
  add ("error-before-the-first-token", NULL, test_error_before_the_first_token);
  add ("empty-reply-once", NULL, test_empty_reply_once);
  add ("reset-without-a-word-once", "reset", test_empty_reply_once);
  add ("loading-uses-up-no-tries", NULL, test_loading_uses_up_no_tries);
  add ("a-new-try-begins-anew", NULL, test_a_new_try_begins_anew);
  return g_test_run ();
}
