/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The heights of all rows of a long list, estimated until measured. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PonderRowHeights PonderRowHeights;

PonderRowHeights *ponder_row_heights_new         (void);
void              ponder_row_heights_free        (PonderRowHeights *self);

guint             ponder_row_heights_get_n_rows  (PonderRowHeights *self);
/* New rows are 0 high and not measured. O(n). */
void              ponder_row_heights_splice      (PonderRowHeights *self,
                                                  guint             position,
                                                  guint             n_removed,
                                                  guint             n_added);
/* A guess; says nothing about a row that is measured. O(log n), like all that follow. */
void              ponder_row_heights_estimate    (PonderRowHeights *self,
                                                  guint             row,
                                                  int               height);
/* The same for @n_rows new ones at once; O(n) of all. */
void              ponder_row_heights_guess       (PonderRowHeights *self,
                                                  guint             first,
                                                  guint             n_rows,
                                                  int               height);
void              ponder_row_heights_measure     (PonderRowHeights *self,
                                                  guint             row,
                                                  int               height);
/* Every height becomes a guess again: the width has changed. O(n). */
void              ponder_row_heights_forget      (PonderRowHeights *self);
int               ponder_row_heights_get         (PonderRowHeights *self,
                                                  guint             row);
/* Where @row begins; the height of all for @row == n_rows. */
gint64            ponder_row_heights_get_top     (PonderRowHeights *self,
                                                  guint             row);
/* The row that covers @y, the nearest one for a @y outside. There must be rows. */
guint             ponder_row_heights_find        (PonderRowHeights *self,
                                                  gint64            y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderRowHeights, ponder_row_heights_free)

G_END_DECLS
