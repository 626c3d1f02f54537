/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads an answer of the Ollama dialect: a JSON object a line, the last of which says that it is. */

#include "config.h"

#include "ponder-ollama-private.h"

#include "ponder-usage.h"

/* Everything it has to remember, the decoder of all dialects remembers. */
struct _PonderOllamaDecoder
{
  PonderDecoder parent_instance;

  guint         n_calls;
};

G_DEFINE_FINAL_TYPE (PonderOllamaDecoder, ponder_ollama_decoder, PONDER_TYPE_DECODER)

enum
{
  LINE,
  MESSAGE,
};

/* A line with a piece of text and nothing else to say. */
static const PonderShapeRule simple_line[] = {
  [LINE] = { NULL, LINE, PONDER_SHAPE_OBJECT },
  [MESSAGE] = { "message", LINE, PONDER_SHAPE_OBJECT },
  { "content", MESSAGE, PONDER_SHAPE_TEXT, .text = PONDER_FRAME_WORDS },
  { "thinking", MESSAGE, PONDER_SHAPE_TEXT, .text = PONDER_FRAME_REASONING },
  { "role", MESSAGE, PONDER_SHAPE_SCALAR },
  { "model", LINE, PONDER_SHAPE_TEXT, .text = PONDER_FRAME_MODEL },
  { "created_at", LINE, PONDER_SHAPE_SCALAR },
  { "done", LINE, PONDER_SHAPE_FALSE },
  { "" },
};

/* Calls come whole, with an object for arguments, mostly without an id. */
static void
give_tool_calls (PonderOllamaDecoder *self,
                 JsonObject          *message)
{
  JsonArray *calls = ponder_json_get_array (message, "tool_calls");

  for (guint i = 0; calls != NULL && i < json_array_get_length (calls); i++)
    {
      JsonObject *call = ponder_json_array_object (calls, i);
      JsonObject *function = ponder_json_get_object (call, "function");
      JsonObject *object = ponder_json_get_object (function, "arguments");
      g_autofree char *arguments = object != NULL ? ponder_json_take_to_string (json_object_ref (object)) : NULL;

      if (function != NULL)
        ponder_answer_give_tool_call (ponder_decoder_get_answer (PONDER_DECODER (self)), self->n_calls++, TRUE,
                                      ponder_json_get_string (call, "id"),
                                      ponder_json_get_string (function, "name"), arguments);
    }
}

static void
give_usage (PonderAnswer *answer,
            JsonObject   *line)
{
  PonderUsage *usage = ponder_usage_new ();

  ponder_json_get_int (line, "prompt_eval_count", &usage->input);
  ponder_json_get_int (line, "eval_count", &usage->output);
  ponder_answer_take_usage (answer, usage);
}

/* Lemonade says twice that it is done, the second time with zeros. */
static void
take_end (PonderOllamaDecoder *self,
          JsonObject          *line)
{
  PonderDecoder *decoder = PONDER_DECODER (self);
  PonderAnswer *answer = ponder_decoder_get_answer (decoder);
  PonderFinish finish = self->n_calls > 0 ? PONDER_FINISH_TOOL_CALLS : PONDER_FINISH_STOP;

  if (g_strcmp0 (ponder_json_get_string (line, "done_reason"), "length") == 0)
    finish = PONDER_FINISH_LENGTH;
  give_usage (answer, line);
  ponder_answer_give_finish (answer, finish);
  ponder_decoder_set_complete (decoder);
  ponder_decoder_set_ended (decoder);
}

static void
ponder_ollama_decoder_take_frame (PonderDecoder *decoder,
                                  const char    *name,
                                  JsonObject    *line)
{
  PonderOllamaDecoder *self = PONDER_OLLAMA_DECODER (decoder);
  PonderAnswer *answer = ponder_decoder_get_answer (decoder);
  JsonObject *message = ponder_json_get_object (line, "message");

  ponder_answer_give_model (answer, ponder_json_get_string (line, "model"));
  ponder_answer_give_text (answer, PONDER_DELTA_REASONING, ponder_json_get_string (message, "thinking"));
  ponder_answer_give_words (answer, ponder_json_get_string (message, "content"));
  give_tool_calls (self, message);
  if (ponder_json_get_boolean (line, "done", FALSE))
    take_end (self, line);
}

static gboolean
ponder_ollama_decoder_take_document (PonderDecoder *decoder,
                                     JsonObject    *document)
{
  if (ponder_json_get_object (document, "message") == NULL)
    return FALSE;
  ponder_ollama_decoder_take_frame (decoder, "message", document);
  return TRUE;
}

static void
ponder_ollama_decoder_class_init (PonderOllamaDecoderClass *klass)
{
  PonderDecoderClass *decoder_class = PONDER_DECODER_CLASS (klass);

  decoder_class->framing = PONDER_FRAMING_LINES;
  decoder_class->take_frame = ponder_ollama_decoder_take_frame;
  decoder_class->take_document = ponder_ollama_decoder_take_document;
  decoder_class->simple_frame = simple_line;
}

static void
ponder_ollama_decoder_init (PonderOllamaDecoder *self)
{
}

PonderDecoder *
ponder_ollama_decoder_new (PonderRequest *request)
{
  return ponder_decoder_new (PONDER_TYPE_OLLAMA_DECODER, request);
}
