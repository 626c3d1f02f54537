/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON schemas as Anthropic takes them. */

#include "config.h"

#include "ponder-anthropic-private.h"

static void simplify_node (JsonNode *node);

static void
simplify_list (JsonArray *list)
{
  for (guint i = 0; i < json_array_get_length (list); i++)
    simplify_node (json_array_get_element (list, i));
}

static void
simplify_node (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    ponder_anthropic_simplify_schema (json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    simplify_list (json_node_get_array (node));
}

/* Names of a person's own stand here, not keywords. */
static void
simplify_members (JsonObject *members)
{
  JsonObjectIter iter;
  JsonNode *node;

  json_object_iter_init (&iter, members);
  while (json_object_iter_next (&iter, NULL, &node))
    simplify_node (node);
}

static void
move_to_description (JsonObject *schema,
                     const char *keyword)
{
  const char *description = ponder_json_get_string (schema, "description");
  g_autofree char *value = ponder_json_to_string (json_object_get_member (schema, keyword));
  g_autofree char *text = g_strdup_printf ("%s%s%s: %s", description != NULL ? description : "",
                                           description != NULL ? "; " : "", keyword, value);

  json_object_remove_member (schema, keyword);
  json_object_set_string_member (schema, "description", text);
}

/* The server can demand that there is one, but not how many. */
static gboolean
is_more_than_one (JsonObject *schema,
                  const char *keyword)
{
  gint64 value;

  return g_str_equal (keyword, "minItems")
         && (!ponder_json_get_int (schema, keyword, &value) || value > 1);
}

static void
move_keywords (JsonObject *schema)
{
  static const char *const keywords[] = {
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
    "minLength", "maxLength", "pattern", "maxItems", "uniqueItems", "contains",
    "minProperties", "maxProperties", "patternProperties", "propertyNames", "not", "if", "then", "else",
  };

  for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
    {
      if (json_object_has_member (schema, keywords[i]))
        move_to_description (schema, keywords[i]);
    }
  if (json_object_has_member (schema, "minItems") && is_more_than_one (schema, "minItems"))
    move_to_description (schema, "minItems");
}

static void
rename_one_of (JsonObject *schema)
{
  JsonArray *list = ponder_json_get_array (schema, "oneOf");

  if (list == NULL || json_object_has_member (schema, "anyOf"))
    return;
  json_object_set_array_member (schema, "anyOf", json_array_ref (list));
  json_object_remove_member (schema, "oneOf");
}

/* An object schema must say that it is closed. */
static void
close_object (JsonObject *schema)
{
  if (g_strcmp0 (ponder_json_get_string (schema, "type"), "object") == 0)
    json_object_set_boolean_member (schema, "additionalProperties", FALSE);
}

void
ponder_anthropic_simplify_schema (JsonObject *schema)
{
  static const char *const of_members[] = { "properties", "$defs", "definitions" };
  static const char *const of_schemas[] = { "items", "anyOf", "allOf", "prefixItems" };

  json_object_remove_member (schema, "$schema");
  rename_one_of (schema);
  move_keywords (schema);
  close_object (schema);
  for (guint i = 0; i < G_N_ELEMENTS (of_members); i++)
    {
      JsonObject *members = ponder_json_get_object (schema, of_members[i]);

      if (members != NULL)
        simplify_members (members);
    }
  for (guint i = 0; i < G_N_ELEMENTS (of_schemas); i++)
    {
      if (json_object_has_member (schema, of_schemas[i]))
        simplify_node (json_object_get_member (schema, of_schemas[i]));
    }
}
