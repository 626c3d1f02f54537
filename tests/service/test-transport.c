/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers that cannot be spoken to: what a person is told. */

#include "config.h"

#include "ponder-test-service.h"

#include <string.h>

typedef PonderTestService Fixture;

/* A port of this computer that nobody listens on. */
static guint
find_closed_port (void)
{
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  g_autoptr(GError) error = NULL;
  guint port = g_socket_listener_add_any_inet_port (listener, NULL, &error);

  g_assert_no_error (error);
  g_socket_listener_close (listener);
  return port;
}

static void
assert_words_at (Fixture         *fixture,
                 const char      *base_url,
                 PonderErrorCode  category,
                 const char      *title,
                 const char      *suggestion)
{
  g_autoptr(PonderReply) reply = NULL;
  g_autofree char *actual_title = NULL;
  g_autofree char *actual_suggestion = NULL;
  PonderFault *fault;

  ponder_provider_config_set_base_url (fixture->provider, base_url);
  fixture->config->retries = 0;
  reply = ponder_test_service_start (fixture, "m");
  fault = ponder_test_reply_await_fault (reply);
  actual_title = ponder_fault_dup_title (fault);
  actual_suggestion = ponder_fault_dup_suggestion (fault);
  g_assert_cmpint (fault->category, ==, category);
  g_assert_cmpstr (actual_title, ==, title);
  g_assert_cmpstr (actual_suggestion, ==, suggestion);
  g_assert_cmpstr (fault->details, !=, NULL);
}

static void
test_a_server_that_is_not_started (Fixture       *fixture,
                                   gconstpointer  user_data)
{
  guint port = find_closed_port ();
  g_autofree char *base_url = g_strdup_printf ("http://127.0.0.1:%u/v1", port);
  g_autofree char *title = g_strdup_printf ("test is not answering at 127.0.0.1:%u", port);

  assert_words_at (fixture, base_url, PONDER_ERROR_NETWORK, title, "Start it and check the port.");
}

static void
test_a_name_that_does_not_exist (Fixture       *fixture,
                                 gconstpointer  user_data)
{
  assert_words_at (fixture, "https://no-such-host.invalid/v1", PONDER_ERROR_NETWORK,
                   "There is no server of this name", "Check the address of the server.");
}

/* As a server without TLS does when it reads anything else than HTTP; it stays connected. */
static gboolean
refuse_cb (GSocketService    *listener,
           GSocketConnection *connection,
           GObject           *source,
           gpointer           connections)
{
  static const char answer[] = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
  g_autoptr(GError) error = NULL;

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), answer,
                             strlen (answer), NULL, NULL, &error);
  g_assert_no_error (error);
  g_ptr_array_add (connections, g_object_ref (connection));
  return TRUE;
}

/* As a server with TLS does when it reads HTTP. */
static gboolean
hang_up_cb (GSocketService    *listener,
            GSocketConnection *connection,
            GObject           *source,
            gpointer           connections)
{
  g_autoptr(GError) error = NULL;

  g_io_stream_close (G_IO_STREAM (connection), NULL, &error);
  g_assert_no_error (error);
  return TRUE;
}

static void
assert_words_of_server (Fixture    *fixture,
                        GCallback   incoming_cb,
                        const char *scheme,
                        const char *title,
                        const char *suggestion)
{
  g_autoptr(GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GSocketService) listener = g_socket_service_new ();
  g_autoptr(GError) error = NULL;
  guint port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (listener), NULL, &error);
  g_autofree char *base_url = g_strdup_printf ("%s://127.0.0.1:%u/v1", scheme, port);

  g_assert_no_error (error);
  g_signal_connect (listener, "incoming", incoming_cb, connections);
  assert_words_at (fixture, base_url, PONDER_ERROR_NETWORK, title, suggestion);
  g_socket_service_stop (listener);
  g_socket_listener_close (G_SOCKET_LISTENER (listener));
}

static void
test_https_at_a_server_without_tls (Fixture       *fixture,
                                    gconstpointer  user_data)
{
  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_test_skip ("TLS is not installed (glib-networking)");
      return;
    }
  assert_words_of_server (fixture, G_CALLBACK (refuse_cb), "https",
                          "The server does not answer securely",
                          "It may not be able to. Check whether its address should begin with http://.");
}

static void
test_http_at_a_server_that_hangs_up (Fixture       *fixture,
                                     gconstpointer  user_data)
{
  assert_words_of_server (fixture, G_CALLBACK (hang_up_cb), "http",
                          "The server closed the connection",
                          "Check its log, and whether its address should begin with https://.");
}

static void
add (const char  *name,
     void       (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/service/transport/", name, NULL);

  g_test_add (path, Fixture, NULL, ponder_test_service_set_up, test, ponder_test_service_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("a-server-that-is-not-started", test_a_server_that_is_not_started);
  add ("a-name-that-does-not-exist", test_a_name_that_does_not_exist);
  add ("https-at-a-server-without-tls", test_https_at_a_server_without_tls);
  add ("http-at-a-server-that-hangs-up", test_http_at_a_server_that_hangs_up);
  return g_test_run ();
}
