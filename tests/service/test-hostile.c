/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Streams that no server should send: each has one outcome, and none hangs or loses text. */

#include "config.h"

#include "ponder-limits.h"
#include "ponder-test-loop.h"
#include "ponder-test-service.h"

#include <string.h>

#define SECONDS 30

static PonderDemoScript *
new_stream (void)
{
  return ponder_demo_script_new (200, "text/event-stream");
}

static PonderReply *
play (PonderTestService *fixture,
      PonderDemoScript  *script)
{
  ponder_test_service_set_script (fixture, "m", script);
  return ponder_test_service_start (fixture, "m");
}

static gboolean
has_ended (gpointer user_data)
{
  return ponder_reply_get_state (user_data) == PONDER_REPLY_DONE;
}

/* For what is large, and slow under a sanitizer. */
static void
await_end (PonderReply *reply)
{
  ponder_test_wait_for (has_ended, reply, SECONDS);
}

static void
test_endless_text (PonderTestService *fixture,
                   gconstpointer      user_data)
{
  PonderDemoScript *script = new_stream ();
  g_autofree char *text = g_strnfill (256 * 1024, 'a');
  g_autoptr(PonderReply) reply = NULL;
  PonderFault *fault;

  for (guint i = 0; i < 40; i++)
    ponder_demo_script_text (script, text);
  ponder_demo_script_hang (script);
  reply = play (fixture, script);
  await_end (reply);
  fault = ponder_test_reply_await_fault (reply);
  g_assert_cmpstr (fault->message, ==, "The answer grew too long and was stopped");
  g_assert_cmpuint (strlen (ponder_reply_get_text (reply)), ==, PONDER_ANSWER_LIMIT);
  g_assert_cmpint (ponder_reply_get_finish (reply), ==, PONDER_FINISH_CUT_OFF);
}

/* Every byte is life, so that only the limit on all of it ends this. */
static void
test_byte_by_byte (PonderTestService *fixture,
                   gconstpointer      user_data)
{
  PonderDemoScript *script = new_stream ();
  g_autoptr(PonderReply) reply = NULL;
  gint64 began = g_get_monotonic_time ();

  for (guint i = 0; i < 200; i++)
    {
      ponder_demo_script_bytes (script, "d", 1);
      ponder_demo_script_pause (script, 20);
    }
  fixture->config->first_token_timeout = 0.3;
  fixture->config->total_timeout = 0.6;
  reply = play (fixture, script);
  g_assert_cmpstr (ponder_test_reply_await_fault (reply)->message, ==,
                   "The answer was not complete within 1 second");
  g_assert_cmpint (g_get_monotonic_time () - began, >=, 600 * 1000);
}

static void
test_no_token_at_all (PonderTestService *fixture,
                      gconstpointer      user_data)
{
  PonderDemoScript *script = new_stream ();
  g_autoptr(PonderReply) reply = NULL;
  PonderFault *fault;

  ponder_demo_script_end (script, "stop", 5, 0);
  reply = play (fixture, script);
  fault = ponder_test_reply_await_fault (reply);
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_SERVER);
  g_assert_cmpstr (fault->message, ==, "The server sent an empty answer");
}

static void
test_two_ends (PonderTestService *fixture,
               gconstpointer      user_data)
{
  PonderDemoScript *script = new_stream ();
  g_autoptr(PonderReply) reply = NULL;

  ponder_demo_script_text (script, "Once");
  ponder_demo_script_end (script, "stop", 1, 1);
  ponder_demo_script_event (script, "[DONE]");
  ponder_demo_script_text (script, "Twice");
  ponder_demo_script_event (script, "[DONE]");
  reply = play (fixture, script);
  ponder_test_reply_await_text (reply, "Once");
}

/* We ask for none of it; boxes in the middle compress all the same. */
static void
test_compressed (PonderTestService *fixture,
                 gconstpointer      user_data)
{
  static const char stream[] = "data: {\"choices\":[{\"delta\":{\"content\":\"Pressed\"},"
                               "\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
  g_autoptr(GZlibCompressor) compressor =
    g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1);
  PonderDemoScript *script = new_stream ();
  g_autoptr(PonderReply) reply = NULL;
  g_autoptr(GError) error = NULL;
  char pressed[256];
  gsize n_read, n_written;

  g_converter_convert (G_CONVERTER (compressor), stream, strlen (stream), pressed, sizeof pressed,
                       G_CONVERTER_INPUT_AT_END, &n_read, &n_written, &error);
  g_assert_no_error (error);
  ponder_demo_script_header (script, "Content-Encoding", "gzip");
  ponder_demo_script_bytes (script, pressed, 30);
  ponder_demo_script_bytes (script, pressed + 30, (gssize) n_written - 30);
  reply = play (fixture, script);
  ponder_test_reply_await_text (reply, "Pressed");
  g_assert_nonnull (strstr (ponder_demo_server_get_last_headers (fixture->server),
                            "accept-encoding: identity\n"));
}

/* A line of ten megabytes is a picture, or too much text; either way it is one line. */
static void
test_one_long_line (PonderTestService *fixture,
                    gconstpointer      user_data)
{
  PonderDemoScript *script = new_stream ();
  g_autofree char *text = g_strnfill (10 * 1000 * 1000, 'b');
  g_autoptr(PonderReply) reply = NULL;

  ponder_demo_script_event (script, "{\"choices\":[{\"delta\":{\"x_image\":\"%s\",\"content\":\"Small\"}}]}",
                            text);
  ponder_demo_script_end (script, "stop", 1, 1);
  reply = play (fixture, script);
  await_end (reply);
  ponder_test_reply_await_text (reply, "Small");
}

static void
test_a_line_past_the_limit (PonderTestService *fixture,
                            gconstpointer      user_data)
{
  PonderDemoScript *script = new_stream ();
  g_autofree char *text = g_strnfill (PONDER_LINE_LIMIT, 'b');
  g_autoptr(PonderReply) reply = NULL;

  ponder_demo_script_text (script, "Half");
  ponder_demo_script_event (script, "{\"choices\":[{\"delta\":{\"content\":\"%s\"}}]}", text);
  ponder_demo_script_hang (script);
  reply = play (fixture, script);
  await_end (reply);
  g_assert_cmpint (ponder_test_reply_await_fault (reply)->category, ==, PONDER_ERROR_MALFORMED);
  g_assert_cmpstr (ponder_reply_get_text (reply), ==, "Half");
}

/* "é" cut in its middle stays whole; a byte that begins nothing becomes a mark. */
static void
test_bytes_cut_and_wrong (PonderTestService *fixture,
                          gconstpointer      user_data)
{
  static const char head[] = "data: {\"choices\":[{\"delta\":{\"content\":\"caf\xc3";
  static const char tail[] = "\xa9 \xff!\"}}]}\n\n";
  PonderDemoScript *script = new_stream ();
  g_autoptr(PonderReply) reply = NULL;

  ponder_demo_script_bytes (script, head, -1);
  ponder_demo_script_pause (script, 20);
  ponder_demo_script_bytes (script, tail, -1);
  ponder_demo_script_end (script, "stop", 1, 1);
  reply = play (fixture, script);
  ponder_test_reply_await_text (reply, "café \xef\xbf\xbd!");
}

static void
test_page_of_a_network (PonderTestService *fixture,
                        gconstpointer      user_data)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/html");
  g_autoptr(PonderReply) reply = NULL;
  PonderFault *fault;

  fixture->config->retries = -1;
  ponder_demo_script_bytes (script, "<html><body>Accept the terms</body></html>", -1);
  reply = play (fixture, script);
  fault = ponder_test_reply_await_fault (reply);
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_NETWORK);
  g_assert_false (fault->retryable);
  g_assert_cmpstr (fault->details, ==, "Accept the terms");
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->server), ==, 1);
}

static void
add (const char *name,
     void      (*test) (PonderTestService *fixture, gconstpointer user_data))
{
  g_autofree char *path = g_strconcat ("/service/hostile/", name, NULL);

  g_test_add (path, PonderTestService, NULL, ponder_test_service_set_up, test,
              ponder_test_service_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("endless-text", test_endless_text);
  add ("byte-by-byte", test_byte_by_byte);
  add ("no-token-at-all", test_no_token_at_all);
  add ("two-ends", test_two_ends);
  add ("compressed", test_compressed);
  add ("one-long-line", test_one_long_line);
  add ("a-line-past-the-limit", test_a_line_past_the_limit);
  add ("bytes-cut-and-wrong", test_bytes_cut_and_wrong);
  add ("page-of-a-network", test_page_of_a_network);
  return g_test_run ();
}
