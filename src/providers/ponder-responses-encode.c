/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions in the words of the responses dialect. */

#include "config.h"

#include "ponder-responses-private.h"

#include "ponder-attachment.h"
#include "ponder-dialect-private.h"
#include "ponder-history.h"
#include "ponder-model-config.h"
#include "ponder-openai-private.h"
#include "ponder-structured.h"

static JsonObject *
encode_text (const PonderHistoryTurn *turn)
{
  gboolean is_answer = turn->role == PONDER_ROLE_ASSISTANT;
  JsonObject *item = json_object_new ();

  json_object_set_string_member (item, "type", is_answer ? "output_text" : "input_text");
  json_object_set_string_member (item, "text", turn->text->str);
  return item;
}

static JsonObject *
encode_attachment (const PonderPart *part)
{
  gboolean is_image = part->kind == PONDER_PART_IMAGE;
  g_autofree char *url = ponder_attachment_dup_data_url (part);
  JsonObject *item = json_object_new ();

  json_object_set_string_member (item, "type", is_image ? "input_image" : "input_file");
  if (!is_image)
    json_object_set_string_member (item, "filename", part->name != NULL ? part->name : "file");
  json_object_set_string_member (item, is_image ? "image_url" : "file_data", url);
  return item;
}

static JsonObject *
encode_turn (const PonderHistoryTurn *turn)
{
  JsonObject *item = json_object_new ();
  JsonArray *content = json_array_new ();

  if (turn->text->len > 0)
    json_array_add_object_element (content, encode_text (turn));
  for (guint i = 0; i < turn->attachments->len; i++)
    json_array_add_object_element (content,
                                   encode_attachment (g_ptr_array_index (turn->attachments, i)));
  json_object_set_string_member (item, "type", "message");
  json_object_set_string_member (item, "role", ponder_role_to_string (turn->role));
  json_object_set_array_member (item, "content", content);
  return item;
}

static JsonArray *
encode_history (PonderRequest *request)
{
  g_autoptr(GPtrArray) turns = ponder_history_list_turns (request, TRUE);
  JsonArray *input = json_array_new ();

  for (guint i = 0; i < turns->len; i++)
    json_array_add_object_element (input, encode_turn (g_ptr_array_index (turns, i)));
  return input;
}

/* Its thoughts are only told when a summary is asked for. */
static void
set_reasoning (JsonObject              *body,
               const PonderModelConfig *config)
{
  gboolean is_set = config->reasoning != NULL && *config->reasoning != '\0';
  JsonObject *reasoning;

  if (!is_set && !ponder_openai_is_reasoning_model (config->model))
    return;
  reasoning = json_object_new ();
  if (is_set)
    json_object_set_string_member (reasoning, "effort", config->reasoning);
  if (g_strcmp0 (config->reasoning, "none") != 0)
    json_object_set_string_member (reasoning, "summary", "auto");
  json_object_set_object_member (body, "reasoning", reasoning);
}

static PonderStructured
find_promise (PonderRequest         *request,
              const PonderDowngrade *downgrade)
{
  if (ponder_request_get_schema (request) == NULL || ponder_downgrade_has (downgrade, "text.format"))
    return PONDER_STRUCTURED_NONE;
  return ponder_downgrade_has (downgrade, "text.format.json_schema") ? PONDER_STRUCTURED_OBJECT
                                                                     : PONDER_STRUCTURED_SCHEMA;
}

static void
set_format (JsonObject       *body,
            PonderRequest    *request,
            PonderStructured  promise)
{
  JsonObject *schema = promise == PONDER_STRUCTURED_SCHEMA ? ponder_structured_dup_schema (request) : NULL;
  JsonObject *text;
  JsonObject *format;

  if (promise == PONDER_STRUCTURED_NONE)
    return;
  format = json_object_new ();
  json_object_set_string_member (format, "type", schema != NULL ? "json_schema" : "json_object");
  if (schema != NULL)
    {
      json_object_set_string_member (format, "name", ponder_request_get_schema_name (request));
      json_object_set_boolean_member (format, "strict", TRUE);
      json_object_set_object_member (format, "schema", schema);
    }
  text = json_object_new ();
  json_object_set_object_member (text, "format", format);
  json_object_set_object_member (body, "text", text);
}

static void
set_sampling (JsonObject              *body,
              const PonderModelConfig *config)
{
  if (!ponder_openai_takes_sampling (config))
    return;
  ponder_dialect_set_number (body, "temperature", config->temperature);
  ponder_dialect_set_number (body, "top_p", config->top_p);
}

JsonObject *
ponder_responses_encode (PonderRequest         *request,
                         const PonderDowngrade *downgrade)
{
  const PonderModelConfig *config = ponder_request_get_config (request);
  PonderStructured promise = find_promise (request, downgrade);
  g_autofree char *system = ponder_structured_dup_system (request, promise);
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "model", config->model);
  if (system != NULL)
    json_object_set_string_member (body, "instructions", system);
  json_object_set_array_member (body, "input", encode_history (request));
  json_object_set_boolean_member (body, "stream", ponder_request_get_stream (request));
  /* Otherwise the server keeps what was said. */
  json_object_set_boolean_member (body, "store", FALSE);
  if (config->max_tokens > 0)
    json_object_set_int_member (body, "max_output_tokens", config->max_tokens);
  set_sampling (body, config);
  set_reasoning (body, config);
  set_format (body, request, promise);
  return body;
}
