/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the store has its worker do: one function for each call of the door. */

#include "config.h"

#include "ponder-store-jobs-private.h"

#include "ponder-arrival.h"
#include "ponder-branches-table.h"
#include "ponder-choices-table.h"
#include "ponder-db-place.h"
#include "ponder-messages-table.h"
#include "ponder-origins-table.h"
#include "ponder-providers-table.h"
#include "ponder-search-index.h"
#include "ponder-search-table.h"
#include "ponder-session-summary.h"
#include "ponder-sessions-table.h"
#include "ponder-store.h"

void
ponder_store_arguments_free (PonderStoreArguments *arguments)
{
  g_free (arguments->text);
  g_free (arguments->value);
  g_clear_object (&arguments->session);
  g_clear_pointer (&arguments->sessions, g_ptr_array_unref);
  g_clear_object (&arguments->live);
  g_clear_pointer (&arguments->messages, g_ptr_array_unref);
  g_clear_object (&arguments->provider);
  g_clear_pointer (&arguments->query, ponder_search_query_unref);
  g_clear_pointer (&arguments->arrival, ponder_store_arrival_free);
  g_clear_pointer (&arguments->run, ponder_think_record_free);
  g_clear_pointer (&arguments->events, g_ptr_array_unref);
  g_free (arguments);
}

void
ponder_store_opening_free (PonderStoreOpening *opening)
{
  g_clear_pointer (&opening->recovery, ponder_recovery_free);
  g_free (opening);
}

gpointer
ponder_store_job_open (PonderDbWorker  *worker,
                       gpointer         data,
                       GCancellable    *cancellable,
                       GError         **error)
{
  PonderStoreArguments *arguments = data;
  g_autoptr(PonderRecovery) recovery = NULL;
  PonderStoreOpening *opening;
  PonderDb *db;

  ponder_db_worker_take_db (worker, NULL);
  if (!(db = ponder_db_place_open (arguments->text, &recovery, cancellable, error)))
    return NULL;

  ponder_db_worker_take_db (worker, db);
  opening = g_new0 (PonderStoreOpening, 1);
  opening->recovery = g_steal_pointer (&recovery);
  opening->read_only = ponder_db_is_forbidden (db);
  return opening;
}

gpointer
ponder_store_job_close (PonderDbWorker  *worker,
                        gpointer         data,
                        GCancellable    *cancellable,
                        GError         **error)
{
  ponder_db_worker_take_db (worker, NULL);
  return PONDER_STORE_DONE;
}

gpointer
ponder_store_job_list_sessions (PonderDbWorker  *worker,
                                gpointer         data,
                                GCancellable    *cancellable,
                                GError         **error)
{
  PonderDb *db = ponder_db_worker_get_db (worker, error);

  return db != NULL ? ponder_sessions_table_list (db, error) : NULL;
}

gpointer
ponder_store_job_list_changes (PonderDbWorker  *worker,
                               gpointer         data,
                               GCancellable    *cancellable,
                               GError         **error)
{
  PonderStoreArguments *arguments = data;
  PonderDb *db = ponder_db_worker_get_db (worker, error);

  if (db == NULL)
    return NULL;

  return ponder_sessions_table_list_changes (db, arguments->serial, PONDER_STORE_MAX_CHANGES, error);
}

gpointer
ponder_store_job_find_session (PonderDbWorker  *worker,
                               gpointer         data,
                               GCancellable    *cancellable,
                               GError         **error)
{
  PonderStoreArguments *arguments = data;
  PonderDb *db = ponder_db_worker_get_db (worker, error);

  return db != NULL ? ponder_sessions_table_find (db, arguments->text, error) : NULL;
}

gpointer
ponder_store_job_load_messages (PonderDbWorker  *worker,
                                gpointer         data,
                                GCancellable    *cancellable,
                                GError         **error)
{
  PonderStoreArguments *arguments = data;
  PonderDb *db = ponder_db_worker_get_db (worker, error);

  return db != NULL ? ponder_messages_table_load (db, arguments->text, error) : NULL;
}

gpointer
ponder_store_job_load_latest (PonderDbWorker  *worker,
                              gpointer         data,
                              GCancellable    *cancellable,
                              GError         **error)
{
  PonderStoreArguments *arguments = data;
  PonderDb *db = ponder_db_worker_get_db (worker, error);

  return db != NULL ? ponder_messages_table_load_latest (db, arguments->text, arguments->limit, error) : NULL;
}

gpointer
ponder_store_job_load_origin (PonderDbWorker  *worker,
                              gpointer         data,
                              GCancellable    *cancellable,
                              GError         **error)
{
  PonderStoreArguments *arguments = data;
  PonderDb *db = ponder_db_worker_get_db (worker, error);
  g_autoptr(PonderStoreOrigin) origin = db != NULL ? ponder_origins_table_load (db, arguments->text, error) : NULL;

  if (origin == NULL || !(origin->runs = ponder_runs_table_load_all (db, arguments->text, error)))
    return NULL;
  return g_steal_pointer (&origin);
}

gpointer
ponder_store_job_list_providers (PonderDbWorker  *worker,
                                 gpointer         data,
                                 GCancellable    *cancellable,
                                 GError         **error)
{
  PonderDb *db = ponder_db_worker_get_db (worker, error);

  return db != NULL ? ponder_providers_table_list (db, error) : NULL;
}

gpointer
ponder_store_job_list_trashed_branches (PonderDbWorker  *worker,
                                        gpointer         data,
                                        GCancellable    *cancellable,
                                        GError         **error)
{
  PonderDb *db = ponder_db_worker_get_db (worker, error);

  return db != NULL ? ponder_branches_table_list_trashed (db, error) : NULL;
}

gpointer
ponder_store_job_list_choices (PonderDbWorker  *worker,
                               gpointer         data,
                               GCancellable    *cancellable,
                               GError         **error)
{
  PonderDb *db = ponder_db_worker_get_db (worker, error);

  return db != NULL ? ponder_choices_table_list (db, error) : NULL;
}

static gpointer
save_choice (PonderDb              *db,
             PonderStoreArguments  *arguments,
             GError               **error)
{
  gboolean saved = ponder_choices_table_save (db, arguments->text, arguments->value, error);

  return saved ? PONDER_STORE_DONE : NULL;
}

static gpointer
save_session (PonderDb              *db,
              PonderStoreArguments  *arguments,
              GError               **error)
{
  return ponder_sessions_table_save (db, arguments->session, error) ? PONDER_STORE_DONE : NULL;
}

static gpointer
save_sessions (PonderDb              *db,
               PonderStoreArguments  *arguments,
               GError               **error)
{
  for (guint i = 0; i < arguments->sessions->len; i++)
    if (!ponder_sessions_table_save (db, g_ptr_array_index (arguments->sessions, i), error))
      return NULL;
  return PONDER_STORE_DONE;
}

static gpointer
purge_trash (PonderDb              *db,
             PonderStoreArguments  *arguments,
             GError               **error)
{
  return ponder_sessions_table_purge (db, arguments->time, error) &&
         ponder_branches_table_purge (db, arguments->time, error) ? PONDER_STORE_DONE : NULL;
}

/* Gives the session's row as it is afterwards. */
static gpointer
save_messages (PonderDb              *db,
               PonderStoreArguments  *arguments,
               GError               **error)
{
  const char *id = ponder_session_get_id (arguments->session);
  g_auto(PonderMessagesChange) change = { NULL };
  gboolean saved;

  if (arguments->touch)
    saved = ponder_sessions_table_touch (db, arguments->session, error);
  else
    saved = ponder_sessions_table_save (db, arguments->session, error);

  if (!saved ||
      !ponder_messages_table_save (db, id, arguments->messages, arguments->text, &change, error) ||
      !ponder_session_summary_update (db, id, &change, error))
    return NULL;

  return ponder_sessions_table_find (db, id, error);
}

static void
leave_out_trash (GPtrArray *messages)
{
  for (guint i = messages->len; i > 0; i--)
    if (ponder_message_get_trashed (g_ptr_array_index (messages, i - 1)) != 0)
      g_ptr_array_remove_index (messages, i - 1);
}

/* Whoever writes the original does not write the copy. */
static void
interrupt_all (GPtrArray *messages)
{
  for (guint i = 0; i < messages->len; i++)
    if (ponder_message_is_being_written (g_ptr_array_index (messages, i)))
      ponder_message_set_state (g_ptr_array_index (messages, i), PONDER_MESSAGE_INTERRUPTED);
}

static gpointer
copy_session (PonderDb              *db,
              PonderStoreArguments  *arguments,
              GError               **error)
{
  const char *id = ponder_session_get_id (arguments->session);
  g_auto(PonderMessagesChange) change = { NULL };

  if (!ponder_sessions_table_save (db, arguments->session, error) ||
      !ponder_messages_table_save (db, id, arguments->messages, NULL, &change, error) ||
      !ponder_runs_table_copy (db, arguments->text, id, error) ||
      !ponder_session_summary_update (db, id, &change, error))
    return NULL;

  return ponder_sessions_table_find (db, id, error);
}

static gpointer
import (PonderDb              *db,
        PonderStoreArguments  *arguments,
        GError               **error)
{
  return ponder_arrival_write (db, arguments->arrival, error);
}

static gpointer
save_provider (PonderDb              *db,
               PonderStoreArguments  *arguments,
               GError               **error)
{
  return ponder_providers_table_save (db, arguments->provider, error) ? PONDER_STORE_DONE : NULL;
}

static gpointer
remove_provider (PonderDb              *db,
                 PonderStoreArguments  *arguments,
                 GError               **error)
{
  return ponder_providers_table_remove (db, arguments->text, error) ? PONDER_STORE_DONE : NULL;
}

/* All of @write or nothing of it. */
static gpointer
write_once (PonderDb              *db,
            gpointer               data,
            PonderStoreWriteFunc   write,
            GDestroyNotify         free_result,
            GError               **error)
{
  gpointer result;

  if (!ponder_db_begin (db, error))
    return NULL;

  result = write (db, data, error);
  if (result != NULL && ponder_search_index_settle (db, error) && ponder_db_commit (db, error))
    return result;

  if (result != NULL && free_result != NULL)
    free_result (result);
  ponder_db_rollback (db);
  return NULL;
}

static gpointer
rebuild_index (PonderDb              *db,
               PonderStoreArguments  *arguments,
               GError               **error)
{
  return ponder_search_index_rebuild (db, error) ? PONDER_STORE_DONE : NULL;
}

/* Whether it is worth trying again: words for searching that are damaged keep nobody from the texts, of
 * which they are made. */
static gboolean
mend_index (PonderDb  *db,
            GError   **error)
{
  g_autoptr(GError) local_error = NULL;

  if (!ponder_db_is_index_damaged (db))
    return FALSE;

  g_message ("%s: the words for searching are damaged and are made again", ponder_db_get_path (db));
  if (write_once (db, NULL, rebuild_index, NULL, &local_error) != NULL)
    {
      g_clear_error (error);
      return TRUE;
    }
  g_message ("%s: that failed: %s", ponder_db_get_path (db), local_error->message);
  return FALSE;
}

gpointer
ponder_store_write_on_worker (PonderDbWorker        *worker,
                              gpointer               data,
                              PonderStoreWriteFunc   write,
                              GDestroyNotify         free_result,
                              GError               **error)
{
  g_autoptr(GError) local_error = NULL;
  PonderDb *db = ponder_db_worker_get_db (worker, error);
  gpointer result;

  if (db == NULL)
    return NULL;

  result = write_once (db, data, write, free_result, &local_error);
  if (result == NULL && mend_index (db, &local_error))
    result = write_once (db, data, write, free_result, &local_error);
  if (result == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return result;
}

static PonderStoreHits *
search (PonderDb              *db,
        PonderStoreArguments  *arguments,
        GError               **error)
{
  return ponder_search_table_find (db, arguments->query, arguments->order, arguments->offset, arguments->limit,
                                   error);
}

gpointer
ponder_store_job_search (PonderDbWorker  *worker,
                         gpointer         data,
                         GCancellable    *cancellable,
                         GError         **error)
{
  g_autoptr(GError) local_error = NULL;
  PonderDb *db = ponder_db_worker_get_db (worker, error);
  PonderStoreHits *hits;

  if (db == NULL)
    return NULL;

  hits = search (db, data, &local_error);
  if (hits == NULL && mend_index (db, &local_error))
    hits = search (db, data, &local_error);
  if (hits == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return hits;
}

gpointer
ponder_store_job_save_session (PonderDbWorker  *worker,
                               gpointer         data,
                               GCancellable    *cancellable,
                               GError         **error)
{
  return ponder_store_write_on_worker (worker, data, save_session, NULL, error);
}

gpointer
ponder_store_job_save_sessions (PonderDbWorker  *worker,
                                gpointer         data,
                                GCancellable    *cancellable,
                                GError         **error)
{
  return ponder_store_write_on_worker (worker, data, save_sessions, NULL, error);
}

gpointer
ponder_store_job_copy_session (PonderDbWorker  *worker,
                               gpointer         data,
                               GCancellable    *cancellable,
                               GError         **error)
{
  PonderStoreArguments *arguments = data;
  PonderDb *db = ponder_db_worker_get_db (worker, error);

  if (db == NULL || !(arguments->messages = ponder_messages_table_load (db, arguments->text, error)))
    return NULL;

  leave_out_trash (arguments->messages);
  interrupt_all (arguments->messages);
  return ponder_store_write_on_worker (worker, data, copy_session, g_object_unref, error);
}

gpointer
ponder_store_job_purge_trash (PonderDbWorker  *worker,
                              gpointer         data,
                              GCancellable    *cancellable,
                              GError         **error)
{
  return ponder_store_write_on_worker (worker, data, purge_trash, NULL, error);
}

gpointer
ponder_store_job_save_messages (PonderDbWorker  *worker,
                                gpointer         data,
                                GCancellable    *cancellable,
                                GError         **error)
{
  return ponder_store_write_on_worker (worker, data, save_messages, g_object_unref, error);
}

gpointer
ponder_store_job_import (PonderDbWorker  *worker,
                         gpointer         data,
                         GCancellable    *cancellable,
                         GError         **error)
{
  return ponder_store_write_on_worker (worker, data, import, g_free, error);
}

gpointer
ponder_store_job_save_provider (PonderDbWorker  *worker,
                                gpointer         data,
                                GCancellable    *cancellable,
                                GError         **error)
{
  return ponder_store_write_on_worker (worker, data, save_provider, NULL, error);
}

gpointer
ponder_store_job_remove_provider (PonderDbWorker  *worker,
                                  gpointer         data,
                                  GCancellable    *cancellable,
                                  GError         **error)
{
  return ponder_store_write_on_worker (worker, data, remove_provider, NULL, error);
}

gpointer
ponder_store_job_save_choice (PonderDbWorker  *worker,
                              gpointer         data,
                              GCancellable    *cancellable,
                              GError         **error)
{
  return ponder_store_write_on_worker (worker, data, save_choice, NULL, error);
}

gpointer
ponder_store_job_check (PonderDbWorker  *worker,
                        gpointer         data,
                        GCancellable    *cancellable,
                        GError         **error)
{
  PonderDb *db = ponder_db_worker_get_db (worker, error);
  char *verdict = db != NULL ? ponder_db_check (db, error) : NULL;

  if (verdict != NULL && !g_str_equal (verdict, "ok"))
    {
      g_autofree char *data_dir = g_path_get_dirname (ponder_db_get_path (db));

      ponder_db_place_note_damage (data_dir, verdict);
    }
  return verdict;
}
