/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions in the words of the Anthropic dialect. */

#include "config.h"

#include "ponder-anthropic-private.h"

#include "ponder-attachment.h"
#include "ponder-history.h"
#include "ponder-model-config.h"
#include "ponder-structured.h"

#include <math.h>
#include <string.h>

/* Tokens. A limit has to be sent; thoughts count against it. */
#define USUAL_LIMIT 8192
#define THINKING_LIMIT 32000

/* "claude-opus-4-6" and "claude-3-7-sonnet-20250219" -> 406 and 307; 0 for the models of others. Dates are long. */
static guint
find_version (const char *model)
{
  g_auto(GStrv) words = g_strsplit (model, "-", -1);
  guint version = 0;

  for (guint i = 0; words[i] != NULL && g_str_has_prefix (model, "claude"); i++)
    {
      guint64 number;

      if (!g_ascii_string_to_unsigned (words[i], 10, 1, 99, &number, NULL))
        continue;
      if (version > 0)
        return version + (guint) number;
      version = (guint) number * 100;
    }
  return version;
}

static JsonObject *
encode_text (const char *text)
{
  JsonObject *block = json_object_new ();

  json_object_set_string_member (block, "type", "text");
  json_object_set_string_member (block, "text", text);
  return block;
}

static JsonObject *
encode_attachment (const PonderPart *part)
{
  g_autofree char *base64 = ponder_attachment_dup_base64 (part);
  JsonObject *block = json_object_new ();
  JsonObject *source = json_object_new ();

  json_object_set_string_member (source, "type", "base64");
  json_object_set_string_member (source, "media_type", ponder_attachment_get_media_type (part));
  json_object_set_string_member (source, "data", base64);
  json_object_set_string_member (block, "type", part->kind == PONDER_PART_IMAGE ? "image" : "document");
  json_object_set_object_member (block, "source", source);
  return block;
}

static JsonObject *
encode_turn (const PonderHistoryTurn *turn)
{
  JsonObject *message = json_object_new ();
  JsonArray *content;

  json_object_set_string_member (message, "role", turn->role == PONDER_ROLE_ASSISTANT ? "assistant" : "user");
  if (turn->attachments->len == 0)
    {
      json_object_set_string_member (message, "content", turn->text->str);
      return message;
    }
  content = json_array_new ();
  for (guint i = 0; i < turn->attachments->len; i++)
    json_array_add_object_element (content, encode_attachment (g_ptr_array_index (turn->attachments, i)));
  if (turn->text->len > 0)
    json_array_add_object_element (content, encode_text (turn->text->str));
  json_object_set_array_member (message, "content", content);
  return message;
}

static JsonArray *
encode_history (PonderRequest *request)
{
  g_autoptr(GPtrArray) turns = ponder_history_new (request);
  JsonArray *messages = json_array_new ();

  for (guint i = 0; i < turns->len; i++)
    json_array_add_object_element (messages, encode_turn (g_ptr_array_index (turns, i)));
  return messages;
}

static gboolean
is_thinking (const PonderModelConfig *config)
{
  return config->reasoning != NULL && *config->reasoning != '\0' && !g_str_equal (config->reasoning, "none");
}

static gint64
get_limit (const PonderModelConfig *config)
{
  if (config->max_tokens > 0)
    return config->max_tokens;
  return is_thinking (config) ? THINKING_LIMIT : USUAL_LIMIT;
}

static JsonObject *
ensure_object (JsonObject *body,
               const char *member)
{
  if (!json_object_has_member (body, member))
    json_object_set_object_member (body, member, json_object_new ());
  return json_object_get_object_member (body, member);
}

/* Tokens for thoughts where they are told by number: at least 1,024 and less than the whole answer may have. */
static gint64
get_budget (const PonderModelConfig *config)
{
  gint64 budget = 8192;

  if (g_str_equal (config->reasoning, "low"))
    budget = 2048;
  else if (g_str_equal (config->reasoning, "high"))
    budget = 16384;
  return MAX (MIN (budget, get_limit (config) - 1), 1024);
}

/* From 4.6 on models think as much as an effort says, and hide it unless asked to tell. */
static void
set_thinking (JsonObject              *body,
              const PonderModelConfig *config)
{
  gboolean by_effort = find_version (config->model) >= 406;
  JsonObject *thinking;

  if (config->reasoning == NULL || *config->reasoning == '\0')
    return;
  thinking = json_object_new ();
  if (!is_thinking (config))
    json_object_set_string_member (thinking, "type", "disabled");
  else if (by_effort)
    {
      json_object_set_string_member (thinking, "type", "adaptive");
      json_object_set_string_member (thinking, "display", "summarized");
      json_object_set_string_member (ensure_object (body, "output_config"), "effort", config->reasoning);
    }
  else
    {
      json_object_set_string_member (thinking, "type", "enabled");
      json_object_set_int_member (thinking, "budget_tokens", get_budget (config));
    }
  json_object_set_object_member (body, "thinking", thinking);
}

/* Models after 4.6 refuse these, thinking ones do, and nobody takes both. */
static void
set_sampling (JsonObject              *body,
              const PonderModelConfig *config)
{
  if (find_version (config->model) > 406 || is_thinking (config))
    return;
  if (isfinite (config->temperature))
    json_object_set_double_member (body, "temperature", config->temperature);
  else if (isfinite (config->top_p))
    json_object_set_double_member (body, "top_p", config->top_p);
}

static PonderStructured
find_promise (PonderRequest         *request,
              const PonderDowngrade *downgrade)
{
  if (ponder_request_get_schema (request) == NULL || ponder_downgrade_has (downgrade, "output_config.format"))
    return PONDER_STRUCTURED_NONE;
  return PONDER_STRUCTURED_SCHEMA;
}

static void
set_format (JsonObject    *body,
            PonderRequest *request)
{
  JsonObject *schema = ponder_structured_dup_schema (request);
  JsonObject *format;

  if (schema == NULL)
    return;
  format = json_object_new ();
  json_object_set_string_member (format, "type", "json_schema");
  json_object_set_object_member (format, "schema", schema);
  json_object_set_object_member (ensure_object (body, "output_config"), "format", format);
}

JsonObject *
ponder_anthropic_encode (PonderRequest         *request,
                         const PonderDowngrade *downgrade)
{
  const PonderModelConfig *config = ponder_request_get_config (request);
  PonderStructured promise = find_promise (request, downgrade);
  g_autofree char *system = ponder_structured_dup_system (request, promise);
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "model", config->model);
  json_object_set_int_member (body, "max_tokens", get_limit (config));
  if (system != NULL)
    json_object_set_string_member (body, "system", system);
  json_object_set_array_member (body, "messages", encode_history (request));
  json_object_set_boolean_member (body, "stream", ponder_request_get_stream (request));
  set_thinking (body, config);
  set_sampling (body, config);
  if (promise == PONDER_STRUCTURED_SCHEMA)
    set_format (body, request);
  return body;
}
