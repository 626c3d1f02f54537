/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a cache holds and what it was good for. */

#include "config.h"

#include "ponder-cache-stats.h"

double
ponder_cache_stats_get_hit_rate (const PonderCacheStats *self)
{
  guint64 n_asked = self->hits + self->misses;

  return n_asked > 0 ? (double) self->hits / (double) n_asked : 0;
}

/* In whole numbers: of 29 in 100 a double makes a little less than 29. */
guint
ponder_cache_stats_get_hit_percent (const PonderCacheStats *self)
{
  guint64 n_asked = self->hits + self->misses;

  return n_asked > 0 ? (guint) (self->hits * 100 / n_asked) : 0;
}
