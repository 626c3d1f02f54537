/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which parameter of a request a server did not want, read from what it said. Pure. */

#include "config.h"

#include "ponder-downgrade.h"

#include "ponder-error-body.h"
#include "ponder-json.h"

#include <string.h>

/* Gateways put the error of the server behind them into theirs. */
#define NESTING_LIMIT 4

/* Without these there is no request. */
static const char *const required[] = {
  "model", "messages", "contents", "input", "stream", "system", "instructions",
  "systemInstruction", "system_instruction", NULL,
};

/* Whose members are parameters of their own; any other object goes or stays as a whole. */
static const char *const containers[] = {
  "generationConfig", "options", "output_config", "reasoning", "text", NULL,
};

/* How servers paraphrase a parameter; in each line the names that it has in the dialects, and the words. */
typedef struct
{
  const char *const paths[8];
  const char *const words[8];
} Paraphrase;

static const Paraphrase paraphrases[] = {
  { { "think", "thinking", "enable_thinking", "generationConfig.thinkingConfig", "reasoning",
      "reasoning_effort", "output_config.effort" },
    { "thinking", "reasoning", "thinking_budget", "thinking_level", "effort" } },
  { { "response_format", "text.format", "output_config.format", "format",
      "generationConfig.responseJsonSchema", "generationConfig.responseSchema",
      "generationConfig.responseMimeType" },
    { "response_format", "json_schema", "json_object", "json_mode", "output_format",
      "structured_output", "structured_outputs" } },
};

/* Words of any spelling in one: "_top_p_" of "topP", "`top_p`", "Top P"; "_" of none. */
static char *
dup_words (const char *text)
{
  GString *words = g_string_new ("_");
  gboolean was_lower = FALSE;

  for (; *text != '\0'; text++)
    {
      gboolean is_word = g_ascii_isalnum (*text);

      if ((!is_word || (was_lower && g_ascii_isupper (*text))) && words->str[words->len - 1] != '_')
        g_string_append_c (words, '_');
      if (is_word)
        g_string_append_c (words, g_ascii_tolower (*text));
      was_lower = g_ascii_islower (*text) || g_ascii_isdigit (*text);
    }
  if (words->str[words->len - 1] != '_')
    g_string_append_c (words, '_');
  return g_string_free (words, FALSE);
}

/* NULL, or where @name, in any spelling, stands in @words. */
static const char *
find_name (const char *words,
           const char *name)
{
  g_autofree char *wanted = dup_words (name);

  return strstr (words, wanted);
}

static const char *
get_last (const char *path)
{
  const char *dot = strrchr (path, '.');

  return dot != NULL ? dot + 1 : path;
}

static void
add_members (GPtrArray  *paths,
             JsonObject *object,
             const char *parent)
{
  g_autoptr(GList) members = json_object_get_members (object);

  for (GList *link = members; link != NULL; link = link->next)
    {
      const char *member = link->data;
      JsonObject *inner = ponder_json_get_object (object, member);
      gboolean is_container = parent == NULL && inner != NULL
                              && g_strv_contains (containers, member);

      if (parent == NULL && g_strv_contains (required, member))
        continue;
      if (is_container)
        add_members (paths, inner, member);
      /* Of the containers it is the only one that a server can be without. */
      if (!is_container || g_str_equal (member, "reasoning"))
        g_ptr_array_add (paths, parent != NULL ? g_strconcat (parent, ".", member, NULL)
                                               : g_strdup (member));
    }
}

/* What comes first is what is refused ("use max_tokens instead" follows); of two at one place the longer one. */
static const char *
find_named (GPtrArray  *paths,
            const char *words)
{
  const char *found = NULL;
  const char *found_at = NULL;
  gsize found_length = 0;

  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      const char *name = path;
      const char *at = find_name (words, name);

      if (at == NULL)
        at = find_name (words, name = get_last (path));
      if (at == NULL || (found != NULL && at > found_at)
          || (at == found_at && strlen (name) <= found_length))
        continue;
      found = path;
      found_at = at;
      found_length = strlen (name);
    }
  return found;
}

static gboolean
has_path (GPtrArray  *paths,
          const char *path)
{
  return g_ptr_array_find_with_equal_func (paths, path, g_str_equal, NULL);
}

static const char *
find_paraphrased (GPtrArray  *paths,
                  const char *words)
{
  for (guint i = 0; i < G_N_ELEMENTS (paraphrases); i++)
    {
      const Paraphrase *paraphrase = &paraphrases[i];
      gboolean said = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (paraphrase->words) && !said; j++)
        said = paraphrase->words[j] != NULL && find_name (words, paraphrase->words[j]) != NULL;
      for (guint j = 0; said && j < G_N_ELEMENTS (paraphrase->paths); j++)
        {
          if (paraphrase->paths[j] != NULL && has_path (paths, paraphrase->paths[j]))
            return paraphrase->paths[j];
        }
    }
  return NULL;
}

/* FastAPI: "loc": ["body", "response_format", "type"]. */
static char *
dup_location (JsonArray *parts)
{
  GString *path = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (parts); i++)
    {
      const char *part = ponder_json_array_string (parts, i);

      if (part != NULL && !(i == 0 && g_str_equal (part, "body")))
        g_string_append_printf (path, "%s%s", path->len > 0 ? "." : "", part);
    }
  return g_string_free (path, FALSE);
}

static void
add_locations (GPtrArray *params,
               JsonArray *details)
{
  for (guint i = 0; details != NULL && i < json_array_get_length (details); i++)
    {
      JsonArray *location = ponder_json_get_array (ponder_json_array_object (details, i), "loc");

      if (location != NULL)
        g_ptr_array_add (params, dup_location (location));
    }
}

/* Google: "details": [{"fieldViolations": [{"field": "generation_config.top_k"}]}]. */
static void
add_violations (GPtrArray *params,
                JsonArray *details)
{
  for (guint i = 0; details != NULL && i < json_array_get_length (details); i++)
    {
      JsonArray *fields = ponder_json_get_array (ponder_json_array_object (details, i),
                                                 "fieldViolations");
      JsonObject *first = fields != NULL ? ponder_json_array_object (fields, 0) : NULL;
      const char *field = ponder_json_get_string (first, "field");

      if (field != NULL)
        g_ptr_array_add (params, g_strdup (field));
    }
}

static void add_params (GPtrArray *params, JsonObject *error, guint depth);

static void
add_nested_params (GPtrArray  *params,
                   JsonObject *error,
                   const char *member,
                   guint       depth)
{
  JsonObject *inner = ponder_json_get_object (error, member);
  const char *text = ponder_json_get_string (error, member);
  g_autoptr(JsonObject) parsed = NULL;

  if (depth >= NESTING_LIMIT)
    return;
  if (text != NULL && *text == '{')
    parsed = ponder_json_parse_object (text, -1, NULL);
  if (inner != NULL || parsed != NULL)
    add_params (params, inner != NULL ? inner : parsed, depth + 1);
}

/* All that the body names in a place made for it. */
static void
add_params (GPtrArray  *params,
            JsonObject *error,
            guint       depth)
{
  const char *param = ponder_json_get_string (error, "param");

  if (param != NULL && *param != '\0')
    g_ptr_array_add (params, g_strdup (param));
  add_locations (params, ponder_json_get_array (error, "detail"));
  add_violations (params, ponder_json_get_array (error, "details"));
  add_nested_params (params, error, "error", depth);
  add_nested_params (params, error, "message", depth);
  add_nested_params (params, ponder_json_get_object (error, "metadata"), "raw", depth);
}

/* "messages.[0].content.[1].type" */
static gboolean
is_required (const char *param)
{
  g_autofree char *first = g_strndup (param, strcspn (param, ".["));

  return g_strv_contains (required, first);
}

/* The server's words without the model's name, in which "thinking" may stand. */
static char *
dup_message (GBytes     *body,
             const char *model)
{
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  g_autoptr(PonderErrorBody) error = ponder_error_body_new (data, length);
  g_autofree char *words = dup_words (error->message != NULL ? error->message : "");
  g_autofree char *name = dup_words (model != NULL ? model : "");
  GString *message = g_string_new (words);

  if (strlen (name) > 1)
    g_string_replace (message, name, "_", 0);
  return g_string_free (message, FALSE);
}

static JsonObject *
parse_error (GBytes *body)
{
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  g_autoptr(JsonNode) root = ponder_json_parse (data, length, NULL);
  JsonObject *object = NULL;

  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    object = json_node_get_object (root);
  else if (root != NULL && JSON_NODE_HOLDS_ARRAY (root))
    object = ponder_json_array_object (json_node_get_array (root), 0);
  return object != NULL ? json_object_ref (object) : NULL;
}

static const char *
find_refused (GPtrArray  *paths,
              JsonObject *error,
              const char *message)
{
  g_autoptr(GPtrArray) params = g_ptr_array_new_with_free_func (g_free);
  const char *found = NULL;

  if (error != NULL)
    add_params (params, error, 0);
  for (guint i = 0; found == NULL && i < params->len; i++)
    {
      const char *param = g_ptr_array_index (params, i);
      g_autofree char *words = dup_words (param);

      if (is_required (param))
        return NULL;
      found = find_named (paths, words);
    }
  if (found == NULL)
    found = find_named (paths, message);
  return found != NULL ? found : find_paraphrased (paths, message);
}

/* A schema is given up in two steps, since many servers that know none promise JSON at least. */
static char *
dup_step (const char *path,
          JsonObject *sent)
{
  JsonObject *format = NULL;

  if (g_str_equal (path, "response_format"))
    format = ponder_json_get_object (sent, path);
  else if (g_str_equal (path, "text.format"))
    format = ponder_json_get_object (ponder_json_get_object (sent, "text"), "format");
  if (g_strcmp0 (ponder_json_get_string (format, "type"), "json_schema") == 0
      || (g_str_equal (path, "format") && ponder_json_get_object (sent, path) != NULL))
    return g_strconcat (path, ".json_schema", NULL);
  return g_strdup (path);
}

char *
ponder_downgrade_find_refused (GBytes *sent_body,
                               guint   status,
                               GBytes *error_body)
{
  g_autoptr(JsonObject) sent = NULL;
  g_autoptr(JsonObject) error = NULL;
  g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *message = NULL;
  const char *found;
  const char *data;
  gsize length;

  g_return_val_if_fail (sent_body != NULL, NULL);
  g_return_val_if_fail (error_body != NULL, NULL);

  if (status != 400 && status != 422)
    return NULL;
  data = g_bytes_get_data (sent_body, &length);
  if (!(sent = ponder_json_parse_object (data, length, NULL)))
    return NULL;
  error = parse_error (error_body);
  add_members (paths, sent, NULL);
  message = dup_message (error_body, ponder_json_get_string (sent, "model"));
  found = find_refused (paths, error, message);

  /* Anthropic, which alone answers in this shape, demands a limit. */
  if (g_strcmp0 (found, "max_tokens") == 0
      && g_strcmp0 (ponder_json_get_string (error, "type"), "error") == 0)
    return NULL;
  return found != NULL ? dup_step (found, sent) : NULL;
}
