/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions in the words of the OpenAI dialect. */

#include "config.h"

#include "ponder-openai-private.h"

#include "ponder-attachment.h"
#include "ponder-dialect-private.h"
#include "ponder-history.h"
#include "ponder-model-config.h"
#include "ponder-structured.h"

#define NEW_LIMIT "max_completion_tokens"
#define OLD_LIMIT "max_tokens"

static gboolean
is_quirk (PonderProviderPreset *preset,
          const char           *name,
          const char           *value)
{
  return g_strcmp0 (ponder_openai_get_quirk (preset, name), value) == 0;
}

static JsonObject *
encode_text (const char *text)
{
  JsonObject *item = json_object_new ();

  json_object_set_string_member (item, "type", "text");
  json_object_set_string_member (item, "text", text);
  return item;
}

static JsonObject *
encode_attachment (const PonderPart *part)
{
  gboolean is_image = part->kind == PONDER_PART_IMAGE;
  g_autofree char *url = ponder_attachment_dup_data_url (part);
  JsonObject *item = json_object_new ();
  JsonObject *inner = json_object_new ();

  if (!is_image)
    json_object_set_string_member (inner, "filename", part->name != NULL ? part->name : "file");
  json_object_set_string_member (inner, is_image ? "url" : "file_data", url);
  json_object_set_string_member (item, "type", is_image ? "image_url" : "file");
  json_object_set_object_member (item, is_image ? "image_url" : "file", inner);
  return item;
}

static void
add_message (JsonArray  *list,
             const char *role,
             const char *text)
{
  JsonObject *message = json_object_new ();

  json_object_set_string_member (message, "role", role);
  json_object_set_string_member (message, "content", text);
  json_array_add_object_element (list, message);
}

/* A list of parts only where it is needed: many servers know nothing but a string. */
static void
add_message_of_parts (JsonArray               *list,
                      const char              *role,
                      const PonderHistoryTurn *turn)
{
  JsonObject *message = json_object_new ();
  JsonArray *parts = json_array_new ();

  if (turn->text->len > 0)
    json_array_add_object_element (parts, encode_text (turn->text->str));
  for (guint i = 0; i < turn->attachments->len; i++)
    json_array_add_object_element (parts,
                                   encode_attachment (g_ptr_array_index (turn->attachments, i)));
  json_object_set_string_member (message, "role", role);
  json_object_set_array_member (message, "content", parts);
  json_array_add_object_element (list, message);
}

static JsonArray *
encode_messages (PonderRequest        *request,
                 PonderProviderPreset *preset,
                 const char           *system_role,
                 PonderStructured      promise)
{
  g_autofree char *system = ponder_structured_dup_system (request, promise);
  g_autoptr(GPtrArray) turns = ponder_history_list_turns (request, is_quirk (preset, "files", "true"));
  JsonArray *list = json_array_new ();

  if (system != NULL)
    add_message (list, system_role, system);
  for (guint i = 0; i < turns->len; i++)
    {
      PonderHistoryTurn *turn = g_ptr_array_index (turns, i);
      const char *role = turn->role == PONDER_ROLE_SYSTEM ? system_role : ponder_role_to_string (turn->role);

      if (turn->attachments->len > 0)
        add_message_of_parts (list, role, turn);
      else
        add_message (list, role, turn->text->str);
    }
  return list;
}

static void
set_sampling (JsonObject              *body,
              const PonderModelConfig *config,
              PonderProviderPreset    *preset)
{
  const char *fixed = ponder_openai_get_quirk (preset, "fixed-sampling");

  if (fixed != NULL && g_pattern_match_simple (fixed, config->model))
    return;
  if (!ponder_openai_takes_sampling (config))
    return;
  ponder_dialect_set_number (body, "temperature", config->temperature);
  ponder_dialect_set_number (body, "top_p", config->top_p);
  if (ponder_openai_is_reasoning_model (config->model))
    return;
  ponder_dialect_set_number (body, "frequency_penalty", config->frequency_penalty);
  ponder_dialect_set_number (body, "presence_penalty", config->presence_penalty);
}

static void
set_stream (JsonObject           *body,
            gboolean              stream,
            PonderProviderPreset *preset)
{
  JsonObject *options;

  json_object_set_boolean_member (body, "stream", stream);
  if (!stream || is_quirk (preset, "stream-options", "false"))
    return;
  options = json_object_new ();
  json_object_set_boolean_member (options, "include_usage", TRUE);
  json_object_set_object_member (body, "stream_options", options);
}

/* Whoever is not known most likely knows the older name; who refused one may know the other. */
static void
set_limit (JsonObject              *body,
           const PonderModelConfig *config,
           PonderProviderPreset    *preset,
           const PonderDowngrade   *downgrade)
{
  const char *name = ponder_openai_get_quirk (preset, "max-tokens-name");

  if (config->max_tokens == 0)
    return;
  if (name == NULL)
    name = preset != NULL ? NEW_LIMIT : OLD_LIMIT;
  if (ponder_openai_is_reasoning_model (config->model))
    name = NEW_LIMIT;
  if (ponder_downgrade_has (downgrade, name))
    name = g_str_equal (name, NEW_LIMIT) ? OLD_LIMIT : NEW_LIMIT;
  json_object_set_int_member (body, name, config->max_tokens);
}

/* The highest step that is not known to fail. */
static PonderStructured
find_promise (PonderRequest         *request,
              PonderProviderPreset  *preset,
              const PonderDowngrade *downgrade)
{
  if (ponder_request_get_schema (request) == NULL
      || ponder_downgrade_has (downgrade, "response_format"))
    return PONDER_STRUCTURED_NONE;
  if (!is_quirk (preset, "json-schema", "false")
      && !ponder_downgrade_has (downgrade, "response_format.json_schema"))
    return PONDER_STRUCTURED_SCHEMA;
  return is_quirk (preset, "json-object", "false") ? PONDER_STRUCTURED_NONE
                                                   : PONDER_STRUCTURED_OBJECT;
}

static void
set_format (JsonObject       *body,
            PonderRequest    *request,
            PonderStructured  promise)
{
  JsonObject *schema = promise == PONDER_STRUCTURED_SCHEMA ? ponder_structured_dup_schema (request) : NULL;
  JsonObject *format;
  JsonObject *inner;

  if (promise == PONDER_STRUCTURED_NONE)
    return;
  format = json_object_new ();
  json_object_set_string_member (format, "type", schema != NULL ? "json_schema" : "json_object");
  json_object_set_object_member (body, "response_format", format);
  if (schema == NULL)
    return;
  inner = json_object_new ();
  json_object_set_string_member (inner, "name", ponder_request_get_schema_name (request));
  json_object_set_boolean_member (inner, "strict", TRUE);
  json_object_set_object_member (inner, "schema", schema);
  json_object_set_object_member (format, "json_schema", inner);
}

JsonObject *
ponder_openai_encode (PonderRequest         *request,
                      PonderProviderPreset  *preset,
                      const PonderDowngrade *downgrade)
{
  const PonderModelConfig *config = ponder_request_get_config (request);
  PonderStructured promise = find_promise (request, preset, downgrade);
  gboolean developer = ponder_openai_is_reasoning_model (config->model);
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "model", config->model);
  json_object_set_array_member (body, "messages",
                                encode_messages (request, preset, developer ? "developer" : "system", promise));
  set_stream (body, ponder_request_get_stream (request) || is_quirk (preset, "always-stream", "true"), preset);
  set_limit (body, config, preset, downgrade);
  set_sampling (body, config, preset);
  ponder_openai_encode_reasoning (body, config, preset);
  set_format (body, request, promise);
  return body;
}
