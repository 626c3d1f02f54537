/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces of a file that are needed later, kept on the disk instead of in memory. */

#include "config.h"

#include "ponder-import-spill.h"

#include <glib/gi18n.h>
#include <sqlite3.h>

#include "ponder-error.h"

struct _PonderImportSpill
{
  sqlite3      *db;
  sqlite3_stmt *put;
  sqlite3_stmt *get;
  sqlite3_stmt *find;
};

static gboolean
fail (PonderImportSpill  *self,
      GError            **error)
{
  gboolean full = sqlite3_errcode (self->db) == SQLITE_FULL;

  g_set_error (error, PONDER_ERROR, full ? PONDER_ERROR_STORE_FULL : PONDER_ERROR_STORE,
               /* Translators: %s is what SQLite says, in English. */
               _("A temporary file cannot be written: %s"), sqlite3_errmsg (self->db));
  return FALSE;
}

static gboolean
prepare (PonderImportSpill  *self,
         const char         *sql,
         sqlite3_stmt      **statement,
         GError            **error)
{
  return sqlite3_prepare_v2 (self->db, sql, -1, statement, NULL) == SQLITE_OK || fail (self, error);
}

/* The empty name is a database on the disk that SQLite removes as soon as it has opened it. */
PonderImportSpill *
ponder_import_spill_new (GError **error)
{
  g_autoptr(PonderImportSpill) self = g_new0 (PonderImportSpill, 1);
  static const char schema[] = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                               "CREATE TABLE pieces (kind TEXT, name TEXT, data BLOB);"
                               "CREATE UNIQUE INDEX names ON pieces (kind, name)";

  if (sqlite3_open_v2 ("", &self->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK
      || sqlite3_exec (self->db, schema, NULL, NULL, NULL) != SQLITE_OK)
    {
      fail (self, error);
      return NULL;
    }
  if (!prepare (self, "INSERT OR IGNORE INTO pieces VALUES (?1, ?2, ?3)", &self->put, error)
      || !prepare (self, "SELECT data, name FROM pieces WHERE kind = ?1 AND name = ?2", &self->get, error)
      || !prepare (self, "SELECT data, name FROM pieces WHERE kind = ?1 AND name >= ?2 ORDER BY name",
                   &self->find, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
ponder_import_spill_free (PonderImportSpill *self)
{
  sqlite3_finalize (self->put);
  sqlite3_finalize (self->get);
  sqlite3_finalize (self->find);
  sqlite3_close (self->db);
  g_free (self);
}

gboolean
ponder_import_spill_put (PonderImportSpill  *self,
                         const char         *kind,
                         const char         *name,
                         const char         *data,
                         gsize               length,
                         GError            **error)
{
  gboolean done;

  sqlite3_bind_text (self->put, 1, kind, -1, SQLITE_STATIC);
  sqlite3_bind_text (self->put, 2, name, -1, SQLITE_STATIC);
  sqlite3_bind_blob64 (self->put, 3, data, length, SQLITE_STATIC);
  done = sqlite3_step (self->put) == SQLITE_DONE || fail (self, error);
  sqlite3_reset (self->put);
  sqlite3_clear_bindings (self->put);
  return done;
}

static GBytes *
read_piece (sqlite3_stmt *row)
{
  const void *data = sqlite3_column_blob (row, 0);

  return g_bytes_new (data, (gsize) sqlite3_column_bytes (row, 0));
}

GBytes *
ponder_import_spill_get (PonderImportSpill *self,
                         const char        *kind,
                         const char        *name)
{
  GBytes *piece = NULL;

  sqlite3_bind_text (self->get, 1, kind, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (self->get, 2, name, -1, SQLITE_TRANSIENT);
  if (sqlite3_step (self->get) == SQLITE_ROW)
    piece = read_piece (self->get);
  sqlite3_reset (self->get);
  return piece;
}

GBytes *
ponder_import_spill_find (PonderImportSpill  *self,
                          const char         *kind,
                          const char         *prefix,
                          char              **name)
{
  gsize length = strlen (prefix);
  GBytes *piece = NULL;

  sqlite3_bind_text (self->find, 1, kind, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (self->find, 2, prefix, -1, SQLITE_TRANSIENT);
  while (piece == NULL && sqlite3_step (self->find) == SQLITE_ROW)
    {
      const char *found = (const char *) sqlite3_column_text (self->find, 1);

      if (found == NULL || strncmp (found, prefix, length) != 0)
        break;
      if (g_ascii_isalnum (found[length]))
        continue;
      *name = g_strdup (found);
      piece = read_piece (self->find);
    }
  sqlite3_reset (self->find);
  return piece;
}

void
ponder_import_spill_foreach (PonderImportSpill     *self,
                             const char            *kind,
                             PonderImportSpillFunc  func,
                             gpointer               user_data)
{
  sqlite3_stmt *rows = NULL;
  gboolean go_on = TRUE;

  if (sqlite3_prepare_v2 (self->db, "SELECT data, name FROM pieces WHERE kind = ?1 ORDER BY rowid", -1, &rows, NULL)
      != SQLITE_OK)
    return;

  sqlite3_bind_text (rows, 1, kind, -1, SQLITE_STATIC);
  while (go_on && sqlite3_step (rows) == SQLITE_ROW)
    {
      g_autoptr(GBytes) piece = read_piece (rows);

      go_on = func ((const char *) sqlite3_column_text (rows, 1), piece, user_data);
    }
  sqlite3_finalize (rows);
}
