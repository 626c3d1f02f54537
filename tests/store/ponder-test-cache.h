/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calls of a cache's file, waited for. Those without a GError fail the test when they fail. */

#pragma once

#include "ponder-cache-file.h"

G_BEGIN_DECLS

/* In @dir. (transfer full) */
PonderCacheFile *ponder_test_cache_new     (const char        *dir);
/* Closes and lets go of it. */
void             ponder_test_cache_close   (PonderCacheFile   *cache);

GBytes          *ponder_test_cache_try_get (PonderCacheFile   *cache,
                                            const char        *key,
                                            gint64             now,
                                            GError           **error);
gboolean         ponder_test_cache_try_put (PonderCacheFile   *cache,
                                            const char        *key,
                                            const char        *value,
                                            gint64             created,
                                            gint64             expires,
                                            GError           **error);
void             ponder_test_cache_put     (PonderCacheFile   *cache,
                                            const char        *key,
                                            const char        *value,
                                            gint64             created,
                                            gint64             expires);
/* @n bytes that @key alone decides, for an hour from now. */
void             ponder_test_cache_put_n   (PonderCacheFile   *cache,
                                            const char        *key,
                                            gsize              n);
/* Expects @value, or nothing for NULL. */
void             ponder_test_cache_expect  (PonderCacheFile   *cache,
                                            const char        *key,
                                            gint64             now,
                                            const char        *value);
gint64           ponder_test_cache_clean   (PonderCacheFile   *cache,
                                            gint64             now,
                                            gint64             max_age);
gint64           ponder_test_cache_clear   (PonderCacheFile   *cache);
PonderCacheStats ponder_test_cache_stats   (PonderCacheFile   *cache);

/* What SQL says about the file, with no cache around it. */
gint64           ponder_test_cache_sql     (const char        *path,
                                            const char        *sql);
/* Expects that it is sound, and that the sums are what is summed up. */
void             ponder_test_cache_check   (const char        *path);

G_END_DECLS
