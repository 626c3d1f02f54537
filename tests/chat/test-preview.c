/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line of a chat in a list. */

#include "config.h"

#include "ponder-preview.h"

static void
test_marks (void)
{
  static const char *const cases[][2] = {
    { "", "" },
    { "Hello", "Hello" },
    { "*Canned:* a **bold** `word`", "Canned: a bold word" },
    { "# Title\n\n- one\n- two\n", "Title • one • two" },
    { "two\n\n\tlines\x07", "two lines" },
    { "**加粗（重点）**后面", "加粗（重点）后面" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *preview = ponder_preview_from_markdown (cases[i][0]);

      g_assert_cmpstr (preview, ==, cases[i][1]);
    }
}

static void
test_length (void)
{
  g_autofree char *spaces = g_strnfill (600, ' ');
  g_autofree char *words = g_strdup_printf ("start%s%0500d", spaces, 0);
  g_autofree char *preview = ponder_preview_from_markdown (words);

  g_assert_cmpint (g_utf8_strlen (preview, -1), ==, 200);
  g_assert_true (g_str_has_prefix (preview, "start 000"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preview/says-the-words-without-their-marks", test_marks);
  g_test_add_func ("/preview/is-one-line-of-200-characters", test_length);
  return g_test_run ();
}
