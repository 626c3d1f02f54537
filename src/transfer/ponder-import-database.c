/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy of another program's SQLite file, which nothing in it can do harm from. */

#include "config.h"

#include "ponder-import-database.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "ponder-error.h"
#include "ponder-import-shapes.h"

/* One row of any table; instructions between looks at the clock; and how long one statement may think about one row:
 * a view or an index of a hostile file can keep it busy for ever. */
#define ROW_LIMIT    (64 * 1024 * 1024)
#define STEPS        100000
#define SECONDS      30

struct _PonderForeignDatabase
{
  sqlite3            *db;
  char               *folder;           /* of the copy */
  char               *copy;
  GCancellable       *cancellable;
  const char *const  *tables;
  gint64              deadline;
};

static gboolean
fail (PonderForeignDatabase  *self,
      GError                **error)
{
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  g_set_error (error, PONDER_ERROR, PONDER_ERROR_MALFORMED,
               /* Translators: %s is what SQLite says, in English. */
               _("The database cannot be read: %s"), sqlite3_errmsg (self->db));
  return FALSE;
}

static int
progress_cb (void *user_data)
{
  PonderForeignDatabase *self = user_data;

  return g_cancellable_is_cancelled (self->cancellable) || g_get_monotonic_time () > self->deadline;
}

/* Reading named tables is all that a statement may do. */
static int
authorize_cb (void       *user_data,
              int         action,
              const char *first,
              const char *second,
              const char *database,
              const char *trigger)
{
  PonderForeignDatabase *self = user_data;

  if (action == SQLITE_SELECT || action == SQLITE_FUNCTION)
    return SQLITE_OK;
  if (action == SQLITE_READ && first != NULL
      && (g_strv_contains (self->tables, first) || g_str_equal (first, "sqlite_master")
          || g_str_equal (first, "pragma_table_info")))
    return SQLITE_OK;
  return action == SQLITE_PRAGMA && g_strcmp0 (first, "table_info") == 0 ? SQLITE_OK : SQLITE_DENY;
}

static gboolean
copy_file (const char    *from,
           const char    *to,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(GFile) source = g_file_new_for_path (from);
  g_autoptr(GFile) target = g_file_new_for_path (to);

  return g_file_copy (source, target, G_FILE_COPY_TARGET_DEFAULT_PERMS, cancellable, NULL, NULL, error);
}

/* What was written last may be in the log beside the file. TRUE in @has_log: it is. */
static gboolean
make_copy (PonderForeignDatabase  *self,
           const char             *path,
           gboolean               *has_log,
           GError                **error)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *log_copy = NULL;

  if (!(self->folder = g_dir_make_tmp ("ponder-import-XXXXXX", error)))
    return FALSE;
  self->copy = g_build_filename (self->folder, "copy", NULL);
  log_copy = g_strconcat (self->copy, "-wal", NULL);
  *has_log = g_file_test (log, G_FILE_TEST_IS_REGULAR);
  return copy_file (path, self->copy, self->cancellable, error)
         && (!*has_log || copy_file (log, log_copy, self->cancellable, error));
}

static gboolean
open_copy (PonderForeignDatabase  *self,
           gboolean                has_log,
           GError                **error)
{
  g_autofree char *uri = g_strdup_printf ("file:%s%s", self->copy, has_log ? "" : "?immutable=1");
  int flags = SQLITE_OPEN_URI | (has_log ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);

  if (sqlite3_open_v2 (uri, &self->db, flags, NULL) != SQLITE_OK)
    return fail (self, error);

  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_limit (self->db, SQLITE_LIMIT_LENGTH, ROW_LIMIT);
  sqlite3_progress_handler (self->db, STEPS, progress_cb, self);
  self->deadline = g_get_monotonic_time () + SECONDS * G_USEC_PER_SEC;
  if (sqlite3_exec (self->db, "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA query_only = ON", NULL, NULL,
                    NULL) != SQLITE_OK)
    return fail (self, error);
  sqlite3_set_authorizer (self->db, authorize_cb, self);
  return TRUE;
}

PonderForeignDatabase *
ponder_foreign_database_open (const char         *path,
                              const char *const  *tables,
                              GCancellable       *cancellable,
                              GError            **error)
{
  g_autoptr(PonderForeignDatabase) self = g_new0 (PonderForeignDatabase, 1);
  gboolean has_log;

  self->tables = tables;
  self->cancellable = cancellable;
  if (!make_copy (self, path, &has_log, error) || !open_copy (self, has_log, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
remove_copy (PonderForeignDatabase *self)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

  for (gsize i = 0; self->copy != NULL && i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (self->copy, suffixes[i], NULL);

      if (g_unlink (path) != 0 && errno != ENOENT)
        g_message ("%s cannot be removed: %s", path, g_strerror (errno));
    }
  if (self->folder != NULL)
    g_rmdir (self->folder);
}

void
ponder_foreign_database_close (PonderForeignDatabase *self)
{
  sqlite3_close (self->db);
  remove_copy (self);
  g_free (self->folder);
  g_free (self->copy);
  g_free (self);
}

gboolean
ponder_foreign_database_has (PonderForeignDatabase *self,
                             const char            *table,
                             const char *const     *columns)
{
  g_autofree char *type = NULL;
  sqlite3_stmt *row;

  if (!(row = ponder_foreign_database_prepare (self, "SELECT type FROM sqlite_master WHERE name = ?1"
                                                     " AND sql NOT LIKE 'create virtual%'", NULL)))
    return FALSE;
  sqlite3_bind_text (row, 1, table, -1, SQLITE_STATIC);
  if (sqlite3_step (row) == SQLITE_ROW)
    type = ponder_foreign_database_dup (row, 0);
  sqlite3_finalize (row);

  for (; g_strcmp0 (type, "table") == 0 && *columns != NULL; columns++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s", *columns, table);

      if (!(row = ponder_foreign_database_prepare (self, sql, NULL)))
        return FALSE;
      sqlite3_finalize (row);
    }
  return g_strcmp0 (type, "table") == 0;
}

sqlite3_stmt *
ponder_foreign_database_prepare (PonderForeignDatabase  *self,
                                 const char             *sql,
                                 GError                **error)
{
  sqlite3_stmt *statement = NULL;

  self->deadline = g_get_monotonic_time () + SECONDS * G_USEC_PER_SEC;
  if (sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL) != SQLITE_OK)
    fail (self, error);
  return statement;
}

gboolean
ponder_foreign_database_next (PonderForeignDatabase  *self,
                              sqlite3_stmt           *statement,
                              GError                **error)
{
  int status;

  self->deadline = g_get_monotonic_time () + SECONDS * G_USEC_PER_SEC;
  status = sqlite3_step (statement);
  if (status == SQLITE_ROW)
    return TRUE;
  return status == SQLITE_DONE ? FALSE : fail (self, error);
}

char *
ponder_foreign_database_dup (sqlite3_stmt *statement,
                             int           column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  return text != NULL ? g_utf8_make_valid (text, sqlite3_column_bytes (statement, column)) : NULL;
}

/* --- which program --- */

static gboolean
read_as (PonderImport       *self,
         const char *const  *tables,
         gboolean          (*matches) (PonderForeignDatabase *),
         gboolean          (*read)    (PonderImport *, PonderForeignDatabase *, GError **),
         gboolean           *known,
         GError            **error)
{
  g_autoptr(PonderForeignDatabase) db = ponder_foreign_database_open (self->path, tables, self->cancellable, error);

  if (db == NULL)
    return FALSE;
  *known = matches (db);
  return !*known || read (self, db, error);
}

gboolean
ponder_import_read_database (PonderImport  *self,
                             GError       **error)
{
  gboolean known = FALSE;

  if (!read_as (self, ponder_import_alpaca_tables, ponder_import_alpaca_database_matches,
                ponder_import_alpaca_database_read, &known, error))
    return FALSE;
  if (!known && !read_as (self, ponder_import_ollama_tables, ponder_import_ollama_matches, ponder_import_ollama_read,
                          &known, error))
    return FALSE;
  if (known)
    return TRUE;
  return ponder_import_fail (error, _("It is a database, but not one of a program whose chats can be read here."));
}
