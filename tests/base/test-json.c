/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON: what is read, what is repaired, what is refused. */

#include "config.h"

#include "ponder-error.h"
#include "ponder-json.h"
#include "ponder-limits.h"

#include <math.h>
#include <string.h>

#define FUZZ_SECONDS 1.5
#define U_FFFD "\xef\xbf\xbd"

/* A text that is read, and the compact text of what was read. */
static const struct
{
  const char *text;
  const char *compact;
} readable[] = {
  { "{}", "{}" },
  { " [ ] ", "[]" },
  { "\xef\xbb\xbf{}", "{}" },
  { "\n{ \"a\" : [ 1 , -2.5 , true , false , null , \"x\" ] , \"b\" : { } }\r\n\t",
    "{\"a\":[1,-2.5,true,false,null,\"x\"],\"b\":{}}" },
  { "[[],{},[[]],{\"a\":{\"b\":[]}}]", "[[],{},[[]],{\"a\":{\"b\":[]}}]" },
  { "\"text\"", "\"text\"" },
  { "12", "12" },
  { "-0", "0" },
  { "null", "null" },
  { "{\"a\":1,\"a\":2}", "{\"a\":2}" },
  { "{\"\":1}", "{\"\":1}" },
  { "[9223372036854775807,-9223372036854775808]", "[9223372036854775807,-9223372036854775808]" },
  { "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u4e2d\"", "\"\\\"\\\\/\\b\\f\\n\\r\\tA中\"" },
  { "\"\\ud83d\\ude42\"", "\"🙂\"" },
  { "\"🙂 \xc3\xa9\"", "\"🙂 é\"" },

  /* Repaired. */
  { "\"\\ud83d\"", "\"" U_FFFD "\"" },
  { "\"\\ud83dabc\"", "\"" U_FFFD "abc\"" },
  { "\"\\ud83d\\u0041\"", "\"" U_FFFD "A\"" },
  { "\"\\ud83d\\ud83d\\ude42\"", "\"" U_FFFD "🙂\"" },
  { "\"\\ude42\\ud83d\"", "\"" U_FFFD U_FFFD "\"" },
  { "\"\\ud83d\\n\"", "\"" U_FFFD "\\n\"" },
  { "\"a\\u0000b\"", "\"a" U_FFFD "b\"" },
  { "{\"a\\u0000b\":1}", "{\"a" U_FFFD "b\":1}" },
  { "\"a\xff" "b\"", "\"a" U_FFFD "b\"" },
  { "\"\xed\xa0\x80\"", "\"" U_FFFD U_FFFD U_FFFD "\"" },
  { "\"a\nb\"", "\"a\\nb\"" },
};

static const char *const unreadable[] = {
  "", " ", "\n", "\xef\xbb\xbf", "{", "[", "}", "]", "{]", "[}", "{}{}", "[] []", "1 2", "nulll",
  "nul", "True", "tru e", "{} x", "[1,]", "[,1]", "[1 2]", "{\"a\":1,}", "{,}", "{\"a\"}",
  "{\"a\":}", "{\"a\" 1}", "{a:1}", "{'a':1}", "'a'", "\"a", "\"a\\", "\"\\x\"", "\"\\u12\"",
  "\"\\u12g4\"", "\"\\ud83d\\u12\"", "01", "1.", ".5", "+1", "-", "1e", "1e+", "0x10", "1.2.3",
  "--1", "NaN", "Infinity", "-Infinity", "undefined", "// x\n1", "/* x */ 1", "1 // x",
  "var a = 1;", "a = 1", "<html>", "{\"a\":[1,{\"b\":2]}", "\xff", "[\"a\":1]", "{1:2}",
  "{\"a\":1 \"b\":2}", "\\u0031",
};

static void
test_readable (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (readable); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = ponder_json_parse (readable[i].text, -1, &error);
      g_autofree char *compact = NULL;

      g_assert_no_error (error);
      compact = ponder_json_to_string (node);
      g_assert_cmpstr (compact, ==, readable[i].compact);
    }
}

static void
test_unreadable (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (unreadable); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *name = g_strescape (unreadable[i], NULL);

      g_test_message ("%s", name);
      g_assert_null (ponder_json_parse (unreadable[i], -1, &error));
      g_assert_error (error, PONDER_ERROR, PONDER_ERROR_MALFORMED);
      g_assert_null (ponder_json_parse (unreadable[i], -1, NULL));
    }
}

static void
test_zero_bytes (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = ponder_json_parse ("\"a\0b\"", 5, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (json_node_get_string (node), ==, "a" U_FFFD "b");
  g_assert_null (ponder_json_parse ("{}\0", 3, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_MALFORMED);
  g_assert_null (ponder_json_parse (NULL, 0, NULL));
}

static void
test_length_is_respected (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = ponder_json_parse ("12345", 2, &error);

  g_assert_no_error (error);
  g_assert_cmpint (json_node_get_int (node), ==, 12);
}

static void
test_every_cut_is_an_error (void)
{
  static const char text[] = "{\"a\":[1,-2.5e3,true,null,\"x\\u4e2d\\\"\"],\"b\":{\"c\":\"中\"}}";

  for (gsize length = 0; length < strlen (text); length++)
    {
      /* Exactly so long, so that a sanitizer sees a look behind it. */
      g_autofree char *cut = g_memdup2 (text, MAX (length, 1));
      g_autoptr(GError) error = NULL;

      g_assert_null (ponder_json_parse (cut, length, &error));
      g_assert_error (error, PONDER_ERROR, PONDER_ERROR_MALFORMED);
    }
}

static char *
nest (const char *open,
      const char *close,
      gsize       depth)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < depth; i++)
    g_string_append (text, open);
  if (*close != '\0')
    g_string_append (text, *open == '{' ? "1" : "");
  for (gsize i = 0; i < depth; i++)
    g_string_append (text, close);
  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  g_autofree char *deepest = nest ("[", "]", PONDER_JSON_DEPTH_LIMIT);
  g_autofree char *deepest_object = nest ("{\"a\":", "}", PONDER_JSON_DEPTH_LIMIT);
  g_autofree char *too_deep = nest ("[", "]", PONDER_JSON_DEPTH_LIMIT + 1);
  g_autofree char *open = nest ("[", "", 100000);
  g_autofree char *open_objects = nest ("{\"a\":", "", 1000000);
  g_autoptr(JsonNode) array = ponder_json_parse (deepest, -1, NULL);
  g_autoptr(JsonNode) object = ponder_json_parse (deepest_object, -1, NULL);
  g_autofree char *compact = NULL;

  g_assert_nonnull (array);
  g_assert_nonnull (object);
  compact = ponder_json_to_string (object);
  g_assert_cmpstr (compact, ==, deepest_object);
  g_assert_null (ponder_json_parse (too_deep, -1, NULL));
  g_assert_null (ponder_json_parse (open, -1, NULL));
  g_assert_null (ponder_json_parse (open_objects, -1, NULL));
}

static void
test_large_numbers (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) object =
    ponder_json_parse_object ("{\"a\":9223372036854775808,\"b\":-9223372036854775809,"
                              "\"c\":1e400,\"d\":-1e400,\"e\":123456789012345678901234567890,"
                              "\"f\":9223372036854775807}", -1, &error);
  gint64 whole;
  double number;

  g_assert_no_error (error);
  g_assert_false (ponder_json_get_int (object, "a", &whole));
  g_assert_true (ponder_json_get_double (object, "a", &number));
  g_assert_cmpfloat (number, >, 9.2e18);
  g_assert_true (ponder_json_get_double (object, "b", &number));
  g_assert_cmpfloat (number, <, -9.2e18);
  g_assert_true (ponder_json_get_double (object, "c", &number));
  g_assert_true (isfinite (number));
  g_assert_true (ponder_json_get_double (object, "d", &number));
  g_assert_true (isfinite (number));
  g_assert_cmpfloat (number, <, -1e300);
  g_assert_true (ponder_json_get_double (object, "e", &number));
  g_assert_cmpfloat (number, >, 1.2e29);
  g_assert_true (ponder_json_get_int (object, "f", &whole));
  g_assert_cmpint (whole, ==, G_MAXINT64);
}

static void
test_access_never_asserts (void)
{
  static const char *const members[] = { "s", "i", "d", "w", "b", "n", "o", "a", "missing" };
  g_autoptr(JsonObject) object =
    ponder_json_parse_object ("{\"s\":\"x\",\"i\":7,\"d\":1.5,\"w\":8.0,\"b\":true,\"n\":null,"
                              "\"o\":{},\"a\":[{},1]}", -1, NULL);
  gint64 whole = 0;
  double number = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *member = members[i];
      gboolean is_int = strchr ("iw", *member) != NULL;
      g_autofree char *scalar = ponder_json_dup_scalar (object, member);

      g_assert_cmpstr (ponder_json_get_string (object, member), ==, *member == 's' ? "x" : NULL);
      g_assert_true ((ponder_json_get_object (object, member) != NULL) == (*member == 'o'));
      g_assert_true ((ponder_json_get_array (object, member) != NULL) == (*member == 'a'));
      g_assert_true (ponder_json_get_int (object, member, &whole) == is_int);
      g_assert_true (ponder_json_get_double (object, member, &number) ==
                     (is_int || *member == 'd'));
      g_assert_true (ponder_json_get_boolean (object, member, FALSE) == (*member == 'b'));
      g_assert_true (ponder_json_get_boolean (object, member, TRUE));
      g_assert_true ((scalar != NULL) == (strchr ("sidwb", *member) != NULL));
    }
  ponder_json_get_int (object, "w", &whole);
  g_assert_cmpint (whole, ==, 8);

  g_assert_null (ponder_json_get_string (NULL, "a"));
  g_assert_null (ponder_json_get_object (NULL, "a"));
  g_assert_null (ponder_json_get_array (NULL, "a"));
  g_assert_null (ponder_json_dup_scalar (NULL, "a"));
  g_assert_false (ponder_json_get_int (NULL, "a", &whole));
  g_assert_false (ponder_json_get_double (NULL, "a", &number));
  g_assert_true (ponder_json_get_boolean (NULL, "a", TRUE));

  g_assert_nonnull (ponder_json_array_object (ponder_json_get_array (object, "a"), 0));
  g_assert_null (ponder_json_array_object (ponder_json_get_array (object, "a"), 1));
  g_assert_null (ponder_json_array_object (ponder_json_get_array (object, "a"), 2));
  g_assert_null (ponder_json_array_object (NULL, 0));
}

static void
test_scalars_as_text (void)
{
  g_autoptr(JsonObject) object =
    ponder_json_parse_object ("{\"s\":\"x\",\"i\":-7,\"d\":0.25,\"t\":true,\"f\":false}", -1, NULL);
  static const char *const expected[][2] = {
    { "s", "x" }, { "i", "-7" }, { "d", "0.25" }, { "t", "true" }, { "f", "false" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *text = ponder_json_dup_scalar (object, expected[i][0]);

      g_assert_cmpstr (text, ==, expected[i][1]);
    }
}

static void
test_an_object_is_asked_for (void)
{
  static const char *const others[] = { "[]", "1", "null", "\"{}\"" };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (ponder_json_parse_object (others[i], -1, &error));
      g_assert_error (error, PONDER_ERROR, PONDER_ERROR_MALFORMED);
    }
}

static void
test_building (void)
{
  JsonObject *object = json_object_new ();
  g_autofree char *text = NULL;

  json_object_set_string_member (object, "a", "“x”\n\x01\\");
  json_object_set_int_member (object, "b", 1);
  text = ponder_json_take_to_string (object);
  g_assert_cmpstr (text, ==, "{\"a\":\"“x”\\n\\u0001\\\\\",\"b\":1}");
}

/* What was read once is read again as the same. */
static void
check_round_trip (const char *text,
                  gsize       length)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = ponder_json_parse (text, length, &error);
  g_autoptr(JsonNode) again = NULL;
  g_autofree char *compact = NULL;
  g_autofree char *compact_again = NULL;

  if (node == NULL)
    {
      g_assert_error (error, PONDER_ERROR, PONDER_ERROR_MALFORMED);
      return;
    }
  compact = ponder_json_to_string (node);
  g_assert_true (g_utf8_validate (compact, -1, NULL));
  again = ponder_json_parse (compact, -1, &error);
  g_assert_no_error (error);
  compact_again = ponder_json_to_string (again);
  g_assert_cmpstr (compact_again, ==, compact);
}

static void
test_random_bytes (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (20240606);
  g_autoptr(GTimer) timer = g_timer_new ();
  char bytes[64];

  while (g_timer_elapsed (timer, NULL) < FUZZ_SECONDS / 3)
    {
      gsize length = g_rand_int_range (random, 1, sizeof bytes);

      for (gsize i = 0; i < length; i++)
        bytes[i] = (char) g_rand_int_range (random, 0, 256);
      check_round_trip (bytes, length);
    }
}

static void
test_random_pieces (void)
{
  static const char *const pieces[] = {
    "{", "}", "[", "]", ",", ":", "\"a\":", "\"b\":", "\"x\"", "\"\\u", "\"", "\\", "\\ud83d",
    "\\ude42\"", "0041\"",
    "0000\"", "1", "-1.5e3", "9223372036854775808", "1e400", "true", "false", "null", " ", "\n",
    "\xff", "中", "'",
  };
  g_autoptr(GRand) random = g_rand_new_with_seed (20240607);
  g_autoptr(GTimer) timer = g_timer_new ();

  while (g_timer_elapsed (timer, NULL) < FUZZ_SECONDS)
    {
      g_autoptr(GString) text = g_string_new (g_rand_boolean (random) ? "[" : "{\"a\":");

      for (int i = g_rand_int_range (random, 0, 12); i > 0; i--)
        g_string_append (text, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      check_round_trip (text->str, text->len);
    }
}

/* Read back they are the same; json-glib wrote the third as "1e-10.0". */
static void
test_written_numbers (void)
{
  static const struct
  {
    double      number;
    const char *text;
  } cases[] = {
    { 0.7, "0.7" }, { 1, "1.0" }, { 1e-10, "1e-10" }, { 1e22, "1e+22" }, { 1.0 / 3, "0.3333333333333333" },
    { 0.1 + 0.2, "0.30000000000000004" }, { -0.0, "-0.0" }, { 1.7976931348623157e308, "1.7976931348623157e+308" },
    { NAN, "null" }, { INFINITY, "null" }, { -INFINITY, "null" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) node = json_node_init_double (json_node_alloc (), cases[i].number);
      g_autofree char *text = ponder_json_to_string (node);
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) read = ponder_json_parse (text, -1, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (text, ==, cases[i].text);
      if (isfinite (cases[i].number))
        {
          double number = json_node_get_double (read);

          g_assert_cmpmem (&number, sizeof number, &cases[i].number, sizeof number);
        }
    }
}

static void
test_written_strings (void)
{
  g_autoptr(JsonNode) node = json_node_init_string (json_node_alloc (), "\x01\x1f\x7f\"\\/\b\f\n\r\t你\xff");
  g_autofree char *text = ponder_json_to_string (node);

  g_assert_cmpstr (text, ==, "\"\\u0001\\u001f\\u007f\\\"\\\\/\\b\\f\\n\\r\\t你" U_FFFD "\"");
}

static void
test_pretty (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = ponder_json_parse ("{\"a\":[1,{}],\"b\":[]}", -1, &error);
  g_autoptr(GString) text = NULL;

  g_assert_no_error (error);
  text = ponder_json_to_pretty_text (node);
  g_assert_cmpstr (text->str, ==, "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/what-is-json-is-read", test_readable);
  g_test_add_func ("/json/what-is-not-json-is-refused", test_unreadable);
  g_test_add_func ("/json/zero-bytes-are-repaired", test_zero_bytes);
  g_test_add_func ("/json/length-is-respected", test_length_is_respected);
  g_test_add_func ("/json/every-cut-is-an-error", test_every_cut_is_an_error);
  g_test_add_func ("/json/depth-has-a-limit", test_depth);
  g_test_add_func ("/json/large-numbers-keep-their-sign", test_large_numbers);
  g_test_add_func ("/json/access-never-asserts", test_access_never_asserts);
  g_test_add_func ("/json/scalars-become-text", test_scalars_as_text);
  g_test_add_func ("/json/an-object-is-asked-for", test_an_object_is_asked_for);
  g_test_add_func ("/json/what-is-built-is-compact", test_building);
  g_test_add_func ("/json/numbers-are-written-so-that-they-come-back", test_written_numbers);
  g_test_add_func ("/json/strings-are-escaped-and-repaired", test_written_strings);
  g_test_add_func ("/json/text-for-people-is-indented", test_pretty);
  g_test_add_func ("/json/random-bytes", test_random_bytes);
  g_test_add_func ("/json/random-pieces", test_random_pieces);
  return g_test_run ();
}
