/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions in the words of the Gemini dialect. */

#include "config.h"

#include "ponder-gemini-private.h"

#include "ponder-attachment.h"
#include "ponder-history.h"
#include "ponder-model-config.h"
#include "ponder-structured.h"

#include <math.h>
#include <string.h>

static JsonObject *
encode_text (const char *text)
{
  JsonObject *part = json_object_new ();

  json_object_set_string_member (part, "text", text);
  return part;
}

static JsonObject *
encode_attachment (const PonderPart *attachment)
{
  g_autofree char *base64 = ponder_attachment_dup_base64 (attachment);
  JsonObject *part = json_object_new ();
  JsonObject *inner = json_object_new ();

  json_object_set_string_member (inner, "mimeType", ponder_attachment_get_media_type (attachment));
  json_object_set_string_member (inner, "data", base64);
  json_object_set_object_member (part, "inlineData", inner);
  return part;
}

static JsonObject *
encode_turn (const PonderHistoryTurn *turn)
{
  JsonObject *content = json_object_new ();
  JsonArray *parts = json_array_new ();

  if (turn->text->len > 0)
    json_array_add_object_element (parts, encode_text (turn->text->str));
  for (guint i = 0; i < turn->attachments->len; i++)
    json_array_add_object_element (parts, encode_attachment (g_ptr_array_index (turn->attachments, i)));
  json_object_set_string_member (content, "role", turn->role == PONDER_ROLE_ASSISTANT ? "model" : "user");
  json_object_set_array_member (content, "parts", parts);
  return content;
}

static JsonArray *
encode_history (PonderRequest *request)
{
  g_autoptr(GPtrArray) turns = ponder_history_new (request);
  JsonArray *contents = json_array_new ();

  for (guint i = 0; i < turns->len; i++)
    json_array_add_object_element (contents, encode_turn (g_ptr_array_index (turns, i)));
  return contents;
}

static void
set_system (JsonObject *body,
            const char *system)
{
  JsonObject *instruction = json_object_new ();
  JsonArray *parts = json_array_new ();

  json_array_add_object_element (parts, encode_text (system));
  json_object_set_array_member (instruction, "parts", parts);
  json_object_set_object_member (body, "systemInstruction", instruction);
}

/* "gemini-2.5-pro", "models/gemini-3-flash" -> 25, 30; 0 for others. */
static guint
find_version (const char *model)
{
  const char *name = strstr (model, "gemini-");

  if (name == NULL || !g_ascii_isdigit (name[7]))
    return 0;
  return (guint) g_ascii_digit_value (name[7]) * 10
         + (name[8] == '.' && g_ascii_isdigit (name[9]) ? (guint) g_ascii_digit_value (name[9]) : 0);
}

/* Tokens; older models are told how long to think by number. */
static gint64
get_budget (const char *effort)
{
  if (g_str_equal (effort, "none"))
    return 0;
  if (g_str_equal (effort, "low"))
    return 1024;
  return g_str_equal (effort, "high") ? 24576 : 8192;
}

/* From 3 on models take a level and cannot be kept from thinking; both at once are refused. */
static void
set_thinking (JsonObject              *generation,
              const PonderModelConfig *config)
{
  const char *effort = config->reasoning != NULL && *config->reasoning != '\0' ? config->reasoning : NULL;
  guint version = find_version (config->model);
  JsonObject *thinking;

  if (version < 25)
    return;
  thinking = json_object_new ();
  json_object_set_boolean_member (thinking, "includeThoughts", g_strcmp0 (effort, "none") != 0);
  if (effort != NULL && version >= 30)
    json_object_set_string_member (thinking, "thinkingLevel", g_str_equal (effort, "none") ? "minimal" : effort);
  else if (effort != NULL)
    json_object_set_int_member (thinking, "thinkingBudget", get_budget (effort));
  json_object_set_object_member (generation, "thinkingConfig", thinking);
}

static void
set_if_known (JsonObject *object,
              const char *member,
              double      value)
{
  if (isfinite (value))
    json_object_set_double_member (object, member, value);
}

static PonderStructured
find_promise (PonderRequest         *request,
              const PonderDowngrade *downgrade)
{
  if (ponder_request_get_schema (request) == NULL
      || ponder_downgrade_has (downgrade, "generationConfig.responseMimeType"))
    return PONDER_STRUCTURED_NONE;
  return ponder_downgrade_has (downgrade, "generationConfig.responseJsonSchema") ? PONDER_STRUCTURED_OBJECT
                                                                                 : PONDER_STRUCTURED_SCHEMA;
}

static void
set_format (JsonObject       *generation,
            PonderRequest    *request,
            PonderStructured  promise)
{
  JsonObject *schema = promise == PONDER_STRUCTURED_SCHEMA ? ponder_structured_dup_schema (request) : NULL;

  if (promise != PONDER_STRUCTURED_NONE)
    json_object_set_string_member (generation, "responseMimeType", "application/json");
  if (schema != NULL)
    json_object_set_object_member (generation, "responseJsonSchema", schema);
}

JsonObject *
ponder_gemini_encode (PonderRequest         *request,
                      const PonderDowngrade *downgrade)
{
  const PonderModelConfig *config = ponder_request_get_config (request);
  PonderStructured promise = find_promise (request, downgrade);
  g_autofree char *system = ponder_structured_dup_system (request, promise);
  JsonObject *generation = json_object_new ();
  JsonObject *body = json_object_new ();

  if (system != NULL)
    set_system (body, system);
  json_object_set_array_member (body, "contents", encode_history (request));
  set_if_known (generation, "temperature", config->temperature);
  set_if_known (generation, "topP", config->top_p);
  set_if_known (generation, "frequencyPenalty", config->frequency_penalty);
  set_if_known (generation, "presencePenalty", config->presence_penalty);
  if (config->max_tokens > 0)
    json_object_set_int_member (generation, "maxOutputTokens", config->max_tokens);
  set_thinking (generation, config);
  set_format (generation, request, promise);
  json_object_set_object_member (body, "generationConfig", generation);
  return body;
}
