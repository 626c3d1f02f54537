/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the chunks of one answer say, turned into deltas. */

#include "config.h"

#include "ponder-openai-answer.h"

#include "ponder-delta.h"
#include "ponder-limits.h"
#include "ponder-openai-private.h"
#include "ponder-think-splitter.h"

#include <string.h>

/* Servers number calls from 0, from 1, all alike or not at all; deltas number them from 0. */
typedef struct
{
  gint64    wire_index;
  char     *id;
  gboolean  has_name;
} ToolCall;

struct _PonderOpenaiAnswer
{
  PonderThinkSplitter *splitter;
  GPtrArray           *calls;           /* (element-type ToolCall) */
  char                *model;           /* that really answers */
  const char          *failure;
  PonderFinish         finish;
  gsize                length;          /* of all text given out */
  GPtrArray           *deltas;          /* the caller's, during a call */

  guint                has_answer : 1;
  guint                has_reasoning : 1;
  guint                overflowed : 1;
};

static void
tool_call_free (gpointer data)
{
  ToolCall *call = data;

  g_free (call->id);
  g_free (call);
}

/* The first bytes of @text that fit into what is left of the limit, never half a character. */
static gsize
count_room (PonderOpenaiAnswer *self,
            const char         *text,
            gsize               length)
{
  gsize room = PONDER_ANSWER_LIMIT - self->length;

  if (length <= room)
    return length;
  self->overflowed = TRUE;
  while (room > 0 && ((guchar) text[room] & 0xc0) == 0x80)
    room--;
  return room;
}

static char *
dup_within_limit (PonderOpenaiAnswer *self,
                  const char         *text)
{
  gsize length = count_room (self, text, strlen (text));

  self->length += length;
  return g_strndup (text, length);
}

static void
give_text (PonderOpenaiAnswer *self,
           PonderDeltaKind     kind,
           const char         *text)
{
  PonderDelta *delta;

  if (text == NULL || *text == '\0' || self->overflowed)
    return;
  delta = ponder_delta_new (kind);
  delta->text = dup_within_limit (self, text);
  g_ptr_array_add (self->deltas, delta);

  if (kind == PONDER_DELTA_REASONING)
    self->has_reasoning = TRUE;
  else
    self->has_answer = TRUE;
}

static void
split_cb (const char *text,
          gboolean    is_thought,
          gpointer    user_data)
{
  give_text (user_data, is_thought ? PONDER_DELTA_REASONING : PONDER_DELTA_TEXT, text);
}

static void
give_finish (PonderOpenaiAnswer *self)
{
  PonderDelta *delta = ponder_delta_new (PONDER_DELTA_FINISH);

  ponder_think_splitter_flush (self->splitter);
  delta->finish = self->finish;
  g_ptr_array_add (self->deltas, delta);
}

static void
give_usage (PonderOpenaiAnswer *self,
            JsonObject         *usage)
{
  PonderDelta *delta;

  if (usage == NULL)
    return;
  delta = ponder_delta_new (PONDER_DELTA_USAGE);
  delta->usage = ponder_openai_decode_usage (usage);
  g_ptr_array_add (self->deltas, delta);
}

static void
give_model (PonderOpenaiAnswer *self,
            const char         *model)
{
  if (model == NULL || *model == '\0' || g_strcmp0 (model, self->model) == 0)
    return;
  g_free (self->model);
  self->model = g_strdup (model);
  g_ptr_array_add (self->deltas, ponder_delta_new_text (PONDER_DELTA_MODEL, model));
}

static gboolean
is_set (const char *text)
{
  return text != NULL && *text != '\0';
}

/* Two calls under one index: their ids differ, or each has a name of its own and no id. */
static gboolean
is_another (const ToolCall *call,
            const char     *id,
            const char     *name,
            gboolean        numbered)
{
  if (is_set (id) && call->id != NULL)
    return !g_str_equal (id, call->id);
  return !numbered && is_set (name) && call->has_name;
}

static guint
find_call (PonderOpenaiAnswer *self,
           gint64              wire_index,
           const char         *id,
           const char         *name,
           gboolean            numbered)
{
  ToolCall *call;

  for (guint i = self->calls->len; i > 0; i--)
    {
      call = g_ptr_array_index (self->calls, i - 1);
      if (call->wire_index == wire_index)
        {
          if (is_another (call, id, name, numbered))
            break;
          return i - 1;
        }
    }
  call = g_new0 (ToolCall, 1);
  call->wire_index = wire_index;
  g_ptr_array_add (self->calls, call);
  return self->calls->len - 1;
}

/* Arguments are a string in pieces, or (Ollama, some gateways) an object. */
static char *
dup_arguments (JsonObject *function)
{
  JsonObject *object = ponder_json_get_object (function, "arguments");
  const char *text = ponder_json_get_string (function, "arguments");

  if (object != NULL)
    return ponder_json_take_to_string (json_object_ref (object));
  return g_strdup (text != NULL ? text : "");
}

static void
give_tool_call (PonderOpenaiAnswer *self,
                gint64              wire_index,
                gboolean            numbered,
                const char         *id,
                JsonObject         *function)
{
  const char *name = ponder_json_get_string (function, "name");
  guint index = find_call (self, wire_index, id, name, numbered);
  ToolCall *call = g_ptr_array_index (self->calls, index);
  PonderDelta *delta = ponder_delta_new (PONDER_DELTA_TOOL_CALL);
  g_autofree char *arguments = dup_arguments (function);

  delta->index = index;
  delta->text = dup_within_limit (self, arguments);
  if (is_set (id) && call->id == NULL)
    {
      call->id = g_strdup (id);
      delta->id = g_strdup (id);
    }
  if (is_set (name) && !call->has_name)
    {
      call->has_name = TRUE;
      delta->name = g_strdup (name);
    }
  g_ptr_array_add (self->deltas, delta);
  self->has_answer = TRUE;
}

static void
take_tool_calls (PonderOpenaiAnswer *self,
                 JsonObject         *delta)
{
  JsonArray *calls = ponder_json_get_array (delta, "tool_calls");
  JsonObject *old = ponder_json_get_object (delta, "function_call");

  for (guint i = 0; calls != NULL && i < json_array_get_length (calls); i++)
    {
      JsonObject *call = ponder_json_array_object (calls, i);
      gint64 wire_index = i;
      gboolean numbered = ponder_json_get_int (call, "index", &wire_index);

      if (call != NULL)
        give_tool_call (self, wire_index, numbered, ponder_json_get_string (call, "id"),
                        ponder_json_get_object (call, "function"));
    }
  if (old != NULL)
    give_tool_call (self, 0, TRUE, NULL, old);
}

/* Mistral: "thinking" is an array of texts. */
static void
take_thinking (PonderOpenaiAnswer *self,
               JsonObject         *item)
{
  JsonArray *texts = ponder_json_get_array (item, "thinking");

  give_text (self, PONDER_DELTA_REASONING, ponder_json_get_string (item, "thinking"));
  for (guint i = 0; texts != NULL && i < json_array_get_length (texts); i++)
    give_text (self, PONDER_DELTA_REASONING,
               ponder_json_get_string (ponder_json_array_object (texts, i), "text"));
}

static void
take_words (PonderOpenaiAnswer *self,
            const char         *text)
{
  if (text != NULL)
    ponder_think_splitter_push (self->splitter, text);
}

static void
take_content (PonderOpenaiAnswer *self,
              JsonObject         *delta)
{
  JsonArray *items = ponder_json_get_array (delta, "content");

  take_words (self, ponder_json_get_string (delta, "content"));
  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonObject *item = ponder_json_array_object (items, i);

      if (g_strcmp0 (ponder_json_get_string (item, "type"), "thinking") == 0)
        take_thinking (self, item);
      else
        take_words (self, ponder_json_get_string (item, "text"));
    }
}

static void
take_delta (PonderOpenaiAnswer *self,
            JsonObject         *delta)
{
  const char *reasoning = ponder_json_get_string (delta, "reasoning_content");

  /* Some servers send the same thought under both names. */
  if (!is_set (reasoning))
    reasoning = ponder_json_get_string (delta, "reasoning");
  give_text (self, PONDER_DELTA_REASONING, reasoning);
  take_content (self, delta);
  give_text (self, PONDER_DELTA_REFUSAL, ponder_json_get_string (delta, "refusal"));
  take_tool_calls (self, delta);
}

static void
take_finish_reason (PonderOpenaiAnswer *self,
                    const char         *reason)
{
  static const struct
  {
    const char   *name;
    PonderFinish  finish;
  } reasons[] = {
    { "length", PONDER_FINISH_LENGTH },
    { "model_length", PONDER_FINISH_LENGTH },                   /* Mistral */
    { "content_filter", PONDER_FINISH_CONTENT_FILTER },
    { "tool_calls", PONDER_FINISH_TOOL_CALLS },
    { "function_call", PONDER_FINISH_TOOL_CALLS },
  };
  /* OpenRouter and Mistral; DeepSeek; vLLM. */
  static const char *const failures[] = { "error", "insufficient_system_resource", "abort" };

  if (!is_set (reason))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      if (g_str_equal (reason, failures[i]))
        {
          self->failure = failures[i];
          return;
        }
    }
  /* What nobody knows is an end like any other. */
  self->finish = PONDER_FINISH_STOP;
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      if (g_str_equal (reason, reasons[i].name))
        self->finish = reasons[i].finish;
    }
}

/* Only one answer is asked for; further choices are not read. */
static JsonObject *
find_choice (JsonObject *chunk)
{
  JsonArray *choices = ponder_json_get_array (chunk, "choices");

  for (guint i = 0; choices != NULL && i < json_array_get_length (choices); i++)
    {
      JsonObject *choice = ponder_json_array_object (choices, i);
      gint64 index = 0;

      ponder_json_get_int (choice, "index", &index);
      if (choice != NULL && index == 0)
        return choice;
    }
  return NULL;
}

PonderOpenaiAnswer *
ponder_openai_answer_new (void)
{
  PonderOpenaiAnswer *self = g_new0 (PonderOpenaiAnswer, 1);

  self->splitter = ponder_think_splitter_new (split_cb, self);
  self->calls = g_ptr_array_new_with_free_func (tool_call_free);
  return self;
}

void
ponder_openai_answer_free (PonderOpenaiAnswer *self)
{
  ponder_think_splitter_free (self->splitter);
  g_ptr_array_unref (self->calls);
  g_free (self->model);
  g_free (self);
}

/* Perplexity fills both in: in a stream the message is all that has come so far, in a document the
 * delta is empty. */
static void
take (PonderOpenaiAnswer *self,
      JsonObject         *chunk,
      const char         *member,
      const char         *other_member,
      GPtrArray          *deltas)
{
  JsonObject *choice = find_choice (chunk);
  JsonObject *delta = ponder_json_get_object (choice, member);
  JsonObject *usage = ponder_json_get_object (chunk, "usage");
  PonderFinish finish = self->finish;

  if (delta == NULL)
    delta = ponder_json_get_object (choice, other_member);
  if (usage == NULL)
    usage = ponder_json_get_object (ponder_json_get_object (chunk, "x_groq"), "usage");

  self->deltas = deltas;
  give_model (self, ponder_json_get_string (chunk, "model"));
  take_delta (self, delta);
  give_usage (self, usage);
  take_finish_reason (self, ponder_json_get_string (choice, "finish_reason"));
  if (self->finish != finish)
    give_finish (self);
  self->deltas = NULL;
}

void
ponder_openai_answer_take_chunk (PonderOpenaiAnswer *self,
                                 JsonObject         *chunk,
                                 GPtrArray          *deltas)
{
  take (self, chunk, "delta", "message", deltas);
}

void
ponder_openai_answer_take_document (PonderOpenaiAnswer *self,
                                    JsonObject         *document,
                                    GPtrArray          *deltas)
{
  take (self, document, "message", "delta", deltas);
}

void
ponder_openai_answer_flush (PonderOpenaiAnswer *self,
                            GPtrArray          *deltas)
{
  self->deltas = deltas;
  ponder_think_splitter_flush (self->splitter);
  self->deltas = NULL;
}

void
ponder_openai_answer_end (PonderOpenaiAnswer *self,
                          GPtrArray          *deltas)
{
  if (self->finish != PONDER_FINISH_NONE)
    return;
  self->finish = PONDER_FINISH_STOP;
  self->deltas = deltas;
  give_finish (self);
  self->deltas = NULL;
}

gboolean
ponder_openai_answer_has_words (PonderOpenaiAnswer *self)
{
  return self->has_answer;
}

gboolean
ponder_openai_answer_has_reasoning (PonderOpenaiAnswer *self)
{
  return self->has_reasoning;
}

gboolean
ponder_openai_answer_is_too_long (PonderOpenaiAnswer *self)
{
  return self->overflowed;
}

const char *
ponder_openai_answer_get_failure (PonderOpenaiAnswer *self)
{
  return self->failure;
}

PonderFinish
ponder_openai_answer_get_finish (PonderOpenaiAnswer *self)
{
  return self->finish;
}
