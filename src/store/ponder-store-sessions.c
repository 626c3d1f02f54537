/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the door behind which sessions are read, moved, copied and removed. */

#include "config.h"

#include "ponder-store.h"

#include "ponder-store-jobs-private.h"
#include "ponder-store-private.h"

void
ponder_store_list_sessions_async (PonderStore         *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (PONDER_IS_STORE (self));

  ponder_store_push (self, ponder_store_list_sessions_async, g_new0 (PonderStoreArguments, 1),
                     ponder_store_job_list_sessions, (GDestroyNotify) ponder_store_sessions_free,
                     cancellable, callback, user_data);
}

PonderStoreSessions *
ponder_store_list_sessions_finish (PonderStore   *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return ponder_store_finish_pointer (self, result, ponder_store_list_sessions_async, error);
}

void
ponder_store_list_changes_async (PonderStore         *self,
                                 gint64               serial,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  PonderStoreArguments *arguments;

  g_return_if_fail (PONDER_IS_STORE (self));

  arguments = g_new0 (PonderStoreArguments, 1);
  arguments->serial = serial;
  ponder_store_push (self, ponder_store_list_changes_async, arguments,
                     ponder_store_job_list_changes, (GDestroyNotify) g_ptr_array_unref,
                     cancellable, callback, user_data);
}

GPtrArray *
ponder_store_list_changes_finish (PonderStore   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return ponder_store_finish_pointer (self, result, ponder_store_list_changes_async, error);
}

void
ponder_store_find_session_async (PonderStore         *self,
                                 const char          *id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  PonderStoreArguments *arguments;

  g_return_if_fail (PONDER_IS_STORE (self));
  g_return_if_fail (id != NULL);

  arguments = g_new0 (PonderStoreArguments, 1);
  arguments->text = g_strdup (id);
  ponder_store_push (self, ponder_store_find_session_async, arguments,
                     ponder_store_job_find_session, g_object_unref, cancellable, callback,
                     user_data);
}

PonderSession *
ponder_store_find_session_finish (PonderStore   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return ponder_store_finish_pointer (self, result, ponder_store_find_session_async, error);
}

void
ponder_store_list_trashed_branches_async (PonderStore         *self,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data)
{
  g_return_if_fail (PONDER_IS_STORE (self));

  ponder_store_push (self, ponder_store_list_trashed_branches_async, g_new0 (PonderStoreArguments, 1),
                     ponder_store_job_list_trashed_branches, (GDestroyNotify) g_ptr_array_unref, cancellable,
                     callback, user_data);
}

GPtrArray *
ponder_store_list_trashed_branches_finish (PonderStore   *self,
                                           GAsyncResult  *result,
                                           GError       **error)
{
  return ponder_store_finish_pointer (self, result, ponder_store_list_trashed_branches_async, error);
}

void
ponder_store_save_sessions_async (PonderStore         *self,
                                  GPtrArray           *sessions,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  PonderStoreArguments *arguments;

  g_return_if_fail (PONDER_IS_STORE (self));
  g_return_if_fail (sessions != NULL);

  arguments = g_new0 (PonderStoreArguments, 1);
  arguments->sessions = g_ptr_array_new_full (sessions->len, g_object_unref);
  for (guint i = 0; i < sessions->len; i++)
    {
      PonderSession *copy = ponder_session_snapshot (g_ptr_array_index (sessions, i));

      ponder_store_remember (self, copy);
      g_ptr_array_add (arguments->sessions, copy);
    }
  ponder_store_push (self, ponder_store_save_sessions_async, arguments, ponder_store_job_save_sessions, NULL,
                     cancellable, callback, user_data);
}

gboolean
ponder_store_save_sessions_finish (PonderStore   *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  PonderStoreArguments *arguments = g_task_get_task_data (G_TASK (result));

  if (ponder_store_finish_done (self, result, ponder_store_save_sessions_async, error))
    return TRUE;

  for (guint i = 0; i < arguments->sessions->len; i++)
    ponder_store_forget (self, g_ptr_array_index (arguments->sessions, i));
  return FALSE;
}

void
ponder_store_copy_session_async (PonderStore         *self,
                                 const char          *source_id,
                                 PonderSession       *session,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  PonderStoreArguments *arguments;

  g_return_if_fail (PONDER_IS_STORE (self));
  g_return_if_fail (source_id != NULL);
  g_return_if_fail (PONDER_IS_SESSION (session));

  arguments = g_new0 (PonderStoreArguments, 1);
  arguments->text = g_strdup (source_id);
  arguments->session = ponder_session_snapshot (session);
  ponder_store_push (self, ponder_store_copy_session_async, arguments, ponder_store_job_copy_session,
                     g_object_unref, cancellable, callback, user_data);
}

PonderSession *
ponder_store_copy_session_finish (PonderStore   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return ponder_store_finish_pointer (self, result, ponder_store_copy_session_async, error);
}

void
ponder_store_purge_trash_async (PonderStore         *self,
                                gint64               time,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  PonderStoreArguments *arguments;

  g_return_if_fail (PONDER_IS_STORE (self));

  arguments = g_new0 (PonderStoreArguments, 1);
  arguments->time = time;
  ponder_store_push (self, ponder_store_purge_trash_async, arguments, ponder_store_job_purge_trash,
                     NULL, cancellable, callback, user_data);
}

gboolean
ponder_store_purge_trash_finish (PonderStore   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return ponder_store_finish_done (self, result, ponder_store_purge_trash_async, error);
}
