/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of a table on paper. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes @widths, what @n_columns would like, fit into @available: those that want less than an equal part get
 * what they want, the others share the rest. */
void ponder_print_table_fit (double *widths,
                             guint   n_columns,
                             double  available);

G_END_DECLS
