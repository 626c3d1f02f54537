/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Markdown while it comes, piece by piece, and Markdown that no one would write. */

#include "config.h"

#include "ponder-markdown-private.h"
#include "ponder-test-blocks.h"

#include <string.h>

#define FUZZ_SECONDS 2.0

static const char document[] =
  "# A title with *style*\n"
  "\n"
  "First text, `code`, **bold** and [a link](http://example.com/path \"title\").\n"
  "Second line：**重点（一）**后面，看https://example.com/a。\n"
  "\n"
  "```python\n"
  "def f (x):\n"
  "    return x\n"
  "\n"
  "print (f (1))\n"
  "```\n"
  "\n"
  "- one\n"
  "- two\n"
  "  - deep\n"
  "    ```c\n"
  "    int x;\n"
  "    ```\n"
  "- [x] done\n"
  "\n"
  "1. first\n"
  "\n"
  "   more\n"
  "2. second\n"
  "\n"
  "> quoted\n"
  ">\n"
  "> > ~~~\n"
  "> > code\n"
  "> > ~~~\n"
  "\n"
  "| a | b |\n"
  "|---|:-:|\n"
  "| 1 | *2* |\n"
  "| 3 | 4 |\n"
  "\n"
  "Heading below\n"
  "-------------\n"
  "\n"
  "---\n"
  "\n"
  "    indented\n"
  "\n"
  "Formulas: \\(a_1 * b_1\\), $x^2$ and $$y$$ for $5.\n"
  "\n"
  "\\[\n"
  "\\begin{aligned}\n"
  "a &= b_1 * c_1 \\\\\n"
  "d &< e | f\n"
  "\\end{aligned}\n"
  "\\]\n"
  "\n"
  "> - $$x$$\n"
  ">   ```math\n"
  ">   \\sum x\n"
  ">   ```\n"
  "\n"
  "A note[^1] and H<sub>2</sub>O.\n"
  "\n"
  "![picture](http://example.com/p.png) &amp; the end 🙂.\n"
  "\n"
  "[^1]: Its text.\n"
  "\n"
  "    More.\n";

static void
check_diff (GPtrArray *before,
            GPtrArray *after)
{
  guint shorter = MIN (before->len, after->len);
  guint prefix;
  guint suffix;

  ponder_markdown_diff (before, after, &prefix, &suffix);
  g_assert_cmpuint (prefix + suffix, <=, shorter);
  for (guint i = 0; i < prefix; i++)
    g_assert_true (ponder_block_equal (g_ptr_array_index (before, i),
                                       g_ptr_array_index (after, i)));
  for (guint i = 1; i <= suffix; i++)
    g_assert_true (ponder_block_equal (g_ptr_array_index (before, before->len - i),
                                       g_ptr_array_index (after, after->len - i)));
  if (prefix + suffix < shorter)
    {
      g_assert_false (ponder_block_equal (g_ptr_array_index (before, prefix),
                                          g_ptr_array_index (after, prefix)));
      g_assert_false (ponder_block_equal (g_ptr_array_index (before, before->len - 1 - suffix),
                                          g_ptr_array_index (after, after->len - 1 - suffix)));
    }
}

static void
check_no_fence_is_shown (GPtrArray *blocks)
{
  g_autofree char *text = ponder_markdown_to_text (blocks);

  g_assert_null (strstr (text, "``"));
  g_assert_null (strstr (text, "~~"));
}

static void
test_each_prefix_changes_little (void)
{
  g_autoptr(GPtrArray) before = g_ptr_array_new ();
  guint n_changed = 0;
  guint n_prefixes = 0;

  for (const char *end = document; *end != '\0'; end = g_utf8_next_char (end), n_prefixes++)
    {
      g_autoptr(GPtrArray) after = ponder_markdown_parse_within (document, end - document,
                                                                 G_MAXINT64);
      guint prefix;
      guint suffix;

      ponder_test_check_blocks (after);
      check_no_fence_is_shown (after);
      check_diff (before, after);
      check_diff (after, before);
      ponder_markdown_diff (before, after, &prefix, &suffix);
      n_changed += after->len - prefix - suffix;
      g_clear_pointer (&before, g_ptr_array_unref);
      before = g_steal_pointer (&after);
    }
  /* Hardly ever does more than the last block change. */
  g_assert_cmpuint (n_changed, <, n_prefixes + n_prefixes / 8);
}

static void
test_diff_finds_a_change_in_the_middle (void)
{
  g_autoptr(GPtrArray) before = ponder_markdown_parse ("a\n\nb\n\nc\n\nd", -1);
  g_autoptr(GPtrArray) after = ponder_markdown_parse ("a\n\nx\n\ny\n\nd", -1);
  g_autoptr(GPtrArray) longer = ponder_markdown_parse ("a\n\na\n\na", -1);
  g_autoptr(GPtrArray) shorter = ponder_markdown_parse ("a\n\na", -1);
  guint prefix;
  guint suffix;

  ponder_markdown_diff (before, after, &prefix, &suffix);
  g_assert_cmpuint (prefix, ==, 1);
  g_assert_cmpuint (suffix, ==, 1);
  ponder_markdown_diff (longer, shorter, &prefix, &suffix);
  g_assert_cmpuint (prefix, ==, 2);
  g_assert_cmpuint (suffix, ==, 0);
  ponder_markdown_diff (after, after, &prefix, &suffix);
  g_assert_cmpuint (prefix, ==, 4);
  g_assert_cmpuint (suffix, ==, 0);
}

/* The canned answers of the demo have all that a model writes. */
static void
test_prefixes_of_whole_answers (void)
{
  static const char *const names[] = { "hello.en.md", "hello.zh.md", "chinese.md", "long.md", "think.en.md" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (g_getenv ("PONDER_SOURCE_DIR"), "src", "demo", "answers", names[i], NULL);
      g_autofree char *text = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &text, &length, NULL));
      ponder_test_check_prefixes (text, MAX (length / 400, 1));
    }
}

/* md4c 0.4.8 reads behind the end of these when nothing stands there. */
static void
test_half_a_link_of_any_length (void)
{
  static const char *const links[] = {
    "[a](http://x.y", "[a](http://x.y \"t\")", "![a](<http://x.y>)", "<http://x.y>", "<a@b.cd>",
    "www.x.y/z",
    "a@b.cd", "[a][b]\n\n[b]: http://x.y 'title'\n", "&amp;&#x41;&#65;", "`a` ``b``", "\\",
    "<b c='d'>",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    {
      for (gsize length = 0; length <= strlen (links[i]); length++)
        {
          /* Exactly so long, so that a sanitizer sees a look behind it. */
          g_autofree char *text = g_memdup2 (links[i], MAX (length, 1));
          g_autoptr(GPtrArray) blocks = ponder_markdown_parse_within (text, length, G_MAXINT64);

          ponder_test_check_blocks (blocks);
        }
    }
}

static void
parse_and_check (const char *text,
                 gsize       length)
{
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse_within (text, length, G_MAXINT64);
  g_autofree char *plain = ponder_markdown_to_text (blocks);

  ponder_test_check_blocks (blocks);
  g_assert_true (g_utf8_validate (plain, -1, NULL));
}

static void
test_random_bytes (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (20240601);
  g_autoptr(GTimer) timer = g_timer_new ();
  char bytes[200];

  while (g_timer_elapsed (timer, NULL) < FUZZ_SECONDS / 2)
    {
      gsize length = g_rand_int_range (random, 0, sizeof bytes);

      for (gsize i = 0; i < length; i++)
        bytes[i] = (char) g_rand_int_range (random, 0, 256);
      parse_and_check (bytes, length);
    }
}

static void
test_random_pieces (void)
{
  static const char *const pieces[] = {
    "a", "b c", " ", "  ", "    ", "\n", "\n\n", "\r\n", "\t", "*", "**", "***", "_", "__", "~~",
    "`", "``", "```",
    "```c\n", "~~~", "[", "]", "(", ")", "](", "][", "]:", "![", "<", ">", "> ", "- ", "* ", "+ ",
    "1. ", "2) ",
    "- [ ] ", "- [x] ", "#", "# ", "## ", "---", "===", "|", "|-|", "|:-:|\n", "&amp;", "&#0;",
    "&x;", "\\", "\"",
    "'", "http://x.y", "https://", "www.", "a@b.cd", "@", ".", ",", "（", "）", "重点", "，", "“", "”",
    "é", "🙂",
    "\xef\xb7\x90", "\xff", "\xe4\xb8", "<b>", "</b>", "<!--", "-->", "$", "$$", "\\(", "\\[",
    "\\)", "\\]", "$x$", "$$\n", "\\frac{a}{b}", "x_1", "{", "}", "[^1]", "[^a]", "[^1]: ", "\n[^a]: b\n", "<br>", "<sub>",
    "</sub>", "<sup>2</sup>", "<details>", "<summary>", "</summary>", "\xef\xb7\x91" "0\xef\xb7\x92", "\xef\xb7\x92",
  };
  g_autoptr(GRand) random = g_rand_new_with_seed (20240602);
  g_autoptr(GTimer) timer = g_timer_new ();

  while (g_timer_elapsed (timer, NULL) < FUZZ_SECONDS)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      gsize n = g_rand_int_range (random, 1, 40);

      for (gsize i = 0; i < n; i++)
        g_string_append (text, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      parse_and_check (text->str, text->len);
    }
}

/* Whatever a message is: what was taken off it at the end must not change what stands before. */
static void
test_random_streams (void)
{
  static const char *const lines[] = {
    "text", "**bold** text", "- item", "  - deep", "```c", "code ()", "```", "~~~", "> quote",
    "| a | b |", "|---|---|",
    "# head", "", "", "1. one", "   more", "    far", "[a](http://x.y)", "---", "重点，**一（二）**三",
    "$$", "x^2 + y", "\\[", "\\]", "so \\(x\\) and $y$[^1]", "[^1]: note", "> $$", "  $$", "a<br>b<sup>2</sup>",
  };
  g_autoptr(GRand) random = g_rand_new_with_seed (20240603);
  g_autoptr(GTimer) timer = g_timer_new ();

  while (g_timer_elapsed (timer, NULL) < FUZZ_SECONDS / 2)
    {
      g_autoptr(GPtrArray) before = g_ptr_array_new ();
      g_autoptr(GString) text = g_string_new (NULL);

      for (int i = 0; i < 12; i++)
        {
          g_autoptr(GPtrArray) after = NULL;

          g_string_append (text, lines[g_rand_int_range (random, 0, G_N_ELEMENTS (lines))]);
          g_string_append_c (text, '\n');
          after = ponder_markdown_parse_within (text->str, text->len, G_MAXINT64);
          ponder_test_check_blocks (after);
          check_diff (before, after);
          g_clear_pointer (&before, g_ptr_array_unref);
          before = g_steal_pointer (&after);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/markdown-stream/each-prefix-changes-little", test_each_prefix_changes_little);
  g_test_add_func ("/markdown-stream/diff-finds-a-change-in-the-middle",
                   test_diff_finds_a_change_in_the_middle);
  g_test_add_func ("/markdown-stream/prefixes-of-whole-answers", test_prefixes_of_whole_answers);
  g_test_add_func ("/markdown-stream/half-a-link-of-any-length", test_half_a_link_of_any_length);
  g_test_add_func ("/markdown-stream/random-bytes", test_random_bytes);
  g_test_add_func ("/markdown-stream/random-pieces", test_random_pieces);
  g_test_add_func ("/markdown-stream/random-streams", test_random_streams);
  return g_test_run ();
}
