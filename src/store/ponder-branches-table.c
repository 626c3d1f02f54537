/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Branches in the trash, which are messages that say when they were thrown away. */

#include "config.h"

#include "ponder-branches-table.h"

#include "ponder-preview.h"
#include "ponder-trashed-branch.h"

/* In the order of the statement. */
enum
{
  SESSION,
  TITLE,
  TIME,
  N_MESSAGES,
  TEXT,
};

static PonderTrashedBranch *
read_row (PonderDbStatement *row)
{
  g_autofree char *session = ponder_db_statement_dup_text (row, SESSION);
  g_autofree char *title = ponder_db_statement_dup_text (row, TITLE);
  g_autofree char *text = ponder_db_statement_dup_text (row, TEXT);
  g_autofree char *preview = ponder_preview_from_markdown (text != NULL ? text : "");

  return ponder_trashed_branch_new (session, title, preview, ponder_db_statement_get_int (row, TIME),
                                    (guint) ponder_db_statement_get_int (row, N_MESSAGES));
}

/* The first of a branch is its oldest: nothing is answered before it was said. */
GPtrArray *
ponder_branches_table_list_trashed (PonderDb  *db,
                                    GError   **error)
{
  g_autoptr(GPtrArray) branches = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(PonderDbStatement) rows = NULL;
  g_autoptr(GError) local_error = NULL;

  rows = ponder_db_prepare (db,
                            "SELECT session, title, time, n_thrown,"
                            " (SELECT text FROM parts WHERE message = first AND kind = 'text' ORDER BY place LIMIT 1)"
                            " FROM (SELECT session, trashed AS time, count (*) AS n_thrown, min (serial) AS first"
                            "       FROM messages WHERE trashed > 0 GROUP BY session, trashed)"
                            " JOIN sessions ON sessions.id = session WHERE sessions.trashed = 0"
                            " ORDER BY time DESC, session", error);
  if (rows == NULL)
    return NULL;

  while (ponder_db_statement_next (rows, &local_error))
    g_ptr_array_add (branches, read_row (rows));
  if (local_error == NULL)
    return g_steal_pointer (&branches);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

gboolean
ponder_branches_table_purge (PonderDb  *db,
                             gint64     time,
                             GError   **error)
{
  g_autoptr(PonderDbStatement) row = NULL;

  row = ponder_db_prepare (db,
                           "DELETE FROM runs WHERE EXISTS (SELECT 1 FROM messages AS answer WHERE answer.session ="
                           " runs.session AND answer.id = runs.message AND trashed > 0 AND trashed <= ?1)", error);
  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_int (row, 1, time);
  if (!ponder_db_statement_run (row, error))
    return FALSE;

  ponder_db_statement_release (g_steal_pointer (&row));
  row = ponder_db_prepare (db, "DELETE FROM messages WHERE trashed > 0 AND trashed <= ?1", error);
  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_int (row, 1, time);
  return ponder_db_statement_run (row, error);
}
