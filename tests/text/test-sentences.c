/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is read out of a text while it grows. */

#include "config.h"

#include "ponder-sentences.h"

#include <string.h>

/* The sentences of @text, each behind a bar. (transfer full) */
static char *
cut (const char *text,
     gboolean    finished)
{
  GString *sentences = g_string_new (NULL);
  gsize start = 0;
  gsize end;

  while (text[start] != '\0' && (end = ponder_sentences_find_end (text, start, finished)) > 0)
    {
      g_string_append_printf (sentences, "|%.*s", (int) (end - start), text + start);
      start = end;
    }
  return g_string_free (sentences, FALSE);
}

static void
test_cuts (void)
{
  static const char *const cases[][2] = {
    { "One. Two! Three? Four", "|One. |Two! |Three? |Four" },
    { "Really?! “Yes.” (No.) Well…  Good", "|Really?! |“Yes.” |(No.) |Well…  |Good" },
    { "See Fig. 2 by Dr. J. Smith et al. Then stop.", "|See Fig. 2 by Dr. J. Smith et al. Then stop." },
    { "It is 3.14, e.g. pi. Use a.b.c now.", "|It is 3.14, e.g. pi. |Use a.b.c now." },
    { "1. First thing. In 1984. After", "|1. First thing. |In 1984. |After" },
    { "Das ist z. B. so, bzw. Anders gesagt. Ja.", "|Das ist z. B. so, bzw. Anders gesagt. |Ja." },
    { "wait ... what. and so on. End", "|wait ... what. and so on. |End" },
    { "你好。再见！真的吗？是“好。”吧", "|你好。|再见！|真的吗？|是“好。”|吧" },
    { "ठीक है। Yes", "|ठीक है। |Yes" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sentences = cut (cases[i][0], TRUE);

      g_assert_cmpstr (sentences, ==, cases[i][1]);
    }
}

static void
test_waits (void)
{
  g_autofree char *open = cut ("One. Two", FALSE);
  g_autofree char *maybe = cut ("One. Two. ", FALSE);
  g_autofree char *chinese = cut ("你好。再见。再", FALSE);

  g_assert_cmpstr (open, ==, "|One. ");
  g_assert_cmpstr (maybe, ==, "|One. ");
  g_assert_cmpstr (chinese, ==, "|你好。|再见。");
}

/* However it is cut into pieces on its way, the same is said, each thing once. */
static void
assert_said (const char *markdown,
             gsize       step,
             const char *expected)
{
  g_autoptr(PonderSentences) sentences = ponder_sentences_new ();
  g_autoptr(GString) said = g_string_new (NULL);

  for (gsize length = 0; length <= strlen (markdown); length += step)
    {
      g_autofree char *part = g_utf8_make_valid (markdown, (gssize) length);
      g_autofree char *words = NULL;

      if (!g_utf8_validate (markdown, (gssize) length, NULL))
        continue;
      words = ponder_sentences_take (sentences, part, FALSE);
      if (words != NULL)
        g_string_append_printf (said, "%s ", words);
    }
  {
    g_autofree char *words = ponder_sentences_take (sentences, markdown, TRUE);
    g_autofree char *none = ponder_sentences_take (sentences, markdown, TRUE);

    g_string_append (said, words != NULL ? words : "");
    g_assert_null (none);
  }
  g_assert_cmpstr (g_strchomp (said->str), ==, expected);
}

static void
test_says (void)
{
  static const char *const cases[][2] = {
    { "A **bold** claim with [a link](https://example.org/). And\nmore of it.",
      "A bold claim with a link. And more of it." },
    { "# Title\n\nText.\n\n```c\nint a;\nint b;\n```\n\nDone.", "Title. Text. Code, c, 2 lines. Done." },
    { "    indented\n\nEnd.", "Code, 1 line. End." },
    { "Look:\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nSo.", "Look: Table, 2 columns, 1 row. So." },
    { "- one\n- two\n\n---\n\nthree", "one. two. three." },
    { "我喜欢。你呢？", "我喜欢。 你呢？" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize step = 1; step < 200; step += 33)
      assert_said (cases[i][0], step, cases[i][1]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/sentences/cuts-where-sentences-end", test_cuts);
  g_test_add_func ("/text/sentences/waits-for-what-may-go-on", test_waits);
  g_test_add_func ("/text/sentences/says-each-thing-once-however-it-comes", test_says);
  return g_test_run ();
}
