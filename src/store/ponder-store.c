/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door to everything that is kept: SQLite behind one worker thread. */

#include "config.h"

#include "ponder-store.h"

#include <glib/gi18n.h>

#include "ponder-db-notice.h"
#include "ponder-db-place.h"
#include "ponder-db-worker.h"
#include "ponder-error.h"
#include "ponder-owner.h"
#include "ponder-saved-sessions.h"
#include "ponder-store-jobs-private.h"
#include "ponder-store-private.h"

/* Lives on the thread that made it; every call goes through the worker, which is there from opening
 * to closing. */
struct _PonderStore
{
  GObject         parent_instance;

  char           *data_dir;
  char           *path;
  PonderRecovery *recovery;
  gboolean        read_only;
  char           *owner;
  PonderDbWorker *worker;
  GHashTable     *saved;        /* see ponder-saved-sessions.h */
};

enum
{
  CHANGED_ELSEWHERE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderStore, ponder_store, G_TYPE_OBJECT)

/* On the worker's thread. Whoever stumbles over damage has found it for the next one who opens the file. */
static gpointer
run_job (PonderDbWorker  *worker,
         gpointer         data,
         GCancellable    *cancellable,
         GError         **error)
{
  PonderStoreArguments *arguments = data;
  g_autoptr(GError) local_error = NULL;
  gpointer result = arguments->func (worker, data, cancellable, &local_error);
  PonderDb *db = result == NULL ? ponder_db_worker_get_db (worker, NULL) : NULL;

  if (db != NULL && local_error != NULL && ponder_db_is_damaged (db))
    {
      g_autofree char *data_dir = g_path_get_dirname (ponder_db_get_path (db));

      ponder_db_place_note_damage (data_dir, local_error->message);
    }
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return result;
}

const char *
ponder_store_get_owner (PonderStore *self)
{
  return self->owner;
}

/* Takes @arguments. */
void
ponder_store_push (PonderStore          *self,
                   gpointer              tag,
                   PonderStoreArguments *arguments,
                   PonderDbWorkerFunc    func,
                   GDestroyNotify        free_result,
                   GCancellable         *cancellable,
                   GAsyncReadyCallback   callback,
                   gpointer              user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, arguments, (GDestroyNotify) ponder_store_arguments_free);
  arguments->func = func;
  if (self->worker == NULL)
    g_task_return_new_error (task, PONDER_ERROR, PONDER_ERROR_STORE, "%s",
                             _("The chats are not open."));
  else
    ponder_db_worker_push (self->worker, g_steal_pointer (&task), run_job, free_result);
}

gboolean
ponder_store_remember (PonderStore   *self,
                       PonderSession *copy)
{
  return ponder_saved_sessions_remember (self->saved, copy);
}

void
ponder_store_forget (PonderStore   *self,
                     PonderSession *copy)
{
  ponder_saved_sessions_forget (self->saved, copy);
}

/* What could not be saved goes along with the next call. */
static void
forget (PonderStore  *self,
        GAsyncResult *result)
{
  PonderStoreArguments *arguments = g_task_get_task_data (G_TASK (result));

  ponder_store_forget (self, arguments->session);
}

gboolean
ponder_store_finish_done (PonderStore   *self,
                          GAsyncResult  *result,
                          gpointer       tag,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), FALSE);

  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

gpointer
ponder_store_finish_pointer (PonderStore   *self,
                             GAsyncResult  *result,
                             gpointer       tag,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
ponder_store_finalize (GObject *object)
{
  PonderStore *self = PONDER_STORE (object);

  /* Tasks hold the store, so nothing is queued any more: this waits for the file to be closed. */
  g_clear_pointer (&self->worker, ponder_db_worker_free);
  g_free (self->data_dir);
  g_free (self->path);
  g_clear_pointer (&self->recovery, ponder_recovery_free);
  g_free (self->owner);
  g_hash_table_unref (self->saved);

  G_OBJECT_CLASS (ponder_store_parent_class)->finalize (object);
}

static void
ponder_store_class_init (PonderStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ponder_store_finalize;

  signals[CHANGED_ELSEWHERE] =
    g_signal_new ("changed-elsewhere", PONDER_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
ponder_store_init (PonderStore *self)
{
  self->owner = ponder_owner_dup_own ();
  self->saved = ponder_saved_sessions_new ();
}

PonderStore *
ponder_store_new (const char *data_dir)
{
  PonderStore *self;

  g_return_val_if_fail (data_dir != NULL, NULL);

  self = g_object_new (PONDER_TYPE_STORE, NULL);
  self->data_dir = g_strdup (data_dir);
  self->path = ponder_db_place_dup_path (data_dir);
  return self;
}

const char *
ponder_store_get_path (PonderStore *self)
{
  g_return_val_if_fail (PONDER_IS_STORE (self), NULL);

  return self->path;
}

void
ponder_store_open_async (PonderStore         *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  PonderStoreArguments *arguments;

  g_return_if_fail (PONDER_IS_STORE (self));

  if (self->worker == NULL)
    self->worker = ponder_db_notice_start_worker (G_OBJECT (self), signals[CHANGED_ELSEWHERE]);
  arguments = g_new0 (PonderStoreArguments, 1);
  arguments->text = g_strdup (self->data_dir);
  ponder_store_push (self, ponder_store_open_async, arguments, ponder_store_job_open,
                     (GDestroyNotify) ponder_store_opening_free, cancellable, callback, user_data);
}

gboolean
ponder_store_open_finish (PonderStore   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  PonderStoreOpening *opening = ponder_store_finish_pointer (self, result, ponder_store_open_async, error);

  if (opening == NULL)
    return FALSE;

  g_clear_pointer (&self->recovery, ponder_recovery_free);
  self->recovery = g_steal_pointer (&opening->recovery);
  self->read_only = opening->read_only;
  ponder_store_opening_free (opening);
  return TRUE;
}

const char *
ponder_store_get_set_aside (PonderStore *self)
{
  g_return_val_if_fail (PONDER_IS_STORE (self), NULL);

  return self->recovery != NULL ? self->recovery->path : NULL;
}

const PonderRecovery *
ponder_store_get_recovery (PonderStore *self)
{
  g_return_val_if_fail (PONDER_IS_STORE (self), NULL);

  return self->recovery;
}

gboolean
ponder_store_is_damaged (PonderStore *self)
{
  g_return_val_if_fail (PONDER_IS_STORE (self), FALSE);

  return ponder_db_place_has_noted_damage (self->data_dir);
}

gboolean
ponder_store_get_read_only (PonderStore *self)
{
  g_return_val_if_fail (PONDER_IS_STORE (self), FALSE);

  return self->read_only;
}

/* The worker is the task's: it ends with it, after everything that was queued before. */
void
ponder_store_close_async (PonderStore         *self,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  PonderDbWorker *worker;

  g_return_if_fail (PONDER_IS_STORE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, ponder_store_close_async);
  if (!(worker = g_steal_pointer (&self->worker)))
    {
      g_task_return_pointer (task, PONDER_STORE_DONE, NULL);
      return;
    }

  g_task_set_task_data (task, worker, (GDestroyNotify) ponder_db_worker_free);
  ponder_db_worker_push (worker, g_steal_pointer (&task), ponder_store_job_close, NULL);
}

gboolean
ponder_store_close_finish (PonderStore   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return ponder_store_finish_done (self, result, ponder_store_close_async, error);
}

void
ponder_store_save_session_async (PonderStore         *self,
                                 PonderSession       *session,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  PonderStoreArguments *arguments;

  g_return_if_fail (PONDER_IS_STORE (self));
  g_return_if_fail (PONDER_IS_SESSION (session));

  arguments = g_new0 (PonderStoreArguments, 1);
  arguments->session = ponder_session_snapshot (session);
  ponder_store_remember (self, arguments->session);
  ponder_store_push (self, ponder_store_save_session_async, arguments,
                     ponder_store_job_save_session, NULL, cancellable, callback, user_data);
}

gboolean
ponder_store_save_session_finish (PonderStore   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  if (ponder_store_finish_done (self, result, ponder_store_save_session_async, error))
    return TRUE;

  forget (self, result);
  return FALSE;
}

void
ponder_store_load_messages_async (PonderStore         *self,
                                  const char          *session_id,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  PonderStoreArguments *arguments;

  g_return_if_fail (PONDER_IS_STORE (self));
  g_return_if_fail (session_id != NULL);

  arguments = g_new0 (PonderStoreArguments, 1);
  arguments->text = g_strdup (session_id);
  ponder_store_push (self, ponder_store_load_messages_async, arguments,
                     ponder_store_job_load_messages, (GDestroyNotify) g_ptr_array_unref,
                     cancellable, callback, user_data);
}

GPtrArray *
ponder_store_load_messages_finish (PonderStore   *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return ponder_store_finish_pointer (self, result, ponder_store_load_messages_async, error);
}

void
ponder_store_load_latest_async (PonderStore         *self,
                                const char          *session_id,
                                guint                n_messages,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  PonderStoreArguments *arguments;

  g_return_if_fail (PONDER_IS_STORE (self));
  g_return_if_fail (session_id != NULL);

  arguments = g_new0 (PonderStoreArguments, 1);
  arguments->text = g_strdup (session_id);
  arguments->limit = n_messages;
  ponder_store_push (self, ponder_store_load_latest_async, arguments,
                     ponder_store_job_load_latest, (GDestroyNotify) g_ptr_array_unref,
                     NULL, callback, user_data);
}

GPtrArray *
ponder_store_load_latest_finish (PonderStore   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return ponder_store_finish_pointer (self, result, ponder_store_load_latest_async, error);
}

void
ponder_store_save_messages_async (PonderStore         *self,
                                  PonderSession       *session,
                                  GPtrArray           *messages,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  PonderStoreArguments *arguments;

  g_return_if_fail (PONDER_IS_STORE (self));
  g_return_if_fail (PONDER_IS_SESSION (session));
  g_return_if_fail (messages != NULL);

  arguments = g_new0 (PonderStoreArguments, 1);
  arguments->text = g_strdup (self->owner);
  arguments->live = g_object_ref (session);
  arguments->session = ponder_session_snapshot (session);
  arguments->touch = ponder_store_remember (self, arguments->session);
  arguments->messages = g_ptr_array_new_full (messages->len, g_object_unref);
  for (guint i = 0; i < messages->len; i++)
    g_ptr_array_add (arguments->messages,
                     ponder_message_snapshot (g_ptr_array_index (messages, i)));
  ponder_store_push (self, ponder_store_save_messages_async, arguments,
                     ponder_store_job_save_messages, g_object_unref, cancellable, callback,
                     user_data);
}

gboolean
ponder_store_save_messages_finish (PonderStore   *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_autoptr(PonderSession) row = NULL;
  PonderSession *live;

  if (!(row = ponder_store_finish_pointer (self, result, ponder_store_save_messages_async, error)))
    {
      forget (self, result);
      return FALSE;
    }

  live = ((PonderStoreArguments *) g_task_get_task_data (G_TASK (result)))->live;
  ponder_session_set_preview (live, ponder_session_get_preview (row));
  ponder_session_set_n_messages (live, ponder_session_get_n_messages (row));
  ponder_session_set_updated (live, MAX (ponder_session_get_updated (live),
                                         ponder_session_get_updated (row)));
  return TRUE;
}
