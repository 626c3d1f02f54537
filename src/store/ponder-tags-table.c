/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tags of sessions as rows. */

#include "config.h"

#include "ponder-tags-table.h"

/* The noun's own order and spelling, so that both sides can be compared. (transfer full) */
static PonderSession *
read_stored (PonderDb    *db,
             const char  *id,
             GError     **error)
{
  g_autoptr(PonderDbStatement) row = ponder_db_prepare (db, "SELECT tag FROM tags WHERE session = ?1", error);
  g_autoptr(PonderSession) stored = ponder_session_new (id);
  g_autoptr(GPtrArray) tags = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) local_error = NULL;

  if (row == NULL)
    return NULL;

  ponder_db_statement_bind_text (row, 1, id);
  while (ponder_db_statement_next (row, &local_error))
    g_ptr_array_add (tags, ponder_db_statement_dup_text (row, 0));
  g_ptr_array_add (tags, NULL);
  ponder_session_set_tags (stored, (const char *const *) tags->pdata);
  if (local_error == NULL)
    return g_steal_pointer (&stored);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static gboolean
remove_all (PonderDb    *db,
            const char  *id,
            GError     **error)
{
  g_autoptr(PonderDbStatement) row = ponder_db_prepare (db, "DELETE FROM tags WHERE session = ?1", error);

  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, 1, id);
  return ponder_db_statement_run (row, error);
}

static gboolean
add (PonderDb    *db,
     const char  *id,
     const char  *tag,
     GError     **error)
{
  g_autoptr(PonderDbStatement) row = NULL;

  if (!(row = ponder_db_prepare (db, "INSERT INTO tags (session, tag) VALUES (?1, ?2)", error)))
    return FALSE;

  ponder_db_statement_bind_text (row, 1, id);
  ponder_db_statement_bind_text (row, 2, tag);
  return ponder_db_statement_run (row, error);
}

gboolean
ponder_tags_table_save (PonderDb       *db,
                        PonderSession  *session,
                        GError        **error)
{
  const char *id = ponder_session_get_id (session);
  const char *const *tags = ponder_session_get_tags (session);
  g_autoptr(PonderSession) stored = NULL;

  if (!(stored = read_stored (db, id, error)))
    return FALSE;
  if (g_strv_equal (ponder_session_get_tags (stored), tags))
    return TRUE;

  if (!remove_all (db, id, error))
    return FALSE;
  for (guint i = 0; tags[i] != NULL; i++)
    if (!add (db, id, tags[i], error))
      return FALSE;
  return TRUE;
}
