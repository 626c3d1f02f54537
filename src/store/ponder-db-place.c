/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The place of the database on the disk: its folder, its file, and what if they are not sound. */

#include "config.h"

#include "ponder-db-place.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "ponder-db-files.h"
#include "ponder-db-migrate.h"
#include "ponder-db-schema.h"
#include "ponder-error.h"

#define DATABASE_NAME "ponder.db"
#define LOCK_NAME     "ponder.lock"
#define BACKUP_NAME   "backups"

/* How long one program waits while another opens: that may be copying a large database. */
#define LOCK_SECONDS 30.0

/* In KiB, negative. A search looks at a thousand places all over the file: with the usual 2 MB the way to each is
 * read again, a third of its time. Only what is read takes memory. */
#define CACHE_SIZE "-8000"

/* SQLite's file header: a magic string, and the versions of the format to write and to read it. */
#define MAGIC         "SQLite format 3"
#define WRITE_VERSION 18
#define READ_VERSION  19
#define KNOWN_VERSION 2
#define HEADER_LENGTH 20

static char *
choose_aside (const char *path)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  char *aside = g_strdup_printf ("%s.damaged-%s", path, time);

  for (guint i = 2; g_file_test (aside, G_FILE_TEST_EXISTS); i++)
    {
      g_free (aside);
      aside = g_strdup_printf ("%s.damaged-%s-%u", path, time, i);
    }
  return aside;
}

/* (transfer full): the new name. */
static char *
move_aside (const char  *path,
            GError     **error)
{
  g_autofree char *aside = choose_aside (path);

  for (guint i = 0; i < G_N_ELEMENTS (ponder_db_files_suffixes); i++)
    {
      g_autofree char *from = g_strconcat (path, ponder_db_files_suffixes[i], NULL);
      g_autofree char *to = g_strconcat (aside, ponder_db_files_suffixes[i], NULL);

      if (g_rename (from, to) < 0 && errno != ENOENT)
        {
          ponder_db_files_fail (error, _("The damaged database “{path}” cannot be moved away ({reason})."),
                                from, errno);
          return NULL;
        }
    }
  g_warning ("%s was damaged and is now %s", path, aside);
  return g_steal_pointer (&aside);
}

static gboolean
has_backups (const char *data_dir)
{
  g_autofree char *path = g_build_filename (data_dir, BACKUP_NAME, NULL);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) != NULL;
}

static goffset
size_of (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 ? (goffset) status.st_size : -1;
}

/* SQLite takes an empty file for a new database. Where copies of an older one lie, or a log without
 * its file, something else emptied or removed it. */
static gboolean
was_emptied (const char *data_dir,
             const char *path,
             gboolean    created)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);

  return created ? size_of (log) > 0 : size_of (path) == 0 && has_backups (data_dir);
}

/* To a SQLite that is too old for it, a sound file is "not a database". */
static gboolean
is_of_newer_sqlite (const char *path)
{
  guint8 header[HEADER_LENGTH] = { 0 };
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean whole = fd >= 0 && read (fd, header, sizeof header) == (gssize) sizeof header;

  if (fd >= 0)
    close (fd);

  return whole &&
         memcmp (header, MAGIC, sizeof MAGIC) == 0 &&
         (header[WRITE_VERSION] > KNOWN_VERSION || header[READ_VERSION] > KNOWN_VERSION);
}

/* Opens the file and reads its schema, which finds what is no database and what was cut off. */
static PonderDb *
try_open (const char    *path,
          gboolean      *damaged,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr(PonderDb) db = NULL;
  gint64 n_tables;

  *damaged = FALSE;
  if (!(db = ponder_db_open (path, error)))
    return NULL;

  ponder_db_set_cancellable (db, cancellable);
  if (!ponder_db_get_int (db, "SELECT count (*) FROM sqlite_schema", &n_tables, error))
    {
      *damaged = ponder_db_is_damaged (db);
      return NULL;
    }

  return g_steal_pointer (&db);
}

/* A sound connection, if need be to a new file. */
static PonderDb *
open_sound (const char    *data_dir,
            const char    *path,
            char         **set_aside,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr(GError) local_error = NULL;
  PonderDb *db;
  gboolean created;
  gboolean damaged;

  if (!ponder_db_files_create (path, &created, error))
    return NULL;

  damaged = was_emptied (data_dir, path, created);
  if (!damaged)
    {
      ponder_db_files_make_private (path);
      if ((db = try_open (path, &damaged, cancellable, &local_error)))
        return db;
    }

  if (!damaged)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (is_of_newer_sqlite (path))
    {
      g_set_error (error, PONDER_ERROR, PONDER_ERROR_STORE_TOO_NEW,
                   _("“%s” was written by a newer version of SQLite. Nothing was changed. "
                     "Please update this computer."), path);
      return NULL;
    }

  if (!(*set_aside = move_aside (path, error)) || !ponder_db_files_create (path, &created, error))
    return NULL;

  return try_open (path, &damaged, cancellable, error);
}

static PonderDb *
open_locked (const char    *data_dir,
             char         **set_aside,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autofree char *path = ponder_db_place_dup_path (data_dir);
  g_autofree char *backup_dir = g_build_filename (data_dir, BACKUP_NAME, NULL);
  g_autoptr(PonderDb) db = NULL;
  gint64 version;

  if (!(db = open_sound (data_dir, path, set_aside, cancellable, error)) ||
      !ponder_db_get_int (db, "PRAGMA user_version", &version, error))
    return NULL;

  /* From here on the file is written to, unless it must not be. */
  if (ponder_db_is_read_only (db))
    {
      ponder_db_files_fail (error,
                            _("The database “{path}” cannot be written ({reason}). "
                              "Check that it belongs to you."),
                            path, EACCES);
      return NULL;
    }
  if (version <= PONDER_DB_VERSION && !ponder_db_start_writing (db, PONDER_DB_SYNC_FULL, error))
    return NULL;
  if (!ponder_db_exec (db, "PRAGMA cache_size = " CACHE_SIZE, error))
    return NULL;
  if (!ponder_db_migrate (db, ponder_db_schema, PONDER_DB_VERSION, backup_dir, error))
    return NULL;

  return g_steal_pointer (&db);
}

char *
ponder_db_place_dup_path (const char *data_dir)
{
  return g_build_filename (data_dir, DATABASE_NAME, NULL);
}

PonderDb *
ponder_db_place_open (const char    *data_dir,
                      char         **set_aside,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autofree char *lock_path = g_build_filename (data_dir, LOCK_NAME, NULL);
  PonderDb *db;
  int lock;

  if (!ponder_db_files_make_folder (data_dir, error) ||
      (lock = ponder_db_files_lock (lock_path, LOCK_SECONDS, cancellable, error)) < 0)
    return NULL;

  db = open_locked (data_dir, set_aside, cancellable, error);
  close (lock);
  return db;
}
