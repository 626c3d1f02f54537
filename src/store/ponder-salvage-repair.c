/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gives a place to what a damaged database holds without one. */

#include "config.h"

#include "ponder-salvage.h"

#include <glib/gi18n.h>

#include "ponder-id.h"
#include "ponder-messages-table.h"
#include "ponder-parts-table.h"
#include "ponder-sessions-table.h"

/* (element-type gint64) */
static GArray *
list_numbers (PonderDb    *db,
              const char  *sql,
              GError     **error)
{
  g_autoptr(GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(PonderDbStatement) rows = ponder_db_prepare (db, sql, error);
  g_autoptr(GError) local_error = NULL;

  if (rows == NULL)
    return NULL;

  while (ponder_db_statement_next (rows, &local_error))
    {
      gint64 number = ponder_db_statement_get_int (rows, 0);

      g_array_append_val (numbers, number);
    }
  if (local_error == NULL)
    return g_steal_pointer (&numbers);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/* --- messages of which only the words are left --- */

/* Whether one is how the other began: then both are of the same message. */
static gboolean
same_beginning (PonderDb *db,
                PonderDb *copy,
                gint64    serial)
{
  g_autoptr(PonderMessage) message = ponder_message_new ("", NULL, PONDER_ROLE_USER);
  g_autoptr(PonderMessage) other = ponder_message_new ("", NULL, PONDER_ROLE_USER);
  const char *words;
  const char *other_words;

  if (!ponder_parts_table_load (db, serial, message, NULL) ||
      !ponder_parts_table_load (copy, serial, other, NULL))
    return FALSE;

  words = ponder_message_get_text (message);
  other_words = ponder_message_get_text (other);
  return *words != '\0' && *other_words != '\0' &&
         (g_str_has_prefix (words, other_words) || g_str_has_prefix (other_words, words));
}

/* The row of message @serial as @copy has it. The words stay those of @db, which are newer. */
static gboolean
take_row (PonderDb  *db,
          PonderDb  *copy,
          gint64     serial,
          GError   **error)
{
  g_autoptr(PonderDbStatement) from = ponder_db_prepare (copy, "SELECT * FROM messages WHERE serial = ?1", error);
  g_autoptr(PonderDbStatement) to = NULL;
  g_autoptr(GString) sql = g_string_new ("INSERT OR IGNORE INTO messages VALUES (");
  int n_columns;

  if (from == NULL)
    return FALSE;

  ponder_db_statement_bind_int (from, 1, serial);
  if (!ponder_db_statement_next (from, error))
    return *error == NULL;

  n_columns = ponder_db_statement_get_n_columns (from);
  for (int i = 0; i < n_columns; i++)
    g_string_append_printf (sql, "%s?%d", i > 0 ? ", " : "", i + 1);
  g_string_append_c (sql, ')');
  if (!(to = ponder_db_prepare (db, sql->str, error)))
    return FALSE;

  for (int i = 0; i < n_columns; i++)
    ponder_db_statement_bind_column (to, i + 1, from, i);
  return ponder_db_statement_run (to, error);
}

static GArray *
list_stray_words (PonderDb  *db,
                  GError   **error)
{
  return list_numbers (db, "SELECT DISTINCT message FROM parts"
                       " WHERE message NOT IN (SELECT serial FROM messages) ORDER BY message", error);
}

static gboolean
take_rows (PonderDb  *db,
           PonderDb  *copy,
           GError   **error)
{
  g_autoptr(GArray) serials = list_stray_words (db, error);

  if (serials == NULL)
    return FALSE;

  for (guint i = 0; i < serials->len; i++)
    {
      gint64 serial = g_array_index (serials, gint64, i);

      if (same_beginning (db, copy, serial) && !take_row (db, copy, serial, error))
        return FALSE;
    }
  return TRUE;
}

/* --- messages without words --- */

/* *@serial: 0 when there is none. */
static gboolean
find_same (PonderDb  *db,
           PonderDb  *copy,
           gint64     serial,
           gint64    *same,
           GError   **error)
{
  g_autoptr(PonderDbStatement) row = NULL;
  g_autoptr(PonderDbStatement) found = NULL;
  g_autoptr(GError) local_error = NULL;

  *same = 0;
  if (!(row = ponder_db_prepare (db, "SELECT session, id FROM messages WHERE serial = ?1", error)) ||
      !(found = ponder_db_prepare (copy, "SELECT serial FROM messages WHERE session = ?1 AND id = ?2", error)))
    return FALSE;

  ponder_db_statement_bind_int (row, 1, serial);
  if (ponder_db_statement_next (row, &local_error))
    {
      ponder_db_statement_bind_column (found, 1, row, 0);
      ponder_db_statement_bind_column (found, 2, row, 1);
      if (ponder_db_statement_next (found, &local_error))
        *same = ponder_db_statement_get_int (found, 0);
    }
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
take_words (PonderDb  *db,
            PonderDb  *copy,
            GError   **error)
{
  g_autoptr(GArray) serials = list_numbers (db, "SELECT serial FROM messages"
                                            " WHERE serial NOT IN (SELECT message FROM parts)", error);

  for (guint i = 0; serials != NULL && i < serials->len; i++)
    {
      g_autoptr(PonderMessage) words = ponder_message_new ("", NULL, PONDER_ROLE_USER);
      gint64 serial = g_array_index (serials, gint64, i);
      gint64 same;

      if (!find_same (db, copy, serial, &same, error) ||
          (same != 0 && (!ponder_parts_table_load (copy, same, words, error) ||
                         !ponder_parts_table_save (db, serial, words, error))))
        return FALSE;
    }
  return serials != NULL;
}

/* --- chats of which only the messages are left --- */

static PonderSession *
make_session (PonderDb    *db,
              const char  *id,
              GError     **error)
{
  g_autoptr(PonderDbStatement) row = NULL;
  PonderSession *session;

  row = ponder_db_prepare (db, "SELECT min (created), max (created) FROM messages WHERE session = ?1", error);
  if (row == NULL)
    return NULL;

  ponder_db_statement_bind_text (row, 1, id);
  if (!ponder_db_statement_next (row, error))
    return NULL;

  session = ponder_session_new (id);
  ponder_session_set_title (session, _("Recovered chat"));
  ponder_session_set_created (session, ponder_db_statement_get_int (row, 0));
  ponder_session_set_updated (session, ponder_db_statement_get_int (row, 1));
  return session;
}

static gboolean
make_sessions (PonderDb  *db,
               PonderDb  *copy,
               GError   **error)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(PonderDbStatement) rows = NULL;
  g_autoptr(GError) local_error = NULL;

  rows = ponder_db_prepare (db, "SELECT DISTINCT session FROM messages WHERE session NOT IN (SELECT id FROM sessions)",
                            error);
  if (rows == NULL)
    return FALSE;
  while (ponder_db_statement_next (rows, &local_error))
    g_ptr_array_add (ids, ponder_db_statement_dup_text (rows, 0));

  for (guint i = 0; local_error == NULL && i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      g_autoptr(PonderSession) session = copy != NULL ? ponder_sessions_table_find (copy, id, NULL) : NULL;

      /* The copy may only know one whose id begins like that. */
      if (session == NULL || !g_str_equal (ponder_session_get_id (session), id))
        {
          g_clear_object (&session);
          session = make_session (db, id, &local_error);
        }
      if (session != NULL)
        ponder_sessions_table_save (db, session, &local_error);
    }
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* --- words that nobody knows --- */

/* One after the other, as answers: those are shown with their headings and lists. */
static GPtrArray *
load_stray_words (PonderDb  *db,
                  GArray    *serials,
                  GError   **error)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *parent_id = NULL;

  for (guint i = 0; i < serials->len; i++)
    {
      g_autofree char *id = ponder_id_new ();
      PonderMessage *message = ponder_message_new (id, parent_id, PONDER_ROLE_ASSISTANT);

      g_ptr_array_add (messages, message);
      if (!ponder_parts_table_load (db, g_array_index (serials, gint64, i), message, error))
        return NULL;
      g_free (parent_id);
      parent_id = g_steal_pointer (&id);
    }
  return g_steal_pointer (&messages);
}

static gboolean
gather_stray_words (PonderDb  *db,
                    GError   **error)
{
  g_autoptr(GArray) serials = list_stray_words (db, error);
  g_autoptr(PonderSession) session = NULL;
  g_autoptr(GPtrArray) messages = NULL;
  g_autofree char *id = ponder_id_new ();
  g_auto(PonderMessagesChange) change = { NULL };

  if (serials == NULL || serials->len == 0)
    return serials != NULL;
  if (!(messages = load_stray_words (db, serials, error)) ||
      !ponder_db_exec (db, "DELETE FROM parts WHERE message NOT IN (SELECT serial FROM messages)", error))
    return FALSE;

  session = ponder_session_new (id);
  ponder_session_set_title (session, _("Recovered texts"));
  return ponder_sessions_table_save (db, session, error) &&
         ponder_messages_table_save (db, id, messages, NULL, &change, error);
}

gboolean
ponder_salvage_repair (PonderDb  *db,
                       PonderDb  *copy,
                       GError   **error)
{
  g_autoptr(GError) local_error = NULL;

  if (!ponder_db_begin (db, error))
    return FALSE;

  if ((copy == NULL || (take_rows (db, copy, &local_error) && take_words (db, copy, &local_error))) &&
      make_sessions (db, copy, &local_error) && gather_stray_words (db, &local_error) &&
      ponder_db_commit (db, &local_error))
    return TRUE;

  ponder_db_rollback (db);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
