/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes on the wire are those of the script, and the server sees its clients come and go. */

#include "config.h"

#include "ponder-demo-server.h"
#include "ponder-test-loop.h"

#include <string.h>

#define LEAVE_LIMIT_US (100 * 1000)
#define GET_A "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"

typedef struct
{
  PonderDemoServer *server;
  gint64            left_time;
} Fixture;

/* A client that knows nothing of HTTP. */
typedef struct
{
  GSocketConnection *connection;
  GString           *received;
  char               buffer[4096];
  const char        *until;             /* what it waits to have last; NULL: the end */
  gboolean           ended;
  GError            *error;
} Client;

static void
client_left_cb (PonderDemoServer *server,
                gint64            time,
                Fixture          *fixture)
{
  fixture->left_time = time;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->server = ponder_demo_server_new ();
  g_signal_connect (fixture->server, "client-left", G_CALLBACK (client_left_cb), fixture);
  ponder_demo_server_start (fixture->server, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->server);
}

static void
client_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Client *client = user_data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &client->error);

  if (n <= 0)
    {
      client->ended = TRUE;
      return;
    }
  g_string_append_len (client->received, client->buffer, n);
  g_input_stream_read_async (G_INPUT_STREAM (source), client->buffer, sizeof client->buffer,
                             G_PRIORITY_DEFAULT, NULL, client_read_cb, client);
}

static void
client_send (Client     *client,
             const char *bytes)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (client->connection));
  g_autoptr(GError) error = NULL;

  g_output_stream_write_all (output, bytes, strlen (bytes), NULL, NULL, &error);
  g_assert_no_error (error);
}

static Client *
client_new (Fixture *fixture)
{
  g_autoptr(GSocketClient) connector = g_socket_client_new ();
  Client *client = g_new0 (Client, 1);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;
  g_autoptr(GError) error = NULL;

  g_socket_client_set_enable_proxy (connector, FALSE);
  client->received = g_string_new (NULL);
  g_socket_client_connect_to_uri_async (connector,
                                        ponder_demo_server_get_base_url (fixture->server), 80,
                                        NULL, ponder_test_take_result, &result);
  done = ponder_test_await (&result);
  client->connection = g_socket_client_connect_to_uri_finish (connector, done, &error);
  g_assert_no_error (error);
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (client->connection)),
                             client->buffer, sizeof client->buffer,
                             G_PRIORITY_DEFAULT, NULL, client_read_cb, client);
  return client;
}

static gboolean
has_received (gpointer user_data)
{
  Client *client = user_data;
  gsize length = client->until != NULL ? strlen (client->until) : G_MAXSIZE;

  if (client->ended || client->received->len < length)
    return client->ended;
  return memcmp (client->received->str + client->received->len - length,
                 client->until, length) == 0;
}

static void
client_wait (Client     *client,
             const char *until)
{
  client->until = until;
  ponder_test_wait_for (has_received, client, 5);
  g_assert_cmpint (client->ended, ==, until == NULL);
}

static void
client_free (Client *client)
{
  if (!client->ended)
    {
      g_socket_shutdown (g_socket_connection_get_socket (client->connection), TRUE, TRUE, NULL);
      client_wait (client, NULL);
    }
  g_object_unref (client->connection);
  g_string_free (client->received, TRUE);
  g_clear_error (&client->error);
  g_free (client);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Client, client_free)

static gboolean
is_none_open (gpointer user_data)
{
  return ponder_demo_server_get_n_open (user_data) == 0;
}

static gboolean
are_two_open (gpointer user_data)
{
  return ponder_demo_server_get_n_open (user_data) == 2;
}

static PonderDemoScript *
script_of (const char *bytes)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/plain");

  ponder_demo_script_bytes (script, bytes, -1);
  return script;
}

static void
test_framing (Fixture       *fixture,
              gconstpointer  data)
{
  static const char expected[] =
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-One: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
    "3\r\nabc\r\n3\r\nd\0f\r\n9\r\ndata: 7\n\n\r\n0\r\n\r\n";
  PonderDemoScript *script = script_of ("abc");
  g_autoptr(Client) client = client_new (fixture);

  ponder_demo_script_header (script, "X-One", "1");
  ponder_demo_script_bytes (script, "", -1);
  ponder_demo_script_bytes (script, "d\0f", 3);
  ponder_demo_script_event (script, "%d", 7);
  ponder_demo_server_set_script (fixture->server, "/a", script);
  client_send (client, GET_A);
  client_wait (client, "data: 7\n\n\r\n0\r\n\r\n");
  g_assert_cmpmem (client->received->str, client->received->len, expected, sizeof expected - 1);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->server), ==, 0);
}

static void
test_raw (Fixture       *fixture,
          gconstpointer  data)
{
  PonderDemoScript *script = ponder_demo_script_new (503, NULL);
  g_autoptr(Client) client = client_new (fixture);

  ponder_demo_script_header (script, "Content-Length", "10");
  ponder_demo_script_bytes (script, "half", -1);
  ponder_demo_server_set_script (fixture->server, "/a", script);
  client_send (client, GET_A);
  client_wait (client, NULL);
  g_assert_no_error (client->error);
  g_assert_cmpstr (client->received->str, ==,
                   "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 10\r\n\r\nhalf");
}

static void
test_no_body (Fixture       *fixture,
              gconstpointer  data)
{
  PonderDemoScript *script = ponder_demo_script_new (302, NULL);
  g_autoptr(Client) client = client_new (fixture);

  ponder_demo_script_header (script, "Location", "/b");
  ponder_demo_server_set_script (fixture->server, "/a", script);
  client_send (client, GET_A);
  client_wait (client, "\r\n0\r\n\r\n");
  g_assert_cmpstr (client->received->str, ==,
                   "HTTP/1.1 302 Found\r\nLocation: /b\r\nTransfer-Encoding: chunked\r\n\r\n"
                   "0\r\n\r\n");
}

static void
test_requests_in_pieces (Fixture       *fixture,
                         gconstpointer  data)
{
  static const char request[] =
    "POST /a?x=1 HTTP/1.1\r\nHost: x\r\nX-Name: Value\r\nContent-Length: 5\r\n\r\nhello";
  g_autoptr(Client) client = client_new (fixture);
  const char *headers;

  ponder_demo_server_set_script (fixture->server, "/a", script_of ("one"));
  for (guint i = 0; request[i] != '\0'; i++)
    {
      const char piece[] = { request[i], '\0' };

      client_send (client, piece);
      ponder_test_run_for (0);
    }
  client_wait (client, "one\r\n0\r\n\r\n");
  g_assert_cmpstr (ponder_demo_server_get_last_body (fixture->server), ==, "hello");
  headers = ponder_demo_server_get_last_headers (fixture->server);
  g_assert_nonnull (strstr (headers, "x-name: Value\n"));
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->server), ==, 1);
}

static void
test_requests_in_a_row (Fixture       *fixture,
                        gconstpointer  data)
{
  PonderDemoScript *slow = ponder_demo_script_new (200, "text/plain");
  g_autoptr(Client) client = client_new (fixture);
  const char *first;

  ponder_demo_script_pause (slow, 20);
  ponder_demo_script_bytes (slow, "first", -1);
  ponder_demo_server_set_script (fixture->server, "/a", slow);
  ponder_demo_server_set_script (fixture->server, "/b", script_of ("second"));
  client_send (client, GET_A "GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  client_wait (client, NULL);
  g_assert_no_error (client->error);
  first = strstr (client->received->str, "first");
  g_assert_nonnull (first);
  g_assert_nonnull (strstr (first, "second"));
  g_assert_cmpuint (ponder_demo_server_get_max_open (fixture->server), ==, 1);
  g_assert_cmpuint (ponder_demo_server_get_n_left (fixture->server), ==, 0);
}

static void
test_cut (Fixture       *fixture,
          gconstpointer  data)
{
  PonderDemoScript *script = script_of ("half");
  g_autoptr(Client) client = client_new (fixture);

  ponder_demo_script_cut (script);
  ponder_demo_server_set_script (fixture->server, "/a", script);
  client_send (client, GET_A);
  client_wait (client, NULL);
  g_assert_no_error (client->error);
  g_assert_true (g_str_has_suffix (client->received->str, "\r\n\r\n4\r\nhalf\r\n"));
  g_assert_cmpuint (ponder_demo_server_get_n_open (fixture->server), ==, 0);
  g_assert_cmpuint (ponder_demo_server_get_n_left (fixture->server), ==, 0);
}

static void
test_cut_before_headers (Fixture       *fixture,
                         gconstpointer  data)
{
  PonderDemoScript *script = ponder_demo_script_new (200, NULL);
  g_autoptr(Client) client = client_new (fixture);

  ponder_demo_script_pause (script, 10);
  ponder_demo_script_cut (script);
  ponder_demo_server_set_script (fixture->server, "/a", script);
  client_send (client, GET_A);
  client_wait (client, NULL);
  g_assert_no_error (client->error);
  g_assert_cmpstr (client->received->str, ==, "");
}

static void
test_reset (Fixture       *fixture,
            gconstpointer  data)
{
  PonderDemoScript *script = script_of ("half");
  g_autoptr(Client) client = client_new (fixture);

  ponder_demo_script_pause (script, 20);
  ponder_demo_script_reset (script);
  ponder_demo_server_set_script (fixture->server, "/a", script);
  client_send (client, GET_A);
  client_wait (client, NULL);
  g_assert_error (client->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
  g_assert_true (g_str_has_suffix (client->received->str, "4\r\nhalf\r\n1000\r\n"));
}

static void
test_client_left (Fixture       *fixture,
                  gconstpointer  data)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/plain");
  Client *first = client_new (fixture);
  Client *second = client_new (fixture);
  gint64 time;

  ponder_demo_script_bytes (script, "", 0);
  ponder_demo_script_hang (script);
  ponder_demo_server_set_script (fixture->server, "/a", script);
  client_send (first, GET_A);
  client_send (second, GET_A);
  ponder_test_wait_for (are_two_open, fixture->server, 5);
  client_wait (first, "\r\n\r\n");
  client_free (first);
  ponder_test_run_for (20);
  g_assert_cmpuint (ponder_demo_server_get_n_open (fixture->server), ==, 1);

  time = g_get_monotonic_time ();
  client_free (second);
  ponder_test_wait_for (is_none_open, fixture->server, 5);
  g_assert_cmpint (fixture->left_time - time, <, LEAVE_LIMIT_US);
  g_assert_cmpint (fixture->left_time, >=, time);
  g_assert_cmpuint (ponder_demo_server_get_n_left (fixture->server), ==, 2);
  g_assert_cmpuint (ponder_demo_server_get_max_open (fixture->server), ==, 2);
}

static void
test_idle_client_does_not_count (Fixture       *fixture,
                                 gconstpointer  data)
{
  Client *client = client_new (fixture);

  ponder_demo_server_set_script (fixture->server, "/a", script_of ("one"));
  client_send (client, GET_A);
  client_wait (client, "\r\n0\r\n\r\n");
  client_free (client);
  ponder_test_run_for (20);
  g_assert_cmpuint (ponder_demo_server_get_n_left (fixture->server), ==, 0);
}

static void
test_stop (Fixture       *fixture,
           gconstpointer  data)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/plain");
  g_autoptr(Client) answered = client_new (fixture);
  g_autoptr(Client) idle = client_new (fixture);
  g_autoptr(GError) error = NULL;

  ponder_demo_script_bytes (script, "", 0);
  ponder_demo_script_hang (script);
  ponder_demo_server_set_script (fixture->server, "/a", script);
  client_send (answered, GET_A);
  client_wait (answered, "\r\n\r\n");
  ponder_demo_server_stop (fixture->server);
  client_wait (answered, NULL);
  g_assert_cmpuint (ponder_demo_server_get_n_open (fixture->server), ==, 0);
  g_assert_cmpuint (ponder_demo_server_get_n_left (fixture->server), ==, 0);

  ponder_demo_server_start (fixture->server, &error);
  g_assert_no_error (error);
}

static void
test_garbage (Fixture       *fixture,
              gconstpointer  data)
{
  static const char *const requests[] = {
    "hello\r\n\r\n",
    "POST /a HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
  };
  g_autofree char *endless = g_strnfill (80 * 1024, 'x');
  g_autoptr(Client) client = client_new (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr(Client) other = client_new (fixture);

      client_send (other, requests[i]);
      client_wait (other, NULL);
      g_assert_cmpuint (other->received->len, ==, 0);
    }
  client_send (client, endless);
  client_wait (client, NULL);
  g_assert_cmpuint (ponder_demo_server_get_max_open (fixture->server), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/demo/server/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("bytes-are-framed-as-scripted", test_framing);
  ADD ("a-script-may-frame-its-body-itself", test_raw);
  ADD ("a-script-may-have-no-body", test_no_body);
  ADD ("requests-may-come-in-pieces", test_requests_in_pieces);
  ADD ("requests-may-come-in-a-row", test_requests_in_a_row);
  ADD ("a-cut-is-a-clean-end", test_cut);
  ADD ("a-cut-may-come-before-headers", test_cut_before_headers);
  ADD ("a-reset-is-a-reset-inside-a-chunk", test_reset);
  ADD ("a-client-that-leaves-is-seen-at-once", test_client_left);
  ADD ("an-idle-client-may-go", test_idle_client_does_not_count);
  ADD ("stopping-closes-everything", test_stop);
  ADD ("garbage-is-hung-up-on", test_garbage);
#undef ADD
  return g_test_run ();
}
