/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads an answer of the Gemini dialect: each event is a whole response with the next piece of it. */

#include "config.h"

#include "ponder-gemini-private.h"

#include "ponder-usage.h"

/* Calls have no number on the wire. */
struct _PonderGeminiDecoder
{
  PonderDecoder parent_instance;

  guint         n_calls;
};

G_DEFINE_FINAL_TYPE (PonderGeminiDecoder, ponder_gemini_decoder, PONDER_TYPE_DECODER)

/* It comes whole; one without a name goes on with what is known already. */
static void
give_call (PonderGeminiDecoder *self,
           JsonObject          *call)
{
  JsonObject *object = ponder_json_get_object (call, "args");
  g_autofree char *arguments = NULL;

  if (ponder_json_get_string (call, "name") == NULL)
    return;
  if (object != NULL)
    arguments = ponder_json_take_to_string (json_object_ref (object));
  ponder_answer_give_tool_call (ponder_decoder_get_answer (PONDER_DECODER (self)), self->n_calls++, TRUE,
                                ponder_json_get_string (call, "id"), ponder_json_get_string (call, "name"),
                                arguments);
}

static void
take_part (PonderGeminiDecoder *self,
           JsonObject          *part)
{
  PonderAnswer *answer = ponder_decoder_get_answer (PONDER_DECODER (self));
  const char *text = ponder_json_get_string (part, "text");

  if (ponder_json_get_boolean (part, "thought", FALSE))
    ponder_answer_give_text (answer, PONDER_DELTA_REASONING, text);
  else
    ponder_answer_give_words (answer, text);
  give_call (self, ponder_json_get_object (part, "functionCall"));
}

static void
take_parts (PonderGeminiDecoder *self,
            JsonObject          *candidate)
{
  JsonArray *parts = ponder_json_get_array (ponder_json_get_object (candidate, "content"), "parts");

  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    take_part (self, ponder_json_array_object (parts, i));
}

/* Thoughts are counted beside the answer; every event has the sums so far. */
static void
take_usage (PonderAnswer *answer,
            JsonObject   *said)
{
  PonderUsage *usage;

  if (said == NULL)
    return;
  usage = ponder_usage_new ();
  ponder_json_get_int (said, "promptTokenCount", &usage->input);
  ponder_json_get_int (said, "candidatesTokenCount", &usage->output);
  ponder_json_get_int (said, "cachedContentTokenCount", &usage->cached);
  if (ponder_json_get_int (said, "thoughtsTokenCount", &usage->reasoning))
    usage->output = MAX (usage->output, 0) + usage->reasoning;
  ponder_answer_take_usage (answer, usage);
}

static void
end (PonderDecoder *self,
     PonderFinish   finish,
     const char    *member,
     const char    *reason)
{
  g_autofree char *note = g_strconcat (member, ": ", reason, NULL);

  ponder_decoder_note (self, note);
  ponder_answer_give_finish (ponder_decoder_get_answer (self), finish);
  ponder_decoder_set_complete (self);
}

static PonderFinish
find_finish (PonderGeminiDecoder *self,
             const char          *reason)
{
  static const char *const filters[] = {
    "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII",
    "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", NULL,
  };

  if (g_str_equal (reason, "MAX_TOKENS"))
    return PONDER_FINISH_LENGTH;
  if (g_strv_contains (filters, reason))
    return PONDER_FINISH_CONTENT_FILTER;
  return self->n_calls > 0 ? PONDER_FINISH_TOOL_CALLS : PONDER_FINISH_STOP;
}

static void
take_finish_reason (PonderDecoder *self,
                    const char    *reason)
{
  /* The model called a tool in a way that nobody can follow. */
  static const char *const failures[] = {
    "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS", NULL,
  };
  g_autofree char *details = NULL;

  if (reason == NULL || g_str_equal (reason, "FINISH_REASON_UNSPECIFIED"))
    return;
  if (!g_strv_contains (failures, reason))
    {
      end (self, find_finish (PONDER_GEMINI_DECODER (self), reason), "finishReason", reason);
      return;
    }
  details = g_strconcat ("finishReason: ", reason, NULL);
  ponder_decoder_fail (self, PONDER_ERROR_SERVER, details);
}

static void
ponder_gemini_decoder_take_frame (PonderDecoder *self,
                                  const char    *name,
                                  JsonObject    *response)
{
  PonderAnswer *answer = ponder_decoder_get_answer (self);
  JsonObject *candidate = ponder_json_array_object (ponder_json_get_array (response, "candidates"), 0);
  const char *blocked = ponder_json_get_string (ponder_json_get_object (response, "promptFeedback"), "blockReason");

  ponder_answer_give_model (answer, ponder_json_get_string (response, "modelVersion"));
  take_parts (PONDER_GEMINI_DECODER (self), candidate);
  take_usage (answer, ponder_json_get_object (response, "usageMetadata"));
  take_finish_reason (self, ponder_json_get_string (candidate, "finishReason"));
  /* The question did not even reach the model. */
  if (candidate == NULL && blocked != NULL)
    end (self, PONDER_FINISH_CONTENT_FILTER, "blockReason", blocked);
}

static gboolean
ponder_gemini_decoder_take_document (PonderDecoder *self,
                                     JsonObject    *document)
{
  if (!json_object_has_member (document, "candidates") && !json_object_has_member (document, "promptFeedback")
      && !json_object_has_member (document, "usageMetadata"))
    return FALSE;
  ponder_gemini_decoder_take_frame (self, "message", document);
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
