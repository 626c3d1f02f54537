/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which parameter a server refused, and requests without it. */

#include "config.h"

#include "ponder-downgrade-private.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *sent;
  const char *error;
  const char *refused;          /* (nullable) */
} Case;

#define CHAT "\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"temperature\"}],\"stream\":true"
#define ERROR(message) "{\"error\":{\"message\":\"" message "\"}}"
#define PARAM(param) "{\"error\":{\"message\":\"No\",\"param\":\"" param "\"}}"
#define SCHEMA "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"plan\",\"schema\":{}}}"

static const Case cases[] = {
  /* Where the server says it in a place made for it. */
  { "param", "{" CHAT ",\"temperature\":1}", PARAM ("temperature"), "temperature" },
  { "param-that-was-not-sent", "{" CHAT ",\"temperature\":1}", PARAM ("top_p"), NULL },
  { "param-wins-over-words", "{" CHAT ",\"temperature\":1,\"top_p\":1}",
    "{\"error\":{\"message\":\"temperature and top_p\",\"param\":\"top_p\"}}", "top_p" },
  { "param-inside-an-object", "{" CHAT ",\"stream_options\":{\"include_usage\":true}}",
    PARAM ("stream_options.include_usage"), "stream_options" },
  { "param-behind-a-prefix", "{" CHAT ",\"enable_thinking\":true}", PARAM ("parameters.enable_thinking"),
    "enable_thinking" },
  { "messages", "{" CHAT ",\"temperature\":1}",
    "{\"error\":{\"message\":\"temperature\",\"param\":\"messages.[0].content.[1].type\"}}", NULL },
  { "model", "{" CHAT ",\"temperature\":1}", PARAM ("model"), NULL },
  { "stream", "{" CHAT ",\"stream_options\":{}}", PARAM ("stream"), NULL },
  { "param-in-a-string", "{" CHAT ",\"top_p\":1}",
    "{\"error\":{\"message\":\"{\\\"error\\\":{\\\"message\\\":\\\"No\\\",\\\"param\\\":\\\"top_p\\\"}}\"}}", "top_p" },
  { "param-of-the-server-behind", "{" CHAT ",\"top_p\":1}",
    "{\"error\":{\"message\":\"Provider returned error\",\"code\":400,"
    "\"metadata\":{\"raw\":\"{\\\"error\\\":{\\\"param\\\":\\\"top_p\\\"}}\"}}}", "top_p" },
  { "error-in-a-list", "{" CHAT ",\"top_p\":1}", "[" PARAM ("top_p") "]", "top_p" },
  { "fastapi", "{" CHAT ",\"stream_options\":{\"include_usage\":true}}",
    "{\"detail\":[{\"loc\":[\"body\",\"nothing\"],\"msg\":\"x\"},{\"loc\":[\"body\",\"stream_options\"],"
    "\"msg\":\"Extra inputs are not permitted\"}]}", "stream_options" },
  { "mistral", "{" CHAT ",\"frequency_penalty\":1}",
    "{\"object\":\"error\",\"message\":{\"detail\":[{\"loc\":[\"body\",\"frequency_penalty\"],"
    "\"msg\":\"Extra inputs are not permitted\"}]}}", "frequency_penalty" },
  { "google-violation", "{\"contents\":[],\"generationConfig\":{\"topK\":3,\"thinkingConfig\":{}}}",
    "{\"error\":{\"code\":400,\"message\":\"No\",\"details\":[{\"fieldViolations\":["
    "{\"field\":\"generation_config.thinking_config.thinking_level\"}]}]}}", "generationConfig.thinkingConfig" },

  /* Where it stands in the words. */
  { "unsupported-parameter", "{" CHAT ",\"temperature\":1}",
    ERROR ("Unsupported parameter: 'temperature' is not supported with this model."), "temperature" },
  { "unsupported-value", "{" CHAT ",\"temperature\":0.5,\"top_p\":1}",
    ERROR ("Unsupported value: 'temperature' does not support 0.5 with this model."), "temperature" },
  { "the-first-that-was-sent", "{" CHAT ",\"temperature\":1,\"top_p\":1}",
    ERROR ("`top_p` and `temperature` cannot both be specified"), "top_p" },
  { "camel-case", "{" CHAT ",\"presence_penalty\":1}",
    ERROR ("Argument not supported on this model: presencePenalty"), "presence_penalty" },
  { "spaces", "{" CHAT ",\"reasoning_effort\":\"low\"}",
    ERROR ("Reasoning effort is not available"), "reasoning_effort" },
  { "part-of-a-word", "{" CHAT ",\"seed\":1}", ERROR ("seeds are unsupported"), NULL },
  { "only-the-model-is-called-so", "{\"model\":\"k2-thinking\",\"thinking\":{},\"top_p\":1}",
    ERROR ("k2-thinking does not take top_p"), "top_p" },
  { "plain-words", "{" CHAT ",\"reasoning_effort\":\"low\"}", "reasoning_effort: unknown field", "reasoning_effort" },
  { "says-nothing", "{" CHAT ",\"temperature\":1}", ERROR ("Bad request"), NULL },
  { "an-image", "{" CHAT ",\"temperature\":1}", ERROR ("This model does not support image input"), NULL },
  { "empty", "{" CHAT ",\"temperature\":1}", "", NULL },
  { "no-json-was-sent", "temperature", ERROR ("temperature"), NULL },

  /* The limit of an answer goes by two names. */
  { "max-tokens", "{" CHAT ",\"max_tokens\":1}",
    ERROR ("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' "
           "instead."), "max_tokens" },
  { "max-completion-tokens", "{" CHAT ",\"max_completion_tokens\":1}",
    ERROR ("Unrecognized request argument supplied: max_completion_tokens"), "max_completion_tokens" },
  { "anthropic-demands-it", "{" CHAT ",\"max_tokens\":1}",
    "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"max_tokens: 1 > 0\"}}", NULL },

  /* Answers in JSON. */
  { "schema", "{" CHAT "," SCHEMA "}", PARAM ("response_format.json_schema.schema"), "response_format.json_schema" },
  { "schema-in-words", "{" CHAT "," SCHEMA "}", ERROR ("json_schema is unavailable"), "response_format.json_schema" },
  { "schema-at-deepseek", "{" CHAT "," SCHEMA "}",
    ERROR ("This response_format type is unavailable now"), "response_format.json_schema" },
  { "json-object", "{" CHAT ",\"response_format\":{\"type\":\"json_object\"}}",
    ERROR ("'response_format.type' must be 'json_schema' or 'text'"), "response_format" },
  { "responses-schema", "{\"input\":[],\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"n\"}}}",
    PARAM ("text.format.schema"), "text.format.json_schema" },
  { "responses-object", "{\"input\":[],\"text\":{\"format\":{\"type\":\"json_object\"}}}",
    PARAM ("text.format"), "text.format" },
  { "anthropic-format", "{" CHAT ",\"output_config\":{\"effort\":\"low\",\"format\":{\"type\":\"json_schema\"}}}",
    ERROR ("'claude-3' does not support output format."), "output_config.format" },
  { "gemini-schema", "{\"generationConfig\":{\"responseMimeType\":\"application/json\",\"responseJsonSchema\":{}}}",
    ERROR ("Unknown name \\\"responseJsonSchema\\\" at 'generation_config'"), "generationConfig.responseJsonSchema" },
  { "gemini-json-mode", "{\"generationConfig\":{\"responseMimeType\":\"application/json\"}}",
    ERROR ("JSON mode is not enabled for models/gemma"), "generationConfig.responseMimeType" },
  { "ollama-format", "{" CHAT ",\"format\":{\"type\":\"object\"}}", "{\"error\":\"invalid format\"}",
    "format.json_schema" },
  { "ollama-json", "{" CHAT ",\"format\":\"json\"}", "{\"error\":\"invalid format\"}", "format" },

  /* Thinking. */
  { "ollama-think", "{" CHAT ",\"think\":true,\"options\":{\"top_p\":1}}",
    "{\"error\":\"\\\"m\\\" does not support thinking\"}", "think" },
  { "ollama-option", "{" CHAT ",\"options\":{\"top_p\":1}}", "{\"error\":\"invalid option top_p\"}", "options.top_p" },
  { "anthropic-thinking",
    "{" CHAT ",\"max_tokens\":9,\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"low\"}}",
    ERROR ("adaptive thinking is not supported on this model"), "thinking" },
  { "anthropic-effort", "{" CHAT ",\"max_tokens\":9,\"thinking\":{},\"output_config\":{\"effort\":\"low\"}}",
    ERROR ("This model does not support effort level 'xhigh'."), "output_config.effort" },
  { "gemini-thinking", "{\"contents\":[],\"generationConfig\":{\"thinkingConfig\":{\"thinkingBudget\":1}}}",
    ERROR ("Thinking budget is not supported for this model."), "generationConfig.thinkingConfig" },
  { "responses-summary", "{\"input\":[],\"reasoning\":{\"effort\":\"low\",\"summary\":\"auto\"}}",
    PARAM ("reasoning.summary"), "reasoning.summary" },
  { "responses-effort", "{\"input\":[],\"reasoning\":{\"effort\":\"low\",\"summary\":\"auto\"}}",
    PARAM ("reasoning.effort"), "reasoning.effort" },
  { "responses-reasoning", "{\"input\":[],\"reasoning\":{\"effort\":\"low\"}}",
    ERROR ("'reasoning' is not supported"), "reasoning" },
  { "dashscope-budget", "{" CHAT ",\"enable_thinking\":true,\"thinking_budget\":0}",
    ERROR ("The thinking_budget parameter must be a positive integer"), "thinking_budget" },
  { "dashscope-thinking", "{" CHAT ",\"enable_thinking\":true}",
    ERROR ("parameter.enable_thinking must be set to false for non-streaming calls"), "enable_thinking" },
};

static char *
find (const Case *test,
      guint       status)
{
  g_autoptr(GBytes) sent = g_bytes_new_static (test->sent, strlen (test->sent));
  g_autoptr(GBytes) error = g_bytes_new_static (test->error, strlen (test->error));

  return ponder_downgrade_find_refused (sent, status, error);
}

static void
test_case (gconstpointer user_data)
{
  const Case *test = user_data;
  g_autofree char *refused = find (test, 400);
  g_autofree char *refused_too = find (test, 422);

  g_assert_cmpstr (refused, ==, test->refused);
  g_assert_cmpstr (refused_too, ==, test->refused);
}

static void
test_other_errors_refuse_nothing (void)
{
  static const guint statuses[] = { 200, 401, 403, 404, 413, 429, 500 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    g_assert_null (find (&cases[0], statuses[i]));
}

static void
test_what_was_refused_is_not_sent (void)
{
  g_autoptr(PonderDowngrade) downgrade = ponder_downgrade_new ();
  JsonObject *body = ponder_json_parse_object ("{\"a\":1,\"b\":{\"c\":2,\"d\":3},\"e\":4}", -1, NULL);
  g_autofree char *text = NULL;

  g_assert_true (ponder_downgrade_add (downgrade, "a"));
  g_assert_false (ponder_downgrade_add (downgrade, "a"));
  g_assert_true (ponder_downgrade_add (downgrade, "b.c"));
  g_assert_true (ponder_downgrade_add (downgrade, "e.f"));
  ponder_downgrade_apply (downgrade, body);
  text = ponder_json_take_to_string (body);
  g_assert_cmpstr (text, ==, "{\"b\":{\"d\":3},\"e\":4}");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/providers/downgrade/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/providers/downgrade/other-errors-refuse-nothing", test_other_errors_refuse_nothing);
  g_test_add_func ("/providers/downgrade/what-was-refused-is-not-sent", test_what_was_refused_is_not_sent);
  return g_test_run ();
}
