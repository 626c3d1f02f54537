/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One answer being read: frames a body that is cut anywhere, finds the errors in it, and knows when it is whole. */

#include "config.h"

#include "ponder-decoder-private.h"

#include "ponder-error-classifier.h"
#include "ponder-frame.h"
#include "ponder-limits.h"
#include "ponder-line-reader.h"
#include "ponder-model-config.h"
#include "ponder-provider-config.h"
#include "ponder-sse-parser.h"

#include <glib/gi18n.h>
#include <string.h>

/* A server may stumble; one that goes on stumbling is not understood. */
#define BAD_FRAMES_LIMIT 3

typedef enum
{
  SHAPE_UNKNOWN,        /* nothing but white space so far */
  SHAPE_EVENTS,
  SHAPE_LINES,
  SHAPE_DOCUMENT,       /* JSON, or a page: known when it is whole */
} Shape;

/* Made for one answer, fed by whoever reads the socket, thrown away with it. */
typedef struct
{
  PonderProviderConfig *provider;
  char                 *model;
  char                 *operation;
  PonderErrorClassifier *classifier;    /* (nullable) */

  Shape                 shape;
  GByteArray           *document;
  PonderSseParser      *events;
  PonderLineReader     *lines;
  PonderJsonScanner    *scanner;        /* (nullable) */
  PonderAnswer         *answer;
  PonderFault          *fault;          /* (nullable): what a frame failed with */
  char                 *reason;         /* (nullable): why the answer is withheld, in short */
  char                 *note;           /* (nullable): the same in full */
  guint                 n_bad_frames;

  guint                 complete : 1;
  guint                 ended : 1;      /* what follows does not count */
} PonderDecoderPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (PonderDecoder, ponder_decoder, G_TYPE_OBJECT)

static PonderDecoderPrivate *
get_private (PonderDecoder *self)
{
  return ponder_decoder_get_instance_private (self);
}

static PonderFault *
new_fault (PonderDecoder   *self,
           PonderErrorCode  category,
           const char      *message)
{
  PonderDecoderPrivate *priv = get_private (self);
  PonderFault *fault = ponder_error_new_fault (priv->provider, priv->model, priv->operation,
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
fail_with_frame (PonderDecoder  *self,
                 const char     *frame,
                 GError        **error)
{
  PonderDecoderPrivate *priv = get_private (self);

  return fail (error, ponder_error_classifier_classify_frame (priv->classifier, priv->provider,
                                                              priv->model, priv->operation, frame));
}

static gboolean
fail_too_long (PonderDecoder  *self,
               GError        **error)
{
  return fail (error, new_fault (self, PONDER_ERROR_MALFORMED,
                                 _("The answer grew too long and was stopped")));
}

/* After each piece that was taken. */
static gboolean
check_answer (PonderDecoder  *self,
              GError        **error)
{
  PonderDecoderPrivate *priv = get_private (self);

  if (ponder_answer_is_too_long (priv->answer))
    return fail_too_long (self, error);
  return priv->fault == NULL || fail (error, g_steal_pointer (&priv->fault));
}

static gboolean
take_bad_frame (PonderDecoder  *self,
                const char     *name,
                const char     *data,
                GError        **error)
{
  PonderDecoderPrivate *priv = get_private (self);

  if (g_str_equal (name, "error"))
    return fail_with_frame (self, data, error);
  if (++priv->n_bad_frames > BAD_FRAMES_LIMIT)
    return fail (error, new_fault (self, PONDER_ERROR_MALFORMED, NULL));
  g_debug ("Skipped a frame that is no JSON");
  return TRUE;
}

static gboolean
take_frame (PonderDecoder  *self,
            const char     *name,
            const char     *data,
            gsize           length,
            GError        **error)
{
  PonderDecoderPrivate *priv = get_private (self);
  g_autoptr(JsonObject) object = NULL;

  if (priv->ended || length == 0)
    return TRUE;
  if (g_str_has_prefix (data, "[DONE]"))
    {
      priv->ended = TRUE;
      priv->complete = TRUE;
      return TRUE;
    }
  if (priv->scanner != NULL && !g_str_equal (name, "error")
      && ponder_simple_frame_take (priv->scanner, priv->answer, data, length))
    return check_answer (self, error);
  if (!(object = ponder_json_parse_object (data, length, NULL)))
    return take_bad_frame (self, name, data, error);
  if (!ponder_frame_is_error (name, object))
    {
      PONDER_DECODER_GET_CLASS (self)->take_frame (self, name, object);
      return check_answer (self, error);
    }
  /* An answer that is complete stays so. */
  return priv->complete || fail_with_frame (self, data, error);
}

static gboolean
push_events (PonderDecoder  *self,
             const char     *data,
             gsize           length,
             GError        **error)
{
  PonderDecoderPrivate *priv = get_private (self);
  g_autoptr(GError) local_error = NULL;
  PonderSseEvent event;

  ponder_sse_parser_push (priv->events, data, length);
  while (ponder_sse_parser_next (priv->events, &event, &local_error))
    {
      if (!take_frame (self, event.name, event.data, event.length, error))
        return FALSE;
    }
  if (local_error != NULL)
    return fail (error, new_fault (self, PONDER_ERROR_MALFORMED, local_error->message));
  return TRUE;
}

/* A line is bytes; a frame is text, as an event is. */
static gboolean
take_line (PonderDecoder  *self,
           const char     *line,
           gsize           length,
           GError        **error)
{
  g_autofree char *valid = NULL;

  if (g_utf8_validate_len (line, length, NULL))
    return take_frame (self, "message", line, length, error);
  valid = g_utf8_make_valid (line, (gssize) length);
  return take_frame (self, "message", valid, strlen (valid), error);
}

static gboolean
push_lines (PonderDecoder  *self,
            const char     *data,
            gsize           length,
            GError        **error)
{
  PonderDecoderPrivate *priv = get_private (self);
  g_autoptr(GError) local_error = NULL;
  const char *line;
  gsize line_length;

  ponder_line_reader_push (priv->lines, data, length);
  while (ponder_line_reader_next (priv->lines, &line, &line_length, &local_error))
    {
      if (!take_line (self, line, line_length, error))
        return FALSE;
    }
  if (local_error != NULL)
    return fail (error, new_fault (self, PONDER_ERROR_MALFORMED, local_error->message));
  return TRUE;
}

static gboolean
push_document (PonderDecoder  *self,
               const char     *data,
               gsize           length,
               GError        **error)
{
  PonderDecoderPrivate *priv = get_private (self);

  /* White space before it was dropped if it came alone; it begins alike however it is cut. */
  for (; priv->document->len == 0 && length > 0 && g_ascii_isspace (*data); length--)
    data++;
  if (priv->document->len + length > PONDER_BODY_LIMIT)
    return fail_too_long (self, error);
  g_byte_array_append (priv->document, (const guint8 *) data, length);
  return TRUE;
}

/* The first byte that is no white space decides; DeepSeek sends blank lines before a document. */
static void
find_shape (PonderDecoder *self,
            const char    *data,
            gsize          length)
{
  PonderDecoderPrivate *priv = get_private (self);
  gboolean lines = PONDER_DECODER_GET_CLASS (self)->framing == PONDER_FRAMING_LINES;

  for (gsize i = 0; i < length; i++)
    {
      if (g_ascii_isspace (data[i]))
        continue;
      if (lines)
        priv->shape = data[i] == '<' ? SHAPE_DOCUMENT : SHAPE_LINES;
      else
        priv->shape = strchr ("{[<", data[i]) != NULL ? SHAPE_DOCUMENT : SHAPE_EVENTS;
      return;
    }
}

static gboolean
push (PonderDecoder  *self,
      const char     *data,
      gsize           length,
      GError        **error)
{
  PonderDecoderPrivate *priv = get_private (self);

  if (priv->shape == SHAPE_UNKNOWN)
    find_shape (self, data, length);
  switch (priv->shape)
    {
    case SHAPE_UNKNOWN:
      return TRUE;
    case SHAPE_EVENTS:
      return push_events (self, data, length, error);
    case SHAPE_LINES:
      return push_lines (self, data, length, error);
    case SHAPE_DOCUMENT:
      return push_document (self, data, length, error);
    }
  g_assert_not_reached ();
}

static gboolean
take_document (PonderDecoder *self,
               JsonObject    *object)
{
  PonderDecoderClass *klass = PONDER_DECODER_GET_CLASS (self);

  return object != NULL && klass->take_document != NULL && !ponder_frame_is_error (NULL, object)
         && klass->take_document (self, object);
}

/* Gemini sends a list where no stream of events was asked for. */
static gboolean
take_documents (PonderDecoder *self,
                JsonNode      *root)
{
  JsonArray *list;

  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    return take_document (self, ponder_frame_get_object (root));
  list = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      if (!take_document (self, ponder_json_array_object (list, i)))
        return FALSE;
    }
  return json_array_get_length (list) > 0;
}

static gboolean
finish_document (PonderDecoder  *self,
                 GError        **error)
{
  PonderDecoderPrivate *priv = get_private (self);
  const char *data = (const char *) priv->document->data;
  gsize length = priv->document->len;
  g_autoptr(GBytes) body = g_bytes_new_static (data, length);
  g_autoptr(JsonNode) root = *data != '<' ? ponder_json_parse (data, length, NULL) : NULL;
  JsonObject *object = ponder_frame_get_object (root);
  JsonObject *listed = ponder_frame_find_listed_error (root);

  if (take_documents (self, root))
    {
      priv->complete = TRUE;
      return check_answer (self, error);
    }
  if (listed != NULL)
    {
      g_autofree char *frame = ponder_json_take_to_string (json_object_ref (listed));

      return fail_with_frame (self, frame, error);
    }
  if (*data == '<' || ponder_frame_is_error (NULL, object)
      || (root != NULL && JSON_NODE_HOLDS_ARRAY (root))
      || ponder_frame_tells_reason (object))
    return fail (error, ponder_error_classifier_classify (priv->classifier, priv->provider,
                                                          priv->model, priv->operation, 200,
                                                          NULL, NULL, body, NULL));
  if (root == NULL)
    return TRUE;
  return fail (error, new_fault (self, PONDER_ERROR_MALFORMED, NULL));
}

static gboolean
finish_shape (PonderDecoder  *self,
              GError        **error)
{
  PonderDecoderPrivate *priv = get_private (self);
  PonderSseEvent event;
  const char *line;
  gsize length;

  switch (priv->shape)
    {
    case SHAPE_UNKNOWN:
      return TRUE;
    case SHAPE_EVENTS:
      return !ponder_sse_parser_finish (priv->events, &event)
             || take_frame (self, event.name, event.data, event.length, error);
    case SHAPE_LINES:
      return !ponder_line_reader_finish (priv->lines, &line, &length)
             || take_line (self, line, length, error);
    case SHAPE_DOCUMENT:
      return finish_document (self, error);
    }
  g_assert_not_reached ();
}

static gboolean
fail_incomplete (PonderDecoder  *self,
                 GError        **error)
{
  PonderFault *fault = new_fault (self, PONDER_ERROR_NETWORK, NULL);

  fault->truncated = TRUE;
  fault->retryable = FALSE;
  return fail (error, fault);
}

static gboolean
fail_filtered (PonderDecoder  *self,
               GError        **error)
{
  PonderDecoderPrivate *priv = get_private (self);
  PonderFault *fault = new_fault (self, PONDER_ERROR_CONTENT_FILTER, NULL);

  fault->reason = ponder_error_dup_said (priv->reason, NULL);
  fault->details = ponder_error_dup_said (priv->note, NULL);
  return fail (error, fault);
}

static gboolean
judge (PonderDecoder  *self,
       GError        **error)
{
  PonderDecoderPrivate *priv = get_private (self);

  switch (ponder_answer_judge (priv->answer, priv->complete, priv->document->len > 0))
    {
    case PONDER_ANSWER_GOOD:
      return TRUE;
    case PONDER_ANSWER_EMPTY:
      return fail (error, new_fault (self, PONDER_ERROR_SERVER, _("The server sent an empty answer")));
    case PONDER_ANSWER_CUT_OFF:
      return fail_incomplete (self, error);
    case PONDER_ANSWER_ALL_THOUGHT:
      return fail (error, new_fault (self, PONDER_ERROR_INVALID_REQUEST,
                                     _("The answer reached its length limit before it began. "
                                       "Raise the limit, or ask for less thinking.")));
    case PONDER_ANSWER_FILTERED:
      return fail_filtered (self, error);
    }
  g_assert_not_reached ();
}

static gboolean
finish (PonderDecoder  *self,
        GError        **error)
{
  PonderDecoderPrivate *priv = get_private (self);
  gboolean well = finish_shape (self, error);

  ponder_answer_flush (priv->answer);
  if (!well)
    return FALSE;
  /* If no frame said why, the model simply stopped. */
  if (priv->complete && ponder_answer_get_finish (priv->answer) == PONDER_FINISH_NONE)
    ponder_answer_give_finish (priv->answer, PONDER_FINISH_STOP);
  return judge (self, error);
}

static void
ponder_decoder_finalize (GObject *object)
{
  PonderDecoderPrivate *priv = get_private (PONDER_DECODER (object));

  g_clear_object (&priv->provider);
  g_clear_pointer (&priv->model, g_free);
  g_clear_pointer (&priv->operation, g_free);
  g_clear_pointer (&priv->classifier, ponder_error_classifier_unref);
  g_clear_pointer (&priv->reason, g_free);
  g_clear_pointer (&priv->note, g_free);
  g_clear_pointer (&priv->fault, ponder_fault_unref);
  g_clear_pointer (&priv->document, g_byte_array_unref);
  g_clear_pointer (&priv->events, ponder_sse_parser_free);
  g_clear_pointer (&priv->lines, ponder_line_reader_free);
  g_clear_pointer (&priv->scanner, ponder_json_scanner_free);
  g_clear_pointer (&priv->answer, ponder_answer_free);

  G_OBJECT_CLASS (ponder_decoder_parent_class)->finalize (object);
}

static void
ponder_decoder_class_init (PonderDecoderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ponder_decoder_finalize;
}

static void
ponder_decoder_init (PonderDecoder *self)
{
  PonderDecoderPrivate *priv = get_private (self);

  priv->document = g_byte_array_new ();
  priv->events = ponder_sse_parser_new (PONDER_LINE_LIMIT);
  priv->lines = ponder_line_reader_new (PONDER_LINE_LIMIT);
  priv->answer = ponder_answer_new ();
}

PonderDecoder *
ponder_decoder_new (GType          type,
                    PonderRequest *request)
{
  PonderDecoder *self;
  PonderDecoderPrivate *priv;

  g_return_val_if_fail (g_type_is_a (type, PONDER_TYPE_DECODER), NULL);
  g_return_val_if_fail (PONDER_IS_REQUEST (request), NULL);

  self = g_object_new (type, NULL);
  priv = get_private (self);
  if (PONDER_DECODER_GET_CLASS (self)->simple_frame != NULL)
    priv->scanner = ponder_json_scanner_new (PONDER_DECODER_GET_CLASS (self)->simple_frame);
  priv->provider = g_object_ref (ponder_request_get_provider (request));
  priv->model = g_strdup (ponder_request_get_config (request)->model);
  priv->operation = g_strdup (ponder_request_get_operation (request));
  return self;
}

void
ponder_decoder_set_classifier (PonderDecoder         *self,
                               PonderErrorClassifier *classifier)
{
  PonderDecoderPrivate *priv = get_private (self);

  g_return_if_fail (PONDER_IS_DECODER (self));

  g_clear_pointer (&priv->classifier, ponder_error_classifier_unref);
  priv->classifier = ponder_error_classifier_ref (classifier);
}

gboolean
ponder_decoder_push (PonderDecoder  *self,
                     const char     *data,
                     gsize           length,
                     GPtrArray      *deltas,
                     GError        **error)
{
  PonderDecoderPrivate *priv = get_private (self);
  gboolean well;

  g_return_val_if_fail (PONDER_IS_DECODER (self), FALSE);
  g_return_val_if_fail (data != NULL || length == 0, FALSE);
  g_return_val_if_fail (deltas != NULL, FALSE);

  ponder_answer_set_deltas (priv->answer, deltas);
  well = push (self, data, length, error);
  if (!well)
    ponder_answer_flush (priv->answer);
  ponder_answer_set_deltas (priv->answer, NULL);
  return well;
}

gboolean
ponder_decoder_finish (PonderDecoder  *self,
                       GPtrArray      *deltas,
                       GError        **error)
{
  PonderDecoderPrivate *priv = get_private (self);
  gboolean well;

  g_return_val_if_fail (PONDER_IS_DECODER (self), FALSE);
  g_return_val_if_fail (deltas != NULL, FALSE);

  ponder_answer_set_deltas (priv->answer, deltas);
  well = finish (self, error);
  ponder_answer_set_deltas (priv->answer, NULL);
  return well;
}

gboolean
ponder_decoder_is_complete (PonderDecoder *self)
{
  g_return_val_if_fail (PONDER_IS_DECODER (self), FALSE);

  return get_private (self)->complete;
}

PonderAnswer *
ponder_decoder_get_answer (PonderDecoder *self)
{
  g_return_val_if_fail (PONDER_IS_DECODER (self), NULL);

  return get_private (self)->answer;
}

void
ponder_decoder_set_complete (PonderDecoder *self)
{
  g_return_if_fail (PONDER_IS_DECODER (self));

  get_private (self)->complete = TRUE;
}

void
ponder_decoder_set_ended (PonderDecoder *self)
{
  g_return_if_fail (PONDER_IS_DECODER (self));

  get_private (self)->ended = TRUE;
}

void
ponder_decoder_fail (PonderDecoder   *self,
                     PonderErrorCode  category,
                     const char      *details)
{
  PonderDecoderPrivate *priv = get_private (self);

  g_return_if_fail (PONDER_IS_DECODER (self));

  g_clear_pointer (&priv->fault, ponder_fault_unref);
  priv->fault = new_fault (self, category, NULL);
  priv->fault->details = ponder_error_dup_said (details, NULL);
}

void
ponder_decoder_note (PonderDecoder *self,
                     const char    *reason,
                     const char    *details)
{
  PonderDecoderPrivate *priv = get_private (self);

  g_return_if_fail (PONDER_IS_DECODER (self));

  g_free (priv->reason);
  priv->reason = g_strdup (reason);
  g_free (priv->note);
  priv->note = g_strdup (details);
}
