/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions as rows. */

#include "config.h"

#include "ponder-sessions-table.h"

#include <glib/gi18n.h>

#include "ponder-comparison.h"
#include "ponder-draft-parts.h"
#include "ponder-error.h"
#include "ponder-tags-table.h"

#define COLUMNS                                                                             \
  "id, title, title_fixed, preview, pinned, created, updated, trashed, n_messages, config," \
  " draft, draft_cursor, scroll_message, scroll_offset, archived, branched_from"

/* What a session is read from: its own columns, and its tags, a line each. */
#define READ_COLUMNS \
  COLUMNS ", (SELECT group_concat (tag, char (10)) FROM tags WHERE tags.session = sessions.id)"

/* In the order of READ_COLUMNS. */
enum
{
  ID,
  TITLE,
  TITLE_FIXED,
  PREVIEW,
  PINNED,
  CREATED,
  UPDATED,
  TRASHED,
  N_MESSAGES,
  CONFIG,
  DRAFT,
  DRAFT_CURSOR,
  SCROLL_MESSAGE,
  SCROLL_OFFSET,
  ARCHIVED,
  BRANCHED_FROM,
  TAGS,
  N_COLUMNS
};

static void
read_config (PonderSession *session,
             const char    *json)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderModelConfig) config = ponder_model_config_deserialize (json, &error);

  if (config != NULL)
    ponder_session_set_config (session, config);
  else
    g_message ("the settings of chat %s cannot be read: %s", ponder_session_get_id (session),
               error->message);
}

/* (nullable): none. */
static void
read_tags (PonderSession *session,
           const char    *lines)
{
  g_auto(GStrv) tags = lines != NULL ? g_strsplit (lines, "\n", -1) : NULL;

  ponder_session_set_tags (session, (const char *const *) tags);
}

static PonderSession *
read_row (PonderDbStatement *row)
{
  g_autofree char *id = ponder_db_statement_dup_text (row, ID);
  g_autofree char *title = ponder_db_statement_dup_text (row, TITLE);
  g_autofree char *preview = ponder_db_statement_dup_text (row, PREVIEW);
  g_autofree char *config = ponder_db_statement_dup_text (row, CONFIG);
  g_autofree char *draft = ponder_db_statement_dup_text (row, DRAFT);
  g_autofree char *scroll_message = ponder_db_statement_dup_text (row, SCROLL_MESSAGE);
  g_autofree char *branched_from = ponder_db_statement_dup_text (row, BRANCHED_FROM);
  g_autofree char *tags = ponder_db_statement_dup_text (row, TAGS);
  PonderSession *session = ponder_session_new (id);

  ponder_session_set_title (session, title);
  ponder_session_set_title_fixed (session, ponder_db_statement_get_int (row, TITLE_FIXED) != 0);
  ponder_session_set_preview (session, preview);
  ponder_session_set_pinned (session, ponder_db_statement_get_int (row, PINNED) != 0);
  ponder_session_set_created (session, ponder_db_statement_get_int (row, CREATED));
  ponder_session_set_updated (session, ponder_db_statement_get_int (row, UPDATED));
  ponder_session_set_trashed (session, ponder_db_statement_get_int (row, TRASHED));
  ponder_session_set_n_messages (session, (guint) ponder_db_statement_get_int (row, N_MESSAGES));
  read_config (session, config);
  ponder_session_set_draft (session, draft,
                            (guint) ponder_db_statement_get_int (row, DRAFT_CURSOR));
  ponder_session_set_scroll (session, scroll_message,
                             (int) ponder_db_statement_get_int (row, SCROLL_OFFSET));
  ponder_session_set_branched_from (session, branched_from);
  ponder_session_set_archived (session, ponder_db_statement_get_int (row, ARCHIVED) != 0);
  read_tags (session, tags);
  return session;
}

static GPtrArray *
read_rows (PonderDbStatement  *statement,
           GError            **error)
{
  g_autoptr(GPtrArray) sessions = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GError) local_error = NULL;

  while (ponder_db_statement_next (statement, &local_error))
    g_ptr_array_add (sessions, read_row (statement));
  if (local_error == NULL)
    return g_steal_pointer (&sessions);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static void
add_listed (PonderStoreSessions *all,
            PonderSession       *session)
{
  PonderStoreList *list = &all->sessions;

  if (ponder_session_get_trashed (session) != 0)
    list = &all->trash;
  else if (ponder_session_get_archived (session))
    list = &all->archive;
  g_ptr_array_add (list->rows, session);
  g_hash_table_insert (list->by_id, (char *) ponder_session_get_id (session), session);
}

/* One statement, so that rows and serial are of the same moment. */
PonderStoreSessions *
ponder_sessions_table_list (PonderDb  *db,
                            GError   **error)
{
  g_autoptr(PonderStoreSessions) all = ponder_store_sessions_new ();
  g_autoptr(PonderDbStatement) row = NULL;
  g_autoptr(GError) local_error = NULL;

  row = ponder_db_prepare (db,
                           "SELECT " READ_COLUMNS ", (SELECT max (serial) FROM changes) FROM sessions"
                           " ORDER BY trashed DESC, pinned DESC, updated DESC, id DESC", error);
  if (row == NULL)
    return NULL;

  while (ponder_db_statement_next (row, &local_error))
    {
      add_listed (all, read_row (row));
      all->serial = ponder_db_statement_get_int (row, N_COLUMNS);
    }
  if (local_error == NULL)
    return g_steal_pointer (&all);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static PonderStoreChange *
read_change (PonderDbStatement *row)
{
  PonderStoreChange *change = g_new0 (PonderStoreChange, 1);

  change->serial = ponder_db_statement_get_int (row, N_COLUMNS);
  change->id = ponder_db_statement_dup_text (row, N_COLUMNS + 1);
  if (!ponder_db_statement_is_null (row, ID))
    change->session = read_row (row);
  return change;
}

GPtrArray *
ponder_sessions_table_list_changes (PonderDb  *db,
                                    gint64     serial,
                                    guint      n_max,
                                    GError   **error)
{
  g_autoptr(GPtrArray) changes = NULL;
  g_autoptr(PonderDbStatement) row = NULL;
  g_autoptr(GError) local_error = NULL;

  row = ponder_db_prepare (db,
                           "SELECT " READ_COLUMNS ", serial, changes.session"
                           " FROM changes LEFT JOIN sessions ON id = changes.session"
                           " WHERE serial > ?1 ORDER BY serial LIMIT ?2", error);
  if (row == NULL)
    return NULL;

  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_store_change_free);
  ponder_db_statement_bind_int (row, 1, serial);
  ponder_db_statement_bind_int (row, 2, n_max);
  while (ponder_db_statement_next (row, &local_error))
    g_ptr_array_add (changes, read_change (row));
  if (local_error == NULL)
    return g_steal_pointer (&changes);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/* An id that is whole is found even where it begins others: it sorts first. What begins with it ends before the
 * last character there is, so that not all chats after it are looked at. */
PonderSession *
ponder_sessions_table_find (PonderDb    *db,
                            const char  *id,
                            GError     **error)
{
  g_autoptr(PonderDbStatement) statement = NULL;
  g_autoptr(GPtrArray) sessions = NULL;

  statement = ponder_db_prepare (db,
                                 "SELECT " READ_COLUMNS " FROM sessions"
                                 " WHERE ?1 <> '' AND id >= ?1 AND id < ?1 || char (1114111)"
                                 " AND substr (id, 1, length (?1)) = ?1"
                                 " ORDER BY id LIMIT 2", error);
  if (statement == NULL)
    return NULL;

  ponder_db_statement_bind_text (statement, 1, id);
  if (!(sessions = read_rows (statement, error)))
    return NULL;

  if (sessions->len == 1 ||
      (sessions->len > 1 &&
       g_str_equal (ponder_session_get_id (g_ptr_array_index (sessions, 0)), id)))
    return g_object_ref (g_ptr_array_index (sessions, 0));

  g_set_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST,
               sessions->len == 0 ? _("There is no chat “%s”.")
                                  : _("More than one chat begins with “%s”."), id);
  return NULL;
}

gboolean
ponder_sessions_table_has (PonderDb    *db,
                           const char  *id,
                           gboolean    *has,
                           GError     **error)
{
  g_autoptr(PonderDbStatement) row = ponder_db_prepare (db, "SELECT EXISTS (SELECT 1 FROM sessions WHERE id = ?1)",
                                                        error);

  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, 1, id);
  if (!ponder_db_statement_next (row, error))
    return FALSE;

  *has = ponder_db_statement_get_int (row, 0) != 0;
  return TRUE;
}

/* The caller's copy may be older than the row: the time of the last change never goes back, and no title that was
 * made replaces one that a person gave. */
gboolean
ponder_sessions_table_save (PonderDb       *db,
                            PonderSession  *session,
                            GError        **error)
{
  g_autofree char *config = ponder_model_config_serialize (ponder_session_get_config (session));
  g_autoptr(PonderDbStatement) row = NULL;

  row = ponder_db_prepare (db,
                           "INSERT INTO sessions (" COLUMNS ")"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,"
                           " ?16)"
                           " ON CONFLICT (id) DO UPDATE SET"
                           " title = iif (title_fixed > excluded.title_fixed, title, excluded.title),"
                           " title_fixed = max (title_fixed, excluded.title_fixed),"
                           " pinned = excluded.pinned,"
                           " created = excluded.created,"
                           " updated = max (updated, excluded.updated),"
                           " trashed = excluded.trashed,"
                           " config = excluded.config,"
                           " draft = excluded.draft,"
                           " draft_cursor = excluded.draft_cursor,"
                           " scroll_message = excluded.scroll_message,"
                           " scroll_offset = excluded.scroll_offset,"
                           " archived = excluded.archived,"
                           " branched_from = excluded.branched_from", error);
  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, ID + 1, ponder_session_get_id (session));
  ponder_db_statement_bind_text (row, TITLE + 1, ponder_session_get_title (session));
  ponder_db_statement_bind_int (row, TITLE_FIXED + 1, ponder_session_get_title_fixed (session));
  ponder_db_statement_bind_text (row, PREVIEW + 1, ponder_session_get_preview (session));
  ponder_db_statement_bind_int (row, PINNED + 1, ponder_session_get_pinned (session));
  ponder_db_statement_bind_int (row, CREATED + 1, ponder_session_get_created (session));
  ponder_db_statement_bind_int (row, UPDATED + 1, ponder_session_get_updated (session));
  ponder_db_statement_bind_int (row, TRASHED + 1, ponder_session_get_trashed (session));
  ponder_db_statement_bind_int (row, N_MESSAGES + 1, ponder_session_get_n_messages (session));
  ponder_db_statement_bind_text (row, CONFIG + 1, config);
  ponder_db_statement_bind_text (row, DRAFT + 1, ponder_session_get_draft (session));
  ponder_db_statement_bind_int (row, DRAFT_CURSOR + 1, ponder_session_get_draft_cursor (session));
  ponder_db_statement_bind_text (row, SCROLL_MESSAGE + 1,
                                 ponder_session_get_scroll_message (session));
  ponder_db_statement_bind_int (row, SCROLL_OFFSET + 1, ponder_session_get_scroll_offset (session));
  ponder_db_statement_bind_text (row, BRANCHED_FROM + 1, ponder_session_get_branched_from (session));
  ponder_db_statement_bind_int (row, ARCHIVED + 1, ponder_session_get_archived (session));
  return ponder_db_statement_run (row, error) && ponder_tags_table_save (db, session, error);
}

gboolean
ponder_sessions_table_touch (PonderDb       *db,
                             PonderSession  *session,
                             GError        **error)
{
  g_autoptr(PonderDbStatement) row = NULL;

  row = ponder_db_prepare (db, "UPDATE sessions SET updated = max (updated, ?2) WHERE id = ?1",
                           error);
  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, 1, ponder_session_get_id (session));
  ponder_db_statement_bind_int (row, 2, ponder_session_get_updated (session));
  if (!ponder_db_statement_run (row, error))
    return FALSE;

  return ponder_db_n_changes (db) > 0 || ponder_sessions_table_save (db, session, error);
}

/* What belongs to a chat and is kept among the choices: what is attached to its draft, and what it compares. */
static gboolean
forget_choices (PonderDb    *db,
                const char  *prefix,
                GError     **error)
{
  g_autoptr(PonderDbStatement) statement = NULL;

  statement = ponder_db_prepare (db, "DELETE FROM choices WHERE substr (name, 1, length (?1)) = ?1"
                                     " AND substr (name, length (?1) + 1) NOT IN (SELECT id FROM sessions)", error);
  if (statement == NULL)
    return FALSE;

  ponder_db_statement_bind_text (statement, 1, prefix);
  return ponder_db_statement_run (statement, error);
}

gboolean
ponder_sessions_table_purge (PonderDb  *db,
                             gint64     time,
                             GError   **error)
{
  g_autoptr(PonderDbStatement) statement = NULL;

  statement = ponder_db_prepare (db, "DELETE FROM sessions WHERE trashed <> 0 AND trashed <= ?1",
                                 error);
  if (statement == NULL)
    return FALSE;

  ponder_db_statement_bind_int (statement, 1, time);
  return ponder_db_statement_run (statement, error) && forget_choices (db, PONDER_DRAFT_PARTS_CHOICE, error)
         && forget_choices (db, PONDER_COMPARISON_CHOICE, error);
}
