/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of a table on paper. */

#include "config.h"

#include "ponder-print-table.h"

void
ponder_print_table_fit (double *widths,
                        guint   n_columns,
                        double  available)
{
  double share = available / MAX (n_columns, 1);
  gboolean grown = TRUE;

  /* What the narrow ones leave makes the part of the others wider, which may be enough for some of these. */
  while (grown)
    {
      double left = available;
      guint n_wide = 0;

      for (guint i = 0; i < n_columns; i++)
        if (widths[i] <= share)
          left -= widths[i];
        else
          n_wide++;
      grown = n_wide > 0 && left / n_wide > share + 0.01;
      if (grown)
        share = left / n_wide;
    }

  for (guint i = 0; i < n_columns; i++)
    widths[i] = MIN (widths[i], share);
}
