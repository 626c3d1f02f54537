/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads an answer of the OpenAI dialect: a stream of chunks, or one document. */

#include "config.h"

#include "ponder-openai-private.h"

/* Everything it has to remember, the decoder of all dialects remembers. */
struct _PonderOpenaiDecoder
{
  PonderDecoder parent_instance;
};

G_DEFINE_FINAL_TYPE (PonderOpenaiDecoder, ponder_openai_decoder, PONDER_TYPE_DECODER)

enum
{
  CHUNK,
  CHOICES,
  CHOICE,
  DELTA,
};

/* A chunk with a piece of text and nothing else to say. */
static const PonderShapeRule simple_chunk[] = {
  [CHUNK] = { NULL, CHUNK, PONDER_SHAPE_OBJECT },
  [CHOICES] = { "choices", CHUNK, PONDER_SHAPE_ARRAY },
  [CHOICE] = { NULL, CHOICES, PONDER_SHAPE_OBJECT },
  [DELTA] = { "delta", CHOICE, PONDER_SHAPE_OBJECT },
  { "content", DELTA, PONDER_SHAPE_TEXT, .text = PONDER_FRAME_WORDS },
  { "reasoning_content", DELTA, PONDER_SHAPE_TEXT, .text = PONDER_FRAME_REASONING },
  { "reasoning", DELTA, PONDER_SHAPE_TEXT, .text = PONDER_FRAME_REASONING_AGAIN },
  { "role", DELTA, PONDER_SHAPE_SCALAR },
  { "refusal", DELTA, PONDER_SHAPE_NULL },
  { "tool_calls", DELTA, PONDER_SHAPE_NULL },
  { "function_call", DELTA, PONDER_SHAPE_NULL },
  { "index", CHOICE, PONDER_SHAPE_ZERO },
  { "logprobs", CHOICE, PONDER_SHAPE_NULL },
  { "finish_reason", CHOICE, PONDER_SHAPE_NULL },
  { "native_finish_reason", CHOICE, PONDER_SHAPE_NULL },      /* OpenRouter */
  { "model", CHUNK, PONDER_SHAPE_TEXT, .text = PONDER_FRAME_MODEL },
  { "object", CHUNK, PONDER_SHAPE_IS, .is = "chat.completion.chunk" },
  { "usage", CHUNK, PONDER_SHAPE_NULL },
  { "id", CHUNK, PONDER_SHAPE_SCALAR },
  { "created", CHUNK, PONDER_SHAPE_SCALAR },
  { "system_fingerprint", CHUNK, PONDER_SHAPE_SCALAR },
  { "service_tier", CHUNK, PONDER_SHAPE_SCALAR },
  { "obfuscation", CHUNK, PONDER_SHAPE_SCALAR },
  { "provider", CHUNK, PONDER_SHAPE_SCALAR },
  { "" },
};

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
give_tool_call (PonderAnswer *answer,
                gint64        wire_index,
                gboolean      numbered,
                const char   *id,
                JsonObject   *function)
{
  g_autofree char *arguments = dup_arguments (function);

  ponder_answer_give_tool_call (answer, wire_index, numbered, id,
                                ponder_json_get_string (function, "name"), arguments);
}

static void
take_tool_calls (PonderAnswer *answer,
                 JsonObject   *delta)
{
  JsonArray *calls = ponder_json_get_array (delta, "tool_calls");
  JsonObject *old = ponder_json_get_object (delta, "function_call");

  for (guint i = 0; calls != NULL && i < json_array_get_length (calls); i++)
    {
      JsonObject *call = ponder_json_array_object (calls, i);
      gint64 wire_index = i;
      gboolean numbered = ponder_json_get_int (call, "index", &wire_index);

      if (call != NULL)
        give_tool_call (answer, wire_index, numbered, ponder_json_get_string (call, "id"),
                        ponder_json_get_object (call, "function"));
    }
  if (old != NULL)
    give_tool_call (answer, 0, TRUE, NULL, old);
}

/* Mistral: "thinking" is an array of texts. */
static void
take_thinking (PonderAnswer *answer,
               JsonObject   *item)
{
  JsonArray *texts = ponder_json_get_array (item, "thinking");

  ponder_answer_give_text (answer, PONDER_DELTA_REASONING, ponder_json_get_string (item, "thinking"));
  for (guint i = 0; texts != NULL && i < json_array_get_length (texts); i++)
    ponder_answer_give_text (answer, PONDER_DELTA_REASONING,
                             ponder_json_get_string (ponder_json_array_object (texts, i), "text"));
}

static void
take_content (PonderAnswer *answer,
              JsonObject   *delta)
{
  JsonArray *items = ponder_json_get_array (delta, "content");

  ponder_answer_give_words (answer, ponder_json_get_string (delta, "content"));
  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonObject *item = ponder_json_array_object (items, i);

      if (g_strcmp0 (ponder_json_get_string (item, "type"), "thinking") == 0)
        take_thinking (answer, item);
      else
        ponder_answer_give_words (answer, ponder_json_get_string (item, "text"));
    }
}

static void
take_delta (PonderAnswer *answer,
            JsonObject   *delta)
{
  const char *reasoning = ponder_json_get_string (delta, "reasoning_content");

  /* Some servers send the same thought under both names. */
  if (reasoning == NULL || *reasoning == '\0')
    reasoning = ponder_json_get_string (delta, "reasoning");
  ponder_answer_give_text (answer, PONDER_DELTA_REASONING, reasoning);
  take_content (answer, delta);
  ponder_answer_give_text (answer, PONDER_DELTA_REFUSAL, ponder_json_get_string (delta, "refusal"));
  take_tool_calls (answer, delta);
}

static void
take_finish_reason (PonderDecoder *self,
                    const char    *reason)
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
  static const char *const failures[] = { "error", "insufficient_system_resource", "abort", NULL };

  /* What nobody knows is an end like any other. */
  PonderFinish finish = PONDER_FINISH_STOP;

  if (reason == NULL || *reason == '\0')
    return;
  if (g_strv_contains (failures, reason))
    {
      g_autofree char *details = g_strconcat ("finish_reason: ", reason, NULL);

      ponder_decoder_fail (self, PONDER_ERROR_SERVER, details);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      if (g_str_equal (reason, reasons[i].name))
        finish = reasons[i].finish;
    }
  ponder_answer_give_finish (ponder_decoder_get_answer (self), finish);
  ponder_decoder_set_complete (self);
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

static void
take_usage (PonderAnswer *answer,
            JsonObject   *chunk)
{
  JsonObject *usage = ponder_json_get_object (chunk, "usage");

  if (usage == NULL)
    usage = ponder_json_get_object (ponder_json_get_object (chunk, "x_groq"), "usage");
  if (usage != NULL)
    ponder_answer_take_usage (answer, ponder_openai_decode_usage (usage));
}

/* Perplexity fills both in: in a stream the message is all that has come so far, in a document the
 * delta is empty. */
static void
take (PonderDecoder *self,
      JsonObject    *chunk,
      const char    *member,
      const char    *other_member)
{
  PonderAnswer *answer = ponder_decoder_get_answer (self);
  JsonObject *choice = find_choice (chunk);
  JsonObject *delta = ponder_json_get_object (choice, member);

  if (delta == NULL)
    delta = ponder_json_get_object (choice, other_member);
  ponder_answer_give_model (answer, ponder_json_get_string (chunk, "model"));
  take_delta (answer, delta);
  take_usage (answer, chunk);
  take_finish_reason (self, ponder_json_get_string (choice, "finish_reason"));
}

static void
ponder_openai_decoder_take_frame (PonderDecoder *self,
                                  const char    *name,
                                  JsonObject    *frame)
{
  take (self, frame, "delta", "message");
}

static gboolean
ponder_openai_decoder_take_document (PonderDecoder *self,
                                     JsonObject    *document)
{
  if (ponder_json_get_array (document, "choices") == NULL)
    return FALSE;
  take (self, document, "message", "delta");
  return TRUE;
}

static void
ponder_openai_decoder_class_init (PonderOpenaiDecoderClass *klass)
{
  PonderDecoderClass *decoder_class = PONDER_DECODER_CLASS (klass);

  decoder_class->framing = PONDER_FRAMING_EVENTS;
  decoder_class->take_frame = ponder_openai_decoder_take_frame;
  decoder_class->take_document = ponder_openai_decoder_take_document;
  decoder_class->simple_frame = simple_chunk;
}

static void
ponder_openai_decoder_init (PonderOpenaiDecoder *self)
{
}

PonderDecoder *
ponder_openai_decoder_new (PonderRequest *request)
{
  return ponder_decoder_new (PONDER_TYPE_OPENAI_DECODER, request);
}
