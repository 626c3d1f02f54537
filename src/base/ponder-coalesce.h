/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gathers bursts of change: the first is passed on at once, later ones at most once per
 * interval. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PonderCoalesce PonderCoalesce;
typedef void (*PonderCoalesceFunc) (gpointer user_data);

/* A trailing debounce would never fire under a steady stream; this fires once per @interval_ms. The
 * first touch after a pause calls @func from within ponder_coalesce_touch(). */
PonderCoalesce *ponder_coalesce_new   (guint               interval_ms,
                                       PonderCoalesceFunc  func,
                                       gpointer            user_data);
void            ponder_coalesce_touch (PonderCoalesce     *self);
/* Calls @func now if a change is waiting. */
void            ponder_coalesce_flush (PonderCoalesce     *self);
/* Forgets a waiting change. */
void            ponder_coalesce_free  (PonderCoalesce     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderCoalesce, ponder_coalesce_free)

G_END_DECLS
