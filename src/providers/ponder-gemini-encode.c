/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions in the words of the Gemini dialect. */

#include "config.h"

#include "ponder-gemini-private.h"

#include "ponder-attachment.h"
#include "ponder-dialect-private.h"
#include "ponder-history.h"
#include "ponder-model-config.h"
#include "ponder-structured.h"

#include <string.h>

/* Of Gemini's versions, as major * 100 + minor: from here on models think, by a budget and later by a level. */
#define FIRST_WITH_BUDGET 205
#define FIRST_WITH_LEVEL  300

/* Tokens: those of Pro, which always thinks, at least; those of Flash at most. */
#define SMALLEST_BUDGET 128
#define LARGEST_BUDGET  24576

/* "models/gemini-2.5-pro" -> 205, "gemini-flash-latest" -> 300; 0 for what is no Gemini. */
static guint
find_version (const char *model)
{
  const char *name = strstr (model, "gemini-");
  char *end;
  guint64 major;
  guint64 minor = 0;

  if (name == NULL)
    return 0;
  name += strlen ("gemini-");
  if (!g_ascii_isdigit (*name))
    return g_str_has_suffix (name, "-latest") ? FIRST_WITH_LEVEL : 0;
  major = g_ascii_strtoull (name, &end, 10);
  if (*end == '.')
    minor = g_ascii_strtoull (end + 1, NULL, 10);
  return (guint) (MIN (major, 99) * 100 + MIN (minor, 99));
}

static void
add_text (JsonArray  *parts,
          const char *text)
{
  JsonObject *part = json_object_new ();

  json_object_set_string_member (part, "text", text);
  json_array_add_object_element (parts, part);
}

static void
add_attachment (JsonArray        *parts,
                const PonderPart *attachment)
{
  g_autofree char *data = ponder_attachment_dup_base64 (attachment);
  JsonObject *part = json_object_new ();
  JsonObject *inner = json_object_new ();

  json_object_set_string_member (inner, "mimeType", ponder_attachment_get_media_type (attachment));
  json_object_set_string_member (inner, "data", data);
  json_object_set_object_member (part, "inlineData", inner);
  json_array_add_object_element (parts, part);
}

static JsonArray *
encode_contents (PonderRequest *request)
{
  g_autoptr(GPtrArray) turns = ponder_history_list_alternating (request, TRUE);
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < turns->len; i++)
    {
      const PonderHistoryTurn *turn = g_ptr_array_index (turns, i);
      JsonObject *content = json_object_new ();
      JsonArray *parts = json_array_new ();

      for (guint j = 0; j < turn->attachments->len; j++)
        add_attachment (parts, g_ptr_array_index (turn->attachments, j));
      if (turn->text->len > 0)
        add_text (parts, turn->text->str);
      json_object_set_string_member (content, "role",
                                     turn->role == PONDER_ROLE_ASSISTANT ? "model" : "user");
      json_object_set_array_member (content, "parts", parts);
      json_array_add_object_element (list, content);
    }
  return list;
}

static void
set_system (JsonObject *body,
            const char *system)
{
  JsonObject *instruction = json_object_new ();
  JsonArray *parts = json_array_new ();

  add_text (parts, system);
  json_object_set_array_member (instruction, "parts", parts);
  json_object_set_object_member (body, "systemInstruction", instruction);
}

/* It cannot be told not to think at all, and each model knows some of the levels only. */
static const char *
get_level (const char *model,
           const char *reasoning)
{
  gboolean is_pro = strstr (model, "pro") != NULL;

  if (g_str_equal (reasoning, "none") || g_str_equal (reasoning, "minimal"))
    return is_pro ? "low" : "minimal";
  if (g_str_equal (reasoning, "medium") && strstr (model, "gemini-3-pro") != NULL)
    return "high";
  return g_str_equal (reasoning, "low") || g_str_equal (reasoning, "medium") ? reasoning : "high";
}

static int
get_budget (const char *model,
            const char *reasoning)
{
  if (g_str_equal (reasoning, "none"))
    return strstr (model, "pro") != NULL ? SMALLEST_BUDGET : 0;
  if (g_str_equal (reasoning, "low") || g_str_equal (reasoning, "minimal"))
    return 1024;
  return g_str_equal (reasoning, "medium") ? 8192 : LARGEST_BUDGET;
}

/* These do not think of their own accord, and refuse to show what they do not do. */
static gboolean
thinks_unasked (const char *model)
{
  static const char *const names[] = { "lite", "image", "tts", "audio", "live" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (strstr (model, names[i]) != NULL)
        return FALSE;
    }
  return TRUE;
}

/* Level and budget together are refused. */
static void
set_thinking (JsonObject              *generation,
              const PonderModelConfig *config)
{
  const char *model = config->model;
  guint version = find_version (model);
  gboolean is_set = config->reasoning != NULL && *config->reasoning != '\0';
  gboolean shown = TRUE;
  JsonObject *thinking;

  if (version < FIRST_WITH_BUDGET || (!is_set && !thinks_unasked (model)))
    return;
  thinking = json_object_new ();
  if (is_set && version >= FIRST_WITH_LEVEL)
    json_object_set_string_member (thinking, "thinkingLevel", get_level (model, config->reasoning));
  else if (is_set)
    {
      int budget = get_budget (model, config->reasoning);

      shown = budget > 0;
      json_object_set_int_member (thinking, "thinkingBudget", budget);
    }
  json_object_set_boolean_member (thinking, "includeThoughts", shown);
  json_object_set_object_member (generation, "thinkingConfig", thinking);
}

static JsonObject *
encode_generation (const PonderModelConfig *config)
{
  JsonObject *generation = json_object_new ();

  ponder_dialect_set_number (generation, "temperature", config->temperature);
  ponder_dialect_set_number (generation, "topP", config->top_p);
  ponder_dialect_set_number (generation, "frequencyPenalty", config->frequency_penalty);
  ponder_dialect_set_number (generation, "presencePenalty", config->presence_penalty);
  if (config->max_tokens > 0)
    json_object_set_int_member (generation, "maxOutputTokens", config->max_tokens);
  set_thinking (generation, config);
  return generation;
}

static gboolean
is_refused (const PonderDowngrade *downgrade,
            const char            *member)
{
  g_autofree char *path = g_strconcat ("generationConfig.", member, NULL);

  return ponder_downgrade_has (downgrade, path);
}

/* Refused members are taken out by whoever called us. */
static void
set_schema (JsonObject    *generation,
            PonderRequest *request,
            gboolean       bound)
{
  JsonObject *schema = bound ? ponder_structured_dup_schema (request) : NULL;

  json_object_set_string_member (generation, "responseMimeType", "application/json");
  if (schema != NULL)
    json_object_set_object_member (generation, "responseJsonSchema", schema);
}

JsonObject *
ponder_gemini_encode (PonderRequest          *request,
                      const PonderDowngrade  *downgrade,
                      GError                **error)
{
  gboolean bound = !is_refused (downgrade, "responseJsonSchema")
                   && !is_refused (downgrade, "responseMimeType");
  g_autofree char *system =
    ponder_history_dup_system (request, bound ? PONDER_STRUCTURED_SCHEMA : PONDER_STRUCTURED_NONE);
  g_autoptr(JsonObject) body = json_object_new ();
  JsonObject *generation;

  if (ponder_dialect_get_model (request, error) == NULL)
    return NULL;
  if (system != NULL)
    set_system (body, system);
  json_object_set_array_member (body, "contents", encode_contents (request));
  generation = encode_generation (ponder_request_get_config (request));
  json_object_set_object_member (body, "generationConfig", generation);
  if (ponder_request_get_schema (request) != NULL)
    set_schema (generation, request, bound);
  return g_steal_pointer (&body);
}
