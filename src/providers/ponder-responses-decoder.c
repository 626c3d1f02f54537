/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads an answer of the responses dialect: a stream of events, or one document. */

#include "config.h"

#include "ponder-responses-private.h"

#include "ponder-openai-private.h"

/* A call whose arguments come later. */
typedef struct
{
  char     *item_id;            /* (nullable) */
  gint64    output_index;       /* -1 where the server does not say */
  gboolean  has_arguments;
} Call;

/* Owned by whoever reads the answer. */
struct _PonderResponsesDecoder
{
  PonderDecoder  parent_instance;

  GPtrArray     *calls;                 /* (element-type Call) */
  char          *summary;               /* (nullable): which piece of a summary came last */
};

G_DEFINE_FINAL_TYPE (PonderResponsesDecoder, ponder_responses_decoder, PONDER_TYPE_DECODER)

/* An event with a piece of text. */
static const PonderShapeRule simple_event[] = {
  { NULL, 0, PONDER_SHAPE_OBJECT },
  { "type", 0, PONDER_SHAPE_MUST_BE, .is = "response.output_text.delta" },
  { "delta", 0, PONDER_SHAPE_TEXT, .text = PONDER_FRAME_WORDS },
  { "item_id", 0, PONDER_SHAPE_SCALAR },
  { "output_index", 0, PONDER_SHAPE_SCALAR },
  { "content_index", 0, PONDER_SHAPE_SCALAR },
  { "sequence_number", 0, PONDER_SHAPE_SCALAR },
  { "obfuscation", 0, PONDER_SHAPE_SCALAR },
  { "" },
};

static void
call_free (gpointer data)
{
  Call *call = data;

  g_free (call->item_id);
  g_free (call);
}

/* Some servers give one item a new id in each event, others number none. */
static guint
find_call (PonderResponsesDecoder *self,
           gint64                  output_index,
           const char             *item_id)
{
  Call *call;

  for (guint i = 0; i < self->calls->len; i++)
    {
      call = g_ptr_array_index (self->calls, i);
      if (output_index >= 0 ? call->output_index == output_index
                            : g_strcmp0 (call->item_id, item_id) == 0)
        return i;
    }
  call = g_new0 (Call, 1);
  call->item_id = g_strdup (item_id);
  call->output_index = output_index;
  g_ptr_array_add (self->calls, call);
  return self->calls->len - 1;
}

static gint64
get_output_index (JsonObject *event)
{
  gint64 output_index = -1;

  ponder_json_get_int (event, "output_index", &output_index);
  return output_index;
}

static void
give_call (PonderResponsesDecoder *self,
           guint                   index,
           JsonObject             *item,
           const char             *arguments)
{
  Call *call = g_ptr_array_index (self->calls, index);

  if (arguments != NULL && *arguments != '\0')
    call->has_arguments = TRUE;
  ponder_answer_give_tool_call (ponder_decoder_get_answer (PONDER_DECODER (self)), index, TRUE,
                                ponder_json_get_string (item, "call_id"),
                                ponder_json_get_string (item, "name"), arguments);
}

/* At its beginning an item has no arguments yet; at its end it has all, which only counts where they did not come
 * in pieces. */
static void
take_call (PonderResponsesDecoder *self,
           gint64                  output_index,
           JsonObject             *item)
{
  guint index = find_call (self, output_index, ponder_json_get_string (item, "id"));
  Call *call = g_ptr_array_index (self->calls, index);

  give_call (self, index, item,
             call->has_arguments ? NULL : ponder_json_get_string (item, "arguments"));
}

static void
take_item (PonderResponsesDecoder *self,
           JsonObject             *event)
{
  JsonObject *item = ponder_json_get_object (event, "item");

  if (g_strcmp0 (ponder_json_get_string (item, "type"), "function_call") == 0)
    take_call (self, get_output_index (event), item);
}

static void
take_arguments (PonderResponsesDecoder *self,
                JsonObject             *event)
{
  guint index = find_call (self, get_output_index (event),
                           ponder_json_get_string (event, "item_id"));

  give_call (self, index, NULL, ponder_json_get_string (event, "delta"));
}

/* Each piece of a summary is a paragraph. */
static void
take_summary (PonderResponsesDecoder *self,
              JsonObject             *event)
{
  PonderAnswer *answer = ponder_decoder_get_answer (PONDER_DECODER (self));
  g_autofree char *output = ponder_json_dup_scalar (event, "output_index");
  g_autofree char *index = ponder_json_dup_scalar (event, "summary_index");
  g_autofree char *summary = g_strdup_printf ("%s.%s", output != NULL ? output : "",
                                              index != NULL ? index : "");

  if (self->summary != NULL && !g_str_equal (self->summary, summary))
    ponder_answer_give_text (answer, PONDER_DELTA_REASONING, "\n\n");
  g_free (self->summary);
  self->summary = g_steal_pointer (&summary);
  ponder_answer_give_text (answer, PONDER_DELTA_REASONING, ponder_json_get_string (event, "delta"));
}

static void
take_message_parts (PonderAnswer *answer,
                    JsonArray    *parts)
{
  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    {
      JsonObject *part = ponder_json_array_object (parts, i);

      if (g_strcmp0 (ponder_json_get_string (part, "type"), "output_text") == 0)
        ponder_answer_give_words (answer, ponder_json_get_string (part, "text"));
      ponder_answer_give_text (answer, PONDER_DELTA_REFUSAL,
                               ponder_json_get_string (part, "refusal"));
    }
}

static void
take_thoughts (PonderAnswer *answer,
               JsonArray    *parts)
{
  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    {
      const char *text = ponder_json_get_string (ponder_json_array_object (parts, i), "text");

      if (text != NULL && *text != '\0' && ponder_answer_has_reasoning (answer))
        ponder_answer_give_text (answer, PONDER_DELTA_REASONING, "\n\n");
      ponder_answer_give_text (answer, PONDER_DELTA_REASONING, text);
    }
}

/* A whole answer; in a stream only where no piece came before it. */
static void
take_output (PonderResponsesDecoder *self,
             JsonArray              *output)
{
  PonderAnswer *answer = ponder_decoder_get_answer (PONDER_DECODER (self));
  gboolean has_reasoning = ponder_answer_has_reasoning (answer);

  for (guint i = 0; output != NULL && i < json_array_get_length (output); i++)
    {
      JsonObject *item = ponder_json_array_object (output, i);
      const char *type = ponder_json_get_string (item, "type");

      if (g_strcmp0 (type, "function_call") == 0)
        take_call (self, i, item);
      else if (g_strcmp0 (type, "message") == 0)
        take_message_parts (answer, ponder_json_get_array (item, "content"));
      else if (g_strcmp0 (type, "reasoning") == 0 && !has_reasoning)
        {
          take_thoughts (answer, ponder_json_get_array (item, "summary"));
          take_thoughts (answer, ponder_json_get_array (item, "content"));
        }
    }
}

static PonderFinish
find_finish (PonderResponsesDecoder *self,
             JsonObject             *response)
{
  JsonObject *incomplete = ponder_json_get_object (response, "incomplete_details");
  const char *reason = ponder_json_get_string (incomplete, "reason");

  if (g_strcmp0 (reason, "content_filter") == 0)
    return PONDER_FINISH_CONTENT_FILTER;
  /* Whoever does not say why it is incomplete means the limit ("max_output_tokens", "max_tokens"). */
  if (reason != NULL || g_strcmp0 (ponder_json_get_string (response, "status"), "incomplete") == 0)
    return PONDER_FINISH_LENGTH;
  return self->calls->len > 0 ? PONDER_FINISH_TOOL_CALLS : PONDER_FINISH_STOP;
}

static void
take_end (PonderResponsesDecoder *self,
          JsonObject             *response)
{
  PonderDecoder *decoder = PONDER_DECODER (self);
  PonderAnswer *answer = ponder_decoder_get_answer (decoder);
  JsonObject *usage = ponder_json_get_object (response, "usage");

  ponder_answer_flush (answer);
  if (!ponder_answer_has_words (answer))
    take_output (self, ponder_json_get_array (response, "output"));
  ponder_answer_give_model (answer, ponder_json_get_string (response, "model"));
  if (usage != NULL)
    ponder_answer_take_usage (answer, ponder_openai_decode_usage (usage));
  ponder_answer_give_finish (answer, find_finish (self, response));
  ponder_decoder_set_complete (decoder);
  ponder_decoder_set_ended (decoder);
}

static void
ponder_responses_decoder_take_frame (PonderDecoder *decoder,
                                     const char    *name,
                                     JsonObject    *event)
{
  PonderResponsesDecoder *self = PONDER_RESPONSES_DECODER (decoder);
  PonderAnswer *answer = ponder_decoder_get_answer (decoder);
  const char *type = ponder_json_get_string (event, "type");
  JsonObject *response = ponder_json_get_object (event, "response");
  const char *delta = ponder_json_get_string (event, "delta");

  if (type == NULL)
    type = name;
  if (g_str_equal (type, "response.output_text.delta"))
    ponder_answer_give_words (answer, delta);
  else if (g_str_equal (type, "response.refusal.delta"))
    ponder_answer_give_text (answer, PONDER_DELTA_REFUSAL, delta);
  else if (g_str_equal (type, "response.reasoning_summary_text.delta"))
    take_summary (self, event);
  else if (g_str_equal (type, "response.reasoning_text.delta"))
    ponder_answer_give_text (answer, PONDER_DELTA_REASONING, delta);
  else if (g_str_equal (type, "response.function_call_arguments.delta"))
    take_arguments (self, event);
  else if (g_str_has_prefix (type, "response.output_item."))
    take_item (self, event);
  else if (g_str_equal (type, "response.completed") || g_str_equal (type, "response.incomplete"))
    take_end (self, response);
  else
    ponder_answer_give_model (answer, ponder_json_get_string (response, "model"));
}

static gboolean
ponder_responses_decoder_take_document (PonderDecoder *decoder,
                                        JsonObject    *document)
{
  if (ponder_json_get_array (document, "output") == NULL)
    return FALSE;
  take_end (PONDER_RESPONSES_DECODER (decoder), document);
  return TRUE;
}

static void
ponder_responses_decoder_finalize (GObject *object)
{
  PonderResponsesDecoder *self = PONDER_RESPONSES_DECODER (object);

  g_clear_pointer (&self->calls, g_ptr_array_unref);
  g_clear_pointer (&self->summary, g_free);

  G_OBJECT_CLASS (ponder_responses_decoder_parent_class)->finalize (object);
}

static void
ponder_responses_decoder_class_init (PonderResponsesDecoderClass *klass)
{
  PonderDecoderClass *decoder_class = PONDER_DECODER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ponder_responses_decoder_finalize;

  decoder_class->framing = PONDER_FRAMING_EVENTS;
  decoder_class->take_frame = ponder_responses_decoder_take_frame;
  decoder_class->take_document = ponder_responses_decoder_take_document;
  decoder_class->simple_frame = simple_event;
}

static void
ponder_responses_decoder_init (PonderResponsesDecoder *self)
{
  self->calls = g_ptr_array_new_with_free_func (call_free);
}

PonderDecoder *
ponder_responses_decoder_new (PonderRequest *request)
{
  return ponder_decoder_new (PONDER_TYPE_RESPONSES_DECODER, request);
}
