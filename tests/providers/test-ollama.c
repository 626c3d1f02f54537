/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Ollama dialect: answers cut anywhere, questions, lists of models and what is asked about one. */

#include "config.h"

#include "ponder-test-dialect.h"

#include "ponder-error.h"
#include "ponder-model-info.h"

#include <string.h>

#define LINE(message) "{\"model\":\"m-1\",\"message\":{\"role\":\"assistant\"," message "},\"done\":false}\n"
#define HI LINE ("\"content\":\"Hi\"")
#define DONE(reason, rest) "{\"model\":\"m-1\",\"message\":{\"role\":\"assistant\",\"content\":\"\"}," \
                           "\"done\":true,\"done_reason\":\"" reason "\"" rest "}\n"
#define COUNTS ",\"total_duration\":5000000,\"prompt_eval_count\":12,\"eval_count\":3"
#define COUNTED "usage{12/3/-1/-1} model{m-1} "
#define UNCOUNTED "usage{-1/-1/-1/-1} model{m-1} "
#define CUT "truncated{network:  | }"
#define EMPTY "error{server: The server sent an empty answer | }"

static const PonderTestStream streams[] = {
  { "plain", LINE ("\"content\":\"H\"") LINE ("\"content\":\"i\"") DONE ("stop", COUNTS),
    "text{Hi} " COUNTED "finish{stop}" },
  { "thinking", LINE ("\"content\":\"\",\"thinking\":\"Hm\"") HI DONE ("stop", COUNTS),
    "think{Hm} text{Hi} " COUNTED "finish{stop}" },
  { "think-mark", LINE ("\"content\":\"<think>Hm</th\"") LINE ("\"content\":\"ink>Hi\"") DONE ("stop", COUNTS),
    "think{Hm} text{Hi} " COUNTED "finish{stop}" },
  { "tool-calls",
    LINE ("\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":{\"a\":1}}},"
          "{\"id\":\"c2\",\"function\":{\"index\":1,\"name\":\"g\",\"arguments\":{}}}]") DONE ("stop", COUNTS),
    "call0{f {\"a\":1}} call1{c2 g {}} " COUNTED "finish{stop}" },
  { "tool-calls-in-two-lines",
    LINE ("\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":{}}}]")
    LINE ("\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":{}}}]") DONE ("stop", COUNTS),
    "call0{f {}} call1{f {}} " COUNTED "finish{stop}" },
  { "counters-left-out", HI DONE ("stop", ",\"eval_count\":2"), "text{Hi} usage{-1/2/-1/-1} model{m-1} finish{stop}" },
  { "words-on-the-last-line", "{\"model\":\"m-1\",\"message\":{\"content\":\"Hi\"},\"done\":true" COUNTS "}",
    "text{Hi} " COUNTED "finish{stop}" },
  { "carriage-returns-and-blank-lines", "\r\n{\"message\":{\"content\":\"Hi\"},\"done\":false}\r\n\r\n"
    "{\"done\":true,\"eval_count\":1}\r\n", "text{Hi} usage{-1/1/-1/-1} finish{stop}" },

  { "length", HI DONE ("length", COUNTS), "text{Hi} " COUNTED "finish{length}" },
  { "loaded-only", DONE ("load", ""), UNCOUNTED "finish{stop} " EMPTY },
  { "done-twice", HI DONE ("stop", "") DONE ("stop", ",\"prompt_eval_count\":0,\"eval_count\":0"),
    "text{Hi} " UNCOUNTED "finish{stop}" },
  { "error-after-the-end-is-none", HI DONE ("stop", COUNTS) "{\"error\":\"late\"}\n",
    "text{Hi} " COUNTED "finish{stop}" },

  { "nothing", "", EMPTY },
  { "no-words", DONE ("stop", COUNTS), COUNTED "finish{stop} " EMPTY },
  { "cut-off", HI, "text{Hi} model{m-1} " CUT },
  { "cut-off-in-a-line", HI "{\"model\":\"m-1\",\"mess", "text{Hi} model{m-1} " CUT },
  { "cut-off-while-thinking", LINE ("\"thinking\":\"Hm\""), "think{Hm} model{m-1} " CUT },

  { "error-first", "{\"error\":\"model 'x' not found\"}", "error{model_not_found:  | model 'x' not found}" },
  { "error-in-the-middle", HI "{\"error\":\"an error was encountered while running the model: unexpected EOF\"}\n",
    "text{Hi} model{m-1} error{server:  | an error was encountered while running the model: unexpected EOF}" },
  { "four-bad-lines", HI "a\nb\nc\nd\n" DONE ("stop", COUNTS), "text{Hi} model{m-1} error{malformed:  | }" },
  { "page", "<html><body>Sign in</body></html>",
    "error{network:  | Sign in}" },
};

#define MODEL(model, rest) "{\"provider\":\"test\",\"model\":\"" model "\"" rest "}"
#define USER "{\"role\":\"user\",\"content\":\"Hi\"}"
#define BODY(model, messages, rest) "{\"model\":\"" model "\",\"messages\":[" messages "],\"stream\":true," \
                                    "\"truncate\":false" rest "}"
#define IN_WORDS "Reply with one JSON value only, without any text before or after it and without a code fence. " \
                 "It must follow this JSON schema:\\n"
#define TOLD "{\"role\":\"system\",\"content\":\"" IN_WORDS "{}\"}," USER

static const PonderTestQuestion questions[] = {
  { "plain", MODEL ("qwen3", ""), NULL, NULL, BODY ("qwen3", USER, "") },
  { "system-and-options",
    MODEL ("qwen3", ",\"system\":\"Be brief\",\"temperature\":0.5,\"top_p\":0.25,\"frequency_penalty\":0.125,"
           "\"presence_penalty\":1.5,\"max_tokens\":9"), NULL, NULL,
    BODY ("qwen3", "{\"role\":\"system\",\"content\":\"Be brief\"}," USER,
          ",\"options\":{\"temperature\":0.5,\"top_p\":0.25,\"frequency_penalty\":0.125,\"presence_penalty\":1.5,"
          "\"num_predict\":9}") },
  { "think", MODEL ("qwen3", ",\"reasoning\":\"high\""), NULL, NULL, BODY ("qwen3", USER, ",\"think\":true") },
  { "no-thinking", MODEL ("qwen3", ",\"reasoning\":\"none\""), NULL, NULL, BODY ("qwen3", USER, ",\"think\":false") },
  { "level", MODEL ("gpt-oss:20b", ",\"reasoning\":\"high\""), NULL, NULL,
    BODY ("gpt-oss:20b", USER, ",\"think\":\"high\"") },
  { "least-level", MODEL ("gpt-oss:20b", ",\"reasoning\":\"none\""), NULL, NULL,
    BODY ("gpt-oss:20b", USER, ",\"think\":\"low\"") },
  { "think-refused", MODEL ("tinyllama", ",\"reasoning\":\"high\""), NULL, "think", BODY ("tinyllama", USER, "") },
  { "schema", MODEL ("qwen3", ""), "{}", NULL, BODY ("qwen3", TOLD, ",\"format\":{}") },
  { "schema-refused", MODEL ("qwen3", ""), "{}", "format.json_schema", BODY ("qwen3", TOLD, ",\"format\":\"json\"") },
  { "json-refused", MODEL ("qwen3", ""), "{}", "format", BODY ("qwen3", TOLD, "") },
};

static const PonderTestModels models[] = {
  { "names",
    "{\"models\":[{\"name\":\"qwen3:8b\",\"model\":\"qwen3:8b\",\"size\":1,\"details\":{\"family\":\"qwen3\"}},"
    "{\"model\":\"a:latest\"},{\"size\":1},null]}", "a:latest(a:latest)=0/0 qwen3:8b(qwen3:8b)=0/0" },
  { "newer-servers-say-more",
    "{\"models\":[{\"name\":\"a\",\"details\":{\"context_length\":2048},\"capabilities\":[\"completion\",\"tools\","
    "\"thinking\",\"vision\"]},{\"name\":\"b\",\"capabilities\":[\"embedding\"]}]}", "a(a)=2048/13" },
  { "none", "{\"models\":[]}", "" },
  { "null", "{\"models\":null}", "error: malformed" },
  { "error", "{\"error\":\"it broke\"}", "error: server" },
};

static void
test_attachments (void)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(PonderRequest) request = NULL;
  PonderMessage *message = ponder_test_say (messages, PONDER_ROLE_USER, "What?");

  ponder_test_attach (message, PONDER_PART_IMAGE, "a.png", "image/png", "PNG");
  ponder_test_attach (message, PONDER_PART_FILE, "a.txt", "text/plain", "words");
  request = ponder_test_ask ("ollama", MODEL ("qwen3", ""), messages);
  ponder_test_assert_body (request, NULL,
                           BODY ("qwen3", "{\"role\":\"user\",\"content\":\"What?\\n\\n"
                                 "<file name=\\\"a.txt\\\">\\nwords\\n</file>\","
                                 "\"images\":[\"UE5H\"]}", ""));
}

static void
test_file_of_another_kind (void)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(PonderDialect) dialect = ponder_dialect_new ("ollama", NULL);
  g_autoptr(PonderRequest) request = NULL;
  g_autoptr(GError) error = NULL;

  ponder_test_attach (ponder_test_say (messages, PONDER_ROLE_USER, "What?"), PONDER_PART_FILE, "a.pdf",
                      "application/pdf", "PDF");
  request = ponder_test_ask ("ollama", MODEL ("qwen3", ""), messages);
  g_assert_null (ponder_dialect_encode_request (dialect, request, NULL, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
}

static void
assert_details (const char      *text,
                gboolean         can_chat,
                guint            n_tokens,
                PonderAbilities  abilities)
{
  g_autoptr(PonderDialect) dialect = ponder_dialect_new ("ollama", NULL);
  g_autoptr(PonderModelInfo) model = ponder_model_info_new ("test", "m", NULL);
  g_autoptr(GBytes) body = g_bytes_new (text, strlen (text));

  g_assert_true (ponder_dialect_decode_details (dialect, body, model) == can_chat);
  g_assert_cmpuint (ponder_model_info_get_context_length (model), ==, n_tokens);
  g_assert_cmpuint (ponder_model_info_get_abilities (model), ==, abilities);
}

static void
test_details (void)
{
  assert_details ("{\"capabilities\":[\"completion\",\"vision\"],\"model_info\":{\"general.parameter_count\":1,"
                  "\"llama.context_length\":8192}}", TRUE, 8192, PONDER_ABILITY_IMAGES);
  assert_details ("{\"capabilities\":[\"embedding\"],\"model_info\":{\"bert.context_length\":512}}", FALSE, 512, 0);
  assert_details ("{\"capabilities\":[1,null],\"model_info\":[]}", FALSE, 0, 0);
  assert_details ("{\"model_info\":{\"x.context_length\":-4}}", TRUE, 0, 0);
  assert_details ("nonsense", TRUE, 0, 0);
}

static void
test_addresses_and_headers (void)
{
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new ("ollama");
  g_autoptr(PonderRequest) request = ponder_test_request_new (provider);
  g_autoptr(PonderDialect) dialect = ponder_dialect_new ("ollama", NULL);
  g_auto(GStrv) headers = ponder_dialect_dup_headers (dialect, provider, NULL);
  g_autofree char *chat = NULL;
  g_autofree char *list = NULL;
  g_autofree char *details = NULL;

  ponder_provider_config_set_base_url (provider, "http://localhost:11434");
  chat = ponder_dialect_dup_chat_url (dialect, request);
  list = ponder_dialect_dup_models_url (dialect, provider);
  details = ponder_dialect_dup_details_url (dialect, provider);
  g_assert_cmpstr (chat, ==, "http://localhost:11434/api/chat");
  g_assert_cmpstr (list, ==, "http://localhost:11434/api/tags");
  g_assert_cmpstr (details, ==, "http://localhost:11434/api/show");
  g_assert_cmpuint (g_strv_length (headers), ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ponder_test_add_streams ("ollama", streams, G_N_ELEMENTS (streams));
  ponder_test_add_questions ("ollama", questions, G_N_ELEMENTS (questions));
  ponder_test_add_models ("ollama", models, G_N_ELEMENTS (models));
  g_test_add_func ("/providers/ollama/attachments", test_attachments);
  g_test_add_func ("/providers/ollama/file-of-another-kind", test_file_of_another_kind);
  g_test_add_func ("/providers/ollama/details", test_details);
  g_test_add_func ("/providers/ollama/addresses-and-headers", test_addresses_and_headers);
  return g_test_run ();
}
