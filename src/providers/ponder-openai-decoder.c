/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads an answer of the OpenAI dialect: a stream of chunks, or one document. */

#include "config.h"

#include "ponder-openai-private.h"

#include "ponder-error-classifier.h"
#include "ponder-limits.h"
#include "ponder-model-config.h"
#include "ponder-openai-answer.h"
#include "ponder-provider-config.h"
#include "ponder-sse-parser.h"

#include <glib/gi18n.h>
#include <string.h>

/* A server may stumble; one that goes on stumbling is not understood. */
#define BAD_FRAMES_LIMIT 3

typedef enum
{
  FRAMING_UNKNOWN,      /* nothing but white space so far */
  FRAMING_EVENTS,
  FRAMING_DOCUMENT,     /* JSON, or a page: known when it is whole */
} Framing;

/* Made for one answer, fed by whoever reads the socket, thrown away with it. */
struct _PonderOpenaiDecoder
{
  PonderDecoder         parent_instance;

  PonderProviderConfig *provider;
  char                 *model;
  char                 *operation;

  Framing               framing;
  GByteArray           *document;
  PonderSseParser      *events;
  PonderOpenaiAnswer   *answer;
  guint                 n_bad_frames;
  gboolean              ended;          /* [DONE]: what follows does not count */
};

G_DEFINE_FINAL_TYPE (PonderOpenaiDecoder, ponder_openai_decoder, PONDER_TYPE_DECODER)

static PonderFault *
new_fault (PonderOpenaiDecoder *self,
           PonderErrorCode      category,
           const char          *message)
{
  PonderFault *fault = ponder_error_new_fault (self->provider, self->model, self->operation,
                                               category);

  fault->message = g_strdup (message);
  return fault;
}

static gboolean
fail (GError      **error,
      PonderFault  *fault)
{
  g_propagate_error (error, ponder_error_new_take_fault (fault));
  return FALSE;
}

static gboolean
fail_with_frame (PonderOpenaiDecoder  *self,
                 const char           *frame,
                 GError              **error)
{
  return fail (error, ponder_error_classify_frame (self->provider, self->model, self->operation,
                                                   frame));
}

static gboolean
says_error (JsonObject *object)
{
  const char *text = ponder_json_get_string (object, "error");

  return ponder_json_get_object (object, "error") != NULL || (text != NULL && *text != '\0');
}

JsonObject *
ponder_openai_get_root (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

gboolean
ponder_openai_is_error (const char *event_name,
                        JsonObject *object)
{
  const char *type = ponder_json_get_string (object, "type");
  JsonArray *choices = ponder_json_get_array (object, "choices");

  return g_strcmp0 (event_name, "error") == 0
         || g_strcmp0 (type, "error") == 0
         || g_strcmp0 (type, "response.failed") == 0
         || g_strcmp0 (ponder_json_get_string (object, "object"), "error") == 0
         || says_error (object)
         || says_error (ponder_json_get_object (object, "x_groq"))
         || (choices != NULL && says_error (ponder_json_array_object (choices, 0)));
}

static gboolean
fail_too_long (PonderOpenaiDecoder  *self,
               GError              **error)
{
  return fail (error, new_fault (self, PONDER_ERROR_MALFORMED,
                                 _("The answer grew too long and was stopped")));
}

/* After each piece that was taken. */
static gboolean
check_answer (PonderOpenaiDecoder  *self,
              GError              **error)
{
  const char *failure = ponder_openai_answer_get_failure (self->answer);

  if (ponder_openai_answer_is_too_long (self->answer))
    return fail_too_long (self, error);
  if (failure != NULL)
    {
      PonderFault *fault = new_fault (self, PONDER_ERROR_SERVER, NULL);

      fault->details = g_strdup_printf ("finish_reason: %s", failure);
      return fail (error, fault);
    }
  if (ponder_openai_answer_get_finish (self->answer) != PONDER_FINISH_NONE)
    ponder_decoder_set_complete (PONDER_DECODER (self));
  return TRUE;
}

static gboolean
take_bad_frame (PonderOpenaiDecoder   *self,
                const PonderSseEvent  *event,
                GError               **error)
{
  if (g_str_equal (event->name, "error"))
    return fail_with_frame (self, event->data, error);
  if (++self->n_bad_frames > BAD_FRAMES_LIMIT)
    return fail (error, new_fault (self, PONDER_ERROR_MALFORMED, NULL));
  g_debug ("Skipped a frame that is no JSON");
  return TRUE;
}

static gboolean
take_event (PonderOpenaiDecoder   *self,
            const PonderSseEvent  *event,
            GPtrArray             *deltas,
            GError               **error)
{
  g_autoptr(JsonObject) object = NULL;

  if (self->ended || event->length == 0)
    return TRUE;
  if (g_str_has_prefix (event->data, "[DONE]"))
    {
      self->ended = TRUE;
      ponder_decoder_set_complete (PONDER_DECODER (self));
      return TRUE;
    }
  if (!(object = ponder_json_parse_object (event->data, event->length, NULL)))
    return take_bad_frame (self, event, error);
  if (!ponder_openai_is_error (event->name, object))
    {
      ponder_openai_answer_take_chunk (self->answer, object, deltas);
      return check_answer (self, error);
    }
  /* An answer that is complete stays so. */
  if (ponder_decoder_is_complete (PONDER_DECODER (self)))
    return TRUE;
  return fail_with_frame (self, event->data, error);
}

static gboolean
push_events (PonderOpenaiDecoder  *self,
             const char           *data,
             gsize                 length,
             GPtrArray            *deltas,
             GError              **error)
{
  g_autoptr(GError) local_error = NULL;
  PonderSseEvent event;

  ponder_sse_parser_push (self->events, data, length);
  while (ponder_sse_parser_next (self->events, &event, &local_error))
    {
      if (!take_event (self, &event, deltas, error))
        return FALSE;
    }
  if (local_error != NULL)
    return fail (error, new_fault (self, PONDER_ERROR_MALFORMED, local_error->message));
  return TRUE;
}

static gboolean
push_document (PonderOpenaiDecoder  *self,
               const char           *data,
               gsize                 length,
               GError              **error)
{
  if (self->document->len + length > PONDER_BODY_LIMIT)
    return fail_too_long (self, error);
  g_byte_array_append (self->document, (const guint8 *) data, length);
  return TRUE;
}

/* The first byte that is no white space decides; DeepSeek sends blank lines before a document. */
static void
find_framing (PonderOpenaiDecoder *self,
              const char          *data,
              gsize                length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (g_ascii_isspace (data[i]))
        continue;
      self->framing = strchr ("{[<", data[i]) != NULL ? FRAMING_DOCUMENT : FRAMING_EVENTS;
      return;
    }
}

static gboolean
ponder_openai_decoder_push (PonderDecoder  *decoder,
                            const char     *data,
                            gsize           length,
                            GPtrArray      *deltas,
                            GError        **error)
{
  PonderOpenaiDecoder *self = PONDER_OPENAI_DECODER (decoder);
  gboolean well = TRUE;

  if (self->framing == FRAMING_UNKNOWN)
    find_framing (self, data, length);
  if (self->framing == FRAMING_EVENTS)
    well = push_events (self, data, length, deltas, error);
  else if (self->framing == FRAMING_DOCUMENT)
    well = push_document (self, data, length, error);
  if (!well)
    ponder_openai_answer_flush (self->answer, deltas);
  return well;
}

static gboolean
has_member_of (JsonObject        *object,
               const char *const *members)
{
  for (; *members != NULL; members++)
    {
      if (json_object_has_member (object, *members))
        return TRUE;
    }
  return FALSE;
}

static gboolean
finish_document (PonderOpenaiDecoder  *self,
                 GPtrArray            *deltas,
                 GError              **error)
{
  static const char *const error_members[] = { "message", "detail", NULL };
  const char *data = (const char *) self->document->data;
  gsize length = self->document->len;
  g_autoptr(GBytes) body = g_bytes_new_static (data, length);
  g_autoptr(JsonNode) root = *data != '<' ? ponder_json_parse (data, length, NULL) : NULL;
  JsonObject *object = ponder_openai_get_root (root);
  JsonArray *choices = ponder_json_get_array (object, "choices");

  if (object != NULL && choices != NULL && !ponder_openai_is_error (NULL, object))
    {
      ponder_openai_answer_take_document (self->answer, object, deltas);
      ponder_decoder_set_complete (PONDER_DECODER (self));
      return check_answer (self, error);
    }
  if (*data == '<' || ponder_openai_is_error (NULL, object)
      || (root != NULL && JSON_NODE_HOLDS_ARRAY (root))
      || (object != NULL && has_member_of (object, error_members)))
    return fail (error, ponder_error_classify (self->provider, self->model, self->operation, 200,
                                               NULL, NULL, body, NULL));
  if (root == NULL)
    return TRUE;
  return fail (error, new_fault (self, PONDER_ERROR_MALFORMED, NULL));
}

static gboolean
finish_framing (PonderOpenaiDecoder  *self,
                GPtrArray            *deltas,
                GError              **error)
{
  PonderSseEvent event;

  switch (self->framing)
    {
    case FRAMING_UNKNOWN:
      return TRUE;
    case FRAMING_EVENTS:
      return !ponder_sse_parser_finish (self->events, &event)
             || take_event (self, &event, deltas, error);
    case FRAMING_DOCUMENT:
      return finish_document (self, deltas, error);
    }
  g_assert_not_reached ();
}

static gboolean
fail_empty (PonderOpenaiDecoder  *self,
            GError              **error)
{
  return fail (error, new_fault (self, PONDER_ERROR_SERVER, _("The server sent an empty answer")));
}

static gboolean
fail_incomplete (PonderOpenaiDecoder  *self,
                 GError              **error)
{
  PonderFault *fault;

  if (!ponder_openai_answer_has_words (self->answer)
      && !ponder_openai_answer_has_reasoning (self->answer) && self->document->len == 0)
    return fail_empty (self, error);

  fault = new_fault (self, PONDER_ERROR_NETWORK, NULL);
  fault->truncated = TRUE;
  fault->retryable = FALSE;
  return fail (error, fault);
}

/* What it means that nothing was said. */
static gboolean
judge_silence (PonderOpenaiDecoder  *self,
               GError              **error)
{
  switch (ponder_openai_answer_get_finish (self->answer))
    {
    case PONDER_FINISH_LENGTH:
      return fail (error, new_fault (self, PONDER_ERROR_INVALID_REQUEST,
                                     _("The answer reached its length limit before it began. "
                                       "Raise the limit, or ask for less thinking.")));
    case PONDER_FINISH_CONTENT_FILTER:
      return fail (error, new_fault (self, PONDER_ERROR_CONTENT_FILTER, NULL));
    case PONDER_FINISH_NONE:
    case PONDER_FINISH_STOP:
    case PONDER_FINISH_TOOL_CALLS:
    case PONDER_FINISH_CUT_OFF:
    case PONDER_FINISH_CANCELLED:
      break;
    }
  return ponder_openai_answer_has_reasoning (self->answer) || fail_empty (self, error);
}

static gboolean
ponder_openai_decoder_finish (PonderDecoder  *decoder,
                              GPtrArray      *deltas,
                              GError        **error)
{
  PonderOpenaiDecoder *self = PONDER_OPENAI_DECODER (decoder);
  gboolean well = finish_framing (self, deltas, error);

  ponder_openai_answer_flush (self->answer, deltas);
  if (!well)
    return FALSE;
  if (!ponder_decoder_is_complete (decoder))
    return fail_incomplete (self, error);

  ponder_openai_answer_end (self->answer, deltas);
  return ponder_openai_answer_has_words (self->answer) || judge_silence (self, error);
}

static void
ponder_openai_decoder_finalize (GObject *object)
{
  PonderOpenaiDecoder *self = PONDER_OPENAI_DECODER (object);

  g_clear_object (&self->provider);
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->operation, g_free);
  g_clear_pointer (&self->document, g_byte_array_unref);
  g_clear_pointer (&self->events, ponder_sse_parser_free);
  g_clear_pointer (&self->answer, ponder_openai_answer_free);

  G_OBJECT_CLASS (ponder_openai_decoder_parent_class)->finalize (object);
}

static void
ponder_openai_decoder_class_init (PonderOpenaiDecoderClass *klass)
{
  PonderDecoderClass *decoder_class = PONDER_DECODER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ponder_openai_decoder_finalize;
  decoder_class->push = ponder_openai_decoder_push;
  decoder_class->finish = ponder_openai_decoder_finish;
}

static void
ponder_openai_decoder_init (PonderOpenaiDecoder *self)
{
  self->document = g_byte_array_new ();
  self->events = ponder_sse_parser_new (PONDER_LINE_LIMIT);
  self->answer = ponder_openai_answer_new ();
}

PonderDecoder *
ponder_openai_decoder_new (PonderRequest *request)
{
  PonderOpenaiDecoder *self = g_object_new (PONDER_TYPE_OPENAI_DECODER, NULL);

  self->provider = g_object_ref (ponder_request_get_provider (request));
  self->model = g_strdup (ponder_request_get_config (request)->model);
  self->operation = g_strdup (ponder_request_get_operation (request));
  return PONDER_DECODER (self);
}
