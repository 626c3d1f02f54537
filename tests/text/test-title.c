/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Titles from first questions. */

#include "config.h"

#include "ponder-title.h"

static const struct
{
  const char *question;
  const char *title;
} cases[] = {
  { "How do I sort a list?", "How do I sort a list?" },
  { "  Two\nlines\tand   spaces  ", "Two lines and spaces" },
  { "# A *styled* `title`\n\nmore", "A styled title" },
  { "- first\n- second", "first" },
  { "[a link](http://x.y) here", "a link here" },
  { "```py\nprint (1)\nprint (2)\n```\nWhat is this?", "What is this?" },
  { "```py\nprint (1)\n```", "print (1)" },
  { "---\n\n!!!\n\nReally", "Really" },
  { "Please explain in a few simple words how a compiler turns a program into machine code",
    "Please explain in a few simple words how a compiler turns a…" },
  { "Please explain, in a few simple words and with pictures so, that I understand",
    "Please explain, in a few simple words and with pictures so…" },
  { "请用简单的话解释编译器是怎样把程序变成机器代码的，并且说明每一步做了什么，为什么需要这一步，以及怎样自己动手写一个小的编译器来学习",
    "请用简单的话解释编译器是怎样把程序变成机器代码的，并且说明每一步做了什么，为什么需要这一步，以及怎样自己动手写一个小的…" },
  { "a\xe2\x80\xae" "b\x01" "c\xff", "ab c\xef\xbf\xbd" },
  { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaae\xcc\x81zzz",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" },
  { "", NULL },
  { " \n\t", NULL },
  { "!?… ---", NULL },
};

static void
test_titles (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *title = ponder_title_from_question (cases[i].question);

      g_assert_cmpstr (title, ==, cases[i].title);
    }
}

static void
test_titles_are_short (void)
{
  static const char *const pieces[] = {
    "a", "word", " ", "\n", "字", "，", "👩‍🚀", "👍🏽", "e\xcc\x81", "**", "`", "# ", "- ", "\xff",
    "\xe2\x80\xae",
  };
  g_autoptr(GRand) random = g_rand_new_with_seed (20240605);

  for (int round = 0; round < 3000; round++)
    {
      g_autoptr(GString) question = g_string_new (NULL);
      g_autofree char *title = NULL;

      for (int i = g_rand_int_range (random, 0, 200); i > 0; i--)
        g_string_append (question, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      if (!(title = ponder_title_from_question (question->str)))
        continue;
      g_assert_true (g_utf8_validate (title, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (title, -1), <=, 60);
      g_assert_cmpint (g_utf8_strlen (title, -1), >, 0);
      g_assert_null (g_strstr_len (title, -1, "\n"));
      g_assert_false (g_unichar_ismark (g_utf8_get_char (title)));
    }
}

static void
test_a_huge_question_costs_little (void)
{
  g_autofree char *question = g_strnfill (10 * 1024 * 1024, 'a');
  g_autofree char *title = ponder_title_from_question (question);

  g_assert_cmpint (g_utf8_strlen (title, -1), ==, 60);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/title/says-what-the-question-says", test_titles);
  g_test_add_func ("/title/is-one-short-line", test_titles_are_short);
  g_test_add_func ("/title/a-huge-question-costs-little", test_a_huge_question_costs_little);
  return g_test_run ();
}
