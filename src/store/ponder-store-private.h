/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the files of the store's door hand a call to the worker and take its result. */

#pragma once

#include "ponder-store-jobs-private.h"
#include "ponder-store.h"

G_BEGIN_DECLS

/* @copy is about to be saved; TRUE when its values were the last ones that were. */
gboolean ponder_store_remember       (PonderStore           *self,
                                      PonderSession         *copy);
/* That failed. */
void     ponder_store_forget         (PonderStore           *self,
                                      PonderSession         *copy);
/* Who writes: see ponder_owner_dup_own(). */
const char *ponder_store_get_owner   (PonderStore           *self);
/* Takes @arguments; @tag is the function that was called. */
void     ponder_store_push           (PonderStore           *self,
                                      gpointer               tag,
                                      PonderStoreArguments  *arguments,
                                      PonderDbWorkerFunc     func,
                                      GDestroyNotify         free_result,
                                      GCancellable          *cancellable,
                                      GAsyncReadyCallback    callback,
                                      gpointer               user_data);
/* TRUE for PONDER_STORE_DONE. */
gboolean ponder_store_finish_done    (PonderStore           *self,
                                      GAsyncResult          *result,
                                      gpointer               tag,
                                      GError               **error);
gpointer ponder_store_finish_pointer (PonderStore           *self,
                                      GAsyncResult          *result,
                                      gpointer               tag,
                                      GError               **error);

G_END_DECLS
