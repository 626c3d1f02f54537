/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The entries of a cache and the sums over them. On the worker's thread. */

#pragma once

#include "ponder-cache-stats.h"
#include "ponder-db.h"

G_BEGIN_DECLS

/* All that write want a transaction of the caller. Times are microseconds since 1970. What the file holds but cannot
 * be right is an error for which ponder_db_is_unfit() holds. */

/* Makes the tables in an empty file, and sets what must be set before there is anything in it. */
gboolean ponder_cache_table_make           (PonderDb          *db,
                                            GError           **error);
/* Whether the file is what ponder_cache_table_make() makes. */
gboolean ponder_cache_table_check          (PonderDb          *db,
                                            GError           **error);

/* NULL without an error: there is none, or its time is not at @now. (transfer full) */
GBytes  *ponder_cache_table_get            (PonderDb          *db,
                                            const char        *key,
                                            gint64             now,
                                            gint64            *created,
                                            gint64            *expires,
                                            GError           **error);
/* What has expired at @created, then the least recently used, go until both limits hold; what is larger than all
 * the room there is is not kept. */
gboolean ponder_cache_table_put            (PonderDb          *db,
                                            const char        *key,
                                            GBytes            *value,
                                            gint64             created,
                                            gint64             expires,
                                            guint64            max_entries,
                                            guint64            max_bytes,
                                            GError           **error);
/* The same for what is there. */
gboolean ponder_cache_table_make_room      (PonderDb          *db,
                                            gint64             now,
                                            guint64            max_entries,
                                            guint64            max_bytes,
                                            GError           **error);

gboolean ponder_cache_table_has_expired    (PonderDb          *db,
                                            gint64             now,
                                            gboolean          *has_expired,
                                            GError           **error);
/* And what was made before @oldest. @n_removed (out) */
gboolean ponder_cache_table_remove_expired (PonderDb          *db,
                                            gint64             now,
                                            gint64             oldest,
                                            gint64            *n_removed,
                                            GError           **error);
gboolean ponder_cache_table_remove_all     (PonderDb          *db,
                                            gint64            *n_removed,
                                            GError           **error);
/* Gives what is free back to the disk. Not in a transaction. */
gboolean ponder_cache_table_shrink         (PonderDb          *db,
                                            GError           **error);

/* @use counts from 1, since the last ponder_cache_table_count(). */
gboolean ponder_cache_table_set_used       (PonderDb          *db,
                                            const char        *key,
                                            guint64            use,
                                            GError           **error);
gboolean ponder_cache_table_count          (PonderDb          *db,
                                            guint64            n_uses,
                                            guint64            hits,
                                            guint64            misses,
                                            guint64            saved_tokens,
                                            GError           **error);
gboolean ponder_cache_table_read_stats     (PonderDb          *db,
                                            PonderCacheStats  *stats,
                                            GError           **error);

G_END_DECLS
