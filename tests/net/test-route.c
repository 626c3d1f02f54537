/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ways to a server: through a proxy, with certificates of one's own, on a socket; and what never leaves. */

#include "config.h"

#include "ponder-certificates.h"
#include "ponder-error.h"
#include "ponder-http.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

#define ANSWER "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

/* A server that answers every request with the same bytes and remembers what it was asked. */
typedef struct
{
  GSocketService  *service;
  GTlsCertificate *certificate;         /* (nullable) */
  const char      *answer;
  GString         *heard;
  GCancellable    *cancellable;
  guint            n_open;
  guint            n_connections;
  guint16          port;
} Server;

/* One connection of it. */
typedef struct
{
  Server    *server;
  GIOStream *stream;
  char       buffer[4096];
} Peer;

typedef struct
{
  char       *dir;
  PonderHttp *http;
} Fixture;

static void listen_to (Peer *peer);

static void
peer_free (Peer *peer)
{
  peer->server->n_open--;
  g_object_unref (peer->stream);
  g_free (peer);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Peer *peer = user_data;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    listen_to (peer);
  else
    peer_free (peer);
}

static void
heard_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Peer *peer = user_data;
  Server *server = peer->server;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (n <= 0)
    {
      peer_free (peer);
      return;
    }
  g_string_append_len (server->heard, peer->buffer, n);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (peer->stream), server->answer,
                                   strlen (server->answer), G_PRIORITY_DEFAULT, server->cancellable,
                                   answered_cb, peer);
}

static void
listen_to (Peer *peer)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (peer->stream), peer->buffer,
                             sizeof peer->buffer, G_PRIORITY_DEFAULT, peer->server->cancellable, heard_cb,
                             peer);
}

static gboolean
incoming_cb (Server            *server,
             GSocketConnection *connection)
{
  Peer *peer = g_new0 (Peer, 1);
  g_autoptr(GError) error = NULL;

  server->n_connections++;
  server->n_open++;
  peer->server = server;
  if (server->certificate == NULL)
    peer->stream = G_IO_STREAM (g_object_ref (connection));
  else
    peer->stream = g_tls_server_connection_new (G_IO_STREAM (connection), server->certificate,
                                                &error);
  g_assert_no_error (error);
  listen_to (peer);
  return TRUE;
}

static Server *
server_new (const char *answer)
{
  Server *server = g_new0 (Server, 1);

  server->answer = answer;
  server->heard = g_string_new (NULL);
  server->cancellable = g_cancellable_new ();
  server->service = g_socket_service_new ();
  g_signal_connect_swapped (server->service, "incoming", G_CALLBACK (incoming_cb), server);
  return server;
}

/* On 127.0.0.1; with @pem (nullable), a certificate and its key, it speaks TLS. */
static Server *
server_start (const char *answer,
              const char *pem)
{
  Server *server = server_new (answer);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(GError) error = NULL;

  if (pem != NULL)
    server->certificate = g_tls_certificate_new_from_file (pem, &error);
  g_assert_no_error (error);
  g_socket_listener_add_address (G_SOCKET_LISTENER (server->service), any, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &address, &error);
  g_assert_no_error (error);
  server->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  return server;
}

static gboolean
is_alone (gpointer user_data)
{
  Server *server = user_data;

  return server->n_open == 0;
}

static void
server_free (Server *server)
{
  g_cancellable_cancel (server->cancellable);
  ponder_test_wait_for (is_alone, server, 5);
  g_signal_handlers_disconnect_by_data (server->service, server);
  g_socket_service_stop (server->service);
  g_socket_listener_close (G_SOCKET_LISTENER (server->service));
  g_object_unref (server->service);
  g_clear_object (&server->certificate);
  g_object_unref (server->cancellable);
  g_string_free (server->heard, TRUE);
  g_free (server);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Server, server_free)

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->dir = ponder_test_dir_new ();
  fixture->http = ponder_http_new ("ponder/test");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->http);
  ponder_test_dir_remove (fixture->dir);
}

/* A certificate with its key that vouches for itself, as @name (an "IP:" or "DNS:"); NULL where there is
 * no openssl. (transfer full) */
static char *
make_certificate (Fixture    *fixture,
                  const char *file,
                  const char *name)
{
  g_autofree char *path = g_build_filename (fixture->dir, file, NULL);
  g_autofree char *alternative = g_strconcat ("subjectAltName=", name, NULL);
  const char *const command[] = {
    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
    "-days", "2", "-subj", "/CN=test", "-addext", alternative, "-keyout", path, "-out", "-", NULL
  };
  g_autofree char *certificate = NULL;
  g_autofree char *key = NULL;
  g_autofree char *both = NULL;
  g_autoptr(GError) error = NULL;
  int status = 0;

  if (!g_spawn_sync (NULL, (char **) command, NULL,
                     G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &certificate,
                     NULL, &status, &error))
    {
      g_test_skip (error->message);
      return NULL;
    }
  g_assert_cmpint (status, ==, 0);
  g_assert_true (g_file_get_contents (path, &key, NULL, NULL));
  both = g_strconcat (certificate, key, NULL);
  g_assert_true (g_file_set_contents (path, both, -1, NULL));
  return g_steal_pointer (&path);
}

static guint
get (Fixture     *fixture,
     const char  *url,
     const char  *ca_file,
     const char  *proxy,
     GError     **error)
{
  g_autoptr(PonderHttpCall) call = ponder_http_call_new (fixture->http, "GET", url, error);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;

  g_assert_nonnull (call);
  ponder_http_call_set_route (call, ca_file, proxy);
  ponder_http_call_set_header (call, "Authorization", "Bearer sk-route-secret");
  ponder_http_call_send_async (call, NULL, ponder_test_take_result, &result);
  done = ponder_test_await (&result);
  return ponder_http_call_send_finish (call, done, error) ? ponder_http_call_get_status (call) : 0;
}

static guint
get_from (Fixture     *fixture,
          const char  *scheme,
          Server      *server,
          const char  *ca_file,
          GError     **error)
{
  g_autofree char *url = g_strdup_printf ("%s://127.0.0.1:%u/v1/models", scheme, server->port);

  return get (fixture, url, ca_file, NULL, error);
}

static char *
address_of (Server *server)
{
  return g_strdup_printf ("http://127.0.0.1:%u", server->port);
}

static void
test_proxy (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(Server) proxy = server_start (ANSWER, NULL);
  g_autoptr(Server) server = server_start (ANSWER, NULL);
  g_autofree char *through = address_of (proxy);
  g_autofree char *near = g_strdup_printf ("http://127.0.0.1:%u/v1", server->port);
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (get (fixture, "http://model.invalid/v1/models", NULL, through, &error), ==, 200);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (proxy->heard->str, "GET http://model.invalid/v1/models HTTP/1.1"));

  /* What somebody asked for holds for this computer too; nothing else does. */
  g_assert_cmpuint (get (fixture, near, NULL, through, &error), ==, 200);
  g_assert_cmpuint (server->n_connections, ==, 0);
  g_assert_cmpuint (get (fixture, near, NULL, NULL, &error), ==, 200);
  g_assert_cmpuint (get (fixture, near, NULL, "none", &error), ==, 200);
  g_assert_nonnull (strstr (server->heard->str, "GET /v1 HTTP/1.1"));
}

static void
test_connect_proxy (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(Server) proxy = server_start ("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", NULL);
  g_autofree char *through = address_of (proxy);
  g_autoptr(GError) error = NULL;

  /* The key is for the server only: a proxy sees where to, and no more. */
  get (fixture, "https://model.invalid/v1/models", NULL, through, &error);
  g_assert_nonnull (strstr (proxy->heard->str, "CONNECT model.invalid:443 HTTP/1"));
  g_assert_null (strstr (proxy->heard->str, "sk-route-secret"));
}

static void
test_no_proxy (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(Server) proxy = server_start (ANSWER, NULL);
  g_autofree char *through = address_of (proxy);
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&proxy, server_free);
  g_assert_cmpuint (get (fixture, "http://model.invalid/v1", NULL, through, &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

static void
test_own_certificate (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *pem = make_certificate (fixture, "server.pem", "IP:127.0.0.1");
  g_autoptr(Server) server = pem != NULL ? server_start (ANSWER, pem) : NULL;
  g_autoptr(GError) error = NULL;

  if (pem == NULL)
    return;
  g_assert_cmpuint (get_from (fixture, "https", server, NULL, &error), ==, 0);
  g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
  g_assert_nonnull (strstr (error->message, "nobody that this computer trusts"));
  g_assert_null (strstr (server->heard->str, "sk-route-secret"));

  g_clear_error (&error);
  g_assert_cmpuint (get_from (fixture, "https", server, pem, &error), ==, 200);
  g_assert_no_error (error);
  g_assert_cmpuint (get_from (fixture, "https", server, NULL, NULL), ==, 0);
}

static void
test_wrong_name (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *pem = make_certificate (fixture, "server.pem", "DNS:other.example");
  g_autoptr(Server) server = pem != NULL ? server_start (ANSWER, pem) : NULL;
  g_autoptr(GError) error = NULL;

  if (pem == NULL)
    return;
  g_assert_cmpuint (get_from (fixture, "https", server, pem, &error), ==, 0);
  g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
  g_assert_nonnull (strstr (error->message, "for another name"));
  g_assert_cmpuint (server->heard->len, ==, 0);
}

/* The path stays, the certificates in it change: the next try goes by what is there now. */
static void
test_new_certificates (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree char *pem = make_certificate (fixture, "server.pem", "IP:127.0.0.1");
  g_autofree char *other = pem != NULL ? make_certificate (fixture, "other.pem", "IP:127.0.0.1") : NULL;
  g_autoptr(Server) server = pem != NULL ? server_start (ANSWER, pem) : NULL;
  g_autofree char *content = NULL;
  g_autoptr(GError) error = NULL;

  if (pem == NULL)
    return;
  g_assert_cmpuint (get_from (fixture, "https", server, other, &error), ==, 0);
  g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (pem, &content, NULL, NULL));
  g_assert_true (g_file_set_contents (other, content, -1, NULL));
  g_assert_cmpuint (get_from (fixture, "https", server, other, &error), ==, 200);
  g_assert_no_error (error);
}

static void
test_bad_files (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(Server) server = server_start (ANSWER, NULL);
  g_autofree char *missing = g_build_filename (fixture->dir, "missing.pem", NULL);
  g_autofree char *empty = g_build_filename (fixture->dir, "empty.pem", NULL);
  const char *const files[] = { missing, empty, fixture->dir };

  g_assert_true (g_file_set_contents (empty, "nothing", -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_cmpuint (get_from (fixture, "https", server, files[i], &error), ==, 0);
      g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
      g_assert_nonnull (strstr (error->message, files[i]));
    }
  g_assert_cmpuint (server->n_connections, ==, 0);
}

/* Both sources count: with a file of one's own, a public authority still does. */
static void
test_either_database (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *one = make_certificate (fixture, "one.pem", "DNS:a.example");
  g_autofree char *two = one != NULL ? make_certificate (fixture, "two.pem", "DNS:a.example") : NULL;
  g_autofree char *three = one != NULL ? make_certificate (fixture, "three.pem", "DNS:a.example") : NULL;
  const char *const files[] = { one, two, three };
  g_autoptr(GTlsDatabase) system = NULL;
  g_autoptr(GTlsDatabase) own = NULL;
  g_autoptr(GTlsDatabase) both = NULL;

  if (one == NULL)
    return;
  system = g_tls_file_database_new (one, NULL);
  own = g_tls_file_database_new (two, NULL);
  both = ponder_certificates_new (system, own);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr(GTlsCertificate) certificate = g_tls_certificate_new_from_file (files[i], NULL);
      g_autoptr(GSocketConnectable) name = g_network_address_new ("a.example", 443);
      g_autoptr(GError) error = NULL;
      GTlsCertificateFlags problems =
        g_tls_database_verify_chain (both, certificate, G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER,
                                     name, NULL, G_TLS_DATABASE_VERIFY_NONE, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (problems, ==, i < 2 ? 0 : G_TLS_CERTIFICATE_UNKNOWN_CA);
    }
}

static void
test_socket (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(Server) server = server_new (ANSWER);
  g_autofree char *path = g_build_filename (fixture->dir, "llama.sock", NULL);
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (path);
  g_autofree char *escaped = g_uri_escape_string (path, NULL, FALSE);
  g_autofree char *url = g_strdup_printf ("http+unix://%s/v1/models?a=b", escaped);
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (get (fixture, url, NULL, NULL, &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  g_assert_nonnull (strstr (error->message, path));
  g_clear_error (&error);

  g_socket_listener_add_address (G_SOCKET_LISTENER (server->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  /* Neither a proxy nor a file of certificates stands between. */
  g_assert_cmpuint (get (fixture, url, "/missing.pem", "http://proxy.invalid:3128", &error), ==, 200);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (server->heard->str, "GET /v1/models?a=b HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (server->heard->str, "Host: localhost\r\n"));
}

static void
test_redirects (Fixture       *fixture,
                gconstpointer  data)
{
  static const guint statuses[] = { 301, 302, 303, 307, 308 };
  g_autoptr(Server) other = server_start (ANSWER, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *answer =
        g_strdup_printf ("HTTP/1.1 %u Elsewhere\r\nLocation: http://127.0.0.1:%u/v1\r\n"
                         "Content-Length: 0\r\n\r\n", statuses[i], other->port);
      g_autoptr(Server) server = server_start (answer, NULL);
      g_autoptr(GError) error = NULL;

      g_assert_cmpuint (get_from (fixture, "http", server, NULL, &error), ==, statuses[i]);
      g_assert_no_error (error);
      /* A listener of its own would have seen a connection by now: this one is on the same loop. */
      g_assert_cmpuint (get_from (fixture, "http", server, NULL, &error), ==, statuses[i]);
      g_assert_cmpuint (other->n_connections, ==, 0);
    }
}

static void
test_wrong_scheme (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *pem = make_certificate (fixture, "server.pem", "IP:127.0.0.1");
  g_autoptr(Server) plain = server_start (ANSWER, NULL);
  g_autoptr(Server) secure = pem != NULL ? server_start (ANSWER, pem) : NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (get_from (fixture, "https", plain, NULL, &error), ==, 0);
  g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_MISC);
  g_assert_null (strstr (plain->heard->str, "sk-route-secret"));
  g_clear_error (&error);
  if (pem == NULL)
    return;
  g_assert_cmpuint (get_from (fixture, "http", secure, NULL, &error), ==, 0);
  g_assert_cmpint (error->domain, ==, G_IO_ERROR);
}

#define ADD(name, func) g_test_add ("/net/route/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-proxy-of-ones-own-is-for-every-host", test_proxy);
  ADD ("a-proxy-does-not-see-the-key", test_connect_proxy);
  ADD ("a-proxy-that-is-gone-is-an-error", test_no_proxy);
  ADD ("only-a-file-makes-a-certificate-trusted", test_own_certificate);
  ADD ("a-certificate-for-another-name-is-refused", test_wrong_name);
  ADD ("new-certificates-in-the-file-count", test_new_certificates);
  ADD ("a-file-that-cannot-be-used-is-named", test_bad_files);
  ADD ("the-computers-certificates-count-too", test_either_database);
  ADD ("a-socket-is-a-server", test_socket);
  ADD ("no-redirect-reaches-another-port", test_redirects);
  ADD ("the-wrong-scheme-is-an-error", test_wrong_scheme);
  return g_test_run ();
}
