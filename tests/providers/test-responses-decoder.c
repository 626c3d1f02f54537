/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Streams and documents of the responses dialect, whole and cut anywhere. */

#include "config.h"

#include "ponder-test-provider.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *stream;
  const char *expected;
} Case;

#define EVENT(type, fields) \
  "event: " type "\ndata: {\"type\":\"" type "\",\"sequence_number\":1" fields "}\n\n"
#define CREATED EVENT ("response.created", ",\"response\":{\"id\":\"resp_1\",\"model\":\"m-1\"," \
    "\"status\":\"in_progress\",\"error\":null,\"output\":[]}") \
  EVENT ("response.in_progress", ",\"response\":{\"id\":\"resp_1\",\"model\":\"m-1\"}")
#define TEXT(text) EVENT ("response.output_text.delta", ",\"item_id\":\"msg_1\",\"output_index\":0," \
    "\"content_index\":0,\"delta\":\"" text "\"")
#define SUMMARY(index, text) EVENT ("response.reasoning_summary_text.delta", ",\"item_id\":\"rs_1\"," \
    "\"output_index\":0,\"summary_index\":" index ",\"delta\":\"" text "\"")
#define USAGE "\"usage\":{\"input_tokens\":9,\"input_tokens_details\":{\"cached_tokens\":4},\"output_tokens\":7," \
    "\"output_tokens_details\":{\"reasoning_tokens\":5},\"total_tokens\":16}"
#define COMPLETED EVENT ("response.completed", ",\"response\":{\"status\":\"completed\",\"model\":\"m-1\"," \
    "\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hello\"}]}]," USAGE "}")
#define INCOMPLETE(reason) EVENT ("response.incomplete", ",\"response\":{\"status\":\"incomplete\"," \
    "\"incomplete_details\":{\"reason\":\"" reason "\"},\"output\":[]}")
#define CALL(index, id, call, name) EVENT ("response.output_item.added", ",\"output_index\":" index "," \
    "\"item\":{\"type\":\"function_call\",\"id\":\"" id "\",\"call_id\":\"" call "\",\"name\":\"" name "\"," \
    "\"arguments\":\"\"}")
#define ARGUMENTS(index, id, piece) EVENT ("response.function_call_arguments.delta", ",\"output_index\":" \
    index ",\"item_id\":\"" id "\",\"delta\":\"" piece "\"")
#define CALL_DONE(index, id, call, name, arguments) EVENT ("response.output_item.done", ",\"output_index\":" \
    index ",\"item\":{\"type\":\"function_call\",\"id\":\"" id "\",\"call_id\":\"" call "\",\"name\":\"" \
    name "\",\"arguments\":\"" arguments "\"}")
#define END "usage{9/7/4/5} model{m-1} finish{stop}"

static const Case cases[] = {
  { "text", CREATED TEXT ("Hel") TEXT ("lo")
    EVENT ("response.output_text.done", ",\"text\":\"Hello\"")
    EVENT ("response.content_part.done", ",\"part\":{\"type\":\"output_text\",\"text\":\"Hello\"}")
    EVENT ("response.output_item.done", ",\"item\":{\"type\":\"message\",\"content\":[{\"type\":\"output_text\","
    "\"text\":\"Hello\"}]}")
    COMPLETED, "text{Hello} " END },
  { "types-without-event-names",
    "data: {\"type\":\"response.output_text.delta\",\"delta\":\"Hi\"}\n\ndata: {\"type\":\"response.completed\","
    "\"response\":{}}\n\n",
    "text{Hi} finish{stop}" },
  { "event-names-without-types",
    "event: response.output_text.delta\ndata: {\"delta\":\"Hi\"}\n\nevent: response.completed\ndata: {}\n\n",
    "text{Hi} finish{stop}" },
  { "text-that-only-comes-at-the-end", CREATED COMPLETED, "text{Hello} " END },
  { "nothing-counts-after-the-end", TEXT ("Hi") COMPLETED TEXT ("more") EVENT ("error", ",\"message\":\"late\""),
    "text{Hi} " END },
  { "unknown-events-are-skipped", EVENT ("response.web_search_call.searching", ",\"item_id\":\"x\"") TEXT ("Hi")
    EVENT ("response.output_text.annotation.added", ",\"annotation\":{}") EVENT ("keepalive", "") COMPLETED,
    "text{Hi} " END },
  { "refusal", CREATED EVENT ("response.refusal.delta", ",\"delta\":\"I \"") EVENT ("response.refusal.delta", ","
    "\"delta\":\"won't\"") COMPLETED,
    "text{I won't} " END },

  { "summaries-are-paragraphs", CREATED SUMMARY ("0", "First") SUMMARY ("0", " one") SUMMARY ("1", "Second")
    TEXT ("Hi") COMPLETED,
    "think{First one\n\nSecond} text{Hi} " END },
  { "reasoning-text", EVENT ("response.reasoning_text.delta", ",\"delta\":\"Hm\"") TEXT ("Hi") COMPLETED,
    "think{Hm} text{Hi} " END },
  { "thoughts-in-tags", TEXT ("<think>Hm</thi") TEXT ("nk>Hi") COMPLETED, "think{Hm} text{Hi} " END },

  { "tool-calls", CREATED CALL ("0", "fc_1", "call_1", "f") ARGUMENTS ("0", "fc_1", "{\\\"a\\\"")
    ARGUMENTS ("0", "fc_1", ":1}")
    CALL ("1", "fc_2", "call_2", "g") ARGUMENTS ("1", "fc_2", "{}")
    CALL_DONE ("0", "fc_1", "call_1", "f", "{\\\"a\\\":1}") INCOMPLETE ("x"),
    "call0{call_1 f {\"a\":1}} call1{call_2 g {}} model{m-1} finish{length}" },
  { "tool-call-whole-at-its-end", CALL ("0", "fc_1", "call_1", "f") CALL_DONE ("0", "fc_1", "call_1", "f", "{}")
    COMPLETED,
    "call0{call_1 f {}} usage{9/7/4/5} model{m-1} finish{tool_calls}" },
  { "tool-call-with-changing-ids", CALL ("2", "a", "call_1", "f") ARGUMENTS ("2", "b", "{}") CALL_DONE ("2",
    "c", "call_1", "f", "{}") COMPLETED,
    "call0{call_1 f {}} usage{9/7/4/5} model{m-1} finish{tool_calls}" },
  { "tool-calls-without-numbers",
    "data: {\"type\":\"response.output_item.added\",\"item\":{\"type\":\"function_call\",\"id\":\"a\","
    "\"call_id\":\"x\",\"name\":\"f\"}}\n\n"
    "data: {\"type\":\"response.output_item.added\",\"item\":{\"type\":\"function_call\",\"id\":\"b\","
    "\"call_id\":\"y\",\"name\":\"g\"}}\n\n"
    "data: {\"type\":\"response.function_call_arguments.delta\",\"item_id\":\"a\",\"delta\":\"1\"}\n\n"
    "data: {\"type\":\"response.function_call_arguments.delta\",\"item_id\":\"b\",\"delta\":\"2\"}\n\n" COMPLETED,
    "call0{x f 1} call1{y g 2} usage{9/7/4/5} model{m-1} finish{tool_calls}" },

  /* How it can end. */
  { "length", TEXT ("Hi") INCOMPLETE ("max_output_tokens"), "text{Hi} finish{length}" },
  { "length-before-the-first-word", CREATED INCOMPLETE ("max_output_tokens"),
    "model{m-1} finish{length} error{invalid_request: The answer reached its length limit before it began. Raise the "
    "limit, or ask for less thinking. | }" },
  { "filter", TEXT ("Hi") INCOMPLETE ("content_filter"), "text{Hi} finish{content_filter}" },
  { "filter-before-the-first-word", INCOMPLETE ("content_filter"),
    "finish{content_filter} error{content_filter:  | }" },
  { "cut-off", CREATED TEXT ("Hi"), "text{Hi} model{m-1} truncated{network:  | }" },
  { "cut-off-before-the-first-word", CREATED, "model{m-1} error{server: The server sent an empty answer | }" },
  { "empty", EVENT ("response.completed", ",\"response\":{\"output\":[]}"),
    "finish{stop} error{server: The server sent an empty answer | }" },

  /* Errors, flat as specified and nested as they are. */
  { "error-flat", CREATED EVENT ("error", ",\"code\":\"rate_limit_exceeded\",\"message\":\"Too fast\","
    "\"param\":null"),
    "model{m-1} error{rate_limit:  | Too fast}" },
  { "error-nested-is-told-once",
    EVENT ("error", ",\"error\":{\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\","
    "\"message\":\"You exceeded your current quota\",\"param\":null}")
    EVENT ("response.failed", ",\"response\":{\"status\":\"failed\",\"error\":{\"code\":\"insufficient_quota\","
    "\"message\":\"You exceeded your current quota\"}}"),
    "error{billing:  | You exceeded your current quota}" },
  { "error-after-the-first-word", TEXT ("Hi")
    EVENT ("response.failed", ",\"response\":{\"id\":\"resp_1\",\"status\":\"failed\","
    "\"error\":{\"code\":\"server_error\",\"message\":\"It broke\"},\"usage\":null}"),
    "text{Hi} error{server:  | It broke}" },
  { "failed-with-usage-and-id",
    EVENT ("response.failed", ",\"response\":{\"id\":\"resp_429\",\"status\":\"failed\","
    "\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"Too fast\"}," USAGE "}"),
    "error{rate_limit:  | Too fast}" },

  /* No stream at all. */
  { "document",
    "{\"object\":\"response\",\"status\":\"completed\",\"model\":\"m-1\",\"error\":null,"
    "\"incomplete_details\":null,\"output\":["
    "{\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"One\"},"
    "{\"type\":\"summary_text\",\"text\":\"Two\"}]},"
    "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hel\"},"
    "{\"type\":\"output_text\",\"text\":\"lo\"}]}]," USAGE "}",
    "think{One\n\nTwo} text{Hello} " END },
  { "document-with-a-refusal", "{\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"refusal\","
    "\"refusal\":\"No\"}]}]}",
    "text{No} finish{stop}" },
  { "document-with-tool-calls",
    "{\"output\":[{\"type\":\"function_call\",\"call_id\":\"x\",\"name\":\"f\",\"arguments\":\"{}\"},"
    "{\"type\":\"function_call\",\"call_id\":\"y\",\"name\":\"g\",\"arguments\":\"{}\"}]}",
    "call0{x f {}} call1{y g {}} finish{tool_calls}" },
  { "document-of-thoughts-of-an-open-model",
    "{\"output\":[{\"type\":\"reasoning\",\"summary\":[],\"content\":[{\"type\":\"reasoning_text\","
    "\"text\":\"Hm\"}]},"
    "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\"}]}]}",
    "think{Hm} text{Hi} finish{stop}" },
  { "document-incomplete",
    "{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_output_tokens\"},"
    "\"output\":[{\"type\":\"message\","
    "\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\"}]}]}", "text{Hi} finish{length}" },
  { "document-failed", "{\"object\":\"response\",\"status\":\"failed\",\"error\":{\"code\":\"server_error\","
    "\"message\":\"It broke\"},\"output\":[]}",
    "error{server:  | It broke}" },
  { "odd-types", "data: {\"type\":\"response.output_item.added\",\"item\":[1],\"output_index\":\"x\"}\n\n"
    "data: {\"type\":\"response.function_call_arguments.delta\",\"delta\":{}}\n\n" TEXT ("Hi")
    "data: {\"type\":\"response.completed\",\"response\":7}\n\n", "text{Hi} finish{tool_calls}" },
};

static void
check (PonderRequest *request,
       const Case    *test,
       gsize          piece)
{
  g_autofree char *got = ponder_test_decode (request, test->stream, strlen (test->stream), piece);

  g_assert_cmpstr (got, ==, test->expected);
}

static PonderRequest *
make_request (void)
{
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new ("openai");

  ponder_provider_config_set_dialect (provider, "openai-responses");
  return ponder_test_request_new (provider);
}

static void
test_case (gconstpointer user_data)
{
  const Case *test = user_data;
  g_autoptr(PonderRequest) request = make_request ();

  check (request, test, strlen (test->stream));
  check (request, test, 1);
  for (guint i = 0; i < 5; i++)
    check (request, test, 0);
}

static void
test_random_bytes_never_crash (void)
{
  static const char bytes[] = "\"{}[]:,\n<\\\x80";
  g_autoptr(PonderRequest) request = make_request ();

  for (guint round = 0; round < 400; round++)
    {
      const Case *test = &cases[g_test_rand_int_range (0, G_N_ELEMENTS (cases))];
      g_autofree char *stream = g_strdup (test->stream);
      g_autofree char *got = NULL;
      int length = (int) strlen (stream);

      for (guint i = 0; i < 3; i++)
        stream[g_test_rand_int_range (0, length)] = bytes[g_test_rand_int_range (0, sizeof bytes - 1)];
      got = ponder_test_decode (request, stream, (gsize) length, 0);
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
      g_autofree char *path = g_strdup_printf ("/providers/responses-decoder/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/providers/responses-decoder/random-bytes-never-crash", test_random_bytes_never_crash);
  return g_test_run ();
}
