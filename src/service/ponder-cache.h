/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes by key: in memory in front of a file, or in memory only. */

#pragma once

#include <gio/gio.h>

#include "ponder-cache-stats.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_CACHE (ponder_cache_get_type ())

G_DECLARE_FINAL_TYPE (PonderCache, ponder_cache, PONDER, CACHE, GObject)

/* Each layer keeps to them for itself. */
typedef struct
{
  guint  max_entries;
  gsize  max_bytes;
  guint  ttl;                   /* seconds that an entry lives unless it says otherwise */
} PonderCacheLimits;

/* Work that makes a value: ends with g_task_return_pointer (task, GBytes, g_bytes_unref) or an error; the task's
 * cancellable is cancelled when nobody waits for it any more. Takes @task. */
typedef void (*PonderCacheCompute) (GTask    *task,
                                    gpointer  user_data);

/* Main thread. @file (nullable): without one everything is forgotten with the program. Every instance has its own
 * limits. A cache never stands in the way: a layer that fails is logged and passed by. What has expired is removed
 * soon after the start and every hour, in idle time. */
PonderCache *ponder_cache_new         (const PonderCacheLimits  *limits,
                                       PonderCacheFile          *file);
/* What does not fit any more goes at once; a shorter time to live holds for what is there, too. */
void         ponder_cache_set_limits  (PonderCache              *self,
                                       const PonderCacheLimits  *limits);
void         ponder_cache_get_limits  (PonderCache              *self,
                                       PonderCacheLimits        *limits);

/* In memory only, at once; counts as nothing. @created (out) (optional): microseconds since 1970. (transfer full)
 * (nullable) */
GBytes      *ponder_cache_peek        (PonderCache              *self,
                                       const char               *key,
                                       gint64                   *created);
/* The one lookup path: memory, then the file. NULL without an error is a miss; the only error is G_IO_ERROR_CANCELLED.
 * Is answered from the main loop, within a second. Counts as a hit or a miss. (transfer full) */
void         ponder_cache_get_async   (PonderCache              *self,
                                       const char               *key,
                                       GCancellable             *cancellable,
                                       GAsyncReadyCallback       callback,
                                       gpointer                  user_data);
GBytes      *ponder_cache_get_finish  (PonderCache              *self,
                                       GAsyncResult             *result,
                                       gint64                   *created,
                                       GError                  **error);
/* @ttl: seconds, 0 for the cache's own. In memory at once, in the file soon. */
void         ponder_cache_set         (PonderCache              *self,
                                       const char               *key,
                                       GBytes                   *value,
                                       guint                     ttl);
/* What is there, else what @compute makes, which is then kept. Those who ask for the same @key at the same time wait
 * for the same work; it is given up when the last of them is cancelled. Errors are given to all and not kept.
 * @compute_data is freed with @free_compute_data (nullable) after the work, or at once when it is not needed. */
void         ponder_cache_get_or_compute_async  (PonderCache          *self,
                                                 const char           *key,
                                                 guint                 ttl,
                                                 PonderCacheCompute    compute,
                                                 gpointer              compute_data,
                                                 GDestroyNotify        free_compute_data,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
GBytes      *ponder_cache_get_or_compute_finish (PonderCache          *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);
/* Somebody was served without a lookup of his own, by a call that others had begun. */
void         ponder_cache_count_shared (PonderCache             *self);
void         ponder_cache_count_saved  (PonderCache             *self,
                                        guint64                  tokens);

/* How many were removed; -1 with @error. */
void         ponder_cache_clean_async  (PonderCache             *self,
                                        GCancellable            *cancellable,
                                        GAsyncReadyCallback      callback,
                                        gpointer                 user_data);
gint64       ponder_cache_clean_finish (PonderCache             *self,
                                        GAsyncResult            *result,
                                        GError                 **error);
void         ponder_cache_clear_async  (PonderCache             *self,
                                        GCancellable            *cancellable,
                                        GAsyncReadyCallback      callback,
                                        gpointer                 user_data);
gint64       ponder_cache_clear_finish (PonderCache             *self,
                                        GAsyncResult            *result,
                                        GError                 **error);
/* Of the file, where there is one, for all programs that share it; else of the memory. */
void         ponder_cache_read_stats_async  (PonderCache         *self,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
gboolean     ponder_cache_read_stats_finish (PonderCache         *self,
                                             GAsyncResult        *result,
                                             PonderCacheStats    *stats,
                                             GError             **error);

G_END_DECLS
