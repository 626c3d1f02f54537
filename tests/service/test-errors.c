/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What providers send when they do not answer, played by a real server: what becomes of it in the reply. */

#include "config.h"

#include "ponder-test-errors.h"
#include "ponder-test-loop.h"
#include "ponder-test-service.h"

#include "ponder-demo-script.h"
#include "ponder-error-classifier.h"
#include "ponder-http.h"

#include <string.h>

#define KEY PONDER_TEST_ERRORS_KEY

typedef PonderTestService Fixture;

/* Neither the one that was sent nor those that look like one. */
static void
assert_holds_no_key (const char *text)
{
  g_assert_null (strstr (text, KEY));
  g_assert_null (strstr (text, "CANARY"));
}

static void
assert_no_key (PonderFault *fault)
{
  g_autofree char *stored = ponder_fault_serialize (fault);
  g_autofree char *report = ponder_fault_dup_report (fault);
  g_autofree char *summary = ponder_fault_dup_summary (fault);

  assert_holds_no_key (stored);
  assert_holds_no_key (report);
  assert_holds_no_key (summary);
}

static void
set_answer (Fixture               *fixture,
            const PonderTestError *sent)
{
  PonderDemoScript *script = ponder_demo_script_new (sent->status, sent->content_type);

  for (guint i = 0; i < sent->headers->len; i += 2)
    ponder_demo_script_header (script, g_ptr_array_index (sent->headers, i),
                               g_ptr_array_index (sent->headers, i + 1));
  ponder_demo_script_bytes (script, sent->body, -1);
  ponder_demo_script_cut (script);
  ponder_test_service_set_script (fixture, "m", script);
}

static void
assert_fault (PonderFault           *fault,
              const PonderTestError *sent)
{
  g_autofree char *title = ponder_fault_dup_title (fault);
  g_autofree char *suggestion = ponder_fault_dup_suggestion (fault);

  g_assert_cmpstr (ponder_error_code_to_string (fault->category), ==, sent->category);
  g_assert_cmpint (fault->retryable, ==, sent->retryable);
  g_assert_cmpuint (fault->status, ==, sent->status);
  if (sent->wait < 0)
    g_assert_cmpfloat (fault->retry_after, <, 0);
  else
    g_assert_cmpfloat_with_epsilon (fault->retry_after, sent->wait, 0.01);
  g_assert_cmpstr (title, !=, "");
  g_assert_null (strstr (suggestion, "Retrying"));
  g_assert_cmpstr (suggestion, ==, sent->suggestion);
  if (sent->details != NULL)
    g_assert_cmpstr (fault->details, ==, sent->details);
  if (sent->request_id != NULL)
    g_assert_cmpstr (fault->request_id, ==, sent->request_id);
  assert_no_key (fault);
}

static void
test_error (Fixture       *fixture,
            gconstpointer  user_data)
{
  const PonderTestError *sent = user_data;
  g_autoptr(PonderReply) reply = NULL;

  ponder_provider_config_set_preset (fixture->provider, sent->preset);
  fixture->config->retries = 0;
  set_answer (fixture, sent);
  reply = ponder_test_service_start (fixture, "m");
  assert_fault (ponder_test_reply_await_fault (reply), sent);
}

static const PonderErrorRule acme_rules[] = {
  { PONDER_ERROR_BILLING, 429, 429, .name = "acme_broke" },
  { PONDER_ERROR_CONTENT_FILTER, .text = "not today", .only_here = TRUE },
};

static const PonderErrorTable acme = {
  .family = "acme",
  .presets = { "acme" },
  .rules = acme_rules,
  .n_rules = G_N_ELEMENTS (acme_rules),
};

static PonderFault *
ask (Fixture     *fixture,
     const char  *preset,
     guint        status,
     const char  *type,
     const char  *body,
     PonderReply **reply)
{
  PonderDemoScript *script = ponder_demo_script_new (status, type);

  ponder_provider_config_set_preset (fixture->provider, preset);
  fixture->config->retries = 0;
  ponder_demo_script_bytes (script, body, -1);
  ponder_demo_script_cut (script);
  ponder_test_service_set_script (fixture, "m", script);
  *reply = ponder_test_service_start (fixture, "m");
  return ponder_test_reply_await_fault (*reply);
}

static void
assert_asked (Fixture         *fixture,
              const char      *preset,
              guint            status,
              const char      *type,
              const char      *body,
              PonderErrorCode  category)
{
  g_autoptr(PonderReply) reply = NULL;
  PonderFault *fault = ask (fixture, preset, status, type, body, &reply);

  g_assert_cmpint (fault->category, ==, category);
}

static void
test_a_registered_table_is_asked_first (Fixture       *fixture,
                                        gconstpointer  user_data)
{
  static const char broke[] = "{\"error\":{\"message\":\"m\",\"code\":\"acme_broke\"}}";
  static const char later[] = "{\"error\":{\"message\":\"Not today\"}}";
  static const char frame[] = "data: {\"error\":{\"message\":\"Not today\"}}\n\n";

  assert_asked (fixture, "acme", 429, "application/json", broke, PONDER_ERROR_RATE_LIMIT);
  ponder_error_classifier_register (ponder_service_get_classifier (fixture->service), &acme);
  assert_asked (fixture, "acme", 429, "application/json", broke, PONDER_ERROR_BILLING);
  assert_asked (fixture, "acme", 500, "application/json", later, PONDER_ERROR_CONTENT_FILTER);
  assert_asked (fixture, "acme", 200, "text/event-stream", frame, PONDER_ERROR_CONTENT_FILTER);

  /* Of others it changes what nobody else would say, and nothing more. */
  assert_asked (fixture, "openai", 429, "application/json", broke, PONDER_ERROR_BILLING);
  assert_asked (fixture, "openai", 500, "application/json", later, PONDER_ERROR_SERVER);
  assert_asked (fixture, "openai", 200, "text/event-stream", frame, PONDER_ERROR_SERVER);
}

static void
test_frames_are_classified_as_answers_are (Fixture       *fixture,
                                           gconstpointer  user_data)
{
  static const struct
  {
    const char      *preset;
    const char      *frame;
    PonderErrorCode  category;
  } frames[] = {
    { "openai", "data: {\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\"}}\n\n",
      PONDER_ERROR_SERVER },
    { "openrouter", ": OPENROUTER PROCESSING\n\ndata: {\"error\":{\"code\":429,\"message\":\"m\"},"
                    "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"error\"}]}\n\n",
      PONDER_ERROR_RATE_LIMIT },
    { "cerebras", "data: {\"error\":{\"message\":\"m\"},\"status_code\":402}\n\n", PONDER_ERROR_BILLING },
    { "groq", "event: error\ndata: {\"error\":{\"message\":\"m\",\"code\":\"tool_use_failed\",\"status_code\":400}}\n\n",
      PONDER_ERROR_INVALID_REQUEST },
    { "lm-studio", "event: error\ndata: {\"error\":\"Trying to keep the first 9000 tokens when context the "
                   "overflows.\"}\n\n",
      PONDER_ERROR_CONTEXT_LENGTH },
    { "vllm", "data: {\"error\":{\"message\":\"m\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}}\n\n"
              "data: [DONE]\n\n",
      PONDER_ERROR_INVALID_REQUEST },
    { "dashscope", "data: {\"error\":{\"message\":\"m\",\"code\":\"insufficient_quota\"}}\n\n",
      PONDER_ERROR_RATE_LIMIT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (frames); i++)
    assert_asked (fixture, frames[i].preset, 200, "text/event-stream", frames[i].frame,
                  frames[i].category);
}

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
add (const char    *name,
     gconstpointer  data,
     void         (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/service/errors/", name, NULL);

  g_test_add (path, Fixture, data, ponder_test_service_set_up, test, ponder_test_service_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GPtrArray) errors = NULL;

  g_test_init (&argc, &argv, NULL);
  errors = ponder_test_errors_load ();
  for (guint i = 0; i < errors->len; i++)
    {
      const PonderTestError *error = g_ptr_array_index (errors, i);

      add (error->name, error, test_error);
    }
  add ("a-registered-table-is-asked-first", NULL, test_a_registered_table_is_asked_first);
  add ("frames-are-classified-as-answers-are", NULL, test_frames_are_classified_as_answers_are);
  add ("a-server-that-is-not-started", NULL, test_a_server_that_is_not_started);
  add ("a-name-that-does-not-exist", NULL, test_a_name_that_does_not_exist);
  add ("https-at-a-server-without-tls", NULL, test_https_at_a_server_without_tls);
  add ("http-at-a-server-that-hangs-up", NULL, test_http_at_a_server_that_hangs_up);
  return g_test_run ();
}
