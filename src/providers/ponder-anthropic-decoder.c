/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads an answer of the Anthropic dialect: a stream of events, or one document. */

#include "config.h"

#include "ponder-anthropic-private.h"

#include "ponder-frame.h"
#include "ponder-usage.h"

#include <string.h>

#define CONTEXT_IS_FULL "model_context_window_exceeded"

/* What the server has counted so far; -1 for what it has not said. */
typedef struct
{
  gint64 input;
  gint64 cache_read;
  gint64 cache_written;
  gint64 output;
  gint64 reasoning;
} Counts;

/* Made for one answer; what the decoder of all dialects does not remember. */
struct _PonderAnthropicDecoder
{
  PonderDecoder parent_instance;

  Counts        counts;
  gint64        call;                   /* the block that calls a tool, -1 for none */
  gboolean      call_has_arguments;
};

G_DEFINE_FINAL_TYPE (PonderAnthropicDecoder, ponder_anthropic_decoder, PONDER_TYPE_DECODER)

enum
{
  EVENT,
  DELTA,
};

/* An event with a piece of text. */
static const PonderShapeRule simple_event[] = {
  [EVENT] = { NULL, EVENT, PONDER_SHAPE_OBJECT },
  [DELTA] = { "delta", EVENT, PONDER_SHAPE_OBJECT },
  { "type", DELTA, PONDER_SHAPE_MUST_BE, .is = "text_delta" },
  { "text", DELTA, PONDER_SHAPE_TEXT, .text = PONDER_FRAME_WORDS },
  { "type", EVENT, PONDER_SHAPE_MUST_BE, .is = "content_block_delta" },
  { "index", EVENT, PONDER_SHAPE_SCALAR },
  { "" },
};

static PonderAnswer *
get_answer (PonderAnthropicDecoder *self)
{
  return ponder_decoder_get_answer (PONDER_DECODER (self));
}

static void
update (gint64     *count,
        JsonObject *usage,
        const char *member)
{
  gint64 value = ponder_frame_get_count (usage, member);

  if (value >= 0)
    *count = value;
}

/* Counts are sums of all so far. Those of the input are without what the cache held. */
static void
take_usage (PonderAnthropicDecoder *self,
            JsonObject             *object)
{
  Counts *counts = &self->counts;
  PonderUsage *usage;

  if (object == NULL)
    return;
  update (&counts->input, object, "input_tokens");
  update (&counts->cache_read, object, "cache_read_input_tokens");
  update (&counts->cache_written, object, "cache_creation_input_tokens");
  update (&counts->output, object, "output_tokens");
  update (&counts->reasoning, ponder_json_get_object (object, "output_tokens_details"), "thinking_tokens");

  usage = ponder_usage_new ();
  if (counts->input >= 0)
    usage->input = counts->input + MAX (counts->cache_read, 0) + MAX (counts->cache_written, 0);
  usage->cached = counts->cache_read;
  usage->output = counts->output;
  usage->reasoning = counts->reasoning;
  ponder_answer_take_usage (get_answer (self), usage);
}

static void
give_arguments (PonderAnthropicDecoder *self,
                const char             *arguments)
{
  if (arguments == NULL || *arguments == '\0')
    return;
  self->call_has_arguments = TRUE;
  ponder_answer_give_tool_call (get_answer (self), self->call, TRUE, NULL, NULL, arguments);
}

static void
begin_call (PonderAnthropicDecoder *self,
            JsonObject             *block,
            gint64                  index)
{
  JsonObject *input = ponder_json_get_object (block, "input");

  self->call = index;
  self->call_has_arguments = FALSE;
  ponder_answer_give_tool_call (get_answer (self), index, TRUE, ponder_json_get_string (block, "id"),
                                ponder_json_get_string (block, "name"), NULL);
  if (input != NULL && json_object_get_size (input) > 0)
    {
      g_autofree char *arguments = ponder_json_take_to_string (json_object_ref (input));

      give_arguments (self, arguments);
    }
}

static void
end_call (PonderAnthropicDecoder *self)
{
  if (self->call >= 0 && !self->call_has_arguments)
    give_arguments (self, "{}");
  self->call = -1;
}

/* What the server's own tools do ("server_tool_use", "web_search_tool_result") is no part of the words. */
static void
take_block (PonderAnthropicDecoder *self,
            JsonObject             *block,
            gint64                  index)
{
  const char *type = ponder_json_get_string (block, "type");

  end_call (self);
  if (g_strcmp0 (type, "text") == 0)
    ponder_answer_give_words (get_answer (self), ponder_json_get_string (block, "text"));
  else if (g_strcmp0 (type, "thinking") == 0)
    ponder_answer_give_text (get_answer (self), PONDER_DELTA_REASONING,
                             ponder_json_get_string (block, "thinking"));
  else if (g_strcmp0 (type, "tool_use") == 0)
    begin_call (self, block, index);
}

static void
take_delta (PonderAnthropicDecoder *self,
            JsonObject             *delta,
            gint64                  index)
{
  const char *type = ponder_json_get_string (delta, "type");

  if (g_strcmp0 (type, "text_delta") == 0)
    ponder_answer_give_words (get_answer (self), ponder_json_get_string (delta, "text"));
  else if (g_strcmp0 (type, "thinking_delta") == 0)
    ponder_answer_give_text (get_answer (self), PONDER_DELTA_REASONING,
                             ponder_json_get_string (delta, "thinking"));
  else if (g_strcmp0 (type, "input_json_delta") == 0 && index == self->call)
    give_arguments (self, ponder_json_get_string (delta, "partial_json"));
}

/* What nobody knows is an end like any other. */
static PonderFinish
find_finish (const char *reason)
{
  static const struct
  {
    const char   *name;
    PonderFinish  finish;
  } reasons[] = {
    { "max_tokens", PONDER_FINISH_LENGTH },
    { CONTEXT_IS_FULL, PONDER_FINISH_LENGTH },
    { "tool_use", PONDER_FINISH_TOOL_CALLS },
    { "refusal", PONDER_FINISH_CONTENT_FILTER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      if (g_str_equal (reason, reasons[i].name))
        return reasons[i].finish;
    }
  return PONDER_FINISH_STOP;
}

/* A person reads it within a sentence of ours, which ends by itself. */
static char *
dup_without_end (const char *sentence)
{
  char *words = g_strchomp (g_strdup (sentence));

  if (g_str_has_suffix (words, "."))
    words[strlen (words) - 1] = '\0';
  return words;
}

/* The question left no room for a word: to raise the limit of the answer would not help. */
static gboolean
is_full (PonderAnthropicDecoder *self,
         const char             *reason)
{
  if (g_strcmp0 (reason, CONTEXT_IS_FULL) != 0)
    return FALSE;
  ponder_answer_flush (get_answer (self));
  return !ponder_answer_has_words (get_answer (self));
}

/* @object has "stop_reason" and, for a refusal, "stop_details". */
static void
take_stop (PonderAnthropicDecoder *self,
           JsonObject             *object)
{
  const char *reason = ponder_json_get_string (object, "stop_reason");
  JsonObject *details = ponder_json_get_object (object, "stop_details");
  const char *explanation = ponder_json_get_string (details, "explanation");

  if (explanation == NULL)
    explanation = ponder_json_get_string (details, "category");
  if (explanation != NULL)
    {
      g_autofree char *words = dup_without_end (explanation);

      ponder_decoder_note (PONDER_DECODER (self), words, explanation);
    }
  if (is_full (self, reason))
    ponder_decoder_fail (PONDER_DECODER (self), PONDER_ERROR_CONTEXT_LENGTH, "stop_reason: " CONTEXT_IS_FULL);
  else if (reason != NULL && *reason != '\0')
    ponder_answer_give_finish (get_answer (self), find_finish (reason));
}

static void
take_start (PonderAnthropicDecoder *self,
            JsonObject             *message)
{
  ponder_answer_give_model (get_answer (self), ponder_json_get_string (message, "model"));
  take_usage (self, ponder_json_get_object (message, "usage"));
}

static void
ponder_anthropic_decoder_take_frame (PonderDecoder *decoder,
                                     const char    *name,
                                     JsonObject    *frame)
{
  PonderAnthropicDecoder *self = PONDER_ANTHROPIC_DECODER (decoder);
  const char *type = ponder_json_get_string (frame, "type");
  gint64 index = 0;

  if (type == NULL)
    type = name;
  ponder_json_get_int (frame, "index", &index);
  if (g_str_equal (type, "message_start"))
    take_start (self, ponder_json_get_object (frame, "message"));
  else if (g_str_equal (type, "content_block_start"))
    take_block (self, ponder_json_get_object (frame, "content_block"), index);
  else if (g_str_equal (type, "content_block_delta"))
    take_delta (self, ponder_json_get_object (frame, "delta"), index);
  else if (g_str_equal (type, "content_block_stop"))
    end_call (self);
  else if (g_str_equal (type, "message_delta"))
    {
      take_usage (self, ponder_json_get_object (frame, "usage"));
      take_stop (self, ponder_json_get_object (frame, "delta"));
    }
  else if (g_str_equal (type, "message_stop"))
    {
      ponder_decoder_set_complete (decoder);
      ponder_decoder_set_ended (decoder);
    }
}

static gboolean
ponder_anthropic_decoder_take_document (PonderDecoder *decoder,
                                        JsonObject    *document)
{
  PonderAnthropicDecoder *self = PONDER_ANTHROPIC_DECODER (decoder);
  JsonArray *blocks = ponder_json_get_array (document, "content");

  if (blocks == NULL)
    return FALSE;
  take_start (self, document);
  for (guint i = 0; i < json_array_get_length (blocks); i++)
    take_block (self, ponder_json_array_object (blocks, i), i);
  end_call (self);
  take_stop (self, document);
  return TRUE;
}

static void
ponder_anthropic_decoder_class_init (PonderAnthropicDecoderClass *klass)
{
  PonderDecoderClass *decoder_class = PONDER_DECODER_CLASS (klass);

  decoder_class->framing = PONDER_FRAMING_EVENTS;
  decoder_class->take_frame = ponder_anthropic_decoder_take_frame;
  decoder_class->take_document = ponder_anthropic_decoder_take_document;
  decoder_class->simple_frame = simple_event;
}

static void
ponder_anthropic_decoder_init (PonderAnthropicDecoder *self)
{
  self->counts = (Counts) { -1, -1, -1, -1, -1 };
  self->call = -1;
}

PonderDecoder *
ponder_anthropic_decoder_new (PonderRequest *request)
{
  return ponder_decoder_new (PONDER_TYPE_ANTHROPIC_DECODER, request);
}
