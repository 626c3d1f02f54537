/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values that are made when they are not there: once for all who ask at the same time. */

#include "config.h"

#include "ponder-cache-private.h"

/* Looks first, then computes. Whatever of the two is under way owns it and frees it at its end; the cache knows it for
 * as long as somebody waits. */
typedef struct
{
  PonderCache        *cache;    /* held by the tasks of those who wait and by what is under way */
  char               *key;
  guint               ttl;
  PonderCacheCompute  compute;
  gpointer            data;
  GDestroyNotify      free_data;
  GCancellable       *cancellable;
  GQueue              waiters;
} Work;

typedef struct
{
  Work     *work;
  GTask    *task;
  GSource  *cancelled;          /* (nullable) */
  gboolean  shares;             /* what another began */
} Waiter;

static void
waiter_free (Waiter *waiter)
{
  if (waiter->cancelled != NULL)
    {
      g_source_destroy (waiter->cancelled);
      g_source_unref (waiter->cancelled);
    }
  g_object_unref (waiter->task);
  g_free (waiter);
}

static void
free_data (GDestroyNotify  notify,
           gpointer        data)
{
  if (notify != NULL)
    notify (data);
}

static void
work_free (Work *work)
{
  free_data (work->free_data, work->data);
  g_object_unref (work->cancellable);
  g_free (work->key);
  g_free (work);
}

/* Who asks for the same from now on begins anew. */
static void
forget (Work *work)
{
  if (g_hash_table_lookup (work->cache->works, work->key) == work)
    g_hash_table_remove (work->cache->works, work->key);
}

/* Callbacks may ask again, for the same too. */
static void
end (Work         *work,
     GBytes       *value,
     const GError *error)
{
  Waiter *waiter;

  forget (work);
  while ((waiter = g_queue_pop_head (&work->waiters)))
    {
      if (value == NULL)
        g_task_return_error (waiter->task, g_error_copy (error));
      else
        {
          if (waiter->shares)
            ponder_cache_count_shared (work->cache);
          g_task_return_pointer (waiter->task, g_bytes_ref (value), (GDestroyNotify) g_bytes_unref);
        }
      waiter_free (waiter);
    }
  work_free (work);
}

static gboolean
waiter_cancelled_cb (GCancellable *cancellable,
                     gpointer      user_data)
{
  Waiter *waiter = user_data;
  Work *work = waiter->work;

  g_queue_remove (&work->waiters, waiter);
  if (work->waiters.length == 0)
    {
      forget (work);
      g_cancellable_cancel (work->cancellable);
    }
  g_task_return_error_if_cancelled (waiter->task);
  waiter_free (waiter);
  return G_SOURCE_REMOVE;
}

static void
add_waiter (Work     *work,
            GTask    *task,
            gboolean  shares)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Waiter *waiter = g_new0 (Waiter, 1);

  waiter->work = work;
  waiter->task = task;
  waiter->shares = shares;
  g_queue_push_tail (&work->waiters, waiter);
  if (cancellable == NULL)
    return;

  waiter->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_static_name (waiter->cancelled, "ponder-cache");
  g_source_set_callback (waiter->cancelled, G_SOURCE_FUNC (waiter_cancelled_cb), waiter, NULL);
  g_source_attach (waiter->cancelled, g_task_get_context (task));
}

static void
computed_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) value = g_task_propagate_pointer (G_TASK (result), &error);
  Work *work = user_data;

  if (value != NULL && work->waiters.length > 0)
    ponder_cache_set (work->cache, work->key, value, work->ttl);
  end (work, value, error);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) value = ponder_cache_get_finish (PONDER_CACHE (source), result, NULL, &error);
  Work *work = user_data;
  GTask *task;

  if (value != NULL || error != NULL)
    {
      end (work, value, error);
      return;
    }

  task = g_task_new (source, work->cancellable, computed_cb, work);
  g_task_set_source_tag (task, ponder_cache_get_or_compute_async);
  work->compute (task, work->data);
}

static Work *
work_new (PonderCache        *cache,
          const char         *key,
          guint               ttl,
          PonderCacheCompute  compute)
{
  Work *work = g_new0 (Work, 1);

  work->cache = cache;
  work->key = g_strdup (key);
  work->ttl = ttl;
  work->compute = compute;
  work->cancellable = g_cancellable_new ();
  g_queue_init (&work->waiters);
  g_hash_table_insert (cache->works, work->key, work);
  return work;
}

void
ponder_cache_get_or_compute_async (PonderCache         *self,
                                   const char          *key,
                                   guint                ttl,
                                   PonderCacheCompute   compute,
                                   gpointer             compute_data,
                                   GDestroyNotify       free_compute_data,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Work *work;

  g_return_if_fail (PONDER_IS_CACHE (self));
  g_return_if_fail (key != NULL && compute != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_cache_get_or_compute_async);
  if (g_task_return_error_if_cancelled (task))
    {
      free_data (free_compute_data, compute_data);
      return;
    }

  work = g_hash_table_lookup (self->works, key);
  if (work != NULL)
    {
      free_data (free_compute_data, compute_data);
      add_waiter (work, g_steal_pointer (&task), TRUE);
      return;
    }

  work = work_new (self, key, ttl, compute);
  work->data = compute_data;
  work->free_data = free_compute_data;
  add_waiter (work, g_steal_pointer (&task), FALSE);
  ponder_cache_get_async (self, key, work->cancellable, looked_cb, work);
}

GBytes *
ponder_cache_get_or_compute_finish (PonderCache   *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
