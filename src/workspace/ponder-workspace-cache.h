/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workspace's answers that are kept, as a front end counts and removes them. */

#pragma once

#include <gio/gio.h>

#include "ponder-cache-stats.h"
#include "ponder-types.h"

G_BEGIN_DECLS

/* (nullable): the file of answers; NULL: they are in memory only. */
const char       *ponder_workspace_get_cache_path          (PonderWorkspace      *self);
/* Those that hold now. @ttl: seconds. */
void              ponder_workspace_get_cache_limits        (PonderWorkspace      *self,
                                                            guint                *max_entries,
                                                            guint                *max_megabytes,
                                                            guint                *ttl);
/* (out caller-allocates) @stats: of all programs that use this folder together. */
void              ponder_workspace_read_cache_stats_async  (PonderWorkspace      *self,
                                                            GCancellable         *cancellable,
                                                            GAsyncReadyCallback   callback,
                                                            gpointer              user_data);
gboolean          ponder_workspace_read_cache_stats_finish (PonderWorkspace      *self,
                                                            GAsyncResult         *result,
                                                            PonderCacheStats     *stats,
                                                            GError              **error);
/* Removes the answers whose time is over; gives how many, -1 with @error. */
void              ponder_workspace_clean_cache_async       (PonderWorkspace      *self,
                                                            GCancellable         *cancellable,
                                                            GAsyncReadyCallback   callback,
                                                            gpointer              user_data);
gint64            ponder_workspace_clean_cache_finish      (PonderWorkspace      *self,
                                                            GAsyncResult         *result,
                                                            GError              **error);
/* Removes them all; gives how many, -1 with @error. */
void              ponder_workspace_clear_cache_async       (PonderWorkspace      *self,
                                                            GCancellable         *cancellable,
                                                            GAsyncReadyCallback   callback,
                                                            gpointer              user_data);
gint64            ponder_workspace_clear_cache_finish      (PonderWorkspace      *self,
                                                            GAsyncResult         *result,
                                                            GError              **error);

G_END_DECLS
