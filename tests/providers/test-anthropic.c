/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Anthropic dialect: answers cut anywhere, questions, lists of models. */

#include "config.h"

#include "ponder-test-dialect.h"

#include "ponder-error.h"
#include "ponder-fault.h"

#define EVENT(type, rest) "event: " type "\ndata: {\"type\":\"" type "\"" rest "}\n\n"
#define START EVENT ("message_start", ",\"message\":{\"model\":\"claude-x\",\"content\":[],\"usage\":{" \
                     "\"input_tokens\":10,\"cache_creation_input_tokens\":5,\"cache_read_input_tokens\":3," \
                     "\"output_tokens\":1}}")
#define BLOCK(index, block) EVENT ("content_block_start", ",\"index\":" index ",\"content_block\":{" block "}")
#define DELTA(index, delta) EVENT ("content_block_delta", ",\"index\":" index ",\"delta\":{" delta "}")
#define BLOCK_STOP(index) EVENT ("content_block_stop", ",\"index\":" index)
#define TEXT(text) DELTA ("0", "\"type\":\"text_delta\",\"text\":\"" text "\"")
#define HI BLOCK ("0", "\"type\":\"text\",\"text\":\"\"") TEXT ("Hi") BLOCK_STOP ("0")
#define REASON(reason) EVENT ("message_delta", ",\"delta\":{\"stop_reason\":\"" reason "\"," \
                              "\"stop_sequence\":null},\"usage\":{\"output_tokens\":7}")
#define STOP EVENT ("message_stop", "")
#define END REASON ("end_turn") STOP
#define PING EVENT ("ping", "")
#define ERROR "event: error\ndata: {\"type\":\"error\",\"error\":{\"details\":null," \
              "\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n"

#define COUNTED "usage{18/7/3/-1} model{claude-x} "
#define BEGUN "usage{18/1/3/-1} model{claude-x} "
#define CUT "truncated{network:  | }"
#define EMPTY "error{server: The server sent an empty answer | }"

static const PonderTestStream streams[] = {
  { "plain", START PING HI END, "text{Hi} " COUNTED "finish{stop}" },
  { "text-in-the-block", START BLOCK ("0", "\"type\":\"text\",\"text\":\"Hi\"") END,
    "text{Hi} " COUNTED "finish{stop}" },
  { "thinking",
    START BLOCK ("0", "\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"")
    DELTA ("0", "\"type\":\"thinking_delta\",\"thinking\":\"H\"")
    DELTA ("0", "\"type\":\"thinking_delta\",\"thinking\":\"m\"")
    DELTA ("0", "\"type\":\"thinking_delta\",\"thinking\":\"\"")
    DELTA ("0", "\"type\":\"signature_delta\",\"signature\":\"c2lnbg==\"") BLOCK_STOP ("0") HI END,
    "think{Hm} text{Hi} " COUNTED "finish{stop}" },
  { "redacted-thinking", START BLOCK ("0", "\"type\":\"redacted_thinking\",\"data\":\"x\"") BLOCK_STOP ("0") HI END,
    "text{Hi} " COUNTED "finish{stop}" },
  { "citations", START BLOCK ("0", "\"type\":\"text\",\"text\":\"\",\"citations\":[]")
    DELTA ("0", "\"type\":\"citations_delta\",\"citation\":{\"cited_text\":\"No\"}") TEXT ("Hi") END,
    "text{Hi} " COUNTED "finish{stop}" },
  { "tool-use",
    START BLOCK ("0", "\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":{}")
    DELTA ("0", "\"type\":\"input_json_delta\",\"partial_json\":\"\"")
    DELTA ("0", "\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\":\"")
    DELTA ("0", "\"type\":\"input_json_delta\",\"partial_json\":\"1}\"") BLOCK_STOP ("0")
    BLOCK ("1", "\"type\":\"tool_use\",\"id\":\"t2\",\"name\":\"g\",\"input\":{}") BLOCK_STOP ("1")
    REASON ("tool_use") STOP,
    "call0{t1 f {\"a\":1}} call1{t2 g {}} " COUNTED "finish{tool_calls}" },
  { "tools-of-the-server-are-not-calls",
    START BLOCK ("0", "\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":{}")
    DELTA ("0", "\"type\":\"input_json_delta\",\"partial_json\":\"{}\"") BLOCK_STOP ("0")
    BLOCK ("1", "\"type\":\"web_search_tool_result\",\"content\":[]") BLOCK_STOP ("1") HI END,
    "text{Hi} " COUNTED "finish{stop}" },
  { "unknown-events-and-deltas", START EVENT ("weather", ",\"text\":\"No\"") HI
    DELTA ("0", "\"type\":\"rain_delta\",\"text\":\"No\"") END, "text{Hi} " COUNTED "finish{stop}" },
  { "input-counted-again",
    START HI EVENT ("message_delta", ",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"input_tokens\":20,"
                    "\"cache_read_input_tokens\":0,\"output_tokens\":9,"
                    "\"output_tokens_details\":{\"thinking_tokens\":4}}") STOP,
    "text{Hi} usage{25/9/0/4} model{claude-x} finish{stop}" },
  { "nothing-counted", EVENT ("message_start", ",\"message\":{\"model\":\"m\"}") HI
    EVENT ("message_delta", ",\"delta\":{\"stop_reason\":\"end_turn\"}") STOP, "text{Hi} model{m} finish{stop}" },

  /* Why it ended. */
  { "max-tokens", START HI REASON ("max_tokens") STOP, "text{Hi} " COUNTED "finish{length}" },
  { "context-window", START HI REASON ("model_context_window_exceeded") STOP,
    "text{Hi} " COUNTED "finish{length}" },
  { "stop-sequence", START HI REASON ("stop_sequence") STOP, "text{Hi} " COUNTED "finish{stop}" },
  { "pause-turn", START HI REASON ("pause_turn") STOP, "text{Hi} " COUNTED "finish{stop}" },
  { "refusal-without-words",
    START PING EVENT ("message_delta", ",\"delta\":{\"stop_reason\":\"refusal\",\"stop_details\":{"
                      "\"type\":\"refusal\",\"category\":\"cyber\",\"explanation\":\"Not this\"}},"
                      "\"usage\":{\"output_tokens\":7}") STOP,
    COUNTED "finish{content_filter} error{content_filter:  | Not this}" },
  { "refusal-after-words", START HI REASON ("refusal") STOP, "text{Hi} " COUNTED "finish{content_filter}" },
  { "context-window-without-words", START REASON ("model_context_window_exceeded") STOP,
    COUNTED "error{context_length:  | stop_reason: model_context_window_exceeded}" },
  { "max-tokens-without-words", START REASON ("max_tokens") STOP,
    COUNTED "finish{length} error{invalid_request: The answer reached its length limit before it began. "
    "Raise the limit, or ask for less thinking. | }" },

  /* How it ended. */
  { "error-after-the-end-is-none", START HI END ERROR, "text{Hi} " COUNTED "finish{stop}" },
  { "nothing-counts-after-the-end", START HI END HI, "text{Hi} " COUNTED "finish{stop}" },
  { "nothing", "", EMPTY },
  { "only-pings", PING PING, EMPTY },
  { "only-a-start", START, BEGUN EMPTY },
  { "no-words", START END, COUNTED "finish{stop} " EMPTY },
  { "cut-off", START HI, "text{Hi} " BEGUN CUT },
  { "cut-off-before-the-stop", START HI REASON ("end_turn"), "text{Hi} " COUNTED "finish{stop} " CUT },
  { "cut-off-while-thinking", START DELTA ("0", "\"type\":\"thinking_delta\",\"thinking\":\"Hm\""),
    "think{Hm} " BEGUN CUT },

  /* Errors inside a stream. */
  { "error-first", ERROR, "error{server:  | Overloaded}" },
  { "error-in-the-middle", START HI ERROR, "text{Hi} " BEGUN "error{server:  | Overloaded}" },
  { "error-without-a-name", START "data: {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\","
    "\"message\":\"Slow down\"}}\n\n", BEGUN "error{rate_limit:  | Slow down}" },

  /* No stream at all. */
  { "document",
    "{\"type\":\"message\",\"model\":\"claude-x\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"Hm\"},"
    "{\"type\":\"text\",\"text\":\"H\"},{\"type\":\"text\",\"text\":\"i\"},"
    "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":{\"a\":1}}],\"stop_reason\":\"tool_use\","
    "\"usage\":{\"input_tokens\":1,\"output_tokens\":2}}",
    "think{Hm} text{Hi} call0{t1 f {\"a\":1}} usage{1/2/-1/-1} model{claude-x} finish{tool_calls}" },
  { "document-error", "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Slow down\"}}",
    "error{rate_limit:  | Slow down}" },
  { "document-of-something-else", "{\"hello\":1}", "error{malformed:  | }" },
};

#define MESSAGES "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stream\":true"
#define MODEL(model, rest) "{\"provider\":\"test\",\"model\":\"" model "\"" rest "}"
#define BODY(model, limit, rest) "{\"model\":\"" model "\",\"max_tokens\":" limit "," MESSAGES rest "}"
#define ADAPTIVE ",\"thinking\":{\"type\":\"adaptive\",\"display\":\"summarized\"}"
#define SCHEMA "{\"type\":\"object\",\"properties\":{\"minimum\":{\"type\":\"integer\",\"minimum\":1," \
               "\"maximum\":9,\"description\":\"How many\"},\"list\":{\"type\":\"array\",\"minItems\":2," \
               "\"items\":{\"oneOf\":[{\"type\":\"string\",\"minLength\":3},{\"type\":\"null\"}]}}}," \
               "\"required\":[\"minimum\"]}"
#define IN_WORDS "Reply with one JSON value only, without any text before or after it and without a code fence. " \
                 "It must follow this JSON schema:\\n"

static const PonderTestQuestion questions[] = {
  { "plain", MODEL ("claude-sonnet-4-5", ""), NULL, NULL, BODY ("claude-sonnet-4-5", "32000", "") },
  { "limit-of-old-models", MODEL ("claude-3-5-haiku-20241022", ""), NULL, NULL,
    BODY ("claude-3-5-haiku-20241022", "8192", "") },
  { "limit-of-the-oldest-models", MODEL ("claude-3-opus-20240229", ""), NULL, NULL,
    BODY ("claude-3-opus-20240229", "4096", "") },
  { "limit-as-wanted", MODEL ("claude-opus-4-1-20250805", ",\"max_tokens\":100"), NULL, NULL,
    BODY ("claude-opus-4-1-20250805", "100", "") },
  { "system", MODEL ("claude-sonnet-4-5", ",\"system\":\"Be brief\""), NULL, NULL,
    BODY ("claude-sonnet-4-5", "32000", ",\"system\":\"Be brief\"") },

  { "temperature-but-not-top-p", MODEL ("claude-sonnet-4-5", ",\"temperature\":0.5,\"top_p\":0.25"), NULL, NULL,
    BODY ("claude-sonnet-4-5", "32000", ",\"temperature\":0.5") },
  { "top-p", MODEL ("claude-sonnet-4-5", ",\"top_p\":0.25"), NULL, NULL,
    BODY ("claude-sonnet-4-5", "32000", ",\"top_p\":0.25") },
  { "no-sampling-after-4-6", MODEL ("claude-opus-4-7", ",\"temperature\":0.5"), NULL, NULL,
    BODY ("claude-opus-4-7", "32000", "") },
  { "no-sampling-beside-thinking", MODEL ("claude-sonnet-4-5", ",\"temperature\":0.5,\"reasoning\":\"low\""),
    NULL, NULL,
    BODY ("claude-sonnet-4-5", "32000", ",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2048}") },

  { "budget", MODEL ("claude-3-7-sonnet-latest", ",\"reasoning\":\"high\""), NULL, NULL,
    BODY ("claude-3-7-sonnet-latest", "32000", ",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":16000}") },
  { "budget-leaves-room", MODEL ("claude-sonnet-4-5", ",\"reasoning\":\"medium\",\"max_tokens\":3000"), NULL, NULL,
    BODY ("claude-sonnet-4-5", "3000", ",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1500}") },
  { "no-room-for-a-budget", MODEL ("claude-sonnet-4-5", ",\"reasoning\":\"high\",\"max_tokens\":1000"), NULL, NULL,
    BODY ("claude-sonnet-4-5", "1000", "") },
  { "no-thinking-before-3-7", MODEL ("claude-3-5-sonnet-20241022", ",\"reasoning\":\"high\""), NULL, NULL,
    BODY ("claude-3-5-sonnet-20241022", "8192", "") },
  { "adaptive", MODEL ("claude-opus-4-6", ",\"reasoning\":\"medium\""), NULL, NULL,
    BODY ("claude-opus-4-6", "32000", ADAPTIVE ",\"output_config\":{\"effort\":\"medium\"}") },
  { "adaptive-only-if-asked", MODEL ("claude-opus-4-6", ""), NULL, NULL, BODY ("claude-opus-4-6", "32000", "") },
  { "thoughts-shown-of-those-who-always-think", MODEL ("claude-opus-5", ""), NULL, NULL,
    BODY ("claude-opus-5", "32000", ADAPTIVE) },
  { "no-thinking", MODEL ("claude-sonnet-5", ",\"reasoning\":\"none\""), NULL, NULL,
    BODY ("claude-sonnet-5", "32000", ",\"thinking\":{\"type\":\"disabled\"}") },
  { "another-server", MODEL ("qwen3", ",\"reasoning\":\"low\""), NULL, NULL,
    BODY ("qwen3", "32000", ",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2048}") },

  { "schema", MODEL ("claude-haiku-4-5", ""), SCHEMA, NULL,
    BODY ("claude-haiku-4-5", "32000", ",\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{"
          "\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"minimum\"],\"properties\":{"
          "\"minimum\":{\"type\":\"integer\",\"description\":\"How many; minimum: 1; maximum: 9\"},"
          "\"list\":{\"type\":\"array\",\"description\":\"minItems: 2\",\"items\":{\"anyOf\":["
          "{\"type\":\"string\",\"description\":\"minLength: 3\"},{\"type\":\"null\"}]}}}}}}") },
  { "schema-refused", MODEL ("claude-haiku-4-5", ""), "{}", "output_config.format",
    BODY ("claude-haiku-4-5", "32000", ",\"system\":\"" IN_WORDS "{}\"") },
  { "schema-of-old-models", MODEL ("claude-3-5-haiku-latest", ""), "{}", NULL,
    BODY ("claude-3-5-haiku-latest", "8192", ",\"system\":\"" IN_WORDS "{}\"") },
  { "thinking-refused", MODEL ("claude-opus-5", ""), NULL, "thinking", BODY ("claude-opus-5", "32000", "") },
};

static const PonderTestModels models[] = {
  { "capabilities",
    "{\"data\":[{\"type\":\"model\",\"id\":\"claude-b\",\"display_name\":\"Claude B\",\"max_input_tokens\":200000,"
    "\"max_tokens\":64000,\"capabilities\":{\"image_input\":{\"supported\":true},\"pdf_input\":{\"supported\":true},"
    "\"thinking\":{\"supported\":true,\"types\":{}},\"structured_outputs\":{\"supported\":false}}},"
    "{\"type\":\"model\",\"id\":\"claude-a\",\"max_input_tokens\":null,\"capabilities\":null}],\"has_more\":false}",
    "claude-a(claude-a)=0/0 claude-b(Claude B)=200000/7" },
  { "odd-items", "{\"data\":[null,1,{},{\"id\":\"a\"},{\"id\":\"a\"}]}", "a(a)=0/0" },
  { "error", "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Slow down\"}}",
    "error: rate_limit" },
  { "page", "<html>Sign in</html>", "error: network" },
  { "nonsense", "{\"hello\":1}", "error: malformed" },
};

static void
test_history (void)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(PonderRequest) request = NULL;
  PonderMessage *failed;

  ponder_test_say (messages, PONDER_ROLE_SYSTEM, "Be kind");
  ponder_test_say (messages, PONDER_ROLE_USER, "One");
  failed = ponder_test_say (messages, PONDER_ROLE_ASSISTANT, "half of it");
  ponder_message_set_state (failed, PONDER_MESSAGE_FAILED);
  ponder_test_say (messages, PONDER_ROLE_USER, "Two");
  ponder_test_say (messages, PONDER_ROLE_ASSISTANT, "");
  ponder_test_say (messages, PONDER_ROLE_ASSISTANT, " \n");
  ponder_test_say (messages, PONDER_ROLE_TOOL, "result");
  ponder_test_say (messages, PONDER_ROLE_ASSISTANT, "Three \n");
  request = ponder_test_ask ("anthropic", MODEL ("claude-3-haiku", ",\"system\":\"Be brief\""), messages);
  ponder_request_set_stream (request, FALSE);
  ponder_test_assert_body (request, NULL,
                           "{\"model\":\"claude-3-haiku\",\"max_tokens\":4096,\"stream\":false,"
                           "\"system\":\"Be brief\\n\\nBe kind\",\"messages\":["
                           "{\"role\":\"user\",\"content\":\"One\\n\\nTwo\"},"
                           "{\"role\":\"assistant\",\"content\":\"Three\"}]}");
}

static void
test_attachments (void)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(PonderRequest) request = NULL;
  PonderMessage *message = ponder_test_say (messages, PONDER_ROLE_USER, "What is this?");

  ponder_test_attach (message, PONDER_PART_IMAGE, "a.png", "image/png", "PNG");
  ponder_test_attach (message, PONDER_PART_FILE, "a.pdf", "application/pdf", "PDF");
  ponder_test_attach (message, PONDER_PART_FILE, "a.txt", "text/x-c", "int x;");
  request = ponder_test_ask ("anthropic", MODEL ("claude-sonnet-4-5", ""), messages);
  ponder_test_assert_body (request, NULL,
                           "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":32000,\"stream\":true,\"messages\":["
                           "{\"role\":\"user\",\"content\":["
                           "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\","
                           "\"data\":\"UE5H\"}},"
                           "{\"type\":\"document\",\"source\":{\"type\":\"base64\","
                           "\"media_type\":\"application/pdf\",\"data\":\"UERG\"}},"
                           "{\"type\":\"text\",\"text\":\"What is this?\\n\\n"
                           "<file name=\\\"a.txt\\\">\\nint x;\\n</file>\"}"
                           "]}]}");
}

static void
test_file_of_another_kind (void)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(PonderDialect) dialect = ponder_dialect_new ("anthropic", NULL);
  g_autoptr(PonderRequest) request = NULL;
  g_autoptr(GError) error = NULL;

  ponder_test_attach (ponder_test_say (messages, PONDER_ROLE_USER, ""), PONDER_PART_FILE, "a.zip",
                      "application/zip", "PK");
  request = ponder_test_ask ("anthropic", MODEL ("claude-sonnet-4-5", ""), messages);
  g_assert_null (ponder_dialect_encode_request (dialect, request, NULL, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
}

static void
test_a_refusal_is_part_of_a_sentence (void)
{
  static const char stream[] = START EVENT ("message_delta", ",\"delta\":{\"stop_reason\":\"refusal\","
                                            "\"stop_details\":{\"explanation\":\"It is not safe.\"}}") STOP;
  g_autoptr(PonderFault) fault = ponder_test_fail ("anthropic", stream);

  g_assert_cmpstr (fault->reason, ==, "It is not safe");
  g_assert_cmpstr (fault->details, ==, "It is not safe.");
}

static void
test_addresses_and_headers (void)
{
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new ("anthropic");
  g_autoptr(PonderRequest) request = ponder_test_request_new (provider);
  g_autoptr(PonderDialect) dialect = ponder_dialect_new ("anthropic", NULL);
  g_auto(GStrv) headers = ponder_dialect_dup_headers (dialect, provider, "secret");
  g_autofree char *joined = g_strjoinv (" ", headers);
  g_autofree char *with_version = ponder_dialect_dup_chat_url (dialect, request);
  g_autofree char *chat = NULL;
  g_autofree char *list = NULL;

  ponder_provider_config_set_base_url (provider, "https://host/proxy?tenant=1");
  chat = ponder_dialect_dup_chat_url (dialect, request);
  list = ponder_dialect_dup_models_url (dialect, provider);
  g_assert_cmpstr (with_version, ==, "https://api.example.com/v1/messages");
  g_assert_cmpstr (chat, ==, "https://host/proxy/v1/messages?tenant=1");
  g_assert_cmpstr (list, ==, "https://host/proxy/v1/models?tenant=1&limit=1000");
  g_assert_cmpstr (joined, ==, "Accept application/json, text/event-stream anthropic-version 2023-06-01 "
                               "x-api-key secret");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ponder_test_add_streams ("anthropic", streams, G_N_ELEMENTS (streams));
  ponder_test_add_questions ("anthropic", questions, G_N_ELEMENTS (questions));
  ponder_test_add_models ("anthropic", models, G_N_ELEMENTS (models));
  g_test_add_func ("/providers/anthropic/history", test_history);
  g_test_add_func ("/providers/anthropic/attachments", test_attachments);
  g_test_add_func ("/providers/anthropic/file-of-another-kind", test_file_of_another_kind);
  g_test_add_func ("/providers/anthropic/a-refusal-is-part-of-a-sentence", test_a_refusal_is_part_of_a_sentence);
  g_test_add_func ("/providers/anthropic/addresses-and-headers", test_addresses_and_headers);
  return g_test_run ();
}
