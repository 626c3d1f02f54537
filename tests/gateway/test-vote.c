/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What answers come to, and which of them most agree on. */

#include "config.h"

#include "ponder-vote.h"

static void
test_key (void)
{
  static const char *const cases[][2] = {
    { "", "" },
    { "  \n \n", "" },
    { "Long thought.\n\nThe answer is 42.", "42" },
    { "The answer is **42**.\n\n", "42" },
    { "It costs $1,234.50", "1234.5" },
    { "It costs 3.00 dollars", "3" },
    { "Between 3 and 5", "5" },
    { "Minus: -7", "-7" },
    { "So 12.\n#### 1,200\n", "1200" },
    { "First \\boxed{3}, then \\boxed{ 4 }.", "4" },
    { "\\boxed{\\frac{a}{b}}", "fracab" },
    { "\\boxed{x", "x" },
    { "**Yes, indeed!**", "yesindeed" },
    { "答案是：北京。", "答案是北京" },
    { "答案是 4２", "42" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *key = ponder_vote_dup_key (cases[i][0]);

      g_assert_cmpstr (key, ==, cases[i][1]);
    }
}

static guint
pick (const char *const *texts)
{
  g_autoptr(GPtrArray) array = g_ptr_array_new ();

  for (; *texts != NULL; texts++)
    g_ptr_array_add (array, (gpointer) *texts);
  return ponder_vote_pick (array);
}

static void
test_pick (void)
{
  g_assert_cmpuint (pick ((const char *[]) { "It is 3", NULL }), ==, 0);
  g_assert_cmpuint (pick ((const char *[]) { "It is 3", "It is 4", "Well, 4.", NULL }), ==, 1);
  g_assert_cmpuint (pick ((const char *[]) { "It is 3", "It is 4", "It is 5", NULL }), ==, 0);
  g_assert_cmpuint (pick ((const char *[]) { "", "", "It is 5", NULL }), ==, 2);
  g_assert_cmpuint (pick ((const char *[]) { "1", "2", "2.0", "3", "3", "3.00", NULL }), ==, 3);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vote/key", test_key);
  g_test_add_func ("/vote/pick", test_pick);
  return g_test_run ();
}
