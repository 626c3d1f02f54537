/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a chat compares, as text and back. */

#include "config.h"

#include "ponder-comparison.h"

static void
test_round_trip (void)
{
  g_autoptr(PonderComparison) comparison = ponder_comparison_new ();
  g_autoptr(PonderComparison) again = NULL;
  g_autofree char *empty = ponder_comparison_serialize (comparison);
  g_autofree char *json = NULL;

  g_assert_cmpstr (empty, ==, "");
  g_ptr_array_add (comparison->models, g_strdup ("openai/gpt-4o"));
  g_ptr_array_add (comparison->models, g_strdup ("router/org/a \"model\""));
  g_ptr_array_add (comparison->answers, g_strdup ("one"));
  json = ponder_comparison_serialize (comparison);
  again = ponder_comparison_deserialize (json);
  g_assert_cmpuint (again->models->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (again->models, 0), ==, "openai/gpt-4o");
  g_assert_cmpstr (g_ptr_array_index (again->models, 1), ==, "router/org/a \"model\"");
  g_assert_cmpuint (again->answers->len, ==, 1);
  g_assert_false (ponder_comparison_is_empty (again));
}

/* Somebody else may have written it. */
static void
test_nonsense (void)
{
  const char *const texts[] = { "", "null", "[]", "{", "{\"models\":7,\"answers\":{}}", "{\"answers\":[1,null,[]]}" };
  g_autoptr(PonderComparison) doubled = ponder_comparison_deserialize ("{\"answers\":[\"a\",\"a\",3,\"b\"]}");

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(PonderComparison) comparison = ponder_comparison_deserialize (texts[i]);

      g_assert_true (ponder_comparison_is_empty (comparison));
    }
  g_assert_cmpuint (doubled->answers->len, ==, 2);
}

static void
test_too_many (void)
{
  g_autoptr(PonderComparison) comparison =
    ponder_comparison_deserialize ("{\"models\":[\"a/1\",\"a/2\",\"a/3\",\"a/4\",\"a/5\"]}");

  g_assert_cmpuint (comparison->models->len, ==, PONDER_COMPARISON_MOST);
  g_assert_cmpstr (g_ptr_array_index (comparison->models, 3), ==, "a/4");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/comparison/is-the-same-after-it-was-stored", test_round_trip);
  g_test_add_func ("/comparison/what-cannot-be-read-is-left-out", test_nonsense);
  g_test_add_func ("/comparison/asks-no-more-models-than-fit", test_too_many);

  return g_test_run ();
}
