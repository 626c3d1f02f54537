/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of deep think and what happened in them, as rows. The functions run on the worker's thread. */

#pragma once

#include "ponder-db.h"
#include "ponder-think-record.h"

G_BEGIN_DECLS

/* One thing that happened. */
typedef struct
{
  gint64  seq;
  char   *json;
} PonderStoredEvent;

/* Takes @json. */
PonderStoredEvent *ponder_stored_event_new  (gint64                  seq,
                                             char                   *json);
void               ponder_stored_event_free (PonderStoredEvent      *self);

/* Those of @session, or all that are not in the trash for NULL. (element-type PonderThinkRecord) (transfer full): what
 * was begun last first. */
GPtrArray         *ponder_runs_table_list   (PonderDb               *db,
                                             const char             *session,
                                             GError                **error);
/* (element-type PonderStoredEvent) (transfer full): in their order. */
GPtrArray         *ponder_runs_table_load   (PonderDb               *db,
                                             const char             *id,
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
