/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Identical requests share one call, and what was answered before is answered from the cache. */

#include "config.h"

#include "ponder-cache.h"
#include "ponder-cached-answer.h"
#include "ponder-cache-key.h"
#include "ponder-countdown.h"
#include "ponder-request.h"
#include "ponder-test-loop.h"
#include "ponder-test-service.h"

#include <string.h>

#define N_AT_ONCE 32

typedef struct
{
  PonderTestService  base;
  PonderCache       *cache;
  GString           *heard;     /* "who:words " of every delta with words */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  const PonderCacheLimits limits = { 100, 1024 * 1024, 600 };

  ponder_test_service_set_up (&fixture->base, user_data);
  fixture->cache = ponder_cache_new (&limits, NULL);
  ponder_service_set_cache (fixture->base.service, fixture->cache);
  fixture->heard = g_string_new (NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  ponder_test_service_tear_down (&fixture->base, user_data);
  g_assert_finalize_object (fixture->cache);
  g_string_free (fixture->heard, TRUE);
}

static PonderDemoScript *
new_stream (void)
{
  return ponder_demo_script_new (200, "text/event-stream");
}

static void
set_script (Fixture          *fixture,
            PonderDemoScript *script)
{
  ponder_test_service_set_script (&fixture->base, "m", script);
}

static void
set_answer (Fixture    *fixture,
            const char *text)
{
  PonderDemoScript *script = new_stream ();

  ponder_demo_script_reasoning (script, "Hm. ");
  ponder_demo_script_text (script, text);
  ponder_demo_script_end (script, "stop", 10, 20);
  set_script (fixture, script);
}

/* "One", then nothing until the client leaves. */
static void
set_hanging (Fixture *fixture)
{
  PonderDemoScript *script = new_stream ();

  ponder_demo_script_text (script, "One");
  ponder_demo_script_hang (script);
  set_script (fixture, script);
}

static void
delta_cb (PonderReply *reply,
          PonderDelta *delta,
          Fixture     *fixture)
{
  if (delta->kind == PONDER_DELTA_TEXT || delta->kind == PONDER_DELTA_REASONING)
    g_string_append_printf (fixture->heard, "%s ", delta->text);
}

static PonderReply *
start_request (Fixture       *fixture,
               PonderRequest *request)
{
  PonderReply *reply = ponder_service_start (fixture->base.service, request, NULL);

  g_signal_connect (reply, "delta", G_CALLBACK (delta_cb), fixture);
  return reply;
}

static PonderReply *
start (Fixture        *fixture,
       PonderCacheUse  use)
{
  g_autoptr(PonderRequest) request = ponder_test_service_ask (&fixture->base, "m");

  ponder_request_set_cache_use (request, use);
  return start_request (fixture, request);
}

static guint
count_requests (Fixture *fixture)
{
  return ponder_demo_server_get_n_requests (fixture->base.server);
}

static PonderCacheStats
get_stats (Fixture *fixture)
{
  GAsyncResult *result = NULL;
  g_autoptr(GAsyncResult) taken = NULL;
  g_autoptr(GError) error = NULL;
  PonderCacheStats stats;

  ponder_cache_read_stats_async (fixture->cache, NULL, ponder_test_take_result, &result);
  taken = ponder_test_await (&result);
  ponder_cache_read_stats_finish (fixture->cache, taken, &stats, &error);
  g_assert_no_error (error);
  return stats;
}

/* The answer as it is asked for the first time. */
static void
ask_once (Fixture    *fixture,
          const char *text)
{
  g_autoptr(PonderReply) reply = start (fixture, PONDER_CACHE_USE);

  ponder_test_reply_await_text (reply, text);
  g_assert_cmpint (ponder_reply_get_cached_from (reply), ==, 0);
}

static void
assert_not_kept (Fixture *fixture)
{
  PonderCacheStats stats = get_stats (fixture);

  g_assert_cmpuint (stats.n_entries, ==, 0);
}

static void
test_many_at_once_reach_the_server_once (Fixture       *fixture,
                                         gconstpointer  user_data)
{
  PonderReply *replies[N_AT_ONCE];
  PonderCacheStats stats;
  guint n_paid = 0;

  set_answer (fixture, "There");
  for (guint i = 0; i < N_AT_ONCE; i++)
    replies[i] = start (fixture, PONDER_CACHE_USE);
  for (guint i = 0; i < N_AT_ONCE; i++)
    {
      ponder_test_reply_await_text (replies[i], "There");
      g_assert_cmpstr (ponder_reply_get_reasoning (replies[i]), ==, "Hm. ");
      g_assert_cmpint (ponder_reply_get_finish (replies[i]), ==, PONDER_FINISH_STOP);
      g_assert_cmpint (ponder_reply_get_usage (replies[i])->output, ==, 20);
      n_paid += ponder_reply_get_cached_from (replies[i]) == 0;
      g_object_unref (replies[i]);
    }
  g_assert_cmpuint (count_requests (fixture), ==, 1);
  g_assert_cmpuint (n_paid, ==, 1);
  stats = get_stats (fixture);
  g_assert_cmpuint (stats.misses, ==, 1);
  g_assert_cmpuint (stats.hits, ==, N_AT_ONCE - 1);
  g_assert_cmpuint (stats.saved_tokens, ==, 30 * (N_AT_ONCE - 1));
  g_assert_cmpuint (stats.n_entries, ==, 1);
}

static void
test_whoever_comes_late_hears_everything (Fixture       *fixture,
                                          gconstpointer  user_data)
{
  g_autoptr(PonderReply) first = NULL;
  g_autoptr(PonderReply) second = NULL;
  PonderDemoScript *script = new_stream ();

  ponder_demo_script_reasoning (script, "Hm. ");
  ponder_demo_script_text (script, "One ");
  ponder_demo_script_text (script, "two ");
  ponder_demo_script_pause (script, 300);
  ponder_demo_script_text (script, "three");
  ponder_demo_script_end (script, "stop", 10, 20);
  set_script (fixture, script);
  first = start (fixture, PONDER_CACHE_USE);
  ponder_test_reply_wait (first, PONDER_REPLY_STREAMING);
  second = start (fixture, PONDER_CACHE_USE);
  ponder_test_reply_wait (second, PONDER_REPLY_STREAMING);
  g_assert_cmpint (ponder_reply_get_state (first), ==, PONDER_REPLY_STREAMING);
  ponder_test_reply_await_text (second, "One two three");
  g_assert_cmpstr (ponder_reply_get_reasoning (second), ==, "Hm. ");
  ponder_test_reply_await_text (first, "One two three");
  g_assert_cmpuint (ponder_reply_get_attempts (second), ==, 1);
  g_assert_cmpuint (count_requests (fixture), ==, 1);
}

static void
test_whoever_leaves_leaves_the_others (Fixture       *fixture,
                                       gconstpointer  user_data)
{
  guint leaver = GPOINTER_TO_UINT (user_data);
  PonderReply *replies[3];
  PonderDemoScript *script = new_stream ();

  ponder_demo_script_text (script, "One ");
  ponder_demo_script_pause (script, 200);
  ponder_demo_script_text (script, "two");
  ponder_demo_script_end (script, "stop", 10, 20);
  set_script (fixture, script);
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    replies[i] = start (fixture, PONDER_CACHE_USE);
  ponder_test_reply_wait (replies[2], PONDER_REPLY_STREAMING);
  ponder_reply_cancel (replies[leaver]);
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      if (i != leaver)
        ponder_test_reply_await_text (replies[i], "One two");
      else
        g_assert_cmpint (ponder_reply_get_finish (replies[i]), ==, PONDER_FINISH_CANCELLED);
    }
  g_assert_cmpstr (ponder_reply_get_text (replies[leaver]), ==, "One ");
  g_assert_cmpuint (ponder_demo_server_get_n_left (fixture->base.server), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    g_object_unref (replies[i]);
}

static gboolean
has_left (gpointer user_data)
{
  return ponder_demo_server_get_n_left (user_data) > 0;
}

static void
test_the_last_who_leaves_ends_the_call (Fixture       *fixture,
                                        gconstpointer  user_data)
{
  g_autoptr(PonderReply) first = NULL;
  g_autoptr(PonderReply) second = NULL;

  set_hanging (fixture);
  first = start (fixture, PONDER_CACHE_USE);
  second = start (fixture, PONDER_CACHE_USE);
  ponder_test_reply_wait (first, PONDER_REPLY_STREAMING);
  ponder_reply_cancel (first);
  ponder_test_run_for (50);
  g_assert_cmpuint (ponder_demo_server_get_n_left (fixture->base.server), ==, 0);
  ponder_reply_cancel (second);
  ponder_test_wait_for (has_left, fixture->base.server, 5);
  assert_not_kept (fixture);
  /* Whoever asks now begins anew. */
  set_answer (fixture, "There");
  ask_once (fixture, "There");
  g_assert_cmpuint (count_requests (fixture), ==, 2);
}

static void
cancel_cb (PonderReply *reply,
           PonderDelta *delta,
           PonderReply *other)
{
  if (ponder_reply_get_state (other) != PONDER_REPLY_DONE)
    ponder_reply_cancel (other);
}

/* Whoever listens to one may stop any of them, in the middle of the news. */
static void
test_stopping_while_the_news_is_told (Fixture       *fixture,
                                      gconstpointer  user_data)
{
  PonderReply *replies[3];

  set_hanging (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    replies[i] = start (fixture, PONDER_CACHE_USE);
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    for (guint j = 0; j < G_N_ELEMENTS (replies); j++)
      g_signal_connect (replies[i], "delta", G_CALLBACK (cancel_cb), replies[j]);
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      ponder_test_reply_wait (replies[i], PONDER_REPLY_DONE);
      g_object_unref (replies[i]);
    }
  ponder_test_wait_for (has_left, fixture->base.server, 5);
}

static void
test_a_failure_is_told_to_all_and_not_kept (Fixture       *fixture,
                                            gconstpointer  user_data)
{
  g_autoptr(PonderReply) first = NULL;
  g_autoptr(PonderReply) second = NULL;
  PonderDemoScript *script = ponder_demo_script_new (401, "application/json");

  ponder_demo_script_bytes (script, "{}", -1);
  set_script (fixture, script);
  first = start (fixture, PONDER_CACHE_USE);
  second = start (fixture, PONDER_CACHE_USE);
  g_assert_cmpint (ponder_test_reply_await_fault (first)->category, ==, PONDER_ERROR_AUTHENTICATION);
  g_assert_cmpint (ponder_test_reply_await_fault (second)->category, ==, PONDER_ERROR_AUTHENTICATION);
  g_assert_cmpint (ponder_reply_get_cached_from (second), ==, 0);
  g_assert_cmpuint (count_requests (fixture), ==, 1);
  assert_not_kept (fixture);
}

/* An answer that did not come to the end the model wanted. */
static PonderDemoScript *
new_incomplete (const char *how)
{
  PonderDemoScript *script = new_stream ();

  if (strcmp (how, "empty") != 0)
    ponder_demo_script_text (script, "Some words");
  if (strcmp (how, "cut") == 0)
    ponder_demo_script_cut (script);
  else if (strcmp (how, "reset") == 0)
    ponder_demo_script_reset (script);
  else if (strcmp (how, "refusal") == 0)
    ponder_demo_script_event (script, "{\"choices\":[{\"index\":0,\"delta\":{\"refusal\":\"I cannot\"}}]}");
  if (strcmp (how, "length") == 0 || strcmp (how, "content_filter") == 0)
    ponder_demo_script_end (script, how, 10, 20);
  else
    ponder_demo_script_end (script, "stop", 10, 20);
  return script;
}

static void
test_what_is_incomplete_is_not_kept (Fixture       *fixture,
                                     gconstpointer  user_data)
{
  for (guint i = 1; i <= 2; i++)
    {
      g_autoptr(PonderReply) reply = NULL;

      set_script (fixture, new_incomplete (user_data));
      reply = start (fixture, PONDER_CACHE_USE);
      ponder_test_reply_wait (reply, PONDER_REPLY_DONE);
      g_assert_cmpuint (count_requests (fixture), ==, i);
    }
  assert_not_kept (fixture);
}

static void
test_a_kept_answer_is_said_again (Fixture       *fixture,
                                  gconstpointer  user_data)
{
  g_autoptr(PonderReply) reply = NULL;
  gint64 before = g_get_real_time ();
  g_autofree char *heard = NULL;

  set_answer (fixture, "There");
  ask_once (fixture, "There");
  heard = g_strdup (fixture->heard->str);
  g_string_truncate (fixture->heard, 0);
  reply = start (fixture, PONDER_CACHE_USE);
  g_assert_cmpint (ponder_reply_get_state (reply), ==, PONDER_REPLY_QUEUED);
  ponder_test_reply_await_text (reply, "There");
  g_assert_cmpstr (fixture->heard->str, ==, heard);
  g_assert_cmpstr (ponder_reply_get_reasoning (reply), ==, "Hm. ");
  g_assert_cmpint (ponder_reply_get_finish (reply), ==, PONDER_FINISH_STOP);
  g_assert_cmpint (ponder_reply_get_cached_from (reply), >=, before);
  g_assert_cmpint (ponder_reply_get_cached_from (reply), <=, g_get_real_time ());
  g_assert_cmpint (ponder_reply_get_usage (reply)->input, ==, 10);
  g_assert_cmpfloat_with_epsilon (ponder_reply_get_usage (reply)->cost_usd, 0, 1e-12);
  g_assert_cmpuint (ponder_reply_get_attempts (reply), ==, 0);
  g_assert_cmpuint (count_requests (fixture), ==, 1);
}

static void
test_off_neither_reads_nor_writes (Fixture       *fixture,
                                   gconstpointer  user_data)
{
  g_autoptr(PonderReply) first = NULL;
  g_autoptr(PonderReply) second = NULL;

  set_answer (fixture, "Old");
  first = start (fixture, PONDER_CACHE_OFF);
  ponder_test_reply_await_text (first, "Old");
  assert_not_kept (fixture);
  ask_once (fixture, "Old");
  set_answer (fixture, "New");
  second = start (fixture, PONDER_CACHE_OFF);
  ponder_test_reply_await_text (second, "New");
  g_assert_cmpuint (get_stats (fixture).hits, ==, 0);
}

static void
test_renewing_goes_past_and_replaces (Fixture       *fixture,
                                      gconstpointer  user_data)
{
  g_autoptr(PonderReply) renewed = NULL;
  g_autoptr(PonderReply) again = NULL;

  set_answer (fixture, "Old");
  ask_once (fixture, "Old");
  set_answer (fixture, "New");
  renewed = start (fixture, PONDER_CACHE_RENEW);
  ponder_test_reply_await_text (renewed, "New");
  g_assert_cmpint (ponder_reply_get_cached_from (renewed), ==, 0);
  again = start (fixture, PONDER_CACHE_USE);
  ponder_test_reply_await_text (again, "New");
  g_assert_cmpint (ponder_reply_get_cached_from (again), >, 0);
  g_assert_cmpuint (count_requests (fixture), ==, 2);
}

/* Two who want a new answer each want their own. */
static void
test_renewing_is_not_shared (Fixture       *fixture,
                             gconstpointer  user_data)
{
  g_autoptr(PonderReply) first = NULL;
  g_autoptr(PonderReply) second = NULL;
  g_autoptr(PonderReply) third = NULL;

  set_answer (fixture, "There");
  first = start (fixture, PONDER_CACHE_RENEW);
  second = start (fixture, PONDER_CACHE_RENEW);
  third = start (fixture, PONDER_CACHE_USE);
  ponder_test_reply_await_text (first, "There");
  ponder_test_reply_await_text (second, "There");
  ponder_test_reply_await_text (third, "There");
  g_assert_cmpuint (count_requests (fixture), ==, 3);
}

static void
test_less_patience_is_not_shared (Fixture       *fixture,
                                  gconstpointer  user_data)
{
  g_autoptr(PonderReply) patient = NULL;
  g_autoptr(PonderReply) impatient = NULL;

  set_hanging (fixture);
  patient = start (fixture, PONDER_CACHE_USE);
  fixture->base.config->total_timeout = 0.3;
  impatient = start (fixture, PONDER_CACHE_USE);
  g_assert_cmpint (ponder_test_reply_await_fault (impatient)->category, ==, PONDER_ERROR_TIMEOUT);
  g_assert_cmpint (ponder_reply_get_state (patient), ==, PONDER_REPLY_STREAMING);
  g_assert_cmpuint (count_requests (fixture), ==, 2);
  ponder_reply_cancel (patient);
}

static void
test_another_question_is_another_call (Fixture       *fixture,
                                       gconstpointer  user_data)
{
  g_autoptr(PonderReply) warmer = NULL;

  set_answer (fixture, "There");
  ask_once (fixture, "There");
  fixture->base.config->temperature = 1.5;
  warmer = start (fixture, PONDER_CACHE_USE);
  ponder_test_reply_await_text (warmer, "There");
  g_assert_cmpuint (count_requests (fixture), ==, 2);
}

static void
test_a_paced_answer_takes_its_time (Fixture       *fixture,
                                    gconstpointer  user_data)
{
  g_autoptr(PonderReply) reply = NULL;
  gint64 began;

  set_answer (fixture, "Forty letters, no more and no fewer: this");
  ask_once (fixture, "Forty letters, no more and no fewer: this");
  ponder_service_set_replay_paced (fixture->base.service, TRUE);
  g_string_truncate (fixture->heard, 0);
  began = g_get_monotonic_time ();
  reply = start (fixture, PONDER_CACHE_USE);
  ponder_test_reply_wait (reply, PONDER_REPLY_STREAMING);
  g_assert_cmpuint (strlen (ponder_reply_get_text (reply)), <, 40);
  ponder_test_reply_await_text (reply, "Forty letters, no more and no fewer: this");
  g_assert_cmpint (g_get_monotonic_time () - began, >, 200 * 1000);
  g_assert_true (g_str_has_prefix (fixture->heard->str, "Hm.  For"));
}

static void
test_a_paced_answer_can_be_stopped (Fixture       *fixture,
                                    gconstpointer  user_data)
{
  g_autoptr(PonderReply) reply = NULL;
  gsize length;

  set_answer (fixture, "一个很长的回答，可以在中间停下来，已经说出的部分要保留下来。");
  ask_once (fixture, "一个很长的回答，可以在中间停下来，已经说出的部分要保留下来。");
  ponder_service_set_replay_paced (fixture->base.service, TRUE);
  reply = start (fixture, PONDER_CACHE_USE);
  ponder_test_reply_wait (reply, PONDER_REPLY_STREAMING);
  ponder_test_run_for (100);
  ponder_reply_cancel (reply);
  length = strlen (ponder_reply_get_text (reply));
  g_assert_cmpuint (length, >, 0);
  g_assert_true (g_utf8_validate (ponder_reply_get_text (reply), -1, NULL));
  g_assert_cmpint (ponder_reply_get_finish (reply), ==, PONDER_FINISH_CANCELLED);
  ponder_test_run_for (100);
  g_assert_cmpuint (strlen (ponder_reply_get_text (reply)), ==, length);
}

static void
set_refusal (Fixture *fixture)
{
  PonderDemoScript *script = ponder_demo_script_new (429, "application/json");

  ponder_demo_script_header (script, "Retry-After", "60");
  ponder_demo_script_bytes (script, "{\"error\":{\"message\":\"Slow down\"}}", -1);
  set_script (fixture, script);
}

static void
start_waiting (Fixture      *fixture,
               PonderReply **replies,
               guint         n_replies)
{
  fixture->base.config->retries = 3;
  set_refusal (fixture);
  for (guint i = 0; i < n_replies; i++)
    replies[i] = start (fixture, PONDER_CACHE_USE);
  for (guint i = 0; i < n_replies; i++)
    {
      PonderCountdown *countdown;

      ponder_test_reply_wait (replies[i], PONDER_REPLY_RETRYING);
      countdown = ponder_reply_get_countdown (replies[i]);
      g_assert_cmpuint (ponder_countdown_get_seconds_left (countdown), >=, 59);
      g_assert_cmpuint (ponder_countdown_get_attempt (countdown), ==, 2);
      g_assert_cmpuint (ponder_countdown_get_n_attempts (countdown), ==, 4);
    }
}

static void
test_who_gives_up_gives_up_alone (Fixture       *fixture,
                                  gconstpointer  user_data)
{
  PonderReply *replies[2];

  start_waiting (fixture, replies, 2);
  ponder_countdown_give_up (ponder_reply_get_countdown (replies[0]));
  g_assert_cmpint (ponder_test_reply_await_fault (replies[0])->category, ==, PONDER_ERROR_RATE_LIMIT);
  g_assert_cmpint (ponder_reply_get_state (replies[1]), ==, PONDER_REPLY_RETRYING);
  ponder_reply_cancel (replies[1]);
  g_object_unref (replies[0]);
  g_object_unref (replies[1]);
}

static void
test_who_retries_now_speaks_for_all (Fixture       *fixture,
                                     gconstpointer  user_data)
{
  PonderReply *replies[3];

  start_waiting (fixture, replies, 2);
  /* One who comes during the wait waits with them. */
  replies[2] = start (fixture, PONDER_CACHE_USE);
  ponder_test_reply_wait (replies[2], PONDER_REPLY_RETRYING);
  set_answer (fixture, "There");
  ponder_countdown_skip (ponder_reply_get_countdown (replies[1]));
  g_assert_null (ponder_reply_get_countdown (replies[0]));
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      ponder_test_reply_await_text (replies[i], "There");
      g_assert_cmpuint (ponder_reply_get_attempts (replies[i]), ==, 2);
      g_object_unref (replies[i]);
    }
  g_assert_cmpuint (count_requests (fixture), ==, 2);
}

/* It says what it costs, and dies. */
static void
set_dying (Fixture *fixture)
{
  PonderDemoScript *script = new_stream ();

  ponder_demo_script_event (script, "{\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":20}}");
  ponder_demo_script_reset (script);
  set_script (fixture, script);
}

static void
set_uncounted (Fixture *fixture)
{
  PonderDemoScript *script = new_stream ();

  ponder_demo_script_text (script, "There");
  ponder_demo_script_event (script, "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
  ponder_demo_script_event (script, "[DONE]");
  set_script (fixture, script);
}

static void
test_a_failed_try_is_no_part_of_the_answer (Fixture       *fixture,
                                            gconstpointer  user_data)
{
  PonderReply *replies[2];

  fixture->base.config->retries = 1;
  set_dying (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    replies[i] = start (fixture, PONDER_CACHE_USE);
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    ponder_test_reply_wait (replies[i], PONDER_REPLY_RETRYING);
  set_uncounted (fixture);
  ponder_countdown_skip (ponder_reply_get_countdown (replies[0]));
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      ponder_test_reply_await_text (replies[i], "There");
      g_assert_null (ponder_reply_get_usage (replies[i]));
      g_assert_cmpint (ponder_reply_get_finish (replies[i]), ==, PONDER_FINISH_STOP);
      g_object_unref (replies[i]);
    }
  g_assert_cmpuint (count_requests (fixture), ==, 2);
}

static void
test_bytes_that_are_no_answer_are_a_miss (Fixture       *fixture,
                                          gconstpointer  user_data)
{
  g_autoptr(PonderRequest) request = ponder_test_service_ask (&fixture->base, "m");
  g_autofree char *key = ponder_cache_key_new (request);
  g_autoptr(GBytes) nonsense = g_bytes_new_static ("nonsense", 8);
  g_autoptr(PonderReply) again = NULL;

  ponder_cache_set (fixture->cache, key, nonsense, 0);
  set_answer (fixture, "There");
  ask_once (fixture, "There");
  again = start (fixture, PONDER_CACHE_USE);
  ponder_test_reply_await_text (again, "There");
  g_assert_cmpuint (count_requests (fixture), ==, 1);
}

static void
test_what_is_looked_at_takes_the_others_along (Fixture       *fixture,
                                               gconstpointer  user_data)
{
  g_autoptr(PonderReply) blocker = NULL;
  g_autoptr(PonderReply) first = NULL;
  g_autoptr(PonderReply) hidden = NULL;
  g_autoptr(PonderReply) seen = NULL;
  g_autoptr(PonderRequest) request = NULL;

  ponder_provider_config_set_concurrency (fixture->base.provider, 1);
  set_hanging (fixture);
  blocker = start (fixture, PONDER_CACHE_OFF);
  ponder_test_reply_wait (blocker, PONDER_REPLY_STREAMING);
  first = ponder_test_service_start (&fixture->base, "other");
  ponder_service_set_background (fixture->base.service, first, TRUE);
  request = ponder_test_service_ask (&fixture->base, "m");
  ponder_request_set_cache_use (request, PONDER_CACHE_USE);
  ponder_request_set_background (request, TRUE);
  hidden = start_request (fixture, request);
  ponder_test_run_for (20);
  /* Somebody who is looked at asks the same: the call goes before the other one in the queue. */
  seen = start (fixture, PONDER_CACHE_USE);
  ponder_test_run_for (20);
  set_answer (fixture, "There");
  ponder_reply_cancel (blocker);
  ponder_test_reply_await_text (hidden, "There");
  g_assert_cmpint (ponder_reply_get_state (first), !=, PONDER_REPLY_DONE);
  ponder_test_reply_await_text (seen, "There");
  ponder_test_reply_wait (first, PONDER_REPLY_DONE);
}

static void
test_stopped_before_anything_happens (Fixture       *fixture,
                                      gconstpointer  user_data)
{
  g_autoptr(PonderReply) reply = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(PonderRequest) request = ponder_test_service_ask (&fixture->base, "m");

  set_answer (fixture, "There");
  ponder_request_set_cache_use (request, PONDER_CACHE_USE);
  reply = ponder_service_start (fixture->base.service, request, cancellable);
  g_cancellable_cancel (cancellable);
  ponder_test_reply_wait (reply, PONDER_REPLY_DONE);
  ponder_test_run_for (50);
  g_assert_cmpuint (count_requests (fixture), ==, 0);
}

static void
add (const char    *name,
     void         (*test) (Fixture *fixture, gconstpointer user_data),
     gconstpointer  data)
{
  g_autofree char *path = g_strconcat ("/service/sharing/", name, NULL);

  g_test_add (path, Fixture, data, set_up, test, tear_down);
}

static void
add_incomplete (const char *how)
{
  g_autofree char *name = g_strconcat ("what-is-incomplete-is-not-kept/", how, NULL);

  add (name, test_what_is_incomplete_is_not_kept, how);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("many-at-once-reach-the-server-once", test_many_at_once_reach_the_server_once, NULL);
  add ("whoever-comes-late-hears-everything", test_whoever_comes_late_hears_everything, NULL);
  add ("whoever-leaves-leaves-the-others/first", test_whoever_leaves_leaves_the_others, GUINT_TO_POINTER (0));
  add ("whoever-leaves-leaves-the-others/second", test_whoever_leaves_leaves_the_others, GUINT_TO_POINTER (1));
  add ("the-last-who-leaves-ends-the-call", test_the_last_who_leaves_ends_the_call, NULL);
  add ("stopping-while-the-news-is-told", test_stopping_while_the_news_is_told, NULL);
  add ("a-failure-is-told-to-all-and-not-kept", test_a_failure_is_told_to_all_and_not_kept, NULL);
  add_incomplete ("cut");
  add_incomplete ("reset");
  add_incomplete ("length");
  add_incomplete ("content_filter");
  add_incomplete ("refusal");
  add_incomplete ("empty");
  add ("a-kept-answer-is-said-again", test_a_kept_answer_is_said_again, NULL);
  add ("off-neither-reads-nor-writes", test_off_neither_reads_nor_writes, NULL);
  add ("renewing-goes-past-and-replaces", test_renewing_goes_past_and_replaces, NULL);
  add ("renewing-is-not-shared", test_renewing_is_not_shared, NULL);
  add ("less-patience-is-not-shared", test_less_patience_is_not_shared, NULL);
  add ("another-question-is-another-call", test_another_question_is_another_call, NULL);
  add ("a-paced-answer-takes-its-time", test_a_paced_answer_takes_its_time, NULL);
  add ("a-paced-answer-can-be-stopped", test_a_paced_answer_can_be_stopped, NULL);
  add ("who-gives-up-gives-up-alone", test_who_gives_up_gives_up_alone, NULL);
  add ("who-retries-now-speaks-for-all", test_who_retries_now_speaks_for_all, NULL);
  add ("a-failed-try-is-no-part-of-the-answer", test_a_failed_try_is_no_part_of_the_answer, NULL);
  add ("bytes-that-are-no-answer-are-a-miss", test_bytes_that_are_no_answer_are_a_miss, NULL);
  add ("what-is-looked-at-takes-the-others-along", test_what_is_looked_at_takes_the_others_along, NULL);
  add ("stopped-before-anything-happens", test_stopped_before_anything_happens, NULL);
  return g_test_run ();
}
