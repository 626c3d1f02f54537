/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words by which a text is found. */

#include "config.h"

#include "ponder-words.h"

#include <string.h>

static int
join_cb (gpointer    user_data,
         const char *word,
         gsize       length,
         gsize       start,
         gsize       end)
{
  GString *words = user_data;

  g_assert_cmpuint (length, >, 0);
  g_assert_cmpuint (length, <=, PONDER_LONGEST_WORD);
  g_assert_cmpuint (start, <, end);
  g_string_append_printf (words, "%s%.*s", words->len > 0 ? "|" : "", (int) length, word);
  return 0;
}

/* Joined with bars. (transfer full) */
static char *
list_words (const char *text,
            gsize       length)
{
  GString *words = g_string_new (NULL);

  g_assert_cmpint (ponder_words_scan (text, length, join_cb, words), ==, 0);
  return g_string_free (words, FALSE);
}

static void
assert_words (const char *const (*cases)[2],
              gsize               n_cases)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autofree char *words = list_words (cases[i][0], strlen (cases[i][0]));

      g_assert_cmpstr (words, ==, cases[i][1]);
    }
}

static void
test_latin (void)
{
  static const char *const cases[][2] = {
    { "", "" },
    { " \t\n.,;!?", "" },
    { "Hello, World", "hello|world" },
    { "don't", "don|t" },
    { "GPT-4o 3.14", "gpt|4o|3|14" },
    { "snake_case camelCase ptr->next", "snake|case|camelcase|ptr|next" },
    { "Crème Brûlée", "creme|brulee" },
    { "Cre\xcc\x80me", "creme" },
    { "Straße GROẞ", "strasse|gross" },
    { "ISTANBUL İstanbul ıstanbul", "istanbul|istanbul|istanbul" },
    { "Łódź Ærø Đà Nẵng", "lodz|aero|da|nang" },
    { "ﬁne ＡＢＣ１２", "fine|abc12" },
    { "ΟΔΟΣ οδός", "οδοσ|οδοσ" },
    { "Ёлка ЁЛКА", "елка|елка" },
    { "so\xc2\xad""ft", "soft" },
  };

  assert_words (cases, G_N_ELEMENTS (cases));
}

static void
test_without_spaces (void)
{
  static const char *const cases[][2] = {
    { "数据库", "数|据|库" },
    { "用SQLite的数据库，很快。", "用|sqlite|的|数|据|库|很|快" },
    { "𠀀𪚥", "𠀀|𪚥" },
    { "豈", "豈" },                     /* a compatibility character is the one it stands for */
    { "東京タワーへ", "東|京|タ|ワ|ー|へ" },
    { "ｶﾞｷﾞ", "ガ|ギ" },               /* half width */
    { "か\xe3\x82\x99", "が" },          /* in pieces */
    { "한국어 GPT", "한|국|어|gpt" },
    { "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "한" },
    { "々〇", "々|〇" },
    { "ไทย", "ไ|ท|ย" },
    { "ဗမာ", "ဗ|မ|ာ" },
    { "🎉👍🏽❤️", "🎉|👍|❤" },
  };

  assert_words (cases, G_N_ELEMENTS (cases));
}

static void
test_other_scripts (void)
{
  static const char *const cases[][2] = {
    { "مُحَمَّد أحمد", "محمد|احمد" },
    { "مـــرحبا", "مرحبا" },
    { "שָׁלוֹם", "שלום" },
    { "हिन्दी", "हिन्दी" },                 /* its vowel signs are no accents */
  };

  assert_words (cases, G_N_ELEMENTS (cases));
}

static int
place_cb (gpointer    user_data,
          const char *word,
          gsize       length,
          gsize       start,
          gsize       end)
{
  g_string_append_printf (user_data, "%" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT " ", start, end);
  return 0;
}

static void
test_places (void)
{
  static const char text[] = "a Bé́ 数据";
  g_autoptr(GString) places = g_string_new (NULL);

  ponder_words_scan (text, strlen (text), place_cb, places);
  g_assert_cmpstr (places->str, ==, "0-1 2-7 8-11 11-14 ");
}

static int
stop_cb (gpointer    user_data,
         const char *word,
         gsize       length,
         gsize       start,
         gsize       end)
{
  return --*(int *) user_data == 0 ? 7 : 0;
}

static void
test_stop (void)
{
  int n_left = 2;

  g_assert_cmpint (ponder_words_scan ("one two three", 13, stop_cb, &n_left), ==, 7);
  g_assert_cmpint (n_left, ==, 0);
  n_left = 3;
  g_assert_cmpint (ponder_words_scan ("one two three", 13, stop_cb, &n_left), ==, 7);
  n_left = 2;
  g_assert_cmpint (ponder_words_scan ("数据库", 9, stop_cb, &n_left), ==, 7);
}

static void
test_long_word (void)
{
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autofree char *words = list_words (text, 100000);

  g_assert_cmpuint (strlen (words), ==, PONDER_LONGEST_WORD);
}

/* Every character, alone and within a word: what comes out goes in again unchanged. */
static void
test_again (void)
{
  for (gunichar c = 1; c < 0x110000; c++)
    {
      char text[16] = "x";
      g_autofree char *words = NULL;
      g_autofree char *again = NULL;
      g_autofree char *spaced = NULL;

      if (!g_unichar_validate (c))
        continue;

      text[1 + g_unichar_to_utf8 (c, text + 1)] = 'y';
      words = list_words (text, strlen (text));
      spaced = g_strdelimit (g_strdup (words), "|", ' ');
      again = list_words (spaced, strlen (spaced));
      g_assert_cmpstr (again, ==, words);
      g_assert_true (g_utf8_validate (words, -1, NULL));
    }
}

static void
test_any_bytes (void)
{
  for (guint seed = 0; seed < 20000; seed++)
    {
      g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
      gsize length = (gsize) g_rand_int_range (rand, 1, 40);
      /* Its own memory, to its last byte: who reads past it is seen. */
      g_autofree char *text = g_malloc (length);
      g_autofree char *words = NULL;

      for (gsize i = 0; i < length; i++)
        text[i] = (char) g_rand_int_range (rand, 0, 4) == 0 ? (char) g_rand_int_range (rand, 32, 127)
                                                           : (char) g_rand_int_range (rand, 128, 256);
      words = list_words (text, length);
      g_assert_true (g_utf8_validate (words, -1, NULL));
    }
}

static void
test_single (void)
{
  g_assert_true (ponder_word_is_single ("数"));
  g_assert_true (ponder_word_is_single ("か"));
  g_assert_true (ponder_word_is_single ("한"));
  g_assert_false (ponder_word_is_single ("a"));
  g_assert_false (ponder_word_is_single ("é"));
  g_assert_false (ponder_word_is_single ("7"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/letters-have-no-case-and-no-accents", test_latin);
  g_test_add_func ("/words/without-spaces-each-character-is-one", test_without_spaces);
  g_test_add_func ("/words/vowel-points-do-not-count", test_other_scripts);
  g_test_add_func ("/words/say-where-they-came-from", test_places);
  g_test_add_func ("/words/can-be-enough", test_stop);
  g_test_add_func ("/words/too-long-ones-are-cut", test_long_word);
  g_test_add_func ("/words/stay-what-they-are-when-scanned-again", test_again);
  g_test_add_func ("/words/any-bytes-will-do", test_any_bytes);
  g_test_add_func ("/words/know-those-that-have-no-longer-form", test_single);
  return g_test_run ();
}
