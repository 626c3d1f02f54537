/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One prepared statement: values in, rows out. */

#include "config.h"

#include "ponder-db-statement.h"

#include "ponder-db.h"

/* Belongs to its connection and to the connection's thread. Who prepared it borrows it. */
struct _PonderDbStatement
{
  PonderDb     *db;
  sqlite3_stmt *handle;
  int           bind_code;      /* of the first value that could not be bound */
};

static void
note (PonderDbStatement *self,
      int                code)
{
  if (self->bind_code == SQLITE_OK)
    self->bind_code = code;
}

PonderDbStatement *
ponder_db_statement_new (PonderDb     *db,
                         sqlite3_stmt *handle)
{
  PonderDbStatement *self = g_new0 (PonderDbStatement, 1);

  self->db = db;
  self->handle = handle;
  return self;
}

void
ponder_db_statement_free (PonderDbStatement *self)
{
  sqlite3_finalize (self->handle);
  g_free (self);
}

void
ponder_db_statement_release (PonderDbStatement *self)
{
  /* Both repeat or cannot have an error of their own. */
  sqlite3_reset (self->handle);
  sqlite3_clear_bindings (self->handle);
  self->bind_code = SQLITE_OK;
}

void
ponder_db_statement_bind_text (PonderDbStatement *self,
                               int                index,
                               const char        *text)
{
  note (self, sqlite3_bind_text (self->handle, index, text, -1, SQLITE_STATIC));
}

void
ponder_db_statement_bind_string (PonderDbStatement *self,
                                 int                index,
                                 const GString     *string)
{
  note (self, sqlite3_bind_text64 (self->handle, index, string->str, string->len, SQLITE_STATIC,
                                   SQLITE_UTF8));
}

void
ponder_db_statement_bind_int (PonderDbStatement *self,
                              int                index,
                              gint64             value)
{
  note (self, sqlite3_bind_int64 (self->handle, index, value));
}

void
ponder_db_statement_bind_double (PonderDbStatement *self,
                                 int                index,
                                 double             value)
{
  note (self, sqlite3_bind_double (self->handle, index, value));
}

void
ponder_db_statement_bind_column (PonderDbStatement *self,
                                 int                index,
                                 PonderDbStatement *from,
                                 int                column)
{
  note (self, sqlite3_bind_value (self->handle, index, sqlite3_column_value (from->handle, column)));
}

void
ponder_db_statement_bind_bytes (PonderDbStatement *self,
                                int                index,
                                GBytes            *bytes)
{
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);

  /* To SQLite no address is NULL, which is something else than nothing. */
  note (self, sqlite3_bind_blob64 (self->handle, index, data != NULL ? data : "", length, SQLITE_STATIC));
}

gboolean
ponder_db_statement_next (PonderDbStatement  *self,
                          GError            **error)
{
  int code = self->bind_code;

  if (code == SQLITE_OK)
    code = sqlite3_step (self->handle);
  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    ponder_db_set_error (self->db, code, error);

  return FALSE;
}

gboolean
ponder_db_statement_run (PonderDbStatement  *self,
                         GError            **error)
{
  g_autoptr(GError) local_error = NULL;

  while (ponder_db_statement_next (self, &local_error))
    ;
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

int
ponder_db_statement_get_n_columns (PonderDbStatement *self)
{
  return sqlite3_column_count (self->handle);
}

gboolean
ponder_db_statement_is_null (PonderDbStatement *self,
                             int                column)
{
  return sqlite3_column_type (self->handle, column) == SQLITE_NULL;
}

gboolean
ponder_db_statement_is_sound (PonderDbStatement *self,
                              int                column)
{
  const char *text;

  if (sqlite3_column_type (self->handle, column) != SQLITE_TEXT)
    return TRUE;

  text = (const char *) sqlite3_column_text (self->handle, column);
  return text != NULL && g_utf8_validate_len (text, (gsize) sqlite3_column_bytes (self->handle, column), NULL);
}

char *
ponder_db_statement_dup_text (PonderDbStatement *self,
                              int                column)
{
  const char *text = (const char *) sqlite3_column_text (self->handle, column);
  int length = sqlite3_column_bytes (self->handle, column);

  /* A flipped bit on the disk must not reach Pango. */
  return text != NULL ? g_utf8_make_valid (text, length) : NULL;
}

gint64
ponder_db_statement_get_int (PonderDbStatement *self,
                             int                column)
{
  return sqlite3_column_int64 (self->handle, column);
}

double
ponder_db_statement_get_double (PonderDbStatement *self,
                                int                column)
{
  return sqlite3_column_double (self->handle, column);
}

GBytes *
ponder_db_statement_dup_bytes (PonderDbStatement *self,
                               int                column)
{
  const void *data = sqlite3_column_blob (self->handle, column);

  return g_bytes_new (data, (gsize) sqlite3_column_bytes (self->handle, column));
}
