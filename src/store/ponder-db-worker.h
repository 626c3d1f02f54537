/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one thread that owns the database, and the queue in front of it. */

#pragma once

#include "ponder-db.h"

G_BEGIN_DECLS

typedef struct _PonderDbWorker PonderDbWorker;

/* On the worker's thread, with the task's data. NULL means failure and sets @error. */
typedef gpointer (*PonderDbWorkerFunc)   (PonderDbWorker  *worker,
                                          gpointer         data,
                                          GCancellable    *cancellable,
                                          GError         **error);
/* On the worker's thread: another connection has committed. */
typedef void     (*PonderDbWorkerNotice) (gpointer         user_data);

PonderDbWorker *ponder_db_worker_new     (PonderDbWorkerNotice  changed_elsewhere,
                                          gpointer              user_data,
                                          GDestroyNotify        free_user_data);
/* Ends the thread after what is queued. */
void            ponder_db_worker_free    (PonderDbWorker       *self);

/* Takes @task. The functions run in the order they are pushed; the result, or the error, is
 * returned on the task's own context, where the task is let go of too. */
void            ponder_db_worker_push    (PonderDbWorker       *self,
                                          GTask                *task,
                                          PonderDbWorkerFunc    func,
                                          GDestroyNotify        free_result);

/* For functions on the worker's thread. */
PonderDb       *ponder_db_worker_get_db  (PonderDbWorker       *self,
                                          GError              **error);
/* Closes the database it had; @db may be NULL. */
void            ponder_db_worker_take_db (PonderDbWorker       *self,
                                          PonderDb             *db);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderDbWorker, ponder_db_worker_free)

G_END_DECLS
