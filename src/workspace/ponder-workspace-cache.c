/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workspace's caches: answers, what servers say of their models, and chats that were open. */

#include "config.h"

#include "ponder-workspace-private.h"

#include "ponder-cache-file.h"

#define MEGABYTE 1000000

#define DEVELOPMENT_CALLS     5
#define DEVELOPMENT_ENTRIES   100
#define DEVELOPMENT_MEGABYTES 10
#define DEVELOPMENT_TTL       (5 * 60)
#define PRODUCTION_CALLS      20

/* Lists of models: long enough for whoever opens the list again and again. */
#define LISTS_ENTRIES   64
#define LISTS_MEGABYTES 4
#define LISTS_TTL       60

/* Chats that one goes back and forth between. */
#define RECENT_CHATS     16
#define RECENT_MEGABYTES 64

void
ponder_workspace_get_cache_limits (PonderWorkspace *self,
                                   guint           *max_entries,
                                   guint           *max_megabytes,
                                   guint           *ttl)
{
  gboolean development;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));

  development = self->profile == PONDER_PROFILE_DEVELOPMENT;
  *max_entries = development ? DEVELOPMENT_ENTRIES : ponder_settings_get_cache_max_entries (self->settings);
  *max_megabytes = development ? DEVELOPMENT_MEGABYTES : ponder_settings_get_cache_max_megabytes (self->settings);
  *ttl = development ? DEVELOPMENT_TTL : ponder_settings_get_cache_ttl (self->settings);
}

static void
read_limits (PonderWorkspace   *self,
             PonderCacheLimits *limits)
{
  guint max_megabytes;

  ponder_workspace_get_cache_limits (self, &limits->max_entries, &max_megabytes, &limits->ttl);
  limits->max_bytes = (gsize) max_megabytes * MEGABYTE;
}

static void
limits_changed_cb (PonderWorkspace *self)
{
  PonderCacheLimits limits;

  if (self->cache == NULL)
    return;

  read_limits (self, &limits);
  ponder_cache_set_limits (self->cache, &limits);
}

static void
paced_changed_cb (PonderWorkspace *self)
{
  ponder_service_set_replay_paced (self->service, ponder_settings_get_cache_replay_paced (self->settings));
}

static void
set_profile (PonderWorkspace *self,
             PonderProfile    profile)
{
  gboolean development = profile == PONDER_PROFILE_DEVELOPMENT;

  self->profile = profile;
  self->n_calls = development ? DEVELOPMENT_CALLS : PRODUCTION_CALLS;
  ponder_service_set_concurrency (self->service, self->n_calls);
  g_clear_pointer (&self->cache_path, g_free);
  if (!development)
    self->cache_path = ponder_cache_file_dup_path (self->data_dir);
}

void
ponder_workspace_set_up_caches (PonderWorkspace *self)
{
  const PonderCacheLimits lists = { LISTS_ENTRIES, LISTS_MEGABYTES * MEGABYTE, LISTS_TTL };
  static const char *const limits[] = {
    "notify::cache-ttl", "notify::cache-max-entries", "notify::cache-max-megabytes",
  };

  self->model_lists = ponder_cache_new (&lists, NULL);
  self->recent = ponder_lru_new (RECENT_CHATS, (gsize) RECENT_MEGABYTES * MEGABYTE, g_object_unref);
  set_profile (self, PONDER_PROFILE_PRODUCTION);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    g_signal_connect_object (self->settings, limits[i], G_CALLBACK (limits_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "notify::cache-replay-paced", G_CALLBACK (paced_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

void
ponder_workspace_open_cache (PonderWorkspace *self)
{
  PonderCacheLimits limits;

  read_limits (self, &limits);
  if (self->cache_path != NULL)
    self->cache_file = ponder_cache_file_new (self->cache_path);
  self->cache = ponder_cache_new (&limits, self->cache_file);
  ponder_service_set_cache (self->service, self->cache);
}

/* Answers that could not be kept are no loss that anybody must hear of. */
static void
file_closed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (!ponder_cache_file_close_finish (PONDER_CACHE_FILE (source), result, &error))
    g_info ("the cache cannot be closed: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

void
ponder_workspace_close_cache_async (PonderWorkspace     *self,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr(PonderCacheFile) file = g_steal_pointer (&self->cache_file);

  g_task_set_source_tag (task, ponder_workspace_close_cache_async);
  ponder_service_set_cache (self->service, NULL);
  g_clear_object (&self->cache);
  if (file != NULL)
    ponder_cache_file_close_async (file, file_closed_cb, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

void
ponder_workspace_close_cache_finish (PonderWorkspace *self,
                                     GAsyncResult    *result)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
}

void
ponder_workspace_apply_cache (PonderWorkspace *self,
                              PonderRequest   *request,
                              PonderCacheUse   wanted)
{
  gboolean off = !ponder_settings_get_cache_enabled (self->settings)
                 || ponder_request_get_config (request)->no_cache;

  ponder_request_set_cache_use (request, off ? PONDER_CACHE_OFF : wanted);
}

void
ponder_workspace_allow_calls (PonderWorkspace *self,
                              guint            n_calls)
{
  if (n_calls <= self->n_calls)
    return;

  self->n_calls = n_calls;
  ponder_service_set_concurrency (self->service, n_calls);
}

/* --- public --- */

void
ponder_workspace_set_profile (PonderWorkspace *self,
                              PonderProfile    profile)
{
  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (!self->is_open);

  set_profile (self, profile);
}

const char *
ponder_workspace_get_cache_path (PonderWorkspace *self)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  return self->cache_path;
}

/* (transfer full) (nullable): NULL when there is nothing to ask, which @task has been told. */
static GTask *
new_task (PonderWorkspace     *self,
          gpointer             tag,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  if (self->cache != NULL)
    return task;

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "the cache is closed");
  g_object_unref (task);
  return NULL;
}

static void
stats_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autofree PonderCacheStats *stats = g_new0 (PonderCacheStats, 1);
  g_autoptr(GError) error = NULL;

  if (ponder_cache_read_stats_finish (PONDER_CACHE (source), result, stats, &error))
    g_task_return_pointer (task, g_steal_pointer (&stats), g_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
ponder_workspace_read_cache_stats_async (PonderWorkspace     *self,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));

  task = new_task (self, ponder_workspace_read_cache_stats_async, cancellable, callback, user_data);
  if (task != NULL)
    ponder_cache_read_stats_async (self->cache, cancellable, stats_read_cb, task);
}

gboolean
ponder_workspace_read_cache_stats_finish (PonderWorkspace   *self,
                                          GAsyncResult      *result,
                                          PonderCacheStats  *stats,
                                          GError           **error)
{
  g_autofree PonderCacheStats *read = NULL;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!(read = g_task_propagate_pointer (G_TASK (result), error)))
    return FALSE;

  *stats = *read;
  return TRUE;
}

/* Takes @task. */
static void
return_number (GTask  *task,
               gint64  n,
               GError *error)
{
  if (n >= 0)
    g_task_return_int (task, (gssize) n);
  else
    g_task_return_error (task, error);
  g_object_unref (task);
}

static void
cleaned_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GError *error = NULL;
  gint64 n = ponder_cache_clean_finish (PONDER_CACHE (source), result, &error);

  return_number (user_data, n, error);
}

void
ponder_workspace_clean_cache_async (PonderWorkspace     *self,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));

  task = new_task (self, ponder_workspace_clean_cache_async, cancellable, callback, user_data);
  if (task != NULL)
    ponder_cache_clean_async (self->cache, cancellable, cleaned_cb, task);
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

static void
cleared_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GError *error = NULL;
  gint64 n = ponder_cache_clear_finish (PONDER_CACHE (source), result, &error);

  return_number (user_data, n, error);
}

void
ponder_workspace_clear_cache_async (PonderWorkspace     *self,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));

  task = new_task (self, ponder_workspace_clear_cache_async, cancellable, callback, user_data);
  if (task != NULL)
    ponder_cache_clear_async (self->cache, cancellable, cleared_cb, task);
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
