/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of messages, by which they are found. */

#include "config.h"

#include "ponder-search-index.h"

#include "ponder-db-schema.h"

static gboolean
run (PonderDb    *db,
     const char  *sql,
     gint64       serial,
     GError     **error)
{
  g_autoptr(PonderDbStatement) statement = ponder_db_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;

  ponder_db_statement_bind_int (statement, 1, serial);
  return ponder_db_statement_run (statement, error);
}

gboolean
ponder_search_index_add (PonderDb  *db,
                         gint64     serial,
                         GError   **error)
{
  return run (db,
              "INSERT INTO message_words (rowid, text, reasoning, attachments)"
              " SELECT serial, text, reasoning, attachments FROM message_texts WHERE serial = ?1",
              serial, error);
}

gboolean
ponder_search_index_remove (PonderDb  *db,
                            gint64     serial,
                            GError   **error)
{
  return run (db,
              "INSERT INTO message_words (message_words, rowid, text, reasoning, attachments)"
              " SELECT 'delete', serial, text, reasoning, attachments FROM message_texts"
              " WHERE serial = ?1",
              serial, error);
}

/* Rarely anything is noted, so looking must cost next to nothing. */
static gboolean
is_empty (PonderDb    *db,
          const char  *sql,
          gboolean    *empty,
          GError     **error)
{
  gint64 exists;

  if (!ponder_db_get_int (db, sql, &exists, error))
    return FALSE;

  *empty = exists == 0;
  return TRUE;
}

static gboolean
settle_titles (PonderDb  *db,
               GError   **error)
{
  gboolean empty;

  if (!is_empty (db, "SELECT EXISTS (SELECT 1 FROM titles_to_index)", &empty, error))
    return FALSE;
  if (empty)
    return TRUE;

#define IS_NOTED(column) " WHERE " column " IN (SELECT session FROM titles_to_index);"

  return ponder_db_exec (db,
                         "INSERT INTO title_words (title_words, rowid, title)"
                         " SELECT 'delete', serial, title FROM titles" IS_NOTED ("session")
                         "DELETE FROM titles" IS_NOTED ("session")
                         "INSERT INTO titles (session, title)"
                         " SELECT id, title FROM sessions" IS_NOTED ("id")
                         "INSERT INTO title_words (rowid, title)"
                         " SELECT serial, title FROM titles" IS_NOTED ("session")
                         "DELETE FROM titles_to_index;", error);

#undef IS_NOTED
}

static gboolean
settle_messages (PonderDb  *db,
                 GError   **error)
{
  gboolean empty;

  if (!is_empty (db, "SELECT EXISTS (SELECT 1 FROM words_to_forget)", &empty, error))
    return FALSE;
  if (empty)
    return TRUE;

  return ponder_db_exec (db,
                         "INSERT INTO message_words (message_words, rowid, text, reasoning, attachments)"
                         " SELECT 'delete', serial, text, reasoning, attachments FROM words_to_forget;"
                         "DELETE FROM words_to_forget;", error);
}

gboolean
ponder_search_index_settle (PonderDb  *db,
                            GError   **error)
{
  return settle_titles (db, error) && settle_messages (db, error);
}

/* FTS5 cannot open a table whose first record is gone, and SQLite not drop what FTS5 cannot open: first it
 * becomes unknown, and what is behind it ordinary tables. */
static gboolean
make_tables (PonderDb  *db,
             GError   **error)
{
#define DROP(table)                                     \
  "DROP TABLE IF EXISTS " table "_data;"                \
  "DROP TABLE IF EXISTS " table "_idx;"                 \
  "DROP TABLE IF EXISTS " table "_docsize;"             \
  "DROP TABLE IF EXISTS " table "_config;"

  gboolean made;

  ponder_db_set_defensive (db, FALSE);
  made = ponder_db_exec (db,
                         "PRAGMA writable_schema = ON;"
                         "DELETE FROM sqlite_schema WHERE name IN ('title_words', 'message_words');"
                         "PRAGMA writable_schema = RESET;"
                         DROP ("title_words")
                         DROP ("message_words")
                         PONDER_DB_CREATE_WORDS, error);
  ponder_db_set_defensive (db, TRUE);
  return made;

#undef DROP
}

static gboolean
fill_tables (PonderDb  *db,
             GError   **error)
{
  return ponder_db_exec (db,
                         "DELETE FROM words_to_forget;"
                         "DELETE FROM titles_to_index;"
                         "DELETE FROM titles;"
                         "INSERT INTO titles (session, title)"
                         " SELECT id, title FROM sessions ORDER BY updated, id;"
                         PONDER_DB_FILL_WORDS, error);
}

gboolean
ponder_search_index_rebuild (PonderDb  *db,
                             GError   **error)
{
  return make_tables (db, error) && fill_tables (db, error);
}
