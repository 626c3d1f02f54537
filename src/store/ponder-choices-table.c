/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person chose for this folder of chats, by name. */

#include "config.h"

#include "ponder-choices-table.h"

GHashTable *
ponder_choices_table_list (PonderDb  *db,
                           GError   **error)
{
  g_autoptr(GHashTable) choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(PonderDbStatement) statement = NULL;
  g_autoptr(GError) local_error = NULL;

  if (!(statement = ponder_db_prepare (db, "SELECT name, value FROM choices", error)))
    return NULL;

  while (ponder_db_statement_next (statement, &local_error))
    g_hash_table_insert (choices,
                         ponder_db_statement_dup_text (statement, 0),
                         ponder_db_statement_dup_text (statement, 1));
  if (local_error == NULL)
    return g_steal_pointer (&choices);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

gboolean
ponder_choices_table_save (PonderDb    *db,
                           const char  *name,
                           const char  *value,
                           GError     **error)
{
  g_autoptr(PonderDbStatement) statement = NULL;

  if (*value == '\0')
    statement = ponder_db_prepare (db, "DELETE FROM choices WHERE name = ?1", error);
  else
    statement = ponder_db_prepare (db,
                                   "INSERT INTO choices (name, value) VALUES (?1, ?2)"
                                   " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                                   error);
  if (statement == NULL)
    return FALSE;

  ponder_db_statement_bind_text (statement, 1, name);
  if (*value != '\0')
    ponder_db_statement_bind_text (statement, 2, value);
  return ponder_db_statement_run (statement, error);
}
