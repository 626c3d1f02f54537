/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line that shows where words were found. */

#include "config.h"

#include "ponder-snippet.h"

#include <string.h>

static PonderSearchQuery *
parse (const char *text)
{
  g_autoptr(GDateTime) now = g_date_time_new_utc (2026, 11, 20, 12, 0, 0);

  return ponder_search_query_parse (text, now);
}

/* With the marks as brackets. (transfer full) */
static char *
show (const PonderSnippet *snippet)
{
  GString *text = g_string_new (snippet->text);

  g_assert_true (g_utf8_validate (snippet->text, -1, NULL));
  for (guint i = snippet->marks->len; i > 0; i--)
    {
      const PonderTextRange *range = &g_array_index (snippet->marks, PonderTextRange, i - 1);

      g_assert_cmpuint (range->start, <, range->end);
      g_assert_cmpuint (range->end, <=, strlen (snippet->text));
      if (i > 1)
        g_assert_cmpuint (g_array_index (snippet->marks, PonderTextRange, i - 2).end, <=, range->start);
      g_string_insert (text, range->end, "]");
      g_string_insert (text, range->start, "[");
    }
  g_assert_true (g_utf8_validate (text->str, -1, NULL));
  return g_string_free (text, FALSE);
}

static void
assert_found (const char *words,
              const char *text,
              const char *expected)
{
  g_autoptr(PonderSearchQuery) query = parse (words);
  g_autoptr(PonderSnippet) snippet = ponder_snippet_find (query, text);
  g_autofree char *shown = snippet != NULL ? show (snippet) : NULL;

  g_assert_cmpstr (shown, ==, expected);
}

static void
test_marks (void)
{
  assert_found ("moon", "The Moon, and moons", "The [Moon], and [moons]");
  assert_found ("moon ", "The Moon, and moons", "The [Moon], and moons");
  assert_found ("the moon", "The\n\n\tMoon\x01", "[The] [Moon]");
  assert_found ("\"the moon\"", "the sun, the moon", "the sun, [the moon]");
  assert_found ("strasse", "Die Straße hier", "Die [Straße] hier");
  assert_found ("creme", "Cre\xcc\x80me", "[Cre\xcc\x80me]");
  assert_found ("sun", "The moon", NULL);
  assert_found ("sun", "", NULL);
  assert_found ("moon -sun", "The moon", "The [moon]");
}

static void
test_chinese (void)
{
  assert_found ("数据", "关系数据库和数据", "关系[数据]库和[数据]");
  assert_found ("据库", "关系数据库", "关系数[据库]");
  /* The words of a phrase overlap those of the next one. */
  assert_found ("哈哈", "哈哈哈", "[哈哈哈]");
  assert_found ("数据 据库", "数据库", "[数据库]");
  assert_found ("用sqli", "我用SQLite。", "我[用SQLite]。");
}

static void
test_not_markup (void)
{
  assert_found ("moon", "<b>moon</b> &amp; [moon]", "<b>[moon]</b> &amp; [[moon]]");
}

static void
test_window (void)
{
  g_autofree char *before = g_strnfill (3000, '.');
  g_autofree char *text = g_strdup_printf ("moon %s the moon and the sun %s sun", before, before);
  g_autoptr(PonderSearchQuery) query = parse ("moon sun");
  g_autoptr(PonderSnippet) snippet = ponder_snippet_find (query, text);
  g_autofree char *shown = show (snippet);

  /* Where both are. */
  g_assert_nonnull (strstr (shown, "the [moon] and the [sun]"));
  g_assert_true (g_str_has_prefix (shown, "…"));
  g_assert_true (g_str_has_suffix (shown, "…"));
  g_assert_cmpint (g_utf8_strlen (snippet->text, -1), <=, 162);
}

static void
test_begin (void)
{
  g_autofree char *text = g_strnfill (5000, 'x');
  g_autoptr(PonderSearchQuery) query = parse ("moon");
  g_autoptr(PonderSnippet) none = ponder_snippet_begin (query, "  The sun\n");
  g_autoptr(PonderSnippet) some = ponder_snippet_begin (query, "The moon");
  g_autoptr(PonderSnippet) cut = ponder_snippet_begin (query, text);
  g_autofree char *shown = show (some);

  g_assert_cmpstr (none->text, ==, "The sun");
  g_assert_cmpuint (none->marks->len, ==, 0);
  g_assert_cmpstr (shown, ==, "The [moon]");
  g_assert_cmpint (g_utf8_strlen (cut->text, -1), ==, 161);
}

/* Whatever the text, ranges are ranges, and what is marked is what was looked for. */
static void
test_any_text (void)
{
  static const char *const pieces[] = {
    "moon", "Moon", "数据", "数", "据", " ", "\n", "é", "e\xcc\x81", "🎉", "_", ",", "ß", "\x01", "한", "ไ",
  };

  for (guint seed = 0; seed < 5000; seed++)
    {
      g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr(GString) text = g_string_new (NULL);
      g_autoptr(PonderSearchQuery) query = NULL;
      g_autoptr(PonderSnippet) snippet = NULL;
      g_autofree char *shown = NULL;
      int n_pieces = g_rand_int_range (rand, 0, 150);

      for (int i = 0; i < n_pieces; i++)
        g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      query = parse (seed % 3 == 0 ? "moon 数据 " : seed % 3 == 1 ? "é 한" : "\"moon 数\" 据");
      if ((snippet = ponder_snippet_find (query, text->str)))
        {
          shown = show (snippet);
          g_assert_cmpuint (snippet->marks->len, >, 0);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snippet/words-are-marked-where-they-are", test_marks);
  g_test_add_func ("/snippet/pieces-of-chinese-are-marked", test_chinese);
  g_test_add_func ("/snippet/what-looks-like-markup-stays-text", test_not_markup);
  g_test_add_func ("/snippet/shows-where-most-words-are", test_window);
  g_test_add_func ("/snippet/without-words-is-the-beginning", test_begin);
  g_test_add_func ("/snippet/any-text-gives-whole-ranges", test_any_text);
  return g_test_run ();
}
