/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a cache has its worker do: one function for each call of the door. */

#include "config.h"

#include "ponder-cache-jobs-private.h"

#include "ponder-cache-place.h"
#include "ponder-cache-table.h"
#include "ponder-error.h"

/* One operation on a sound file. NULL means failure and sets @error. */
typedef gpointer (*Operation) (PonderDb              *db,
                               PonderCacheArguments  *arguments,
                               GError               **error);

void
ponder_cache_arguments_free (PonderCacheArguments *arguments)
{
  g_clear_pointer (&arguments->worker, ponder_db_worker_free);
  g_clear_pointer (&arguments->notes, ponder_cache_notes_unref);
  g_clear_pointer (&arguments->value, g_bytes_unref);
  g_free (arguments->path);
  g_free (arguments->key);
  g_free (arguments);
}

void
ponder_cache_entry_free (PonderCacheEntry *entry)
{
  g_clear_pointer (&entry->value, g_bytes_unref);
  g_free (entry);
}

/* --- the connection --- */

/* It takes the place of @unfit, which is closed. */
static PonderDb *
open_on_worker (PonderDbWorker        *worker,
                PonderCacheArguments  *arguments,
                PonderDb              *unfit,
                GCancellable          *cancellable,
                GError               **error)
{
  PonderDb *db = ponder_cache_place_open (arguments->path, unfit, cancellable, error);

  if (db != NULL)
    ponder_db_worker_take_db (worker, db);
  return db;
}

/* Opened at the first use, and again when the file is not that any more to which the path leads: somebody made it anew,
 * or removed it. */
static PonderDb *
get_db (PonderDbWorker        *worker,
        PonderCacheArguments  *arguments,
        GCancellable          *cancellable,
        GError               **error)
{
  PonderDb *db = ponder_db_worker_get_db (worker, NULL);

  if (db != NULL && !ponder_db_has_moved (db))
    return db;

  return open_on_worker (worker, arguments, db, cancellable, error);
}

/* What finds the file unfit is done once more, with a new one. */
static gpointer
run (PonderDbWorker        *worker,
     PonderCacheArguments  *arguments,
     Operation              operation,
     GCancellable          *cancellable,
     GError               **error)
{
  PonderDb *db = get_db (worker, arguments, cancellable, error);
  g_autoptr(GError) local_error = NULL;
  gpointer result;

  if (db == NULL)
    return NULL;
  if ((result = operation (db, arguments, &local_error)))
    return result;

  ponder_db_rollback (db);
  if (!ponder_db_is_unfit (db))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  g_message ("%s is made anew: %s", arguments->path, local_error->message);
  if (!(db = open_on_worker (worker, arguments, db, cancellable, error)))
    return NULL;
  if (!(result = operation (db, arguments, error)))
    ponder_db_rollback (db);
  return result;
}

/* --- operations --- */

/* Whatever is written takes along what is noted. */
static gboolean
begin (PonderDb              *db,
       PonderCacheArguments  *arguments,
       GError               **error)
{
  return ponder_db_begin (db, error) &&
         (ponder_cache_notes_is_empty (arguments->notes) || ponder_cache_notes_write (arguments->notes, db, error));
}

static gpointer
commit (PonderDb              *db,
        PonderCacheArguments  *arguments,
        GError               **error)
{
  if (!ponder_db_commit (db, error))
    return NULL;

  ponder_cache_notes_forget_written (arguments->notes);
  return PONDER_CACHE_DONE;
}

static gpointer
get (PonderDb              *db,
     PonderCacheArguments  *arguments,
     GError               **error)
{
  PonderCacheEntry entry = { NULL };
  g_autoptr(GError) local_error = NULL;

  entry.value = ponder_cache_table_get (db, arguments->key, arguments->now, &entry.created, &entry.expires,
                                        &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  if (entry.value != NULL)
    ponder_cache_notes_note_use (arguments->notes, arguments->key);
  return g_memdup2 (&entry, sizeof entry);
}

static gpointer
put (PonderDb              *db,
     PonderCacheArguments  *arguments,
     GError               **error)
{
  if (!begin (db, arguments, error) ||
      !ponder_cache_table_put (db, arguments->key, arguments->value, arguments->now, arguments->expires,
                               arguments->max_entries, arguments->max_bytes, error))
    return NULL;

  return commit (db, arguments, error);
}

/* What was removed is gone, and only the file is too large still: unless that means that it is unfit, it is no reason
 * to say that nothing was done. */
static gpointer
shrink (PonderDb  *db,
        GError   **error)
{
  g_autoptr(GError) local_error = NULL;

  if (ponder_cache_table_shrink (db, &local_error))
    return PONDER_CACHE_DONE;
  if (ponder_db_is_unfit (db))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  g_message ("%s: cannot be made smaller: %s", ponder_db_get_path (db), local_error->message);
  return PONDER_CACHE_DONE;
}

static gpointer
clean (PonderDb              *db,
       PonderCacheArguments  *arguments,
       GError               **error)
{
  if (!begin (db, arguments, error) ||
      !ponder_cache_table_remove_expired (db, arguments->now, arguments->oldest, &arguments->n_removed, error) ||
      !ponder_cache_table_make_room (db, arguments->now, arguments->max_entries, arguments->max_bytes,
                                     error) ||
      !commit (db, arguments, error))
    return NULL;

  return shrink (db, error);
}

static gpointer
clear (PonderDb              *db,
       PonderCacheArguments  *arguments,
       GError               **error)
{
  if (!begin (db, arguments, error) ||
      !ponder_cache_table_remove_all (db, &arguments->n_removed, error) ||
      !commit (db, arguments, error))
    return NULL;

  return shrink (db, error);
}

static gpointer
read_stats (PonderDb              *db,
            PonderCacheArguments  *arguments,
            GError               **error)
{
  PonderCacheStats stats;

  if (!ponder_cache_table_read_stats (db, &stats, error))
    return NULL;

  ponder_cache_notes_add_counts (arguments->notes, &stats);
  return g_memdup2 (&stats, sizeof stats);
}

static gpointer
write_notes (PonderDb              *db,
             PonderCacheArguments  *arguments,
             GError               **error)
{
  return begin (db, arguments, error) ? commit (db, arguments, error) : NULL;
}

/* Nothing is locked or written where nothing has expired. */
static gpointer
tidy (PonderDb              *db,
      PonderCacheArguments  *arguments,
      GError               **error)
{
  gboolean has_expired;

  if (!ponder_cache_table_has_expired (db, arguments->now, &has_expired, error))
    return NULL;

  return has_expired ? clean (db, arguments, error) : PONDER_CACHE_DONE;
}

/* --- jobs --- */

gpointer
ponder_cache_job_get (PonderDbWorker  *worker,
                      gpointer         data,
                      GCancellable    *cancellable,
                      GError         **error)
{
  return run (worker, data, get, cancellable, error);
}

gpointer
ponder_cache_job_put (PonderDbWorker  *worker,
                      gpointer         data,
                      GCancellable    *cancellable,
                      GError         **error)
{
  return run (worker, data, put, cancellable, error);
}

gpointer
ponder_cache_job_clean (PonderDbWorker  *worker,
                        gpointer         data,
                        GCancellable    *cancellable,
                        GError         **error)
{
  return run (worker, data, clean, cancellable, error);
}

/* The file goes as it is; what is removed takes up room until it is closed. */
static gpointer
remove_file (PonderDbWorker        *worker,
             PonderCacheArguments  *arguments,
             GCancellable          *cancellable,
             GError               **error)
{
  PonderDb *db = ponder_db_worker_get_db (worker, NULL);
  PonderCacheStats stats = { 0 };

  if (db != NULL && ponder_cache_table_read_stats (db, &stats, NULL))
    arguments->n_removed = (gint64) stats.n_entries;
  ponder_db_worker_take_db (worker, NULL);
  return ponder_cache_place_remove (arguments->path, cancellable, error) ? PONDER_CACHE_DONE : NULL;
}

/* To remove a row, the log must grow: on a full disk, where it matters most, nothing could be removed. */
gpointer
ponder_cache_job_clear (PonderDbWorker  *worker,
                        gpointer         data,
                        GCancellable    *cancellable,
                        GError         **error)
{
  g_autoptr(GError) local_error = NULL;
  gpointer result = run (worker, data, clear, cancellable, &local_error);

  if (result != NULL)
    return result;
  if (g_error_matches (local_error, PONDER_ERROR, PONDER_ERROR_STORE_FULL))
    return remove_file (worker, data, cancellable, error);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

gpointer
ponder_cache_job_read_stats (PonderDbWorker  *worker,
                             gpointer         data,
                             GCancellable    *cancellable,
                             GError         **error)
{
  return run (worker, data, read_stats, cancellable, error);
}

gpointer
ponder_cache_job_write_notes (PonderDbWorker  *worker,
                              gpointer         data,
                              GCancellable    *cancellable,
                              GError         **error)
{
  PonderCacheArguments *arguments = data;
  g_autoptr(GError) local_error = NULL;

  /* They are kept for the next time. */
  if (!ponder_cache_notes_is_empty (arguments->notes) &&
      !run (worker, arguments, write_notes, cancellable, &local_error))
    g_info ("%s: what was used is not written yet: %s", arguments->path, local_error->message);

  return PONDER_CACHE_DONE;
}

gpointer
ponder_cache_job_tidy (PonderDbWorker  *worker,
                       gpointer         data,
                       GCancellable    *cancellable,
                       GError         **error)
{
  PonderCacheArguments *arguments = data;
  g_autoptr(GError) local_error = NULL;

  /* The place was wrong, and who asked first was told. */
  if (ponder_db_worker_get_db (worker, NULL) == NULL)
    return PONDER_CACHE_DONE;

  if (!run (worker, arguments, tidy, cancellable, &local_error))
    g_info ("%s: what has expired is still there: %s", arguments->path, local_error->message);
  return PONDER_CACHE_DONE;
}

gpointer
ponder_cache_job_close (PonderDbWorker  *worker,
                        gpointer         data,
                        GCancellable    *cancellable,
                        GError         **error)
{
  PonderCacheArguments *arguments = data;
  gpointer result = PONDER_CACHE_DONE;

  if (!ponder_cache_notes_is_empty (arguments->notes))
    result = run (worker, arguments, write_notes, cancellable, error);
  ponder_db_worker_take_db (worker, NULL);
  return result;
}
