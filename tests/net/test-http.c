/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests against a server on loopback: what arrives, what ends at once, what never leaves. */

#include "config.h"

#include "ponder-demo-server.h"
#include "ponder-error.h"
#include "ponder-http.h"
#include "ponder-test-loop.h"

#include <string.h>

#define LEAVE_LIMIT_US (100 * 1000)
#define MAX_PER_HOST 16

typedef struct
{
  PonderDemoServer *server;
  PonderHttp       *http;
  gint64            left_time;
} Fixture;

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
  fixture->http = ponder_http_new ("ponder/test");
  g_signal_connect (fixture->server, "client-left", G_CALLBACK (client_left_cb), fixture);
  ponder_demo_server_start (fixture->server, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->http);
  g_assert_finalize_object (fixture->server);
}

static char *
root_of (PonderDemoServer *server)
{
  const char *url = ponder_demo_server_get_base_url (server);

  return g_strndup (url, strlen (url) - strlen ("/v1"));
}

static PonderHttpCall *
new_call (Fixture    *fixture,
          const char *path)
{
  g_autofree char *root = root_of (fixture->server);
  g_autofree char *url = g_strconcat (root, path, NULL);
  g_autoptr(GBytes) body = g_bytes_new_static ("{}", 2);
  g_autoptr(GError) error = NULL;
  PonderHttpCall *call = ponder_http_call_new (fixture->http, "POST", url, &error);

  g_assert_no_error (error);
  ponder_http_call_set_body (call, "application/json", body);
  return call;
}

static void
send_call (PonderHttpCall  *call,
           GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;

  ponder_http_call_send_async (call, NULL, ponder_test_take_result, &result);
  done = ponder_test_await (&result);
  ponder_http_call_send_finish (call, done, error);
}

static GBytes *
read_call (PonderHttpCall  *call,
           GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;

  ponder_http_call_read_async (call, NULL, ponder_test_take_result, &result);
  done = ponder_test_await (&result);
  return ponder_http_call_read_finish (call, done, error);
}

static char *
read_text (PonderHttpCall  *call,
           GError         **error)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GBytes) bytes = NULL;

  while ((bytes = read_call (call, error)) && g_bytes_get_size (bytes) > 0)
    {
      g_string_append_len (text, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_clear_pointer (&bytes, g_bytes_unref);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
read_all (PonderHttpCall *call,
          gsize           limit,
          gboolean       *truncated)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  ponder_http_call_read_all_async (call, limit, NULL, ponder_test_take_result, &result);
  done = ponder_test_await (&result);
  bytes = ponder_http_call_read_all_finish (call, done, truncated, &error);
  g_assert_no_error (error);
  g_string_append_len (text, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The whole of a call that goes well. */
static char *
fetch (Fixture    *fixture,
       const char *path)
{
  g_autoptr(PonderHttpCall) call = new_call (fixture, path);
  g_autoptr(GError) error = NULL;
  char *text;

  send_call (call, &error);
  g_assert_no_error (error);
  text = read_text (call, &error);
  g_assert_no_error (error);
  return text;
}

static void
set_answer (Fixture    *fixture,
            const char *path,
            const char *text)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/plain");

  ponder_demo_script_bytes (script, text, -1);
  ponder_demo_server_set_script (fixture->server, path, script);
}

/* "some", then silence. */
static void
set_endless (Fixture    *fixture,
             const char *path)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/plain");

  ponder_demo_script_bytes (script, "some", -1);
  ponder_demo_script_hang (script);
  ponder_demo_server_set_script (fixture->server, path, script);
}

static void
set_silent (Fixture    *fixture,
            const char *path)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/plain");

  ponder_demo_script_hang (script);
  ponder_demo_server_set_script (fixture->server, path, script);
}

static gboolean
is_one_open (gpointer user_data)
{
  return ponder_demo_server_get_n_open (user_data) == 1;
}

static gboolean
is_none_open (gpointer user_data)
{
  return ponder_demo_server_get_n_open (user_data) == 0;
}

static gboolean
is_null (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

static gboolean
are_all_slots_open (gpointer user_data)
{
  return ponder_demo_server_get_n_open (user_data) == MAX_PER_HOST;
}

static void
test_answer (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(PonderHttpCall) call = new_call (fixture, "/a");
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  const char *headers;

  set_answer (fixture, "/a", "hello");
  ponder_http_call_set_header (call, "X-Test", "yes");
  send_call (call, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ponder_http_call_get_status (call), ==, 200);
  g_assert_cmpstr (ponder_http_call_get_header (call, "content-type"), ==, "text/plain");
  g_assert_null (ponder_http_call_get_header (call, "retry-after"));
  text = read_text (call, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "hello");

  g_assert_cmpstr (ponder_demo_server_get_last_body (fixture->server), ==, "{}");
  headers = ponder_demo_server_get_last_headers (fixture->server);
  g_assert_nonnull (strstr (headers, "user-agent: ponder/test\n"));
  g_assert_nonnull (strstr (headers, "x-test: yes\n"));
}

static void
test_redirects (Fixture       *fixture,
                gconstpointer  data)
{
  static const guint statuses[] = { 301, 302, 303, 307, 308 };
  g_autoptr(PonderDemoServer) other = ponder_demo_server_new ();
  g_autofree char *location = NULL;
  g_autoptr(GError) error = NULL;

  ponder_demo_server_start (other, &error);
  g_assert_no_error (error);
  location = g_strconcat (ponder_demo_server_get_base_url (other), "/models", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      PonderDemoScript *script = ponder_demo_script_new (statuses[i], NULL);
      g_autoptr(PonderHttpCall) call = NULL;
      g_autofree char *text = NULL;

      ponder_demo_script_header (script, "Location", location);
      ponder_demo_server_set_script (fixture->server, "/moved", script);
      call = new_call (fixture, "/moved");
      ponder_http_call_set_header (call, "x-api-key", "sk-secret");
      send_call (call, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (ponder_http_call_get_status (call), ==, statuses[i]);
      g_assert_cmpstr (ponder_http_call_get_header (call, "Location"), ==, location);
      text = read_text (call, &error);
      g_assert_no_error (error);
    }
  ponder_test_run_for (20);
  g_assert_cmpuint (ponder_demo_server_get_max_open (other), ==, 0);
}

static void
test_proxy (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *url = g_strdup (ponder_demo_server_get_base_url (fixture->server));
  g_autofree char *localhost = g_strdup_printf ("http://localhost:%s/models",
                                                strrchr (url, ':') + 1);
  g_autofree char *text = NULL;
  g_autoptr(PonderHttpCall) call = NULL;
  g_autoptr(GError) error = NULL;

  set_answer (fixture, "/a", "direct");
  text = fetch (fixture, "/a");
  g_assert_cmpstr (text, ==, "direct");

  *strrchr (localhost, '/') = '\0';
  call = ponder_http_call_new (fixture->http, "GET", localhost, &error);
  g_assert_no_error (error);
  send_call (call, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ponder_http_call_get_status (call), ==, 404);
}

static void
assert_left_at_once (Fixture *fixture,
                     gint64   time)
{
  ponder_test_wait_for (is_none_open, fixture->server, 5);
  g_assert_cmpuint (ponder_demo_server_get_n_left (fixture->server), ==, 1);
  g_assert_cmpint (fixture->left_time - time, <, LEAVE_LIMIT_US);
}

static void
test_cancel_before_headers (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr(PonderHttpCall) call = new_call (fixture, "/silent");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;
  g_autoptr(GError) error = NULL;
  gint64 time;

  set_silent (fixture, "/silent");
  ponder_http_call_send_async (call, cancellable, ponder_test_take_result, &result);
  ponder_test_wait_for (is_one_open, fixture->server, 5);
  time = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  done = ponder_test_await (&result);
  g_assert_false (ponder_http_call_send_finish (call, done, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (ponder_http_call_get_stage (call), ==, PONDER_HTTP_CLOSED);
  assert_left_at_once (fixture, time);
}

static void
test_cancel_streaming (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(PonderHttpCall) call = new_call (fixture, "/endless");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GBytes) none = NULL;
  g_autoptr(GError) error = NULL;
  gint64 time;

  set_endless (fixture, "/endless");
  send_call (call, &error);
  g_assert_no_error (error);
  bytes = read_call (call, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "some", 4);

  ponder_http_call_read_async (call, cancellable, ponder_test_take_result, &result);
  ponder_test_run_for (20);
  time = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  done = ponder_test_await (&result);
  none = ponder_http_call_read_finish (call, done, &error);
  g_assert_null (none);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_left_at_once (fixture, time);
}

static void
test_cancelled_before (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(PonderHttpCall) call = new_call (fixture, "/silent");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  ponder_http_call_send_async (call, cancellable, ponder_test_take_result, &result);
  g_assert_null (result);
  done = ponder_test_await (&result);
  g_assert_false (ponder_http_call_send_finish (call, done, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->server), ==, 0);
}

static void
test_close_in_flight (Fixture       *fixture,
                      gconstpointer  data)
{
  PonderHttpCall *call = new_call (fixture, "/silent");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;
  g_autoptr(GError) error = NULL;
  gint64 time;

  set_silent (fixture, "/silent");
  ponder_http_call_send_async (call, NULL, ponder_test_take_result, &result);
  ponder_test_wait_for (is_one_open, fixture->server, 5);
  time = g_get_monotonic_time ();
  ponder_http_call_close (call);
  g_object_run_dispose (G_OBJECT (call));
  done = ponder_test_await (&result);
  g_assert_false (ponder_http_call_send_finish (call, done, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_left_at_once (fixture, time);
  g_clear_object (&done);
  g_assert_finalize_object (call);
}

static void
test_dropping (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *text = NULL;
  gint64 time = 0;

  set_silent (fixture, "/silent");
  set_endless (fixture, "/endless");
  set_answer (fixture, "/a", "still here");
  for (int i = 0; i < 2 * MAX_PER_HOST; i++)
    {
      g_autoptr(PonderHttpCall) waiting = new_call (fixture, "/silent");
      g_autoptr(PonderHttpCall) unread = new_call (fixture, "/endless");
      PonderHttpCall *reading = new_call (fixture, "/endless");
      g_autoptr(GBytes) bytes = NULL;
      g_autoptr(GError) error = NULL;

      ponder_http_call_send_async (waiting, NULL, NULL, NULL);
      send_call (unread, &error);
      g_assert_no_error (error);
      send_call (reading, &error);
      g_assert_no_error (error);
      bytes = read_call (reading, &error);
      g_assert_no_error (error);
      time = g_get_monotonic_time ();
      g_assert_finalize_object (reading);
      ponder_http_call_close (waiting);
    }
  ponder_test_wait_for (is_none_open, fixture->server, 5);
  g_assert_cmpint (fixture->left_time - time, <, LEAVE_LIMIT_US);
  text = fetch (fixture, "/a");
  g_assert_cmpstr (text, ==, "still here");
}

static void
test_cancel_in_queue (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GPtrArray) calls = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  PonderHttpCall *queued = new_call (fixture, "/silent");
  gpointer place = queued;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;
  g_autoptr(GError) error = NULL;
  gint64 time;

  set_silent (fixture, "/silent");
  for (int i = 0; i < MAX_PER_HOST; i++)
    {
      g_ptr_array_add (calls, new_call (fixture, "/silent"));
      ponder_http_call_send_async (g_ptr_array_index (calls, i), NULL, NULL, NULL);
    }
  ponder_test_wait_for (are_all_slots_open, fixture->server, 5);
  ponder_http_call_send_async (queued, cancellable, ponder_test_take_result, &result);
  ponder_test_run_for (20);
  time = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  done = ponder_test_await (&result);
  g_assert_false (ponder_http_call_send_finish (queued, done, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - time, <, LEAVE_LIMIT_US);

  for (guint i = 0; i < calls->len; i++)
    ponder_http_call_close (g_ptr_array_index (calls, i));
  ponder_test_wait_for (is_none_open, fixture->server, 5);

  /* Its turn comes now, and it leaves without having been sent. */
  g_clear_object (&done);
  g_object_add_weak_pointer (G_OBJECT (queued), &place);
  g_object_unref (queued);
  ponder_test_wait_for (is_null, &place, 5);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->server), ==, MAX_PER_HOST);
}

static GSocket *
new_socket (void)
{
  return g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
}

/* Nobody accepts, and there is no room for those who wait: a connection is never made. */
static GSocket *
listen_deaf (GPtrArray *clients)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) address = NULL;
  GSocket *socket = new_socket ();

  g_assert_true (g_socket_bind (socket, any, FALSE, NULL));
  g_socket_set_listen_backlog (socket, 0);
  g_assert_true (g_socket_listen (socket, NULL));
  address = g_socket_get_local_address (socket, NULL);
  for (int i = 0; i < 2; i++)
    {
      GSocket *client = new_socket ();

      g_socket_set_blocking (client, FALSE);
      g_socket_connect (client, address, NULL, NULL);
      g_ptr_array_add (clients, client);
    }
  return socket;
}

static void
test_cancel_connecting (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(GPtrArray) clients = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GSocket) socket = listen_deaf (clients);
  g_autoptr(GSocketAddress) address = g_socket_get_local_address (socket, NULL);
  guint port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/", port);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(PonderHttpCall) call = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;
  g_autoptr(GError) error = NULL;
  gint64 time;

  call = ponder_http_call_new (fixture->http, "GET", url, &error);
  g_assert_no_error (error);
  ponder_http_call_send_async (call, cancellable, ponder_test_take_result, &result);
  ponder_test_run_for (50);
  g_assert_cmpint (ponder_http_call_get_stage (call), ==, PONDER_HTTP_CONNECTING);
  time = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  done = ponder_test_await (&result);
  g_assert_false (ponder_http_call_send_finish (call, done, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - time, <, LEAVE_LIMIT_US);
}

typedef struct
{
  GString *text;
  guint   *n_left;
} Stream;

static void
stream_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  PonderHttpCall *call = PONDER_HTTP_CALL (source);
  Stream *stream = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = ponder_http_call_read_finish (call, result, &error);

  g_assert_no_error (error);
  if (g_bytes_get_size (bytes) == 0)
    {
      --*stream->n_left;
      return;
    }
  g_string_append_len (stream->text, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  ponder_http_call_read_async (call, NULL, stream_read_cb, stream);
}

static void
stream_sent_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  ponder_http_call_send_finish (PONDER_HTTP_CALL (source), result, &error);
  g_assert_no_error (error);
  ponder_http_call_read_async (PONDER_HTTP_CALL (source), NULL, stream_read_cb, user_data);
}

static gboolean
is_zero (gpointer user_data)
{
  return *(guint *) user_data == 0;
}

static void
test_parallel (Fixture       *fixture,
               gconstpointer  data)
{
  Stream streams[20];
  guint n_left = G_N_ELEMENTS (streams);
  PonderDemoScript *script = ponder_demo_script_new (200, "text/plain");

  for (int i = 0; i < 10; i++)
    {
      ponder_demo_script_bytes (script, "0123456789", -1);
      ponder_demo_script_pause (script, 10);
    }
  ponder_demo_server_set_script (fixture->server, "/parallel", script);
  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      g_autoptr(PonderHttpCall) call = new_call (fixture, "/parallel");

      streams[i] = (Stream) { g_string_new (NULL), &n_left };
      ponder_http_call_send_async (call, NULL, stream_sent_cb, &streams[i]);
    }
  ponder_test_wait_for (is_zero, &n_left, 10);
  g_assert_cmpuint (ponder_demo_server_get_max_open (fixture->server), ==, MAX_PER_HOST);
  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      g_assert_cmpuint (streams[i].text->len, ==, 100);
      g_string_free (streams[i].text, TRUE);
    }
}

static GBytes *
compress (const char *text)
{
  g_autoptr(GConverter) gzip =
    G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1));
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GOutputStream) stream = g_converter_output_stream_new (memory, gzip);
  g_autoptr(GError) error = NULL;

  g_output_stream_write_all (stream, text, strlen (text), NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (stream, NULL, &error);
  g_assert_no_error (error);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static void
test_gzip (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *plain = g_strnfill (100 * 1000, 'x');
  g_autoptr(GBytes) compressed = compress (plain);
  gsize size;
  const char *bytes = g_bytes_get_data (compressed, &size);
  PonderDemoScript *script = ponder_demo_script_new (200, "text/plain");
  g_autofree char *text = NULL;

  g_assert_cmpuint (size, <, 1000);
  ponder_demo_script_header (script, "Content-Encoding", "gzip");
  ponder_demo_script_bytes (script, bytes, size / 2);
  ponder_demo_script_pause (script, 10);
  ponder_demo_script_bytes (script, bytes + size / 2, size - size / 2);
  ponder_demo_server_set_script (fixture->server, "/gzip", script);
  text = fetch (fixture, "/gzip");
  g_assert_cmpstr (text, ==, plain);
}

/* A clean end for libsoup up to 3.6.4, an error since: what was complete is for the decoders to know. */
static void
test_cut (Fixture       *fixture,
          gconstpointer  data)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/plain");
  g_autoptr(PonderHttpCall) call = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  ponder_demo_script_bytes (script, "half", -1);
  ponder_demo_script_cut (script);
  ponder_demo_server_set_script (fixture->server, "/cut", script);
  call = new_call (fixture, "/cut");
  send_call (call, &error);
  g_assert_no_error (error);
  text = read_text (call, &error);
  g_assert_cmpstr (text, ==, "half");
  if (error != NULL)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
}

static void
test_reset (Fixture       *fixture,
            gconstpointer  data)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/plain");
  g_autoptr(PonderHttpCall) call = new_call (fixture, "/reset");
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  ponder_demo_script_bytes (script, "half", -1);
  ponder_demo_script_pause (script, 20);
  ponder_demo_script_reset (script);
  ponder_demo_server_set_script (fixture->server, "/reset", script);
  send_call (call, &error);
  g_assert_no_error (error);
  text = read_text (call, &error);
  g_assert_cmpstr (text, ==, "half");
  g_assert_nonnull (error);
  g_assert_true (error->domain == G_IO_ERROR);
}

static void
test_short_body (Fixture       *fixture,
                 gconstpointer  data)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/plain");
  g_autoptr(PonderHttpCall) call = new_call (fixture, "/short");
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  ponder_demo_script_header (script, "Content-Length", "100");
  ponder_demo_script_bytes (script, "half", -1);
  ponder_demo_server_set_script (fixture->server, "/short", script);
  send_call (call, &error);
  g_assert_no_error (error);
  text = read_text (call, &error);
  g_assert_cmpstr (text, ==, "half");
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
}

static void
stage_cb (PonderHttpCall *call,
          GParamSpec     *pspec,
          GArray         *stages)
{
  PonderHttpStage stage = ponder_http_call_get_stage (call);

  g_array_append_val (stages, stage);
}

/* Fetches and says through which stages it went, one digit for each. */
static char *
fetch_stages (Fixture    *fixture,
              const char *path)
{
  g_autoptr(GArray) stages = g_array_new (FALSE, FALSE, sizeof (PonderHttpStage));
  g_autoptr(PonderHttpCall) call = new_call (fixture, path);
  g_autoptr(GString) digits = g_string_new (NULL);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  g_signal_connect (call, "notify::stage", G_CALLBACK (stage_cb), stages);
  send_call (call, &error);
  g_assert_no_error (error);
  text = read_text (call, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < stages->len; i++)
    g_string_append_printf (digits, "%d", (int) g_array_index (stages, PonderHttpStage, i));
  return g_string_free (g_steal_pointer (&digits), FALSE);
}

static void
test_stages (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *expected = g_strdup_printf ("%d%d%d%d%d", PONDER_HTTP_RESOLVING,
                                               PONDER_HTTP_CONNECTING, PONDER_HTTP_SENT,
                                               PONDER_HTTP_HEADERS, PONDER_HTTP_CLOSED);
  g_autofree char *reused = g_strdup_printf ("%d%d%d", PONDER_HTTP_SENT, PONDER_HTTP_HEADERS,
                                             PONDER_HTTP_CLOSED);

  set_answer (fixture, "/a", "hello");
  first = fetch_stages (fixture, "/a");
  second = fetch_stages (fixture, "/a");
  g_assert_cmpstr (first, ==, expected);
  g_assert_cmpstr (second, ==, reused);
}

static gboolean
has_second_request (gpointer user_data)
{
  return ponder_demo_server_get_n_requests (user_data) == 2;
}

static void
set_closing (Fixture    *fixture,
             const char *path)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/plain");

  ponder_demo_script_pause (script, 30);
  ponder_demo_script_cut (script);
  ponder_demo_server_set_script (fixture->server, path, script);
}

static void
test_retry (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr(PonderHttpCall) call = new_call (fixture, "/closing");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;
  g_autoptr(GError) error = NULL;

  set_answer (fixture, "/a", "hello");
  set_closing (fixture, "/closing");
  first = fetch (fixture, "/a");
  ponder_http_call_send_async (call, NULL, ponder_test_take_result, &result);
  ponder_test_wait_for (has_second_request, fixture->server, 5);
  set_answer (fixture, "/closing", "now");
  done = ponder_test_await (&result);
  ponder_http_call_send_finish (call, done, &error);
  g_assert_no_error (error);
  second = read_text (call, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (second, ==, "now");
  g_assert_cmpstr (ponder_demo_server_get_last_body (fixture->server), ==, "{}");
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->server), ==, 3);
}

static void
test_no_second_retry (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *text = NULL;
  g_autoptr(PonderHttpCall) fresh = new_call (fixture, "/closing");
  g_autoptr(PonderHttpCall) reusing = new_call (fixture, "/closing");
  g_autoptr(GError) first_error = NULL;
  g_autoptr(GError) error = NULL;

  set_answer (fixture, "/a", "hello");
  set_closing (fixture, "/closing");
  send_call (fresh, &first_error);
  g_assert_error (first_error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->server), ==, 1);

  text = fetch (fixture, "/a");
  send_call (reusing, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->server), ==, 4);
}

static void
test_read_all (Fixture       *fixture,
               gconstpointer  data)
{
  static const gsize limits[] = { 100, 10, 9, 0 };
  gboolean truncated;

  set_answer (fixture, "/a", "0123456789");
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr(PonderHttpCall) call = new_call (fixture, "/a");
      g_autofree char *text = NULL;
      g_autoptr(GError) error = NULL;

      send_call (call, &error);
      g_assert_no_error (error);
      text = read_all (call, limits[i], &truncated);
      g_assert_cmpuint (strlen (text), ==, MIN (limits[i], 10));
      g_assert_cmpint (truncated, ==, limits[i] < 10);
      g_assert_cmpint (ponder_http_call_get_stage (call), ==, PONDER_HTTP_CLOSED);
    }
}

static void
test_large (Fixture       *fixture,
            gconstpointer  data)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/plain");
  g_autoptr(GString) expected = g_string_new (NULL);
  g_autoptr(PonderHttpCall) call = new_call (fixture, "/large");
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  gboolean truncated;

  for (int i = 0; i < 2000; i++)
    {
      g_autofree char *chunk = g_strnfill (1 + i % 1500, 'a' + i % 26);

      g_string_append (expected, chunk);
      ponder_demo_script_bytes (script, chunk, -1);
    }
  ponder_demo_server_set_script (fixture->server, "/large", script);
  send_call (call, &error);
  g_assert_no_error (error);
  text = read_all (call, expected->len, &truncated);
  g_assert_false (truncated);
  g_assert_cmpstr (text, ==, expected->str);
}

static void
test_one_at_a_time (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(PonderHttpCall) call = new_call (fixture, "/silent");
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) done = NULL;

  set_silent (fixture, "/silent");
  ponder_http_call_send_async (call, NULL, ponder_test_take_result, &first);
  send_call (call, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  g_assert_null (first);
  ponder_http_call_close (call);
  done = ponder_test_await (&first);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(PonderHttpCall) call = new_call (fixture, "/a");
  g_autoptr(GError) error = NULL;

  ponder_demo_server_stop (fixture->server);
  send_call (call, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  g_assert_cmpint (ponder_http_call_get_stage (call), ==, PONDER_HTTP_CLOSED);
}

static void
test_addresses (Fixture       *fixture,
                gconstpointer  data)
{
  static const char *const bad[] = {
    "", "localhost", "ftp://example.invalid/", "http://", "file:///etc/passwd",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (ponder_http_call_new (fixture->http, "GET", bad[i], &error));
      g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
    }
}

static void
test_headers (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *name;
    const char *value;
  } bad[] = { { "X-Key", "a\r\nX-Evil: 1" }, { "X-Key", "a\x01" }, { "X: Y", "a" }, { "", "a" } };
  g_autoptr(PonderHttpCall) call = new_call (fixture, "/a");
  g_autoptr(GError) error = NULL;

  set_answer (fixture, "/a", "hello");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_expect_message ("ponder-net", G_LOG_LEVEL_WARNING, "A header with control*");
      ponder_http_call_set_header (call, bad[i].name, bad[i].value);
      g_test_assert_expected_messages ();
    }
  send_call (call, &error);
  g_assert_no_error (error);
  g_assert_null (strstr (ponder_demo_server_get_last_headers (fixture->server), "x-"));
}

int
main (int   argc,
      char *argv[])
{
  /* A proxy that is not there: whoever asks it fails. */
  g_unsetenv ("NO_PROXY");
  g_unsetenv ("no_proxy");
  g_setenv ("http_proxy", "http://127.0.0.1:9", TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/net/http/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("an-answer-arrives-whole", test_answer);
  ADD ("no-redirect-is-followed", test_redirects);
  ADD ("loopback-ignores-the-proxy", test_proxy);
  ADD ("cancelling-before-headers-closes-at-once", test_cancel_before_headers);
  ADD ("cancelling-a-stream-closes-at-once", test_cancel_streaming);
  ADD ("a-cancelled-call-is-never-sent", test_cancelled_before);
  ADD ("closing-in-flight-is-safe", test_close_in_flight);
  ADD ("dropped-calls-leave-the-session-usable", test_dropping);
  ADD ("a-call-that-waits-for-its-turn-can-be-cancelled", test_cancel_in_queue);
  ADD ("a-call-that-connects-can-be-cancelled", test_cancel_connecting);
  ADD ("twenty-streams-run-side-by-side", test_parallel);
  ADD ("gzip-is-decoded", test_gzip);
  ADD ("a-cut-between-chunks-keeps-what-came", test_cut);
  ADD ("a-reset-is-an-error", test_reset);
  ADD ("a-short-body-is-an-error", test_short_body);
  ADD ("stages-come-in-order-and-a-connection-is-used-again", test_stages);
  ADD ("a-reused-connection-that-closes-is-tried-once-more", test_retry);
  ADD ("nothing-else-is-tried-again", test_no_second_retry);
  ADD ("read-all-keeps-its-limit", test_read_all);
  ADD ("a-large-body-arrives-whole", test_large);
  ADD ("one-operation-at-a-time", test_one_at_a_time);
  ADD ("a-closed-port-refuses", test_refused);
  ADD ("bad-addresses-are-refused", test_addresses);
  ADD ("headers-with-control-characters-are-dropped", test_headers);
#undef ADD
  return g_test_run ();
}
