/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Markdown as HTML. */

#include "config.h"

#include "ponder-html.h"

#include <string.h>

static void
test_cases (void)
{
  static const char *const cases[][2] = {
    { "", "" },
    { "<b> & \"x\" 'y'", "<p dir=\"auto\">&lt;b&gt; &amp; &quot;x&quot; &#39;y&#39;</p>\n" },
    { "###### six", "<h6 class=\"h6\" dir=\"auto\">six</h6>\n" },
    { "- a\n\n  b\n", "<ul>\n<li><p dir=\"auto\">a</p>\n<p dir=\"auto\">b</p>\n</li>\n</ul>\n" },
    { "- a\n1. b", "<ul>\n<li><span dir=\"auto\">a</span>\n</li>\n</ul>\n<ol>\n<li value=\"1\"><span dir=\"auto\">b</span>\n"
      "</li>\n</ol>\n" },
    { "- a\n  > b\n- c", "<ul>\n<li><span dir=\"auto\">a</span>\n<blockquote>\n<span dir=\"auto\">b</span>\n</blockquote>\n"
      "</li>\n<li><span dir=\"auto\">c</span>\n</li>\n</ul>\n" },
    { "- > a\n- > b", "<ul>\n<li><blockquote>\n<span dir=\"auto\">a</span>\n</blockquote>\n</li>\n<li><blockquote>\n"
      "<span dir=\"auto\">b</span>\n</blockquote>\n</li>\n</ul>\n" },
    { "> - a\n\n- b", "<blockquote>\n<ul>\n<li><span dir=\"auto\">a</span>\n</li>\n</ul>\n</blockquote>\n<ul>\n"
      "<li><span dir=\"auto\">b</span>\n</li>\n</ul>\n" },
    { "\\(a<b\\) and $x_1$", "<p dir=\"auto\"><code class=\"math\">\\(a&lt;b\\)</code> and <code class=\"math\">$x_1$</code></p>\n" },
    { "\\[\na<b\n\\]", "<pre tabindex=\"0\" dir=\"ltr\">\n<code class=\"math\">a&lt;b</code></pre>\n" },
    { "a[^1]\n\n[^1]: b", "<p dir=\"auto\">a¹</p>\n<hr>\n<ol>\n<li value=\"1\"><span dir=\"auto\">b</span>\n</li>\n</ol>\n" },
    { "> > a\n>\n> b", "<blockquote>\n<blockquote>\n<p dir=\"auto\">a</p>\n</blockquote>\n<p dir=\"auto\">b</p>\n"
      "</blockquote>\n" },
    { "[x](http://a.example \"t\")",
      "<p dir=\"auto\"><a href=\"http://a.example\" title=\"a.example\" rel=\"noopener noreferrer nofollow\">x</a></p>\n" },
    { "[x](file:///etc/passwd)", "<p dir=\"auto\">x</p>\n" },
    { "`a\x01`", "<p dir=\"auto\"><code>a\xef\xbf\xbd</code></p>\n" },
    { "```\n\nx\n```", "<figure class=\"code\"><pre tabindex=\"0\" dir=\"ltr\">\n<code>\nx</code></pre></figure>\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GString) html = g_string_new (NULL);

      ponder_html_append_markdown (html, cases[i][0], 2);
      g_assert_cmpstr (html->str, ==, cases[i][1]);
    }
}

/* Every element ends where it should, and no "<" is anything else. */
static void
check_balance (const char *html)
{
  g_autoptr(GPtrArray) open = g_ptr_array_new_with_free_func (g_free);

  for (const char *at = strchr (html, '<'); at != NULL; at = strchr (at, '<'))
    {
      gboolean end = at[1] == '/';
      const char *name = at + (end ? 2 : 1);
      gsize length = strspn (name, "abcdefghijklmnopqrstuvwxyz123456");
      g_autofree char *tag = g_strndup (name, length);

      g_assert_cmpuint (length, >, 0);
      if (end)
        {
          g_assert_cmpuint (open->len, >, 0);
          g_assert_cmpstr (tag, ==, open->pdata[open->len - 1]);
          g_ptr_array_set_size (open, (int) open->len - 1);
        }
      else if (g_strcmp0 (tag, "br") != 0 && g_strcmp0 (tag, "hr") != 0)
        {
          g_ptr_array_add (open, g_steal_pointer (&tag));
        }
      at = strchr (at, '>');
      g_assert_nonnull (at);
    }

  g_assert_cmpuint (open->len, ==, 0);
}

static void
test_random (void)
{
  static const char *const pieces[] = {
    "# ", "\n", "\n\n", "```", "`", "    ", "- ", "1. ", "> ", "---", "text", " ", "<b>", "</div>", "|", "*", "**", "~~",
    "| a | b |\n|---|---|\n", "[a](http://x.example)", "![](http://x.example)", "\\", "&lt;", "中文", "$$", "[ ] ", "<", ">",
    "http://x.example/<", "2) ", "\"", "  - ",
  };

  for (guint seed = 0; seed < 2000; seed++)
    {
      g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr(GString) text = g_string_new (NULL);
      g_autoptr(GString) html = g_string_new (NULL);

      for (int n = g_rand_int_range (rand, 1, 40); n > 0; n--)
        g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);

      ponder_html_append_markdown (html, text->str, 2);
      check_balance (html->str);
    }
}

/* Quotes and lists in one another, deeper than is shown. */
static void
test_depth (void)
{
  static const char *const marks[] = { "> ", "- ", "1. ", "> - " };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autoptr(GString) html = g_string_new (NULL);

      for (guint depth = 0; depth < 200; depth++)
        g_string_append (text, marks[i]);
      g_string_append (text, "deep");
      ponder_html_append_markdown (html, text->str, 2);
      check_balance (html->str);
      g_assert_nonnull (strstr (html->str, "deep"));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transfer/html/blocks-become-elements-and-words-stay-words", test_cases);
  g_test_add_func ("/transfer/html/every-element-ends-where-it-should", test_random);
  g_test_add_func ("/transfer/html/depth-has-a-limit", test_depth);
  return g_test_run ();
}
