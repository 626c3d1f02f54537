/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of the OpenAI dialect, cut anywhere, as many servers send them. */

#include "config.h"

#include "ponder-test-provider.h"

#include "ponder-fault.h"
#include "ponder-limits.h"

#include <string.h>

#define CHUNK(delta) "data: {\"choices\":[{\"index\":0,\"delta\":{" delta "},\"finish_reason\":null}]}\n\n"
#define FINISH(reason) "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" reason "\"}]}\n\n"
#define DONE "data: [DONE]\n\n"
#define HI CHUNK ("\"content\":\"Hi\"")
#define EMPTY "error{server: The server sent an empty answer | }"
#define CUT "truncated{network:  | }"

typedef struct
{
  const char *name;
  const char *stream;
  const char *expected;
} Case;

static const Case cases[] = {
  /* The order of OpenAI itself. */
  { "plain",
    "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"model\":\"m-1\","
    "\"choices\":[{\"index\":0,\"delta\":"
    "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null},\"finish_reason\":null}],"
    "\"usage\":null,"
    "\"obfuscation\":\"Qup1\"}\n\n"
    CHUNK ("\"content\":\"Hel\"") CHUNK ("\"content\":\"lo\"") FINISH ("stop")
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":16,\"completion_tokens\":300,"
    "\"total_tokens\":316,"
    "\"prompt_tokens_details\":{\"cached_tokens\":3},"
    "\"completion_tokens_details\":{\"reasoning_tokens\":7}}}\n\n" DONE,
    "text{Hello} usage{16/300/3/7} model{m-1} finish{stop}" },

  /* Shapes of a chunk. */
  { "content-null", CHUNK ("\"role\":\"assistant\",\"content\":null") HI FINISH ("stop") DONE,
    "text{Hi} finish{stop}" },
  { "azure-tells-of-its-filter-first",
    "data: {\"choices\":[],\"created\":0,\"id\":\"\",\"model\":\"\",\"object\":\"\",\"prompt_filter_results\":["
    "{\"prompt_index\":0,\"content_filter_results\":{\"hate\":{\"filtered\":false}}}]}\n\n" HI FINISH ("stop") DONE,
    "text{Hi} finish{stop}" },
  { "llama-cpp-tells-of-its-progress",
    "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null}}],"
    "\"prompt_progress\":{\"total\":9,\"cache\":0,\"processed\":4,\"time_ms\":1}}\n\n" HI FINISH ("stop") DONE,
    "text{Hi} finish{stop}" },
  { "delta-null", "data: {\"choices\":[{\"delta\":null}]}\n\n" HI FINISH ("stop"),
    "text{Hi} finish{stop}" },
  { "delta-missing", "data: {\"choices\":[{\"index\":0}]}\n\n" HI FINISH ("stop"),
    "text{Hi} finish{stop}" },
  { "index-missing", "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"},"
                     "\"finish_reason\":\"stop\"}]}\n\n",
    "text{Hi} finish{stop}" },
  { "choices-missing", "data: {\"prompt_filter_results\":[]}\n\n" HI FINISH ("stop"),
    "text{Hi} finish{stop}" },
  { "choices-null", "data: {\"choices\":null}\n\n" HI FINISH ("stop"), "text{Hi} finish{stop}" },
  { "second-choice-is-not-read",
    "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"No\"}},{\"index\":0,"
    "\"delta\":{\"content\":\"Yes\"}}]}\n\n"
    FINISH ("stop"), "text{Yes} finish{stop}" },
  { "role-repeated", CHUNK ("\"role\":\"assistant\","
                            "\"content\":\"a\"") CHUNK ("\"role\":\"assistant\",\"content\":\"b\"")
    FINISH ("stop"), "text{ab} finish{stop}" },
  { "finish-reason-empty-is-none",
    "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"\"}]}\n\n",
    "text{a} " CUT },
  { "escapes-and-chinese", CHUNK ("\"content\":\"\\u4f60\xe5\xa5\xbd\\n\"") FINISH ("stop"),
    "text{你好\n} finish{stop}" },
  { "model-once", "data: {\"model\":\"a\",\"choices\":[]}\n\ndata: {\"model\":\"a\","
                  "\"choices\":[]}\n\n" HI FINISH ("stop"),
    "text{Hi} model{a} finish{stop}" },

  /* Framing. */
  { "comments", ": OPENROUTER PROCESSING\n\n" HI ":\n\n: keep-alive\n\n" FINISH ("stop") DONE,
    "text{Hi} finish{stop}" },
  { "carriage-returns",
    "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\r\n\r\ndata: "
    "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\r\n\r\n",
    "text{a} finish{stop}" },
  { "byte-order-mark", "\xef\xbb\xbf" HI FINISH ("stop") DONE, "text{Hi} finish{stop}" },
  { "blank-lines-first", "\n\n\n" HI FINISH ("stop"), "text{Hi} finish{stop}" },
  { "unknown-fields", "id: 7\nretry: 10\nevent: message\n" HI FINISH ("stop"),
    "text{Hi} finish{stop}" },
  { "empty-data", "data:\n\n" HI FINISH ("stop"), "text{Hi} finish{stop}" },
  { "last-event-without-blank-line", HI FINISH ("stop") "data: [DONE]", "text{Hi} finish{stop}" },
  { "finish-without-blank-line",
    HI "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}", "text{Hi} finish{stop}" },
  { "nothing-counts-after-done", HI FINISH ("stop") DONE CHUNK ("\"content\":\"No\"")
    "data: {\"error\":\"late\"}\n\n" DONE,
    "text{Hi} finish{stop}" },

  /* Thoughts. */
  { "reasoning-content", CHUNK ("\"reasoning_content\":\"Hm\",\"content\":null") HI FINISH ("stop"),
    "think{Hm} text{Hi} finish{stop}" },
  { "reasoning", CHUNK ("\"reasoning\":\"Hm\"") HI FINISH ("stop"),
    "think{Hm} text{Hi} finish{stop}" },
  { "reasoning-under-both-names", CHUNK ("\"reasoning_content\":\"Hm\","
                                         "\"reasoning\":\"Hm\"") HI FINISH ("stop"),
    "think{Hm} text{Hi} finish{stop}" },
  { "reasoning-content-empty", CHUNK ("\"reasoning_content\":\"\","
                                      "\"reasoning\":\"Hm\"") HI FINISH ("stop"),
    "think{Hm} text{Hi} finish{stop}" },
  { "thinking-array",
    CHUNK ("\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"Hm\"},"
           "{\"type\":\"text\",\"text\":\".\"}]}]")
    CHUNK ("\"content\":[{\"type\":\"text\",\"text\":\"Hi\"},{\"type\":\"reference\","
           "\"reference_ids\":[1]}]") FINISH ("stop"),
    "think{Hm.} text{Hi} finish{stop}" },
  { "think-mark", CHUNK ("\"content\":\"<think>\\nHm\\n</think>\\n\\nHi\"") FINISH ("stop"),
    "think{Hm\n} text{Hi} finish{stop}" },
  { "think-mark-cut", CHUNK ("\"content\":\"\\n<th\"") CHUNK ("\"content\":\"ink>H\"") CHUNK ("\"content\":\"m</\"")
    CHUNK ("\"content\":\"thin\"") CHUNK ("\"content\":\"k>\"") CHUNK ("\"content\":\"\\n\\n\"") HI FINISH ("stop"),
    "think{Hm} text{Hi} finish{stop}" },
  { "think-mark-empty", CHUNK ("\"content\":\"<think>\\n\\n</think>\\n\\nHi\"") FINISH ("stop"),
    "text{Hi} finish{stop}" },
  { "think-mark-only-at-the-start", CHUNK ("\"content\":\"A <think> tag</think>\"") FINISH ("stop"),
    "text{A <think> tag</think>} finish{stop}" },
  { "think-mark-never-closed", CHUNK ("\"content\":\"<think>Hm </thi\"") FINISH ("length"),
    "think{Hm </thi} finish{length} error{invalid_request: The answer reached its length limit "
    "before it began. "
    "Raise the limit, or ask for less thinking. | }" },
  { "half-a-mark-is-text", CHUNK ("\"content\":\"<thin\"") FINISH ("stop"),
    "text{<thin} finish{stop}" },
  { "thoughts-alone-are-an-answer", CHUNK ("\"reasoning\":\"Hm\"") FINISH ("stop"),
    "think{Hm} finish{stop}" },

  { "refusal", CHUNK ("\"content\":null,\"refusal\":\"I can\\u2019t\"") FINISH ("stop"),
    "text{I can’t} finish{stop}" },

  /* Tool calls. */
  { "tool-call",
    CHUNK ("\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"type\":\"function\","
           "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]")
    CHUNK ("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\"\"}}]")
    CHUNK ("\"tool_calls\":[{\"index\":0,"
           "\"function\":{\"arguments\":\":1}\"}}]") FINISH ("tool_calls"),
    "call0{c1 f {\"a\":1}} finish{tool_calls}" },
  { "tool-calls-from-one",
    CHUNK ("\"tool_calls\":[{\"index\":1,\"id\":\"x\",\"function\":{\"name\":\"f\","
           "\"arguments\":\"1\"}}]")
    CHUNK ("\"tool_calls\":[{\"index\":2,\"id\":\"y\",\"function\":{\"name\":\"g\","
           "\"arguments\":\"2\"}}]")
    CHUNK ("\"tool_calls\":[{\"index\":1,"
           "\"function\":{\"arguments\":\"3\"}}]") FINISH ("tool_calls"),
    "call0{x f 13} call1{y g 2} finish{tool_calls}" },
  { "tool-calls-without-index",
    CHUNK ("\"tool_calls\":[{\"id\":\"x\",\"function\":{\"name\":\"f\",\"arguments\":\"1\"}},"
           "{\"id\":\"y\",\"function\":{\"name\":\"g\","
           "\"arguments\":\"2\"}}]") FINISH ("tool_calls"),
    "call0{x f 1} call1{y g 2} finish{tool_calls}" },
  { "tool-calls-without-index-in-two-chunks",
    CHUNK ("\"tool_calls\":[{\"id\":\"x\",\"function\":{\"name\":\"f\",\"arguments\":\"1\"}}]")
    CHUNK ("\"tool_calls\":[{\"id\":\"y\",\"function\":{\"name\":\"g\","
           "\"arguments\":\"2\"}}]") FINISH ("tool_calls"),
    "call0{x f 1} call1{y g 2} finish{tool_calls}" },
  { "tool-calls-all-with-index-zero",
    CHUNK ("\"tool_calls\":[{\"index\":0,\"id\":\"x\",\"function\":{\"name\":\"f\","
           "\"arguments\":\"1\"}}]")
    CHUNK ("\"tool_calls\":[{\"index\":0,\"id\":\"y\",\"function\":{\"name\":\"g\","
           "\"arguments\":\"2\"}}]") FINISH ("tool_calls"),
    "call0{x f 1} call1{y g 2} finish{tool_calls}" },
  { "tool-call-empty-id-and-name-later",
    CHUNK ("\"tool_calls\":[{\"index\":0,\"id\":\"x\",\"function\":{\"name\":\"f\","
           "\"arguments\":\"\"}}]")
    CHUNK ("\"tool_calls\":[{\"index\":0,\"id\":\"\",\"function\":{\"name\":\"\","
           "\"arguments\":\"{}\"}}]") FINISH ("tool_calls"),
    "call0{x f {}} finish{tool_calls}" },
  { "tool-call-name-null-later",
    CHUNK ("\"tool_calls\":[{\"index\":0,\"id\":\"x\",\"function\":{\"name\":\"f\","
           "\"arguments\":\"\"}}]")
    CHUNK ("\"role\":null,\"tool_calls\":[{\"index\":0,\"id\":null,\"function\":{\"name\":null,"
           "\"arguments\":\"{}\"}}]")
    FINISH ("tool_calls"), "call0{x f {}} finish{tool_calls}" },
  { "tool-call-arguments-as-object",
    CHUNK ("\"tool_calls\":[{\"function\":{\"name\":\"f\","
           "\"arguments\":{\"a\":1}}}]") FINISH ("tool_calls"),
    "call0{f {\"a\":1}} finish{tool_calls}" },
  { "function-call", CHUNK ("\"function_call\":{\"name\":\"f\","
                            "\"arguments\":\"{}\"}") FINISH ("function_call"),
    "call0{f {}} finish{tool_calls}" },

  /* Token counts. */
  { "usage-on-the-finish-chunk",
    HI "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],"
       "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,"
    "\"prompt_cache_hit_tokens\":4}}\n\n", "text{Hi} usage{5/2/4/-1} finish{stop}" },
  { "last-usage-wins",
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,"
    "\"completion_tokens\":1}}\n\n" HI FINISH ("stop")
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}\n\n",
    "text{Hi} usage{5/2/-1/-1} finish{stop}" },
  { "usage-groq", HI "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],"
                     "\"x_groq\":{\"usage\":{\"prompt_tokens\":5,"
    "\"completion_tokens\":2}}}\n\n", "text{Hi} usage{5/2/-1/-1} finish{stop}" },
  { "usage-xai-adds-thinking", HI FINISH ("stop")
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":1,"
    "\"total_tokens\":303,\"completion_tokens_details\":{\"reasoning_tokens\":290},"
    "\"cost_in_usd_ticks\":1466250}}\n\n",
    "text{Hi} usage{12/291/-1/290/$0.000146625} finish{stop}" },
  { "usage-openrouter-cost", HI FINISH ("stop")
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,"
    "\"cost\":0.25}}\n\n", "text{Hi} usage{1/2/-1/-1/$0.25} finish{stop}" },
  { "usage-kimi-and-flat-reasoning", HI FINISH ("stop")
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,"
    "\"completion_tokens\":2,\"cached_tokens\":1,\"reasoning_tokens\":2,"
    "\"prompt_tokens_details\":null}}\n\n",
    "text{Hi} usage{1/2/1/2} finish{stop}" },
  { "usage-deepseek-counts-hits", HI FINISH ("stop")
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,"
    "\"prompt_cache_hit_tokens\":7,\"prompt_cache_miss_tokens\":2}}\n\n",
    "text{Hi} usage{9/2/7/-1} finish{stop}" },
  { "usage-mistral-counts-cached", HI FINISH ("stop")
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,"
    "\"num_cached_tokens\":4}}\n\n", "text{Hi} usage{9/2/4/-1} finish{stop}" },
  { "usage-nonsense-is-unknown", HI FINISH ("stop")
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":-4,"
    "\"completion_tokens\":9223372036854775807,\"cost\":{\"total\":1},"
    "\"cached_tokens\":\"x\"}}\n\n",
    "text{Hi} usage{-1/-1/-1/-1} finish{stop}" },

  /* Why it ended. */
  { "length", HI FINISH ("length"), "text{Hi} finish{length}" },
  { "model-length", HI FINISH ("model_length"), "text{Hi} finish{length}" },
  { "content-filter", HI FINISH ("content_filter"), "text{Hi} finish{content_filter}" },
  { "content-filter-without-words", FINISH ("content_filter"),
    "finish{content_filter} error{content_filter:  | }" },
  { "length-without-words", FINISH ("length"),
    "finish{length} error{invalid_request: The answer reached its length limit before it began. "
    "Raise the limit, or ask for less thinking. | }" },
  { "unknown-reason-is-stop", HI FINISH ("eos"), "text{Hi} finish{stop}" },
  { "finish-error", HI FINISH ("error"), "text{Hi} error{server:  | finish_reason: error}" },
  { "finish-overloaded", HI FINISH ("insufficient_system_resource"),
    "text{Hi} error{server:  | finish_reason: insufficient_system_resource}" },
  { "finish-abort", HI FINISH ("abort"), "text{Hi} error{server:  | finish_reason: abort}" },

  /* How it ended. */
  { "done-with-something-behind-it", HI "data: [DONE] \n\n" HI, "text{Hi} finish{stop}" },
  { "done-without-reason", HI DONE, "text{Hi} finish{stop}" },
  { "reason-without-done", HI FINISH ("stop"), "text{Hi} finish{stop}" },
  { "nothing", "", EMPTY },
  { "only-comments", ": keep-alive\n\n: keep-alive\n\n", EMPTY },
  { "only-done", DONE, "finish{stop} " EMPTY },
  { "only-reason", FINISH ("stop"), "finish{stop} " EMPTY },
  { "only-a-role", CHUNK ("\"role\":\"assistant\",\"content\":\"\""), EMPTY },
  { "only-white-space", CHUNK ("\"content\":\" \\n\"") FINISH ("stop"), "finish{stop} " EMPTY },
  { "cut-off", HI CHUNK ("\"content\":\" the\""), "text{Hi the} " CUT },
  { "cut-off-in-a-frame", HI "data: {\"choices\":[{\"delta\":{\"con", "text{Hi} " CUT },
  { "cut-off-while-thinking", CHUNK ("\"reasoning\":\"Hm\""), "think{Hm} " CUT },
  { "cut-off-gives-what-was-held-back", CHUNK ("\"content\":\"<think>Hm</th\""),
    "think{Hm</th} " CUT },

  /* Errors inside a stream. */
  { "error-openrouter",
    ": OPENROUTER PROCESSING\n\n" HI "data: {\"error\":{\"code\":502,\"message\":\"Provider "
                                     "disconnected\",\"metadata\":"
    "{\"error_type\":\"provider_unavailable\"}},\"choices\":[{\"delta\":{\"content\":\"\"},"
    "\"finish_reason\":\"error\"}]}\n\n",
    "text{Hi} error{server:  | Provider disconnected}" },
  { "error-in-a-choice",
    "data: {\"choices\":[{\"error\":{\"code\":429,\"message\":\"Slow down\"},\"delta\":{}}]}\n\n",
    "error{rate_limit:  | Slow down}" },
  { "error-llama-cpp",
    HI "data: {\"error\":{\"code\":500,\"message\":\"context size exceeded\","
       "\"type\":\"server_error\"}}\n\n",
    "text{Hi} error{context_length:  | context size exceeded}" },
  { "error-llama-cpp-field", HI "error: {\"code\":500,\"message\":\"slot failed\","
                                "\"type\":\"server_error\"}\n\n",
    "text{Hi} error{server:  | slot failed}" },
  { "error-vllm-then-done",
    "data: {\"error\":{\"message\":\"bad\",\"type\":\"BadRequestError\",\"param\":null,"
    "\"code\":400}}\n\n" DONE,
    "error{invalid_request:  | bad}" },
  { "error-vllm-old", HI "data: {\"object\":\"error\",\"message\":\"bad\","
                         "\"type\":\"BadRequestError\",\"code\":400}\n\n",
    "text{Hi} error{invalid_request:  | bad}" },
  { "error-lm-studio-event",
    "event: error\ndata: {\"error\":{\"message\":\"Trying to keep the first 9000 tokens when "
    "context the overflows.\"}}\n\n",
    "error{context_length:  | Trying to keep the first 9000 tokens when context the overflows.}" },
  { "error-event-in-plain-words", "event: error\ndata: it broke\n\n",
    "error{server:  | it broke}" },
  { "error-groq", HI "data: {\"error\":{\"message\":\"over capacity\","
                     "\"type\":\"internal_server_error\"}}\n\n",
    "text{Hi} error{server:  | over capacity}" },
  { "error-x-groq", HI "data: {\"choices\":[],\"x_groq\":{\"error\":\"over capacity\"}}\n\n",
    "text{Hi} error{server:  | over capacity}" },
  { "error-groq-event",
    "event: error\ndata: {\"error\":{\"message\":\"Failed to call a function\","
    "\"type\":\"invalid_request_error\",\"status_code\":400}}\n\n",
    "error{invalid_request:  | Failed to call a function}" },
  { "error-cerebras",
    HI "data: {\"error\":{\"id\":\"\",\"code\":\"rate\",\"message\":\"Tokens per minute limit "
       "exceeded\"},\"status_code\":429}\n\n",
    "text{Hi} error{rate_limit:  | Tokens per minute limit exceeded}" },
  { "error-mistral", "data: {\"object\":\"error\",\"message\":\"Service tier capacity exceeded for "
                     "this model.\",\"code\":\"3505\"}\n\n",
    "error{server:  | Service tier capacity exceeded for this model.}" },
  { "error-ollama-text", HI "data: {\"error\":\"unexpected EOF\"}\n\n", "text{Hi} error{server:  | "
                                                                        "unexpected EOF}" },
  { "error-openai",
    "data: {\"error\":{\"message\":\"The server had an error while processing your request.\","
    "\"type\":\"server_error\"}}\n\n",
    "error{server:  | The server had an error while processing your request.}" },
  { "error-anthropic",
    "event: error\ndata: {\"type\":\"error\",\"error\":{\"details\":null,"
    "\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n",
    "error{server:  | Overloaded}" },
  { "error-responses",
    "data: {\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"rate_limit_exceeded\","
    "\"message\":\"Too fast\"}}}\n\n",
    "error{rate_limit:  | Too fast}" },
  { "error-quota-in-a-stream",
    "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"insufficient_quota\","
    "\"message\":\"You exceeded your current quota\"}}\n\n",
    "error{billing:  | You exceeded your current quota}" },
  { "error-bare", HI "{\n \"error\": {\"code\": 503, \"message\": \"Overloaded\"}\n}\n",
    "text{Hi} error{server:  | Overloaded}" },
  { "error-null-is-none", "data: {\"error\":null,\"choices\":[{\"delta\":{\"content\":\"Hi\"},"
                          "\"finish_reason\":\"stop\"}]}\n\n",
    "text{Hi} finish{stop}" },
  { "error-after-the-end-is-none", HI FINISH ("stop") "data: {\"error\":\"late\"}\n\n",
    "text{Hi} finish{stop}" },

  /* Frames that are no JSON. */
  { "three-bad-frames", "data: {bad\n\ndata: [1]\n\n" HI "data: nonsense\n\n" FINISH ("stop"),
    "text{Hi} finish{stop}" },
  { "four-bad-frames", HI "data: a\n\ndata: b\n\ndata: c\n\ndata: d\n\n" FINISH ("stop"),
    "text{Hi} error{malformed:  | }" },

  /* No stream at all. */
  { "document",
    "\n\n{\"model\":\"m-1\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
    "\"content\":\"<think>Hm</think>Hi\"},"
    "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n",
    "think{Hm} text{Hi} usage{1/2/-1/-1} model{m-1} finish{stop}" },
  { "document-with-an-empty-delta",
    "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
    "\"message\":{\"content\":\"Hi\"},"
    "\"finish_reason\":\"stop\"}]}", "text{Hi} finish{stop}" },
  { "document-without-a-reason", "{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}",
    "text{Hi} finish{stop}" },
  { "document-with-tool-calls",
    "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{\"id\":\"x\","
    "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
    "{\"id\":\"y\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]},"
    "\"finish_reason\":\"tool_calls\"}]}",
    "call0{x f {}} call1{y g {}} finish{tool_calls}" },
  { "document-error", "{\"error\":{\"message\":\"No\",\"type\":\"server_error\"}}",
    "error{server:  | No}" },
  { "document-error-xai",
    "{\"code\":\"The service is currently unavailable\",\"error\":\"Model is at capacity\"}",
    "error{server:  | Model is at capacity}" },
  { "document-error-in-an-array", "[{\"error\":{\"code\":429,\"message\":\"Quota\","
                                  "\"status\":\"RESOURCE_EXHAUSTED\"}}]",
    "error{rate_limit:  | Quota}" },
  { "document-error-flat", "{\"message\":\"Requests rate limit exceeded\","
                           "\"type\":\"rate_limited\"}",
    "error{rate_limit:  | Requests rate limit exceeded}" },
  { "document-empty-answer", "{\"choices\":[{\"message\":{\"content\":\"\"},"
                             "\"finish_reason\":\"stop\"}]}", "finish{stop} " EMPTY },
  { "document-of-something-else", "{\"hello\":1}", "error{malformed:  | }" },
  { "document-cut-off", "{\"choices\":[{\"mess", CUT },
  { "page-after-blank-lines", "\r\n\n <html><body>Sign in</body></html>", "error{network:  | Sign in}" },
  { "page", "<!DOCTYPE html><html><head><title>Sign "
            "in</title><style>p{}</style></head><body><p>Welcome</p></body></html>",
    "error{network:  | Sign in Welcome}" },
};

static void
check (PonderRequest *request,
       const Case    *test,
       gsize          piece)
{
  g_autofree char *got = ponder_test_decode (request, test->stream, strlen (test->stream), piece);

  g_assert_cmpstr (got, ==, test->expected);
}

static void
test_case (gconstpointer user_data)
{
  const Case *test = user_data;
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new ("custom");
  g_autoptr(PonderRequest) request = ponder_test_request_new (provider);

  check (request, test, MAX (strlen (test->stream), 1));
  check (request, test, 1);
  for (guint i = 0; i < 5; i++)
    check (request, test, 0);
}

static gboolean
is_error_of_a_stream (const Case *test)
{
  return g_str_has_prefix (test->name, "error-") && strstr (test->expected, "error{") != NULL;
}

/* Whatever a server says when it fails, it says it before its first word or after some. */
static void
test_errors_come_before_and_after_the_first_word (void)
{
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new ("custom");
  g_autoptr(PonderRequest) request = ponder_test_request_new (provider);
  guint n_errors = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GString) before = g_string_new (cases[i].stream);
      g_autofree char *after = NULL;
      g_autofree char *expected_after = NULL;
      const char *error = strstr (cases[i].expected, "error{");

      if (!is_error_of_a_stream (&cases[i]))
        continue;
      g_string_replace (before, HI, "", 0);
      after = g_strconcat (HI, before->str, NULL);
      expected_after = g_strconcat ("text{Hi} ", error, NULL);
      check (request, &(Case) { "", before->str, error }, 1);
      check (request, &(Case) { "", after, expected_after }, 0);
      n_errors++;
    }
  g_assert_cmpuint (n_errors, >, 10);
}

static void
test_a_line_may_be_long (void)
{
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new ("custom");
  g_autoptr(PonderRequest) request = ponder_test_request_new (provider);
  g_autofree char *padding = g_strnfill (10 * 1024 * 1024, 'x');
  g_autofree char *stream = g_strconcat ("data: {\"image\":\"", padding, "\",\"choices\":[{\"delta\":{\"content\":"
                                         "\"Hi\"},\"finish_reason\":\"stop\"}]}\n\n", NULL);

  check (request, &(Case) { "", stream, "text{Hi} finish{stop}" }, 16 * 1024);
}

static void
test_complete_from_the_mark_on (void)
{
  static const char before[] = HI;
  static const char mark[] = FINISH ("stop");
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new ("custom");
  g_autoptr(PonderRequest) request = ponder_test_request_new (provider);
  g_autoptr(PonderDialect) dialect = ponder_dialect_new ("openai", NULL);
  g_autoptr(PonderDecoder) decoder = ponder_dialect_new_decoder (dialect, request);
  g_autoptr(GPtrArray) deltas = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_delta_free);

  g_assert_true (ponder_decoder_push (decoder, before, strlen (before), deltas, NULL));
  g_assert_false (ponder_decoder_is_complete (decoder));
  g_assert_true (ponder_decoder_push (decoder, mark, strlen (mark), deltas, NULL));
  g_assert_true (ponder_decoder_is_complete (decoder));
}

static void
test_answer_has_a_limit (void)
{
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new ("custom");
  g_autoptr(PonderRequest) request = ponder_test_request_new (provider);
  g_autoptr(PonderDialect) dialect = ponder_dialect_new ("openai", NULL);
  g_autoptr(PonderDecoder) decoder = ponder_dialect_new_decoder (dialect, request);
  g_autoptr(GPtrArray) deltas = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_delta_free);
  g_autoptr(GString) chunk = g_string_new ("data: {\"choices\":[{\"delta\":{\"content\":\"");
  g_autoptr(GError) error = NULL;
  gsize length = 0;
  guint n_chunks = 0;

  for (guint i = 0; i < 100001; i++)
    g_string_append (chunk, "早上好");
  g_string_append (chunk, "\"}}]}\n\n");

  while (ponder_decoder_push (decoder, chunk->str, chunk->len, deltas, &error))
    g_assert_cmpuint (++n_chunks, <, 100);
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_MALFORMED);
  for (guint i = 0; i < deltas->len; i++)
    {
      PonderDelta *delta = g_ptr_array_index (deltas, i);

      g_assert_true (g_utf8_validate (delta->text, -1, NULL));
      length += strlen (delta->text);
    }
  g_assert_cmpuint (length, <=, PONDER_ANSWER_LIMIT);
  g_assert_cmpuint (length, >, PONDER_ANSWER_LIMIT - 4);
}

static void
test_tool_calls_have_a_limit (void)
{
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new ("custom");
  g_autoptr(PonderRequest) request = ponder_test_request_new (provider);
  g_autoptr(PonderDialect) dialect = ponder_dialect_new ("openai", NULL);
  g_autoptr(PonderDecoder) decoder = ponder_dialect_new_decoder (dialect, request);
  g_autoptr(GPtrArray) deltas = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_delta_free);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; error == NULL; i++)
    {
      g_autofree char *chunk = g_strdup_printf ("data: {\"choices\":[{\"delta\":{\"tool_calls\":["
                                                "{\"index\":%u}]}}]}\n\n", i);

      g_assert_cmpuint (i, <, 2000);
      ponder_decoder_push (decoder, chunk, strlen (chunk), deltas, &error);
    }
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_MALFORMED);
}

static void
test_invalid_bytes_become_valid_text (void)
{
  static const char stream[] = "data: {\"choices\":[{\"delta\":{\"content\":\"a\xff\xe4\xbd"
  "b\"},\"finish_reason\":\"stop\"}]}\n\n";
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new ("custom");
  g_autoptr(PonderRequest) request = ponder_test_request_new (provider);
  g_autofree char *got = ponder_test_decode (request, stream, strlen (stream), 1);

  g_assert_true (g_utf8_validate (got, -1, NULL));
  g_assert_true (g_str_has_prefix (got, "text{a"));
}

static void
test_random_bytes_never_crash (void)
{
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new ("custom");
  g_autoptr(PonderRequest) request = ponder_test_request_new (provider);

  for (guint round = 0; round < 400; round++)
    {
      const Case *test = &cases[g_test_rand_int_range (0, G_N_ELEMENTS (cases))];
      g_autofree char *stream = g_strdup (test->stream);
      gsize length = strlen (stream);
      g_autofree char *got = NULL;

      for (guint i = 0; length > 0 && i < 3; i++)
        stream[g_test_rand_int_range (0, length)] = "\"{}[]:,\n<\\\x80"[g_test_rand_int_range (0,
                                                                                               11)];
      got = ponder_test_decode (request, stream, length, 0);
      g_assert_true (g_utf8_validate (got, -1, NULL));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/providers/openai-decoder/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/providers/openai-decoder/errors-come-before-and-after-the-first-word",
                   test_errors_come_before_and_after_the_first_word);
  g_test_add_func ("/providers/openai-decoder/a-line-may-be-long", test_a_line_may_be_long);
  g_test_add_func ("/providers/openai-decoder/complete-from-the-mark-on",
                   test_complete_from_the_mark_on);
  g_test_add_func ("/providers/openai-decoder/answer-has-a-limit", test_answer_has_a_limit);
  g_test_add_func ("/providers/openai-decoder/tool-calls-have-a-limit", test_tool_calls_have_a_limit);
  g_test_add_func ("/providers/openai-decoder/invalid-bytes-become-valid-text",
                   test_invalid_bytes_become_valid_text);
  g_test_add_func ("/providers/openai-decoder/random-bytes-never-crash",
                   test_random_bytes_never_crash);
  return g_test_run ();
}
