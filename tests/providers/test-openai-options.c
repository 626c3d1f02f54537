/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What servers of the OpenAI dialect want said differently: limits, thinking, sampling, JSON. */

#include "config.h"

#include "ponder-test-provider.h"

#include "ponder-json.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *preset;
  const char *model;
  const char *set;              /* of "temperature", "limit", "schema" and a level of reasoning */
  const char *refused;          /* (nullable): parameters, with spaces between them */
  const char *expected;         /* the body without model, messages, stream and stream_options */
} Case;

#define SCHEMA "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"plan\",\"strict\":true," \
  "\"schema\":{\"type\":\"object\"}}}"
#define OBJECT "\"response_format\":{\"type\":\"json_object\"}"

static const Case cases[] = {
  /* The limit of an answer. */
  { "limit", "openai", "gpt-4o", "limit", NULL, "{\"max_completion_tokens\":9}" },
  { "limit-of-an-unknown-server", "custom", "m", "limit", NULL, "{\"max_tokens\":9}" },
  { "limit-of-a-server-without-preset", NULL, "m", "limit", NULL, "{\"max_tokens\":9}" },
  { "limit-swapped", "openai", "gpt-4o", "limit", "max_completion_tokens", "{\"max_tokens\":9}" },
  { "limit-swapped-back", "custom", "m", "limit", "max_tokens", "{\"max_completion_tokens\":9}" },
  { "limit-by-no-name", "custom", "m", "limit", "max_tokens max_completion_tokens", "{}" },

  /* Sampling. */
  { "temperature", "openai", "gpt-4o", "temperature", NULL, "{\"temperature\":0.5}" },
  { "temperature-refused", "openai", "gpt-4o", "temperature", "temperature", "{}" },
  { "temperature-of-a-thinker", "openai", "gpt-5.1", "temperature", NULL, "{}" },
  { "temperature-of-a-thinker-that-does-not", "openai", "gpt-5.1", "temperature none", NULL,
    "{\"temperature\":0.5,\"reasoning_effort\":\"none\"}" },
  { "temperature-of-one-that-always-does", "openai", "o3", "temperature none", NULL,
    "{\"reasoning_effort\":\"none\"}" },
  { "temperature-at-kimi", "kimi", "kimi-k2.6", "temperature", NULL, "{}" },
  { "temperature-of-moonshot", "kimi", "moonshot-v1-8k", "temperature", NULL, "{\"temperature\":0.5}" },

  /* Thinking. */
  { "openai", "openai", "gpt-5", "medium", NULL, "{\"reasoning_effort\":\"medium\"}" },
  { "effort-refused", "openai", "gpt-4o", "medium", "reasoning_effort", "{}" },
  { "deepseek-low", "deepseek", "deepseek-chat", "low", NULL,
    "{\"thinking\":{\"type\":\"enabled\"},\"reasoning_effort\":\"low\"}" },
  { "deepseek-medium", "deepseek", "deepseek-chat", "medium", NULL,
    "{\"thinking\":{\"type\":\"enabled\"},\"reasoning_effort\":\"high\"}" },
  { "deepseek-none", "deepseek", "deepseek-chat", "none", NULL, "{\"thinking\":{\"type\":\"disabled\"}}" },
  { "deepseek-unset", "deepseek", "deepseek-chat", "", NULL, "{}" },
  { "dashscope-low", "dashscope", "qwen-plus", "low", NULL, "{\"enable_thinking\":true,\"thinking_budget\":2048}" },
  { "dashscope-medium", "dashscope", "qwen-plus", "medium", NULL, "{\"enable_thinking\":true,"
    "\"thinking_budget\":8192}" },
  { "dashscope-high", "dashscope", "qwen-plus", "high", NULL, "{\"enable_thinking\":true}" },
  { "dashscope-none", "dashscope", "qwen-plus", "none", NULL, "{\"enable_thinking\":false}" },
  { "kimi", "kimi", "kimi-k2.6", "low", NULL, "{\"thinking\":{\"type\":\"enabled\"}}" },
  { "kimi-none", "kimi", "kimi-k2.6", "none", NULL, "{\"thinking\":{\"type\":\"disabled\"}}" },
  { "kimi-k3", "kimi", "kimi-k3", "medium", NULL, "{\"reasoning_effort\":\"high\"}" },
  { "kimi-k3-none", "kimi", "kimi-k3", "none", NULL, "{}" },
  { "groq", "groq", "openai/gpt-oss-20b", "low", NULL, "{\"reasoning_effort\":\"low\"}" },
  { "groq-qwen", "groq", "qwen/qwen3-32b", "low", NULL, "{\"reasoning_effort\":\"default\"}" },
  { "groq-qwen-none", "groq", "qwen/qwen3-32b", "none", NULL, "{\"reasoning_effort\":\"none\"}" },
  { "cerebras", "cerebras", "gpt-oss-120b", "none", NULL, "{\"reasoning_effort\":\"none\"}" },
  { "openrouter", "openrouter", "z-ai/glm-4.7", "high", NULL, "{\"reasoning\":{\"effort\":\"high\"}}" },
  { "mistral", "mistral", "magistral-medium", "low", NULL, "{\"reasoning_effort\":\"high\"}" },
  { "mistral-none", "mistral", "magistral-medium", "none", NULL, "{\"reasoning_effort\":\"none\"}" },
  { "xai", "xai", "grok-4.3", "low", NULL, "{\"reasoning_effort\":\"low\"}" },
  { "llama-cpp", "llama-cpp", "m", "low", NULL,
    "{\"chat_template_kwargs\":{\"enable_thinking\":true},\"reasoning_effort\":\"low\"}" },
  { "llama-cpp-none", "llama-cpp", "m", "none", NULL, "{\"chat_template_kwargs\":{\"enable_thinking\":false}}" },
  { "vllm-none", "vllm", "m", "none", NULL, "{\"chat_template_kwargs\":{\"enable_thinking\":false}}" },
  { "lm-studio", "lm-studio", "m", "high", NULL, "{\"reasoning_effort\":\"high\"}" },

  /* JSON, step by step. */
  { "schema", "openai", "gpt-4o", "schema", NULL, "{" SCHEMA "}" },
  { "schema-refused", "openai", "gpt-4o", "schema", "response_format.json_schema", "{" OBJECT "}" },
  { "json-refused", "openai", "gpt-4o", "schema", "response_format.json_schema response_format", "{}" },
  { "deepseek-has-no-schema", "deepseek", "deepseek-chat", "schema", NULL, "{" OBJECT "}" },
  { "deepseek-without-json", "deepseek", "deepseek-chat", "schema", "response_format", "{}" },
  { "lm-studio-has-a-schema", "lm-studio", "m", "schema", NULL, "{" SCHEMA "}" },
  { "lm-studio-has-nothing-else", "lm-studio", "m", "schema", "response_format.json_schema", "{}" },
};

static PonderModelConfig *
make_config (const Case *test)
{
  PonderModelConfig *config = ponder_model_config_new ();
  g_auto(GStrv) words = g_strsplit (test->set, " ", -1);

  ponder_model_config_set_model (config, "test", test->model);
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (g_str_equal (words[i], "temperature"))
        config->temperature = 0.5;
      else if (g_str_equal (words[i], "limit"))
        config->max_tokens = 9;
      else if (!g_str_equal (words[i], "schema"))
        {
          g_free (config->reasoning);
          config->reasoning = g_strdup (words[i]);
        }
    }
  return config;
}

static JsonObject *
encode (const Case *test,
        gboolean    stream)
{
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new (test->preset);
  g_autoptr(PonderModelConfig) config = make_config (test);
  g_autoptr(GPtrArray) messages = g_ptr_array_new ();
  g_autoptr(PonderRequest) request = ponder_request_new (provider, config, messages, "chat");
  g_autoptr(PonderDialect) dialect = ponder_dialect_new ("openai", NULL);
  g_autoptr(PonderDowngrade) downgrade = ponder_downgrade_new ();
  g_auto(GStrv) refused = g_strsplit (test->refused != NULL ? test->refused : "", " ", -1);
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;
  JsonObject *object;

  for (guint i = 0; refused[i] != NULL; i++)
    ponder_downgrade_add (downgrade, refused[i]);
  if (strstr (test->set, "schema") != NULL)
    ponder_request_set_schema (request, "plan", "{\"$schema\":\"x\",\"type\":\"object\"}");
  ponder_request_set_stream (request, stream);
  body = ponder_dialect_encode_request (dialect, request, downgrade, &error);
  g_assert_no_error (error);
  object = ponder_json_parse_object (g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body), &error);
  g_assert_no_error (error);
  return object;
}

/* The schema stands in words wherever the server does not promise it. */
static void
check_words (const Case *test,
             JsonObject *body)
{
  JsonArray *messages = ponder_json_get_array (body, "messages");
  const char *system = ponder_json_get_string (ponder_json_array_object (messages, 0), "content");
  gboolean wanted = strstr (test->set, "schema") != NULL && strstr (test->expected, "json_schema") == NULL;

  g_assert_true (wanted == (system != NULL));
  if (wanted)
    {
      g_assert_nonnull (strstr (system, "JSON"));
      g_assert_nonnull (strstr (system, "{\"$schema\":\"x\",\"type\":\"object\"}"));
    }
}

static void
test_case (gconstpointer user_data)
{
  const Case *test = user_data;
  JsonObject *body = encode (test, TRUE);
  g_autofree char *rest = NULL;

  check_words (test, body);
  json_object_remove_member (body, "model");
  json_object_remove_member (body, "messages");
  json_object_remove_member (body, "stream");
  json_object_remove_member (body, "stream_options");
  rest = ponder_json_take_to_string (body);
  g_assert_cmpstr (rest, ==, test->expected);
}

static void
test_dashscope_always_streams (void)
{
  static const Case dashscope = { "", "dashscope", "qwen-plus", "", NULL, "{}" };
  static const Case other = { "", "openai", "gpt-4o", "", NULL, "{}" };
  g_autoptr(JsonObject) body = encode (&dashscope, FALSE);
  g_autoptr(JsonObject) other_body = encode (&other, FALSE);

  g_assert_true (ponder_json_get_boolean (body, "stream", FALSE));
  g_assert_false (ponder_json_get_boolean (other_body, "stream", TRUE));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/providers/openai-options/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/providers/openai-options/dashscope-always-streams", test_dashscope_always_streams);
  return g_test_run ();
}
