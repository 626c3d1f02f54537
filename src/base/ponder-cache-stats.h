/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a cache holds and what it was good for. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 n_entries;
  guint64 n_bytes;
  guint64 hits;
  guint64 misses;
  guint64 evictions;            /* removed to make room */
  guint64 expired;              /* removed because their time was over */
  guint64 saved_tokens;         /* that no server had to read or write */
} PonderCacheStats;

/* 0 to 1; 0 when nobody asked yet. */
double ponder_cache_stats_get_hit_rate    (const PonderCacheStats *self);
/* Rounded down: 100 only when nothing was missed. */
guint  ponder_cache_stats_get_hit_percent (const PonderCacheStats *self);

G_END_DECLS
