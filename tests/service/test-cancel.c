/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stopping a reply in each of its states: at once, and seen by the server. */

#include "config.h"

#include "ponder-test-loop.h"
#include "ponder-test-service.h"

#include "ponder-request.h"

#include <string.h>

/* Milliseconds until the server sees the end of the connection. */
#define AT_ONCE 100

/* Accepts one connection, reads, and says nothing. */
typedef struct
{
  GSocketListener   *listener;
  GSocketConnection *connection;
  char               buffer[4096];
  char              *url;
  gint64             ended;
} SilentServer;

static void read_more (SilentServer *self);

static void
silent_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  SilentServer *self = user_data;

  if (g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL) > 0)
    read_more (self);
  else
    self->ended = g_get_monotonic_time ();
}

static void
read_more (SilentServer *self)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)),
                             self->buffer,
                             sizeof self->buffer, G_PRIORITY_DEFAULT, NULL, silent_read_cb, self);
}

static void
silent_accept_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  SilentServer *self = user_data;
  g_autoptr(GError) error = NULL;

  self->connection = g_socket_listener_accept_finish (G_SOCKET_LISTENER (source), result, NULL,
                                                      &error);
  g_assert_no_error (error);
  read_more (self);
}

static void
silent_server_start (SilentServer *self)
{
  g_autoptr(GError) error = NULL;
  guint16 port;

  self->listener = g_socket_listener_new ();
  port = g_socket_listener_add_any_inet_port (self->listener, NULL, &error);
  g_assert_no_error (error);
  self->url = g_strdup_printf ("http://127.0.0.1:%u/v1", port);
  g_socket_listener_accept_async (self->listener, NULL, silent_accept_cb, self);
}

static void
silent_server_stop (SilentServer *self)
{
  g_clear_object (&self->connection);
  g_socket_listener_close (self->listener);
  g_clear_object (&self->listener);
  g_free (self->url);
}

/* Listens, but its queue is full: whoever comes is left to wait for a connection. */
typedef struct
{
  GSocket *listener;
  GSocket *guests[3];
  guint16  port;
  char    *url;
  guint    n_connecting;
} FullServer;

static GSocket *
new_socket (void)
{
  g_autoptr(GError) error = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                  &error);

  g_assert_no_error (error);
  g_socket_set_blocking (socket, FALSE);
  return socket;
}

/* How many sockets have asked the server for a connection and got no answer. */
static guint
count_connecting (FullServer *self)
{
  g_autofree char *table = NULL;
  g_autofree char *wanted = g_strdup_printf (" 0100007F:%04X 02 ", self->port);
  guint n = 0;

  g_assert_true (g_file_get_contents ("/proc/self/net/tcp", &table, NULL, NULL));
  for (const char *place = table; (place = strstr (place, wanted)) != NULL; place++)
    n++;
  return n;
}

static void
full_server_start (FullServer *self)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) address = NULL;

  self->listener = new_socket ();
  g_socket_set_listen_backlog (self->listener, 0);
  g_assert_true (g_socket_bind (self->listener, any_port, FALSE, NULL));
  g_assert_true (g_socket_listen (self->listener, NULL));
  address = g_socket_get_local_address (self->listener, NULL);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  self->url = g_strdup_printf ("http://127.0.0.1:%u/v1", self->port);
  for (guint i = 0; i < G_N_ELEMENTS (self->guests); i++)
    {
      g_autoptr(GError) error = NULL;

      self->guests[i] = new_socket ();
      g_socket_connect (self->guests[i], address, NULL, &error);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
    }
  self->n_connecting = count_connecting (self);
  g_assert_cmpuint (self->n_connecting, >, 0);
}

static void
full_server_stop (FullServer *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->guests); i++)
    g_object_unref (self->guests[i]);
  g_object_unref (self->listener);
  g_free (self->url);
}

static gboolean
has_one_more (gpointer user_data)
{
  FullServer *self = user_data;

  return count_connecting (self) == self->n_connecting + 1;
}

static gboolean
is_accepted (gpointer user_data)
{
  return ((SilentServer *) user_data)->connection != NULL;
}

static gboolean
has_moment (gpointer user_data)
{
  return *(gint64 *) user_data != 0;
}

static void
assert_seen_at_once (gint64  begin,
                     gint64 *seen)
{
  ponder_test_wait_for (has_moment, seen, 5);
  g_assert_cmpint (*seen - begin, <, AT_ONCE * 1000);
}

static void
assert_cancelled (PonderReply *reply)
{
  g_assert_cmpint (ponder_reply_get_state (reply), ==, PONDER_REPLY_DONE);
  g_assert_error (ponder_reply_get_error (reply), G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (ponder_reply_get_finish (reply), ==, PONDER_FINISH_CANCELLED);
}

static PonderDemoScript *
new_hanging_stream (const char *text)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");

  if (text != NULL)
    ponder_demo_script_text (script, text);
  ponder_demo_script_hang (script);
  return script;
}

static void
test_queued (PonderTestService *fixture,
             gconstpointer      user_data)
{
  g_autoptr(PonderReply) running = NULL;
  g_autoptr(PonderReply) queued = NULL;

  ponder_test_service_set_script (fixture, "m", new_hanging_stream (NULL));
  ponder_provider_config_set_concurrency (fixture->provider, 1);
  running = ponder_test_service_start (fixture, "m");
  queued = ponder_test_service_start (fixture, "m");
  ponder_test_reply_wait (running, PONDER_REPLY_WAITING);
  g_assert_cmpint (ponder_reply_get_state (queued), ==, PONDER_REPLY_QUEUED);
  ponder_reply_cancel (queued);
  assert_cancelled (queued);
  g_assert_cmpuint (ponder_reply_get_attempts (queued), ==, 0);
  ponder_reply_cancel (running);
  ponder_test_run_for (20);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->server), ==, 1);
}

static void
test_looking_for_the_key (PonderTestService *fixture,
                          gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;

  fixture->keys->hangs = TRUE;
  reply = ponder_test_service_start (fixture, "echo");
  ponder_test_reply_wait (reply, PONDER_REPLY_CONNECTING);
  g_assert_cmpuint (fixture->keys->n_lookups, ==, 1);
  ponder_reply_cancel (reply);
  assert_cancelled (reply);
  ponder_test_run_for (20);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->server), ==, 0);
}

static void
test_connecting (PonderTestService *fixture,
                 gconstpointer      user_data)
{
  FullServer server = { NULL };
  g_autoptr(PonderReply) reply = NULL;

  full_server_start (&server);
  ponder_provider_config_set_base_url (fixture->provider, server.url);
  reply = ponder_test_service_start (fixture, "m");
  ponder_test_wait_for (has_one_more, &server, 5);
  g_assert_cmpint (ponder_reply_get_state (reply), ==, PONDER_REPLY_CONNECTING);
  ponder_reply_cancel (reply);
  assert_cancelled (reply);
  ponder_test_run_for (20);
  g_assert_cmpuint (count_connecting (&server), ==, server.n_connecting);
  full_server_stop (&server);
}

static void
test_connect_limit (PonderTestService *fixture,
                    gconstpointer      user_data)
{
  FullServer server = { NULL };
  g_autoptr(PonderReply) reply = NULL;
  PonderFault *fault;

  full_server_start (&server);
  ponder_provider_config_set_base_url (fixture->provider, server.url);
  ponder_provider_config_set_connect_timeout (fixture->provider, 0.1);
  reply = ponder_test_service_start (fixture, "m");
  fault = ponder_test_reply_await_fault (reply);
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_TIMEOUT);
  g_assert_cmpstr (fault->message, ==, "No connection within 1 second");
  g_assert_true (fault->retryable);
  full_server_stop (&server);
}

static void
test_waiting (PonderTestService *fixture,
              gconstpointer      user_data)
{
  SilentServer server = { NULL };
  g_autoptr(PonderReply) reply = NULL;
  gint64 begin;

  silent_server_start (&server);
  ponder_provider_config_set_base_url (fixture->provider, server.url);
  reply = ponder_test_service_start (fixture, "m");
  ponder_test_reply_wait (reply, PONDER_REPLY_WAITING);
  ponder_test_wait_for (is_accepted, &server, 5);
  begin = g_get_monotonic_time ();
  ponder_reply_cancel (reply);
  assert_cancelled (reply);
  assert_seen_at_once (begin, &server.ended);
  silent_server_stop (&server);
}

static void
test_streaming (PonderTestService *fixture,
                gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = NULL;
  gint64 begin;

  ponder_test_service_set_script (fixture, "m", new_hanging_stream ("Half"));
  reply = ponder_test_service_start (fixture, "m");
  ponder_test_reply_wait (reply, PONDER_REPLY_STREAMING);
  begin = g_get_monotonic_time ();
  ponder_reply_cancel (reply);
  assert_cancelled (reply);
  g_assert_cmpstr (ponder_reply_get_text (reply), ==, "Half");
  assert_seen_at_once (begin, &fixture->left);
  g_assert_cmpuint (ponder_demo_server_get_n_left (fixture->server), ==, 1);
}

static void
test_reading_a_refusal (PonderTestService *fixture,
                        gconstpointer      user_data)
{
  PonderDemoScript *script = ponder_demo_script_new (500, "text/plain");
  g_autoptr(PonderReply) reply = NULL;
  gint64 begin;

  ponder_demo_script_bytes (script, "I am so", -1);
  ponder_demo_script_hang (script);
  ponder_test_service_set_script (fixture, "m", script);
  reply = ponder_test_service_start (fixture, "m");
  ponder_test_reply_wait (reply, PONDER_REPLY_WAITING);
  ponder_test_run_for (20);
  begin = g_get_monotonic_time ();
  ponder_reply_cancel (reply);
  assert_cancelled (reply);
  assert_seen_at_once (begin, &fixture->left);
}

static void
test_cancellable (PonderTestService *fixture,
                  gconstpointer      user_data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(PonderRequest) request = NULL;
  g_autoptr(PonderReply) reply = NULL;
  gint64 begin;

  ponder_test_service_set_script (fixture, "m", new_hanging_stream ("Half"));
  request = ponder_test_service_ask (fixture, "m");
  reply = ponder_service_start (fixture->service, request, cancellable);
  ponder_test_reply_wait (reply, PONDER_REPLY_STREAMING);
  begin = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  ponder_test_reply_wait (reply, PONDER_REPLY_DONE);
  assert_cancelled (reply);
  assert_seen_at_once (begin, &fixture->left);
}

static void
test_cancelled_before_the_start (PonderTestService *fixture,
                                 gconstpointer      user_data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(PonderRequest) request = ponder_test_service_ask (fixture, "echo");
  g_autoptr(PonderReply) reply = NULL;

  g_cancellable_cancel (cancellable);
  reply = ponder_service_start (fixture->service, request, cancellable);
  g_assert_cmpint (ponder_reply_get_state (reply), ==, PONDER_REPLY_QUEUED);
  ponder_test_reply_wait (reply, PONDER_REPLY_DONE);
  assert_cancelled (reply);
}

static void
cancel_cb (PonderReply *reply,
           PonderDelta *delta,
           guint       *n_deltas)
{
  *n_deltas += 1;
  ponder_reply_cancel (reply);
}

static void
test_from_within_a_delta (PonderTestService *fixture,
                          gconstpointer      user_data)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");
  g_autoptr(PonderReply) reply = NULL;
  guint n_deltas = 0;

  /* All in one piece, so that more deltas wait behind the first. */
  ponder_demo_script_bytes (script,
                            "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"
                            "data: {\"choices\":[{\"delta\":{\"reasoning\":\"b\"},"
                            "\"finish_reason\":\"stop\"}]}\n\n", -1);
  ponder_demo_script_hang (script);
  ponder_test_service_set_script (fixture, "m", script);
  reply = ponder_test_service_start (fixture, "m");
  g_signal_connect (reply, "delta", G_CALLBACK (cancel_cb), &n_deltas);
  ponder_test_reply_wait (reply, PONDER_REPLY_DONE);
  assert_cancelled (reply);
  g_assert_cmpuint (n_deltas, ==, 1);
  g_assert_cmpstr (ponder_reply_get_text (reply), ==, "a");
  g_assert_cmpstr (ponder_reply_get_reasoning (reply), ==, "");
}

static void
cancel_at_state_cb (PonderReply *reply,
                    GParamSpec  *pspec,
                    gpointer     state)
{
  if (ponder_reply_get_state (reply) == GPOINTER_TO_UINT (state))
    ponder_reply_cancel (reply);
}

static void
test_from_within_a_change_of_state (PonderTestService *fixture,
                                    gconstpointer      user_data)
{
  ponder_test_service_set_script (fixture, "m", new_hanging_stream ("Half"));
  for (guint state = PONDER_REPLY_CONNECTING; state <= PONDER_REPLY_STREAMING; state++)
    {
      g_autoptr(PonderReply) reply = ponder_test_service_start (fixture, "m");

      g_signal_connect (reply, "notify::state", G_CALLBACK (cancel_at_state_cb),
                        GUINT_TO_POINTER (state));
      ponder_test_reply_wait (reply, PONDER_REPLY_DONE);
      assert_cancelled (reply);
    }
}

static void
test_after_the_end_changes_nothing (PonderTestService *fixture,
                                    gconstpointer      user_data)
{
  g_autoptr(PonderReply) reply = ponder_test_service_start (fixture, "echo");

  ponder_demo_server_set_pace (fixture->server, 0);
  ponder_test_reply_wait (reply, PONDER_REPLY_DONE);
  ponder_reply_cancel (reply);
  ponder_reply_keep_waiting (reply);
  g_assert_no_error (ponder_reply_get_error (reply));
}

static void
test_many_times (PonderTestService *fixture,
                 gconstpointer      user_data)
{
  ponder_test_service_set_script (fixture, "m", new_hanging_stream ("Half"));
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr(PonderReply) reply = ponder_test_service_start (fixture, "m");

      ponder_test_run_for (i % 5);
      ponder_reply_cancel (reply);
      assert_cancelled (reply);
    }
  ponder_test_run_for (100);
  g_assert_cmpuint (ponder_demo_server_get_n_open (fixture->server), ==, 0);
}

static void
add (const char *name,
     void      (*test) (PonderTestService *fixture, gconstpointer user_data))
{
  g_autofree char *path = g_strconcat ("/service/cancel/", name, NULL);

  g_test_add (path, PonderTestService, NULL, ponder_test_service_set_up, test,
              ponder_test_service_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("queued", test_queued);
  add ("looking-for-the-key", test_looking_for_the_key);
  add ("connecting", test_connecting);
  add ("connect-limit", test_connect_limit);
  add ("waiting", test_waiting);
  add ("streaming", test_streaming);
  add ("reading-a-refusal", test_reading_a_refusal);
  add ("cancellable", test_cancellable);
  add ("cancelled-before-the-start", test_cancelled_before_the_start);
  add ("from-within-a-delta", test_from_within_a_delta);
  add ("from-within-a-change-of-state", test_from_within_a_change_of_state);
  add ("after-the-end-changes-nothing", test_after_the_end_changes_nothing);
  add ("many-times", test_many_times);
  return g_test_run ();
}
