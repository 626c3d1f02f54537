/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is found in a text, and where. */

#include "config.h"

#include "ponder-finder.h"

#include <string.h>

/* What was found, each in brackets. (transfer full) */
static char *
mark (PonderFinder *finder,
      const char   *text)
{
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (PonderFound));
  GString *marked = g_string_new (NULL);
  guint n_found = ponder_finder_find (finder, text, 0, strlen (text), found);
  gsize place = 0;

  g_assert_cmpuint (n_found, ==, found->len);
  g_assert_cmpuint (ponder_finder_find (finder, text, 0, strlen (text), NULL), ==, n_found);
  for (guint i = 0; i < found->len; i++)
    {
      PonderFound *one = &g_array_index (found, PonderFound, i);

      g_assert_cmpuint (one->start, >=, place);
      g_assert_cmpuint (one->end, >, one->start);
      g_string_append_len (marked, text + place, one->start - place);
      g_string_append_printf (marked, "[%.*s]", (int) (one->end - one->start), text + one->start);
      place = one->end;
    }
  g_string_append (marked, text + place);
  return g_string_free (marked, FALSE);
}

static void
test_finds (void)
{
  static const char *const cases[][3] = {
    { "needle", "no haystack", "no haystack" },
    { "ne", "Needle in NEST", "[Ne]edle in [NE]ST" },
    /* As it was typed: also within words, with all its marks. */
    { "->next", "a->next, b->Next", "a[->next], b[->Next]" },
    { "e i", "needl\xc2\xa0in the\tindex", "needl\xc2\xa0in th[e\ti]ndex" },
    { "e i", "needle\nin a haystack", "needle\nin a haystack" },
    { "aa", "aaaaa", "[aa][aa]a" },
    { "aab", "aaab", "a[aab]" },
    { "creme", "Crème, CRE\xcc\x80ME", "[Crème], [CRE\xcc\x80ME]" },
    { "cafe", "cafe\xcc\x81s", "[cafe\xcc\x81]s" },
    { "crème", "creme", "[creme]" },
    { "strasse", "die Straße", "die [Straße]" },
    { "STRASS", "die Straße", "die [Straß]e" },
    { "ﬁ", "a file", "a [fi]le" },
    { "abc", "ＡＢＣ", "[ＡＢＣ]" },
    { "数据", "数据库和数据", "[数据]库和[数据]" },
    { "ガ", "カとガ", "カと[ガ]" },
    { "한", "한국", "[한]국" },
    { "σ", "ΟΔΟΣ οδός", "ΟΔΟ[Σ] οδό[ς]" },
    { "👍", "so 👍🏽 good", "so [👍🏽] good" },
    { "", "anything", "anything" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(PonderFinder) finder = ponder_finder_new (cases[i][0]);
      g_autofree char *marked = mark (finder, cases[i][1]);

      g_assert_cmpstr (marked, ==, cases[i][2]);
    }
}

static void
test_part (void)
{
  g_autoptr(PonderFinder) finder = ponder_finder_new ("b");

  g_assert_cmpuint (ponder_finder_find (finder, "abcb", 0, 3, NULL), ==, 1);
  g_assert_cmpuint (ponder_finder_find (finder, "abcb", 2, 4, NULL), ==, 1);
  g_assert_cmpuint (ponder_finder_find (finder, "abcb", 2, 3, NULL), ==, 0);
}

static void
test_words (void)
{
  const char *needles[] = { "hay", "stack", "数", "", NULL };
  g_autoptr(PonderFinder) finder = ponder_finder_new_words (needles);
  g_autofree char *marked = mark (finder, "Haystack, stacked hay in a barnhay: 大数");

  g_assert_cmpstr (marked, ==, "[Hay]stack, [stack]ed [hay] in a barnhay: 大[数]");
}

static void
test_narrows (void)
{
  g_autoptr(PonderFinder) none = ponder_finder_new ("\xcc\x81");
  g_autoptr(PonderFinder) shorter = ponder_finder_new ("Cre");
  g_autoptr(PonderFinder) longer = ponder_finder_new ("crème");

  g_assert_true (ponder_finder_is_empty (none));
  g_assert_false (ponder_finder_is_empty (shorter));
  g_assert_true (ponder_finder_narrows (longer, shorter));
  g_assert_false (ponder_finder_narrows (shorter, longer));
  g_assert_false (ponder_finder_narrows (longer, none));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/finder/finds-as-typed-but-for-case-and-accents", test_finds);
  g_test_add_func ("/text/finder/looks-at-a-part", test_part);
  g_test_add_func ("/text/finder/finds-the-words-of-a-search", test_words);
  g_test_add_func ("/text/finder/knows-what-narrows-it", test_narrows);
  return g_test_run ();
}
