/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads an answer of the Gemini dialect: a stream of documents, a list of them, or one. */

#include "config.h"

#include "ponder-gemini-private.h"

#include "ponder-frame.h"
#include "ponder-usage.h"

/* Made for one answer; what the decoder of all dialects does not remember. */
struct _PonderGeminiDecoder
{
  PonderDecoder parent_instance;

  guint         n_calls;        /* they come without a number */
};

G_DEFINE_FINAL_TYPE (PonderGeminiDecoder, ponder_gemini_decoder, PONDER_TYPE_DECODER)

/* One without a name goes on with the one before, by pieces of arguments that only those get who ask for them. */
static void
take_call (PonderGeminiDecoder *self,
           JsonObject          *call)
{
  JsonObject *arguments = ponder_json_get_object (call, "args");
  g_autofree char *text = arguments != NULL ? ponder_json_take_to_string (json_object_ref (arguments))
                                            : g_strdup ("{}");

  if (ponder_json_get_string (call, "name") == NULL)
    return;
  ponder_answer_give_tool_call (ponder_decoder_get_answer (PONDER_DECODER (self)), self->n_calls++, TRUE,
                                ponder_json_get_string (call, "id"),
                                ponder_json_get_string (call, "name"), text);
}

static void
take_parts (PonderGeminiDecoder *self,
            JsonArray           *parts)
{
  PonderAnswer *answer = ponder_decoder_get_answer (PONDER_DECODER (self));

  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    {
      JsonObject *part = ponder_json_array_object (parts, i);
      JsonObject *call = ponder_json_get_object (part, "functionCall");

      if (ponder_json_get_boolean (part, "thought", FALSE))
        ponder_answer_give_text (answer, PONDER_DELTA_REASONING, ponder_json_get_string (part, "text"));
      else
        ponder_answer_give_words (answer, ponder_json_get_string (part, "text"));
      if (call != NULL)
        take_call (self, call);
    }
}

/* Thoughts are counted beside the output. */
static void
take_usage (PonderAnswer *answer,
            JsonObject   *object)
{
  gint64 output = ponder_frame_get_count (object, "candidatesTokenCount");
  gint64 reasoning = ponder_frame_get_count (object, "thoughtsTokenCount");
  PonderUsage *usage;

  if (object == NULL)
    return;
  usage = ponder_usage_new ();
  usage->input = ponder_frame_get_count (object, "promptTokenCount");
  if (output >= 0 || reasoning >= 0)
    usage->output = MAX (output, 0) + MAX (reasoning, 0);
  usage->reasoning = reasoning;
  usage->cached = ponder_frame_get_count (object, "cachedContentTokenCount");
  ponder_answer_take_usage (answer, usage);
}

/* @message (nullable): the server's own words; @reason is the least that is known. */
static void
note (PonderDecoder *self,
      const char    *member,
      const char    *reason,
      const char    *message)
{
  g_autofree char *text = g_strconcat (member, ": ", reason, message != NULL ? "\n" : NULL, message, NULL);

  ponder_decoder_note (self, reason, text);
}

static void
take_finish_reason (PonderDecoder *self,
                    JsonObject    *candidate)
{
  static const char *const filtered[] = {
    "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY",
    "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", NULL
  };
  static const char *const failures[] = {
    "MALFORMED_FUNCTION_CALL", "MALFORMED_RESPONSE", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS",
    "MISSING_THOUGHT_SIGNATURE", NULL
  };
  const char *reason = ponder_json_get_string (candidate, "finishReason");
  PonderFinish finish = PONDER_FINISH_STOP;

  if (reason == NULL || *reason == '\0' || g_str_equal (reason, "FINISH_REASON_UNSPECIFIED"))
    return;
  if (g_strv_contains (failures, reason))
    {
      g_autofree char *details = g_strconcat ("finishReason: ", reason, NULL);

      ponder_decoder_fail (self, PONDER_ERROR_SERVER, details);
      return;
    }
  if (g_str_equal (reason, "MAX_TOKENS"))
    finish = PONDER_FINISH_LENGTH;
  else if (g_strv_contains (filtered, reason))
    {
      finish = PONDER_FINISH_CONTENT_FILTER;
      note (self, "finishReason", reason, ponder_json_get_string (candidate, "finishMessage"));
    }
  ponder_answer_give_finish (ponder_decoder_get_answer (self), finish);
  ponder_decoder_set_complete (self);
}

/* The question was refused, so there will be no answer. */
static void
take_feedback (PonderDecoder *self,
               JsonObject    *feedback)
{
  const char *reason = ponder_json_get_string (feedback, "blockReason");

  if (reason == NULL || *reason == '\0')
    return;
  note (self, "blockReason", reason, ponder_json_get_string (feedback, "blockReasonMessage"));
  ponder_answer_give_finish (ponder_decoder_get_answer (self), PONDER_FINISH_CONTENT_FILTER);
  ponder_decoder_set_complete (self);
}

/* Only one answer is asked for; further candidates are not read. */
static void
take (PonderDecoder *decoder,
      JsonObject    *response)
{
  JsonArray *candidates = ponder_json_get_array (response, "candidates");
  JsonObject *candidate = candidates != NULL ? ponder_json_array_object (candidates, 0) : NULL;
  PonderAnswer *answer = ponder_decoder_get_answer (decoder);

  ponder_answer_give_model (answer, ponder_json_get_string (response, "modelVersion"));
  take_parts (PONDER_GEMINI_DECODER (decoder),
              ponder_json_get_array (ponder_json_get_object (candidate, "content"), "parts"));
  take_usage (answer, ponder_json_get_object (response, "usageMetadata"));
  take_finish_reason (decoder, candidate);
  if (candidate == NULL)
    take_feedback (decoder, ponder_json_get_object (response, "promptFeedback"));
}

static void
ponder_gemini_decoder_take_frame (PonderDecoder *decoder,
                                  const char    *name,
                                  JsonObject    *frame)
{
  take (decoder, frame);
}

static gboolean
ponder_gemini_decoder_take_document (PonderDecoder *decoder,
                                     JsonObject    *document)
{
  if (!json_object_has_member (document, "candidates")
      && !json_object_has_member (document, "promptFeedback")
      && !json_object_has_member (document, "usageMetadata"))
    return FALSE;
  take (decoder, document);
  return TRUE;
}

static void
ponder_gemini_decoder_class_init (PonderGeminiDecoderClass *klass)
{
  PonderDecoderClass *decoder_class = PONDER_DECODER_CLASS (klass);

  decoder_class->framing = PONDER_FRAMING_EVENTS;
  decoder_class->take_frame = ponder_gemini_decoder_take_frame;
  decoder_class->take_document = ponder_gemini_decoder_take_document;
}

static void
ponder_gemini_decoder_init (PonderGeminiDecoder *self)
{
}

PonderDecoder *
ponder_gemini_decoder_new (PonderRequest *request)
{
  return ponder_decoder_new (PONDER_TYPE_GEMINI_DECODER, request);
}
