/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions in the words of the Anthropic dialect. */

#include "config.h"

#include "ponder-anthropic-private.h"

#include "ponder-attachment.h"
#include "ponder-dialect-private.h"
#include "ponder-history.h"
#include "ponder-model-config.h"
#include "ponder-structured.h"

#include <math.h>
#include <string.h>

/* Of Claude's versions, as major * 100 + minor: what each was the first to do, or the last. */
#define FIRST_WITH_LONG_ANSWERS 305
#define FIRST_THINKING          307
#define FIRST_STRUCTURED        401
#define FIRST_ADAPTIVE          406     /* decides for itself how much to think */
#define LAST_WITH_SAMPLING      406
#define FIRST_ALWAYS_THINKING   500

/* The server insists on a limit and counts thinking into it: what the models of each age allow or less. */
#define ANSWER_LIMIT     32000
#define OLD_ANSWER_LIMIT 8192
#define OLDEST_ANSWER_LIMIT 4096

/* Tokens; the server takes no smaller budget. */
#define SMALLEST_BUDGET 1024

/* "claude-opus-4-1-20250805" -> 401, "claude-3-7-sonnet-latest" -> 307; 0 for what is no Claude. A number of
 * more than two digits is a date. */
static guint
find_version (const char *model)
{
  const char *name = strstr (model, "claude");
  g_auto(GStrv) words = name != NULL ? g_strsplit_set (name, "-.@:", -1) : NULL;
  guint64 major;
  guint64 minor = 0;

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      if (!g_ascii_string_to_unsigned (words[i], 10, 1, 99, &major, NULL))
        continue;
      if (words[i + 1] != NULL)
        g_ascii_string_to_unsigned (words[i + 1], 10, 0, 99, &minor, NULL);
      return (guint) (major * 100 + minor);
    }
  return 0;
}

static JsonObject *
add_block (JsonArray  *blocks,
           const char *type)
{
  JsonObject *block = json_object_new ();

  json_object_set_string_member (block, "type", type);
  json_array_add_object_element (blocks, block);
  return block;
}

static void
set_source (JsonObject *block,
            const char *media_type,
            const char *data)
{
  JsonObject *source = json_object_new ();

  json_object_set_string_member (source, "type", "base64");
  json_object_set_string_member (source, "media_type", media_type);
  json_object_set_string_member (source, "data", data);
  json_object_set_object_member (block, "source", source);
}

static gboolean
add_attachment (JsonArray         *blocks,
                const PonderPart  *part,
                GError           **error)
{
  static const char *const image_types[] = { "image/jpeg", "image/png", "image/gif", "image/webp", NULL };
  const char *media_type = ponder_attachment_get_media_type (part);
  g_autofree char *data = ponder_attachment_dup_base64 (part);

  if (g_strv_contains (image_types, media_type))
    set_source (add_block (blocks, "image"), media_type, data);
  else if (g_str_equal (media_type, "application/pdf"))
    set_source (add_block (blocks, "document"), media_type, data);
  else
    {
      ponder_attachment_refuse (part, error);
      return FALSE;
    }
  return TRUE;
}

/* Attachments before the words about them, as the documentation advises. An answer to go on from must not end in
 * white space. */
static gboolean
set_content (JsonObject               *message,
             const PonderHistoryTurn  *turn,
             GError                  **error)
{
  g_autoptr(JsonArray) blocks = json_array_new ();
  gboolean is_answer = turn->role == PONDER_ROLE_ASSISTANT;
  g_autofree char *text = g_strdup (turn->text->str);

  if (is_answer)
    g_strchomp (text);
  for (guint i = 0; !is_answer && i < turn->attachments->len; i++)
    {
      if (!add_attachment (blocks, g_ptr_array_index (turn->attachments, i), error))
        return FALSE;
    }
  if (json_array_get_length (blocks) == 0)
    {
      json_object_set_string_member (message, "content", text);
      return TRUE;
    }
  if (*text != '\0')
    json_object_set_string_member (add_block (blocks, "text"), "text", text);
  json_object_set_array_member (message, "content", g_steal_pointer (&blocks));
  return TRUE;
}

static JsonArray *
encode_messages (PonderRequest  *request,
                 GError        **error)
{
  g_autoptr(GPtrArray) turns = ponder_history_list_alternating (request, TRUE);
  g_autoptr(JsonArray) list = json_array_new ();

  for (guint i = 0; i < turns->len; i++)
    {
      const PonderHistoryTurn *turn = g_ptr_array_index (turns, i);
      JsonObject *message = json_object_new ();

      json_object_set_string_member (message, "role", ponder_role_to_string (turn->role));
      json_array_add_object_element (list, message);
      if (!set_content (message, turn, error))
        return NULL;
    }
  return g_steal_pointer (&list);
}

static guint
get_max_tokens (const PonderModelConfig *config,
                guint                    version)
{
  if (config->max_tokens > 0)
    return config->max_tokens;
  if (version == 0 || version >= FIRST_THINKING)
    return ANSWER_LIMIT;
  return version >= FIRST_WITH_LONG_ANSWERS ? OLD_ANSWER_LIMIT : OLDEST_ANSWER_LIMIT;
}

/* "minimal" is OpenAI's word, "none" means not at all. */
static const char *
get_effort (const PonderModelConfig *config)
{
  return g_strcmp0 (config->reasoning, "minimal") == 0 ? "low" : config->reasoning;
}

/* 0: not at all. Some of the limit must be left for the answer. */
static guint
get_budget (const char *effort,
            guint       max_tokens)
{
  guint budget = g_str_equal (effort, "low") ? 2048 : g_str_equal (effort, "medium") ? 8192 : 16384;

  budget = MIN (budget, max_tokens / 2);
  return budget >= SMALLEST_BUDGET ? budget : 0;
}

static JsonObject *
set_object (JsonObject *body,
            const char *member)
{
  JsonObject *object = ponder_json_get_object (body, member);

  if (object != NULL)
    return object;
  object = json_object_new ();
  json_object_set_object_member (body, member, object);
  return object;
}

static void
set_thinking (JsonObject *body,
              const char *type)
{
  json_object_set_string_member (set_object (body, "thinking"), "type", type);
}

static void
set_adaptive_thinking (JsonObject *body,
                       const char *effort)
{
  set_thinking (body, "adaptive");
  /* Otherwise the newest models think unseen. */
  json_object_set_string_member (set_object (body, "thinking"), "display", "summarized");
  if (effort != NULL)
    json_object_set_string_member (set_object (body, "output_config"), "effort", effort);
}

static void
set_reasoning (JsonObject              *body,
               const PonderModelConfig *config,
               guint                    version)
{
  const char *effort = get_effort (config);
  gboolean is_set = effort != NULL && *effort != '\0';
  gboolean none = is_set && g_str_equal (effort, "none");
  guint budget = is_set && !none ? get_budget (effort, get_max_tokens (config, version)) : 0;

  if (none && version >= FIRST_ALWAYS_THINKING)
    set_thinking (body, "disabled");
  else if (none || (version > 0 && version < FIRST_THINKING))
    return;
  else if (version >= FIRST_ALWAYS_THINKING || (is_set && version >= FIRST_ADAPTIVE))
    set_adaptive_thinking (body, is_set ? effort : NULL);
  else if (budget > 0)
    {
      set_thinking (body, "enabled");
      json_object_set_int_member (set_object (body, "thinking"), "budget_tokens", budget);
    }
}

/* Never both, and neither beside thinking. */
static void
set_sampling (JsonObject              *body,
              const PonderModelConfig *config,
              guint                    version)
{
  if (version > LAST_WITH_SAMPLING || json_object_has_member (body, "thinking"))
    return;
  if (isfinite (config->temperature))
    json_object_set_double_member (body, "temperature", config->temperature);
  else if (isfinite (config->top_p))
    json_object_set_double_member (body, "top_p", config->top_p);
}

static void
set_format (JsonObject    *body,
            PonderRequest *request)
{
  JsonObject *schema = ponder_structured_dup_schema (request);
  JsonObject *format;

  if (schema == NULL)
    return;
  ponder_anthropic_simplify_schema (schema);
  format = set_object (set_object (body, "output_config"), "format");
  json_object_set_string_member (format, "type", "json_schema");
  json_object_set_object_member (format, "schema", schema);
}

JsonObject *
ponder_anthropic_encode (PonderRequest          *request,
                         const PonderDowngrade  *downgrade,
                         GError                **error)
{
  const PonderModelConfig *config = ponder_request_get_config (request);
  const char *model = ponder_dialect_get_model (request, error);
  guint version = model != NULL ? find_version (model) : 0;
  gboolean bound = version >= FIRST_STRUCTURED
                   && !ponder_downgrade_has (downgrade, "output_config")
                   && !ponder_downgrade_has (downgrade, "output_config.format");
  g_autofree char *system =
    ponder_history_dup_system (request, bound ? PONDER_STRUCTURED_SCHEMA : PONDER_STRUCTURED_NONE);
  JsonArray *messages = model != NULL ? encode_messages (request, error) : NULL;
  g_autoptr(JsonObject) body = json_object_new ();

  if (messages == NULL)
    return NULL;
  json_object_set_string_member (body, "model", model);
  json_object_set_int_member (body, "max_tokens", get_max_tokens (config, version));
  if (system != NULL)
    json_object_set_string_member (body, "system", system);
  json_object_set_array_member (body, "messages", messages);
  json_object_set_boolean_member (body, "stream", ponder_request_get_stream (request));
  set_reasoning (body, config, version);
  set_sampling (body, config, version);
  if (bound)
    set_format (body, request);
  return g_steal_pointer (&body);
}
