/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the cache, and its tests, know of it. */

#pragma once

#include "ponder-cache.h"
#include "ponder-lru.h"

G_BEGIN_DECLS

/* Main thread only. */
struct _PonderCache
{
  GObject            parent_instance;

  PonderCacheLimits  limits;
  PonderLru         *memory;
  PonderCacheFile   *file;              /* (nullable) */
  GHashTable        *works;             /* key -> what somebody waits for; both borrowed from it */
  GHashTable        *writes;            /* key -> the last that is on its way to the file; both borrowed from it */
  GQueue             lookups;           /* that wait for the file, the oldest first */
  guint              lookups_source;
  guint              clean_source;
  guint              generation;        /* of the file's content: another one after it was cleared or changed */
  gint64             shortened;         /* when lives were last made shorter, in microseconds since 1970, 0 */
  gint64             shortened_to;      /* microseconds */
  PonderCacheStats   counted;           /* when there is no file */
  gboolean           complained;
};

/* Once is enough: what does not work now does not work for the next either. */
void ponder_cache_complain           (PonderCache  *self,
                                      const GError *error);
void ponder_cache_count              (PonderCache  *self,
                                      guint         hits,
                                      guint         misses);
void ponder_cache_remember           (PonderCache  *self,
                                      const char   *key,
                                      GBytes       *value,
                                      gint64        created,
                                      gint64        expires);
/* In idle time after @ms: removes what has expired, and does so again every hour. */
void ponder_cache_clean_after        (PonderCache  *self,
                                      guint         ms);

G_END_DECLS
