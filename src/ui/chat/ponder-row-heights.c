/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The heights of all rows of a long list, estimated until measured. */

#include "config.h"

#include "ponder-row-heights.h"

typedef struct
{
  int      height;
  gboolean measured;
} RowHeight;

/* A Fenwick tree: sums->data[i] (from 1) is the height of the (i & -i) rows that end with row i - 1. */
struct _PonderRowHeights
{
  GArray *rows;         /* of RowHeight */
  GArray *sums;         /* of gint64, one more than rows */
};

static RowHeight *
get_row (PonderRowHeights *self,
         guint             row)
{
  return &g_array_index (self->rows, RowHeight, row);
}

static gint64 *
get_sum (PonderRowHeights *self,
         guint             node)
{
  return &g_array_index (self->sums, gint64, node);
}

static guint
lowest_bit (guint number)
{
  return number & -number;
}

static void
rebuild (PonderRowHeights *self)
{
  guint n_rows = self->rows->len;

  g_array_set_size (self->sums, 0);
  g_array_set_size (self->sums, n_rows + 1);
  for (guint node = 1; node <= n_rows; node++)
    {
      guint parent = node + lowest_bit (node);

      *get_sum (self, node) += get_row (self, node - 1)->height;
      if (parent <= n_rows)
        *get_sum (self, parent) += *get_sum (self, node);
    }
}

static void
set_height (PonderRowHeights *self,
            guint             row,
            int               height)
{
  int difference = height - get_row (self, row)->height;

  if (difference == 0)
    return;

  get_row (self, row)->height = height;
  for (guint node = row + 1; node <= self->rows->len; node += lowest_bit (node))
    *get_sum (self, node) += difference;
}

PonderRowHeights *
ponder_row_heights_new (void)
{
  PonderRowHeights *self = g_new0 (PonderRowHeights, 1);

  self->rows = g_array_new (FALSE, TRUE, sizeof (RowHeight));
  self->sums = g_array_new (FALSE, TRUE, sizeof (gint64));
  rebuild (self);
  return self;
}

void
ponder_row_heights_free (PonderRowHeights *self)
{
  g_array_unref (self->rows);
  g_array_unref (self->sums);
  g_free (self);
}

guint
ponder_row_heights_get_n_rows (PonderRowHeights *self)
{
  return self->rows->len;
}

void
ponder_row_heights_splice (PonderRowHeights *self,
                           guint             position,
                           guint             n_removed,
                           guint             n_added)
{
  g_autofree RowHeight *added = g_new0 (RowHeight, n_added);

  g_return_if_fail (position + n_removed <= self->rows->len);

  if (n_removed > 0)
    g_array_remove_range (self->rows, position, n_removed);
  if (n_added > 0)
    g_array_insert_vals (self->rows, position, added, n_added);
  rebuild (self);
}

void
ponder_row_heights_estimate (PonderRowHeights *self,
                             guint             row,
                             int               height)
{
  g_return_if_fail (row < self->rows->len);

  if (!get_row (self, row)->measured)
    set_height (self, row, height);
}

void
ponder_row_heights_guess (PonderRowHeights *self,
                          guint             first,
                          guint             n_rows,
                          int               height)
{
  g_return_if_fail (first + n_rows <= self->rows->len);

  for (guint row = first; row < first + n_rows; row++)
    get_row (self, row)->height = height;
  rebuild (self);
}

void
ponder_row_heights_measure (PonderRowHeights *self,
                            guint             row,
                            int               height)
{
  g_return_if_fail (row < self->rows->len);

  get_row (self, row)->measured = TRUE;
  set_height (self, row, height);
}

void
ponder_row_heights_forget (PonderRowHeights *self)
{
  for (guint row = 0; row < self->rows->len; row++)
    get_row (self, row)->measured = FALSE;
}

int
ponder_row_heights_get (PonderRowHeights *self,
                        guint             row)
{
  g_return_val_if_fail (row < self->rows->len, 0);

  return get_row (self, row)->height;
}

gint64
ponder_row_heights_get_top (PonderRowHeights *self,
                            guint             row)
{
  gint64 top = 0;

  g_return_val_if_fail (row <= self->rows->len, 0);

  for (guint node = row; node > 0; node -= lowest_bit (node))
    top += *get_sum (self, node);
  return top;
}

guint
ponder_row_heights_find (PonderRowHeights *self,
                         gint64            y)
{
  guint n_rows = self->rows->len;
  guint row = 0;
  guint step = 1;

  g_return_val_if_fail (n_rows > 0, 0);

  while (step <= n_rows / 2)
    step *= 2;
  for (; step > 0; step /= 2)
    {
      if (row + step > n_rows || *get_sum (self, row + step) > y)
        continue;
      row += step;
      y -= *get_sum (self, row);
    }
  return MIN (row, n_rows - 1);
}
