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

/* The last message that is shown and says something; "" and 0 when none does. @leaf: the last one that is
 * shown. */
static char *
find_preview (PonderDb    *db,
              const char  *session_id,
              gint64      *serial,
              gint64      *leaf,
              GError     **error)
{
  g_autoptr(GPtrArray) messages = ponder_messages_table_load_tree (db, session_id, error);
  g_autoptr(GPtrArray) path = NULL;

  if (messages == NULL)
    return NULL;

  path = ponder_branch_find_path (messages);
  if (path->len > 0 && !find_serial (db, session_id, g_ptr_array_index (path, path->len - 1), leaf, error))
    return NULL;

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

/* What a session's row says before it is brought up to date, and says then. */
typedef struct
{
  gint64 preview_message;
  gint64 leaf;
  gint64 n_messages;
} Summary;

static gboolean
read_summary (PonderDb    *db,
              const char  *session_id,
              Summary     *summary,
              GError     **error)
{
  g_autoptr(PonderDbStatement) row = NULL;

  row = ponder_db_prepare (db, "SELECT preview_message, leaf, n_messages FROM sessions WHERE id = ?1", error);
  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, 1, session_id);
  if (!ponder_db_statement_next (row, error))
    return FALSE;

  summary->preview_message = ponder_db_statement_get_int (row, 0);
  summary->leaf = ponder_db_statement_get_int (row, 1);
  summary->n_messages = ponder_db_statement_get_int (row, 2);
  return TRUE;
}

/* (nullable) (transfer full): no such message. */
static char *
read_id (PonderDb  *db,
         gint64     serial,
         GError   **error)
{
  g_autoptr(PonderDbStatement) row = ponder_db_prepare (db, "SELECT id FROM messages WHERE serial = ?1", error);

  if (row == NULL)
    return NULL;

  ponder_db_statement_bind_int (row, 1, serial);
  return ponder_db_statement_next (row, error) ? ponder_db_statement_dup_text (row, 0) : NULL;
}

static gboolean
write_whole (PonderDb       *db,
             const char     *session_id,
             const char     *preview,
             const Summary  *summary,
             GError        **error)
{
  g_autoptr(PonderDbStatement) row = NULL;

  row = ponder_db_prepare (db,
                           "UPDATE sessions SET"
                           " preview = ?2,"
                           " preview_message = ?3,"
                           " leaf = (SELECT ifnull (?4 * (max (serial) = ?4), 0) FROM messages WHERE session = ?1),"
                           " n_messages = (SELECT count (*) FROM messages WHERE session = ?1 AND trashed = 0),"
                           " updated = max (updated, (SELECT ifnull (max (created), 0)"
                           "                          FROM messages WHERE session = ?1 AND trashed = 0))"
                           " WHERE id = ?1", error);
  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, 1, session_id);
  ponder_db_statement_bind_text (row, 2, preview);
  ponder_db_statement_bind_int (row, 3, summary->preview_message);
  ponder_db_statement_bind_int (row, 4, summary->leaf);
  return ponder_db_statement_run (row, error);
}

/* Looks at the whole tree. */
static gboolean
update_whole (PonderDb    *db,
              const char  *session_id,
              GError     **error)
{
  Summary summary = { 0 };
  g_autofree char *preview = find_preview (db, session_id, &summary.preview_message, &summary.leaf, error);

  return preview != NULL && write_whole (db, session_id, preview, &summary, error);
}

/* An answer that grows is saved several times a second: what stays the same is not written. */
static gboolean
write_change (PonderDb                    *db,
              const char                  *session_id,
              const char                  *preview,
              const Summary               *summary,
              const PonderMessagesChange  *change,
              GError                     **error)
{
  g_autoptr(PonderDbStatement) row = NULL;
  gint64 newest = 0;

  row = ponder_db_prepare (db,
                           "UPDATE sessions SET preview = ?2, preview_message = ?3, leaf = ?4,"
                           " n_messages = n_messages + ?5, updated = max (updated, ?6)"
                           " WHERE id = ?1 AND (preview <> ?2 OR preview_message <> ?3 OR ?5 > 0)", error);
  if (row == NULL)
    return FALSE;

  for (guint i = 0; i < change->saved->len; i++)
    {
      const PonderSavedMessage *saved = &g_array_index (change->saved, PonderSavedMessage, i);

      newest = MAX (newest, ponder_message_get_created (saved->message));
    }
  ponder_db_statement_bind_text (row, 1, session_id);
  ponder_db_statement_bind_text (row, 2, preview);
  ponder_db_statement_bind_int (row, 3, summary->preview_message);
  ponder_db_statement_bind_int (row, 4, summary->leaf);
  ponder_db_statement_bind_int (row, 5, change->n_new);
  ponder_db_statement_bind_int (row, 6, newest);
  return ponder_db_statement_run (row, error);
}

/* Whether all that is new goes on from the end of the shown path, one after the other, which then is its new
 * end: it has no sibling, as the end had no child. Then *@summary names the new end, and the last message
 * that may say something. */
static gboolean
goes_on (PonderDb                    *db,
         const PonderMessagesChange  *change,
         Summary                     *summary,
         GError                     **error)
{
  g_autofree char *leaf_id = NULL;

  if (change->rearranged || (summary->leaf == 0 && summary->n_messages > 0) ||
      (summary->leaf != 0 && !(leaf_id = read_id (db, summary->leaf, error))))
    return FALSE;

  for (guint i = 0; i < change->saved->len; i++)
    {
      const PonderSavedMessage *saved = &g_array_index (change->saved, PonderSavedMessage, i);
      gboolean has_text = *ponder_message_get_text (saved->message) != '\0';

      if (saved->is_new)
        {
          if (g_strcmp0 (ponder_message_get_parent_id (saved->message), leaf_id) != 0)
            return FALSE;
          g_free (leaf_id);
          leaf_id = g_strdup (ponder_message_get_id (saved->message));
          summary->leaf = saved->serial;
        }
      if (has_text && saved->serial == summary->leaf)
        summary->preview_message = saved->serial;
      else if (has_text && saved->serial > summary->preview_message)
        return FALSE;
    }
  return TRUE;
}

/* A chat grows at its end: only when something else happened is its whole tree looked at. */
gboolean
ponder_session_summary_update (PonderDb                    *db,
                               const char                  *session_id,
                               const PonderMessagesChange  *change,
                               GError                     **error)
{
  g_autofree char *preview = NULL;
  g_autoptr(GError) local_error = NULL;
  Summary summary;

  if (!read_summary (db, session_id, &summary, error))
    return FALSE;

  if (goes_on (db, change, &summary, &local_error))
    {
      if (!(preview = read_preview (db, summary.preview_message, error)))
        return FALSE;
      if (*preview != '\0')
        return write_change (db, session_id, preview, &summary, change, error);
    }
  if (local_error == NULL)
    return update_whole (db, session_id, error);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
