/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes by key: in memory in front of a file, or in memory only. */

#include "config.h"

#include "ponder-cache-private.h"

#include "ponder-lru.h"

#define CLEAN_INTERVAL (60 * 60 * 1000)

struct _PonderCache
{
  GObject            parent_instance;

  PonderCacheLimits  limits;
  PonderLru         *memory;
  PonderCacheFile   *file;      /* (nullable) */
  GHashTable        *works;
  PonderCacheStats   counted;   /* when there is no file */
  guint              clean_source;
};

G_DEFINE_FINAL_TYPE (PonderCache, ponder_cache, G_TYPE_OBJECT)

typedef struct
{
  GBytes *value;
  gint64  created;
} Hit;

static void
hit_free (Hit *hit)
{
  g_bytes_unref (hit->value);
  g_free (hit);
}

/* A GBytes itself has five words. */
static gsize
measure (GBytes *value)
{
  return ponder_lru_allocated (g_bytes_get_size (value)) + ponder_lru_allocated (5 * sizeof (gpointer));
}

static gint64
to_microseconds (guint seconds)
{
  return (gint64) seconds * G_USEC_PER_SEC;
}

static void
return_hit (GTask  *task,
            GBytes *value,
            gint64  created)
{
  Hit *hit = g_new0 (Hit, 1);

  hit->value = g_bytes_ref (value);
  hit->created = created;
  g_task_return_pointer (task, hit, (GDestroyNotify) hit_free);
}

static void
count (PonderCache *self,
       gboolean     is_hit)
{
  if (is_hit)
    self->counted.hits++;
  else
    self->counted.misses++;
}

static guint
remove_expired (PonderCache *self)
{
  guint n_removed = ponder_lru_remove_expired (self->memory, g_get_real_time ());

  self->counted.expired += n_removed;
  return n_removed;
}

static gboolean
clean_cb (gpointer user_data)
{
  remove_expired (user_data);
  return G_SOURCE_CONTINUE;
}

static void
ponder_cache_dispose (GObject *object)
{
  PonderCache *self = PONDER_CACHE (object);

  g_clear_handle_id (&self->clean_source, g_source_remove);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (ponder_cache_parent_class)->dispose (object);
}

static void
ponder_cache_finalize (GObject *object)
{
  PonderCache *self = PONDER_CACHE (object);

  g_clear_pointer (&self->memory, ponder_lru_free);
  g_clear_pointer (&self->works, g_hash_table_unref);

  G_OBJECT_CLASS (ponder_cache_parent_class)->finalize (object);
}

static void
ponder_cache_class_init (PonderCacheClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ponder_cache_dispose;
  object_class->finalize = ponder_cache_finalize;
}

static void
ponder_cache_init (PonderCache *self)
{
  self->works = g_hash_table_new (g_str_hash, g_str_equal);
  ponder_cache_set_clean_interval (self, CLEAN_INTERVAL);
}

GHashTable *
ponder_cache_get_works (PonderCache *self)
{
  return self->works;
}

void
ponder_cache_set_clean_interval (PonderCache *self,
                                 guint        interval_ms)
{
  g_clear_handle_id (&self->clean_source, g_source_remove);
  self->clean_source = g_timeout_add_full (G_PRIORITY_LOW, interval_ms, clean_cb, self, NULL);
}

PonderCache *
ponder_cache_new (const PonderCacheLimits *limits,
                  PonderCacheFile         *file)
{
  PonderCache *self;

  g_return_val_if_fail (limits != NULL, NULL);
  g_return_val_if_fail (file == NULL || G_IS_OBJECT (file), NULL);

  self = g_object_new (PONDER_TYPE_CACHE, NULL);
  self->limits = *limits;
  self->memory = ponder_lru_new (limits->max_entries, limits->max_bytes, (GDestroyNotify) g_bytes_unref);
  g_set_object (&self->file, file);
  return self;
}

void
ponder_cache_set_limits (PonderCache             *self,
                         const PonderCacheLimits *limits)
{
  g_return_if_fail (PONDER_IS_CACHE (self));
  g_return_if_fail (limits != NULL);

  self->counted.evictions += ponder_lru_set_limits (self->memory, limits->max_entries, limits->max_bytes);
  if (limits->ttl < self->limits.ttl)
    {
      ponder_lru_limit_age (self->memory, to_microseconds (limits->ttl));
      remove_expired (self);
    }
  self->limits = *limits;
}

void
ponder_cache_get_limits (PonderCache       *self,
                         PonderCacheLimits *limits)
{
  g_return_if_fail (PONDER_IS_CACHE (self));
  g_return_if_fail (limits != NULL);

  *limits = self->limits;
}

GBytes *
ponder_cache_peek (PonderCache *self,
                   const char  *key,
                   gint64      *created)
{
  guint n_entries;
  GBytes *value;

  g_return_val_if_fail (PONDER_IS_CACHE (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  n_entries = ponder_lru_get_n_entries (self->memory);
  value = ponder_lru_lookup (self->memory, key, g_get_real_time (), created);
  self->counted.expired += n_entries - ponder_lru_get_n_entries (self->memory);
  return value != NULL ? g_bytes_ref (value) : NULL;
}

void
ponder_cache_get_async (PonderCache         *self,
                        const char          *key,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GBytes) value = NULL;
  gint64 created;

  g_return_if_fail (PONDER_IS_CACHE (self));
  g_return_if_fail (key != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_cache_get_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  value = ponder_cache_peek (self, key, &created);
  count (self, value != NULL);
  if (value != NULL)
    return_hit (task, value, created);
  else
    g_task_return_pointer (task, NULL, NULL);
}

GBytes *
ponder_cache_get_finish (PonderCache   *self,
                         GAsyncResult  *result,
                         gint64        *created,
                         GError       **error)
{
  GBytes *value;
  Hit *hit;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!(hit = g_task_propagate_pointer (G_TASK (result), error)))
    return NULL;

  if (created != NULL)
    *created = hit->created;
  value = g_bytes_ref (hit->value);
  hit_free (hit);
  return value;
}

void
ponder_cache_set (PonderCache *self,
                  const char  *key,
                  GBytes      *value,
                  guint        ttl)
{
  gint64 now = g_get_real_time ();
  gint64 expires;

  g_return_if_fail (PONDER_IS_CACHE (self));
  g_return_if_fail (key != NULL && value != NULL);

  expires = now + to_microseconds (ttl > 0 ? ttl : self->limits.ttl);
  self->counted.evictions += ponder_lru_insert (self->memory, key, g_bytes_ref (value), measure (value), now, expires);
}

void
ponder_cache_count_shared (PonderCache *self)
{
  g_return_if_fail (PONDER_IS_CACHE (self));

  count (self, TRUE);
}

void
ponder_cache_count_saved (PonderCache *self,
                          guint64      tokens)
{
  g_return_if_fail (PONDER_IS_CACHE (self));

  self->counted.saved_tokens += tokens;
}

void
ponder_cache_clean_async (PonderCache         *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PONDER_IS_CACHE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_cache_clean_async);
  g_task_return_int (task, remove_expired (self));
}

gint64
ponder_cache_clean_finish (PonderCache   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return g_task_propagate_int (G_TASK (result), error);
}

void
ponder_cache_clear_async (PonderCache         *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PONDER_IS_CACHE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_cache_clear_async);
  g_task_return_int (task, ponder_lru_get_n_entries (self->memory));
  ponder_lru_clear (self->memory);
}

gint64
ponder_cache_clear_finish (PonderCache   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return g_task_propagate_int (G_TASK (result), error);
}

void
ponder_cache_read_stats_async (PonderCache         *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  PonderCacheStats stats;

  g_return_if_fail (PONDER_IS_CACHE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_cache_read_stats_async);
  stats = self->counted;
  stats.n_entries = ponder_lru_get_n_entries (self->memory);
  stats.n_bytes = ponder_lru_get_n_bytes (self->memory);
  g_task_return_pointer (task, g_memdup2 (&stats, sizeof stats), g_free);
}

gboolean
ponder_cache_read_stats_finish (PonderCache       *self,
                                GAsyncResult      *result,
                                PonderCacheStats  *stats,
                                GError           **error)
{
  g_autofree PonderCacheStats *read = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (stats != NULL, FALSE);

  if (!(read = g_task_propagate_pointer (G_TASK (result), error)))
    return FALSE;

  *stats = *read;
  return TRUE;
}
