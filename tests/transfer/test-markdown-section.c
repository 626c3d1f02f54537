/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody's Markdown stays in its section. */

#include "config.h"

#include "ponder-markdown-section.h"
#include "ponder-markdown.h"

#include <string.h>

static void
test_cases (void)
{
  static const char *const cases[][2] = {
    { "", "" },
    { "Hello *you*", "Hello *you*\n" },
    { "# One\n## Two\n##### Five\n#tag", "### One\n#### Two\n###### Five\n#tag\n" },
    { "Title\n===\ntext\n\nOther\ntitle\n---\n", "### Title\ntext\n\n#### Other title\n" },
    { "a\n\n---\nb", "a\n\n---\nb\n" },
    { "| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |\n" },
    { "- a\n---\n", "- a\n---\n" },
    { "> # Quoted", "> ### Quoted\n" },
    { "- # Item", "- ### Item\n" },
    { "```c\n# no heading <b>\n```\n# yes", "```c\n# no heading <b>\n```\n### yes\n" },
    { "```\nopen\n# still code", "```\nopen\n# still code\n```\n" },
    { "~~~~\n```\n~~~", "~~~~\n```\n~~~\n~~~~\n" },
    { "1. list\n   ```\n   open", "1. list\n   ```\n   open\n   ```\n" },
    { "> ```\n> open", "> ```\n> open\n> ```\n" },
    { "    # code <b>\n    more\n", "    # code <b>\n    more\n" },
    { "<details>\n<b>x</b> <!-- y", "\\<details>\n\\<b>x\\</b> \\<!-- y\n" },
    { "`<b>` ``a ` <i>`` <u>", "`<b>` ``a ` <i>`` \\<u>\n" },
    { "1 < 2 and <https://a.example/> or <a@b.example>", "1 < 2 and <https://a.example/> or <a@b.example>\n" },
    { "\\<b>", "\\<b>\n" },
    { "two blanks  \nbreak", "two blanks  \nbreak\n" },
    { "a\r# b\r\nc", "a\n### b\nc\n" },
    { "a[^1] [^2] `[^1]`\n\n[^1]: b <i>\n", "a[^3541b3-1] [^2] `[^1]`\n\n[^3541b3-1]: b \\<i>\n" },
    { "[^1]: b\n\n    <i>\n", "[^e84665-1]: b\n\n    \\<i>\n" },
    { "$a<b$ <b> \\(a</b\\) `$a<b$` $a\n<b>$", "$a< b$ \\<b> \\(a< /b\\) `$a<b$` $a\n\\<b>$\n" },
    { "a<br>b<sub>2</sub> <br x>", "a<br>b<sub>2</sub> \\<br x>\n" },
    { "$$\n<script>\n$$", "$$\n< script>\n$$\n" },
    { "$$\nopen", "$$\nopen\n" },
    { "中文\n# 标题\n正文", "中文\n### 标题\n正文\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *section = ponder_markdown_section_from_text (cases[i][0]);

      g_assert_cmpstr (section, ==, cases[i][1]);
    }
}

/* The headings of the document, in one line. */
static char *
list_headings (const char *document)
{
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse (document, -1);
  GString *headings = g_string_new (NULL);

  for (guint i = 0; i < blocks->len; i++)
    {
      const PonderBlock *block = blocks->pdata[i];

      if (block->kind == PONDER_BLOCK_HEADING && block->heading_level <= 2 && block->quote_depth == 0)
        g_string_append_printf (headings, "%u %s;", block->heading_level, block->text->text);
    }

  return g_string_free (headings, FALSE);
}

/* Pieces at random, however they fit together: the document keeps its own three headings. */
static void
test_random (void)
{
  static const char *const pieces[] = {
    "# ", "## a", "\n", "\n\n", "```", "````", "~~~", "`", "    ", "\t", "- ", "1. ", "> ", "===", "---", "-", "=",
    "text", " ", "<b>", "<!--", "<![CDATA[", "<script>", "</div>", "|", "| a | b |\n|---|---|\n", "[x]: y", "*", "**",
    "\\", "&lt;", "中文", "\r", "$$", "$", "\\[", "\\]", "\\(", "\\)", "[^1]", "[^1]: ", "<br>", "[ ] ", "  ", "<", ">", "#", "\v", "\xc2\xa0",
  };

  for (guint seed = 0; seed < 3000; seed++)
    {
      g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr(GString) text = g_string_new (NULL);
      g_autofree char *section = NULL;
      g_autofree char *document = NULL;
      g_autofree char *headings = NULL;

      for (int n = g_rand_int_range (rand, 1, 30); n > 0; n--)
        g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);

      section = ponder_markdown_section_from_text (text->str);
      document = g_strdup_printf ("# First\n\n## Second\n\n%s\n## Third\n\nend\n", section);
      headings = list_headings (document);
      if (g_strcmp0 (headings, "1 First;2 Second;2 Third;") != 0)
        {
          g_test_message ("seed %u: %s gave %s", seed, text->str, section);
          g_assert_cmpstr (headings, ==, "1 First;2 Second;2 Third;");
        }
    }
}

static void
test_code (void)
{
  g_autofree char *code = ponder_markdown_section_code ("a\n````\nb", "json");
  g_autofree char *empty = ponder_markdown_section_code ("", "");

  g_assert_cmpstr (code, ==, "`````json\na\n````\nb\n`````\n");
  g_assert_cmpstr (empty, ==, "```\n\n```\n");
}

static void
test_quote (void)
{
  g_autofree char *quote = ponder_markdown_section_quote ("a\n\n> b\n");

  g_assert_cmpstr (quote, ==, "> a\n>\n> > b\n");
}

static void
test_escape (void)
{
  g_autofree char *escaped = ponder_markdown_section_escape ("*a* <b> #c [d](e) `f` 你好_x");

  g_assert_cmpstr (escaped, ==, "\\*a\\* \\<b\\> \\#c \\[d\\](e) \\`f\\` 你好\\_x");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transfer/markdown-section/headings-are-lower-and-code-is-not-touched", test_cases);
  g_test_add_func ("/transfer/markdown-section/nothing-reaches-out-of-it", test_random);
  g_test_add_func ("/transfer/markdown-section/code-cannot-end-its-fence", test_code);
  g_test_add_func ("/transfer/markdown-section/every-line-is-quoted", test_quote);
  g_test_add_func ("/transfer/markdown-section/a-line-has-no-marks", test_escape);
  return g_test_run ();
}
