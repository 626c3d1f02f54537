/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one way to a value: memory, then the file. */

#include "config.h"

#include "ponder-cache-private.h"

#include "ponder-cache-file.h"

/* Longer than any disk takes; a server is asked instead. */
#define FILE_PATIENCE G_USEC_PER_SEC

/* Waits for the file. Ends when the file has answered, though nobody may wait any more. */
typedef struct
{
  GList        link;
  PonderCache *cache;
  GTask       *task;            /* (nullable): whoever waits */
  char        *key;
  gint64       deadline;        /* monotonic */
  guint        generation;
} Lookup;

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

/* @value (nullable) */
static void
answer (PonderCache *self,
        GTask       *task,
        GBytes      *value,
        gint64       created)
{
  Hit *hit;

  ponder_cache_count (self, value != NULL ? 1 : 0, value != NULL ? 0 : 1);
  if (value == NULL)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }

  hit = g_new0 (Hit, 1);
  hit->value = g_bytes_ref (value);
  hit->created = created;
  g_task_return_pointer (task, hit, (GDestroyNotify) hit_free);
}

/* Nobody waits for it any more. (transfer full) (nullable) */
static GTask *
take_task (Lookup *lookup)
{
  if (lookup->task != NULL)
    g_queue_unlink (&lookup->cache->lookups, &lookup->link);
  return g_steal_pointer (&lookup->task);
}

static void
lookup_free (Lookup *lookup)
{
  g_object_unref (lookup->cache);
  g_free (lookup->key);
  g_free (lookup);
}

static gboolean lookups_cb (gpointer user_data);

static void
arm (PonderCache *self)
{
  Lookup *first = g_queue_peek_head (&self->lookups);
  gint64 wait;

  if (first == NULL || self->lookups_source != 0)
    return;

  wait = MAX (first->deadline - g_get_monotonic_time (), 0);
  self->lookups_source = g_timeout_add ((guint) (wait / 1000) + 1, lookups_cb, self);
}

/* All wait equally long, so that one timer does for all. */
static gboolean
lookups_cb (gpointer user_data)
{
  g_autoptr(PonderCache) self = g_object_ref (user_data);
  gint64 now = g_get_monotonic_time ();
  Lookup *first;

  self->lookups_source = 0;
  while ((first = g_queue_peek_head (&self->lookups)) && first->deadline <= now)
    {
      g_autoptr(GTask) task = take_task (first);

      g_debug ("the cache on the disk does not answer");
      answer (self, task, NULL, 0);
    }
  arm (self);
  return G_SOURCE_REMOVE;
}

/* Lives may have become shorter after it was written. */
static gint64
get_end (PonderCache *self,
         gint64       created,
         gint64       expires)
{
  return created <= self->shortened ? MIN (expires, created + self->shortened_to) : expires;
}

/* What the file says, unless something newer is in memory or under way to it. (transfer full) (nullable) */
static GBytes *
take_found (Lookup *lookup,
            GBytes *found,
            gint64 *created,
            gint64  expires)
{
  PonderCache *self = lookup->cache;
  g_autoptr(GBytes) value = found;
  GBytes *newer = ponder_cache_peek (self, lookup->key, created);

  if (newer != NULL)
    return newer;
  if (value == NULL)
    return NULL;

  expires = get_end (self, *created, expires);
  if (expires <= g_get_real_time ())
    return NULL;
  if (lookup->generation == self->generation && !g_hash_table_contains (self->writes, lookup->key))
    ponder_cache_remember (self, lookup->key, value, *created, expires);
  return g_steal_pointer (&value);
}

static void
file_looked_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) value = NULL;
  g_autoptr(GTask) task = NULL;
  Lookup *lookup = user_data;
  gint64 created = 0;
  gint64 expires = 0;
  GBytes *found = ponder_cache_file_get_finish (PONDER_CACHE_FILE (source), result, &created, &expires, &error);

  task = take_task (lookup);
  value = take_found (lookup, found, &created, expires);
  if (error != NULL)
    ponder_cache_complain (lookup->cache, error);
  if (task != NULL && !g_task_return_error_if_cancelled (task))
    answer (lookup->cache, task, value, created);
  lookup_free (lookup);
}

static void
look_in_file (PonderCache *self,
              GTask       *task,
              const char  *key)
{
  Lookup *lookup = g_new0 (Lookup, 1);

  lookup->link.data = lookup;
  lookup->cache = g_object_ref (self);
  lookup->task = g_object_ref (task);
  lookup->key = g_strdup (key);
  lookup->deadline = g_get_monotonic_time () + FILE_PATIENCE;
  lookup->generation = self->generation;
  g_queue_push_tail_link (&self->lookups, &lookup->link);
  arm (self);
  ponder_cache_file_get_async (self->file, key, g_get_real_time (), g_task_get_cancellable (task), file_looked_cb,
                               lookup);
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
  gint64 created = 0;

  g_return_if_fail (PONDER_IS_CACHE (self));
  g_return_if_fail (key != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_cache_get_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  value = ponder_cache_peek (self, key, &created);
  if (value == NULL && self->file != NULL)
    {
      look_in_file (self, task, key);
      return;
    }
  if (value != NULL && self->file != NULL)
    ponder_cache_file_note_use (self->file, key);
  answer (self, task, value, created);
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
