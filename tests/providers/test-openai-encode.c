/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests of the OpenAI dialect: addresses, headers and bodies. */

#include "config.h"

#include "ponder-test-provider.h"

#include "ponder-error.h"
#include "ponder-json.h"

typedef struct
{
  PonderProviderConfig *provider;
  PonderModelConfig    *config;
  GPtrArray            *messages;
  PonderDialect        *dialect;
  gboolean              stream;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  preset)
{
  g_autoptr(GError) error = NULL;

  fixture->provider = ponder_test_provider_new (preset);
  fixture->config = ponder_model_config_new ();
  ponder_model_config_set_model (fixture->config, "test", "llama-3.3-70b");
  fixture->messages = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->dialect = ponder_dialect_new ("openai", &error);
  fixture->stream = TRUE;
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  preset)
{
  g_assert_finalize_object (fixture->dialect);
  g_ptr_array_unref (fixture->messages);
  ponder_model_config_free (fixture->config);
  g_assert_finalize_object (fixture->provider);
}

static PonderMessage *
say (Fixture    *fixture,
     PonderRole  role,
     const char *text)
{
  PonderMessage *message = ponder_message_new ("1", NULL, role);

  ponder_message_append_text (message, text);
  g_ptr_array_add (fixture->messages, message);
  return message;
}

static PonderRequest *
make_request (Fixture *fixture)
{
  PonderRequest *request = ponder_request_new (fixture->provider, fixture->config,
                                               fixture->messages, "chat");

  ponder_request_set_stream (request, fixture->stream);
  return request;
}

static char *
encode (Fixture *fixture)
{
  g_autoptr(PonderRequest) request = make_request (fixture);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = ponder_dialect_encode_request (fixture->dialect, request, NULL, &error);

  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}

/* The same document, whatever its white space and the order of its members. */
static void
assert_body (Fixture    *fixture,
             const char *expected)
{
  g_autofree char *text = encode (fixture);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) got = ponder_json_parse (text, -1, &error);
  g_autoptr(JsonNode) wanted = ponder_json_parse (expected, -1, &error);

  g_assert_no_error (error);
  if (!json_node_equal (got, wanted))
    g_error ("got %s, expected %s", text, expected);
}

static void
test_plain (Fixture       *fixture,
            gconstpointer  preset)
{
  say (fixture, PONDER_ROLE_USER, "Hello “you”\n你好");
  assert_body (fixture,
               "{\"model\":\"llama-3.3-70b\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello "
               "“you”\\n你好\"}],"
               "\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
}

static void
test_everything (Fixture       *fixture,
                 gconstpointer  preset)
{
  fixture->config->system = g_strdup ("Be brief");
  fixture->config->temperature = 0.5;
  fixture->config->top_p = 0.25;
  fixture->config->frequency_penalty = 0;
  fixture->config->presence_penalty = -1;
  fixture->config->max_tokens = 100;
  fixture->config->reasoning = g_strdup ("low");
  say (fixture, PONDER_ROLE_USER, "a");
  say (fixture, PONDER_ROLE_ASSISTANT, "b");
  say (fixture, PONDER_ROLE_USER, "c");
  assert_body (fixture,
               "{\"model\":\"llama-3.3-70b\",\"messages\":[{\"role\":\"system\",\"content\":\"Be "
               "brief\"},"
               "{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"},"
               "{\"role\":\"user\",\"content\":\"c\"}],\"stream\":true,"
               "\"stream_options\":{\"include_usage\":true},"
               "\"temperature\":0.5,\"top_p\":0.25,\"frequency_penalty\":0.0,"
               "\"presence_penalty\":-1.0,"
               "\"max_tokens\":100,\"reasoning_effort\":\"low\"}");
}

static void
test_without_stream (Fixture       *fixture,
                     gconstpointer  preset)
{
  fixture->stream = FALSE;
  say (fixture, PONDER_ROLE_USER, "a");
  assert_body (fixture, "{\"model\":\"llama-3.3-70b\",\"messages\":[{\"role\":\"user\","
                        "\"content\":\"a\"}],\"stream\":false}");
}

static void
test_known_server (Fixture       *fixture,
                   gconstpointer  preset)
{
  fixture->config->max_tokens = 100;
  say (fixture, PONDER_ROLE_USER, "a");
  assert_body (fixture,
               "{\"model\":\"llama-3.3-70b\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],"
               "\"stream\":true,"
               "\"stream_options\":{\"include_usage\":true},\"max_completion_tokens\":100}");
}

static void
test_mistral (Fixture       *fixture,
              gconstpointer  preset)
{
  fixture->config->max_tokens = 100;
  say (fixture, PONDER_ROLE_USER, "a");
  assert_body (fixture,
               "{\"model\":\"llama-3.3-70b\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],"
               "\"stream\":true,"
               "\"max_tokens\":100}");
}

static void
test_reasoning_models (Fixture       *fixture,
                       gconstpointer  preset)
{
  static const struct
  {
    const char *model;
    gboolean    reasoning;
  } models[] = {
    { "o1", TRUE }, { "o3-mini", TRUE }, { "o4-mini-2025-04-16", TRUE }, { "gpt-5", TRUE },
    { "gpt-5-mini", TRUE },
    { "gpt-5.2", TRUE }, { "gpt-6", TRUE },
    { "gpt-5-chat-latest", FALSE }, { "gpt-4o", FALSE }, { "gpt-4.1", FALSE }, { "gpt-oss-20b",
                                                                                 FALSE },
    { "o", FALSE }, { "olmo-2", FALSE }, { "o1x", FALSE }, { "gpt-", FALSE }, { "gpt-50", FALSE },
  };

  fixture->config->system = g_strdup ("s");
  fixture->config->temperature = 1;
  fixture->config->max_tokens = 7;
  say (fixture, PONDER_ROLE_USER, "a");
  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_autofree char *expected = NULL;

      ponder_model_config_set_model (fixture->config, "test", models[i].model);
      expected =
        g_strdup_printf ("{\"model\":\"%s\",\"messages\":[{\"role\":\"%s\",\"content\":\"s\"},"
                         "{\"role\":\"user\",\"content\":\"a\"}],\"stream\":true,"
                         "\"stream_options\":{\"include_usage\":true},%s}", models[i].model,
                         models[i].reasoning ? "developer" : "system",
                         models[i].reasoning ? "\"max_completion_tokens\":7"
                                             : "\"temperature\":1.0,\"max_tokens\":7");
      assert_body (fixture, expected);
    }
}

static void
test_history_leaves_out_what_failed (Fixture       *fixture,
                                     gconstpointer  preset)
{
  say (fixture, PONDER_ROLE_USER, "a");
  ponder_message_set_state (say (fixture, PONDER_ROLE_ASSISTANT, "half"), PONDER_MESSAGE_CUT_OFF);
  say (fixture, PONDER_ROLE_USER, "b");
  ponder_message_set_state (say (fixture, PONDER_ROLE_ASSISTANT, "wrong"), PONDER_MESSAGE_FAILED);
  say (fixture, PONDER_ROLE_USER, "c");
  say (fixture, PONDER_ROLE_ASSISTANT, "");
  say (fixture, PONDER_ROLE_USER, "d");
  /* Many local models refuse to read one question after another. */
  assert_body (fixture,
               "{\"model\":\"llama-3.3-70b\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
               "{\"role\":\"assistant\",\"content\":\"half\"},{\"role\":\"user\","
               "\"content\":\"b\\n\\nc\\n\\nd\"}],"
               "\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
}

static void
test_thoughts_and_tools_stay_here (Fixture       *fixture,
                                   gconstpointer  preset)
{
  PonderMessage *answer;

  say (fixture, PONDER_ROLE_USER, "a");
  answer = ponder_message_new ("2", NULL, PONDER_ROLE_ASSISTANT);
  ponder_message_append_reasoning (answer, "Hm");
  ponder_message_append_text (answer, "b");
  g_ptr_array_add (fixture->messages, answer);
  say (fixture, PONDER_ROLE_TOOL, "42");
  say (fixture, PONDER_ROLE_USER, "c");
  assert_body (fixture,
               "{\"model\":\"llama-3.3-70b\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
               "{\"role\":\"assistant\",\"content\":\"b\"},{\"role\":\"user\",\"content\":\"c\"}],"
               "\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
}

static void
test_later_edits_change_nothing (Fixture       *fixture,
                                 gconstpointer  preset)
{
  PonderMessage *message = say (fixture, PONDER_ROLE_USER, "a");
  g_autoptr(PonderRequest) request = make_request (fixture);

  ponder_message_append_text (message, "b");
  ponder_model_config_set_model (fixture->config, "test", "other");
  g_assert_cmpstr (ponder_request_get_config (request)->model, ==, "llama-3.3-70b");
  g_assert_cmpstr (ponder_message_get_text (g_ptr_array_index (ponder_request_get_messages (request), 0)), ==, "a");
}

static void
test_no_model_is_an_error (Fixture       *fixture,
                           gconstpointer  preset)
{
  g_autoptr(PonderRequest) request = NULL;
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&fixture->config->model, g_free);
  request = make_request (fixture);
  g_assert_null (ponder_dialect_encode_request (fixture->dialect, request, NULL, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
}

static void
test_addresses (Fixture       *fixture,
                gconstpointer  preset)
{
  static const struct
  {
    const char *base_url;
    const char *chat_url;
    const char *models_url;
  } addresses[] = {
    { "https://api.openai.com/v1", "https://api.openai.com/v1/chat/completions",
      "https://api.openai.com/v1/models" },
    { "https://a.example/x/", "https://a.example/x/chat/completions",
      "https://a.example/x/models" },
    { "https://a.example/v1?api-version=2024-10-21",
      "https://a.example/v1/chat/completions?api-version=2024-10-21",
      "https://a.example/v1/models?api-version=2024-10-21" },
    { "https://a.example/v1/?a=b/", "https://a.example/v1/chat/completions?a=b/",
      "https://a.example/v1/models?a=b/" },
    { "http://[::1]:8080/v1", "http://[::1]:8080/v1/chat/completions",
      "http://[::1]:8080/v1/models" },
  };
  g_autoptr(PonderRequest) request = make_request (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *chat_url = NULL;
      g_autofree char *models_url = NULL;

      ponder_provider_config_set_base_url (fixture->provider, addresses[i].base_url);
      chat_url = ponder_dialect_dup_chat_url (fixture->dialect, request);
      models_url = ponder_dialect_dup_models_url (fixture->dialect, fixture->provider);
      g_assert_cmpstr (chat_url, ==, addresses[i].chat_url);
      g_assert_cmpstr (models_url, ==, addresses[i].models_url);
    }
}

static void
test_headers (Fixture       *fixture,
              gconstpointer  preset)
{
  g_auto(GStrv) with_key = ponder_dialect_dup_headers (fixture->dialect, fixture->provider, "sk-1");
  g_auto(GStrv) without_key = ponder_dialect_dup_headers (fixture->dialect, fixture->provider,
                                                          NULL);
  const char *const expected[] = {
    "Accept", "application/json, text/event-stream", "Authorization", "Bearer sk-1", NULL,
  };

  g_assert_true (g_strv_equal ((const char *const *) with_key, expected));
  g_assert_cmpuint (g_strv_length (without_key), ==, 2);
}

static void
test_azure_takes_the_key_by_its_own_name (Fixture       *fixture,
                                          gconstpointer  preset)
{
  static const char *const urls[] = {
    "https://r.openai.azure.com/openai/deployments/d?api-version=1", "https://r.services.ai.azure.com/openai/v1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_auto(GStrv) headers = NULL;

      ponder_provider_config_set_base_url (fixture->provider, urls[i]);
      headers = ponder_dialect_dup_headers (fixture->dialect, fixture->provider, "k-1");
      g_assert_cmpuint (g_strv_length (headers), ==, 6);
      g_assert_cmpstr (headers[4], ==, "api-key");
      g_assert_cmpstr (headers[5], ==, "k-1");
    }
}

static void
test_unknown_dialect (Fixture       *fixture,
                      gconstpointer  preset)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (ponder_dialect_new ("esperanto", &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
  g_assert_cmpstr (ponder_dialect_get_id (fixture->dialect), ==, "openai");
}

static void
add (const char *name,
     const char *preset,
     void      (*test) (Fixture *fixture, gconstpointer preset))
{
  g_autofree char *path = g_strconcat ("/providers/openai-encode/", name, NULL);

  g_test_add (path, Fixture, preset, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("plain", "custom", test_plain);
  add ("plain-for-an-unknown-preset", "nobody", test_plain);
  add ("everything", "custom", test_everything);
  add ("without-stream", "custom", test_without_stream);
  add ("known-server-has-the-new-name-of-the-limit", "openai", test_known_server);
  add ("mistral-knows-no-stream-options", "mistral", test_mistral);
  add ("reasoning-models-take-no-sampling", "custom", test_reasoning_models);
  add ("history-leaves-out-what-failed", "custom", test_history_leaves_out_what_failed);
  add ("thoughts-and-tools-stay-here", "custom", test_thoughts_and_tools_stay_here);
  add ("later-edits-change-nothing", "custom", test_later_edits_change_nothing);
  add ("no-model-is-an-error", "custom", test_no_model_is_an_error);
  add ("addresses-keep-their-query", "custom", test_addresses);
  add ("headers", "custom", test_headers);
  add ("azure-takes-the-key-by-its-own-name", "custom", test_azure_takes_the_key_by_its_own_name);
  add ("unknown-dialect-is-an-error", "custom", test_unknown_dialect);
  return g_test_run ();
}
