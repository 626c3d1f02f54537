/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cache on the disk: one SQLite file of its own that may be thrown away at any time. */

#pragma once

#include <gio/gio.h>

#include "ponder-cache-stats.h"

G_BEGIN_DECLS

#define PONDER_TYPE_CACHE_FILE (ponder_cache_file_get_type ())

G_DECLARE_FINAL_TYPE (PonderCacheFile, ponder_cache_file, PONDER, CACHE_FILE, GObject)

/* Lives on the main thread; a worker thread of its own owns the connection, so that chats never wait for it. Programs
 * share the file. One that is broken, in whatever way, is made anew; only what has to do with the place (a full disk,
 * a folder that is not writable, a lock that is never given back) is an error. Times are microseconds since 1970.
 *
 * Signal "changed-elsewhere": another program wrote. */

/* The file's path in @data_dir. (transfer full) */
char            *ponder_cache_file_dup_path     (const char           *data_dir);
/* Nothing is opened, and no thread is started, before the first use. What has expired is removed then, after what
 * was asked for. */
PonderCacheFile *ponder_cache_file_new          (const char           *path);
/* 0 max_entries: nothing is kept. Holds from the next write or cleaning on. Bytes are those of the file. */
void             ponder_cache_file_set_limits   (PonderCacheFile      *self,
                                                 guint64               max_entries,
                                                 guint64               max_bytes);

/* NULL without an error: there is none, or its time is over at @now. @created and @expires (out). When it was used is
 * written later, with others. (transfer full) */
void             ponder_cache_file_get_async    (PonderCacheFile      *self,
                                                 const char           *key,
                                                 gint64                now,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
GBytes          *ponder_cache_file_get_finish   (PonderCacheFile      *self,
                                                 GAsyncResult         *result,
                                                 gint64               *created,
                                                 gint64               *expires,
                                                 GError              **error);
/* In the place of what was there. The least recently used go until there is room; @value that is larger than all the
 * room there is is not kept. */
void             ponder_cache_file_put_async    (PonderCacheFile      *self,
                                                 const char           *key,
                                                 GBytes               *value,
                                                 gint64                created,
                                                 gint64                expires,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean         ponder_cache_file_put_finish   (PonderCacheFile      *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);
/* @key was used, though it was not asked for here. Written later, like what is counted. */
void             ponder_cache_file_note_use     (PonderCacheFile      *self,
                                                 const char           *key);
/* Adds hits, misses and saved tokens to what is counted in the file, for all programs together; written later, with
 * others, at the latest when it is closed. */
void             ponder_cache_file_count        (PonderCacheFile      *self,
                                                 guint64               hits,
                                                 guint64               misses,
                                                 guint64               saved_tokens);

/* Removes what has expired at @now, and, for @max_age (microseconds; 0: none) what is older. Gives how many, -1 with
 * @error. The file shrinks. */
void             ponder_cache_file_clean_async  (PonderCacheFile      *self,
                                                 gint64                now,
                                                 gint64                max_age,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gint64           ponder_cache_file_clean_finish (PonderCacheFile      *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);
/* Removes everything; what was counted stays. Gives how many, -1 with @error. The file shrinks. */
void             ponder_cache_file_clear_async  (PonderCacheFile      *self,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gint64           ponder_cache_file_clear_finish (PonderCacheFile      *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);
/* (out caller-allocates) @stats */
void             ponder_cache_file_read_stats_async  (PonderCacheFile      *self,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean         ponder_cache_file_read_stats_finish (PonderCacheFile      *self,
                                                      GAsyncResult         *result,
                                                      PonderCacheStats     *stats,
                                                      GError              **error);
/* Writes what is still to be written. Nothing may be asked of it afterwards. */
void             ponder_cache_file_close_async  (PonderCacheFile      *self,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean         ponder_cache_file_close_finish (PonderCacheFile      *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);

G_END_DECLS
