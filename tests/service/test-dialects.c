/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each dialect from a question to its answer, over a real socket. */

#include "config.h"

#include "ponder-test-loop.h"
#include "ponder-test-service.h"

#include "ponder-model-info.h"

#include <string.h>

typedef struct
{
  const char *dialect;
  const char *path;
  const char *type;
  const char *first;
  const char *second;           /* with the end */
  const char *header;           /* of the request */
} Answer;

static const Answer answers[] = {
  { "anthropic", "/v1/messages", "text/event-stream",
    "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
    "{\"type\":\"text_delta\",\"text\":\"Hel\"}}\n\n",
    "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
    "{\"type\":\"text_delta\",\"text\":\"lo\"}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
    "x-api-key: " PONDER_TEST_KEY "\n" },
  { "gemini", "/v1/models/m:streamGenerateContent", "text/event-stream",
    "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hel\"}]}}]}\r\n\r\n",
    "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"lo\"}]},\"finishReason\":\"STOP\"}]}\r\n\r\n",
    "x-goog-api-key: " PONDER_TEST_KEY "\n" },
  { "ollama", "/api/chat", "application/x-ndjson",
    "{\"message\":{\"content\":\"Hel\"},\"done\":false}\n",
    "{\"message\":{\"content\":\"lo\"},\"done\":false}\n{\"done\":true,\"done_reason\":\"stop\"}\n",
    "authorization: Bearer " PONDER_TEST_KEY "\n" },
};

static void
speak (PonderTestService *fixture,
       const char        *dialect)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *base_url = ponder_base_url_normalise (ponder_demo_server_get_base_url (fixture->server),
                                                         dialect, &error);

  g_assert_no_error (error);
  ponder_provider_config_set_dialect (fixture->provider, dialect);
  ponder_provider_config_set_base_url (fixture->provider, base_url);
}

static PonderDemoScript *
set_answer (PonderTestService *fixture,
            const char        *path,
            guint              status,
            const char        *type,
            const char        *body)
{
  PonderDemoScript *script = ponder_demo_script_new (status, type);

  ponder_demo_script_bytes (script, body, -1);
  ponder_test_service_set_script (fixture, path, script);
  return script;
}

static void
test_answer (PonderTestService *fixture,
             gconstpointer      user_data)
{
  const Answer *answer = user_data;
  g_autoptr(PonderReply) reply = NULL;
  PonderDemoScript *script;

  speak (fixture, answer->dialect);
  script = set_answer (fixture, answer->path, 200, answer->type, answer->first);
  ponder_demo_script_pause (script, 20);
  ponder_demo_script_bytes (script, answer->second, -1);
  reply = ponder_test_service_start (fixture, "m");
  ponder_test_reply_await_text (reply, "Hello");
  g_assert_nonnull (strstr (ponder_demo_server_get_last_headers (fixture->server), answer->header));
  g_assert_nonnull (strstr (ponder_demo_server_get_last_body (fixture->server), "Hello"));
}

static void
test_cut (PonderTestService *fixture,
          gconstpointer      user_data)
{
  const Answer *answer = user_data;
  g_autoptr(PonderReply) reply = NULL;
  PonderFault *fault;

  speak (fixture, answer->dialect);
  ponder_demo_script_cut (set_answer (fixture, answer->path, 200, answer->type, answer->first));
  reply = ponder_test_service_start (fixture, "m");
  fault = ponder_test_reply_await_fault (reply);
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_NETWORK);
  g_assert_true (fault->truncated);
  g_assert_cmpstr (ponder_reply_get_text (reply), ==, "Hel");
}

static char *
list_models (PonderTestService *fixture)
{
  GAsyncResult *place = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) models = NULL;
  GString *line = g_string_new (NULL);

  ponder_service_list_models_async (fixture->service, fixture->provider, NULL, NULL,
                                    ponder_test_take_result, &place);
  result = ponder_test_await (&place);
  models = ponder_service_list_models_finish (fixture->service, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < models->len; i++)
    g_string_append_printf (line, "%s%s=%u", i > 0 ? " " : "",
                            ponder_model_info_get_id (g_ptr_array_index (models, i)),
                            ponder_model_info_get_context_length (g_ptr_array_index (models, i)));
  return g_string_free (line, FALSE);
}

static void
test_details_of_models (PonderTestService *fixture,
                        gconstpointer      user_data)
{
  g_autofree char *got = NULL;

  speak (fixture, "ollama");
  set_answer (fixture, "/api/tags", 200, "application/json",
              "{\"models\":[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\",\"details\":{\"context_length\":9}}]}");
  set_answer (fixture, "/api/show", 200, "application/json",
              "{\"capabilities\":[\"completion\"],\"model_info\":{\"llama.context_length\":2048}}");
  got = list_models (fixture);
  g_assert_cmpstr (got, ==, "a=2048 b=2048 c=9");
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->server), ==, 2);
}

static void
test_models_that_cannot_chat (PonderTestService *fixture,
                              gconstpointer      user_data)
{
  g_autofree char *got = NULL;

  speak (fixture, "ollama");
  set_answer (fixture, "/api/tags", 200, "application/json",
              "{\"models\":[{\"name\":\"a\"},{\"name\":\"c\",\"details\":{\"context_length\":9}}]}");
  set_answer (fixture, "/api/show", 200, "application/json", "{\"capabilities\":[\"embedding\"]}");
  got = list_models (fixture);
  g_assert_cmpstr (got, ==, "c=9");
}

static void
test_details_refused (PonderTestService *fixture,
                      gconstpointer      user_data)
{
  g_autofree char *got = NULL;

  speak (fixture, "ollama");
  set_answer (fixture, "/api/tags", 200, "application/json", "{\"models\":[{\"name\":\"a\"},{\"name\":\"b\"}]}");
  set_answer (fixture, "/api/show", 404, "application/json", "{\"error\":\"no such thing\"}");
  got = list_models (fixture);
  g_assert_cmpstr (got, ==, "a=0 b=0");
}

static void
set_many_slow (PonderTestService *fixture)
{
  g_autoptr(GString) body = g_string_new ("{\"models\":[");
  PonderDemoScript *script = ponder_demo_script_new (200, "application/json");

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (body, "%s{\"name\":\"m%u\"}", i > 0 ? "," : "", i);
  g_string_append (body, "]}");
  set_answer (fixture, "/api/tags", 200, "application/json", body->str);
  ponder_demo_script_hang (script);
  ponder_test_service_set_script (fixture, "/api/show", script);
}

static void
test_details_have_a_limit (PonderTestService *fixture,
                           gconstpointer      user_data)
{
  gint64 begin = g_get_monotonic_time ();
  g_autofree char *got = NULL;

  speak (fixture, "ollama");
  set_many_slow (fixture);
  got = list_models (fixture);
  g_assert_true (g_str_has_prefix (got, "m0=0 m1=0 "));
  g_assert_cmpuint (ponder_demo_server_get_max_open (fixture->server), <=, 4);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 3 * G_USEC_PER_SEC);
}

static gboolean
is_asked (gpointer user_data)
{
  return ponder_demo_server_get_n_requests (user_data) > 0;
}

static void
test_details_cancelled (PonderTestService *fixture,
                        gconstpointer      user_data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *place = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  speak (fixture, "ollama");
  set_many_slow (fixture);
  ponder_service_list_models_async (fixture->service, fixture->provider, NULL, cancellable,
                                    ponder_test_take_result, &place);
  ponder_test_wait_for (is_asked, fixture->server, 5);
  g_cancellable_cancel (cancellable);
  result = ponder_test_await (&place);
  g_assert_null (ponder_service_list_models_finish (fixture->service, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->server), <=, 4);
}

static void
add (const char    *name,
     gconstpointer  data,
     void         (*test) (PonderTestService *fixture, gconstpointer user_data))
{
  g_autofree char *path = g_strconcat ("/service/dialects/", name, NULL);

  g_test_add (path, PonderTestService, data, ponder_test_service_set_up, test, ponder_test_service_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *whole = g_strconcat (answers[i].dialect, "/answer", NULL);
      g_autofree char *cut = g_strconcat (answers[i].dialect, "/cut", NULL);

      add (whole, &answers[i], test_answer);
      add (cut, &answers[i], test_cut);
    }
  add ("ollama/details-of-models", NULL, test_details_of_models);
  add ("ollama/models-that-cannot-chat", NULL, test_models_that_cannot_chat);
  add ("ollama/details-refused", NULL, test_details_refused);
  add ("ollama/details-have-a-limit", NULL, test_details_have_a_limit);
  add ("ollama/details-cancelled", NULL, test_details_cancelled);
  return g_test_run ();
}
