/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of deep think and what happened in them, as rows. The functions run on the worker's thread. */

#pragma once

#include "ponder-db.h"

G_BEGIN_DECLS

/* The outcome of a run that has not ended. */
#define PONDER_STORED_RUN_OPEN "running"

/* One run. Times are microseconds since 1970. */
typedef struct
{
  char     *id;
  char     *session;
  char     *message;            /* its answer */
  gint64    created;
  gint64    updated;
  char     *question;
  char     *outcome;
  char     *config;             /* JSON */
  gboolean  driven;             /* read only: it is open, and a program that runs drives it */
} PonderStoredRun;

/* One thing that happened. */
typedef struct
{
  gint64  seq;
  char   *json;
} PonderStoredEvent;

PonderStoredRun   *ponder_stored_run_copy   (const PonderStoredRun  *self);
void               ponder_stored_run_free   (PonderStoredRun        *self);
/* Takes @json. */
PonderStoredEvent *ponder_stored_event_new  (gint64                  seq,
                                             char                   *json);
void               ponder_stored_event_free (PonderStoredEvent      *self);

/* (element-type PonderStoredRun) (transfer full): what was begun last first, without those of chats in the trash. */
GPtrArray         *ponder_runs_table_list   (PonderDb               *db,
                                             GError                **error);
/* (element-type PonderStoredEvent) (transfer full): in their order. */
GPtrArray         *ponder_runs_table_load   (PonderDb               *db,
                                             const char             *id,
                                             GError                **error);
/* Within a transaction: @run with what is new in it; @owner drives it. */
gboolean           ponder_runs_table_save   (PonderDb               *db,
                                             const PonderStoredRun  *run,
                                             GPtrArray              *events,
                                             const char             *owner,
                                             GError                **error);
/* Within a transaction: @owner drives it from now on. PONDER_ERROR_INVALID_REQUEST: another program does. */
gboolean           ponder_runs_table_claim  (PonderDb               *db,
                                             const char             *id,
                                             const char             *owner,
                                             GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderStoredRun, ponder_stored_run_free)

G_END_DECLS
