/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each built-in model once, read as a client reads it. */

#include "config.h"

#include "ponder-demo-server.h"
#include "ponder-http.h"
#include "ponder-json.h"
#include "ponder-limits.h"
#include "ponder-sse-parser.h"
#include "ponder-test-loop.h"

#include <string.h>

typedef struct
{
  PonderDemoServer *server;
  PonderHttp       *http;
} Fixture;

typedef struct
{
  guint    status;
  char    *type;
  char    *retry_after;
  char    *body;
  GString *text;
  GString *reasoning;
  GString *finish;
  GString *code;
  guint    n_pieces;
  guint    n_bad;
  gint64   input_tokens;
  gint64   output_tokens;
  gboolean done;
  gboolean has_tool;
  gint64   first_token_time;
  GError  *error;
} Answer;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->server = ponder_demo_server_new ();
  fixture->http = ponder_http_new ("ponder/test");
  ponder_demo_server_set_pace (fixture->server, 0);
  ponder_demo_server_start (fixture->server, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->http);
  g_assert_finalize_object (fixture->server);
}

static void
answer_free (Answer *self)
{
  g_free (self->type);
  g_free (self->retry_after);
  g_free (self->body);
  g_string_free (self->text, TRUE);
  g_string_free (self->reasoning, TRUE);
  g_string_free (self->finish, TRUE);
  g_string_free (self->code, TRUE);
  g_clear_error (&self->error);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

static void
append (GString    *string,
        const char *text)
{
  if (text != NULL)
    g_string_append (string, text);
}

static void
take_usage (Answer     *self,
            JsonObject *usage)
{
  ponder_json_get_int (usage, "prompt_tokens", &self->input_tokens);
  ponder_json_get_int (usage, "completion_tokens", &self->output_tokens);
}

static void
take_object (Answer     *self,
             const char *json,
             const char *member)
{
  g_autoptr(JsonObject) root = NULL;
  JsonObject *choice;
  JsonObject *delta;

  if (!(root = ponder_json_parse_object (json, -1, NULL)))
    {
      self->n_bad++;
      return;
    }

  choice = ponder_json_array_object (ponder_json_get_array (root, "choices"), 0);
  delta = ponder_json_get_object (choice, member);
  append (self->text, ponder_json_get_string (delta, "content"));
  append (self->reasoning, ponder_json_get_string (delta, "reasoning_content"));
  append (self->finish, ponder_json_get_string (choice, "finish_reason"));
  append (self->code, ponder_json_get_string (ponder_json_get_object (root, "error"), "code"));
  append (self->code, ponder_json_get_string (ponder_json_get_object (root, "error"), "type"));
  self->has_tool |= ponder_json_get_array (delta, "tool_calls") != NULL;
  take_usage (self, ponder_json_get_object (root, "usage"));
  if (self->first_token_time == 0 && self->text->len > 0)
    self->first_token_time = g_get_monotonic_time ();
}

static void
take_event (Answer               *self,
            const PonderSseEvent *event)
{
  g_assert_cmpstr (event->name, ==, "message");
  if (g_str_equal (event->data, "[DONE]"))
    {
      self->done = TRUE;
      return;
    }
  self->n_pieces++;
  take_object (self, event->data, "delta");
}

static GBytes *
read_call (PonderHttpCall  *call,
           GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;

  ponder_http_call_read_async (call, NULL, ponder_test_take_result, &result);
  done = ponder_test_await (&result);
  return ponder_http_call_read_finish (call, done, error);
}

static void
read_answer (Answer         *self,
             PonderHttpCall *call)
{
  g_autoptr(PonderSseParser) parser = ponder_sse_parser_new (PONDER_LINE_LIMIT);
  gboolean is_stream = g_strcmp0 (self->type, "text/event-stream") == 0;
  g_autoptr(GString) body = g_string_new (NULL);
  g_autoptr(GBytes) bytes = NULL;
  PonderSseEvent event;

  while ((bytes = read_call (call, &self->error)) && g_bytes_get_size (bytes) > 0)
    {
      g_string_append_len (body, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      ponder_sse_parser_push (parser, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      while (is_stream && ponder_sse_parser_next (parser, &event, NULL))
        take_event (self, &event);
      g_clear_pointer (&bytes, g_bytes_unref);
    }
  self->body = g_string_free (g_steal_pointer (&body), FALSE);
  if (!is_stream)
    take_object (self, self->body, "message");
}

static void
send_call (PonderHttpCall *call)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;
  g_autoptr(GError) error = NULL;

  ponder_http_call_send_async (call, NULL, ponder_test_take_result, &result);
  done = ponder_test_await (&result);
  ponder_http_call_send_finish (call, done, &error);
  g_assert_no_error (error);
}

static PonderHttpCall *
new_call (Fixture    *fixture,
          const char *method,
          const char *path,
          const char *body)
{
  const char *base_url = ponder_demo_server_get_base_url (fixture->server);
  g_autofree char *url = g_strconcat (base_url, path, NULL);
  g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr(GError) error = NULL;
  PonderHttpCall *call = ponder_http_call_new (fixture->http, method, url, &error);

  g_assert_no_error (error);
  if (*body != '\0')
    ponder_http_call_set_body (call, "application/json", bytes);
  return call;
}

static Answer *
request (Fixture    *fixture,
         const char *method,
         const char *path,
         const char *body)
{
  g_autoptr(PonderHttpCall) call = new_call (fixture, method, path, body);
  Answer *self = g_new0 (Answer, 1);

  self->text = g_string_new (NULL);
  self->reasoning = g_string_new (NULL);
  self->finish = g_string_new (NULL);
  self->code = g_string_new (NULL);
  send_call (call);
  self->status = ponder_http_call_get_status (call);
  self->type = g_strdup (ponder_http_call_get_header (call, "Content-Type"));
  self->retry_after = g_strdup (ponder_http_call_get_header (call, "Retry-After"));
  read_answer (self, call);
  return self;
}

/* @more: further members, with a comma before each. */
static char *
body_for (const char *model,
          const char *question,
          const char *more)
{
  return g_strdup_printf ("{\"model\":\"%s\"%s,\"messages\":["
                          "{\"role\":\"system\",\"content\":\"Be brief.\"},"
                          "{\"role\":\"user\",\"content\":\"%s\"}]}", model, more, question);
}

static Answer *
ask (Fixture    *fixture,
     const char *model,
     const char *question,
     const char *more)
{
  g_autofree char *body = body_for (model, question, more);

  return request (fixture, "POST", "/chat/completions", body);
}

#define STREAM ",\"stream\":true"

static void
test_ordinary (Fixture       *fixture,
               gconstpointer  data)
{
  static const struct
  {
    const char *model;
    const char *notice;
    const char *text;
  } cases[] = {
    { "hello", "canned", "```c\n" },
    { "think", "canned", "204 squares" },
    { "slow", "canned", "five tokens" },
    { "long", "canned", "## Caching" },
    { "chinese", "预先写好", "龙井" },
    { "echo", "canned", "Hi there" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Answer) streamed = ask (fixture, cases[i].model, "Hi there", STREAM);
      g_autoptr(Answer) whole = ask (fixture, cases[i].model, "Hi there", "");
      const char *text = streamed->text->str;
      g_autofree char *first_line = g_strndup (text, strcspn (text, "\n"));

      g_assert_cmpuint (streamed->status, ==, 200);
      g_assert_no_error (streamed->error);
      g_assert_cmpstr (streamed->type, ==, "text/event-stream");
      g_assert_nonnull (strstr (first_line, cases[i].notice));
      g_assert_nonnull (strstr (streamed->text->str, cases[i].text));
      g_assert_cmpstr (streamed->finish->str, ==, "stop");
      g_assert_true (streamed->done);
      g_assert_cmpuint (streamed->n_bad, ==, 0);
      g_assert_cmpint (streamed->output_tokens, ==, 0);

      g_assert_cmpstr (whole->type, ==, "application/json");
      g_assert_cmpstr (whole->text->str, ==, streamed->text->str);
      g_assert_cmpstr (whole->reasoning->str, ==, streamed->reasoning->str);
      g_assert_cmpint ((streamed->reasoning->len > 0), ==, g_str_equal (cases[i].model, "think"));
      g_assert_cmpint (whole->output_tokens, >, 0);
    }
}

static void
test_long_is_long (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(Answer) answer = ask (fixture, "long", "Hi", STREAM);

  g_assert_cmpuint (answer->text->len, >, 15000);
}

static void
test_language (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const models[] = { "hello", "think", "slow", "echo", "length" };

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_autoptr(Answer) en = ask (fixture, models[i], "Hello", STREAM);
      g_autoptr(Answer) zh = ask (fixture, models[i], "你好", STREAM);

      g_assert_null (strstr (en->text->str, "没有任何模型参与"));
      g_assert_nonnull (strstr (zh->text->str, "没有任何模型参与"));
      g_assert_null (strstr (zh->text->str, "canned"));
    }
}

static void
test_usage (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(Answer) answer = ask (fixture, "hello", "Hi there",
                                  STREAM ",\"stream_options\":{\"include_usage\":true}");

  /* One piece for the role, one for the finish, one for the usage. */
  g_assert_cmpint (answer->output_tokens, ==, answer->n_pieces - 3);
  g_assert_cmpint (answer->input_tokens, ==, 5);
  for (const char *at = answer->text->str; *at != '\0'; at = g_utf8_next_char (at))
    g_assert_true (g_utf8_get_char_validated (at, -1) < 0x110000);
}

static void
test_refusals (Fixture       *fixture,
               gconstpointer  data)
{
  static const struct
  {
    const char *model;
    guint       status;
    const char *code_and_type;
  } cases[] = {
    { "rate-limit", 429, "rate_limit_exceededrequests" },
    { "wrong-key", 401, "invalid_api_keyinvalid_request_error" },
    { "no-credit", 429, "insufficient_quotainsufficient_quota" },
    { "no-model", 404, "model_not_foundinvalid_request_error" },
    { "unheard-of", 404, "model_not_foundinvalid_request_error" },
    { "too-long", 400, "context_length_exceededinvalid_request_error" },
    { "server-error", 500, "server_error" },
    { "overloaded", 503, "server_is_overloadedservice_unavailable_error" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Answer) answer = ask (fixture, cases[i].model, "Hi", STREAM);

      g_assert_cmpuint (answer->status, ==, cases[i].status);
      g_assert_cmpstr (answer->type, ==, "application/json");
      g_assert_cmpstr (answer->code->str, ==, cases[i].code_and_type);
      g_assert_cmpstr (answer->retry_after, ==, i == 0 ? "42" : NULL);
    }
}

static void
test_faulty_streams (Fixture       *fixture,
                     gconstpointer  data)
{
  static const struct
  {
    const char *model;
    gboolean    has_text;
    const char *finish;
    gboolean    done;
    const char *code_and_type;
    guint       n_bad;
  } cases[] = {
    { "cut-off", TRUE, "", FALSE, "", 0 },
    { "empty", FALSE, "stop", TRUE, "", 0 },
    { "malformed", TRUE, "", FALSE, "", 6 },
    { "error-in-stream", TRUE, "", FALSE, "server_error", 0 },
    { "filtered", TRUE, "content_filter", TRUE, "", 0 },
    { "length", TRUE, "length", TRUE, "", 0 },
    { "tool", FALSE, "tool_calls", TRUE, "", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Answer) answer = ask (fixture, cases[i].model, "Hi", STREAM);
      g_autoptr(Answer) whole = ask (fixture, cases[i].model, "Hi", "");

      g_assert_cmpuint (answer->status, ==, 200);
      g_assert_cmpint (answer->text->len > 0, ==, cases[i].has_text);
      g_assert_cmpstr (answer->finish->str, ==, cases[i].finish);
      g_assert_cmpint (answer->done, ==, cases[i].done);
      g_assert_cmpstr (answer->code->str, ==, cases[i].code_and_type);
      g_assert_cmpuint (answer->n_bad, ==, cases[i].n_bad);
      g_assert_cmpint (answer->has_tool, ==, g_str_equal (cases[i].model, "tool"));
      g_assert_cmpint (whole->has_tool, ==, answer->has_tool);
      g_assert_cmpstr (whole->finish->str, ==, cases[i].finish);
      g_assert_cmpint (whole->error != NULL, ==, g_str_equal (cases[i].model, "cut-off"));
    }
}

static void
test_html (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(Answer) answer = ask (fixture, "html", "Hi", STREAM);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_true (g_str_has_prefix (answer->type, "text/html"));
  g_assert_true (g_str_has_prefix (answer->body, "<!doctype html>"));
}

static gboolean
is_none_open (gpointer user_data)
{
  return ponder_demo_server_get_n_open (user_data) == 0;
}

static void
test_hang (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *body = body_for ("hang", "Hi", STREAM);
  g_autoptr(PonderHttpCall) call = new_call (fixture, "POST", "/chat/completions", body);

  ponder_http_call_send_async (call, NULL, NULL, NULL);
  ponder_test_run_for (100);
  g_assert_cmpint (ponder_http_call_get_stage (call), ==, PONDER_HTTP_SENT);
  g_assert_cmpuint (ponder_demo_server_get_n_open (fixture->server), ==, 1);
  ponder_http_call_close (call);
  ponder_test_wait_for (is_none_open, fixture->server, 5);
  g_assert_cmpuint (ponder_demo_server_get_n_left (fixture->server), ==, 1);
}

static void
test_stall (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *body = body_for ("stall", "Hi", STREAM);
  g_autoptr(PonderHttpCall) call = new_call (fixture, "POST", "/chat/completions", body);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;
  gboolean stalled = FALSE;

  send_call (call);
  while (!stalled)
    {
      ponder_http_call_read_async (call, cancellable, ponder_test_take_result, &result);
      ponder_test_run_for (50);
      if ((stalled = result == NULL))
        g_cancellable_cancel (cancellable);
      done = ponder_test_await (&result);
      g_clear_object (&done);
    }
  ponder_test_wait_for (is_none_open, fixture->server, 5);
  g_assert_cmpuint (ponder_demo_server_get_n_left (fixture->server), ==, 1);
}

static void
test_pace (Fixture       *fixture,
           gconstpointer  data)
{
  gint64 begin = g_get_monotonic_time ();
  g_autoptr(Answer) answer = NULL;
  double waited;
  double typed;

  ponder_demo_server_set_pace (fixture->server, 0.2);
  answer = ask (fixture, "slow", "Hi", STREAM);
  waited = (answer->first_token_time - begin) / (double) G_USEC_PER_SEC;
  typed = (g_get_monotonic_time () - answer->first_token_time) / (double) G_USEC_PER_SEC;
  g_assert_cmpfloat (waited, >, 0.39);
  g_assert_cmpfloat (waited, <, 1);
  /* About forty pieces at a fifth of 200 ms. */
  g_assert_cmpfloat (typed, >, 0.8);
  g_assert_cmpfloat (typed, <, 4);
}

static void
test_models (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *const first[] = { "hello", "think", "slow", "long", "chinese", "echo" };
  g_autoptr(Answer) answer = request (fixture, "GET", "/models", "");
  g_autoptr(JsonObject) root = ponder_json_parse_object (answer->body, -1, NULL);
  JsonArray *list = ponder_json_get_array (root, "data");

  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    {
      const char *id = ponder_json_get_string (ponder_json_array_object (list, i), "id");

      g_assert_cmpstr (id, ==, first[i]);
    }

  /* Each of them answers. */
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      const char *id = ponder_json_get_string (ponder_json_array_object (list, i), "id");
      g_autofree char *body = body_for (id, "Hi", STREAM);
      g_autoptr(PonderHttpCall) call = NULL;

      if (g_str_equal (id, "hang"))
        continue;
      call = new_call (fixture, "POST", "/chat/completions", body);
      send_call (call);
      g_assert_cmpint (ponder_http_call_get_status (call) == 404, ==, g_str_equal (id, "no-model"));
    }
}

static void
test_bad_requests (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(Answer) unknown = request (fixture, "GET", "/nowhere", "");
  g_autoptr(Answer) broken = request (fixture, "POST", "/chat/completions", "{\"model\":");
  g_autoptr(Answer) bare = request (fixture, "POST", "/chat/completions", "{\"model\":\"hello\"}");

  g_assert_cmpuint (unknown->status, ==, 404);
  g_assert_cmpstr (unknown->code->str, ==, "unknown_urlinvalid_request_error");
  g_assert_cmpuint (broken->status, ==, 400);
  g_assert_cmpuint (bare->status, ==, 200);
}

static void
test_parts (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(Answer) answer =
    request (fixture, "POST", "/chat/completions",
             "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":["
             "{\"type\":\"text\",\"text\":\"one \"},{\"type\":\"image_url\",\"image_url\":{}},"
             "{\"type\":\"text\",\"text\":\"two\"}]}]}");

  g_assert_true (g_str_has_suffix (answer->text->str, "\n\none two"));
}

static void
test_scripted_model (Fixture       *fixture,
                     gconstpointer  data)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");

  ponder_demo_script_reasoning (script, "hm");
  ponder_demo_script_text (script, "Quote \" and\nline");
  ponder_demo_script_end (script, "stop", 11, 22);
  ponder_demo_server_set_script (fixture->server, "hello", script);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr(Answer) answer = ask (fixture, "hello", "Hi", STREAM);

      g_assert_cmpstr (answer->reasoning->str, ==, "hm");
      g_assert_cmpstr (answer->text->str, ==, "Quote \" and\nline");
      g_assert_cmpint (answer->input_tokens, ==, 11);
      g_assert_cmpint (answer->output_tokens, ==, 22);
      g_assert_true (answer->done);
    }
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->server), ==, 2);
}

/* As the steps of deep think ask, in JSON. */
#define STEP(question, task) "# Question\\n<data id=\\\"question\\\">\\n" question "\\n</data>\\n" task

static void
test_deep_think (Fixture       *fixture,
                 gconstpointer  data)
{
  static const struct
  {
    const char *asked;
    const char *said;
  } cases[] = {
    { STEP ("Why?", "\\n# Your task\\nPlan how to answer the question, at most 6 parts:"), "\"id\":\"e\"" },
    { STEP ("Why?", "\\n# Your part: d\\nEstimate.\\nAnswer your part only"), "@@ {\"conclusion\"" },
    { STEP ("Why?", "\\n# Your task\\nWrite the complete answer"), "canned" },
    { STEP ("Why?", "\\n# Your task\\nLook for what is wrong"), "\"score\":9" },
    { "What was stopped?\\n\\n" STEP ("Why?", "\\n# Your task\\nWrite the complete answer"), "canned: it came" },
    { STEP ("为什么？", "\\n# Your task\\nPlan how to answer the question, at most 6 parts:"), "问题要什么" },
    { STEP ("为什么？", "\\n# Your part: b\\nFacts.\\n"), "先迈一小步" },
    { STEP ("为什么？", "\\n# Your task\\nWrite the complete answer"), "预先写好" },
  };
  g_autoptr(Answer) two = ask (fixture, "think", STEP ("Why?", "\\n# Your task\\nPlan how, at most 2 parts:"), STREAM);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Answer) answer = ask (fixture, "think", cases[i].asked, STREAM);

      g_assert_cmpuint (answer->status, ==, 200);
      g_assert_cmpuint (answer->reasoning->len, ==, 0);
      g_assert_nonnull (strstr (answer->text->str, cases[i].said));
    }
  g_assert_nonnull (strstr (two->text->str, "\"id\":\"b\""));
  g_assert_null (strstr (two->text->str, "\"id\":\"c\""));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/demo/answers/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("ordinary-models-answer-and-say-that-they-are-canned", test_ordinary);
  ADD ("the-steps-of-deep-think", test_deep_think);
  ADD ("long-is-long", test_long_is_long);
  ADD ("the-question-decides-the-language", test_language);
  ADD ("usage-comes-when-asked-for", test_usage);
  ADD ("refusals-have-their-status-and-code", test_refusals);
  ADD ("faulty-streams-fail-as-they-should", test_faulty_streams);
  ADD ("html-is-a-web-page", test_html);
  ADD ("hang-never-answers", test_hang);
  ADD ("stall-falls-silent", test_stall);
  ADD ("pace-scales-all-times", test_pace);
  ADD ("the-list-begins-with-ordinary-models", test_models);
  ADD ("bad-requests-are-told-so", test_bad_requests);
  ADD ("a-question-may-come-in-parts", test_parts);
  ADD ("a-script-takes-the-place-of-a-model", test_scripted_model);
#undef ADD
  return g_test_run ();
}
