/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replies from beginning to end: answers, faults and limits, over a real socket. */

#include "config.h"

#include "ponder-test-loop.h"
#include "ponder-test-model.h"
#include "ponder-test-service.h"

#include "ponder-http.h"
#include "ponder-request.h"
#include "ponder-usage.h"

#include <string.h>

typedef struct
{
  GString *states;
  GString *deltas;
} Log;

static void
state_cb (PonderReply *reply,
          GParamSpec  *pspec,
          Log         *log)
{
  g_string_append_printf (log->states, "%u", ponder_reply_get_state (reply));
}

static void
delta_cb (PonderReply *reply,
          PonderDelta *delta,
          Log         *log)
{
  static const char names[] = "trxcufm";

  g_assert_cmpint (ponder_reply_get_state (reply), <, PONDER_REPLY_DONE);
  g_string_append_c (log->deltas, names[delta->kind]);
}

static PonderDemoScript *
new_stream (void)
{
  return ponder_demo_script_new (200, "text/event-stream");
}

static void
test_answer_comes_whole (PonderTestService *fixture,
                         gconstpointer      user_data)
{
  Log log = { g_string_new (NULL), g_string_new (NULL) };
  PonderDemoScript *script = new_stream ();
  g_autoptr(PonderTestMirror) mirror =
    ponder_test_mirror_new (ponder_service_get_replies (fixture->service));
  g_autoptr(PonderReply) reply = NULL;
  PonderReplyTiming timing;

  ponder_demo_script_reasoning (script, "Hm");
  ponder_demo_script_text (script, "Hello ");
  ponder_demo_script_text (script, "you");
  ponder_demo_script_end (script, "stop", 7, 2);
  ponder_test_service_set_script (fixture, "m", script);

  reply = ponder_test_service_start (fixture, "m");
  g_signal_connect (reply, "notify::state", G_CALLBACK (state_cb), &log);
  g_signal_connect (reply, "delta", G_CALLBACK (delta_cb), &log);
  g_assert_cmpint (ponder_reply_get_state (reply), ==, PONDER_REPLY_QUEUED);
  g_assert_cmpuint (g_list_model_get_n_items (ponder_service_get_replies (fixture->service)), ==,
                    1);
  ponder_test_reply_await_text (reply, "Hello you");

  g_assert_cmpstr (ponder_reply_get_reasoning (reply), ==, "Hm");
  g_assert_cmpint (ponder_reply_get_finish (reply), ==, PONDER_FINISH_STOP);
  g_assert_cmpint (ponder_reply_get_usage (reply)->input, ==, 7);
  g_assert_cmpint (ponder_reply_get_usage (reply)->output, ==, 2);
  g_assert_cmpuint (ponder_reply_get_attempts (reply), ==, 1);
  g_assert_cmpuint (strlen (ponder_reply_get_id (reply)), ==, 26);
  g_assert_cmpstr (log.states->str, ==, "1235");
  g_assert_nonnull (strstr (log.deltas->str, "rt"));
  timing = ponder_reply_get_timing (reply);
  g_assert_cmpint (timing.queued, >=, 0);
  g_assert_cmpint (timing.connect, >=, 0);
  g_assert_cmpint (timing.reasoning, >=, 0);
  g_assert_cmpint (timing.first_token, >=, timing.queued);
  g_assert_cmpint (timing.total, >=, timing.first_token + timing.reasoning);
  g_assert_cmpuint (ponder_test_mirror_get_changes (mirror), ==, 2);
  g_string_free (log.states, TRUE);
  g_string_free (log.deltas, TRUE);
}

static void
test_key_goes_into_its_header (PonderTestService *fixture,
                               gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;

  ponder_demo_server_set_pace (fixture->server, 0);
  /* As it is pasted. */
  g_free (fixture->keys->key);
  fixture->keys->key = g_strdup (" \"" PONDER_TEST_KEY "\"\n");
  reply = ponder_test_service_start (fixture, "echo");
  ponder_test_reply_wait (reply, PONDER_REPLY_DONE);
  g_assert_nonnull (strstr (ponder_demo_server_get_last_headers (fixture->server),
                            "authorization: Bearer " PONDER_TEST_KEY "\n"));
  g_assert_null (strstr (ponder_demo_server_get_last_body (fixture->server), PONDER_TEST_KEY));
}

static void
test_no_key_no_header (PonderTestService *fixture,
                       gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;

  ponder_demo_server_set_pace (fixture->server, 0);
  g_clear_pointer (&fixture->keys->key, g_free);
  reply = ponder_test_service_start (fixture, "echo");
  ponder_test_reply_wait (reply, PONDER_REPLY_DONE);
  g_assert_null (strstr (ponder_demo_server_get_last_headers (fixture->server), "authorization"));
}

static void
test_key_that_is_none (PonderTestService *fixture,
                       gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;
  PonderFault *fault;

  g_free (fixture->keys->key);
  fixture->keys->key = g_strdup ("key with\nblanks");
  reply = ponder_test_service_start (fixture, "echo");
  fault = ponder_test_reply_await_fault (reply);
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_AUTHENTICATION);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->server), ==, 0);
}

static void
test_keyring_fails (PonderTestService *fixture,
                    gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;

  fixture->keys->error = g_error_new_literal (G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN,
                                              "no such service");
  reply = ponder_test_service_start (fixture, "echo");
  g_assert_cmpint (ponder_test_reply_await_fault (reply)->category, ==, PONDER_ERROR_KEYRING);
}

static void
test_without_stream (PonderTestService *fixture,
                     gconstpointer      user_data)
{
  static const char body[] = "{\"choices\":[{\"message\":{\"content\":\"Hi\"},"
                             "\"finish_reason\":\"stop\"}]}";
  PonderDemoScript *script = ponder_demo_script_new (200, "application/json");
  g_autoptr(PonderRequest) request = NULL;
  g_autoptr(PonderReply) reply = NULL;

  ponder_demo_script_bytes (script, body, -1);
  ponder_test_service_set_script (fixture, "m", script);
  request = ponder_test_service_ask (fixture, "m");
  ponder_request_set_stream (request, FALSE);
  reply = ponder_service_start (fixture->service, request, NULL);
  ponder_test_reply_await_text (reply, "Hi");
}

/* What one answer with @status becomes. */
static PonderFault *
get_fault (PonderTestService *fixture,
           guint              status,
           const char        *type,
           const char        *body,
           PonderReply      **reply)
{
  PonderDemoScript *script = ponder_demo_script_new (status, type);

  ponder_demo_script_header (script, "Retry-After", "7");
  ponder_demo_script_header (script, "x-request-id", "req-1");
  ponder_demo_script_bytes (script, body, -1);
  ponder_test_service_set_script (fixture, "m", script);
  *reply = ponder_test_service_start (fixture, "m");
  return ponder_test_reply_await_fault (*reply);
}

static void
test_wrong_key (PonderTestService *fixture,
                gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;
  PonderFault *fault = get_fault (fixture, 401, "application/json",
                                  "{\"error\":{\"message\":\"Incorrect API key "
                                  "provided: " PONDER_TEST_KEY ".\"}}", &reply);

  g_assert_cmpint (fault->category, ==, PONDER_ERROR_AUTHENTICATION);
  g_assert_cmpuint (fault->status, ==, 401);
  g_assert_cmpstr (fault->request_id, ==, "req-1");
  g_assert_true (g_str_has_prefix (fault->details, "Incorrect API key provided"));
  g_assert_null (strstr (fault->details, PONDER_TEST_KEY));
  g_assert_cmpint (ponder_reply_get_finish (reply), ==, PONDER_FINISH_NONE);
}

static void
test_too_many_requests (PonderTestService *fixture,
                        gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;
  PonderFault *fault = get_fault (fixture, 429, "application/json", "{\"error\":{\"message\":\"Slow "
                                                                    "down\"}}", &reply);

  g_assert_cmpint (fault->category, ==, PONDER_ERROR_RATE_LIMIT);
  g_assert_cmpfloat_with_epsilon (fault->retry_after, 7, 1e-9);
  g_assert_true (fault->retryable);
  g_assert_true (fault->local);
}

static void
test_web_page (PonderTestService *fixture,
               gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;
  PonderFault *fault = get_fault (fixture, 200, "text/html; charset=utf-8",
                                  "<html><body>Sign in</body></html>", &reply);

  g_assert_cmpint (fault->category, ==, PONDER_ERROR_NETWORK);
  g_assert_cmpstr (fault->details, ==, "Sign in");
}

static void
test_error_with_status_200 (PonderTestService *fixture,
                            gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;
  PonderFault *fault = get_fault (fixture, 200, "application/json",
                                  "{\"code\":\"c\",\"error\":\"Not with " PONDER_TEST_KEY "\"}",
                                  &reply);

  g_assert_cmpint (fault->category, ==, PONDER_ERROR_SERVER);
  g_assert_nonnull (strstr (fault->details, "Not with"));
  g_assert_null (strstr (fault->details, PONDER_TEST_KEY));
}

static void
test_redirect_is_not_followed (PonderTestService *fixture,
                               gconstpointer      user_data)
{
  PonderDemoScript *script = ponder_demo_script_new (307, "text/plain");
  g_autoptr(PonderReply) reply = NULL;
  g_autofree char *target = g_strconcat (ponder_demo_server_get_base_url (fixture->server),
                                         "/elsewhere", NULL);

  ponder_demo_script_header (script, "Location", target);
  ponder_demo_script_bytes (script, "moved", -1);
  ponder_test_service_set_script (fixture, "m", script);
  reply = ponder_test_service_start (fixture, "m");
  g_assert_cmpint (ponder_test_reply_await_fault (reply)->category, ==,
                   PONDER_ERROR_INVALID_REQUEST);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->server), ==, 1);
}

static void
test_error_in_the_stream_keeps_text (PonderTestService *fixture,
                                     gconstpointer      user_data)
{
  PonderDemoScript *script = new_stream ();
  g_autoptr(PonderReply) reply = NULL;
  PonderFault *fault;

  ponder_demo_script_text (script, "Half");
  ponder_demo_script_event (script, "{\"error\":{\"code\":503,\"message\":\"Died with %s\"}}",
                            PONDER_TEST_KEY);
  ponder_demo_script_hang (script);
  ponder_test_service_set_script (fixture, "m", script);
  reply = ponder_test_service_start (fixture, "m");
  fault = ponder_test_reply_await_fault (reply);
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_SERVER);
  g_assert_nonnull (strstr (fault->details, "Died with"));
  g_assert_null (strstr (fault->details, PONDER_TEST_KEY));
  g_assert_cmpstr (ponder_reply_get_text (reply), ==, "Half");
  g_assert_cmpint (ponder_reply_get_finish (reply), ==, PONDER_FINISH_CUT_OFF);
}

static void
test_cut_off_keeps_text (PonderTestService *fixture,
                         gconstpointer      user_data)
{
  const gboolean reset = GPOINTER_TO_INT (user_data);
  PonderDemoScript *script = new_stream ();
  g_autoptr(PonderReply) reply = NULL;
  PonderFault *fault;

  ponder_demo_script_text (script, "Half");
  if (reset)
    {
      ponder_demo_script_pause (script, 20);
      ponder_demo_script_reset (script);
    }
  else
    ponder_demo_script_cut (script);
  ponder_test_service_set_script (fixture, "m", script);
  reply = ponder_test_service_start (fixture, "m");
  fault = ponder_test_reply_await_fault (reply);
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_NETWORK);
  g_assert_true (fault->truncated);
  g_assert_false (fault->retryable);
  g_assert_cmpstr (ponder_reply_get_text (reply), ==, "Half");
  g_assert_cmpint (ponder_reply_get_finish (reply), ==, PONDER_FINISH_CUT_OFF);
}

static void
test_reset_after_the_end_is_well (PonderTestService *fixture,
                                  gconstpointer      user_data)
{
  PonderDemoScript *script = new_stream ();
  g_autoptr(PonderReply) reply = NULL;

  ponder_demo_script_text (script, "Whole");
  ponder_demo_script_end (script, "stop", 1, 1);
  ponder_demo_script_pause (script, 20);
  ponder_demo_script_reset (script);
  ponder_test_service_set_script (fixture, "m", script);
  reply = ponder_test_service_start (fixture, "m");
  ponder_test_reply_await_text (reply, "Whole");
}

static void
test_server_that_never_closes (PonderTestService *fixture,
                               gconstpointer      user_data)
{
  PonderDemoScript *script = new_stream ();
  g_autoptr(PonderReply) reply = NULL;

  ponder_demo_script_text (script, "Whole");
  ponder_demo_script_event (script, "[DONE]");
  ponder_demo_script_hang (script);
  ponder_test_service_set_script (fixture, "m", script);
  reply = ponder_test_service_start (fixture, "m");
  ponder_test_reply_await_text (reply, "Whole");
  g_assert_cmpint (ponder_reply_get_finish (reply), ==, PONDER_FINISH_STOP);
}

static void
test_empty_answer (PonderTestService *fixture,
                   gconstpointer      user_data)
{
  PonderDemoScript *script = new_stream ();
  g_autoptr(PonderReply) reply = NULL;

  ponder_demo_script_bytes (script, ": nothing\n\n", -1);
  ponder_demo_script_cut (script);
  ponder_test_service_set_script (fixture, "m", script);
  reply = ponder_test_service_start (fixture, "m");
  g_assert_cmpint (ponder_test_reply_await_fault (reply)->category, ==, PONDER_ERROR_SERVER);
  g_assert_cmpint (ponder_reply_get_finish (reply), ==, PONDER_FINISH_NONE);
}

/* A port of this computer on which nobody listens. */
static char *
dup_dead_url (void)
{
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  g_autoptr(GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);

  g_assert_no_error (error);
  g_socket_listener_close (listener);
  return g_strdup_printf ("http://127.0.0.1:%u/v1", port);
}

static void
test_no_server_at_all (PonderTestService *fixture,
                       gconstpointer      user_data)
{
  g_autofree char *url = dup_dead_url ();
  g_autoptr(PonderReply) reply = NULL;
  PonderFault *fault;

  ponder_provider_config_set_base_url (fixture->provider, url);
  reply = ponder_test_service_start (fixture, "m");
  fault = ponder_test_reply_await_fault (reply);
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_NETWORK);
  g_assert_true (fault->local);
  g_assert_false (fault->retryable);
  g_assert_nonnull (strstr (fault->host, "127.0.0.1:"));
}

static void
test_bad_address (PonderTestService *fixture,
                  gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;

  ponder_provider_config_set_base_url (fixture->provider, "");
  reply = ponder_test_service_start (fixture, "m");
  g_assert_cmpint (ponder_reply_get_state (reply), ==, PONDER_REPLY_QUEUED);
  g_assert_cmpint (ponder_test_reply_await_fault (reply)->category, ==,
                   PONDER_ERROR_INVALID_REQUEST);
}

static void
test_unknown_dialect (PonderTestService *fixture,
                      gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;

  ponder_provider_config_set_dialect (fixture->provider, "esperanto");
  reply = ponder_test_service_start (fixture, "m");
  g_assert_cmpint (ponder_test_reply_await_fault (reply)->category, ==,
                   PONDER_ERROR_INVALID_REQUEST);
}

static void
assert_timeout (PonderReply *reply,
                const char  *words,
                gboolean     retryable)
{
  PonderFault *fault = ponder_test_reply_await_fault (reply);

  g_assert_cmpint (fault->category, ==, PONDER_ERROR_TIMEOUT);
  g_assert_cmpstr (fault->message, ==, words);
  g_assert_cmpint (fault->retryable, ==, retryable);
}

static void
test_first_token_limit (PonderTestService *fixture,
                        gconstpointer      user_data)
{
  PonderDemoScript *script = new_stream ();
  g_autoptr(PonderReply) reply = NULL;

  ponder_demo_script_hang (script);
  ponder_test_service_set_script (fixture, "m", script);
  fixture->config->first_token_timeout = 0.1;
  reply = ponder_test_service_start (fixture, "m");
  assert_timeout (reply, "No answer began within 1 second", FALSE);
  g_assert_cmpint (ponder_reply_get_finish (reply), ==, PONDER_FINISH_NONE);
}

static void
test_silence_limit (PonderTestService *fixture,
                    gconstpointer      user_data)
{
  PonderDemoScript *script = new_stream ();
  g_autoptr(PonderReply) reply = NULL;

  ponder_demo_script_text (script, "Half");
  ponder_demo_script_hang (script);
  ponder_test_service_set_script (fixture, "m", script);
  ponder_provider_config_set_silence_timeout (fixture->provider, 0.1);
  reply = ponder_test_service_start (fixture, "m");
  assert_timeout (reply, "Nothing more came for 1 second", FALSE);
  g_assert_cmpstr (ponder_reply_get_text (reply), ==, "Half");
  g_assert_cmpint (ponder_reply_get_finish (reply), ==, PONDER_FINISH_CUT_OFF);
}

static void
test_total_limit (PonderTestService *fixture,
                  gconstpointer      user_data)
{
  PonderDemoScript *script = new_stream ();
  g_autoptr(PonderReply) reply = NULL;

  for (guint i = 0; i < 100; i++)
    {
      ponder_demo_script_text (script, "a");
      ponder_demo_script_pause (script, 20);
    }
  ponder_test_service_set_script (fixture, "m", script);
  fixture->config->total_timeout = 0.3;
  reply = ponder_test_service_start (fixture, "m");
  assert_timeout (reply, "The answer was not complete within 1 second", FALSE);
  g_assert_true (g_str_has_prefix (ponder_reply_get_text (reply), "aa"));
}

static void
test_comments_are_life (PonderTestService *fixture,
                        gconstpointer      user_data)
{
  PonderDemoScript *script = new_stream ();
  g_autoptr(PonderReply) reply = NULL;

  for (guint i = 0; i < 12; i++)
    {
      ponder_demo_script_bytes (script, ": keep-alive\n\n", -1);
      ponder_demo_script_pause (script, 50);
    }
  ponder_demo_script_text (script, "Late");
  ponder_demo_script_end (script, "stop", 1, 1);
  ponder_test_service_set_script (fixture, "m", script);
  fixture->config->first_token_timeout = 0.3;
  reply = ponder_test_service_start (fixture, "m");
  ponder_test_reply_await_text (reply, "Late");
}

static gboolean
can_keep_waiting (gpointer user_data)
{
  return ponder_reply_get_can_keep_waiting (user_data);
}

static void
test_keep_waiting (PonderTestService *fixture,
                   gconstpointer      user_data)
{
  PonderDemoScript *script = new_stream ();
  g_autoptr(PonderReply) reply = NULL;

  ponder_demo_script_pause (script, 600);
  ponder_demo_script_text (script, "At last");
  ponder_demo_script_end (script, "stop", 1, 1);
  ponder_test_service_set_script (fixture, "m", script);
  fixture->config->first_token_timeout = 0.4;
  reply = ponder_test_service_start (fixture, "m");
  g_assert_false (ponder_reply_get_can_keep_waiting (reply));
  ponder_test_wait_for (can_keep_waiting, reply, 5);
  g_assert_cmpint (ponder_reply_get_state (reply), ==, PONDER_REPLY_WAITING);
  ponder_reply_keep_waiting (reply);
  g_assert_false (ponder_reply_get_can_keep_waiting (reply));
  /* 0.2 + 0.4 seconds are not enough. */
  ponder_test_wait_for (can_keep_waiting, reply, 5);
  ponder_reply_keep_waiting (reply);
  ponder_test_reply_await_text (reply, "At last");
  g_assert_false (ponder_reply_get_can_keep_waiting (reply));
}

static gboolean
none_left (gpointer user_data)
{
  return g_list_model_get_n_items (user_data) == 0;
}

static void
test_never_more_than_the_limit (PonderTestService *fixture,
                                gconstpointer      user_data)
{
  PonderDemoScript *script = new_stream ();
  PonderReply *replies[20];
  gint64 first_end = 0;

  ponder_demo_script_pause (script, 20);
  ponder_demo_script_text (script, "Hi");
  ponder_demo_script_end (script, "stop", 1, 1);
  ponder_test_service_set_script (fixture, "m", script);
  ponder_provider_config_set_concurrency (fixture->provider, 3);
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    replies[i] = ponder_test_service_start (fixture, "m");
  ponder_test_wait_for (none_left, ponder_service_get_replies (fixture->service), 20);

  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->server), ==,
                    G_N_ELEMENTS (replies));
  g_assert_cmpuint (ponder_demo_server_get_max_open (fixture->server), ==, 3);
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      gint64 left_queue = ponder_reply_get_started (replies[i])
                          + ponder_reply_get_timing (replies[i]).queued * 1000;

      /* In the order in which they came, but for the rounding of milliseconds. */
      g_assert_cmpint (left_queue, >=, first_end - 2000);
      first_end = left_queue;
      ponder_test_reply_await_text (replies[i], "Hi");
      g_assert_finalize_object (replies[i]);
    }
}

static PonderReply *
start_background (PonderTestService *fixture,
                  const char        *model)
{
  g_autoptr(PonderRequest) request = ponder_test_service_ask (fixture, model);

  ponder_request_set_background (request, TRUE);
  return ponder_service_start (fixture->service, request, NULL);
}

static void
test_foreground_first (PonderTestService *fixture,
                       gconstpointer      user_data)
{
  PonderDemoScript *script = new_stream ();
  g_autoptr(PonderReply) running = NULL;
  g_autoptr(PonderReply) background = NULL;
  g_autoptr(PonderReply) foreground = NULL;

  ponder_demo_script_hang (script);
  ponder_test_service_set_script (fixture, "m", script);
  ponder_provider_config_set_concurrency (fixture->provider, 1);
  running = ponder_test_service_start (fixture, "m");
  background = start_background (fixture, "m");
  foreground = ponder_test_service_start (fixture, "m");
  ponder_test_reply_wait (running, PONDER_REPLY_WAITING);
  ponder_reply_cancel (running);
  ponder_test_reply_wait (foreground, PONDER_REPLY_WAITING);
  g_assert_cmpint (ponder_reply_get_state (background), ==, PONDER_REPLY_QUEUED);
  ponder_reply_cancel (foreground);
  ponder_test_reply_wait (background, PONDER_REPLY_WAITING);
  ponder_reply_cancel (background);
}

static void
test_local_servers_get_two_at_a_time (PonderTestService *fixture,
                                      gconstpointer      user_data)
{
  PonderDemoScript *script = new_stream ();
  g_autoptr(PonderReply) first = NULL;
  g_autoptr(PonderReply) second = NULL;
  g_autoptr(PonderReply) third = NULL;

  ponder_demo_script_hang (script);
  ponder_test_service_set_script (fixture, "m", script);
  first = ponder_test_service_start (fixture, "m");
  second = ponder_test_service_start (fixture, "m");
  third = ponder_test_service_start (fixture, "m");
  ponder_test_reply_wait (first, PONDER_REPLY_WAITING);
  ponder_test_reply_wait (second, PONDER_REPLY_WAITING);
  g_assert_cmpint (ponder_reply_get_state (third), ==, PONDER_REPLY_QUEUED);
  ponder_reply_cancel (first);
  ponder_reply_cancel (second);
  ponder_reply_cancel (third);
}

static void
test_stays_with_the_service (PonderTestService *fixture,
                             gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = ponder_test_service_start (fixture, "echo");
  g_autoptr(PonderService) other = NULL;

  /* A service that goes away takes its replies with it. */
  other = g_steal_pointer (&fixture->service);
  fixture->service = ponder_service_new (fixture->http, PONDER_KEY_SOURCE (fixture->keys));
  g_assert_finalize_object (g_steal_pointer (&other));
  g_assert_cmpint (ponder_reply_get_state (reply), ==, PONDER_REPLY_DONE);
  g_assert_error (ponder_reply_get_error (reply), G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
add (const char    *name,
     gconstpointer  user_data,
     void         (*test) (PonderTestService *fixture, gconstpointer user_data))
{
  g_autofree char *path = g_strconcat ("/service/reply/", name, NULL);

  g_test_add (path, PonderTestService, user_data, ponder_test_service_set_up, test,
              ponder_test_service_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("answer-comes-whole", NULL, test_answer_comes_whole);
  add ("key-goes-into-its-header", NULL, test_key_goes_into_its_header);
  add ("no-key-no-header", NULL, test_no_key_no_header);
  add ("key-that-is-none", NULL, test_key_that_is_none);
  add ("keyring-fails", NULL, test_keyring_fails);
  add ("without-stream", NULL, test_without_stream);
  add ("wrong-key", NULL, test_wrong_key);
  add ("too-many-requests", NULL, test_too_many_requests);
  add ("web-page", NULL, test_web_page);
  add ("error-with-status-200", NULL, test_error_with_status_200);
  add ("redirect-is-not-followed", NULL, test_redirect_is_not_followed);
  add ("error-in-the-stream-keeps-text", NULL, test_error_in_the_stream_keeps_text);
  add ("cut-off-keeps-text", GINT_TO_POINTER (FALSE), test_cut_off_keeps_text);
  add ("reset-keeps-text", GINT_TO_POINTER (TRUE), test_cut_off_keeps_text);
  add ("reset-after-the-end-is-well", NULL, test_reset_after_the_end_is_well);
  add ("server-that-never-closes", NULL, test_server_that_never_closes);
  add ("empty-answer", NULL, test_empty_answer);
  add ("no-server-at-all", NULL, test_no_server_at_all);
  add ("bad-address", NULL, test_bad_address);
  add ("unknown-dialect", NULL, test_unknown_dialect);
  add ("first-token-limit", NULL, test_first_token_limit);
  add ("silence-limit", NULL, test_silence_limit);
  add ("total-limit", NULL, test_total_limit);
  add ("comments-are-life", NULL, test_comments_are_life);
  add ("keep-waiting", NULL, test_keep_waiting);
  add ("never-more-than-the-limit", NULL, test_never_more_than_the_limit);
  add ("foreground-first", NULL, test_foreground_first);
  add ("local-servers-get-two-at-a-time", NULL, test_local_servers_get_two_at_a_time);
  add ("stays-with-the-service", NULL, test_stays_with_the_service);
  return g_test_run ();
}
