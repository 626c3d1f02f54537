/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of deep think and what happened in them, as rows. */

#include "config.h"

#include "ponder-runs-table.h"

#include <glib/gi18n.h>

#include "ponder-error.h"
#include "ponder-id.h"
#include "ponder-owner.h"

/* In the order of the statement. */
enum
{
  ID,
  SESSION,
  MESSAGE,
  CREATED,
  UPDATED,
  QUESTION,
  OUTCOME,
  CONFIG,
  OWNER,
};

static PonderThinkRecord *
read_run (PonderDbStatement *row)
{
  PonderThinkRecord *run = g_new0 (PonderThinkRecord, 1);
  g_autofree char *owner = ponder_db_statement_dup_text (row, OWNER);

  run->id = ponder_db_statement_dup_text (row, ID);
  run->session = ponder_db_statement_dup_text (row, SESSION);
  run->message = ponder_db_statement_dup_text (row, MESSAGE);
  run->created = ponder_db_statement_get_int (row, CREATED);
  run->updated = ponder_db_statement_get_int (row, UPDATED);
  run->question = ponder_db_statement_dup_text (row, QUESTION);
  run->outcome = ponder_db_statement_dup_text (row, OUTCOME);
  run->config = ponder_db_statement_dup_text (row, CONFIG);
  run->driven = g_strcmp0 (run->outcome, PONDER_THINK_RECORD_OPEN) == 0 && ponder_owner_is_alive (owner);
  return run;
}

#define LIST(condition)                                                                         \
  "SELECT runs.id, session, message, runs.created, runs.updated, question, outcome,"           \
  " runs.config, owner FROM runs JOIN sessions ON sessions.id = session"                       \
  " WHERE " condition " ORDER BY runs.created DESC, runs.id DESC"

GPtrArray *
ponder_runs_table_list (PonderDb    *db,
                        const char  *session,
                        GError     **error)
{
  g_autoptr(GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_think_record_free);
  g_autoptr(PonderDbStatement) rows = NULL;
  g_autoptr(GError) local_error = NULL;

  rows = ponder_db_prepare (db, session != NULL ? LIST ("session = ?1") : LIST ("sessions.trashed = 0"), error);
  if (rows == NULL)
    return NULL;

  if (session != NULL)
    ponder_db_statement_bind_text (rows, 1, session);
  while (ponder_db_statement_next (rows, &local_error))
    g_ptr_array_add (runs, read_run (rows));
  if (local_error == NULL)
    return g_steal_pointer (&runs);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

GPtrArray *
ponder_runs_table_load (PonderDb    *db,
                        const char  *id,
                        GError     **error)
{
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_stored_event_free);
  g_autoptr(PonderDbStatement) rows = NULL;
  g_autoptr(GError) local_error = NULL;

  if (!(rows = ponder_db_prepare (db, "SELECT seq, event FROM run_events WHERE run = ?1 ORDER BY seq", error)))
    return NULL;

  ponder_db_statement_bind_text (rows, 1, id);
  while (ponder_db_statement_next (rows, &local_error))
    g_ptr_array_add (events, ponder_stored_event_new (ponder_db_statement_get_int (rows, 0),
                                                      ponder_db_statement_dup_text (rows, 1)));
  if (local_error == NULL)
    return g_steal_pointer (&events);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

GPtrArray *
ponder_runs_table_load_all (PonderDb    *db,
                            const char  *session,
                            GError     **error)
{
  g_autoptr(GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_stored_run_free);
  g_autoptr(GPtrArray) records = ponder_runs_table_list (db, session, error);

  if (records == NULL)
    return NULL;
  for (guint i = 0; i < records->len; i++)
    {
      const PonderThinkRecord *record = g_ptr_array_index (records, i);
      PonderStoredRun *run = ponder_stored_run_new (ponder_think_record_copy (record));
      GPtrArray *events;

      g_ptr_array_add (runs, run);
      if (!(events = ponder_runs_table_load (db, record->id, error)))
        return NULL;
      g_ptr_array_unref (run->events);
      run->events = events;
    }
  return g_steal_pointer (&runs);
}

static gboolean
save_row (PonderDb               *db,
          const PonderThinkRecord *run,
          const char             *owner,
          GError                **error)
{
  g_autoptr(PonderDbStatement) row = NULL;

  row = ponder_db_prepare (db,
                           "INSERT INTO runs (id, session, message, created, updated, question, outcome, config, owner)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
                           " ON CONFLICT (id) DO UPDATE SET updated = excluded.updated, outcome = excluded.outcome,"
                           " owner = excluded.owner", error);
  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, ID + 1, run->id);
  ponder_db_statement_bind_text (row, SESSION + 1, run->session);
  ponder_db_statement_bind_text (row, MESSAGE + 1, run->message);
  ponder_db_statement_bind_int (row, CREATED + 1, run->created);
  ponder_db_statement_bind_int (row, UPDATED + 1, run->updated);
  ponder_db_statement_bind_text (row, QUESTION + 1, run->question);
  ponder_db_statement_bind_text (row, OUTCOME + 1, run->outcome);
  ponder_db_statement_bind_text (row, CONFIG + 1, run->config);
  ponder_db_statement_bind_text (row, OWNER + 1, g_str_equal (run->outcome, PONDER_THINK_RECORD_OPEN) ? owner : NULL);
  return ponder_db_statement_run (row, error);
}

static gboolean
save_event (PonderDb                *db,
            const char              *run,
            const PonderStoredEvent *event,
            GError                 **error)
{
  g_autoptr(PonderDbStatement) row = NULL;

  row = ponder_db_prepare (db, event->json != NULL ? "INSERT INTO run_events (run, seq, event) VALUES (?1, ?2, ?3)"
                                                   : "DELETE FROM run_events WHERE run = ?1 AND seq = ?2", error);
  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, 1, run);
  ponder_db_statement_bind_int (row, 2, event->seq);
  if (event->json != NULL)
    ponder_db_statement_bind_text (row, 3, event->json);
  return ponder_db_statement_run (row, error);
}

gboolean
ponder_runs_table_save (PonderDb               *db,
                        const PonderThinkRecord *run,
                        GPtrArray              *events,
                        const char             *owner,
                        GError                **error)
{
  if (!save_row (db, run, owner, error))
    return FALSE;

  for (guint i = 0; i < events->len; i++)
    if (!save_event (db, run->id, g_ptr_array_index (events, i), error))
      return FALSE;
  return TRUE;
}

/* The owner that is stored; NULL is a run without one. FALSE: there is no such run, or @error. */
static gboolean
read_owner (PonderDb    *db,
            const char  *id,
            char       **owner,
            GError     **error)
{
  g_autoptr(PonderDbStatement) row = ponder_db_prepare (db, "SELECT owner FROM runs WHERE id = ?1", error);
  g_autoptr(GError) local_error = NULL;

  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, 1, id);
  if (ponder_db_statement_next (row, &local_error))
    {
      *owner = ponder_db_statement_dup_text (row, 0);
      return TRUE;
    }
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error_literal (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST, _("There is no such run."));
  return FALSE;
}

gboolean
ponder_runs_table_claim (PonderDb    *db,
                         const char  *id,
                         const char  *owner,
                         GError     **error)
{
  g_autoptr(PonderDbStatement) row = NULL;
  g_autofree char *now = NULL;

  if (!read_owner (db, id, &now, error))
    return FALSE;
  if (g_strcmp0 (now, owner) != 0 && ponder_owner_is_alive (now))
    {
      g_set_error_literal (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST,
                           _("Another window or program is working on this run."));
      return FALSE;
    }
  if (!(row = ponder_db_prepare (db, "UPDATE runs SET owner = ?2 WHERE id = ?1", error)))
    return FALSE;

  ponder_db_statement_bind_text (row, 1, id);
  ponder_db_statement_bind_text (row, 2, owner);
  return ponder_db_statement_run (row, error);
}

gboolean
ponder_runs_table_release (PonderDb    *db,
                           const char  *id,
                           const char  *owner,
                           GError     **error)
{
  g_autoptr(PonderDbStatement) row = NULL;

  if (!(row = ponder_db_prepare (db, "UPDATE runs SET owner = NULL WHERE id = ?1 AND owner = ?2", error)))
    return FALSE;

  ponder_db_statement_bind_text (row, 1, id);
  ponder_db_statement_bind_text (row, 2, owner);
  return ponder_db_statement_run (row, error);
}

static gboolean
copy_run (PonderDb                *db,
          const PonderThinkRecord *run,
          const char              *to,
          GError                 **error)
{
  g_autofree char *id = ponder_id_new ();
  g_autoptr(PonderDbStatement) row = NULL;

  row = ponder_db_prepare (db,
                           "INSERT INTO runs (id, session, message, created, updated, question, outcome, config)"
                           " SELECT ?2, ?3, message, created, updated, question, outcome, config FROM runs"
                           " WHERE id = ?1 AND message IN (SELECT id FROM messages WHERE session = ?3)", error);
  if (row == NULL)
    return FALSE;
  ponder_db_statement_bind_text (row, 1, run->id);
  ponder_db_statement_bind_text (row, 2, id);
  ponder_db_statement_bind_text (row, 3, to);
  if (!ponder_db_statement_run (row, error))
    return FALSE;

  ponder_db_statement_release (g_steal_pointer (&row));
  row = ponder_db_prepare (db,
                           "INSERT INTO run_events (run, seq, event) SELECT copy.id, seq, event FROM runs AS copy,"
                           " run_events WHERE copy.id = ?2 AND run = ?1", error);
  if (row == NULL)
    return FALSE;
  ponder_db_statement_bind_text (row, 1, run->id);
  ponder_db_statement_bind_text (row, 2, id);
  return ponder_db_statement_run (row, error);
}

gboolean
ponder_runs_table_copy (PonderDb    *db,
                        const char  *from,
                        const char  *to,
                        GError     **error)
{
  g_autoptr(GPtrArray) runs = ponder_runs_table_list (db, from, error);

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    if (!copy_run (db, g_ptr_array_index (runs, i), to, error))
      return FALSE;
  return runs != NULL;
}

/* --- runs that come with their chat --- */

/* @found (out): @sql, which asks about @a and @b, finds something. */
static gboolean
ask (PonderDb    *db,
     const char  *sql,
     const char  *a,
     const char  *b,
     gboolean    *found,
     GError     **error)
{
  g_autoptr(PonderDbStatement) row = ponder_db_prepare (db, sql, error);
  g_autoptr(GError) local_error = NULL;

  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, 1, a);
  ponder_db_statement_bind_text (row, 2, b);
  *found = ponder_db_statement_next (row, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

#define HAS_ANSWER "SELECT 1 FROM messages WHERE session = ?1 AND id = ?2 AND role = 'assistant'"
#define IS_HERE "SELECT 1 FROM runs WHERE session = ?1 AND id = ?2"
#define IS_ELSEWHERE "SELECT 1 FROM runs WHERE session <> ?1 AND id = ?2"

GPtrArray *
ponder_runs_table_list_new (PonderDb    *db,
                            const char  *session,
                            GPtrArray   *runs,
                            GError     **error)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new ();

  for (guint i = 0; i < runs->len; i++)
    {
      PonderStoredRun *run = g_ptr_array_index (runs, i);
      gboolean has_answer;
      gboolean is_here;

      if (!ask (db, HAS_ANSWER, session, run->record->message, &has_answer, error)
          || !ask (db, IS_HERE, session, run->record->id, &is_here, error))
        return NULL;
      if (has_answer && !is_here)
        g_ptr_array_add (found, run);
    }
  return g_steal_pointer (&found);
}

/* A chat that came as the copy of another one cannot have the ids of its runs. */
static gboolean
add_run (PonderDb               *db,
         const char             *session,
         const PonderStoredRun  *run,
         GError                **error)
{
  g_autoptr(PonderThinkRecord) record = ponder_think_record_copy (run->record);
  gboolean is_elsewhere;

  if (!ask (db, IS_ELSEWHERE, session, record->id, &is_elsewhere, error))
    return FALSE;

  g_free (record->session);
  record->session = g_strdup (session);
  if (is_elsewhere)
    {
      g_free (record->id);
      record->id = ponder_id_new ();
    }
  return ponder_runs_table_save (db, record, run->events, NULL, error);
}

gboolean
ponder_runs_table_add (PonderDb    *db,
                       const char  *session,
                       GPtrArray   *runs,
                       GError     **error)
{
  for (guint i = 0; i < runs->len; i++)
    if (!add_run (db, session, g_ptr_array_index (runs, i), error))
      return FALSE;
  return TRUE;
}
