/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the door behind which things are found. */

#include "config.h"

#include "ponder-store.h"

#include "ponder-store-jobs-private.h"
#include "ponder-store-private.h"

void
ponder_store_search_async (PonderStore         *self,
                           PonderSearchQuery   *query,
                           PonderSearchOrder    order,
                           guint                offset,
                           guint                limit,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  PonderStoreArguments *arguments;

  g_return_if_fail (PONDER_IS_STORE (self));
  g_return_if_fail (query != NULL);

  arguments = g_new0 (PonderStoreArguments, 1);
  arguments->query = ponder_search_query_ref (query);
  arguments->order = order;
  arguments->offset = offset;
  arguments->limit = limit;
  ponder_store_push (self, ponder_store_search_async, arguments, ponder_store_job_search,
                     (GDestroyNotify) ponder_store_hits_free, cancellable, callback, user_data);
}

PonderStoreHits *
ponder_store_search_finish (PonderStore   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return ponder_store_finish_pointer (self, result, ponder_store_search_async, error);
}
