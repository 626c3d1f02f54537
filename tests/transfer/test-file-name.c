/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of files that any file system takes. */

#include "config.h"

#include "ponder-file-name.h"

#include <string.h>

static void
test_titles (void)
{
  static const char *const cases[][2] = {
    { "Trip to Kyoto", "Trip to Kyoto.md" },
    { "京都旅行计划", "京都旅行计划.md" },
    { "../../etc/passwd", "etc passwd.md" },
    { "C:\\Windows\\system32", "C Windows system32.md" },
    { "a/b|c<d>e\"f?g*h", "a b c d e f g h.md" },
    { "  two \t\n lines\x07 ", "two lines.md" },
    { "ends with dots. . .", "ends with dots.md" },
    { ".hidden", "hidden.md" },
    { "", "Untitled chat.md" },
    { "...", "Untitled chat.md" },
    { "///", "Untitled chat.md" },
    { "con", "_con.md" },
    { "NUL.txt", "_NUL.txt.md" },
    { "Aux .x", "_Aux .x.md" },
    { "lpt9", "_lpt9.md" },
    { "COM¹", "_COM¹.md" },
    { "common", "common.md" },
    { "COM10", "COM10.md" },
    { "photo \xe2\x80\xaegpj.exe", "photo gpj.exe.md" },
    { "\xe2\x81\xa6x\xe2\x81\xa9\xef\xbb\xbf", "x.md" },
    { "x\xef\xbf\xbf\xf4\x8f\xbf\xbf", "x.md" },
    { "a\xff" "b", "a\xef\xbf\xbd" "b.md" },
    { "e\xcc\x81t\xc3\xa9", "\xc3\xa9t\xc3\xa9.md" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = ponder_file_name_from_title (cases[i][0], ".md");

      g_assert_cmpstr (name, ==, cases[i][1]);
    }
}

/* Also with a number, and never in the middle of a letter. */
static void
test_length (void)
{
  g_autoptr(GString) title = g_string_new ("a");
  g_autoptr(GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  while (title->len < 2000)
    g_string_append (title, "京𠮷");

  for (guint i = 0; i < 1200; i++)
    {
      g_autofree char *name = ponder_file_name_choose (title->str, ".json", taken);

      g_assert_cmpuint (strlen (name), <=, 255);
      g_assert_cmpuint (strlen (name), >, 230);
      g_assert_true (g_utf8_validate (name, -1, NULL));
      g_assert_true (g_str_has_suffix (name, ".json"));
    }
  g_assert_cmpuint (g_hash_table_size (taken), ==, 1200);
}

static void
test_taken (void)
{
  static const char *const cases[][2] = {
    { "Trip", "Trip.md" },
    { "Trip", "Trip (2).md" },
    { "trip", "trip (3).md" },
    { "TRIP.", "TRIP (4).md" },
    { "Trip (2)", "Trip (2) (2).md" },
    { "\xc3\xa9", "\xc3\xa9.md" },
    { "E\xcc\x81", "\xc3\x89 (2).md" },
  };
  g_autoptr(GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = ponder_file_name_choose (cases[i][0], ".md", taken);

      g_assert_cmpstr (name, ==, cases[i][1]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transfer/file-name/any-title-makes-a-safe-name", test_titles);
  g_test_add_func ("/transfer/file-name/it-fits-into-255-bytes", test_length);
  g_test_add_func ("/transfer/file-name/none-is-given-twice", test_taken);
  return g_test_run ();
}
