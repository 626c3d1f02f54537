/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searches of the web against a real server: both formats, and what goes wrong. */

#include "config.h"

#include "ponder-demo-server.h"
#include "ponder-fault.h"
#include "ponder-test-loop.h"
#include "ponder-web-search.h"

#include <string.h>

#define KEY "BSA-secret-0123456789"
#define BRAVE_PATH "/res/v1/web/search"

typedef struct
{
  PonderDemoServer      *server;
  PonderHttp            *http;
  PonderWebSearchConfig *config;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *base = NULL;

  fixture->server = ponder_demo_server_new ();
  ponder_demo_server_start (fixture->server, &error);
  g_assert_no_error (error);
  base = g_strdup (ponder_demo_server_get_base_url (fixture->server));
  base[strlen (base) - strlen ("v1")] = '\0';
  fixture->http = ponder_http_new ("ponder-test");
  fixture->config = ponder_web_search_config_new ("");
  fixture->config->kind = PONDER_WEB_SEARXNG;
  fixture->config->searxng_url = g_strdup (base);
  fixture->config->brave_url = g_strdup (base);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  ponder_web_search_config_free (fixture->config);
  g_object_unref (fixture->http);
  g_object_unref (fixture->server);
}

static void
serve (Fixture    *fixture,
       const char *path,
       guint       status,
       const char *type,
       const char *body)
{
  PonderDemoScript *script = ponder_demo_script_new (status, type);

  ponder_demo_script_bytes (script, body, -1);
  ponder_demo_server_set_script (fixture->server, path, script);
}

static GPtrArray *
search (Fixture  *fixture,
        GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *pending = NULL;

  ponder_web_search_async (fixture->http, fixture->config, KEY, "how \"old\" & deep?", 1, NULL, ponder_test_take_result,
                           &pending);
  result = ponder_test_await (&pending);
  return ponder_web_search_finish (result, error);
}

static PonderFault *
search_in_vain (Fixture         *fixture,
                PonderErrorCode  category)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) results = search (fixture, &error);
  PonderFault *fault = ponder_error_get_fault (error);
  g_autofree char *report = NULL;

  g_assert_null (results);
  g_assert_nonnull (fault);
  g_assert_cmpint (fault->category, ==, category);
  report = ponder_fault_dup_report (fault);
  g_assert_null (strstr (report, KEY));
  return ponder_fault_ref (fault);
}

static void
test_searxng (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) results = NULL;
  PonderWebResult *first;

  serve (fixture, "/search", 200, "application/json",
         "{\"results\":[{\"title\":\"A\\u0007 <b>\",\"url\":\"https://a.example/x?y=1\",\"content\":\"1 < 2\\n\\u202eok\"},"
         "{\"title\":\"bad\",\"url\":\"javascript:alert(1)\"},{\"title\":\"none\"},3,"
         "{\"url\":\"http://b.example/\"}]}");
  results = search (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (results->len, ==, 2);
  first = g_ptr_array_index (results, 0);
  g_assert_cmpstr (first->title, ==, "A <b>");
  g_assert_cmpstr (first->url, ==, "https://a.example/x?y=1");
  g_assert_cmpstr (first->text, ==, "1 < 2 ok");
}

static void
test_brave (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) results = NULL;
  PonderWebResult *first;

  fixture->config->kind = PONDER_WEB_BRAVE;
  serve (fixture, BRAVE_PATH, 200, "application/json",
         "{\"query\":{},\"web\":{\"results\":[{\"title\":\"T &amp; U\",\"url\":\"https://a.example/\","
         "\"description\":\"It&#x27;s <strong>deep</strong> &lt;ok&gt; &mdash; R&D &nonsense;\"}]}}");
  results = search (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (results->len, ==, 1);
  first = g_ptr_array_index (results, 0);
  g_assert_cmpstr (first->title, ==, "T & U");
  g_assert_cmpstr (first->text, ==, "It's deep <ok> — R&D &nonsense;");
}

static void
test_long_ones_are_cut (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(GString) body = g_string_new ("{\"results\":[");
  g_autoptr(GPtrArray) results = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 20; i++)
    {
      g_string_append_printf (body, "%s{\"url\":\"https://a.example/%u\",\"content\":\"", i > 0 ? "," : "", i);
      for (guint n = 0; n < 1000; n++)
        g_string_append (body, "深");
      g_string_append (body, "\"}");
    }
  g_string_append (body, "]}");
  serve (fixture, "/search", 200, "application/json", body->str);
  results = search (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (results->len, ==, PONDER_WEB_RESULTS_LIMIT);
  g_assert_cmpint (g_utf8_strlen (((PonderWebResult *) g_ptr_array_index (results, 0))->text, -1), ==, 601);
}

static void
test_refusals (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(PonderFault) format = NULL;
  g_autofree char *words = NULL;

  serve (fixture, "/search", 403, "text/html", "<h1>Forbidden</h1>");
  format = search_in_vain (fixture, PONDER_ERROR_PERMISSION);
  words = ponder_fault_dup_sentences (format);
  g_assert_cmpstr (words, ==, "The search server does not give JSON. Enable the json format in its settings.yml.");

  fixture->config->kind = PONDER_WEB_BRAVE;
  serve (fixture, BRAVE_PATH, 401, "application/json", "{\"said\":\"" KEY "\"}");
  ponder_fault_unref (search_in_vain (fixture, PONDER_ERROR_AUTHENTICATION));
  serve (fixture, BRAVE_PATH, 429, "application/json", "{}");
  ponder_fault_unref (search_in_vain (fixture, PONDER_ERROR_RATE_LIMIT));
  serve (fixture, BRAVE_PATH, 500, "text/html", "");
  ponder_fault_unref (search_in_vain (fixture, PONDER_ERROR_SERVER));
}

static void
test_hostile (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *huge = g_strnfill (3 * 1024 * 1024, ' ');
  PonderDemoScript *script;

  serve (fixture, "/search", 200, "application/json", "[1,2");
  ponder_fault_unref (search_in_vain (fixture, PONDER_ERROR_MALFORMED));
  serve (fixture, "/search", 200, "text/html", "<p>");
  ponder_fault_unref (search_in_vain (fixture, PONDER_ERROR_MALFORMED));
  serve (fixture, "/search", 200, "application/json", huge);
  ponder_fault_unref (search_in_vain (fixture, PONDER_ERROR_MALFORMED));
  script = ponder_demo_script_new (200, "application/json");
  ponder_demo_script_bytes (script, "{", 1);
  ponder_demo_script_hang (script);
  ponder_demo_server_set_script (fixture->server, "/search", script);
  ponder_fault_unref (search_in_vain (fixture, PONDER_ERROR_TIMEOUT));
}

static void
redirect (Fixture    *fixture,
          const char *location)
{
  PonderDemoScript *script = ponder_demo_script_new (302, "text/plain");

  ponder_demo_script_header (script, "Location", location);
  ponder_demo_script_bytes (script, "", 0);
  ponder_demo_server_set_script (fixture->server, "/search", script);
}

static void
test_redirects (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GPtrArray) results = NULL;
  g_autoptr(PonderFault) fault = NULL;
  g_autoptr(GError) error = NULL;

  redirect (fixture, "/elsewhere?q=1");
  serve (fixture, "/elsewhere", 200, "application/json", "{\"results\":[]}");
  results = search (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (results->len, ==, 0);

  redirect (fixture, "http://evil.example/search");
  fault = search_in_vain (fixture, PONDER_ERROR_NETWORK);
  g_assert_cmpint (fault->cause, ==, PONDER_CAUSE_REDIRECT);
  redirect (fixture, "/search");
  ponder_fault_unref (search_in_vain (fixture, PONDER_ERROR_NETWORK));
}

/* Answers one request with nothing found, and keeps its head. */
static gboolean
answer_cb (GSocketService    *service,
           GSocketConnection *connection,
           GObject           *source,
           gpointer           user_data)
{
  static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 26\r\n"
                               "Connection: close\r\n\r\n{\"query\":{},\"results\":[]}";
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  GString *head = user_data;
  g_autoptr(GError) error = NULL;
  char buffer[4096];

  g_string_truncate (head, 0);
  while (strstr (head->str, "\r\n\r\n") == NULL)
    {
      gssize length = g_input_stream_read (input, buffer, sizeof buffer, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (length, >, 0);
      g_string_append_len (head, buffer, length);
    }
  g_output_stream_write_all (output, answer, strlen (answer), NULL, NULL, &error);
  g_assert_no_error (error);
  return TRUE;
}

/* The words as they are, and the key where it belongs and nowhere else. */
static void
test_request (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GSocketService) service = g_threaded_socket_service_new (1);
  g_autoptr(GString) head = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, &error);

  g_assert_no_error (error);
  g_signal_connect (service, "run", G_CALLBACK (answer_cb), head);
  g_free (fixture->config->searxng_url);
  fixture->config->searxng_url = g_strdup_printf ("http://127.0.0.1:%u/sub/", port);
  g_free (fixture->config->brave_url);
  fixture->config->brave_url = g_strdup_printf ("http://127.0.0.1:%u", port);

  g_ptr_array_unref (search (fixture, &error));
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (head->str, "GET /sub/search?q=how%20%22old%22%20%26%20deep%3F&format=json HTTP/1.1"));
  g_assert_null (strstr (head->str, KEY));

  fixture->config->kind = PONDER_WEB_BRAVE;
  g_ptr_array_unref (search (fixture, &error));
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (head->str, "GET " BRAVE_PATH "?q=how%20%22old%22%20%26%20deep%3F&count=8 HTTP/1.1"));
  g_assert_nonnull (strstr (head->str, "\r\nX-Subscription-Token: " KEY "\r\n"));
  g_assert_nonnull (strstr (head->str, "\r\nAccept: application/json\r\n"));
  g_socket_service_stop (service);
}

static gboolean
has_client (gpointer server)
{
  return ponder_demo_server_get_n_open (server) > 0;
}

static gboolean
has_no_client (gpointer server)
{
  return ponder_demo_server_get_n_open (server) == 0;
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  PonderDemoScript *script = ponder_demo_script_new (200, "application/json");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;

  ponder_demo_script_hang (script);
  ponder_demo_server_set_script (fixture->server, "/search", script);
  ponder_web_search_async (fixture->http, fixture->config, NULL, "x", 20, cancellable, ponder_test_take_result, &pending);
  ponder_test_wait_for (has_client, fixture->server, 5);
  g_cancellable_cancel (cancellable);
  result = ponder_test_await (&pending);
  g_assert_null (ponder_web_search_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  ponder_test_wait_for (has_no_client, fixture->server, 1);
}

static void
test_off (Fixture       *fixture,
          gconstpointer  data)
{
  g_autofree char *json = NULL;
  g_autofree char *nothing = NULL;
  g_autoptr(PonderWebSearchConfig) again = NULL;
  g_autoptr(PonderFault) fault = NULL;

  fixture->config->kind = PONDER_WEB_OFF;
  fault = search_in_vain (fixture, PONDER_ERROR_UNKNOWN);
  g_assert_cmpint (fault->cause, ==, PONDER_CAUSE_NO_SEARCH);
  nothing = ponder_web_search_config_serialize (fixture->config);
  g_assert_cmpstr (nothing, ==, "");

  fixture->config->kind = PONDER_WEB_BRAVE;
  json = ponder_web_search_config_serialize (fixture->config);
  again = ponder_web_search_config_new (json);
  g_assert_cmpint (again->kind, ==, PONDER_WEB_BRAVE);
  g_assert_cmpstr (again->searxng_url, ==, fixture->config->searxng_url);
  g_assert_cmpstr (ponder_web_search_config_get_url (again), ==, fixture->config->brave_url);
}

static void
add (const char *name,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (name, Fixture, NULL, set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/search/a-searxng-is-read", test_searxng);
  add ("/search/brave-is-read-without-its-marks", test_brave);
  add ("/search/the-key-goes-to-whom-it-is-for", test_request);
  add ("/search/long-ones-are-cut", test_long_ones_are_cut);
  add ("/search/a-refusal-says-what-to-do-and-no-key", test_refusals);
  add ("/search/what-is-no-answer-is-none", test_hostile);
  add ("/search/redirects-stay-on-the-host", test_redirects);
  add ("/search/cancelling-closes-the-socket", test_cancel);
  add ("/search/off-asks-nobody", test_off);
  return g_test_run ();
}
