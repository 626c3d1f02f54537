/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Titles from first questions and from their answers. */

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

static const struct
{
  const char *question;
  const char *answer;
  const char *title;
} exchanges[] = {
  { "hi", "Hello! How can I help you today?", NULL },
  { "Hi!", "Hello! Ducks fly south in winter. They like it.", "Ducks fly south in winter" },
  { "How do I sort a list?", "# Sorting\n\nUse sort.", NULL },
  { "What is rain?", "Water.", NULL },
  { "Can you explain this?", "Sure! Here is an explanation:\n\n## Overview\n\n## A binary search tree\n\ntext",
    "A binary search tree" },
  { "Explain the code below\n```c\nint main (void);\n```", "This code declares `main`, e.g. for C. And more.",
    "This code declares main, e.g. for C" },
  { "```py\nimport os\n```", "It loads Python's **os** module: what the system offers.",
    "It loads Python's os module" },
  { "", "The report says that sales grew.\n\nMore.", "The report says that sales grew" },
  { "Summarize", "Why do cats purr? Nobody knows.", "Why do cats purr?" },
  { "Please translate", "- not a title\n- nor this", "not a title" },
  { "你好", "你好！有什么我可以帮你的吗？", NULL },
  { "你好！", "你好！我是通义千问，一个语言模型。很高兴为您服务。", "我是通义千问，一个语言模型" },
  { "解释一下", "好的。\n\n## 概述\n\n这段代码实现了快速排序算法。它很快。", "这段代码实现了快速排序算法" },
  { "请帮我看看这段代码是什么意思\n```c\nint x;\n```", "### 变量声明\n\n这里声明了一个整数。", "变量声明" },
  { "什么是编译器？", "# 编译器\n", NULL },
  { "Was ist das?", "Ein Haus.", NULL },
  { "explain", "```c\nint x;\n```", NULL },
  { "hi", "", NULL },
  { "hi", "*A remark of somebody.*\n\nDucks fly. *South.*", "Ducks fly. South" },
};

static void
test_exchanges (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (exchanges); i++)
    {
      g_autofree char *title = ponder_title_from_exchange (exchanges[i].question, exchanges[i].answer);

      g_assert_cmpstr (title, ==, exchanges[i].title);
    }
}

static void
test_long_subjects_are_cut (void)
{
  g_autofree char *heading = g_strnfill (5000, 'h');
  g_autofree char *answer = g_strconcat ("# ", heading, "\n", NULL);
  g_autofree char *title = ponder_title_from_exchange ("hi", answer);

  g_assert_cmpint (g_utf8_strlen (title, -1), ==, 60);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/title/says-what-the-question-says", test_titles);
  g_test_add_func ("/title/of-an-answer-when-the-question-says-little", test_exchanges);
  g_test_add_func ("/title/a-long-subject-is-cut", test_long_subjects_are_cut);
  g_test_add_func ("/title/is-one-short-line", test_titles_are_short);
  g_test_add_func ("/title/a-huge-question-costs-little", test_a_huge_question_costs_little);
  return g_test_run ();
}
