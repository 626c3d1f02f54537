/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the door behind which runs of deep think lie. */

#pragma once

#include "ponder-runs-table.h"
#include "ponder-store.h"

G_BEGIN_DECLS

/* Those of @session, or all that are not in the trash for NULL.
 * (element-type PonderThinkRecord) (transfer full): what was begun last first. */
void       ponder_store_list_runs_async  (PonderStore            *self,
                                          const char             *session,
                                          GCancellable           *cancellable,
                                          GAsyncReadyCallback     callback,
                                          gpointer                user_data);
GPtrArray *ponder_store_list_runs_finish (PonderStore            *self,
                                          GAsyncResult           *result,
                                          GError                **error);
/* What happened in it, in its order; with @claim this program drives it from now on, and
 * PONDER_ERROR_INVALID_REQUEST says that another one does. (element-type PonderStoredEvent) (transfer full) */
void       ponder_store_load_run_async   (PonderStore            *self,
                                          const char             *id,
                                          gboolean                claim,
                                          GCancellable           *cancellable,
                                          GAsyncReadyCallback     callback,
                                          gpointer                user_data);
GPtrArray *ponder_store_load_run_finish  (PonderStore            *self,
                                          GAsyncResult           *result,
                                          GError                **error);
/* Adds @events (element-type PonderStoredEvent) to @run, which is this program's, and brings its time and its outcome
 * up to date: all of it or nothing. Its session is stored. Takes a reference on @events. */
void       ponder_store_save_run_async   (PonderStore            *self,
                                          const PonderThinkRecord *run,
                                          GPtrArray              *events,
                                          GCancellable           *cancellable,
                                          GAsyncReadyCallback     callback,
                                          gpointer                user_data);
gboolean   ponder_store_save_run_finish  (PonderStore            *self,
                                          GAsyncResult           *result,
                                          GError                **error);

/* The runs of @from whose answers are stored in @to as well. */
void       ponder_store_copy_runs_async    (PonderStore          *self,
                                            const char           *from,
                                            const char           *to,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean   ponder_store_copy_runs_finish   (PonderStore          *self,
                                            GAsyncResult         *result,
                                            GError              **error);
/* A run that was claimed and is not gone on with is nobody's again. */
void       ponder_store_release_run_async  (PonderStore          *self,
                                            const char           *id,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean   ponder_store_release_run_finish (PonderStore          *self,
                                            GAsyncResult         *result,
                                            GError              **error);

G_END_DECLS
