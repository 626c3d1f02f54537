/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of deep think and what happened in them, as rows. The functions run on the worker's thread. */

#pragma once

#include "ponder-db.h"
#include "ponder-stored-run.h"

G_BEGIN_DECLS

/* Those of @session, or all that are not in the trash for NULL. (element-type PonderThinkRecord) (transfer full): what
 * was begun last first. */
GPtrArray         *ponder_runs_table_list   (PonderDb               *db,
                                             const char             *session,
                                             GError                **error);
/* (element-type PonderStoredEvent) (transfer full): in their order. */
GPtrArray         *ponder_runs_table_load   (PonderDb               *db,
                                             const char             *id,
                                             GError                **error);
/* All runs of @session with all that happened in them. (element-type PonderStoredRun) (transfer full): what was begun
 * last first. */
GPtrArray         *ponder_runs_table_load_all (PonderDb             *db,
                                             const char             *session,
                                             GError                **error);
/* Of @runs (element-type PonderStoredRun), which came with the messages of @session, those whose answer is there and
 * that are not there yet. (transfer container), borrowed from @runs */
GPtrArray         *ponder_runs_table_list_new (PonderDb             *db,
                                             const char             *session,
                                             GPtrArray              *runs,
                                             GError                **error);
/* Within a transaction: all of @runs, as runs of @session that nobody drives. */
gboolean           ponder_runs_table_add    (PonderDb               *db,
                                             const char             *session,
                                             GPtrArray              *runs,
                                             GError                **error);
/* Within a transaction: @run with what is new in it; @owner drives it. */
gboolean           ponder_runs_table_save   (PonderDb               *db,
                                             const PonderThinkRecord *run,
                                             GPtrArray              *events,
                                             const char             *owner,
                                             GError                **error);
/* Within a transaction: @owner drives it from now on. PONDER_ERROR_INVALID_REQUEST: another program does. */
gboolean           ponder_runs_table_claim  (PonderDb               *db,
                                             const char             *id,
                                             const char             *owner,
                                             GError                **error);

/* Within a transaction: the runs of @from whose answers are in @to as well, which nobody drives there. */
gboolean           ponder_runs_table_copy   (PonderDb               *db,
                                             const char             *from,
                                             const char             *to,
                                             GError                **error);
/* Within a transaction: if @owner drives it, nobody does from now on. */
gboolean           ponder_runs_table_release (PonderDb              *db,
                                             const char             *id,
                                             const char             *owner,
                                             GError                **error);

G_END_DECLS
