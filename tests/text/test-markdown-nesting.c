/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quotes, lists and all that stands in them. */

#include "config.h"

#include "ponder-limits.h"
#include "ponder-markdown-private.h"
#include "ponder-test-blocks.h"

static const PonderTestGolden nested[] = {
  { "a-quote-in-a-list", "- a\n  > b\n  > c\n\n  d", "-~[•]p a\n->~p b\\nc\n-~p d" },
  { "a-list-in-a-quote", "> - a\n>   - b\n> - c", ">-[•]p a\n>--[•]p b\n>-[•]p c" },
  { "a-quote-in-a-list-in-a-quote", "> - a\n>   > b", ">-[•]p a\n>->p b" },
  { "a-list-in-a-quote-in-a-list", "- a\n  > 1. b\n  >    > c", "-[•]p a\n->-[1.]p b\n->->p c" },
  { "an-item-that-is-a-quote", "- > a\n  > b\n- c", "->[•]p a\\nb\n-[•]p c" },
  { "code-a-table-and-text-in-an-item",
    "1. a\n\n   ```c\n   int x;\n   ```\n\n   | b |\n   |---|\n   | c |\n\n   d\n2. e",
    "-~[1.]p a\n-~code(c) int x;\n-~table 2x1 . / b / c\n-~p d\n-~[2.]p e" },
  { "indented-code-in-an-item", "- a\n\n      b", "-~[•]p a\n-~code() b" },
  { "a-heading-and-a-rule-in-an-item", "- # a\n  b\n\n  ---", "-~[•]h1 a\n-~p b\n-~rule" },
  { "numbers-that-begin-at-five", "5. a\n6. b\n   - c\n     1. d\n\n        e\n     2. f",
    "-[5.]p a\n-[6.]p b\n--[•]p c\n---~[1.]p d\n---~p e\n---~[2.]p f" },
  { "numbers-that-begin-at-zero", "0. a\n1. b", "-[0.]p a\n-[1.]p b" },
  { "tasks-in-tasks", "- [ ] a\n  - [x] b\n    1. [X] c\n  - d", "-[☐]p a\n--[☑]p b\n---[☑]p c\n--[•]p d" },
  { "a-task-without-words", "- [ ] \n- [x]", "-[☐]p \n-[☑]p " },
  { "a-loose-list-with-a-tight-one", "- a\n- b\n\n  c\n- d\n  - e\n  - f",
    "-~[•]p a\n-~[•]p b\n-~p c\n-~[•]p d\n--[•]p e\n--[•]p f" },
  { "other-bullets-are-another-list", "* a\n- b\n+ c", "-[•]p a\n-[•]p b\n-[•]p c" },
  { "numbers-and-bullets-in-turn", "1. a\n- b\n2. c", "-[1.]p a\n-[•]p b\n-[2.]p c" },
  { "text-under-a-list", "a\n1. b\n2. c\n\nd\n- e", "p a\n-[1.]p b\n-[2.]p c\np d\n-[•]p e" },
  { "quotes-in-quotes", "> a\nlazy\n> # b\n>\n> > c\n> > > d\n\ne", ">p a\\nlazy\n>h1 b\n>>p c\n>>>p d\np e" },
  { "a-table-in-a-quote", "> | a |\n> |---|\n> | b |\n> c", ">table 3x1 . / a / b / c" },
  { "a-table-under-a-line", "Here:\n| a | b |\n|---|:-:|\n| 1 | 2 |\nend", "p Here:\ntable 3x2 .= / a | b / 1 | 2 / end | " },
  { "a-table-under-a-line-in-a-quote", "> Here:\n> | a |\n> |---|\n> | 1 |", ">p Here:\n>table 2x1 . / a / 1" },
  { "a-table-under-a-line-in-a-list", "- Here:\n  | a |\n  |---|\n  | 1 |\n- b",
    "-~[•]p Here:\n-~table 2x1 . / a / 1\n-~[•]p b" },
  { "rows-that-look-like-a-rule", "| a |\n|---|\n| b |\n|---|\n| c |", "table 4x1 . / a / b / --- / c" },
  { "a-table-in-code", "```\nHere:\n| a |\n|---|\n```", "code() Here:\\n| a |\\n|---|" },
  { "headings-with-an-underline", "a\nb\n===\n\nc\n---\n", "h1 a\\nb\nh2 c" },
  { "hard-breaks", "a  \nb\\\nc", "p a\\nb\\nc" },
  { "chinese-in-a-list", "1. **标题**：内容\n   - 子项（一）\n   - **加粗（重点）**后面，~~删除（一）~~后",
    "-[1.]p {s|标题}：内容\n--[•]p 子项（一）\n--[•]p {s|加粗（重点）}后面，{d|删除（一）}后" },
};

static PonderBlock *
parse_last (const char *text)
{
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse_within (text, -1, G_MAXINT64);

  ponder_test_check_blocks (blocks);
  return ponder_block_ref (g_ptr_array_index (blocks, blocks->len - 1));
}

static void
test_a_quote_knows_the_lists_around_it (void)
{
  g_autoptr(PonderBlock) block = parse_last ("> - a\n>   > b");
  g_autoptr(PonderBlock) flat = parse_last ("> - > - a");

  g_assert_cmpuint (ponder_block_count_lists_around (block, 0), ==, 0);
  g_assert_cmpuint (ponder_block_count_lists_around (block, 1), ==, 1);
  g_assert_cmpuint (ponder_block_count_quotes_within (block), ==, 1);
  g_assert_cmpuint (ponder_block_count_lists_around (flat, 1), ==, 1);
  g_assert_cmpuint (ponder_block_count_quotes_within (flat), ==, 0);
}

/* Deeper ones are cut, from either kind. */
static void
test_the_deepest_places_are_cut (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(PonderBlock) block = NULL;

  for (guint i = 0; i < 2 * PONDER_MARKDOWN_DEPTH_LIMIT; i++)
    g_string_append (text, "> - ");
  block = parse_last (text->str);
  g_assert_cmpuint (block->quote_depth, ==, PONDER_MARKDOWN_DEPTH_LIMIT);
  g_assert_cmpuint (block->list_depth, ==, PONDER_MARKDOWN_DEPTH_LIMIT);
  g_assert_cmpuint (ponder_block_count_lists_around (block, PONDER_MARKDOWN_DEPTH_LIMIT - 1), ==,
                    PONDER_MARKDOWN_DEPTH_LIMIT - 1);
}

static void
test_text_keeps_what_is_nested_apart (void)
{
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse ("1. a\n   - [x] b\n\n> c\n> - d", -1);
  g_autofree char *text = ponder_markdown_to_text (blocks);

  g_assert_cmpstr (text, ==, "1. a\n  ☑ b\n\nc\n\n• d");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ponder_test_add_goldens ("/markdown-nesting/", nested, G_N_ELEMENTS (nested));
  g_test_add_func ("/markdown-nesting/a-quote-knows-the-lists-around-it", test_a_quote_knows_the_lists_around_it);
  g_test_add_func ("/markdown-nesting/the-deepest-places-are-cut", test_the_deepest_places_are_cut);
  g_test_add_func ("/markdown-nesting/text-keeps-what-is-nested-apart", test_text_keeps_what_is_nested_apart);
  return g_test_run ();
}
