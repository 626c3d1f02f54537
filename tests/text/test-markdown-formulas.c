/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formulas in Markdown, and what only looks like one. */

#include "config.h"

#include "ponder-limits.h"
#include "ponder-markdown-private.h"
#include "ponder-test-blocks.h"

#include <string.h>

static const PonderTestGolden formulas[] = {
  { "dollars", "so $x^2$ is", "p so {m|$x^2$} is" },
  { "parentheses", "so \\(x^2\\) is", "p so {m|\\(x^2\\)} is" },
  { "a-letter", "\\(x\\) and $y$.", "p {m|\\(x\\)} and {m|$y$}." },
  { "double-dollars-alone", "$$x^2$$", "math x^2" },
  { "double-dollars-with-lines", "$$\nx\n= y\n$$", "math x\\n= y" },
  { "brackets-alone", "\\[ x^2 \\]", "math x^2" },
  { "brackets-with-lines", "\\[\nx \\\\\ny\n\\]", "math x \\\\\\ny" },
  { "brackets-with-an-empty-line", "\\[\nx = 1\n\n\\text{so } y\n\\]", "math x = 1\\n\\n\\text{so } y" },
  { "a-fence", "```math\nx^2\n```", "math x^2" },
  { "between-lines-of-a-paragraph", "one\n$$x^2$$\ntwo\n\\[y\\]\n\nthree", "p one\nmath x^2\np two\nmath y\np three" },
  { "one-after-another", "\\[a\\]\n\\[b\\]", "math a\nmath b" },
  { "in-the-middle-of-words", "so $$x^2$$ is \\[y^2\\] too", "p so {m|$$x^2$$} is {m|\\[y^2\\]} too" },
  { "with-lines-in-the-middle-of-words", "so \\[x\n= y\\] is", "p so {m|\\[x = y\\]} is" },
  { "begun-behind-words", "The law is $$\nE = mc^2\n$$\nand so on.", "p The law is {m|$$ E = mc^2 $$}\\nand so on." },
  { "marks-mean-nothing-inside", "\\(a_1 * b_2 * c\\) and $a*b*c_1_2$ \\(x < y & z\\)",
    "p {m|\\(a_1 * b_2 * c\\)} and {m|$a*b*c_1_2$} {m|\\(x < y & z\\)}" },
  { "escapes-mean-nothing-inside", "\\(\\{a\\} \\_ \\\\\\)", "p {m|\\(\\{a\\} \\_ \\\\\\)}" },
  { "entities-mean-nothing-inside", "$a &lt; b$", "p {m|$a &lt; b$}" },
  { "lists-mean-nothing-inside", "$$\n- x\n+ y\n1. z\n# a\n> b\n$$", "math - x\\n+ y\\n1. z\\n# a\\n> b" },
  { "a-rule-means-nothing-inside", "\\[\na\n---\nb\n===\n\\]", "math a\\n---\\nb\\n===" },
  { "in-strong-words", "**so $x$ is** *and \\(y\\)*", "p {s|so }{sm|$x$}{s| is} {e|and }{em|\\(y\\)}" },
  { "strong-as-a-whole", "**$x$**, **Note.**$y$", "p {sm|$x$}, {s|Note.}{m|$y$}" },
  { "in-a-link", "[see $x$](http://x.y/$a$)", "p {l=http://x.y/$a$|see }{lm=http://x.y/$a$|$x$}" },
  { "in-the-words-of-an-image", "![see $x$](a.png)", "p {i=a.png|see $x$}" },
  { "in-a-heading", "# The $E=mc^2$ law", "h1 The {m|$E=mc^2$} law" },
  { "in-a-list", "1. $$x$$\n2. so\n   \\[\n   y\n   \\]\n   and\n   - \\(z\\)",
    "-[1.]math x\n-[2.]p so\n-math y\n-p and\n--[•]p {m|\\(z\\)}" },
  { "in-a-loose-list", "1. so\n\n   $$\n   x\n   $$\n\n2. and", "-~[1.]p so\n-~math x\n-~[2.]p and" },
  { "in-a-deep-list", "- a\n  - b:\n\n    \\[\n    x\n    \\]\n", "-[•]p a\n--~[•]p b:\n--~math x" },
  { "in-a-quote", "> so\n> $$\n> x\n> = y\n> $$\n> and \\(z\\)", ">p so\n>math x\\n= y\n>p and {m|\\(z\\)}" },
  { "in-two-quotes", "> > \\[\n> > x\n> > \\]", ">>math x" },
  { "ended-by-its-quote", "> $$\n> x\n\n$$\ny", ">p $$\\nx\nmath(open) y" },
  { "in-a-table", "| a | b |\n|---|---|\n| $x^2$ | \\(y\\) |\n| $P(A|B)$ | $\\|v\\| \\| w$ |\n| $$z$$ | $P(A | B)$ |",
    "table 4x2 .. / a | b / {m|$x^2$} | {m|\\(y\\)} / {m|$P(A|B)$} | {m|$|v| | w$} / {m|$$z$$} | {m|$P(A | B)$}" },
  { "chinese-around", "设$x$为\\(y\\)，则$$z$$。", "p 设{m|$x$}为{m|\\(y\\)}，则{m|$$z$$}。" },
  { "chinese-inside", "\\[\\text{速度，单位是米每秒的那个} = \\frac{路程}{时间}\\]",
    "math \\text{速度，单位是米每秒的那个} = \\frac{路程}{时间}" },
  { "chinese-emphasis", "**（$x$）**后面 **重点$x$**后", "p {s|（}{sm|$x$}{s|）}后面 {s|重点}{sm|$x$}后" },
  { "ordinals", "the $n$th of $k$s", "p the {m|$n$}th of {m|$k$}s" },
  { "commands-beside-digits", "2$\\sqrt{3}$ and $\\sim$50%", "p 2{m|$\\sqrt{3}$} and {m|$\\sim$}50%" },
  { "behind-a-price", "costs $6, 2$\\sqrt{3}$", "p costs $6, 2{m|$\\sqrt{3}$}" },
  { "side-by-side", "\\(a\\)\\(b\\)", "p {m|\\(a\\)}{m|\\(b\\)}" },
  { "dollars-inside", "$\\$5$ and \\(\\$5\\)", "p {m|$\\$5$} and {m|\\(\\$5\\)}" },
  { "next-to-code", "`$a$` $b$ `$c$`", "p {c|$a$} {m|$b$} {c|$c$}" },
  { "carriage-returns", "$$\r\nx\r\ny\r\n$$\r\nz", "math x\\ny\np z" },
  { "words-in-braces", "$$x = \\begin{cases} 1 & \\text{if it is so, and not} \\\\ 0 & \\text{in all other cases} \\end{cases}$$",
    "math x = \\begin{cases} 1 & \\text{if it is so, and not} \\\\ 0 & \\text{in all other cases} \\end{cases}" },
};

static const PonderTestGolden others[] = {
  { "prices", "costs $5 and $6", "p costs $5 and $6" },
  { "prices-side-by-side", "$5-$10, US$5–$10, A$5 and A$6, ($5)/($6)", "p $5-$10, US$5–$10, A$5 and A$6, ($5)/($6)" },
  { "prices-with-the-sign-behind", "between 5$ and 6$, $5 and 10$", "p between 5$ and 6$, $5 and 10$" },
  { "strong-prices", "**$5** and **$6**", "p {s|$5} and {s|$6}" },
  { "chinese-prices", "这个5$，那个6$。价格是$5，不是6$。", "p 这个5$，那个6$。价格是$5，不是6$。" },
  { "prices-in-cells", "| a | b |\n|---|---|\n| $5 | 6$ |\n| x$ | $6 |",
    "table 3x2 .. / a | b / $5 | 6$ / x$ | $6" },
  { "variables", "$HOME/$USER, $PATH:$HOME, $a->$b and ${a}/${b}", "p $HOME/$USER, $PATH:$HOME, $a->$b and ${a}/${b}" },
  { "shares", "$AAPL, $TSLA and $MSFT", "p $AAPL, $TSLA and $MSFT" },
  { "amounts", "R$ 50 and R$ 60; $-5 and $-6; $.99 and $1.99; let $x = 5; let $y = 6;",
    "p R$ 50 and R$ 60; $-5 and $-6; $.99 and $1.99; let $x = 5; let $y = 6;" },
  { "patterns", "^a+$ and ^[a-z]+$ match, $(\"#id\").hide() and $(\".x\")", "p ^a+$ and ^[a-z]+$ match, $(\"#id\").hide() and $(\".x\")" },
  { "arguments", "echo $1 $2", "p echo $1 $2" },
  { "escaped", "\\$x\\$ and \\\\(x\\\\)", "p $x$ and \\(x\\)" },
  { "code", "`$x$`, `\\(x\\)`\n\n```\n$$\nx\n$$\n```\n\n    \\[x\\]", "p {c|$x$}, {c|\\(x\\)}\ncode() $$\\nx\\n$$\ncode() \\[x\\]" },
  { "code-in-between", "costs $5 `or` 6$ and \\(`x`\\)", "p costs $5 {c|or} 6$ and ({c|x})" },
  { "spaces-inside", "a $ b $ c, $ b$, $b $", "p a $ b $ c, $ b$, $b $" },
  { "three-dollars", "$$$ and $$$, or $$$$", "p $$$ and $$$, or $$$$" },
  { "how-dear-it-is", "cheap ($) or not ($$), sushi $$ and wine $$", "p cheap ($) or not ($$), sushi $$ and wine $$" },
  { "lines-of-dollars", "Sushi $$\nBurger $$ here", "p Sushi $$\\nBurger $$ here" },
  { "a-process", "$$ is the number of the process\n\nof the shell", "p $$ is the number of the process\np of the shell" },
  { "brackets-that-people-escape", "\\[note\\] \\[1\\], \\[x\\](http://x.y), - \\[ \\] a", "p [note] [1], [x]({l=http://x.y|http://x.y}), - [ ] a" },
  { "tasks-that-people-escape", "- \\[ \\] a\n- \\[x\\] b", "-[•]p [ ] a\n-[•]p [x] b" },
  { "parentheses-that-people-escape", "what \\(as they say\\) is \\(optional\\)", "p what (as they say) is (optional)" },
  { "addresses", "http://x.y/?a=$b&c=$d, [a](http://x.y/$a$)",
    "p {l=http://x.y/?a=$b&c=$d|http://x.y/?a=$b&c=$d}, {l=http://x.y/$a$|a}" },
  { "nothing-inside", "$$ $$ \\(\\) \\[ \\]", "p $$ $$ () [ ]" },
  { "lines-between-dollars", "costs $5\nor 6$", "p costs $5\\nor 6$" },
  { "a-paragraph-between", "\\(x\n\ny\\)", "p (x\np y)" },
  { "a-sentence-between", "$$\n\nThis is not a formula at all.\n\n$$", "p $$\np This is not a formula at all." },
  { "a-cell-between", "| \\(a | b |\n|---|---|\n| c | d\\) |", "table 2x2 .. / (a | b / c | d)" },
  { "marks-of-our-own", "\xef\xb7\x91" "0\xef\xb7\x92 $x$", "p 0 {m|$x$}" },
  { "marks-of-our-own-alone", "\xef\xb7\x91" "0\xef\xb7\x92\xef\xb7\x90", "p 0" },
};

/* What is shown while a message is still coming. */
static const PonderTestGolden halves[] = {
  { "one-dollar", "so\n\n$", "p so" },
  { "a-backslash", "so\n\n\\", "p so" },
  { "double-dollars", "so\n\n$$", "p so" },
  { "a-bracket", "so\n\n\\[\n", "p so" },
  { "under-a-line", "so\n$$\nx", "p so\nmath(open) x" },
  { "a-line", "$$\nx_1 * y * z\n", "math(open) x_1 * y * z" },
  { "half-a-closing-delimiter", "$$\nx\n$", "math(open) x" },
  { "half-a-closing-bracket", "\\[\nx\n\\", "math(open) x" },
  { "half-a-closing-delimiter-in-the-line", "$$x$", "math(open) x" },
  { "closed", "$$\nx\n$$", "math x" },
  { "a-fence", "```math\nx_1 *", "math(open) x_1 *" },
  { "a-fence-closed", "```math\nx\n```\n", "math x" },
  { "in-a-quote", "> $$\n> x\n>", ">math(open) x" },
  { "in-a-list", "- \\[\n  x", "-[•]math(open) x" },
  { "an-empty-parenthesis", "so \\(", "p so" },
  { "in-parentheses", "so \\(a_1 * b_1 * c", "p so {m|\\(a_1 * b_1 * c}" },
  { "in-parentheses-with-half-the-end", "so \\(a\\", "p so {m|\\(a\\}" },
  { "words-in-parentheses", "so \\(they say", "p so (they say" },
  { "a-dollar-is-text", "so $x", "p so $x" },
  { "in-a-cell", "| a |\n|---|\n| \\(x", "table 2x1 . / a / {m|\\(x}" },
};

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
test_long_paragraphs_are_cut_beside_formulas (void)
{
  g_autofree char *source = repeat ("words and $a + b + c + d + e + f$ ", 2000);
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse_within (source, -1, G_MAXINT64);
  guint n = 0;

  ponder_test_check_blocks (blocks);
  g_assert_cmpuint (blocks->len, >, 10);
  for (guint i = 0; i < blocks->len; i++)
    {
      PonderBlock *block = g_ptr_array_index (blocks, i);

      for (guint j = 0; j < block->text->spans->len; j++, n++)
        {
          const PonderSpan *span = &g_array_index (block->text->spans, PonderSpan, j);

          g_assert_cmpint (span->end - span->start, ==, strlen ("$a + b + c + d + e + f$"));
        }
    }
  g_assert_cmpuint (n, ==, 2000);
}

/* Texts in which to look for the end of each formula would take too long. */
static void
test_hostile_formulas_cost_little (void)
{
  static const char *const pieces[] = {
    "$", "$ ", "$a", "$a ", "$$", "$$ ", "$$a", "$$\n", "$a$", "\\(", "\\(a", "\\[", "\\[a\n", "\\[\n", "\\(\\[",
    "$$\\[\n", "> $$\n", "$\\", "\\(a\\)", "> \\[\n>> \\(", "[^a] ", "[^a]: b\n", "[^a]: [^a]\n\n", "<sub>", "<sup>1",
    "<br>", "<summary>", "<sup>[", "$`", "\\(`a`", "](", "://", "| $a | ", "a\n|-\n", "a\n|b\n|-\n", "|-|\n", "|-", "\xef\xb7\x91" "0",
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

/* Where the code is cannot be told in time. */
static void
test_late_parsing_leaves_formulas_as_written (void)
{
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse_within ("a $x$[^1]<br>b\n\n[^1]: \\(y\\)", -1, 0);
  g_autofree char *dump = ponder_test_dump_blocks (blocks);

  ponder_test_check_blocks (blocks);
  g_assert_cmpstr (dump, ==, "p a $x$[^1]<br>b\np [^1]: \\(y\\)");
}

/* What is half-typed becomes what it will be, or is left out, but is not shown as something else. */
static void
test_each_prefix_of_a_formula_is_quiet (void)
{
  static const char text[] = "\\[\nx_1 * y_1 * z\n= \\frac{a}{b}\n\\]\n";

  for (gsize length = 1; length <= strlen (text); length++)
    {
      g_autoptr(GPtrArray) blocks = ponder_markdown_parse_within (text, (gssize) length, G_MAXINT64);
      PonderBlock *block = blocks->len > 0 ? g_ptr_array_index (blocks, 0) : NULL;

      g_assert_cmpuint (blocks->len, ==, length > strlen ("\\[\n") ? 1 : 0);
      if (block == NULL)
        continue;
      g_assert_cmpint (block->kind, ==, PONDER_BLOCK_MATH);
      g_assert_true (block->closed == (length >= strlen (text) - 1));
      g_assert_true (g_str_has_prefix ("x_1 * y_1 * z\n= \\frac{a}{b}", block->code));
    }
}

static void
test_text_has_the_source_of_formulas (void)
{
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse ("so \\(x^2\\):\n\n$$\ny\n$$", -1);
  g_autofree char *text = ponder_markdown_to_text (blocks);

  g_assert_cmpstr (text, ==, "so \\(x^2\\):\n\ny");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ponder_test_add_goldens ("/markdown-formulas/formulas/", formulas, G_N_ELEMENTS (formulas));
  ponder_test_add_goldens ("/markdown-formulas/no-formulas/", others, G_N_ELEMENTS (others));
  ponder_test_add_goldens ("/markdown-formulas/half-typed/", halves, G_N_ELEMENTS (halves));
  g_test_add_func ("/markdown-formulas/long-paragraphs-are-cut-beside-formulas",
                   test_long_paragraphs_are_cut_beside_formulas);
  g_test_add_func ("/markdown-formulas/hostile-formulas-cost-little", test_hostile_formulas_cost_little);
  g_test_add_func ("/markdown-formulas/late-parsing-leaves-formulas-as-written",
                   test_late_parsing_leaves_formulas_as_written);
  g_test_add_func ("/markdown-formulas/each-prefix-of-a-formula-is-quiet", test_each_prefix_of_a_formula_is_quiet);
  g_test_add_func ("/markdown-formulas/text-has-the-source-of-formulas", test_text_has_the_source_of_formulas);
  return g_test_run ();
}
