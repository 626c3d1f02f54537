/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads an answer of the Ollama dialect: one JSON object a line, or one in all. */

#include "config.h"

#include "ponder-ollama-private.h"

#include "ponder-frame.h"
#include "ponder-usage.h"

/* Made for one answer; what the decoder of all dialects does not remember. */
struct _PonderOllamaDecoder
{
  PonderDecoder parent_instance;

  guint         n_calls;        /* each comes whole, and often without an id */
};

G_DEFINE_FINAL_TYPE (PonderOllamaDecoder, ponder_ollama_decoder, PONDER_TYPE_DECODER)

static void
take_calls (PonderOllamaDecoder *self,
            JsonArray           *calls)
{
  for (guint i = 0; calls != NULL && i < json_array_get_length (calls); i++)
    {
      JsonObject *call = ponder_json_array_object (calls, i);
      JsonObject *function = ponder_json_get_object (call, "function");
      JsonObject *arguments = ponder_json_get_object (function, "arguments");
      g_autofree char *text = arguments != NULL ? ponder_json_take_to_string (json_object_ref (arguments))
                                                : NULL;

      if (function != NULL)
        ponder_answer_give_tool_call (ponder_decoder_get_answer (PONDER_DECODER (self)), self->n_calls++,
                                      TRUE, ponder_json_get_string (call, "id"),
                                      ponder_json_get_string (function, "name"),
                                      text != NULL ? text : "{}");
    }
}

/* Counters that are 0 are left out, and so are those that nobody kept. */
static void
take_usage (PonderAnswer *answer,
            JsonObject   *line)
{
  PonderUsage *usage = ponder_usage_new ();

  usage->input = ponder_frame_get_count (line, "prompt_eval_count");
  usage->output = ponder_frame_get_count (line, "eval_count");
  ponder_answer_take_usage (answer, usage);
}

/* Lemonade says twice that it is done, the second time with counters of zero. */
static void
take_end (PonderDecoder *self,
          JsonObject    *line)
{
  gboolean too_long = g_strcmp0 (ponder_json_get_string (line, "done_reason"), "length") == 0;

  take_usage (ponder_decoder_get_answer (self), line);
  ponder_answer_give_finish (ponder_decoder_get_answer (self),
                             too_long ? PONDER_FINISH_LENGTH : PONDER_FINISH_STOP);
  ponder_decoder_set_complete (self);
  ponder_decoder_set_ended (self);
}

static void
ponder_ollama_decoder_take_frame (PonderDecoder *decoder,
                                  const char    *name,
                                  JsonObject    *line)
{
  PonderAnswer *answer = ponder_decoder_get_answer (decoder);
  JsonObject *message = ponder_json_get_object (line, "message");

  ponder_answer_give_model (answer, ponder_json_get_string (line, "model"));
  ponder_answer_give_text (answer, PONDER_DELTA_REASONING, ponder_json_get_string (message, "thinking"));
  ponder_answer_give_words (answer, ponder_json_get_string (message, "content"));
  take_calls (PONDER_OLLAMA_DECODER (decoder), ponder_json_get_array (message, "tool_calls"));
  if (ponder_json_get_boolean (line, "done", FALSE))
    take_end (decoder, line);
}

static void
ponder_ollama_decoder_class_init (PonderOllamaDecoderClass *klass)
{
  PonderDecoderClass *decoder_class = PONDER_DECODER_CLASS (klass);

  decoder_class->framing = PONDER_FRAMING_LINES;
  decoder_class->take_frame = ponder_ollama_decoder_take_frame;
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
