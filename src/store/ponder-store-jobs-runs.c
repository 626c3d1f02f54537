/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the store's worker does with runs of deep think. */

#include "config.h"

#include "ponder-store-jobs-private.h"

#include "ponder-runs-table.h"

static gpointer
save_run (PonderDb              *db,
          PonderStoreArguments  *arguments,
          GError               **error)
{
  return ponder_runs_table_save (db, arguments->run, arguments->events, arguments->text, error) ? PONDER_STORE_DONE
                                                                                               : NULL;
}

static gpointer
claim_run (PonderDb              *db,
           PonderStoreArguments  *arguments,
           GError               **error)
{
  if (!ponder_runs_table_claim (db, arguments->value, arguments->text, error))
    return NULL;
  return ponder_runs_table_load (db, arguments->value, error);
}

static gpointer
copy_runs (PonderDb              *db,
           PonderStoreArguments  *arguments,
           GError               **error)
{
  return ponder_runs_table_copy (db, arguments->text, arguments->value, error) ? PONDER_STORE_DONE : NULL;
}

static gpointer
release_run (PonderDb              *db,
             PonderStoreArguments  *arguments,
             GError               **error)
{
  return ponder_runs_table_release (db, arguments->value, arguments->text, error) ? PONDER_STORE_DONE : NULL;
}

gpointer
ponder_store_job_list_runs (PonderDbWorker  *worker,
                            gpointer         data,
                            GCancellable    *cancellable,
                            GError         **error)
{
  const PonderStoreArguments *arguments = data;
  PonderDb *db = ponder_db_worker_get_db (worker, error);

  return db != NULL ? ponder_runs_table_list (db, arguments->text, error) : NULL;
}

gpointer
ponder_store_job_load_run (PonderDbWorker  *worker,
                           gpointer         data,
                           GCancellable    *cancellable,
                           GError         **error)
{
  PonderStoreArguments *arguments = data;
  PonderDb *db = ponder_db_worker_get_db (worker, error);

  return db != NULL ? ponder_runs_table_load (db, arguments->value, error) : NULL;
}

gpointer
ponder_store_job_claim_run (PonderDbWorker  *worker,
                            gpointer         data,
                            GCancellable    *cancellable,
                            GError         **error)
{
  return ponder_store_write_on_worker (worker, data, claim_run, (GDestroyNotify) g_ptr_array_unref, error);
}

gpointer
ponder_store_job_copy_runs (PonderDbWorker  *worker,
                            gpointer         data,
                            GCancellable    *cancellable,
                            GError         **error)
{
  return ponder_store_write_on_worker (worker, data, copy_runs, NULL, error);
}

gpointer
ponder_store_job_release_run (PonderDbWorker  *worker,
                              gpointer         data,
                              GCancellable    *cancellable,
                              GError         **error)
{
  return ponder_store_write_on_worker (worker, data, release_run, NULL, error);
}

gpointer
ponder_store_job_save_run (PonderDbWorker  *worker,
                           gpointer         data,
                           GCancellable    *cancellable,
                           GError         **error)
{
  return ponder_store_write_on_worker (worker, data, save_run, NULL, error);
}
