/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes by key: in memory in front of a file, or in memory only. */

#include "config.h"

#include "ponder-cache-private.h"

#include "ponder-cache-file.h"

/* Milliseconds: what expired while no program ran goes when this one has had time to begin. */
#define FIRST_CLEAN    (3 * 1000)
#define CLEAN_INTERVAL (60 * 60 * 1000)

G_DEFINE_FINAL_TYPE (PonderCache, ponder_cache, G_TYPE_OBJECT)

/* On its way to the file. */
typedef struct
{
  PonderCache *cache;
  char        *key;
  GBytes      *value;
  gint64       created;
  gint64       expires;
} Write;

static void
write_free (Write *write)
{
  g_object_unref (write->cache);
  g_free (write->key);
  g_bytes_unref (write->value);
  g_free (write);
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

static guint
remove_expired (PonderCache *self)
{
  guint n_removed = ponder_lru_remove_expired (self->memory, g_get_real_time ());

  self->counted.expired += n_removed;
  return n_removed;
}

/* What this program knows better than the file stays. */
static void
changed_elsewhere_cb (PonderCache *self)
{
  GHashTableIter iter;
  gpointer data;

  self->generation++;
  ponder_lru_clear (self->memory);
  g_hash_table_iter_init (&iter, self->writes);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      Write *write = data;

      ponder_cache_remember (self, write->key, write->value, write->created, write->expires);
    }
}

static void
cleaned_unasked_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderCache) self = user_data;

  if (ponder_cache_file_clean_finish (PONDER_CACHE_FILE (source), result, &error) < 0)
    ponder_cache_complain (self, error);
}

static void
clean_file (PonderCache *self,
            gint64       max_age)
{
  if (self->file != NULL)
    ponder_cache_file_clean_async (self->file, g_get_real_time (), max_age, NULL, cleaned_unasked_cb,
                                   g_object_ref (self));
}

static gboolean
clean_cb (gpointer user_data)
{
  PonderCache *self = user_data;

  remove_expired (self);
  clean_file (self, 0);
  self->clean_source = 0;
  ponder_cache_clean_after (self, CLEAN_INTERVAL);
  return G_SOURCE_REMOVE;
}

static void
ponder_cache_dispose (GObject *object)
{
  PonderCache *self = PONDER_CACHE (object);

  g_clear_handle_id (&self->clean_source, g_source_remove);
  g_clear_handle_id (&self->lookups_source, g_source_remove);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (ponder_cache_parent_class)->dispose (object);
}

static void
ponder_cache_finalize (GObject *object)
{
  PonderCache *self = PONDER_CACHE (object);

  g_clear_pointer (&self->memory, ponder_lru_free);
  g_clear_pointer (&self->works, g_hash_table_unref);
  g_clear_pointer (&self->writes, g_hash_table_unref);

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
  self->writes = g_hash_table_new (g_str_hash, g_str_equal);
  g_queue_init (&self->lookups);
  ponder_cache_clean_after (self, FIRST_CLEAN);
}

void
ponder_cache_complain (PonderCache  *self,
                       const GError *error)
{
  if (self->complained || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_message ("the cache on the disk is of no use: %s", error->message);
  self->complained = TRUE;
}

void
ponder_cache_count (PonderCache *self,
                    guint        hits,
                    guint        misses)
{
  self->counted.hits += hits;
  self->counted.misses += misses;
  if (self->file != NULL)
    ponder_cache_file_count (self->file, hits, misses, 0);
}

void
ponder_cache_remember (PonderCache *self,
                       const char  *key,
                       GBytes      *value,
                       gint64       created,
                       gint64       expires)
{
  self->counted.evictions +=
    ponder_lru_insert (self->memory, key, g_bytes_ref (value), measure (value), created, expires);
}

void
ponder_cache_clean_after (PonderCache *self,
                          guint        ms)
{
  g_clear_handle_id (&self->clean_source, g_source_remove);
  self->clean_source = g_timeout_add_full (G_PRIORITY_LOW, ms, clean_cb, self, NULL);
}

PonderCache *
ponder_cache_new (const PonderCacheLimits *limits,
                  PonderCacheFile         *file)
{
  PonderCache *self;

  g_return_val_if_fail (limits != NULL, NULL);
  g_return_val_if_fail (file == NULL || PONDER_IS_CACHE_FILE (file), NULL);

  self = g_object_new (PONDER_TYPE_CACHE, NULL);
  self->limits = *limits;
  self->memory = ponder_lru_new (limits->max_entries, limits->max_bytes, (GDestroyNotify) g_bytes_unref);
  if (g_set_object (&self->file, file))
    {
      ponder_cache_file_set_limits (file, limits->max_entries, limits->max_bytes);
      g_signal_connect_object (file, "changed-elsewhere", G_CALLBACK (changed_elsewhere_cb), self, G_CONNECT_SWAPPED);
    }
  return self;
}

static gint64
shorten_lives (PonderCache *self,
               guint        ttl)
{
  self->shortened = g_get_real_time ();
  self->shortened_to = MAX (to_microseconds (ttl), 1);
  ponder_lru_limit_age (self->memory, self->shortened_to);
  remove_expired (self);
  return self->shortened_to;
}

void
ponder_cache_set_limits (PonderCache             *self,
                         const PonderCacheLimits *limits)
{
  gboolean is_smaller;
  gint64 max_age = 0;

  g_return_if_fail (PONDER_IS_CACHE (self));
  g_return_if_fail (limits != NULL);

  is_smaller = limits->max_entries < self->limits.max_entries || limits->max_bytes < self->limits.max_bytes;
  self->counted.evictions += ponder_lru_set_limits (self->memory, limits->max_entries, limits->max_bytes);
  if (limits->ttl < self->limits.ttl)
    max_age = shorten_lives (self, limits->ttl);
  self->limits = *limits;
  if (self->file == NULL)
    return;

  ponder_cache_file_set_limits (self->file, limits->max_entries, limits->max_bytes);
  if (is_smaller || max_age > 0)
    clean_file (self, max_age);
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

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  Write *write = user_data;
  GHashTable *writes = write->cache->writes;

  if (!ponder_cache_file_put_finish (PONDER_CACHE_FILE (source), result, &error))
    ponder_cache_complain (write->cache, error);
  if (g_hash_table_lookup (writes, write->key) == write)
    g_hash_table_remove (writes, write->key);
  write_free (write);
}

static void
write_to_file (PonderCache *self,
               const char  *key,
               GBytes      *value,
               gint64       created,
               gint64       expires)
{
  Write *write = g_new0 (Write, 1);

  write->cache = g_object_ref (self);
  write->key = g_strdup (key);
  write->value = g_bytes_ref (value);
  write->created = created;
  write->expires = expires;
  g_hash_table_replace (self->writes, write->key, write);
  ponder_cache_file_put_async (self->file, key, value, created, expires, NULL, written_cb, write);
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
  ponder_cache_remember (self, key, value, now, expires);
  if (self->file != NULL)
    write_to_file (self, key, value, now, expires);
}

void
ponder_cache_count_shared (PonderCache *self)
{
  g_return_if_fail (PONDER_IS_CACHE (self));

  ponder_cache_count (self, 1, 0);
}

void
ponder_cache_count_saved (PonderCache *self,
                          guint64      tokens)
{
  g_return_if_fail (PONDER_IS_CACHE (self));

  self->counted.saved_tokens += tokens;
  if (self->file != NULL)
    ponder_cache_file_count (self->file, 0, 0, tokens);
}

static void
cleaned_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  gint64 n_removed = ponder_cache_file_clean_finish (PONDER_CACHE_FILE (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, n_removed);
}

void
ponder_cache_clean_async (PonderCache         *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  guint n_removed;

  g_return_if_fail (PONDER_IS_CACHE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_cache_clean_async);
  n_removed = remove_expired (self);
  if (self->file != NULL)
    ponder_cache_file_clean_async (self->file, g_get_real_time (), 0, cancellable, cleaned_cb, g_steal_pointer (&task));
  else
    g_task_return_int (task, n_removed);
}

gint64
ponder_cache_clean_finish (PonderCache   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return g_task_propagate_int (G_TASK (result), error);
}

static void
cleared_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  gint64 n_removed = ponder_cache_file_clear_finish (PONDER_CACHE_FILE (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, n_removed);
}

void
ponder_cache_clear_async (PonderCache         *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  guint n_removed;

  g_return_if_fail (PONDER_IS_CACHE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_cache_clear_async);
  n_removed = ponder_lru_get_n_entries (self->memory);
  ponder_lru_clear (self->memory);
  g_hash_table_remove_all (self->writes);
  self->generation++;
  if (self->file != NULL)
    ponder_cache_file_clear_async (self->file, cancellable, cleared_cb, g_steal_pointer (&task));
  else
    g_task_return_int (task, n_removed);
}

gint64
ponder_cache_clear_finish (PonderCache   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return g_task_propagate_int (G_TASK (result), error);
}

static void
stats_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autofree PonderCacheStats *stats = g_new0 (PonderCacheStats, 1);
  GError *error = NULL;

  if (ponder_cache_file_read_stats_finish (PONDER_CACHE_FILE (source), result, stats, &error))
    g_task_return_pointer (task, g_steal_pointer (&stats), g_free);
  else
    g_task_return_error (task, error);
}

void
ponder_cache_read_stats_async (PonderCache         *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  PonderCacheStats *stats;

  g_return_if_fail (PONDER_IS_CACHE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_cache_read_stats_async);
  if (self->file != NULL)
    {
      ponder_cache_file_read_stats_async (self->file, cancellable, stats_read_cb, g_steal_pointer (&task));
      return;
    }

  stats = g_memdup2 (&self->counted, sizeof self->counted);
  stats->n_entries = ponder_lru_get_n_entries (self->memory);
  stats->n_bytes = ponder_lru_get_n_bytes (self->memory);
  g_task_return_pointer (task, stats, g_free);
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
