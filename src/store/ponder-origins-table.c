/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where chats came from that other programs made. */

#include "config.h"

#include "ponder-origins-table.h"

gboolean
ponder_origins_table_find (PonderDb    *db,
                           const char  *source,
                           const char  *external_id,
                           char       **session,
                           gint64      *updated,
                           GError     **error)
{
  g_autoptr(PonderDbStatement) row = NULL;
  g_autoptr(GError) local_error = NULL;

  *session = NULL;
  *updated = 0;
  row = ponder_db_prepare (db, "SELECT session, updated FROM origins WHERE source = ?1 AND external_id = ?2", error);
  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, 1, source);
  ponder_db_statement_bind_text (row, 2, external_id);
  if (ponder_db_statement_next (row, &local_error))
    {
      *session = ponder_db_statement_dup_text (row, 0);
      *updated = ponder_db_statement_get_int (row, 1);
    }
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

PonderStoreOrigin *
ponder_origins_table_load (PonderDb    *db,
                           const char  *session,
                           GError     **error)
{
  g_autoptr(PonderStoreOrigin) origin = g_new0 (PonderStoreOrigin, 1);
  g_autoptr(PonderDbStatement) row = NULL;
  g_autoptr(GError) local_error = NULL;

  row = ponder_db_prepare (db, "SELECT source, external_id, updated FROM origins WHERE session = ?1"
                               " ORDER BY updated DESC LIMIT 1", error);
  if (row == NULL)
    return NULL;

  ponder_db_statement_bind_text (row, 1, session);
  if (ponder_db_statement_next (row, &local_error))
    {
      origin->source = ponder_db_statement_dup_text (row, 0);
      origin->external_id = ponder_db_statement_dup_text (row, 1);
      origin->updated = ponder_db_statement_get_int (row, 2);
    }
  if (local_error == NULL)
    return g_steal_pointer (&origin);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

gboolean
ponder_origins_table_save (PonderDb    *db,
                           const char  *source,
                           const char  *external_id,
                           gint64       updated,
                           const char  *session,
                           GError     **error)
{
  g_autoptr(PonderDbStatement) row = NULL;

  row = ponder_db_prepare (db, "INSERT INTO origins (source, external_id, updated, session) VALUES (?1, ?2, ?3, ?4)"
                               " ON CONFLICT (source, external_id) DO UPDATE SET"
                               " updated = max (updated, excluded.updated)", error);
  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, 1, source);
  ponder_db_statement_bind_text (row, 2, external_id);
  ponder_db_statement_bind_int (row, 3, updated);
  ponder_db_statement_bind_text (row, 4, session);
  return ponder_db_statement_run (row, error);
}
