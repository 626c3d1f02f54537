/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What servers say when they do not answer, and what it means. */

#include "config.h"

#include "ponder-test-provider.h"

#include "ponder-error-classifier.h"

#include <string.h>

#define KEY "canary-0123456789abcdef"

typedef struct
{
  const char *name;
  const char *preset;
  guint       status;
  const char *body;
  const char *category;
  gboolean    retryable;
} Case;

#define ERROR(fields) "{\"error\":{" fields "}}"

static const Case cases[] = {
  /* OpenAI. */
  { "openai-wrong-key", "openai", 401,
    ERROR ("\"message\":\"Incorrect API key provided: sk-ab***yz.\","
           "\"type\":\"invalid_request_error\",\"param\":null,"
           "\"code\":\"invalid_api_key\""), "authentication", FALSE },
  { "openai-no-model", "openai", 404,
    ERROR ("\"message\":\"The model `gpt-x` does not exist or you do not have access to it.\","
           "\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"model_not_found\""),
           "model_not_found", FALSE },
  { "openai-rate-limit", "openai", 429,
    ERROR ("\"message\":\"Rate limit reached for gpt-4o. Please try again in 20s.\","
           "\"type\":\"tokens\",\"param\":null,"
           "\"code\":\"rate_limit_exceeded\""), "rate_limit", TRUE },
  { "openai-quota", "openai", 429,
    ERROR ("\"message\":\"You exceeded your current quota, please check your plan and billing "
           "details.\","
           "\"type\":\"insufficient_quota\",\"param\":null,\"code\":\"insufficient_quota\""),
           "billing", FALSE },
  { "openai-spend-limit", "openai", 429,
    ERROR ("\"message\":\"Limit\",\"type\":\"insufficient_quota\","
           "\"code\":\"project_spend_limit_exceeded\""), "billing", FALSE },
  { "openai-credit", "openai", 429, ERROR ("\"message\":\"m\",\"type\":\"x\","
                                           "\"code\":\"credit_balance_exhausted\""),
    "billing", FALSE },
  { "openai-slow-down", "openai", 429,
    ERROR ("\"message\":\"Slow down\",\"type\":\"rate_limit_error\",\"code\":\"slow_down\""),
    "rate_limit", TRUE },
  { "openai-overloaded", "openai", 503,
    ERROR ("\"message\":\"Overloaded\",\"type\":\"service_unavailable_error\","
           "\"code\":\"server_is_overloaded\""), "server", TRUE },
  { "openai-server-error", "openai", 500,
    ERROR ("\"message\":\"The server had an error\",\"type\":\"server_error\""), "server", TRUE },
  { "openai-context", "openai", 400,
    ERROR ("\"message\":\"This model's maximum context length is 8192 tokens.\","
           "\"code\":\"context_length_exceeded\""),
    "context_length", FALSE },
  { "openai-request-that-can-never-pass", "openai", 429,
    ERROR ("\"message\":\"Request too large for gpt-4o in organization o on tokens per min (TPM): "
           "Limit 30000, Requested 31000.\","
           "\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\""), "context_length", FALSE },
  { "openai-request-that-passes-later", "openai", 429,
    ERROR ("\"message\":\"Request too large for gpt-4o on tokens per min (TPM): Limit 30000, "
           "Requested 900.\","
           "\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\""), "rate_limit", TRUE },
  { "openai-unsupported-parameter", "openai", 400,
    ERROR ("\"message\":\"Unsupported parameter: 'max_tokens' is not supported with this model.\","
           "\"type\":\"invalid_request_error\",\"param\":\"max_tokens\","
           "\"code\":\"unsupported_parameter\""),
    "invalid_request", FALSE },
  { "openai-country", "openai", 403,
    ERROR ("\"message\":\"Country, region, or territory not supported\","
           "\"code\":\"unsupported_country_region_territory\""),
    "permission", FALSE },
  { "openai-wrong-address", "openai", 404, ERROR ("\"message\":\"Invalid URL (POST "
                                                  "/v1/models/chat)\""), "invalid_request", FALSE },

  /* Anthropic's shapes. */
  { "anthropic-no-model", "custom", 404,
    "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"model: claude-x\"},"
    "\"request_id\":\"req_1\"}",
    "model_not_found", FALSE },
  { "anthropic-overloaded", "custom", 529,
    "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}",
    "server", TRUE },
  { "anthropic-credit", "custom", 400,
    "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Your credit "
    "balance is too low\"}}",
    "billing", FALSE },
  { "anthropic-too-long", "custom", 400,
    "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too "
    "long: 3 tokens > 2 maximum\"}}",
    "context_length", FALSE },
  { "anthropic-timeout", "custom", 504,
    "{\"type\":\"error\",\"error\":{\"type\":\"timeout_error\",\"message\":\"m\"}}", "timeout",
    TRUE },

  /* Gemini's shapes. */
  { "gemini-wrong-key-is-400", "custom", 400,
    ERROR ("\"code\":400,\"message\":\"API key not valid. Please pass a valid API key.\","
           "\"status\":\"INVALID_ARGUMENT\","
           "\"details\":[{\"reason\":\"API_KEY_INVALID\"}]"), "authentication", FALSE },
  { "gemini-per-minute", "custom", 429,
    ERROR ("\"code\":429,\"message\":\"You exceeded your current quota\","
           "\"status\":\"RESOURCE_EXHAUSTED\",\"details\":["
           "{\"violations\":[{\"quotaId\":\"GenerateRequestsPerMinutePerProjectPerModel-FreeTier\"}]},"
           "{\"retryDelay\":\"34.4s\"}]"), "rate_limit", TRUE },
  { "gemini-per-day", "custom", 429,
    ERROR ("\"code\":429,\"message\":\"You exceeded your current quota\","
           "\"status\":\"RESOURCE_EXHAUSTED\",\"details\":["
           "{\"violations\":[{\"quotaId\":\"GenerateRequestsPerDayPerProjectPerModel-FreeTier\"}]}]"), "billing", FALSE },
  { "gemini-in-an-array", "custom", 503, "[" ERROR ("\"code\":503,\"message\":\"Overloaded\","
                                                    "\"status\":\"UNAVAILABLE\"") "]",
    "server", TRUE },

  /* Azure. */
  { "azure-no-deployment", "custom", 404,
    ERROR ("\"code\":\"DeploymentNotFound\",\"message\":\"The API deployment for this resource does "
           "not exist.\""),
    "model_not_found", FALSE },
  { "azure-wrong-address", "custom", 404, ERROR ("\"code\":\"404\",\"message\":\"Resource not "
                                                 "found\""), "invalid_request", FALSE },
  { "azure-filter", "custom", 400,
    ERROR ("\"message\":\"filtered\",\"code\":null,"
           "\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\"}"),
    "content_filter", FALSE },

  /* OpenRouter. */
  { "openrouter-credit", "openrouter", 402, ERROR ("\"code\":402,\"message\":\"Insufficient "
                                                   "credits\""), "billing", FALSE },
  { "openrouter-in-flight-budget", "openrouter", 402,
    ERROR ("\"code\":402,\"message\":\"m\","
           "\"metadata\":{\"limit_source\":\"openrouter_in_flight_budget\"}"), "billing", TRUE },
  { "openrouter-moderation", "openrouter", 403,
    ERROR ("\"code\":403,\"message\":\"m\",\"metadata\":{\"reasons\":[\"violence\"],"
           "\"flagged_input\":\"…\"}"),
    "content_filter", FALSE },
  { "openrouter-upstream", "openrouter", 502,
    ERROR ("\"code\":502,\"message\":\"Provider returned error\",\"metadata\":{\"raw\":\"upstream "
           "died\"}"), "server", TRUE },
  { "openrouter-upstream-in-json", "openrouter", 400,
    ERROR ("\"code\":400,\"message\":\"Provider returned error\",\"metadata\":{\"raw\":"
           "\"{\\\"error\\\":{\\\"message\\\":\\\"maximum context length is 5\\\"}}\"}"),
           "context_length", FALSE },
  { "openrouter-no-model", "openrouter", 400, ERROR ("\"code\":400,\"message\":\"foo is not a valid "
                                                     "model ID\""),
    "model_not_found", FALSE },
  { "openrouter-timeout", "openrouter", 408, ERROR ("\"code\":408,\"message\":\"Timed out\""),
    "timeout", TRUE },
  { "openrouter-gateway-timeout", "openrouter", 524, ERROR ("\"code\":524,\"message\":\"m\""),
    "timeout", TRUE },

  /* DeepSeek: the status counts, not the code. */
  { "deepseek-balance", "deepseek", 402,
    ERROR ("\"message\":\"Insufficient Balance\",\"type\":\"unknown_error\",\"param\":null,"
           "\"code\":\"invalid_request_error\""),
    "billing", FALSE },
  { "deepseek-no-model", "deepseek", 400,
    ERROR ("\"message\":\"Model Not Exist\",\"type\":\"invalid_request_error\","
           "\"code\":\"invalid_request_error\""),
    "model_not_found", FALSE },
  { "deepseek-parameters", "deepseek", 422, ERROR ("\"message\":\"bad\""), "invalid_request",
    FALSE },
  { "deepseek-busy", "deepseek", 503, ERROR ("\"message\":\"busy\""), "server", TRUE },

  /* DashScope calls a limit per minute a quota. */
  { "dashscope-quota-per-minute", "dashscope", 429,
    ERROR ("\"message\":\"Allocated quota exceeded\",\"type\":\"insufficient_quota\","
           "\"code\":\"insufficient_quota\""),
    "rate_limit", TRUE },
  { "dashscope-allocation", "dashscope", 429, "{\"code\":\"Throttling.AllocationQuota\","
                                              "\"message\":\"m\",\"request_id\":\"r\"}",
    "rate_limit", TRUE },
  { "dashscope-rate", "dashscope", 429, ERROR ("\"message\":\"m\","
                                               "\"code\":\"Throttling.RateQuota\""), "rate_limit",
                                               TRUE },
  { "dashscope-arrears", "dashscope", 400,
    ERROR ("\"message\":\"Access denied, please make sure your account is in good standing.\","
           "\"code\":\"Arrearage\""),
    "billing", FALSE },
  { "dashscope-free-tier", "dashscope", 403, ERROR ("\"message\":\"m\","
                                                    "\"code\":\"AllocationQuota.FreeTierOnly\""),
    "billing", FALSE },
  { "dashscope-inspection", "dashscope", 400, ERROR ("\"message\":\"m\","
                                                     "\"code\":\"data_inspection_failed\""),
    "content_filter", FALSE },
  { "dashscope-length", "dashscope", 400,
    ERROR ("\"message\":\"Range of input length should be [1, 30720]\","
           "\"code\":\"invalid_parameter_error\""),
    "context_length", FALSE },
  { "dashscope-denied", "dashscope", 403, ERROR ("\"message\":\"m\",\"code\":\"AccessDenied\""),
    "permission", FALSE },
  { "dashscope-no-model", "dashscope", 404, ERROR ("\"message\":\"m\",\"code\":\"ModelNotFound\""),
    "model_not_found", FALSE },
  { "dashscope-wrong-key", "dashscope", 400, ERROR ("\"message\":\"m\",\"code\":\"InvalidApiKey\""),
    "authentication", FALSE },

  /* Kimi's three 429s. */
  { "kimi-rate", "kimi", 429, ERROR ("\"type\":\"rate_limit_reached_error\",\"message\":\"m\""),
    "rate_limit", TRUE },
  { "kimi-overloaded", "kimi", 429, ERROR ("\"type\":\"engine_overloaded_error\","
                                           "\"message\":\"m\""), "server", TRUE },
  { "kimi-quota", "kimi", 429, ERROR ("\"type\":\"exceeded_current_quota_error\","
                                      "\"message\":\"m\""), "billing", FALSE },
  { "kimi-filter", "kimi", 400,
    ERROR ("\"type\":\"content_filter\",\"message\":\"The request was rejected because it was "
           "considered high risk\""),
    "content_filter", FALSE },
  { "kimi-length", "kimi", 400,
    ERROR ("\"type\":\"invalid_request_error\",\"message\":\"Your request exceeded model token "
           "limit: 8192\""), "context_length", FALSE },
  { "kimi-balance", "kimi", 403, ERROR ("\"type\":\"x\",\"message\":\"insufficient balance\""),
    "billing", FALSE },
  { "kimi-no-model", "kimi", 404,
    ERROR ("\"type\":\"resource_not_found_error\",\"message\":\"Not found the model x or Permission "
           "denied\""), "model_not_found", FALSE },

  /* Groq and Cerebras. */
  { "groq-capacity", "groq", 498, ERROR ("\"message\":\"m\",\"type\":\"capacity_exceeded\""),
    "rate_limit", TRUE },
  { "groq-too-large", "groq", 413,
    ERROR ("\"message\":\"Request too large for model `x` on tokens per minute (TPM): Limit 6000, "
           "Requested 7000\","
           "\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\""), "context_length", FALSE },
  { "groq-length", "groq", 400, ERROR ("\"message\":\"Please reduce the length of the messages or "
                                       "completion.\""),
    "context_length", FALSE },
  { "groq-tool-use", "groq", 400, ERROR ("\"message\":\"Failed to call a function\","
                                         "\"code\":\"tool_use_failed\""),
    "invalid_request", FALSE },
  { "cerebras-flat", "cerebras", 429,
    "{\"message\":\"Tokens per minute limit exceeded\",\"type\":\"too_many_tokens_error\","
    "\"param\":\"quota\",\"code\":\"token_quota_exceeded\"}",
    "rate_limit", TRUE },
  { "cerebras-no-model", "cerebras", 404,
    "{\"message\":\"Model x does not exist or you do not have access to it.\","
    "\"type\":\"not_found_error\",\"code\":\"model_not_found\"}",
    "model_not_found", FALSE },

  /* Mistral and xAI. */
  { "mistral-rate", "mistral", 429,
    "{\"object\":\"error\",\"message\":\"Rate limit exceeded\",\"type\":\"rate_limited\","
    "\"param\":null,\"code\":\"1300\"}",
    "rate_limit", TRUE },
  { "mistral-rate-message-only", "mistral", 429, "{\"message\":\"Requests rate limit exceeded\"}",
    "rate_limit", TRUE },
  { "mistral-capacity", "mistral", 429,
    "{\"object\":\"error\",\"message\":\"Service tier capacity exceeded for this model.\","
    "\"type\":\"x\",\"code\":\"3505\"}",
    "server", TRUE },
  { "mistral-parameters", "mistral", 422, "{\"detail\":[{\"loc\":[\"body\",\"x\"],\"msg\":\"Field "
                                          "required\",\"type\":\"missing\"}]}",
    "invalid_request", FALSE },
  { "mistral-wrong-key", "mistral", 401, "{\"detail\":\"Invalid API Key\"}", "authentication",
    FALSE },
  { "mistral-no-model", "mistral", 400,
    "{\"object\":\"error\",\"message\":\"Invalid model: x\",\"type\":\"invalid_model\","
    "\"code\":\"1500\"}", "model_not_found", FALSE },
  { "mistral-length", "mistral", 400,
    "{\"object\":\"error\",\"message\":\"Prompt contains 9 tokens, too large for model with 8 "
    "maximum\"}", "context_length", FALSE },
  { "xai-wrong-key-is-400", "xai", 400,
    "{\"code\":\"Client specified an invalid argument\",\"error\":\"Incorrect API key provided: "
    "ab***cd.\"}", "authentication", FALSE },
  { "xai-blocked", "xai", 403, "{\"code\":\"x\",\"error\":\"Your team is blocked\"}", "permission",
    FALSE },
  { "xai-length", "xai", 400,
    "{\"code\":\"x\",\"error\":\"This model's maximum prompt length is 131072 but the request "
    "contains 200000\"}",
    "context_length", FALSE },
  { "xai-unavailable-with-200", "xai", 200,
    "{\"code\":\"The service is currently unavailable\",\"error\":\"At capacity\"}", "server",
    TRUE },

  /* Servers on this computer. */
  { "llama-cpp-loading", "llama-cpp", 503,
    ERROR ("\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\""), "server",
    TRUE },
  { "llama-cpp-context", "llama-cpp", 400,
    ERROR ("\"code\":400,\"message\":\"request (6037 tokens) exceeds\","
           "\"type\":\"exceed_context_size_error\",\"n_ctx\":4096"),
    "context_length", FALSE },
  { "llama-cpp-wrong-key", "llama-cpp", 401,
    ERROR ("\"code\":401,\"message\":\"Invalid API Key\",\"type\":\"authentication_error\""),
    "authentication", FALSE },
  { "llama-cpp-wrong-address", "llama-cpp", 404,
    ERROR ("\"code\":404,\"message\":\"File Not Found\",\"type\":\"not_found_error\""),
    "invalid_request", FALSE },
  { "llama-cpp-cannot", "llama-cpp", 501,
    ERROR ("\"code\":501,\"message\":\"This server does not support it\","
           "\"type\":\"not_supported_error\""), "invalid_request", FALSE },
  { "ollama-no-model", "ollama", 404, "{\"error\":\"model 'x' not found, try pulling it first\"}",
    "model_not_found", FALSE },
  { "ollama-no-model-v1", "ollama", 404,
    ERROR ("\"message\":\"model \\\"x\\\" not found\",\"type\":\"api_error\",\"param\":null,"
           "\"code\":null"), "model_not_found", FALSE },
  { "ollama-cloud-key", "ollama", 401, "{\"error\":\"unauthorized\","
                                       "\"signin_url\":\"https://ollama.com/x\"}", "authentication",
                                       FALSE },
  { "ollama-length", "ollama", 400,
    "{\"error\":\"the prompt is longer than the context length currently available to the model\"}",
    "context_length", FALSE },
  { "ollama-busy", "ollama", 503, "{\"error\":\"server busy, please try again.  maximum pending "
                                  "requests exceeded\"}", "server", TRUE },
  { "ollama-runner", "ollama", 500, "{\"error\":\"llama runner process has terminated\"}", "server",
    TRUE },
  { "lm-studio-none-loaded", "lm-studio", 404, ERROR ("\"message\":\"No models loaded. Please load "
                                                      "a model\""),
    "model_not_found", FALSE },
  { "lm-studio-length", "lm-studio", 400,
    "{\"error\":\"Trying to keep the first 9000 tokens when context the overflows.\"}",
    "context_length", FALSE },
  { "vllm-not-found", "vllm", 404,
    ERROR ("\"message\":\"The model `x` does not exist.\",\"type\":\"NotFoundError\","
           "\"param\":null,\"code\":404"),
    "model_not_found", FALSE },

  /* Boxes in the middle, and bodies that say nothing. */
  { "gateway-page", "openai", 502, "<html><head><title>502 Bad Gateway</title></head></html>",
    "server", TRUE },
  { "gateway-nothing", "openai", 503, "", "server", TRUE },
  { "portal", "openai", 200, "\n<!doctype html><html><body>Sign in</body></html>", "network",
    FALSE },
  { "portal-status", "openai", 511, "<html></html>", "network", FALSE },
  { "proxy", "openai", 407, "Proxy Authentication Required", "network", FALSE },
  { "page-not-found", "custom", 404, "<html><body>Not Found: no model here</body></html>",
    "invalid_request", FALSE },
  { "redirect", "custom", 302, "", "invalid_request", FALSE },
  { "method", "custom", 405, "Method Not Allowed", "invalid_request", FALSE },
  { "too-large", "custom", 413, "", "invalid_request", FALSE },
  { "teapot", "custom", 418, "I am a teapot", "unknown", FALSE },
  { "message-is-an-object", "custom", 400, ERROR ("\"message\":{\"message\":\"prompt is too "
                                                  "long\"}"), "context_length", FALSE },
  { "message-is-json-in-json", "custom", 400,
    ERROR ("\"message\":\"{\\\"error\\\":{\\\"message\\\":\\\"{\\\\\\\"code\\\\\\\":\\\\\\\"content_filter\\\\\\\"}\\\"}}\""),
    "content_filter", FALSE },
  { "json-string", "custom", 500, "\"broken\"", "server", TRUE },
  { "no-utf8", "custom", 500, "\xff\xfe\x80", "server", TRUE },
};

static PonderFault *
classify (const Case *test)
{
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new (test->preset);
  g_autoptr(GBytes) body = g_bytes_new (test->body, strlen (test->body));

  return ponder_error_classify (provider, "m", "chat", test->status, NULL, NULL, body, KEY);
}

static void
test_case (gconstpointer user_data)
{
  const Case *test = user_data;
  g_autoptr(PonderFault) fault = classify (test);

  g_assert_cmpstr (ponder_error_code_to_string (fault->category), ==, test->category);
  g_assert_cmpint (fault->retryable, ==, test->retryable);
  g_assert_cmpuint (fault->status, ==, test->status);
  g_assert_cmpstr (fault->provider, ==, "test");
  g_assert_cmpstr (fault->model, ==, "m");
  g_assert_cmpstr (fault->operation, ==, "chat");
  g_assert_cmpstr (fault->host, ==, "api.example.com:443");
  g_assert_false (fault->local);
  g_assert_true (fault->details == NULL || g_utf8_validate (fault->details, -1, NULL));
}

static PonderFault *
classify_body (guint       status,
               const char *body)
{
  const Case test = { "", "custom", status, body };

  return classify (&test);
}

static void
test_details_are_the_servers_own_words (void)
{
  g_autoptr(PonderFault) plain = classify_body (400, ERROR ("\"message\":\"Say please\""));
  g_autoptr(PonderFault) nested = classify_body (502, ERROR ("\"message\":\"Provider returned "
                                                             "error\","
                                                             "\"metadata\":{\"raw\":\"upstream "
                                                             "died\"}"));
  g_autoptr(PonderFault) page = classify_body (502,
                                               "<html><style>a{}</style><b>Bad</b>\n<script>x</script>Gateway</html>");
  g_autoptr(PonderFault) nothing = classify_body (502, "");

  g_assert_cmpstr (plain->details, ==, "Say please");
  g_assert_cmpstr (nested->details, ==, "Provider returned error: upstream died");
  g_assert_cmpstr (page->details, ==, "Bad Gateway");
  g_assert_null (nothing->details);
}

static void
test_details_have_a_limit (void)
{
  g_autoptr(GString) body = g_string_new ("{\"error\":\"");
  g_autoptr(PonderFault) fault = NULL;

  for (guint i = 0; i < 2000; i++)
    g_string_append (body, "早");
  g_string_append (body, "\"}");
  fault = classify_body (500, body->str);
  g_assert_cmpint (g_utf8_strlen (fault->details, -1), ==, 500);
}

static void
test_details_hold_no_key (void)
{
  g_autoptr(PonderFault) own = classify_body (401, ERROR ("\"message\":\"Key " KEY " is wrong\""));
  g_autoptr(PonderFault) known = classify_body (401, ERROR ("\"message\":\"Key "
                                                            "sk-proj-abcdefghijklmnopqrstuvwxyz123456 is wrong\""));

  g_assert_null (strstr (own->details, KEY));
  g_assert_nonnull (strstr (own->details, "is wrong"));
  g_assert_null (strstr (known->details, "abcdefghijklmnop"));
}

static const char *
get_header (gpointer    user_data,
            const char *name)
{
  const char *const *pairs = user_data;

  for (guint i = 0; pairs[i] != NULL; i += 2)
    {
      if (g_str_equal (pairs[i], name))
        return pairs[i + 1];
    }
  return NULL;
}

static PonderFault *
classify_headers (guint              status,
                  const char        *text,
                  const char *const *headers)
{
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new ("custom");
  g_autoptr(GBytes) body = g_bytes_new (text, strlen (text));

  return ponder_error_classify (provider, NULL, "models", status, get_header, (gpointer) headers,
                                body, NULL);
}

static void
test_headers_say_when_to_come_back (void)
{
  static const char *const headers[] = { "retry-after", "7", "x-request-id", "req-1", NULL };
  g_autoptr(PonderFault) by_header = classify_headers (429, "try again in 20s", headers);
  g_autoptr(PonderFault) by_text = classify_body (429, ERROR ("\"message\":\"Please try again in "
                                                              "20s.\""));
  g_autoptr(PonderFault) by_body = classify_body (429, ERROR ("\"message\":\"m\","
                                                              "\"details\":[{\"retryDelay\":\"34.5s\"}]"));
  g_autoptr(PonderFault) unknown = classify_body (429, "");

  g_assert_cmpfloat_with_epsilon (by_header->retry_after, 7, 1e-9);
  g_assert_cmpstr (by_header->request_id, ==, "req-1");
  g_assert_cmpfloat_with_epsilon (by_text->retry_after, 20, 1e-9);
  g_assert_cmpfloat_with_epsilon (by_body->retry_after, 34.5, 1e-9);
  g_assert_cmpfloat (unknown->retry_after, <, 0);
}

static void
test_server_decides_about_retry (void)
{
  static const char *const no[] = { "x-should-retry", "false", NULL };
  static const char *const yes[] = { "x-should-retry", "true", NULL };
  g_autoptr(PonderFault) server = classify_headers (500, "", no);
  g_autoptr(PonderFault) conflict = classify_headers (409, "", yes);

  g_assert_false (server->retryable);
  g_assert_true (conflict->retryable);
}

static void
test_redirect_names_its_target (void)
{
  static const char *const headers[] = { "location",
                                         "https://evil.example/v1/chat/completions?key=1", NULL };
  g_autoptr(PonderFault) fault = classify_headers (307, "", headers);

  g_assert_cmpint (fault->category, ==, PONDER_ERROR_INVALID_REQUEST);
  g_assert_nonnull (strstr (fault->message, "evil.example"));
  g_assert_null (strstr (fault->message, "key=1"));
}

static void
test_model_list_misses_no_model (void)
{
  static const char *const none[] = { NULL };
  g_autoptr(PonderFault) fault = classify_headers (404, "no route for /models", none);

  g_assert_cmpint (fault->category, ==, PONDER_ERROR_INVALID_REQUEST);
}

static void
test_request_id_in_the_body (void)
{
  g_autoptr(PonderFault) fault = classify_body (404, "{\"error\":{\"message\":\"m\"},"
                                                     "\"request_id\":\"req_9\"}");

  g_assert_cmpstr (fault->request_id, ==, "req_9");
}

static void
test_transport (void)
{
  static const struct
  {
    const char      *base_url;
    int              code;
    PonderErrorCode  category;
    gboolean         retryable;
    gboolean         certificate;
  } faults[] = {
    { "https://api.example.com/v1", G_IO_ERROR_CONNECTION_REFUSED, PONDER_ERROR_NETWORK, TRUE,
      FALSE },
    { "http://localhost:11434/v1", G_IO_ERROR_CONNECTION_REFUSED, PONDER_ERROR_NETWORK, FALSE,
      FALSE },
    { "https://api.example.com/v1", G_IO_ERROR_PARTIAL_INPUT, PONDER_ERROR_NETWORK, TRUE, FALSE },
    { "https://api.example.com/v1", G_IO_ERROR_CONNECTION_CLOSED, PONDER_ERROR_NETWORK, TRUE,
      FALSE },
    { "https://api.example.com/v1", G_IO_ERROR_HOST_UNREACHABLE, PONDER_ERROR_NETWORK, TRUE,
      FALSE },
    { "https://api.example.com/v1", G_IO_ERROR_TIMED_OUT, PONDER_ERROR_TIMEOUT, TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new ("custom");
      g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, faults[i].code,
                                                     "Could not, with sk-abcdefghijklmnop1234");
      g_autoptr(PonderFault) fault = NULL;

      ponder_provider_config_set_base_url (provider, faults[i].base_url);
      fault = ponder_error_classify_transport (provider, "m", "chat", error);
      g_assert_cmpint (fault->category, ==, faults[i].category);
      g_assert_cmpint (fault->retryable, ==, faults[i].retryable);
      g_assert_cmpint (fault->local, ==, g_str_has_prefix (faults[i].base_url, "http:"));
      g_assert_null (strstr (fault->details, "abcdefghijklmnop"));
    }
}

static void
test_names_and_certificates (void)
{
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new ("custom");
  g_autoptr(GError) unknown = g_error_new_literal (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND,
                                                   "no such name");
  g_autoptr(GError) offline = g_error_new_literal (G_RESOLVER_ERROR,
                                                   G_RESOLVER_ERROR_TEMPORARY_FAILURE, "try later");
  g_autoptr(GError) untrusted = g_error_new_literal (G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
                                                     "unacceptable");
  g_autoptr(GError) no_tls = g_error_new_literal (G_TLS_ERROR, G_TLS_ERROR_MISC,
                                                  "unexpected packet");
  g_autoptr(PonderFault) unknown_fault = ponder_error_classify_transport (provider, "m", "chat",
                                                                          unknown);
  g_autoptr(PonderFault) offline_fault = ponder_error_classify_transport (provider, "m", "chat",
                                                                          offline);
  g_autoptr(PonderFault) untrusted_fault = ponder_error_classify_transport (provider, "m", "chat",
                                                                            untrusted);
  g_autoptr(PonderFault) no_tls_fault = ponder_error_classify_transport (provider, "m", "chat",
                                                                         no_tls);

  g_assert_false (unknown_fault->retryable);
  g_assert_true (offline_fault->retryable);
  g_assert_cmpstr (unknown_fault->message, !=, offline_fault->message);
  g_assert_false (untrusted_fault->retryable);
  g_assert_true (untrusted_fault->certificate);
  g_assert_false (no_tls_fault->certificate);
  g_assert_nonnull (no_tls_fault->message);
}

static void
add (const char *name,
     GTestFunc   test)
{
  g_autofree char *path = g_strconcat ("/providers/error-classifier/", name, NULL);

  g_test_add_func (path, test);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/providers/error-classifier/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  add ("details-are-the-servers-own-words", test_details_are_the_servers_own_words);
  add ("details-have-a-limit", test_details_have_a_limit);
  add ("details-hold-no-key", test_details_hold_no_key);
  add ("headers-say-when-to-come-back", test_headers_say_when_to_come_back);
  add ("server-decides-about-retry", test_server_decides_about_retry);
  add ("redirect-names-its-target", test_redirect_names_its_target);
  add ("model-list-misses-no-model", test_model_list_misses_no_model);
  add ("request-id-in-the-body", test_request_id_in_the_body);
  add ("transport", test_transport);
  add ("names-and-certificates", test_names_and_certificates);
  return g_test_run ();
}
