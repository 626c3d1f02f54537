/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Canned answers say so first, in the language of the question; gettext has no part in them. */

#include "config.h"

#include "ponder-demo-answers.h"

#include "ponder-demo-frames.h"
#include "ponder-demo-resources.h"
#include "ponder-demo-script-private.h"
#include "ponder-demo-thinking.h"

#include <gio/gio.h>
#include <string.h>

#define RESOURCE_FOLDER "/io/github/ponderchat/Ponder/demo/"

/* Forty tokens in a second, after a quarter of one. */
#define FIRST_TOKEN_MS 250
#define TOKEN_MS 25
#define LONG_TOKEN_MS 7
/* A run of deep think is several of these after each other. */
#define STEP_TOKEN_MS 6
#define SLOW_FIRST_TOKEN_MS 2000
#define SLOW_TOKEN_MS 200
#define WHOLE_ANSWER_MS 600

#define TOOL_CALL_ID "call_demo"
#define TOOL_NAME "get_weather"
#define TOOL_ARGUMENTS "{\"city\":\"Paris\"}"

#define EN_NOTICE \
  "*This answer is canned: it came from Ponder’s demo server, and no model wrote it.*\n\n"
#define ZH_NOTICE "*这是预先写好的回答：它来自 Ponder 的演示服务器，没有任何模型参与。*\n\n"

typedef enum
{
  ENDING_FINISH,
  ENDING_CUT,
  ENDING_STALL,
  ENDING_ERROR,
} Ending;

typedef struct
{
  char       *reasoning;
  char       *text;
  guint       first_ms;
  guint       token_ms;
  const char *reason;
  Ending      ending;
} Answer;

typedef struct
{
  const char *name;
  PonderDemoScript *(*answer) (const PonderDemoQuestion *question);
} Model;

typedef struct
{
  const char *name;
  guint       status;
  const char *message;
  const char *type;
  const char *code;
} Refusal;

static const Refusal refusals[] = {
  { "rate-limit", 429, "Rate limit reached for requests. Please try again in 42s.",
    "requests", "rate_limit_exceeded" },
  { "wrong-key", 401, "Incorrect API key provided: sk-demo*******key. "
    "You can find your API key in your account.",
    "invalid_request_error", "invalid_api_key" },
  { "no-credit", 429, "You exceeded your current quota, please check your plan and billing "
    "details.",
    "insufficient_quota", "insufficient_quota" },
  { "no-model", 404, "The model `no-model` does not exist or you do not have access to it.",
    "invalid_request_error", "model_not_found" },
  { "too-long", 400, "This model's maximum context length is 8192 tokens. However, your messages "
    "resulted in 9000 tokens. Please reduce the length of the messages.",
    "invalid_request_error", "context_length_exceeded" },
  { "server-error", 500, "The server had an error while processing your request. Sorry about that!",
    "server_error", NULL },
  { "overloaded", 503, "The server is overloaded. Please try again later.",
    "service_unavailable_error", "server_is_overloaded" },
};

static void
answer_clear (Answer *self)
{
  g_free (self->reasoning);
  g_free (self->text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static Answer
answer_init (const char *text)
{
  return (Answer) {
    .text = g_strdup (text),
    .first_ms = FIRST_TOKEN_MS,
    .token_ms = TOKEN_MS,
    .reason = "stop",
  };
}

static char *
load (const char *name)
{
  g_autofree char *path = g_strconcat (RESOURCE_FOLDER, name, ".md", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;

  if (!(bytes = g_resource_lookup_data (ponder_demo_get_resource (), path,
                                        G_RESOURCE_LOOKUP_FLAGS_NONE, &error)))
    g_error ("%s", error->message);     /* it is part of the program */
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static char *
load_for (const PonderDemoQuestion *question,
          const char               *name)
{
  const char *language = ponder_demo_question_is_chinese (question) ? ".zh" : ".en";
  g_autofree char *full_name = g_strconcat (name, language, NULL);

  return load (full_name);
}

static char *
notice (const PonderDemoQuestion *question,
        const char               *en,
        const char               *zh)
{
  if (ponder_demo_question_is_chinese (question))
    return g_strconcat (ZH_NOTICE, zh, NULL);
  return g_strconcat (EN_NOTICE, en, NULL);
}

static PonderDemoScript *
new_script (const PonderDemoQuestion *question,
            const char               *content_type)
{
  PonderDemoScript *script = ponder_demo_script_new (200, content_type);

  ponder_demo_script_set_model (script, question->model);
  return script;
}

static const char *
content_type (const PonderDemoQuestion *question)
{
  return question->stream ? "text/event-stream" : "application/json";
}

static void
end_stream (PonderDemoScript         *script,
            const PonderDemoQuestion *question,
            const char               *reason,
            guint                     n_tokens,
            guint                     n_reasoning)
{
  ponder_demo_script_finish (script, reason);
  if (question->include_usage)
    ponder_demo_script_usage (script, question->input_tokens, (int) n_tokens, (int) n_reasoning);
  ponder_demo_script_done (script);
}

static char *
error_in_answer (void)
{
  return ponder_demo_body_error ("The server had an error while processing your request.",
                                 "server_error", NULL);
}

static PonderDemoScript *
stream (const PonderDemoQuestion *question,
        const Answer             *answer)
{
  PonderDemoScript *script = new_script (question, content_type (question));
  g_autofree char *error = error_in_answer ();
  guint n_reasoning = 0;
  guint n_tokens;

  ponder_demo_script_pause (script, answer->first_ms);
  ponder_demo_script_role (script);
  if (answer->reasoning != NULL)
    n_reasoning = ponder_demo_script_type (script, "reasoning_content", answer->reasoning,
                                           answer->token_ms);
  n_tokens = ponder_demo_script_type (script, "content", answer->text, answer->token_ms);

  switch (answer->ending)
    {
    case ENDING_FINISH:
      end_stream (script, question, answer->reason, n_tokens + n_reasoning, n_reasoning);
      break;
    case ENDING_CUT:
      ponder_demo_script_cut (script);
      break;
    case ENDING_STALL:
      ponder_demo_script_hang (script);
      break;
    case ENDING_ERROR:
      ponder_demo_script_event (script, "%s", error);
      break;
    }
  return script;
}

/* The first half of a body, and then nothing of the rest. */
static void
add_half (PonderDemoScript *script,
          const char       *body)
{
  g_autofree char *length = g_strdup_printf ("%" G_GSIZE_FORMAT, strlen (body));

  ponder_demo_script_header (script, "Content-Length", length);
  ponder_demo_script_bytes (script, body, strlen (body) / 2);
}

static PonderDemoScript *
give_whole (const PonderDemoQuestion *question,
            const Answer             *answer)
{
  PonderDemoScript *script = new_script (question, content_type (question));
  guint n_tokens = ponder_demo_rhythm_count (answer->text);
  g_autofree char *error = error_in_answer ();
  g_autofree char *body =
    ponder_demo_body_complete (question->model, answer->reasoning, answer->text, answer->reason,
                               question->input_tokens, (int) n_tokens);

  ponder_demo_script_pause (script, WHOLE_ANSWER_MS);
  switch (answer->ending)
    {
    case ENDING_FINISH:
      ponder_demo_script_bytes (script, body, -1);
      break;
    case ENDING_CUT:
      add_half (script, body);
      ponder_demo_script_cut (script);
      break;
    case ENDING_STALL:
      add_half (script, body);
      ponder_demo_script_hang (script);
      break;
    case ENDING_ERROR:
      ponder_demo_script_bytes (script, error, -1);
      break;
    }
  return script;
}

static PonderDemoScript *
play (const PonderDemoQuestion *question,
      const Answer             *answer)
{
  return question->stream ? stream (question, answer) : give_whole (question, answer);
}

/* (nullable): a step of deep think, when it is one. */
static PonderDemoScript *
answer_step (const PonderDemoQuestion *question)
{
  g_auto(Answer) answer = answer_init (NULL);

  if (!(answer.text = ponder_demo_thinking_dup_answer (question)))
    return NULL;
  answer.token_ms = STEP_TOKEN_MS;
  return play (question, &answer);
}

static PonderDemoScript *
answer_hello (const PonderDemoQuestion *question)
{
  g_auto(Answer) answer = answer_init (NULL);
  PonderDemoScript *step = answer_step (question);

  if (step != NULL)
    return step;
  answer.text = load_for (question, "hello");
  return play (question, &answer);
}

static PonderDemoScript *
answer_think (const PonderDemoQuestion *question)
{
  g_auto(Answer) answer = answer_init (NULL);
  PonderDemoScript *step = answer_step (question);

  if (step != NULL)
    return step;
  answer.reasoning = load_for (question, "think-reasoning");
  answer.text = load_for (question, "think");
  return play (question, &answer);
}

static PonderDemoScript *
answer_slow (const PonderDemoQuestion *question)
{
  g_auto(Answer) answer = answer_init (NULL);

  answer.text = notice (question,
                        "It took two seconds to begin, and it comes at five tokens a second.",
                        "它等了两秒才开始，每秒只来五个词元。");
  answer.first_ms = SLOW_FIRST_TOKEN_MS;
  answer.token_ms = SLOW_TOKEN_MS;
  return play (question, &answer);
}

static PonderDemoScript *
answer_long (const PonderDemoQuestion *question)
{
  g_auto(Answer) answer = answer_init (NULL);

  answer.text = load ("long");
  answer.token_ms = LONG_TOKEN_MS;
  return play (question, &answer);
}

static PonderDemoScript *
answer_chinese (const PonderDemoQuestion *question)
{
  g_auto(Answer) answer = answer_init (NULL);

  answer.text = load ("chinese");
  return play (question, &answer);
}

static PonderDemoScript *
answer_echo (const PonderDemoQuestion *question)
{
  g_auto(Answer) answer = answer_init (NULL);
  g_autofree char *first = notice (question, "You wrote:\n\n", "你写的是：\n\n");

  answer.text = g_strconcat (first, question->text, NULL);
  return play (question, &answer);
}

static PonderDemoScript *
answer_with (const PonderDemoQuestion *question,
             const char               *en,
             const char               *zh,
             const char               *reason,
             Ending                    ending)
{
  g_auto(Answer) answer = answer_init (NULL);

  answer.text = notice (question, en, zh);
  answer.reason = reason;
  answer.ending = ending;
  return play (question, &answer);
}

static PonderDemoScript *
answer_cut_off (const PonderDemoQuestion *question)
{
  return answer_with (question, "The connection closes in the middle of this sen",
                      "连接会在这句话的中间断", "stop", ENDING_CUT);
}

static PonderDemoScript *
answer_stall (const PonderDemoQuestion *question)
{
  return answer_with (question, "After this, nothing more comes, and the connection stays open.",
                      "这句话之后不再有内容，连接却一直开着。", "stop", ENDING_STALL);
}

static PonderDemoScript *
answer_error_in_stream (const PonderDemoQuestion *question)
{
  return answer_with (question, "After this, the server reports an error.",
                      "这句话之后，服务器会报告一个错误。", "stop", ENDING_ERROR);
}

static PonderDemoScript *
answer_filtered (const PonderDemoQuestion *question)
{
  return answer_with (question, "A content filter ends this",
                      "内容过滤器会中止这", "content_filter", ENDING_FINISH);
}

static PonderDemoScript *
answer_length (const PonderDemoQuestion *question)
{
  return answer_with (question, "The limit of tokens is reached right",
                      "词元数在这里达到上", "length", ENDING_FINISH);
}

static PonderDemoScript *
answer_empty (const PonderDemoQuestion *question)
{
  g_auto(Answer) answer = answer_init ("");

  return play (question, &answer);
}

static PonderDemoScript *
answer_tool (const PonderDemoQuestion *question)
{
  PonderDemoScript *script = new_script (question, content_type (question));
  g_autofree char *body =
    ponder_demo_body_tool (question->model, TOOL_CALL_ID, TOOL_NAME, TOOL_ARGUMENTS,
                           question->input_tokens, 1);

  ponder_demo_script_pause (script, FIRST_TOKEN_MS);
  if (!question->stream)
    {
      ponder_demo_script_bytes (script, body, -1);
      return script;
    }
  ponder_demo_script_role (script);
  ponder_demo_script_tool (script, TOOL_CALL_ID, TOOL_NAME, TOOL_ARGUMENTS);
  end_stream (script, question, "tool_calls", 1, 0);
  return script;
}

/* Most decoders forgive a bad frame or two, so there are more. */
static PonderDemoScript *
answer_malformed (const PonderDemoQuestion *question)
{
  PonderDemoScript *script = new_script (question, content_type (question));

  ponder_demo_script_pause (script, FIRST_TOKEN_MS);
  if (!question->stream)
    {
      ponder_demo_script_bytes (script, "{\"choices\":[{\"message\":{\"content\":\"Hel", -1);
      return script;
    }
  ponder_demo_script_text (script, "The frames after this one are not JSON.");
  for (int i = 0; i < 6; i++)
    ponder_demo_script_event (script, "{\"choices\":[{\"delta\":{\"content\":\"Hel");
  return script;
}

static PonderDemoScript *
answer_html (const PonderDemoQuestion *question)
{
  PonderDemoScript *script = new_script (question, "text/html; charset=utf-8");

  ponder_demo_script_bytes (script,
                            "<!doctype html>\n"
                            "<html><head><title>Sign in to this network</title></head>\n"
                            "<body><p>Accept the terms to use the Internet.</p></body></html>\n",
                            -1);
  return script;
}

static PonderDemoScript *
answer_hang (const PonderDemoQuestion *question)
{
  PonderDemoScript *script = new_script (question, content_type (question));

  ponder_demo_script_hang (script);
  return script;
}

static const Model models[] = {
  { "hello", answer_hello },
  { "think", answer_think },
  { "slow", answer_slow },
  { "long", answer_long },
  { "chinese", answer_chinese },
  { "echo", answer_echo },
  { "tool", answer_tool },
  { "cut-off", answer_cut_off },
  { "stall", answer_stall },
  { "hang", answer_hang },
  { "empty", answer_empty },
  { "length", answer_length },
  { "filtered", answer_filtered },
  { "error-in-stream", answer_error_in_stream },
  { "malformed", answer_malformed },
  { "html", answer_html },
};

static PonderDemoScript *
refuse (const Refusal *refusal)
{
  PonderDemoScript *script =
    ponder_demo_answer_error (refusal->status, refusal->message, refusal->type, refusal->code);

  if (g_strcmp0 (refusal->code, "rate_limit_exceeded") == 0)
    ponder_demo_script_header (script, "Retry-After", "42");
  return script;
}

static PonderDemoScript *
refuse_unknown (const char *model)
{
  g_autofree char *message =
    g_strdup_printf ("The model `%s` does not exist or you do not have access to it.", model);

  return ponder_demo_answer_error (404, message, "invalid_request_error", "model_not_found");
}

char **
ponder_demo_model_names (void)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    g_strv_builder_add (names, models[i].name);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    g_strv_builder_add (names, refusals[i].name);
  return g_strv_builder_end (names);
}

PonderDemoScript *
ponder_demo_answer (const PonderDemoQuestion *question)
{
  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      if (g_str_equal (models[i].name, question->model))
        return models[i].answer (question);
    }
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      if (g_str_equal (refusals[i].name, question->model))
        return refuse (&refusals[i]);
    }
  return refuse_unknown (question->model);
}

PonderDemoScript *
ponder_demo_answer_error (guint       status,
                          const char *message,
                          const char *type,
                          const char *code)
{
  PonderDemoScript *script = ponder_demo_script_new (status, "application/json");
  g_autofree char *body = ponder_demo_body_error (message, type, code);

  ponder_demo_script_bytes (script, body, -1);
  return script;
}
