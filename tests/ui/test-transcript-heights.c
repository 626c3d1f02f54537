/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the tree of row heights, against a plain array. */

#include "config.h"

#include "ponder-row-heights.h"

static void
empty_list_has_no_height (void)
{
  g_autoptr(PonderRowHeights) heights = ponder_row_heights_new ();

  g_assert_cmpuint (ponder_row_heights_get_n_rows (heights), ==, 0);
  g_assert_cmpint (ponder_row_heights_get_top (heights, 0), ==, 0);
}

static void
rows_begin_where_those_above_end (void)
{
  g_autoptr(PonderRowHeights) heights = ponder_row_heights_new ();

  ponder_row_heights_splice (heights, 0, 0, 5);
  for (guint i = 0; i < 5; i++)
    ponder_row_heights_estimate (heights, i, (int) (i + 1) * 10);

  g_assert_cmpint (ponder_row_heights_get_top (heights, 0), ==, 0);
  g_assert_cmpint (ponder_row_heights_get_top (heights, 3), ==, 60);
  g_assert_cmpint (ponder_row_heights_get_top (heights, 5), ==, 150);
}

static void
finding_covers_each_pixel (void)
{
  g_autoptr(PonderRowHeights) heights = ponder_row_heights_new ();

  ponder_row_heights_splice (heights, 0, 0, 3);
  ponder_row_heights_measure (heights, 0, 10);
  ponder_row_heights_measure (heights, 1, 20);
  ponder_row_heights_measure (heights, 2, 30);

  g_assert_cmpuint (ponder_row_heights_find (heights, -5), ==, 0);
  g_assert_cmpuint (ponder_row_heights_find (heights, 0), ==, 0);
  g_assert_cmpuint (ponder_row_heights_find (heights, 9), ==, 0);
  g_assert_cmpuint (ponder_row_heights_find (heights, 10), ==, 1);
  g_assert_cmpuint (ponder_row_heights_find (heights, 29), ==, 1);
  g_assert_cmpuint (ponder_row_heights_find (heights, 30), ==, 2);
  g_assert_cmpuint (ponder_row_heights_find (heights, 60), ==, 2);
  g_assert_cmpuint (ponder_row_heights_find (heights, G_MAXINT64), ==, 2);
}

static void
estimate_says_nothing_about_a_measured_row (void)
{
  g_autoptr(PonderRowHeights) heights = ponder_row_heights_new ();

  ponder_row_heights_splice (heights, 0, 0, 2);
  ponder_row_heights_measure (heights, 0, 40);
  ponder_row_heights_estimate (heights, 0, 100);
  g_assert_cmpint (ponder_row_heights_get (heights, 0), ==, 40);

  ponder_row_heights_forget (heights);
  g_assert_cmpint (ponder_row_heights_get (heights, 0), ==, 40);
  ponder_row_heights_estimate (heights, 0, 100);
  g_assert_cmpint (ponder_row_heights_get (heights, 0), ==, 100);
}

static void
assert_same (PonderRowHeights *heights,
             GArray           *mirror)
{
  gint64 top = 0;

  g_assert_cmpuint (ponder_row_heights_get_n_rows (heights), ==, mirror->len);
  for (guint i = 0; i < mirror->len; i++)
    {
      g_assert_cmpint (ponder_row_heights_get_top (heights, i), ==, top);
      if (g_array_index (mirror, int, i) > 0)
        g_assert_cmpuint (ponder_row_heights_find (heights, top), ==, i);
      top += g_array_index (mirror, int, i);
    }
  g_assert_cmpint (ponder_row_heights_get_top (heights, mirror->len), ==, top);
}

static void
splice (PonderRowHeights *heights,
        GArray           *mirror)
{
  guint position = (guint) g_test_rand_int_range (0, (gint32) mirror->len + 1);
  guint removed = (guint) g_test_rand_int_range (0, (gint32) (mirror->len - position) + 1);
  guint added = (guint) g_test_rand_int_range (0, 9);
  int nothing = 0;

  ponder_row_heights_splice (heights, position, removed, added);
  if (removed > 0)
    g_array_remove_range (mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_array_insert_val (mirror, position, nothing);
  for (guint i = position; i < position + added; i++)
    {
      g_array_index (mirror, int, i) = g_test_rand_int_range (1, 2000);
      ponder_row_heights_measure (heights, i, g_array_index (mirror, int, i));
    }
}

static void
agrees_with_an_array_whatever_happens (void)
{
  g_autoptr(PonderRowHeights) heights = ponder_row_heights_new ();
  g_autoptr(GArray) mirror = g_array_new (FALSE, TRUE, sizeof (int));

  for (guint round = 0; round < 300; round++)
    {
      splice (heights, mirror);
      for (guint i = 0; i < 3 && mirror->len > 0; i++)
        {
          guint row = (guint) g_test_rand_int_range (0, (gint32) mirror->len);

          g_array_index (mirror, int, row) = g_test_rand_int_range (1, 2000);
          ponder_row_heights_measure (heights, row, g_array_index (mirror, int, row));
        }
      assert_same (heights, mirror);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transcript/heights/empty-list-has-no-height", empty_list_has_no_height);
  g_test_add_func ("/transcript/heights/rows-begin-where-those-above-end", rows_begin_where_those_above_end);
  g_test_add_func ("/transcript/heights/finding-covers-each-pixel", finding_covers_each_pixel);
  g_test_add_func ("/transcript/heights/estimate-says-nothing-about-a-measured-row",
                   estimate_says_nothing_about_a_measured_row);
  g_test_add_func ("/transcript/heights/agrees-with-an-array-whatever-happens", agrees_with_an_array_whatever_happens);
  return g_test_run ();
}
