/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One connection to one SQLite file, for one thread. */

#include "config.h"

#include "ponder-db.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <unistd.h>

#include "ponder-error.h"
#include "ponder-word-tokenizer.h"

/* How long a write waits for another program's. */
#define BUSY_SECONDS 10.0

/* The log is cut back to this after a checkpoint. */
#define JOURNAL_SIZE_LIMIT "4194304"

/* Pages that are copied between two looks at the cancellable: a quarter of a megabyte. */
#define COPY_PAGES 64

/* Steps of SQLite's machine between two looks at the cancellable: well under a millisecond. */
#define CANCEL_INTERVAL 1000

/* Used by the thread that opened it and by no other. */
struct _PonderDb
{
  sqlite3      *handle;
  char         *path;
  GThread      *thread;
  GHashTable   *statements;     /* SQL -> PonderDbStatement, ready to be run again */
  GCancellable *cancellable;
  double        patience;       /* seconds */
  gint64        busy_since;
  int           last_error;
  gboolean      forbidden;      /* nothing may be written: it is of a newer program */
};

static gboolean
is_cancelled (PonderDb *self)
{
  return self->cancellable != NULL && g_cancellable_is_cancelled (self->cancellable);
}

/* Two that wait for the same lock must not wake at the same time for ever. */
static int
busy_cb (void *user_data,
         int   n_tries)
{
  PonderDb *self = user_data;

  if (n_tries == 0)
    self->busy_since = g_get_monotonic_time ();
  if (is_cancelled (self) ||
      (double) (g_get_monotonic_time () - self->busy_since) > self->patience * G_USEC_PER_SEC)
    return 0;

  g_usleep ((gulong) g_random_int_range (500, 1000 * (1 + MIN (n_tries, 20))));
  return 1;
}

static int
progress_cb (void *user_data)
{
  return is_cancelled (user_data);
}

static gboolean
configure (PonderDb  *self,
           GError   **error)
{
  int code;

  sqlite3_extended_result_codes (self->handle, 1);
  sqlite3_busy_handler (self->handle, busy_cb, self);
  sqlite3_progress_handler (self->handle, CANCEL_INTERVAL, progress_cb, self);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  /* Closing must leave a file that turns out to be too new, or damaged, as it was. */
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);

  if ((code = ponder_word_tokenizer_register (self->handle)) != SQLITE_OK)
    {
      ponder_db_set_error (self, code, error);
      return FALSE;
    }

  return ponder_db_exec (self, "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;", error);
}

static PonderDb *
open_with_flags (const char  *path,
                 int          flags,
                 GError     **error)
{
  g_autoptr(PonderDb) self = g_new0 (PonderDb, 1);
  int code;

  self->path = g_strdup (path);
  self->thread = g_thread_self ();
  self->patience = BUSY_SECONDS;
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                            (GDestroyNotify) ponder_db_statement_free);

  code = sqlite3_open_v2 (path, &self->handle, flags | SQLITE_OPEN_NOMUTEX, NULL);
  if (code != SQLITE_OK)
    {
      ponder_db_set_error (self, code, error);
      return NULL;
    }
  if (!configure (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

PonderDb *
ponder_db_open (const char  *path,
                GError     **error)
{
  return open_with_flags (path, SQLITE_OPEN_READWRITE, error);
}

PonderDb *
ponder_db_open_read_only (const char  *path,
                          GError     **error)
{
  PonderDb *self = open_with_flags (path, SQLITE_OPEN_READONLY, error);

  /* A file that was cut off, or whose schema is strange, is read as far as it goes. */
  if (self != NULL)
    {
      sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
      sqlite3_db_config (self->handle, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, NULL);
    }
  return self;
}

void
ponder_db_close (PonderDb *self)
{
  g_assert (self->thread == g_thread_self ());

  g_hash_table_unref (self->statements);
  g_clear_object (&self->cancellable);
  if (sqlite3_close (self->handle) != SQLITE_OK)
    g_warning ("%s: closed with work left: %s", self->path, sqlite3_errmsg (self->handle));
  g_free (self->path);
  g_free (self);
}

const char *
ponder_db_get_path (PonderDb *self)
{
  return self->path;
}

void
ponder_db_set_cancellable (PonderDb     *self,
                           GCancellable *cancellable)
{
  g_set_object (&self->cancellable, cancellable);
}

GCancellable *
ponder_db_get_cancellable (PonderDb *self)
{
  return self->cancellable;
}

void
ponder_db_release_memory (PonderDb *self)
{
  sqlite3_db_release_memory (self->handle);
}

void
ponder_db_set_patience (PonderDb *self,
                        double    seconds)
{
  self->patience = seconds;
}

gboolean
ponder_db_start_writing (PonderDb      *self,
                         PonderDbSync   sync,
                         GError       **error)
{
  if (!ponder_db_exec (self,
                       "PRAGMA journal_mode = WAL;"
                       "PRAGMA foreign_keys = ON;"
                       "PRAGMA journal_size_limit = " JOURNAL_SIZE_LIMIT ";", error) ||
      !ponder_db_exec (self,
                       sync == PONDER_DB_SYNC_FULL ? "PRAGMA synchronous = FULL"
                                                   : "PRAGMA synchronous = NORMAL", error))
    return FALSE;

  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
  return TRUE;
}

/* Also TRUE for a format that this SQLite may only read. Known once something was read. */
gboolean
ponder_db_is_read_only (PonderDb *self)
{
  return sqlite3_db_readonly (self->handle, "main") == 1;
}

gboolean
ponder_db_forbid_writing (PonderDb  *self,
                          GError   **error)
{
  self->forbidden = TRUE;
  return ponder_db_exec (self, "PRAGMA query_only = ON", error);
}

gboolean
ponder_db_is_forbidden (PonderDb *self)
{
  return self->forbidden;
}

gboolean
ponder_db_is_damaged (PonderDb *self)
{
  return (self->last_error & 0xff) == SQLITE_NOTADB || (self->last_error & 0xff) == SQLITE_CORRUPT;
}

/* FTS5 has an error of its own for what it keeps. */
gboolean
ponder_db_is_index_damaged (PonderDb *self)
{
  return self->last_error == SQLITE_CORRUPT_VTAB;
}

gboolean
ponder_db_is_misfit (PonderDb *self)
{
  return (self->last_error & 0xff) == SQLITE_CONSTRAINT || (self->last_error & 0xff) == SQLITE_MISMATCH;
}

static void
say_damaged (PonderDb    *self,
             const char  *words,
             GError     **error)
{
  g_set_error (error, PONDER_ERROR, PONDER_ERROR_STORE, _("The database “%s” is damaged (%s)."), self->path, words);
}

void
ponder_db_set_damaged (PonderDb    *self,
                       const char  *words,
                       GError     **error)
{
  self->last_error = SQLITE_CORRUPT;
  say_damaged (self, words, error);
}

gboolean
ponder_db_is_unfit (PonderDb *self)
{
  switch (self->last_error & 0xff)
    {
    case SQLITE_ERROR:
    case SQLITE_SCHEMA:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
      return TRUE;
    case SQLITE_READONLY:
      /* Another program has put a new file in the place of this one since we looked. */
      if (self->last_error == SQLITE_READONLY_DBMOVED)
        return TRUE;
      /* Who may write the file may not because of what it says of itself. */
      return self->last_error == SQLITE_READONLY && g_access (self->path, W_OK) == 0;
    default:
      return ponder_db_is_damaged (self);
    }
}

gboolean
ponder_db_has_moved (PonderDb *self)
{
  int moved = 0;

  return sqlite3_file_control (self->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0;
}

gboolean
ponder_db_exec (PonderDb    *self,
                const char  *sql,
                GError     **error)
{
  int code;

  g_assert (self->thread == g_thread_self ());

  code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);
  if (code == SQLITE_OK)
    return TRUE;

  ponder_db_set_error (self, code, error);
  return FALSE;
}

PonderDbStatement *
ponder_db_prepare (PonderDb    *self,
                   const char  *sql,
                   GError     **error)
{
  PonderDbStatement *statement;
  sqlite3_stmt *handle;
  int code;

  g_assert (self->thread == g_thread_self ());

  if ((statement = g_hash_table_lookup (self->statements, sql)))
    return statement;

  code = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL);
  if (code != SQLITE_OK)
    {
      ponder_db_set_error (self, code, error);
      return NULL;
    }

  statement = ponder_db_statement_new (self, handle);
  g_hash_table_insert (self->statements, (gpointer) sqlite3_sql (handle), statement);
  return statement;
}

gboolean
ponder_db_get_int (PonderDb    *self,
                   const char  *sql,
                   gint64      *value,
                   GError     **error)
{
  g_autoptr(PonderDbStatement) statement = NULL;

  if (!(statement = ponder_db_prepare (self, sql, error)) ||
      !ponder_db_statement_next (statement, error))
    return FALSE;

  *value = ponder_db_statement_get_int (statement, 0);
  return TRUE;
}

void
ponder_db_set_defensive (PonderDb *self,
                         gboolean  defensive)
{
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, defensive, NULL);
}

char *
ponder_db_check (PonderDb  *self,
                 GError   **error)
{
  g_autoptr(PonderDbStatement) rows = NULL;
  g_autoptr(GString) report = g_string_new (NULL);
  g_autoptr(GError) local_error = NULL;

  if (!(rows = ponder_db_prepare (self, "PRAGMA quick_check", error)))
    return NULL;

  while (ponder_db_statement_next (rows, &local_error))
    {
      g_autofree char *line = ponder_db_statement_dup_text (rows, 0);

      g_string_append_printf (report, "%s%s", report->len > 0 ? "\n" : "", line);
    }
  if (local_error == NULL)
    return g_strdup (report->str);
  if (ponder_db_is_damaged (self))
    return g_strdup (local_error->message);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/* A transaction that is open for reading holds the moment, so that writers need not wait and the copy need not
 * begin again. */
gboolean
ponder_db_copy (PonderDb  *self,
                PonderDb  *to,
                GError   **error)
{
  gint64 n_tables;
  sqlite3_backup *copy;
  int code;

  if (!ponder_db_exec (self, "BEGIN", error) ||
      !ponder_db_get_int (self, "SELECT count (*) FROM sqlite_schema", &n_tables, error))
    {
      ponder_db_rollback (self);
      return FALSE;
    }

  if ((copy = sqlite3_backup_init (to->handle, "main", self->handle, "main")))
    do
      code = is_cancelled (self) ? SQLITE_INTERRUPT : sqlite3_backup_step (copy, COPY_PAGES);
    while (code == SQLITE_OK);
  else
    code = sqlite3_errcode (to->handle);
  sqlite3_backup_finish (copy);
  if (code != SQLITE_DONE)
    ponder_db_set_error (to, code, error);
  ponder_db_rollback (self);
  return code == SQLITE_DONE;
}

gboolean
ponder_db_claim (PonderDb  *self,
                 GError   **error)
{
  gint64 n_tables;
  gboolean claimed;

  /* One that reads or writes has it open for longer than it is worth waiting. */
  sqlite3_busy_handler (self->handle, NULL, NULL);
  claimed = ponder_db_exec (self, "PRAGMA locking_mode = EXCLUSIVE", error) &&
            ponder_db_get_int (self, "SELECT count (*) FROM sqlite_schema", &n_tables, error);
  sqlite3_busy_handler (self->handle, busy_cb, self);
  return claimed;
}

int
ponder_db_n_changes (PonderDb *self)
{
  return sqlite3_changes (self->handle);
}

gint64
ponder_db_last_rowid (PonderDb *self)
{
  return sqlite3_last_insert_rowid (self->handle);
}

gboolean
ponder_db_begin (PonderDb  *self,
                 GError   **error)
{
  /* What was wrong before has been told, and may be mended. */
  self->last_error = SQLITE_OK;
  return ponder_db_exec (self, "BEGIN IMMEDIATE", error);
}

gboolean
ponder_db_commit (PonderDb  *self,
                  GError   **error)
{
  return ponder_db_exec (self, "COMMIT", error);
}

void
ponder_db_rollback (PonderDb *self)
{
  int code;

  /* A full disk and the like have ended it already. */
  if (sqlite3_get_autocommit (self->handle))
    return;

  code = sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
  if (code != SQLITE_OK)
    g_warning ("%s: cannot roll back: %s", self->path, sqlite3_errstr (code));
}

static gboolean
file_is_full (PonderDb *self,
              int       which)
{
  sqlite3_file *file = NULL;
  int code = 0;

  if (sqlite3_file_control (self->handle, "main", which, &file) != SQLITE_OK ||
      file == NULL || file->pMethods == NULL)
    return FALSE;

  file->pMethods->xFileControl (file, SQLITE_FCNTL_LAST_ERRNO, &code);
  return code == ENOSPC || code == EDQUOT || code == EFBIG;
}

/* SQLite knows ENOSPC; quotas and limits on files come as failed writes, and those in the memory that is shared, which
 * is a file too, as one that did not get its size. */
static gboolean
is_full (PonderDb *self,
         int       code)
{
  if ((code & 0xff) == SQLITE_FULL || code == SQLITE_IOERR_SHMSIZE)
    return TRUE;

  return (code & 0xff) == SQLITE_IOERR &&
         (file_is_full (self, SQLITE_FCNTL_FILE_POINTER) ||
          file_is_full (self, SQLITE_FCNTL_JOURNAL_POINTER));
}

void
ponder_db_set_error (PonderDb  *self,
                     int        code,
                     GError   **error)
{
  /* SQLite knows more than the code says, unless it did not find it. */
  gboolean known = self->handle != NULL && (sqlite3_errcode (self->handle) & 0xff) == (code & 0xff);
  const char *words = known ? sqlite3_errmsg (self->handle) : sqlite3_errstr (code);

  self->last_error = code;
  switch (is_full (self, code) ? SQLITE_FULL : code & 0xff)
    {
    case SQLITE_INTERRUPT:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, words);
      break;
    case SQLITE_FULL:
      g_set_error (error, PONDER_ERROR, PONDER_ERROR_STORE_FULL,
                   _("There is no space left for “%s” (%s). Free some and try again."),
                   self->path, words);
      break;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      say_damaged (self, words, error);
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      if (is_cancelled (self))
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, words);
      else
        g_set_error (error, PONDER_ERROR, PONDER_ERROR_STORE,
                     _("Another program keeps “%s” locked (%s). Close it and try again."),
                     self->path, words);
      break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      if (self->forbidden)
        g_set_error (error, PONDER_ERROR, PONDER_ERROR_STORE_TOO_NEW,
                     _("“%s” was written by a newer version of Ponder and can only be read. "
                       "Please install the newer version to change something."),
                     self->path);
      else
        g_set_error (error, PONDER_ERROR, PONDER_ERROR_STORE,
                     _("“%s” cannot be opened for writing (%s). Check that the file and its folder "
                       "belong to you."),
                     self->path, words);
      break;
    default:
      g_set_error (error, PONDER_ERROR, PONDER_ERROR_STORE,
                   _("The database “%s” cannot be used (%s)."), self->path, words);
    }
}
