/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is exported as JSON is what data/conversation.schema.json promises. */

#include "config.h"

#include "ponder-exporter.h"
#include "ponder-json.h"
#include "ponder-test-conversation.h"

#define N_SEEDS 100

static JsonNode *
load_schema (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("PONDER_SOURCE_DIR"), "data", "conversation.schema.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  JsonNode *node;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  node = ponder_json_parse (text, (gssize) length, &error);
  g_assert_no_error (error);
  return node;
}

/* Where a value breaks its schema, and the schema of everything. */
typedef struct
{
  JsonObject *root;
  GString    *problems;
} Check;

static void check_node (Check      *check,
                        JsonObject *schema,
                        JsonNode   *node,
                        const char *place);

static void
complain (Check      *check,
          const char *place,
          const char *what)
{
  g_string_append_printf (check->problems, "%s: %s\n", place, what);
}

static const char *
name_type (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return "object";
  if (JSON_NODE_HOLDS_ARRAY (node))
    return "array";
  if (JSON_NODE_HOLDS_NULL (node))
    return "null";
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return "string";
    case G_TYPE_BOOLEAN:
      return "boolean";
    case G_TYPE_INT64:
      return "integer";
    default:
      return "number";
    }
}

static void
check_type (Check      *check,
            const char *wanted,
            JsonNode   *node,
            const char *place)
{
  const char *found = name_type (node);

  if (g_strcmp0 (wanted, found) != 0 && !(g_strcmp0 (wanted, "number") == 0 && g_strcmp0 (found, "integer") == 0))
    complain (check, place, found);
}

static void
check_members (Check      *check,
               JsonObject *schema,
               JsonObject *object,
               const char *place)
{
  JsonObject *properties = ponder_json_get_object (schema, "properties");
  JsonArray *required = ponder_json_get_array (schema, "required");
  JsonNode *additional = json_object_get_member (schema, "additionalProperties");
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  for (guint i = 0; required != NULL && i < json_array_get_length (required); i++)
    if (!json_object_has_member (object, json_array_get_string_element (required, i)))
      complain (check, place, json_array_get_string_element (required, i));

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &member))
    {
      g_autofree char *inner = g_strconcat (place, "/", name, NULL);

      if (properties != NULL && json_object_has_member (properties, name))
        check_node (check, json_object_get_object_member (properties, name), member, inner);
      else if (additional != NULL && JSON_NODE_HOLDS_OBJECT (additional))
        check_node (check, json_node_get_object (additional), member, inner);
      else if (additional != NULL && !json_node_get_boolean (additional))
        complain (check, inner, "not in the schema");
    }
}

static void
check_keyword (Check      *check,
               JsonObject *schema,
               const char *keyword,
               JsonNode   *value,
               JsonNode   *node,
               const char *place)
{
  static const char *const words[] = {
    "$schema", "$id", "$defs", "title", "description", "required", "properties", "additionalProperties", NULL
  };

  if (g_strcmp0 (keyword, "$ref") == 0)
    {
      const char *name = json_node_get_string (value) + strlen ("#/$defs/");

      check_node (check, json_object_get_object_member (json_object_get_object_member (check->root, "$defs"), name),
                  node, place);
    }
  else if (g_strcmp0 (keyword, "type") == 0)
    {
      check_type (check, json_node_get_string (value), node, place);
    }
  else if (g_strcmp0 (keyword, "const") == 0)
    {
      if (!json_node_equal (value, node))
        complain (check, place, "another constant");
    }
  else if (g_strcmp0 (keyword, "enum") == 0)
    {
      if (!ponder_json_array_has (json_node_get_array (value), json_node_get_string (node)))
        complain (check, place, json_node_get_string (node));
    }
  else if (g_strcmp0 (keyword, "minimum") == 0)
    {
      if (json_node_get_double (node) < json_node_get_double (value))
        complain (check, place, "too small");
    }
  else if (g_strcmp0 (keyword, "items") == 0)
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        check_node (check, json_node_get_object (value), json_array_get_element (array, i), place);
    }
  else
    {
      /* A keyword that is not understood here would promise what nothing checks. */
      g_assert_true (g_strv_contains (words, keyword));
    }
}

static void
check_node (Check      *check,
            JsonObject *schema,
            JsonNode   *node,
            const char *place)
{
  JsonObjectIter iter;
  const char *keyword;
  JsonNode *value;

  json_object_iter_init (&iter, schema);
  while (json_object_iter_next (&iter, &keyword, &value))
    check_keyword (check, schema, keyword, value, node, place);
  if (JSON_NODE_HOLDS_OBJECT (node))
    check_members (check, schema, json_node_get_object (node), place);
}

/* "" when @text is as the schema says. (transfer full) */
static char *
find_problems (JsonNode   *schema,
               const char *text,
               gssize      length)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = ponder_json_parse (text, length, &error);
  Check check = { json_node_get_object (schema), g_string_new (NULL) };

  g_assert_no_error (error);
  check_node (&check, check.root, node, "");
  return g_string_free (check.problems, FALSE);
}

static void
test_exports (void)
{
  g_autoptr(JsonNode) schema = load_schema ();

  for (guint seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr(PonderConversation) conversation = ponder_test_conversation_random (rand, 9);
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = ponder_export_conversation (conversation, PONDER_EXPORT_JSON, TRUE, &error);
      g_autofree char *problems = NULL;

      g_assert_no_error (error);
      problems = find_problems (schema, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
      g_assert_cmpstr (problems, ==, "");
    }
}

/* The check above can fail. */
static void
test_others (void)
{
  static const char *const texts[][2] = {
    { "{}", ": format" },
    { "{\"format\":\"other\"}", "/format: another constant" },
    { "{\"version\":2}", "/version: another constant" },
    { "{\"key\":1}", "/key: not in the schema" },
    { "{\"messages\":[{\"role\":\"dog\"}]}", "/messages/role: dog" },
    { "{\"messages\":[{\"usage\":{\"input\":-1}}]}", "/messages/usage/input: too small" },
    { "{\"messages\":[{\"created\":0.5}]}", "/messages/created: number" },
    { "{\"attachments\":{\"a\":1}}", "/attachments/a: integer" },
  };
  g_autoptr(JsonNode) schema = load_schema ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *problems = find_problems (schema, texts[i][0], -1);

      if (strstr (problems, texts[i][1]) == NULL)
        g_test_fail_printf ("%s gave %s", texts[i][0], problems);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transfer/schema/what-is-exported-keeps-to-it", test_exports);
  g_test_add_func ("/transfer/schema/what-does-not-keep-to-it-is-seen", test_others);
  return g_test_run ();
}
