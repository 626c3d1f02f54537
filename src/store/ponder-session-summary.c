/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a session's row says of its messages: preview, count, time. */

#include "config.h"

#include "ponder-session-summary.h"

#include "ponder-branch.h"
#include "ponder-preview.h"

/* Characters that are read for a preview: marks and spaces give fewer. */
#define READ_LENGTH 1000

/* "" when message @serial says nothing. (transfer full) */
static char *
read_preview (PonderDb  *db,
              gint64     serial,
              GError   **error)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(PonderDbStatement) rows = NULL;
  g_autoptr(GError) local_error = NULL;

  rows = ponder_db_prepare (db,
                            "SELECT substr (text, 1, ?2) FROM parts"
                            " WHERE message = ?1 AND kind = 'text' ORDER BY place", error);
  if (rows == NULL)
    return NULL;

  ponder_db_statement_bind_int (rows, 1, serial);
  ponder_db_statement_bind_int (rows, 2, READ_LENGTH);
  while (text->len < READ_LENGTH && ponder_db_statement_next (rows, &local_error))
    {
      g_autofree char *part = ponder_db_statement_dup_text (rows, 0);

      g_string_append (text, part);
    }
  if (local_error == NULL)
    return ponder_preview_from_markdown (text->str);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static gboolean
find_serial (PonderDb       *db,
             const char     *session_id,
             PonderMessage  *message,
             gint64         *serial,
             GError        **error)
{
  g_autoptr(PonderDbStatement) row = NULL;

  row = ponder_db_prepare (db, "SELECT serial FROM messages WHERE session = ?1 AND id = ?2", error);
  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, 1, session_id);
  ponder_db_statement_bind_text (row, 2, ponder_message_get_id (message));
  if (!ponder_db_statement_next (row, error))
    return FALSE;

  *serial = ponder_db_statement_get_int (row, 0);
  return TRUE;
}

/* The last message that is shown and says something; "" and 0 when none does. */
static char *
find_preview (PonderDb    *db,
              const char  *session_id,
              gint64      *serial,
              GError     **error)
{
  g_autoptr(GPtrArray) messages = ponder_messages_table_load_tree (db, session_id, error);
  g_autoptr(GPtrArray) path = NULL;

  if (messages == NULL)
    return NULL;

  path = ponder_branch_find_path (messages);
  for (guint i = path->len; i > 0; i--)
    {
      g_autofree char *preview = NULL;

      if (!find_serial (db, session_id, g_ptr_array_index (path, i - 1), serial, error) ||
          !(preview = read_preview (db, *serial, error)))
        return NULL;
      if (*preview != '\0')
        return g_steal_pointer (&preview);
    }

  *serial = 0;
  return g_strdup ("");
}

static gboolean
read_preview_message (PonderDb    *db,
                      const char  *session_id,
                      gint64      *serial,
                      GError     **error)
{
  g_autoptr(PonderDbStatement) row = NULL;

  row = ponder_db_prepare (db, "SELECT preview_message FROM sessions WHERE id = ?1", error);
  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, 1, session_id);
  if (!ponder_db_statement_next (row, error))
    return FALSE;

  *serial = ponder_db_statement_get_int (row, 0);
  return TRUE;
}

static gboolean
write_summary (PonderDb    *db,
               const char  *session_id,
               const char  *preview,
               gint64       serial,
               GError     **error)
{
  g_autoptr(PonderDbStatement) row = NULL;

  row = ponder_db_prepare (db,
                           "UPDATE sessions SET"
                           " preview = ?2,"
                           " preview_message = ?3,"
                           " n_messages = (SELECT count (*) FROM messages WHERE session = ?1),"
                           " updated = max (updated, (SELECT ifnull (max (created), 0)"
                           "                          FROM messages WHERE session = ?1))"
                           " WHERE id = ?1", error);
  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, 1, session_id);
  ponder_db_statement_bind_text (row, 2, preview);
  ponder_db_statement_bind_int (row, 3, serial);
  return ponder_db_statement_run (row, error);
}

static gboolean
write_preview (PonderDb    *db,
               const char  *session_id,
               const char  *preview,
               GError     **error)
{
  g_autoptr(PonderDbStatement) row = NULL;

  row = ponder_db_prepare (db, "UPDATE sessions SET preview = ?2 WHERE id = ?1 AND preview <> ?2",
                           error);
  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, 1, session_id);
  ponder_db_statement_bind_text (row, 2, preview);
  return ponder_db_statement_run (row, error);
}

/* An answer that grows is saved several times a second: only when another message may have become
 * the last one is the whole tree looked at. */
gboolean
ponder_session_summary_update (PonderDb                    *db,
                               const char                  *session_id,
                               const PonderMessagesChange  *change,
                               GError                     **error)
{
  g_autofree char *preview = NULL;
  gint64 serial;

  if (!read_preview_message (db, session_id, &serial, error))
    return FALSE;

  if (!change->reshaped && change->newest_text <= serial)
    {
      if (!(preview = read_preview (db, serial, error)))
        return FALSE;
      if (*preview != '\0')
        return write_preview (db, session_id, preview, error);
      g_clear_pointer (&preview, g_free);
    }

  if (!(preview = find_preview (db, session_id, &serial, error)))
    return FALSE;

  return write_summary (db, session_id, preview, serial, error);
}
