/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the store has its worker do: one function for each call of the door. */

#pragma once

#include "ponder-backup-info.h"
#include "ponder-db-worker.h"
#include "ponder-provider-config.h"
#include "ponder-runs-table.h"
#include "ponder-search-query.h"
#include "ponder-session.h"
#include "ponder-store-import.h"

G_BEGIN_DECLS

/* What a job gives that worked and has nothing to give. */
#define PONDER_STORE_DONE GINT_TO_POINTER (TRUE)

/* What one call takes along; each uses what it needs. All but @live and @restore is its own copy. */
typedef struct
{
  PonderDbWorkerFunc    func;   /* what the worker does with it */
  char                 *text;   /* an id, a folder, a name, or who is writing */
  char                 *value;  /* of a choice */
  gint64                serial; /* of the last change that is known */
  gint64                time;
  gboolean              touch;  /* the session's own values are saved already */
  PonderSession        *session;
  GPtrArray            *sessions;
  PonderSession        *live;   /* the caller's, for the caller's thread */
  GPtrArray            *messages;
  PonderProviderConfig *provider;
  PonderSearchQuery    *query;
  PonderSearchOrder     order;
  guint                 offset;
  guint                 limit;
  PonderStoreArrival   *arrival;
  PonderThinkRecord    *run;
  GPtrArray            *events; /* of PonderStoredEvent */
  gpointer              restore;  /* what ponder-store-safety.c merges, borrowed from the caller's task */
} PonderStoreArguments;

/* A part of a job that is within a transaction. NULL: it failed, and nothing is changed. */
typedef gpointer (*PonderStoreWriteFunc) (PonderDb              *db,
                                          PonderStoreArguments  *arguments,
                                          GError               **error);

/* ponder-store-jobs.c: in a transaction of its own, once more where damaged words could be mended. */
gpointer ponder_store_write_on_worker     (PonderDbWorker        *worker,
                                           gpointer               data,
                                           PonderStoreWriteFunc   write,
                                           GDestroyNotify         free_result,
                                           GError               **error);

/* What opening found. */
typedef struct
{
  PonderRecovery *recovery;     /* (nullable): the file was damaged */
  gboolean        read_only;    /* a newer program made it */
} PonderStoreOpening;

void     ponder_store_arguments_free (PonderStoreArguments *arguments);
void     ponder_store_opening_free   (PonderStoreOpening   *opening);

/* On the worker's thread; @data is PonderStoreArguments. */
gpointer ponder_store_job_open            (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_close           (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_list_sessions   (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_list_changes    (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_find_session    (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_load_messages   (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_load_latest     (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_search          (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_list_trashed_branches (PonderDbWorker  *worker,
                                                 gpointer         data,
                                                 GCancellable    *cancellable,
                                                 GError         **error);
gpointer ponder_store_job_list_providers  (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_save_session    (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_save_sessions   (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_copy_session    (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_purge_trash     (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_save_messages   (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_import          (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_load_origin     (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_save_provider   (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_remove_provider (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_list_choices    (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_save_choice     (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_list_runs       (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_load_run        (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_claim_run       (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_copy_runs       (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_release_run     (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_save_run        (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gpointer ponder_store_job_check           (PonderDbWorker  *worker,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);

G_END_DECLS
