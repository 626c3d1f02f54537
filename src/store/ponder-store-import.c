/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the door through which chats of other programs come in, and where they came from. */

#include "config.h"

#include "ponder-store-import.h"

#include "ponder-store-jobs-private.h"
#include "ponder-store-private.h"

void
ponder_store_import_async (PonderStore         *self,
                           PonderStoreArrival  *arrival,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  PonderStoreArguments *arguments;

  g_return_if_fail (PONDER_IS_STORE (self));
  g_return_if_fail (arrival != NULL);

  arguments = g_new0 (PonderStoreArguments, 1);
  arguments->arrival = arrival;
  ponder_store_push (self, ponder_store_import_async, arguments, ponder_store_job_import, g_free, cancellable, callback,
                     user_data);
}

PonderArrivalResult *
ponder_store_import_finish (PonderStore   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return ponder_store_finish_pointer (self, result, ponder_store_import_async, error);
}

void
ponder_store_origin_free (PonderStoreOrigin *self)
{
  g_free (self->source);
  g_free (self->external_id);
  g_clear_pointer (&self->runs, g_ptr_array_unref);
  g_free (self);
}

void
ponder_store_load_origin_async (PonderStore         *self,
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
  ponder_store_push (self, ponder_store_load_origin_async, arguments, ponder_store_job_load_origin,
                     (GDestroyNotify) ponder_store_origin_free, cancellable, callback, user_data);
}

PonderStoreOrigin *
ponder_store_load_origin_finish (PonderStore   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return ponder_store_finish_pointer (self, result, ponder_store_load_origin_async, error);
}
