/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the door behind which nothing gets lost: copies, checks, and bringing copies back. */

#include "config.h"

#include "ponder-store-safety.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "ponder-backup.h"
#include "ponder-db-place.h"
#include "ponder-error.h"
#include "ponder-id.h"
#include "ponder-merge.h"
#include "ponder-salvage.h"
#include "ponder-store-private.h"

/* How long merging keeps the worker from what else waits for it: an answer that streams is saved five times a
 * second. */
#define MERGE_TIME_US 30000

/* What a thread needs of the store. */
typedef struct
{
  char     *path;
  char     *data_dir;
  char     *backup_dir;
  gboolean  always;
} Place;

static void
place_free (gpointer user_data)
{
  Place *place = user_data;

  g_free (place->path);
  g_free (place->data_dir);
  g_free (place->backup_dir);
  g_free (place);
}

static Place *
place_new (PonderStore *self)
{
  Place *place = g_new0 (Place, 1);

  place->path = g_strdup (ponder_store_get_path (self));
  place->data_dir = g_path_get_dirname (place->path);
  place->backup_dir = ponder_db_place_dup_backups (place->data_dir);
  return place;
}

static void
done_in_pool_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GDestroyNotify free_result = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  gpointer value = g_task_propagate_pointer (G_TASK (result), &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, value, free_result);
}

/* The thread has a task of its own, which it may let go of whenever it likes: it never holds the store. */
static void
run_in_pool (PonderStore         *self,
             gpointer             tag,
             Place               *place,
             GTaskThreadFunc      func,
             GDestroyNotify       free_result,
             GCancellable        *cancellable,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr(GTask) inner = g_task_new (NULL, cancellable, done_in_pool_cb, task);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, free_result, NULL);
  g_task_set_source_tag (inner, func);
  g_task_set_task_data (inner, place, place_free);
  g_task_run_in_thread (inner, func);
}

/* --- copies --- */

static void
back_up_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Place *place = task_data;
  GError *error = NULL;
  char *made = NULL;

  if (ponder_backup_make_daily (place->path, place->backup_dir, place->always, &made, cancellable, &error))
    g_task_return_pointer (task, made, g_free);
  else
    g_task_return_error (task, error);
}

void
ponder_store_back_up_async (PonderStore         *self,
                            gboolean             always,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  Place *place;

  g_return_if_fail (PONDER_IS_STORE (self));

  place = place_new (self);
  place->always = always;
  run_in_pool (self, ponder_store_back_up_async, place, back_up_thread, g_free, cancellable, callback, user_data);
}

gboolean
ponder_store_back_up_finish (PonderStore   *self,
                             GAsyncResult  *result,
                             char         **made,
                             GError       **error)
{
  g_autoptr(GError) local_error = NULL;
  char *path = ponder_store_finish_pointer (self, result, ponder_store_back_up_async, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (made != NULL)
    *made = path;
  else
    g_free (path);
  return TRUE;
}

static void
list_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Place *place = task_data;

  g_task_return_pointer (task, ponder_backup_list (place->backup_dir, TRUE), (GDestroyNotify) g_ptr_array_unref);
}

void
ponder_store_list_backups_async (PonderStore         *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (PONDER_IS_STORE (self));

  run_in_pool (self, ponder_store_list_backups_async, place_new (self), list_thread,
               (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

GPtrArray *
ponder_store_list_backups_finish (PonderStore   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return ponder_store_finish_pointer (self, result, ponder_store_list_backups_async, error);
}

/* --- checking --- */

static void
inspect_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Place *place = task_data;
  GError *error = NULL;
  g_autoptr(PonderDb) db = ponder_db_open_read_only (place->path, &error);
  char *verdict = NULL;

  if (db != NULL)
    {
      ponder_db_set_cancellable (db, cancellable);
      verdict = ponder_db_check (db, &error);
    }
  if (verdict == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (!g_str_equal (verdict, "ok"))
    ponder_db_place_note_damage (place->data_dir, verdict);
  g_task_return_pointer (task, verdict, g_free);
}

void
ponder_store_inspect_async (PonderStore         *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (PONDER_IS_STORE (self));

  run_in_pool (self, ponder_store_inspect_async, place_new (self), inspect_thread, g_free, cancellable,
               callback, user_data);
}

char *
ponder_store_inspect_finish (PonderStore   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return ponder_store_finish_pointer (self, result, ponder_store_inspect_async, error);
}

/* --- bringing a copy back --- */

/* One merge, from the call to its end, counted. Only one thread at a time looks into it: that of the pool, the
 * worker, or the caller's. */
typedef struct
{
  char                *path;
  char                *own_path;
  char                *scratch;         /* what was read of @path */
  GPtrArray           *ids;             /* of the chats in it, once they are known */
  guint                n_merged;        /* of those */
  PonderRestoreCounts  counts;
} Restore;

static void
restore_clear (gpointer user_data)
{
  Restore *restore = user_data;

  g_free (restore->path);
  g_free (restore->own_path);
  g_free (restore->scratch);
  g_clear_pointer (&restore->ids, g_ptr_array_unref);
}

static void
restore_unref (gpointer user_data)
{
  g_atomic_rc_box_release_full (user_data, restore_clear);
}

static Restore *
restore_new (PonderStore *self,
             const char  *path)
{
  Restore *restore = g_atomic_rc_box_new0 (Restore);
  g_autofree char *dir = g_path_get_dirname (ponder_store_get_path (self));
  g_autofree char *id = ponder_id_new ();

  restore->path = g_strdup (path);
  restore->own_path = g_strdup (ponder_store_get_path (self));
  restore->scratch = g_strdup_printf ("%s" G_DIR_SEPARATOR_S "ponder-restore-%s.part", dir, id);
  return restore;
}

/* Reading the file that is open past SQLite would drop the locks on it. */
static gboolean
is_own_file (Restore *restore)
{
  GStatBuf status;
  GStatBuf own_status;

  return g_stat (restore->path, &status) == 0 && g_stat (restore->own_path, &own_status) == 0 &&
         status.st_dev == own_status.st_dev && status.st_ino == own_status.st_ino;
}

static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Restore *restore = task_data;
  g_autoptr(PonderDb) db = NULL;
  GError *error = NULL;
  gboolean whole;

  if (is_own_file (restore))
    g_set_error (&error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST,
                 _("“%s” is the database that is open. Choose a copy of it."), restore->path);
  else if (!g_file_test (restore->path, G_FILE_TEST_IS_REGULAR))
    g_set_error (&error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST, _("There is no file “%s”."), restore->path);
  else if ((db = ponder_salvage_read (restore->path, restore->scratch, &whole, cancellable, &error)) && !whole)
    ponder_salvage_repair (db, NULL, &error);

  g_clear_pointer (&db, ponder_db_close);
  if (error != NULL)
    {
      ponder_backup_remove_file (restore->scratch);
      g_task_return_error (task, error);
    }
  else
    g_task_return_boolean (task, TRUE);
}

/* On the worker's thread. */
static gpointer
merge_slice (PonderDbWorker  *worker,
             gpointer         data,
             GCancellable    *cancellable,
             GError         **error)
{
  Restore *restore = ((PonderStoreArguments *) data)->restore;
  gint64 end = g_get_monotonic_time () + MERGE_TIME_US;
  PonderDb *db = ponder_db_worker_get_db (worker, error);
  g_autoptr(PonderDb) source = db != NULL ? ponder_db_open (restore->scratch, error) : NULL;

  if (source == NULL ||
      (restore->ids == NULL && !(restore->ids = ponder_merge_list_sessions (source, error))))
    return NULL;

  while (restore->n_merged < restore->ids->len && g_get_monotonic_time () < end)
    {
      const char *id = g_ptr_array_index (restore->ids, restore->n_merged);

      if (!ponder_merge_session (db, source, id, &restore->counts, error))
        return NULL;
      restore->n_merged++;
    }
  /* Giving back the place of a large file takes too long for the caller's thread. */
  if (restore->n_merged == restore->ids->len)
    ponder_backup_remove_file (restore->scratch);
  return PONDER_STORE_DONE;
}

static void push_slice (PonderStore *self, GTask *task);

static void
merged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderStore *self = PONDER_STORE (source);
  Restore *restore = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (ponder_store_finish_done (self, result, merge_slice, &error) && restore->n_merged < restore->ids->len)
    {
      push_slice (self, g_steal_pointer (&task));
      return;
    }

  ponder_backup_remove_file (restore->scratch);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/* Takes @task, which keeps what the worker works on. */
static void
push_slice (PonderStore *self,
            GTask       *task)
{
  PonderStoreArguments *arguments = g_new0 (PonderStoreArguments, 1);

  arguments->restore = g_task_get_task_data (task);
  ponder_store_push (self, merge_slice, arguments, merge_slice, NULL, g_task_get_cancellable (task), merged_cb, task);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderStore *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      push_slice (self, g_steal_pointer (&task));
      return;
    }

  /* Also when it was cancelled after all was read. */
  ponder_backup_remove_file (((Restore *) g_task_get_task_data (task))->scratch);
  g_task_return_error (task, g_steal_pointer (&error));
}

void
ponder_store_restore_async (PonderStore         *self,
                            const char          *path,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) reading = NULL;
  Restore *restore;
  GTask *task;

  g_return_if_fail (PONDER_IS_STORE (self));
  g_return_if_fail (path != NULL);

  restore = restore_new (self, path);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_store_restore_async);
  g_task_set_task_data (task, restore, restore_unref);
  reading = g_task_new (NULL, cancellable, read_cb, task);
  g_task_set_source_tag (reading, read_thread);
  g_task_set_task_data (reading, g_atomic_rc_box_acquire (restore), restore_unref);
  g_task_run_in_thread (reading, read_thread);
}

gboolean
ponder_store_restore_finish (PonderStore          *self,
                             GAsyncResult         *result,
                             PonderRestoreCounts  *counts,
                             GError              **error)
{
  Restore *restore;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, ponder_store_restore_async), FALSE);

  restore = g_task_get_task_data (G_TASK (result));
  *counts = restore->counts;
  return g_task_propagate_boolean (G_TASK (result), error);
}
