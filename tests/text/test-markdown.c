/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Markdown: what becomes of each kind of writing, whole, half-typed and hostile. */

#include "config.h"

#include "ponder-limits.h"
#include "ponder-markdown-private.h"
#include "ponder-test-blocks.h"

#include <string.h>

static const PonderTestGolden goldens[] = {
  { "nothing", "", "" },
  { "blank-lines", "\n \n\t\n", "" },
  { "a-paragraph", "Hello", "p Hello" },
  { "two-paragraphs", "one\n\ntwo\n", "p one\np two" },
  { "lines-of-a-paragraph-stay-lines", "roses\nviolets  \nsugar", "p roses\\nviolets\\nsugar" },
  { "carriage-returns-are-line-ends", "a\r\n\r\n```\r\nb\r\n```\r\n", "p a\ncode() b" },
  { "headings", "# One\n###### Six #\n\nTwo\n---\n", "h1 One\nh6 Six\nh2 Two" },
  { "a-rule", "a\n\n---\n\nb", "p a\nrule\np b" },
  { "styles", "*e* **s** `c` ~~d~~ ***es***", "p {e|e} {s|s} {c|c} {d|d} {es|es}" },
  { "styles-in-styles", "**a `b` *c***", "p {s|a }{sc|b}{s| }{es|c}" },
  { "a-link", "see [the *page*](http://x.y \"title\").",
    "p see {l=http://x.y|the }{el=http://x.y|page}." },
  { "a-reference-link", "[a][1]\n\n[1]: http://x.y", "p {l=http://x.y|a}" },
  { "an-empty-link-is-no-link", "[a]()", "p a" },
  { "addresses-are-links", "http://x.y/z, www.x.y and a@b.cd",
    "p {l=http://x.y/z|http://x.y/z}, {l=http://www.x.y|www.x.y} and {l=mailto:a@b.cd|a@b.cd}" },
  { "chinese-behind-an-address", "看https://x.y/a，或https://x.y后面。",
    "p 看{l=https://x.y/a|https://x.y/a}，或{l=https://x.y|https://x.y}后面。" },
  { "chinese-in-an-address", "https://x.y/维基/词 。", "p {l=https://x.y/维基/词|https://x.y/维基/词} 。" },
  { "an-address-in-parentheses", "(http://x.y/a_(b)), http://x.y/?a=1&b=2.",
    "p ({l=http://x.y/a_(b)|http://x.y/a_(b)}), {l=http://x.y/?a=1&b=2|http://x.y/?a=1&b=2}." },
  { "an-address-in-strong-text", "**http://x.y**, *a@b.cd*",
    "p {sl=http://x.y|http://x.y}, {el=mailto:a@b.cd|a@b.cd}" },
  { "addresses-of-this-computer", "http://localhost:8080/v1",
    "p {l=http://localhost:8080/v1|http://localhost:8080/v1}" },
  { "what-is-no-address", "http:// www. www.x a@b @b.c a@.c xhttp://x.y http://.",
    "p http:// www. www.x a@b @b.c a@.c xhttp://x.y http://." },
  { "an-address-in-code", "`http://x.y`", "p {c|http://x.y}" },
  { "an-address-as-a-label", "[www.x.y](http://z)", "p {l=http://z|www.x.y}" },
  { "an-address-in-angles", "<http://x.y>", "p {l=http://x.y|http://x.y}" },
  { "strong-around-a-link", "**[a](http://x.y)b**c\n\nd", "p {sl=http://x.y|a}{s|b}c\np d" },
  { "an-image-shows-its-words", "![a cat](http://x/c.png)", "p {i=http://x/c.png|a cat}" },
  { "an-image-without-words-shows-its-address", "![](http://x/c.png)",
    "p {i=http://x/c.png|http://x/c.png}" },
  { "an-image-in-a-link", "[![cat](i.png)](http://x.y)", "p {li=http://x.y|cat}" },
  { "entities", "&lt;b&gt; &amp;amp; &eacute; &#65;&#x4e2d; &#0; &#xd800; &nope;",
    "p <b> &amp; é A中 \xef\xbf\xbd \xef\xbf\xbd &nope;" },
  { "entities-in-addresses", "[a](http://x/?a=1&amp;b=2)", "p {l=http://x/?a=1&b=2|a}" },
  { "entities-in-code-stay", "`&lt;`\n\n    &lt;", "p {c|&lt;}\ncode() &lt;" },
  { "html-is-text", "<b>x</b><img src=http://x.y/z>\n\n<script>\nalert (1)\n</script>",
    "p <b>x</b><img src={l=http://x.y/z|http://x.y/z}>\np <script>\\nalert (1)\\n</script>" },
  { "markup-is-text", "a < b & c > \"d\" <span foreground='red'>",
    "p a < b & c > \"d\" <span foreground='red'>" },
  { "dollars-are-no-formula", "costs $5 and $6", "p costs $5 and $6" },
  { "a-quote", "> a\n> b\n>\n> > c\n\nd", ">p a\\nb\n>>p c\np d" },
  { "a-tight-list", "- a\n- b\n  - c\n- d", "-[•]p a\n-[•]p b\n--[•]p c\n-[•]p d" },
  { "a-loose-list", "- a\n\n- b\n\n  more", "-~[•]p a\n-~[•]p b\n-~p more" },
  { "a-numbered-list", "9. a\n1. b\n\n   c", "-~[9.]p a\n-~[10.]p b\n-~p c" },
  { "numbers-with-parentheses", "1) a\n2) b", "-[1)]p a\n-[2)]p b" },
  { "a-task-list", "- [ ] a\n- [x] b\n- c", "-[☐]p a\n-[☑]p b\n-[•]p c" },
  { "an-empty-item-shows-its-mark", "- a\n-\n- b", "-[•]p a\n-[•]p \n-[•]p b" },
  { "lists-in-quotes", "> 1. a\n>    > b", ">-[1.]p a\n>->p b" },
  { "code-in-a-list", "1. a\n   ```c\n   int x;\n   ```\n2. b",
    "-[1.]p a\n-code(c) int x;\n-[2.]p b" },
  { "a-heading-in-a-list", "- # a", "-[•]h1 a" },
  { "code", "```python title=x\na\n\n  b\n```\nc", "code(python) a\\n\\n  b\np c" },
  { "code-with-waves", "~~~\n```\n~~~", "code() ```" },
  { "indented-code", "    a\n\n    b\n", "code() a\\n\\nb" },
  { "empty-code", "```\n```", "code() " },
  { "code-keeps-asterisks", "`**重点（一）**后面`\n\n```\n**重点（一）**后面\n```",
    "p {c|**重点（一）**后面}\ncode() **重点（一）**后面" },
  { "a-table",
    "| a | b | c | d |\n|---|:--|:-:|--:|\n| *1* | 2 | `3` |\n| 5 | 6 | 7 | 8 | 9 |\n\nend",
    "table 3x4 .<=> / a | b | c | d / {e|1} | 2 | {c|3} |  / 5 | 6 | 7 | 8\np end" },
  { "a-table-in-a-list", "- a\n\n  | b |\n  |---|\n  | c |", "-~[•]p a\n-~table 2x1 . / b / c" },
  { "chinese-after-a-closing-mark", "**加粗（重点）**后面", "p {s|加粗（重点）}后面" },
  { "chinese-before-an-opening-mark", "前面**“引用”**后面", "p 前面{s|“引用”}后面" },
  { "chinese-colons", "**第一：**内容，**第二：**内容", "p {s|第一：}内容，{s|第二：}内容" },
  { "chinese-and-latin", "**注意：**this *（a）*是", "p {s|注意：}this {e|（a）}是" },
  { "chinese-links", "**[名](http://x.y)**是", "p {sl=http://x.y|名}是" },
  { "chinese-escapes", "（\\**不是**", "p （*{e|不是}*" },
  { "latin-emphasis-is-as-everywhere", "**Note:**this", "p **Note:**this" },
  { "asterisks-between-spaces-are-text", "2 * 3 * 4，** 好 **", "p 2 * 3 * 4，** 好 **" },
};

/* What is shown while a message is still coming. */
static const PonderTestGolden halves[] = {
  { "one-backtick", "text\n`", "p text" },
  { "two-backticks", "text\n\n``", "p text" },
  { "three-backticks", "text\n```", "p text\ncode(, open) " },
  { "half-a-language", "text\n```py", "p text\ncode(py, open) " },
  { "one-wave", "~", "" },
  { "open-code", "```py\nprint (1)", "code(py, open) print (1)" },
  { "open-code-with-a-line-end", "```py\nprint (1)\n", "code(py, open) print (1)" },
  { "open-code-with-blank-lines", "```py\nprint (1)\n\n\n", "code(py, open) print (1)\\n\\n" },
  { "open-code-of-one-blank-line", "```py\n\n", "code(py, open) " },
  { "half-a-closing-fence", "```py\nprint (1)\n``", "code(py, open) print (1)" },
  { "a-closing-fence", "```py\nprint (1)\n```", "code(py) print (1)" },
  { "a-closing-fence-with-a-line-end", "```py\nprint (1)\n```\n\n", "code(py) print (1)" },
  { "a-short-fence-does-not-close", "````\n```", "code(, open) ```" },
  { "another-fence-does-not-close", "```\n~~~", "code(, open) ~~~" },
  { "a-fence-with-words-does-not-close", "```\n``` x", "code(, open) ``` x" },
  { "an-indented-fence-does-not-close", "```\na\n    ```", "code(, open) a\\n    ```" },
  { "a-second-fence-opens", "```\na\n```\n\n```", "code() a\ncode(, open) " },
  { "empty-code-and-a-fence", "```\n```\n```", "code() \ncode(, open) " },
  { "empty-code-is-closed", "text\n\n```\n\n```\n", "p text\ncode() " },
  { "code-with-a-reference-behind-it", "```\na\n```\n\n[1]: http://x.y", "code() a" },
  { "open-code-in-a-quote", "> ```\n> a\n>", ">code(, open) a\\n" },
  { "closed-code-in-a-quote", "> ```\n> a\n> ```\n>", ">code() a" },
  { "half-a-fence-in-a-quote", "> a\n>\n> ``", ">p a" },
  { "open-code-in-a-list", "- a\n  ```c\n  b", "-[•]p a\n-code(c, open) b" },
  { "closed-code-in-a-list", "- a\n  ```c\n  b\n  ```", "-[•]p a\n-code(c) b" },
  { "half-a-fence-in-a-list", "1. ``", "-[1.]p " },
  { "code-that-the-quote-ends", "> ```\n> a\n\nb", ">code() a\np b" },
  { "code-that-ends-in-a-quote-mark", "```\na\n>", "code(, open) a\\n>" },
  { "a-dash-makes-no-heading", "text\n-", "p text" },
  { "two-dashes-make-no-heading", "text\n--", "p text" },
  { "a-dash-in-a-list", "- a\n-", "-[•]p a" },
  { "a-dash-alone-is-an-item", "text\n\n-", "p text\n-[•]p " },
  { "an-equals-sign-alone-is-text", "text\n\n=", "p text\np =" },
  { "half-a-link", "see [a](http://x.y", "p see {l=http://x.y|a}" },
  { "half-a-link-without-address", "see [a](", "p see a" },
  { "half-an-image", "![a](http://x.y/z.p", "p {i=http://x.y/z.p|a}" },
  { "half-a-link-in-code", "`a[1](b", "p `a[1](b" },
  { "half-a-link-in-open-code", "```\na[1](b", "code(, open) a[1](b" },
  { "half-a-label", "see [a", "p see [a" },
  { "half-emphasis", "see **a", "p see **a" },
};

static void
test_length_is_respected (void)
{
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse ("one two", 3);
  g_autofree char *dump = ponder_test_dump_blocks (blocks);

  g_assert_cmpstr (dump, ==, "p one");
}

static void
test_invalid_text_is_repaired (void)
{
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse ("a\xff" "b\0c", 5);
  g_autofree char *dump = ponder_test_dump_blocks (blocks);

  ponder_test_check_blocks (blocks);
  g_assert_cmpstr (dump, ==, "p a\xef\xbf\xbd" "b\xef\xbf\xbd" "c");
}

static char *
repeat (const char *piece,
        gsize       n)
{
  GString *text = g_string_sized_new (strlen (piece) * n);

  for (gsize i = 0; i < n; i++)
    g_string_append (text, piece);
  return g_string_free (text, FALSE);
}

static void
test_deep_nesting_is_flat (void)
{
  static const char *const pieces[] = { "* ", "> ", "1. ", "- > ", "+ 1. " };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *source = repeat (pieces[i], 80 * 1024 / strlen (pieces[i]));
      g_autoptr(GPtrArray) blocks = ponder_markdown_parse (source, -1);

      ponder_test_check_blocks (blocks);
    }
}

static void
test_depth_is_cut_at_the_limit (void)
{
  g_autofree char *source = repeat ("> ", 100);
  g_autofree char *text = g_strconcat (source, "deep", NULL);
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse_within (text, -1, G_MAXINT64);
  PonderBlock *block;

  g_assert_cmpuint (blocks->len, ==, 1);
  block = g_ptr_array_index (blocks, 0);
  g_assert_cmpuint (block->quote_depth, ==, PONDER_MARKDOWN_DEPTH_LIMIT);
  g_assert_cmpstr (block->text->text, ==, "deep");
}

static void
test_long_paragraphs_are_cut_at_spaces (void)
{
  g_autofree char *words = repeat ("**word** and ", 2000);
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse_within (words, -1, G_MAXINT64);
  g_autoptr(GString) joined = g_string_new (NULL);
  g_autofree char *plain = repeat ("word and ", 2000);

  ponder_test_check_blocks (blocks);
  g_assert_cmpuint (blocks->len, >, 3);
  for (guint i = 0; i < blocks->len; i++)
    {
      PonderBlock *block = g_ptr_array_index (blocks, i);
      const PonderSpan *span = &g_array_index (block->text->spans, PonderSpan, 0);

      g_string_append_printf (joined, "%s ", block->text->text);
      g_assert_cmpint (strncmp (block->text->text + span->start, "word", 4), ==, 0);
    }
  g_assert_cmpstr (joined->str, ==, plain);
}

static void
test_long_words_are_cut_between_characters (void)
{
  g_autofree char *source = repeat ("字", 10000);
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse_within (source, -1, G_MAXINT64);
  g_autoptr(GString) joined = g_string_new (NULL);

  ponder_test_check_blocks (blocks);
  for (guint i = 0; i < blocks->len; i++)
    g_string_append (joined, ((PonderBlock *) g_ptr_array_index (blocks, i))->text->text);
  g_assert_cmpstr (joined->str, ==, source);
}

static void
test_only_the_first_piece_has_the_mark (void)
{
  g_autofree char *words = repeat ("word ", 2000);
  g_autofree char *source = g_strconcat ("- ", words, NULL);
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse_within (source, -1, G_MAXINT64);

  g_assert_cmpuint (blocks->len, >, 1);
  for (guint i = 0; i < blocks->len; i++)
    {
      PonderBlock *block = g_ptr_array_index (blocks, i);

      g_assert_cmpstr (block->marker, ==, i == 0 ? "•" : NULL);
      g_assert_cmpuint (block->list_depth, ==, 1);
    }
}

static void
test_long_cells_become_lines (void)
{
  g_autofree char *words = repeat ("**word** ", 2000);
  g_autofree char *source = g_strconcat ("| a |\n|---|\n| ", words, "|\n", NULL);
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse_within (source, -1, G_MAXINT64);
  PonderBlock *table = g_ptr_array_index (blocks, 0);
  PonderInline *cell = g_ptr_array_index (table->cells, 1);
  g_auto(GStrv) lines = g_strsplit (cell->text, "\n", -1);

  ponder_test_check_blocks (blocks);
  g_assert_cmpuint (g_strv_length (lines), >, 1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_cmpuint (strlen (lines[i]), <=, PONDER_PARAGRAPH_LIMIT);
  g_assert_cmpuint (cell->spans->len, ==, 2000);
}

static void
test_late_parsing_gives_plain_paragraphs (void)
{
  g_autofree char *long_line = repeat ("many *words* ", 1000);
  g_autofree char *source = g_strconcat ("# one\r\n\n\n**two**\nthree\n\n", long_line, "\n", NULL);
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse_within (source, -1, 0);
  g_autoptr(GPtrArray) first = g_ptr_array_new ();
  g_autofree char *dump = NULL;

  ponder_test_check_blocks (blocks);
  g_assert_cmpuint (blocks->len, >, 4);
  g_ptr_array_add (first, g_ptr_array_index (blocks, 0));
  g_ptr_array_add (first, g_ptr_array_index (blocks, 1));
  dump = ponder_test_dump_blocks (first);
  g_assert_cmpstr (dump, ==, "p # one\np **two**\\nthree");
}

/* Texts that other readers need seconds for. The limit is generous: sanitizers slow everything. */
static void
test_hostile_texts_cost_little (void)
{
  static const char *const pieces[] = {
    "[", "]", "[a](", "![[]()", "*a ", "*a _b ", "**a *b ", "a**b", "`", "`a", "\\", "<", "<a ",
    "<!--", "&",
    "| ", "|a\n", "> a\n", "- a\n", "~~a ", "_a_", "[a][", "[a]: b\n", "\"", "(", "http://", "a@b.",
    "www.", "#", "    a\n", "***", "x\n-\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *source = repeat (pieces[i], 40000);
      gint64 before = ponder_markdown_get_clock ();
      g_autoptr(GPtrArray) blocks = ponder_markdown_parse (source, -1);
      gint64 cost = ponder_markdown_get_clock () - before;
      g_autofree char *name = g_strescape (pieces[i], NULL);

      g_test_message ("%s: %" G_GINT64_FORMAT " us, %u blocks", name, cost, blocks->len);
      g_assert_cmpint (cost, <, 1000 * 1000);
      ponder_test_check_blocks (blocks);
    }
}

static void
test_long_titles_and_addresses_cost_little (void)
{
  static const char *const definitions[] = { "[a]: http://x.y \"", "[a]: http://x.y/" };

  for (gsize i = 0; i < G_N_ELEMENTS (definitions); i++)
    {
      g_autofree char *padding = repeat ("t", 60 * 1024);
      g_autofree char *uses = repeat ("[a] ", 15000);
      g_autofree char *source = g_strconcat (definitions[i], padding, i == 0 ? "\"" : "",
                                             "\n\n", uses, NULL);
      gint64 before = ponder_markdown_get_clock ();
      g_autoptr(GPtrArray) blocks = ponder_markdown_parse (source, -1);

      g_assert_cmpint (ponder_markdown_get_clock () - before, <, 500 * 1000);
      ponder_test_check_blocks (blocks);
    }
}

static void
test_wide_tables_cost_little (void)
{
  g_autofree char *columns = repeat ("|a", 10000);
  g_autofree char *dashes = repeat ("|-", 10000);
  g_autofree char *rows = repeat ("|\n", 10000);
  g_autofree char *source = g_strconcat (columns, "\n", dashes, "\n", rows, NULL);
  gint64 before = ponder_markdown_get_clock ();
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse (source, -1);

  g_assert_cmpint (ponder_markdown_get_clock () - before, <, 2000 * 1000);
  ponder_test_check_blocks (blocks);
}

static void
test_too_long_addresses_are_dropped (void)
{
  g_autofree char *padding = repeat ("t", 9000);
  g_autofree char *source = g_strconcat ("[a](http://", padding, ") ![b](data:", padding, ")",
                                         NULL);
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse_within (source, -1, G_MAXINT64);
  g_autofree char *dump = ponder_test_dump_blocks (blocks);

  g_assert_cmpstr (dump, ==, "p a {i|b}");
}

static void
test_text_is_what_is_read (void)
{
  g_autoptr(GPtrArray) blocks =
    ponder_markdown_parse ("# Title\n\n- [x] *one*\n- two\n\n> quoted `x`\n\n---\n\n"
                           "```c\nint x;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |", -1);
  g_autofree char *text = ponder_markdown_to_text (blocks);

  g_assert_cmpstr (text, ==, "Title\n\n☑ one\n• two\n\nquoted x\n\nint x;\n\na\tb\n1\t2");
}

static void
test_blocks_compare_by_all_they_show (void)
{
  static const char *const different[] = {
    "a", "b", "**a**", "*a*", "# a", "## a", "> a", "- a", "1. a", "- [ ] a", "- a\n\n- b",
    "```\na\n```", "```\na", "```c\na\n```", "[a](b)", "[a](c)", "![a](b)", "|a|\n|-|", "|a|\n|:-|",
    "|a|\n|-|\n|b|", "|a|\n|-|\n|c|", "---",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (different); i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (different); j++)
        {
          g_autoptr(GPtrArray) one = ponder_markdown_parse (different[i], -1);
          g_autoptr(GPtrArray) other = ponder_markdown_parse (different[j], -1);

          g_assert_true (ponder_block_equal (g_ptr_array_index (one, 0),
                                             g_ptr_array_index (other, 0)) == (i == j));
        }
    }
}

/* md4c 0.4.8 forgets to end the emphasis of these. */
static void
test_no_style_goes_on_in_the_next_block (void)
{
  static const char *const unbalanced[] = { "[](*)*<", "][]([*)*", "**][](*_)" };

  for (gsize i = 0; i < G_N_ELEMENTS (unbalanced); i++)
    {
      g_autofree char *source = g_strconcat (unbalanced[i], "\n\nplain", NULL);
      g_autoptr(GPtrArray) blocks = ponder_markdown_parse_within (source, -1, G_MAXINT64);
      PonderBlock *last = g_ptr_array_index (blocks, blocks->len - 1);

      g_assert_cmpstr (last->text->text, ==, "plain");
      g_assert_cmpuint (last->text->spans->len, ==, 0);
    }
}

static void
test_a_block_outlives_its_list (void)
{
  GPtrArray *blocks = ponder_markdown_parse ("[a](http://x.y)", -1);
  g_autoptr(PonderBlock) block = ponder_block_ref (g_ptr_array_index (blocks, 0));

  g_ptr_array_unref (blocks);
  g_assert_cmpstr (block->text->text, ==, "a");
  g_assert_cmpstr (g_array_index (block->text->spans, PonderSpan, 0).target, ==, "http://x.y");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ponder_test_add_goldens ("/markdown/golden/", goldens, G_N_ELEMENTS (goldens));
  ponder_test_add_goldens ("/markdown/half-typed/", halves, G_N_ELEMENTS (halves));
  g_test_add_func ("/markdown/length-is-respected", test_length_is_respected);
  g_test_add_func ("/markdown/invalid-text-is-repaired", test_invalid_text_is_repaired);
  g_test_add_func ("/markdown/deep-nesting-is-flat", test_deep_nesting_is_flat);
  g_test_add_func ("/markdown/depth-is-cut-at-the-limit", test_depth_is_cut_at_the_limit);
  g_test_add_func ("/markdown/long-paragraphs-are-cut-at-spaces",
                   test_long_paragraphs_are_cut_at_spaces);
  g_test_add_func ("/markdown/long-words-are-cut-between-characters",
                   test_long_words_are_cut_between_characters);
  g_test_add_func ("/markdown/only-the-first-piece-has-the-mark",
                   test_only_the_first_piece_has_the_mark);
  g_test_add_func ("/markdown/long-cells-become-lines", test_long_cells_become_lines);
  g_test_add_func ("/markdown/late-parsing-gives-plain-paragraphs",
                   test_late_parsing_gives_plain_paragraphs);
  g_test_add_func ("/markdown/hostile-texts-cost-little", test_hostile_texts_cost_little);
  g_test_add_func ("/markdown/long-titles-and-addresses-cost-little",
                   test_long_titles_and_addresses_cost_little);
  g_test_add_func ("/markdown/wide-tables-cost-little", test_wide_tables_cost_little);
  g_test_add_func ("/markdown/too-long-addresses-are-dropped", test_too_long_addresses_are_dropped);
  g_test_add_func ("/markdown/text-is-what-is-read", test_text_is_what_is_read);
  g_test_add_func ("/markdown/blocks-compare-by-all-they-show",
                   test_blocks_compare_by_all_they_show);
  g_test_add_func ("/markdown/no-style-goes-on-in-the-next-block",
                   test_no_style_goes_on_in_the_next_block);
  g_test_add_func ("/markdown/a-block-outlives-its-list", test_a_block_outlives_its_list);
  return g_test_run ();
}
