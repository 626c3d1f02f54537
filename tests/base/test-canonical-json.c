/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One text for all JSON that means the same. */

#include "config.h"

#include "ponder-canonical-json.h"

#include <string.h>

#include "ponder-json.h"

static const struct
{
  const char *json;
  const char *canonical;
} cases[] = {
  { " { } ", "{}" },
  { "[ ]", "[]" },
  { "null", "null" },
  { "[true, false]", "[true,false]" },
  { "{\"b\": 1, \"a\": {\"d\": 2, \"c\": [ {\"z\": null, \"y\": \"\"} ]}}",
    "{\"a\":{\"c\":[{\"y\":\"\",\"z\":null}],\"d\":2},\"b\":1}" },
  { "{\"\u00e9\": 1, \"z\": 2, \"Z\": 3, \"\": 4, \"aa\": 5, \"a\": 6}",
    "{\"\":4,\"Z\":3,\"a\":6,\"aa\":5,\"z\":2,\"\u00e9\":1}" },
  { "[3, 2, 1]", "[3,2,1]" },

  /* Numbers. */
  { "[0, -0, 0.0, -0.0, 0e5]", "[0,0,0,0,0]" },
  { "[1, 1.0, 10e-1, 0.1e1]", "[1,1,1,1]" },
  { "[-7, -7.0]", "[-7,-7]" },
  { "[0.1, 1e-1, 0.10]", "[0.1,0.1,0.1]" },
  { "[0.30000000000000004, 0.3]", "[0.30000000000000004,0.3]" },
  { "[1e2, 1E+2]", "[100,100]" },
  { "[9007199254740993, 9007199254740992]", "[9007199254740993,9007199254740992]" },
  { "[9223372036854775807, -9223372036854775808]", "[9223372036854775807,-9223372036854775808]" },
  { "[1e22, 10000000000000000000000]", "[10000000000000000000000,10000000000000000000000]" },
  { "[1.5e-7, 0.00000015]", "[1.5e-07,1.5e-07]" },
  { "[5e-324, 4.9406564584124654e-324]", "[5e-324,5e-324]" },

  /* Strings. */
  { "\"\\u0061\\/\\u00e9\\ud83d\\ude00\"", "\"a/\u00e9\U0001f600\"" },
  { "\"\\\"\\\\\\b\\f\\n\\r\\t\"", "\"\\\"\\\\\\b\\f\\n\\r\\t\"" },
  { "\"\\u000A\\u001F\\u0001\\u007f\"", "\"\\n\\u001f\\u0001\x7f\"" },
  { "{\"a\\nb\": 1}", "{\"a\\nb\":1}" },
};

static char *
dup_canonical (JsonNode *node)
{
  GString *text = g_string_new (NULL);

  ponder_canonical_json_append (text, node);
  return g_string_free (text, FALSE);
}

static char *
dup_canonical_of (const char *json)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = ponder_json_parse (json, -1, &error);

  g_assert_no_error (error);
  return dup_canonical (node);
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *canonical = dup_canonical_of (cases[i].json);
      g_autofree char *again = dup_canonical_of (canonical);

      g_assert_cmpstr (canonical, ==, cases[i].canonical);
      g_assert_cmpstr (again, ==, canonical);
    }
}

static void
test_largest_double_is_written_whole (void)
{
  g_autofree char *canonical = dup_canonical_of ("1.7976931348623157e308");
  g_autofree char *beyond = dup_canonical_of ("1e999");

  g_assert_cmpuint (strlen (canonical), ==, 309);
  g_assert_true (g_str_has_prefix (canonical, "17976931348623157"));
  g_assert_cmpstr (beyond, ==, canonical);
}

static void
test_doubles_read_back (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      double number = g_test_rand_double_range (-1, 1);
      double read_back;

      for (int n = g_test_rand_int_range (0, 40); n > 0; n--)
        number *= g_test_rand_bit () ? 10 : 0.001;
      ponder_canonical_json_append_double (text, number);
      read_back = g_ascii_strtod (text->str, NULL);
      g_assert_cmpmem (&read_back, sizeof read_back, &number, sizeof number);
    }
}

static JsonNode *value_new (guint depth);

static JsonNode *
object_new (guint depth)
{
  g_autoptr(JsonObject) object = json_object_new ();

  for (int n = g_test_rand_int_range (0, 6); n > 0; n--)
    {
      g_autofree char *name = g_strdup_printf ("%c%d", g_test_rand_int_range ('A', 'z'), g_test_rand_int_range (0, 12));

      json_object_set_member (object, name, value_new (depth + 1));
    }
  return json_node_init_object (json_node_alloc (), object);
}

static JsonNode *
array_new (guint depth)
{
  g_autoptr(JsonArray) array = json_array_new ();

  for (int n = g_test_rand_int_range (0, 6); n > 0; n--)
    json_array_add_element (array, value_new (depth + 1));
  return json_node_init_array (json_node_alloc (), array);
}

static JsonNode *
value_new (guint depth)
{
  switch (g_test_rand_int_range (depth > 4 ? 2 : 0, 7))
    {
    case 0:
      return object_new (depth);
    case 1:
      return array_new (depth);
    case 2:
      return json_node_init_null (json_node_alloc ());
    case 3:
      return json_node_init_boolean (json_node_alloc (), g_test_rand_bit ());
    case 4:
      return json_node_init_int (json_node_alloc (), g_test_rand_int ());
    case 5:
      return json_node_init_double (json_node_alloc (), g_test_rand_double ());
    default:
      return json_node_init_string (json_node_alloc (), g_test_rand_bit () ? "a\"\\\n\x01\u4e2d" : "");
    }
}

/* The same with the members put in the other way round. */
static JsonNode *
turn_round (JsonNode *node)
{
  g_autoptr(JsonObject) object = NULL;
  g_autoptr(GList) names = NULL;

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      g_autoptr(JsonArray) array = json_array_new ();

      for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
        json_array_add_element (array, turn_round (json_array_get_element (json_node_get_array (node), i)));
      return json_node_init_array (json_node_alloc (), array);
    }
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return json_node_copy (node);

  object = json_object_new ();
  names = g_list_reverse (json_object_get_members (json_node_get_object (node)));
  for (GList *name = names; name != NULL; name = name->next)
    json_object_set_member (object, name->data,
                            turn_round (json_object_get_member (json_node_get_object (node), name->data)));
  return json_node_init_object (json_node_alloc (), object);
}

static void
test_order_of_members_is_the_same (void)
{
  for (guint i = 0; i < 500; i++)
    {
      g_autoptr(JsonNode) node = object_new (0);
      g_autoptr(JsonNode) turned = turn_round (node);
      g_autofree char *canonical = dup_canonical (node);
      g_autofree char *other = dup_canonical (turned);
      g_autofree char *read_back = dup_canonical_of (canonical);

      g_assert_cmpstr (other, ==, canonical);
      g_assert_cmpstr (read_back, ==, canonical);
    }
}

static void
test_deepest_nesting_is_written (void)
{
  g_autoptr(GString) json = g_string_new (NULL);
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *canonical = NULL;

  for (guint i = 0; i < 500; i++)
    g_string_append_c (json, '[');
  for (guint i = 0; i < 500; i++)
    g_string_append_c (json, ']');
  canonical = dup_canonical_of (json->str);
  g_assert_cmpstr (canonical, ==, json->str);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/canonical-json/cases", test_cases);
  g_test_add_func ("/canonical-json/the-largest-double-is-written-whole", test_largest_double_is_written_whole);
  g_test_add_func ("/canonical-json/doubles-read-back", test_doubles_read_back);
  g_test_add_func ("/canonical-json/the-order-of-members-is-the-same", test_order_of_members_is_the_same);
  g_test_add_func ("/canonical-json/the-deepest-nesting-is-written", test_deepest_nesting_is_written);
  return g_test_run ();
}
