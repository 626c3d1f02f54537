/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the cache, and its tests, know of it. */

#pragma once

#include "ponder-cache.h"

G_BEGIN_DECLS

/* Key -> work that somebody waits for; keys and values are borrowed from the work. (transfer none) */
GHashTable *ponder_cache_get_works          (PonderCache *self);
/* How often what has expired is removed. */
void        ponder_cache_set_clean_interval (PonderCache *self,
                                             guint        interval_ms);

G_END_DECLS
