/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON that models wrap into words. */

#include "config.h"

#include "ponder-json-extract.h"

#include "ponder-json.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *text;
  const char *object;           /* (nullable): what is found where an object is expected */
  const char *array;            /* (nullable): where an array is */
} Case;

static const Case cases[] = {
  { "plain-object", "{\"a\":1}", "{\"a\":1}", NULL },
  { "plain-array", " [1,2]\n", NULL, "[1,2]" },
  { "byte-order-mark", "\xef\xbb\xbf{\"a\":1}", "{\"a\":1}", NULL },
  { "fenced", "```json\n{\"a\":1}\n```", "{\"a\":1}", NULL },
  { "fenced-after-words", "Sure!\n\n```\n[1]\n```\nDone.", NULL, "[1]" },
  { "second-fence", "```sh\nls\n```\nand\n```json\n{\"a\":1}\n```", "{\"a\":1}", NULL },
  { "fence-in-one-line", "```{\"a\":1}```", "{\"a\":1}", NULL },
  { "fence-that-never-closes", "```json\n{\"a\":1}\n", "{\"a\":1}", NULL },
  { "fence-inside-a-string", "```json\n{\"a\":\"```x```\"}\n```", "{\"a\":\"```x```\"}", NULL },
  { "words-around", "Here it is: {\"a\":\"}{\"} and that is all {", "{\"a\":\"}{\"}", NULL },
  { "quotes-inside-a-string", "So {\"a\":\"\\\"}\\\\\"} it is", "{\"a\":\"\\\"}\\\\\"}", NULL },
  { "thoughts", "<think>{\"no\":1}</think>{\"a\":1}", "{\"a\":1}", NULL },
  { "thoughts-after-spaces", "\n <think>\n{\"no\":1}\n</think>\n\nSo: {\"a\":1}", "{\"a\":1}", NULL },
  { "thoughts-that-never-end", "<think>{\"no\":1}", NULL, NULL },
  { "braces-before-it", "use {x} then {\"a\":[1,{\"b\":2}]}", "{\"a\":[1,{\"b\":2}]}", NULL },
  { "a-list-before-it", "As [1] says: {\"a\":1}", "{\"a\":1}", "[1]" },
  { "first-of-two", "{\"a\":1}\n{\"b\":2}", "{\"a\":1}", NULL },
  { "empty", "", NULL, NULL },
  { "spaces", "  \n\t ", NULL, NULL },
  { "words", "I cannot do that.", NULL, NULL },
  { "scalar", "42", NULL, NULL },
  { "cut-off", "{\"a\":1", NULL, NULL },
  { "cut-off-around-a-whole-part", "{\"a\":{\"b\":1},", NULL, NULL },
  { "cut-off-in-a-string", "{\"a\":\"}", NULL, NULL },
  { "cut-off-after-a-backslash", "{\"a\":\"\\", NULL, NULL },
  { "trailing-comma-is-not-repaired", "{\"a\":1,}", NULL, NULL },
  { "single-quotes-are-not-repaired", "{'a':1}", NULL, NULL },
};

static void
check (const char   *text,
       JsonNodeType  type,
       const char   *expected)
{
  g_autoptr(JsonNode) node = ponder_json_extract (text, type);
  g_autofree char *got = node != NULL ? ponder_json_to_string (node) : NULL;

  g_assert_cmpstr (got, ==, expected);
}

static void
test_case (gconstpointer user_data)
{
  const Case *test = user_data;

  check (test->text, JSON_NODE_OBJECT, test->object);
  check (test->text, JSON_NODE_ARRAY, test->array);
}

static void
test_brackets_without_end_take_no_time (void)
{
  g_autofree char *open = g_strnfill (1000000, '{');
  g_autofree char *closed = g_strnfill (1000000, '}');
  g_autofree char *both = g_strconcat (open, closed, NULL);
  gint64 start = g_get_monotonic_time ();

  check (open, JSON_NODE_OBJECT, NULL);
  check (both, JSON_NODE_OBJECT, NULL);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/providers/json-extract/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/providers/json-extract/brackets-without-end-take-no-time",
                   test_brackets_without_end_take_no_time);
  return g_test_run ();
}
