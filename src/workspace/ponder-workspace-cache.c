/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workspace's caches: answers, and what servers say of their models. */

#include "config.h"

#include "ponder-workspace-private.h"

/* Nothing is kept yet, so there is nothing to count or to remove. */
static void
return_nothing (PonderWorkspace     *self,
                GCancellable        *cancellable,
                GAsyncReadyCallback  callback,
                gpointer             user_data,
                gpointer             tag)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_return_int (task, 0);
}

void
ponder_workspace_read_cache_stats_async (PonderWorkspace     *self,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data)
{
  g_return_if_fail (PONDER_IS_WORKSPACE (self));

  return_nothing (self, cancellable, callback, user_data, ponder_workspace_read_cache_stats_async);
}

gboolean
ponder_workspace_read_cache_stats_finish (PonderWorkspace   *self,
                                          GAsyncResult      *result,
                                          PonderCacheStats  *stats,
                                          GError           **error)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  *stats = (PonderCacheStats) { 0 };
  return g_task_propagate_int (G_TASK (result), error) >= 0;
}

void
ponder_workspace_clean_cache_async (PonderWorkspace     *self,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (PONDER_IS_WORKSPACE (self));

  return_nothing (self, cancellable, callback, user_data, ponder_workspace_clean_cache_async);
}

gint64
ponder_workspace_clean_cache_finish (PonderWorkspace  *self,
                                     GAsyncResult     *result,
                                     GError          **error)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), -1);
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return g_task_propagate_int (G_TASK (result), error);
}

void
ponder_workspace_clear_cache_async (PonderWorkspace     *self,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (PONDER_IS_WORKSPACE (self));

  return_nothing (self, cancellable, callback, user_data, ponder_workspace_clear_cache_async);
}

gint64
ponder_workspace_clear_cache_finish (PonderWorkspace  *self,
                                     GAsyncResult     *result,
                                     GError          **error)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), -1);
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return g_task_propagate_int (G_TASK (result), error);
}
