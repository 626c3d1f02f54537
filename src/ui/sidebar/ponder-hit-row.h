/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of what was found: a chat's title as a heading, or a place in it. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-search-hit.h"

G_BEGIN_DECLS

#define PONDER_TYPE_HIT_ROW (ponder_hit_row_get_type ())

G_DECLARE_FINAL_TYPE (PonderHitRow, ponder_hit_row, PONDER, HIT_ROW, GtkWidget)

GtkWidget       *ponder_hit_row_new         (void);
void             ponder_hit_row_set_heading (PonderHitRow    *self,
                                             const char      *title);
/* (nullable): nothing for now. */
void             ponder_hit_row_set_hit     (PonderHitRow    *self,
                                             PonderSearchHit *hit);
/* (nullable): a heading. */
PonderSearchHit *ponder_hit_row_get_hit     (PonderHitRow    *self);

G_END_DECLS
