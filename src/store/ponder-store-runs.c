/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the door behind which runs of deep think lie. */

#include "config.h"

#include "ponder-store-runs.h"

#include "ponder-store-jobs-private.h"
#include "ponder-store-private.h"

void
ponder_store_list_runs_async (PonderStore         *self,
                              const char          *session,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  PonderStoreArguments *arguments;

  g_return_if_fail (PONDER_IS_STORE (self));

  arguments = g_new0 (PonderStoreArguments, 1);
  arguments->text = g_strdup (session);
  ponder_store_push (self, ponder_store_list_runs_async, arguments, ponder_store_job_list_runs,
                     (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

GPtrArray *
ponder_store_list_runs_finish (PonderStore   *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return ponder_store_finish_pointer (self, result, ponder_store_list_runs_async, error);
}

void
ponder_store_load_run_async (PonderStore         *self,
                             const char          *id,
                             gboolean             claim,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  PonderStoreArguments *arguments;

  g_return_if_fail (PONDER_IS_STORE (self));
  g_return_if_fail (id != NULL);

  arguments = g_new0 (PonderStoreArguments, 1);
  arguments->text = g_strdup (ponder_store_get_owner (self));
  arguments->value = g_strdup (id);
  ponder_store_push (self, ponder_store_load_run_async, arguments,
                     claim ? ponder_store_job_claim_run : ponder_store_job_load_run,
                     (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

GPtrArray *
ponder_store_load_run_finish (PonderStore   *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return ponder_store_finish_pointer (self, result, ponder_store_load_run_async, error);
}

void
ponder_store_save_run_async (PonderStore           *self,
                             const PonderThinkRecord *run,
                             GPtrArray             *events,
                             GCancellable          *cancellable,
                             GAsyncReadyCallback    callback,
                             gpointer               user_data)
{
  PonderStoreArguments *arguments;

  g_return_if_fail (PONDER_IS_STORE (self));
  g_return_if_fail (run != NULL && events != NULL);

  arguments = g_new0 (PonderStoreArguments, 1);
  arguments->text = g_strdup (ponder_store_get_owner (self));
  arguments->run = ponder_think_record_copy (run);
  arguments->events = g_ptr_array_ref (events);
  ponder_store_push (self, ponder_store_save_run_async, arguments, ponder_store_job_save_run, NULL, cancellable,
                     callback, user_data);
}

gboolean
ponder_store_save_run_finish (PonderStore   *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return ponder_store_finish_done (self, result, ponder_store_save_run_async, error);
}

void
ponder_store_release_run_async (PonderStore         *self,
                                const char          *id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  PonderStoreArguments *arguments;

  g_return_if_fail (PONDER_IS_STORE (self));
  g_return_if_fail (id != NULL);

  arguments = g_new0 (PonderStoreArguments, 1);
  arguments->text = g_strdup (ponder_store_get_owner (self));
  arguments->value = g_strdup (id);
  ponder_store_push (self, ponder_store_release_run_async, arguments, ponder_store_job_release_run, NULL, cancellable,
                     callback, user_data);
}

gboolean
ponder_store_release_run_finish (PonderStore   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return ponder_store_finish_done (self, result, ponder_store_release_run_async, error);
}

void
ponder_store_copy_runs_async (PonderStore         *self,
                              const char          *from,
                              const char          *to,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  PonderStoreArguments *arguments;

  g_return_if_fail (PONDER_IS_STORE (self));
  g_return_if_fail (from != NULL && to != NULL);

  arguments = g_new0 (PonderStoreArguments, 1);
  arguments->text = g_strdup (from);
  arguments->value = g_strdup (to);
  ponder_store_push (self, ponder_store_copy_runs_async, arguments, ponder_store_job_copy_runs, NULL, cancellable,
                     callback, user_data);
}

gboolean
ponder_store_copy_runs_finish (PonderStore   *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return ponder_store_finish_done (self, result, ponder_store_copy_runs_async, error);
}
