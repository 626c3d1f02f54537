/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads an answer of the Anthropic dialect: events about the blocks of a message, or the message whole. */

#include "config.h"

#include "ponder-anthropic-private.h"

#include "ponder-usage.h"

/* Counts come in two events, each with what it knows. -1: not known. */
struct _PonderAnthropicDecoder
{
  PonderDecoder parent_instance;

  gint64        input;
  gint64        cache_written;
  gint64        cache_read;
  gint64        output;
  gint64        thinking;
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
  { "type", DELTA, PONDER_SHAPE_IS, .is = "text_delta" },
  { "text", DELTA, PONDER_SHAPE_TEXT, .text = PONDER_FRAME_WORDS },
  { "type", EVENT, PONDER_SHAPE_IS, .is = "content_block_delta" },
  { "index", EVENT, PONDER_SHAPE_SCALAR },
  { "" },
};

/* What counts is the last that was said of each; input leaves out what the cache had to do with. */
static void
take_usage (PonderAnthropicDecoder *self,
            JsonObject             *said)
{
  PonderUsage *usage;

  if (said == NULL)
    return;
  ponder_json_get_int (said, "input_tokens", &self->input);
  ponder_json_get_int (said, "cache_creation_input_tokens", &self->cache_written);
  ponder_json_get_int (said, "cache_read_input_tokens", &self->cache_read);
  ponder_json_get_int (said, "output_tokens", &self->output);
  ponder_json_get_int (ponder_json_get_object (said, "output_tokens_details"), "thinking_tokens", &self->thinking);

  usage = ponder_usage_new ();
  usage->input = self->input < 0 ? -1 : self->input + MAX (self->cache_written, 0) + MAX (self->cache_read, 0);
  usage->output = self->output;
  usage->cached = self->cache_read;
  usage->reasoning = self->thinking;
  ponder_answer_take_usage (ponder_decoder_get_answer (PONDER_DECODER (self)), usage);
}

/* A stream tells the arguments in pieces later, beginning with an empty object here. */
static void
give_tool_use (PonderAnswer *answer,
               gint64        index,
               JsonObject   *block)
{
  JsonObject *input = ponder_json_get_object (block, "input");
  g_autofree char *arguments =
    input != NULL && json_object_get_size (input) > 0 ? ponder_json_take_to_string (json_object_ref (input)) : NULL;

  ponder_answer_give_tool_call (answer, index, TRUE, ponder_json_get_string (block, "id"),
                                ponder_json_get_string (block, "name"), arguments);
}

/* Thoughts that are redacted, what the server itself searched and the like are for the server alone. */
static void
take_block (PonderDecoder *self,
            gint64         index,
            JsonObject    *block)
{
  PonderAnswer *answer = ponder_decoder_get_answer (self);
  const char *type = ponder_json_get_string (block, "type");

  if (g_strcmp0 (type, "text") == 0)
    ponder_answer_give_words (answer, ponder_json_get_string (block, "text"));
  else if (g_strcmp0 (type, "thinking") == 0)
    ponder_answer_give_text (answer, PONDER_DELTA_REASONING, ponder_json_get_string (block, "thinking"));
  else if (g_strcmp0 (type, "tool_use") == 0)
    give_tool_use (answer, index, block);
}

static void
take_block_delta (PonderDecoder *self,
                  gint64         index,
                  JsonObject    *delta)
{
  PonderAnswer *answer = ponder_decoder_get_answer (self);
  const char *type = ponder_json_get_string (delta, "type");

  if (g_strcmp0 (type, "text_delta") == 0)
    ponder_answer_give_words (answer, ponder_json_get_string (delta, "text"));
  else if (g_strcmp0 (type, "thinking_delta") == 0)
    ponder_answer_give_text (answer, PONDER_DELTA_REASONING, ponder_json_get_string (delta, "thinking"));
  else if (g_strcmp0 (type, "input_json_delta") == 0 && ponder_answer_has_call (answer, index))
    ponder_answer_give_tool_call (answer, index, TRUE, NULL, NULL, ponder_json_get_string (delta, "partial_json"));
}

/* "pause_turn" and whatever comes new are an end like any other. */
static void
take_stop_reason (PonderDecoder *self,
                  JsonObject    *said)
{
  static const struct
  {
    const char   *name;
    PonderFinish  finish;
  } reasons[] = {
    { "max_tokens", PONDER_FINISH_LENGTH },
    { "model_context_window_exceeded", PONDER_FINISH_LENGTH },
    { "tool_use", PONDER_FINISH_TOOL_CALLS },
    { "refusal", PONDER_FINISH_CONTENT_FILTER },
  };
  const char *reason = ponder_json_get_string (said, "stop_reason");
  PonderFinish finish = PONDER_FINISH_STOP;

  if (reason == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      if (g_str_equal (reason, reasons[i].name))
        finish = reasons[i].finish;
    }
  ponder_decoder_note (self, ponder_json_get_string (ponder_json_get_object (said, "stop_details"), "explanation"));
  ponder_answer_give_finish (ponder_decoder_get_answer (self), finish);
}

static void
take_start (PonderDecoder *self,
            JsonObject    *message)
{
  ponder_answer_give_model (ponder_decoder_get_answer (self), ponder_json_get_string (message, "model"));
  take_usage (PONDER_ANTHROPIC_DECODER (self), ponder_json_get_object (message, "usage"));
}

static void
ponder_anthropic_decoder_take_frame (PonderDecoder *self,
                                     const char    *name,
                                     JsonObject    *event)
{
  const char *type = ponder_json_get_string (event, "type");
  gint64 index = 0;

  ponder_json_get_int (event, "index", &index);
  if (type == NULL)
    type = name;
  if (g_str_equal (type, "message_start"))
    take_start (self, ponder_json_get_object (event, "message"));
  else if (g_str_equal (type, "content_block_start"))
    take_block (self, index, ponder_json_get_object (event, "content_block"));
  else if (g_str_equal (type, "content_block_delta"))
    take_block_delta (self, index, ponder_json_get_object (event, "delta"));
  else if (g_str_equal (type, "message_delta"))
    {
      take_usage (PONDER_ANTHROPIC_DECODER (self), ponder_json_get_object (event, "usage"));
      take_stop_reason (self, ponder_json_get_object (event, "delta"));
    }
  else if (g_str_equal (type, "message_stop"))
    {
      ponder_decoder_set_complete (self);
      ponder_decoder_set_ended (self);
    }
}

static gboolean
ponder_anthropic_decoder_take_document (PonderDecoder *self,
                                        JsonObject    *message)
{
  JsonArray *content = ponder_json_get_array (message, "content");

  if (content == NULL)
    return FALSE;
  take_start (self, message);
  for (guint i = 0; i < json_array_get_length (content); i++)
    take_block (self, i, ponder_json_array_object (content, i));
  take_stop_reason (self, message);
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
  self->input = self->cache_written = self->cache_read = self->output = self->thinking = -1;
}

PonderDecoder *
ponder_anthropic_decoder_new (PonderRequest *request)
{
  return ponder_decoder_new (PONDER_TYPE_ANTHROPIC_DECODER, request);
}
