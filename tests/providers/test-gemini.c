/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Gemini dialect: answers cut anywhere, questions, lists of models. */

#include "config.h"

#include "ponder-test-dialect.h"

#include "ponder-fault.h"

#define DATA(json) "data: " json "\r\n\r\n"
#define PARTS(parts, rest) "{\"candidates\":[{\"content\":{\"parts\":[" parts "],\"role\":\"model\"}," \
                           "\"index\":0" rest "}]}"
#define HI DATA (PARTS ("{\"text\":\"Hi\"}", ""))
#define FINISH(reason) DATA ("{\"candidates\":[{\"finishReason\":\"" reason "\"}]}")
#define ERROR "{\n  \"error\": {\n    \"code\": 503,\n    \"message\": \"Overloaded\",\n    " \
              "\"status\": \"UNAVAILABLE\"\n  }\n}\n"

#define CUT "truncated{network:  | }"
#define EMPTY "error{server: The server sent an empty answer | }"

static const PonderTestStream streams[] = {
  { "plain",
    DATA ("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"H\"}],\"role\":\"model\"},\"index\":0}],"
          "\"usageMetadata\":{\"promptTokenCount\":8,\"totalTokenCount\":8},\"modelVersion\":\"gemini-x\"}")
    DATA ("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"i\"}]},\"finishReason\":\"STOP\"}],"
          "\"usageMetadata\":{\"promptTokenCount\":8,\"candidatesTokenCount\":2,\"thoughtsTokenCount\":5,"
          "\"cachedContentTokenCount\":3},\"modelVersion\":\"gemini-x\"}"),
    "text{Hi} usage{8/7/3/5} model{gemini-x} finish{stop}" },
  { "thoughts", DATA (PARTS ("{\"text\":\"Hm\",\"thought\":true}", "")) HI
    DATA (PARTS ("{\"text\":\"\",\"thoughtSignature\":\"c2ln\"}", ",\"finishReason\":\"STOP\"")),
    "think{Hm} text{Hi} finish{stop}" },
  { "content-missing", DATA ("{\"candidates\":[{\"index\":0}]}") HI DATA ("{\"candidates\":[{\"content\":{}}]}")
    DATA ("{\"usageMetadata\":{\"promptTokenCount\":1}}") FINISH ("STOP"),
    "text{Hi} usage{1/-1/-1/-1} finish{stop}" },
  { "function-calls",
    DATA (PARTS ("{\"functionCall\":{\"name\":\"f\",\"args\":{\"a\":1}}},{\"functionCall\":{\"id\":\"x\","
                 "\"name\":\"f\"}}", "")) FINISH ("STOP"),
    "call0{f {\"a\":1}} call1{x f {}} finish{stop}" },
  { "function-call-in-pieces",
    DATA (PARTS ("{\"functionCall\":{\"name\":\"f\",\"willContinue\":true}}", ""))
    DATA (PARTS ("{\"functionCall\":{\"partialArgs\":[],\"willContinue\":true}}", ""))
    DATA (PARTS ("{\"functionCall\":{}}", "")) FINISH ("STOP"),
    "call0{f {}} finish{stop}" },

  { "max-tokens", HI FINISH ("MAX_TOKENS"), "text{Hi} finish{length}" },
  { "safety", HI FINISH ("SAFETY"), "text{Hi} finish{content_filter}" },
  { "recitation-without-words",
    DATA ("{\"candidates\":[{\"finishReason\":\"RECITATION\",\"finishMessage\":\"Too like a book\"}]}"),
    "finish{content_filter} error{content_filter:  | finishReason: RECITATION\nToo like a book}" },
  { "blocked-question", DATA ("{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"},"
                              "\"usageMetadata\":{\"promptTokenCount\":4}}"),
    "usage{4/-1/-1/-1} finish{content_filter} error{content_filter:  | blockReason: PROHIBITED_CONTENT}" },
  { "feedback-that-blocks-nothing", DATA ("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}]}}],"
                                          "\"promptFeedback\":{\"safetyRatings\":[]}}") FINISH ("STOP"),
    "text{Hi} finish{stop}" },
  { "other-is-stop", HI FINISH ("OTHER"), "text{Hi} finish{stop}" },
  { "broken-call", FINISH ("MALFORMED_FUNCTION_CALL"),
    "error{server:  | finishReason: MALFORMED_FUNCTION_CALL}" },
  { "unspecified-is-no-end", HI FINISH ("FINISH_REASON_UNSPECIFIED"), "text{Hi} " CUT },

  { "cut-off", HI, "text{Hi} " CUT },
  { "cut-off-while-thinking", DATA (PARTS ("{\"text\":\"Hm\",\"thought\":true}", "")), "think{Hm} " CUT },
  { "nothing", "", EMPTY },
  { "no-words", FINISH ("STOP"), "finish{stop} " EMPTY },
  { "error-first", DATA ("{\"error\":{\"code\":429,\"message\":\"Quota\",\"status\":\"RESOURCE_EXHAUSTED\"}}"),
    "error{rate_limit:  | Quota}" },
  { "error-bare-in-the-middle", HI ERROR, "text{Hi} error{server:  | Overloaded}" },
  { "error-after-the-end-is-none", HI FINISH ("STOP") ERROR, "text{Hi} finish{stop}" },

  { "document", PARTS ("{\"text\":\"Hm\",\"thought\":true},{\"text\":\"Hi\"}", ",\"finishReason\":\"STOP\""),
    "think{Hm} text{Hi} finish{stop}" },
  { "list", "[" PARTS ("{\"text\":\"H\"}", "") ",\n" PARTS ("{\"text\":\"i\"}", ",\"finishReason\":\"STOP\"") "]",
    "text{Hi} finish{stop}" },
  { "error-in-a-list", "[" PARTS ("{\"text\":\"Hi\"}", "") "," ERROR "]",
    "text{Hi} error{server:  | Overloaded}" },
  { "list-cut-off", "[" PARTS ("{\"text\":\"Hi\"}", "") ",", CUT },
  { "document-error", ERROR, "error{server:  | Overloaded}" },
};

#define MODEL(model, rest) "{\"provider\":\"test\",\"model\":\"" model "\"" rest "}"
#define BODY(generation, rest) "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]," \
                               "\"generationConfig\":{" generation "}" rest "}"
#define SHOWN "\"thinkingConfig\":{\"includeThoughts\":true}"
#define LEVEL(level) "\"thinkingConfig\":{\"thinkingLevel\":\"" level "\",\"includeThoughts\":true}"
#define BUDGET(budget) "\"thinkingConfig\":{\"thinkingBudget\":" budget ",\"includeThoughts\":true}"
#define SYSTEM(text) ",\"systemInstruction\":{\"parts\":[{\"text\":\"" text "\"}]}"
#define IN_WORDS "Reply with one JSON value only, without any text before or after it and without a code fence. " \
                 "It must follow this JSON schema:\\n"

static const PonderTestQuestion questions[] = {
  { "plain", MODEL ("gemma-3", ""), NULL, NULL, BODY ("", "") },
  { "system-and-sampling",
    MODEL ("gemini-2.0-flash", ",\"system\":\"Be brief\",\"temperature\":0.5,\"top_p\":0.25,"
           "\"frequency_penalty\":0.125,\"presence_penalty\":1.5,\"max_tokens\":9,\"reasoning\":\"low\""), NULL, NULL,
    BODY ("\"temperature\":0.5,\"topP\":0.25,\"frequencyPenalty\":0.125,\"presencePenalty\":1.5,"
          "\"maxOutputTokens\":9", SYSTEM ("Be brief")) },
  { "thoughts-are-shown", MODEL ("gemini-2.5-flash", ""), NULL, NULL, BODY (SHOWN, "") },
  { "who-does-not-think-shows-none", MODEL ("gemini-2.5-flash-lite", ""), NULL, NULL, BODY ("", "") },
  { "budget", MODEL ("gemini-2.5-flash-lite", ",\"reasoning\":\"medium\""), NULL, NULL, BODY (BUDGET ("8192"), "") },
  { "no-budget", MODEL ("gemini-2.5-flash", ",\"reasoning\":\"none\""), NULL, NULL,
    BODY ("\"thinkingConfig\":{\"thinkingBudget\":0,\"includeThoughts\":false}", "") },
  { "pro-always-thinks", MODEL ("gemini-2.5-pro", ",\"reasoning\":\"none\""), NULL, NULL, BODY (BUDGET ("128"), "") },
  { "level", MODEL ("gemini-3-flash-preview", ",\"reasoning\":\"medium\""), NULL, NULL, BODY (LEVEL ("medium"), "") },
  { "level-least", MODEL ("gemini-3-flash-preview", ",\"reasoning\":\"none\""), NULL, NULL,
    BODY (LEVEL ("minimal"), "") },
  { "level-least-of-pro", MODEL ("models/gemini-3.1-pro", ",\"reasoning\":\"none\""), NULL, NULL,
    BODY (LEVEL ("low"), "") },
  { "level-most", MODEL ("gemini-flash-latest", ",\"reasoning\":\"max\""), NULL, NULL, BODY (LEVEL ("high"), "") },
  { "thinking-refused", MODEL ("gemini-3-pro", ""), NULL, "generationConfig.thinkingConfig", BODY ("", "") },
  { "schema", MODEL ("gemma-3", ""), "{\"type\":\"object\"}", NULL,
    BODY ("\"responseMimeType\":\"application/json\",\"responseJsonSchema\":{\"type\":\"object\"}", "") },
  { "schema-refused", MODEL ("gemma-3", ""), "{}", "generationConfig.responseJsonSchema",
    BODY ("\"responseMimeType\":\"application/json\"", SYSTEM (IN_WORDS "{}")) },
  { "json-refused", MODEL ("gemma-3", ""), "{}", "generationConfig.responseMimeType",
    BODY ("", SYSTEM (IN_WORDS "{}")) },
};

static const PonderTestModels models[] = {
  { "list",
    "{\"models\":[{\"name\":\"models/gemini-b\",\"displayName\":\"Gemini B\",\"inputTokenLimit\":1048576,"
    "\"supportedGenerationMethods\":[\"countTokens\",\"generateContent\"],\"thinking\":true},"
    "{\"name\":\"models/embedding\",\"supportedGenerationMethods\":[\"embedContent\"]},"
    "{\"name\":\"models/gemini-a\"},{\"displayName\":\"No name\"}],\"nextPageToken\":\"x\"}",
    "gemini-a(gemini-a)=0/0 gemini-b(Gemini B)=1048576/4" },
  { "bad-key",
    "{\"error\":{\"code\":400,\"message\":\"API key not valid.\",\"status\":\"INVALID_ARGUMENT\","
    "\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}}", "error: authentication" },
  { "methods-that-are-none", "{\"models\":[{\"name\":\"models/a\",\"supportedGenerationMethods\":[{},1,null,"
    "[\"generateContent\"]]}]}", "" },
  { "nonsense", "{}", "error: malformed" },
};

static void
test_history_and_attachments (void)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(PonderRequest) request = NULL;
  PonderMessage *message = ponder_test_say (messages, PONDER_ROLE_USER, "One");

  ponder_test_attach (message, PONDER_PART_IMAGE, "a.png", "image/png", "PNG");
  ponder_test_attach (message, PONDER_PART_FILE, "a.txt", "text/plain", "words");
  ponder_test_say (messages, PONDER_ROLE_ASSISTANT, "Two");
  ponder_test_say (messages, PONDER_ROLE_USER, "Three");
  request = ponder_test_ask ("gemini", MODEL ("gemma-3", ""), messages);
  ponder_test_assert_body (request, NULL,
                           "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"inlineData\":{"
                           "\"mimeType\":\"image/png\",\"data\":\"UE5H\"}},{\"text\":"
                           "\"One\\n\\n<file name=\\\"a.txt\\\">\\nwords\\n</file>\"}]},"
                           "{\"role\":\"model\",\"parts\":[{\"text\":\"Two\"}]},"
                           "{\"role\":\"user\",\"parts\":[{\"text\":\"Three\"}]}],\"generationConfig\":{}}");
}

static void
assert_chat_url (const char *model,
                 gboolean    stream,
                 const char *expected)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new ();
  g_autofree char *config = g_strdup_printf ("{\"provider\":\"test\",\"model\":\"%s\"}", model);
  g_autoptr(PonderRequest) request = ponder_test_ask ("gemini", config, messages);
  g_autoptr(PonderDialect) dialect = ponder_dialect_new ("gemini", NULL);
  g_autofree char *url = NULL;

  ponder_request_set_stream (request, stream);
  url = ponder_dialect_dup_chat_url (dialect, request);
  g_assert_cmpstr (url, ==, expected);
}

static void
test_addresses_and_headers (void)
{
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new ("gemini");
  g_autoptr(PonderDialect) dialect = ponder_dialect_new ("gemini", NULL);
  g_autofree char *list = ponder_dialect_dup_models_url (dialect, provider);
  g_auto(GStrv) headers = ponder_dialect_dup_headers (dialect, provider, "secret");
  g_autofree char *joined = g_strjoinv (" ", headers);

  assert_chat_url ("gemini-x", TRUE, "https://api.example.com/models/gemini-x:streamGenerateContent?alt=sse");
  assert_chat_url ("models/gemini-x", FALSE, "https://api.example.com/models/gemini-x:generateContent");
  assert_chat_url ("tunedModels/mine", FALSE, "https://api.example.com/tunedModels/mine:generateContent");
  assert_chat_url ("../a b?c", FALSE, "https://api.example.com/models/..%2Fa%20b%3Fc:generateContent");
  g_assert_cmpstr (list, ==, "https://api.example.com/v1/models?pageSize=1000");
  g_assert_cmpstr (joined, ==, "Accept application/json, text/event-stream x-goog-api-key secret");
}

/* What a person reads holds the reason alone; the details have all that was said. */
static void
test_reason_is_told_in_a_word (void)
{
  static const char stream[] = DATA ("{\"candidates\":[{\"finishReason\":\"RECITATION\","
                                     "\"finishMessage\":\"Too like a book\"}]}");
  g_autoptr(PonderFault) fault = ponder_test_fail ("gemini", stream);

  g_assert_cmpstr (fault->reason, ==, "RECITATION");
  g_assert_cmpstr (fault->details, ==, "finishReason: RECITATION\nToo like a book");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ponder_test_add_streams ("gemini", streams, G_N_ELEMENTS (streams));
  ponder_test_add_questions ("gemini", questions, G_N_ELEMENTS (questions));
  ponder_test_add_models ("gemini", models, G_N_ELEMENTS (models));
  g_test_add_func ("/providers/gemini/history-and-attachments", test_history_and_attachments);
  g_test_add_func ("/providers/gemini/addresses-and-headers", test_addresses_and_headers);
  g_test_add_func ("/providers/gemini/reason-is-told-in-a-word", test_reason_is_told_in_a_word);
  return g_test_run ();
}
