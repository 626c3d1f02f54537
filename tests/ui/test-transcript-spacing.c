/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the bars of quotes and the marks of lists stand. */

#include "config.h"

#include "ponder-block-spacing.h"

#define STEP 24

static PonderBlock *
parse_last (const char *text)
{
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse (text, -1);

  return ponder_block_ref (g_ptr_array_index (blocks, blocks->len - 1));
}

static void
a_quote_in_a_list_stands_in_its_item (void)
{
  g_autoptr(PonderBlock) block = parse_last ("- a\n  > b");

  g_assert_cmpint (ponder_block_spacing_get_bar (block, 0, STEP), ==, STEP);
  g_assert_cmpint (ponder_block_spacing_get_indent (block, STEP), ==, STEP + PONDER_BLOCK_QUOTE_STEP);
}

static void
a_list_in_a_quote_stands_beside_its_bar (void)
{
  g_autoptr(PonderBlock) block = parse_last ("> - a");

  g_assert_cmpint (ponder_block_spacing_get_bar (block, 0, STEP), ==, 0);
  g_assert_cmpint (ponder_block_spacing_get_marker_shift (block), ==, 0);
  g_assert_cmpint (ponder_block_spacing_get_indent (block, STEP), ==, STEP + PONDER_BLOCK_QUOTE_STEP);
}

static void
the_mark_of_a_quote_stands_outside_of_it (void)
{
  g_autoptr(PonderBlock) block = parse_last ("- > a");

  g_assert_cmpint (ponder_block_spacing_get_bar (block, 0, STEP), ==, STEP);
  g_assert_cmpint (ponder_block_spacing_get_marker_shift (block), ==, PONDER_BLOCK_QUOTE_STEP);
}

static void
bars_stand_in_the_order_of_their_quotes (void)
{
  g_autoptr(PonderBlock) block = parse_last ("> - a\n>   > 1. b\n>   >    > > c");

  g_assert_cmpuint (block->quote_depth, ==, 4);
  g_assert_cmpint (ponder_block_spacing_get_bar (block, 0, STEP), ==, 0);
  g_assert_cmpint (ponder_block_spacing_get_bar (block, 1, STEP), ==, PONDER_BLOCK_QUOTE_STEP + STEP);
  g_assert_cmpint (ponder_block_spacing_get_bar (block, 2, STEP), ==, 2 * PONDER_BLOCK_QUOTE_STEP + 2 * STEP);
  g_assert_cmpint (ponder_block_spacing_get_bar (block, 3, STEP), ==, 3 * PONDER_BLOCK_QUOTE_STEP + 2 * STEP);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transcript/spacing/a-quote-in-a-list-stands-in-its-item", a_quote_in_a_list_stands_in_its_item);
  g_test_add_func ("/transcript/spacing/a-list-in-a-quote-stands-beside-its-bar", a_list_in_a_quote_stands_beside_its_bar);
  g_test_add_func ("/transcript/spacing/the-mark-of-a-quote-stands-outside-of-it", the_mark_of_a_quote_stands_outside_of_it);
  g_test_add_func ("/transcript/spacing/bars-stand-in-the-order-of-their-quotes", bars_stand_in_the_order_of_their_quotes);
  return g_test_run ();
}
