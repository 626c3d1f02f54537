/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions in the words of the Ollama dialect. */

#include "config.h"

#include "ponder-ollama-private.h"

#include "ponder-attachment.h"
#include "ponder-history.h"
#include "ponder-model-config.h"
#include "ponder-structured.h"

#include <math.h>
#include <string.h>

static void
add_image (JsonArray        *images,
           const PonderPart *part)
{
  g_autofree char *base64 = ponder_attachment_dup_base64 (part);

  json_array_add_string_element (images, base64);
}

/* There is no place for files other than pictures; text files are among the words. */
static JsonArray *
encode_images (const PonderHistoryTurn *turn)
{
  JsonArray *images = json_array_new ();

  for (guint i = 0; i < turn->attachments->len; i++)
    {
      const PonderPart *part = g_ptr_array_index (turn->attachments, i);

      if (part->kind == PONDER_PART_IMAGE)
        add_image (images, part);
    }
  return images;
}

static JsonObject *
encode_words (const char *role,
              const char *text)
{
  JsonObject *message = json_object_new ();

  json_object_set_string_member (message, "role", role);
  json_object_set_string_member (message, "content", text);
  return message;
}

static JsonArray *
encode_messages (PonderRequest    *request,
                 PonderStructured  promise)
{
  g_autofree char *system = ponder_structured_dup_system (request, promise);
  g_autoptr(GPtrArray) turns = ponder_history_new (request);
  JsonArray *messages = json_array_new ();

  if (system != NULL)
    json_array_add_object_element (messages, encode_words ("system", system));
  for (guint i = 0; i < turns->len; i++)
    {
      PonderHistoryTurn *turn = g_ptr_array_index (turns, i);
      JsonObject *message = encode_words (ponder_role_to_string (turn->role), turn->text->str);

      if (turn->attachments->len > 0)
        json_object_set_array_member (message, "images", encode_images (turn));
      json_array_add_object_element (messages, message);
    }
  return messages;
}

static void
set_if_known (JsonObject *options,
              const char *member,
              double      value)
{
  if (isfinite (value))
    json_object_set_double_member (options, member, value);
}

static void
set_options (JsonObject              *body,
             const PonderModelConfig *config)
{
  JsonObject *options = json_object_new ();

  set_if_known (options, "temperature", config->temperature);
  set_if_known (options, "top_p", config->top_p);
  set_if_known (options, "frequency_penalty", config->frequency_penalty);
  set_if_known (options, "presence_penalty", config->presence_penalty);
  if (config->max_tokens > 0)
    json_object_set_int_member (options, "num_predict", config->max_tokens);
  json_object_set_object_member (body, "options", options);
}

/* gpt-oss thinks at a level and ignores true and false; the others think or do not. */
static void
set_thinking (JsonObject              *body,
              const PonderModelConfig *config)
{
  const char *effort = config->reasoning;

  if (effort == NULL || *effort == '\0')
    return;
  if (strstr (config->model, "gpt-oss") != NULL && !g_str_equal (effort, "none"))
    json_object_set_string_member (body, "think", effort);
  else
    json_object_set_boolean_member (body, "think", !g_str_equal (effort, "none"));
}

static PonderStructured
find_promise (PonderRequest         *request,
              const PonderDowngrade *downgrade)
{
  if (ponder_request_get_schema (request) == NULL || ponder_downgrade_has (downgrade, "format"))
    return PONDER_STRUCTURED_NONE;
  return ponder_downgrade_has (downgrade, "format.json_schema") ? PONDER_STRUCTURED_OBJECT
                                                                : PONDER_STRUCTURED_SCHEMA;
}

static void
set_format (JsonObject       *body,
            PonderRequest    *request,
            PonderStructured  promise)
{
  JsonObject *schema = promise == PONDER_STRUCTURED_SCHEMA ? ponder_structured_dup_schema (request) : NULL;

  if (schema != NULL)
    json_object_set_object_member (body, "format", schema);
  else if (promise != PONDER_STRUCTURED_NONE)
    json_object_set_string_member (body, "format", "json");
}

JsonObject *
ponder_ollama_encode (PonderRequest         *request,
                      const PonderDowngrade *downgrade)
{
  const PonderModelConfig *config = ponder_request_get_config (request);
  PonderStructured promise = find_promise (request, downgrade);
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "model", config->model);
  json_object_set_array_member (body, "messages", encode_messages (request, promise));
  json_object_set_boolean_member (body, "stream", ponder_request_get_stream (request));
  /* Otherwise the beginning of a long chat is dropped without a word. */
  json_object_set_boolean_member (body, "truncate", FALSE);
  set_options (body, config);
  set_thinking (body, config);
  set_format (body, request, promise);
  return body;
}
