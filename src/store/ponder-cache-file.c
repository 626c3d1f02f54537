/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cache on the disk: one SQLite file of its own that may be thrown away at any time. */

#include "config.h"

#include "ponder-cache-file.h"

#include <glib/gi18n.h>

#include "ponder-cache-jobs-private.h"
#include "ponder-db-notice.h"
#include "ponder-error.h"

#define FILE_NAME "cache.db"

/* What is noted waits at most this long, if nothing takes it along. */
#define NOTES_MS 2000

/* Lives on the thread that made it. The worker is there from the first use on. */
struct _PonderCacheFile
{
  GObject           parent_instance;

  char             *path;
  guint64           max_entries;
  guint64           max_bytes;
  GMainContext     *context;
  PonderCacheNotes *notes;
  GSource          *notes_source;
  PonderDbWorker   *worker;
  GCancellable     *tidying;
  gboolean          tidied;
  gboolean          closed;
};

enum
{
  CHANGED_ELSEWHERE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderCacheFile, ponder_cache_file, G_TYPE_OBJECT)

static PonderCacheArguments *
arguments_new (PonderCacheFile *self,
               gint64           now)
{
  PonderCacheArguments *arguments = g_new0 (PonderCacheArguments, 1);

  arguments->path = g_strdup (self->path);
  arguments->notes = ponder_cache_notes_ref (self->notes);
  arguments->now = now;
  arguments->oldest = G_MININT64;
  arguments->max_entries = self->max_entries;
  arguments->max_bytes = self->max_bytes;
  return arguments;
}

/* For what nobody waits for, and what must not keep @self alive. */
static void
push_unattended (PonderCacheFile    *self,
                 gint64              now,
                 PonderDbWorkerFunc  func,
                 GCancellable       *cancellable)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, NULL, NULL);

  g_task_set_task_data (task, arguments_new (self, now), (GDestroyNotify) ponder_cache_arguments_free);
  ponder_db_worker_push (self->worker, g_steal_pointer (&task), func, NULL);
}

static void
start_worker (PonderCacheFile *self)
{
  if (self->worker == NULL)
    self->worker = ponder_db_notice_start_worker (G_OBJECT (self), signals[CHANGED_ELSEWHERE]);
}

/* Takes @arguments; @tag is the function that was called. */
static void
push (PonderCacheFile      *self,
      gpointer              tag,
      PonderCacheArguments *arguments,
      PonderDbWorkerFunc    func,
      GDestroyNotify        free_result,
      GCancellable         *cancellable,
      GAsyncReadyCallback   callback,
      gpointer              user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  gint64 now = arguments->now;

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, arguments, (GDestroyNotify) ponder_cache_arguments_free);
  if (self->closed)
    {
      g_task_return_new_error (task, PONDER_ERROR, PONDER_ERROR_STORE, "%s", _("The cache is closed."));
      return;
    }

  start_worker (self);
  ponder_db_worker_push (self->worker, g_steal_pointer (&task), func, free_result);
  if (!self->tidied)
    push_unattended (self, now, ponder_cache_job_tidy, self->tidying);
  self->tidied = TRUE;
}

static gpointer
finish (PonderCacheFile  *self,
        GAsyncResult     *result,
        gpointer          tag,
        GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gint64
finish_removal (PonderCacheFile  *self,
                GAsyncResult     *result,
                gpointer          tag,
                GError          **error)
{
  PonderCacheArguments *arguments;

  if (finish (self, result, tag, error) == NULL)
    return -1;

  arguments = g_task_get_task_data (G_TASK (result));
  return arguments->n_removed;
}

static void
forget_notes_source (PonderCacheFile *self)
{
  if (self->notes_source != NULL)
    g_source_destroy (self->notes_source);
  g_clear_pointer (&self->notes_source, g_source_unref);
}

static gboolean
write_notes_cb (gpointer user_data)
{
  PonderCacheFile *self = PONDER_CACHE_FILE (user_data);

  forget_notes_source (self);
  start_worker (self);
  push_unattended (self, 0, ponder_cache_job_write_notes, NULL);
  return G_SOURCE_REMOVE;
}

static void
write_notes_soon (PonderCacheFile *self)
{
  if (self->notes_source != NULL || self->closed)
    return;

  self->notes_source = g_timeout_source_new (NOTES_MS);
  g_source_set_callback (self->notes_source, write_notes_cb, self, NULL);
  g_source_set_static_name (self->notes_source, "ponder-cache-notes");
  g_source_attach (self->notes_source, self->context);
}

static void
ponder_cache_file_dispose (GObject *object)
{
  PonderCacheFile *self = PONDER_CACHE_FILE (object);

  forget_notes_source (self);
  g_cancellable_cancel (self->tidying);

  G_OBJECT_CLASS (ponder_cache_file_parent_class)->dispose (object);
}

static void
ponder_cache_file_finalize (GObject *object)
{
  PonderCacheFile *self = PONDER_CACHE_FILE (object);

  /* Whoever waits for a call holds the cache, so nothing of weight is queued: this waits for the file to be closed. */
  g_clear_pointer (&self->worker, ponder_db_worker_free);
  g_clear_pointer (&self->notes, ponder_cache_notes_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_object (&self->tidying);
  g_free (self->path);

  G_OBJECT_CLASS (ponder_cache_file_parent_class)->finalize (object);
}

static void
ponder_cache_file_class_init (PonderCacheFileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ponder_cache_file_dispose;
  object_class->finalize = ponder_cache_file_finalize;

  signals[CHANGED_ELSEWHERE] =
    g_signal_new ("changed-elsewhere", PONDER_TYPE_CACHE_FILE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
ponder_cache_file_init (PonderCacheFile *self)
{
  self->max_entries = G_MAXUINT64;
  self->max_bytes = G_MAXUINT64;
  self->context = g_main_context_ref_thread_default ();
  self->notes = ponder_cache_notes_new ();
  self->tidying = g_cancellable_new ();
}

char *
ponder_cache_file_dup_path (const char *data_dir)
{
  return g_build_filename (data_dir, FILE_NAME, NULL);
}

PonderCacheFile *
ponder_cache_file_new (const char *path)
{
  PonderCacheFile *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (PONDER_TYPE_CACHE_FILE, NULL);
  self->path = g_strdup (path);
  return self;
}

void
ponder_cache_file_set_limits (PonderCacheFile *self,
                              guint64          max_entries,
                              guint64          max_bytes)
{
  g_return_if_fail (PONDER_IS_CACHE_FILE (self));

  self->max_entries = max_entries;
  self->max_bytes = max_bytes;
}

void
ponder_cache_file_get_async (PonderCacheFile     *self,
                             const char          *key,
                             gint64               now,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  PonderCacheArguments *arguments;

  g_return_if_fail (PONDER_IS_CACHE_FILE (self));
  g_return_if_fail (key != NULL);

  arguments = arguments_new (self, now);
  arguments->key = g_strdup (key);
  write_notes_soon (self);
  push (self, ponder_cache_file_get_async, arguments, ponder_cache_job_get,
        (GDestroyNotify) ponder_cache_entry_free, cancellable, callback, user_data);
}

GBytes *
ponder_cache_file_get_finish (PonderCacheFile  *self,
                              GAsyncResult     *result,
                              gint64           *created,
                              gint64           *expires,
                              GError          **error)
{
  PonderCacheEntry *entry = finish (self, result, ponder_cache_file_get_async, error);
  GBytes *value;

  if (entry == NULL)
    return NULL;

  value = g_steal_pointer (&entry->value);
  *created = entry->created;
  *expires = entry->expires;
  ponder_cache_entry_free (entry);
  return value;
}

void
ponder_cache_file_put_async (PonderCacheFile     *self,
                             const char          *key,
                             GBytes              *value,
                             gint64               created,
                             gint64               expires,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  PonderCacheArguments *arguments;

  g_return_if_fail (PONDER_IS_CACHE_FILE (self));
  g_return_if_fail (key != NULL);
  g_return_if_fail (value != NULL);

  arguments = arguments_new (self, created);
  arguments->key = g_strdup (key);
  arguments->value = g_bytes_ref (value);
  arguments->expires = expires;
  push (self, ponder_cache_file_put_async, arguments, ponder_cache_job_put, NULL, cancellable, callback, user_data);
}

gboolean
ponder_cache_file_put_finish (PonderCacheFile  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  return finish (self, result, ponder_cache_file_put_async, error) != NULL;
}

void
ponder_cache_file_note_use (PonderCacheFile *self,
                            const char      *key)
{
  g_return_if_fail (PONDER_IS_CACHE_FILE (self));
  g_return_if_fail (key != NULL);

  ponder_cache_notes_note_use (self->notes, key);
  write_notes_soon (self);
}

void
ponder_cache_file_count (PonderCacheFile *self,
                         guint64          hits,
                         guint64          misses,
                         guint64          saved_tokens)
{
  g_return_if_fail (PONDER_IS_CACHE_FILE (self));

  ponder_cache_notes_count (self->notes, hits, misses, saved_tokens);
  write_notes_soon (self);
}

void
ponder_cache_file_clean_async (PonderCacheFile     *self,
                               gint64               now,
                               gint64               max_age,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  PonderCacheArguments *arguments;

  g_return_if_fail (PONDER_IS_CACHE_FILE (self));

  arguments = arguments_new (self, now);
  if (max_age > 0)
    arguments->oldest = now - max_age;
  push (self, ponder_cache_file_clean_async, arguments, ponder_cache_job_clean, NULL, cancellable, callback,
        user_data);
}

gint64
ponder_cache_file_clean_finish (PonderCacheFile  *self,
                                GAsyncResult     *result,
                                GError          **error)
{
  return finish_removal (self, result, ponder_cache_file_clean_async, error);
}

void
ponder_cache_file_clear_async (PonderCacheFile     *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (PONDER_IS_CACHE_FILE (self));

  push (self, ponder_cache_file_clear_async, arguments_new (self, g_get_real_time ()), ponder_cache_job_clear, NULL,
        cancellable, callback, user_data);
}

gint64
ponder_cache_file_clear_finish (PonderCacheFile  *self,
                                GAsyncResult     *result,
                                GError          **error)
{
  return finish_removal (self, result, ponder_cache_file_clear_async, error);
}

void
ponder_cache_file_read_stats_async (PonderCacheFile     *self,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (PONDER_IS_CACHE_FILE (self));

  push (self, ponder_cache_file_read_stats_async, arguments_new (self, g_get_real_time ()),
        ponder_cache_job_read_stats, g_free, cancellable, callback, user_data);
}

gboolean
ponder_cache_file_read_stats_finish (PonderCacheFile   *self,
                                     GAsyncResult      *result,
                                     PonderCacheStats  *stats,
                                     GError           **error)
{
  g_autofree PonderCacheStats *read = finish (self, result, ponder_cache_file_read_stats_async, error);

  if (read == NULL)
    return FALSE;

  *stats = *read;
  return TRUE;
}

/* The worker is the task's: it ends with it, after everything that was queued before. */
void
ponder_cache_file_close_async (PonderCacheFile     *self,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  PonderCacheArguments *arguments;
  PonderDbWorker *worker;

  g_return_if_fail (PONDER_IS_CACHE_FILE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, ponder_cache_file_close_async);
  self->closed = TRUE;
  forget_notes_source (self);
  g_cancellable_cancel (self->tidying);

  if (!ponder_cache_notes_is_empty (self->notes))
    start_worker (self);
  if (!(worker = g_steal_pointer (&self->worker)))
    {
      g_task_return_pointer (task, PONDER_CACHE_DONE, NULL);
      return;
    }

  arguments = arguments_new (self, 0);
  arguments->worker = worker;
  g_task_set_task_data (task, arguments, (GDestroyNotify) ponder_cache_arguments_free);
  ponder_db_worker_push (worker, g_steal_pointer (&task), ponder_cache_job_close, NULL);
}

gboolean
ponder_cache_file_close_finish (PonderCacheFile  *self,
                                GAsyncResult     *result,
                                GError          **error)
{
  return finish (self, result, ponder_cache_file_close_async, error) != NULL;
}
