/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The place of the database on the disk: its folder, its file, and what if they are not sound. */

#include "config.h"

#include "ponder-db-place.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "ponder-backup.h"
#include "ponder-db-columns.h"
#include "ponder-db-files.h"
#include "ponder-db-migrate.h"
#include "ponder-db-schema.h"
#include "ponder-error.h"
#include "ponder-recover.h"

#define DATABASE_NAME "ponder.db"
#define LOCK_NAME     "ponder.lock"
#define BACKUP_NAME   "backups"
/* Somebody found the database damaged while it was open. */
#define DAMAGE_NAME   "ponder.damage"

/* Beside a damaged database: the new one while it is made, and when it is whole. */
#define MAKING_SUFFIX    ".recovering"
#define RECOVERED_SUFFIX ".recovered"

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
  g_autofree char *backup_dir = ponder_db_place_dup_backups (data_dir);

  return created ? size_of (log) > 0 : size_of (path) == 0 && ponder_backup_exist (backup_dir);
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

/* --- recovering --- */

/* Puts the new database, which is whole, in the place of the damaged one, which is kept. (transfer full): where. */
static char *
replace (const char  *path,
         GError     **error)
{
  g_autofree char *recovered = g_strconcat (path, RECOVERED_SUFFIX, NULL);
  g_autofree char *dir = g_path_get_dirname (path);
  g_autofree char *aside = NULL;

  if (!(aside = move_aside (path, error)))
    return NULL;
  if (g_rename (recovered, path) < 0)
    {
      ponder_db_files_fail (error, _("The recovered database “{path}” cannot be moved to its place ({reason})."),
                            recovered, errno);
      return NULL;
    }
  return ponder_backup_sync (dir, error) ? g_steal_pointer (&aside) : NULL;
}

/* Until the new database is whole, the damaged one stays where it is: whatever happens, the next start tries
 * again. */
static PonderRecovery *
recover (const char    *data_dir,
         const char    *path,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autofree char *making = g_strconcat (path, MAKING_SUFFIX, NULL);
  g_autofree char *recovered = g_strconcat (path, RECOVERED_SUFFIX, NULL);
  g_autofree char *backup_dir = ponder_db_place_dup_backups (data_dir);
  g_autofree char *note = g_build_filename (data_dir, DAMAGE_NAME, NULL);
  g_autoptr(PonderRecovery) recovery = ponder_recover (path, making, backup_dir, cancellable, error);

  if (recovery == NULL)
    return NULL;
  if (g_rename (making, recovered) < 0)
    {
      ponder_db_files_fail (error, _("The recovered database “{path}” cannot be moved to its place ({reason})."),
                            making, errno);
      return NULL;
    }
  if (!(recovery->path = replace (path, error)))
    return NULL;

  g_unlink (note);
  return g_steal_pointer (&recovery);
}

/* A program that died while it moved files has left the rest to us. */
static gboolean
finish_recovery (const char  *path,
                 GError     **error)
{
  g_autofree char *recovered = g_strconcat (path, RECOVERED_SUFFIX, NULL);
  g_autofree char *aside = NULL;

  if (!g_file_test (recovered, G_FILE_TEST_EXISTS))
    return TRUE;

  return (aside = replace (path, error)) != NULL;
}

/* Whether what somebody found is so. While others have the file open it must stay where it is. */
static gboolean
is_noted_damage (const char   *data_dir,
                 const char   *path,
                 GCancellable *cancellable)
{
  g_autofree char *note = g_build_filename (data_dir, DAMAGE_NAME, NULL);
  g_autofree char *verdict = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderDb) db = NULL;

  if (!g_file_test (note, G_FILE_TEST_EXISTS) || !(db = ponder_db_open (path, &error)))
    return FALSE;

  ponder_db_set_cancellable (db, cancellable);
  if (!ponder_db_claim (db, &error))
    return ponder_db_is_damaged (db);

  verdict = ponder_db_check (db, &error);
  if (g_strcmp0 (verdict, "ok") == 0)
    g_unlink (note);
  return verdict != NULL && !g_str_equal (verdict, "ok");
}

void
ponder_db_place_note_damage (const char *data_dir,
                             const char *words)
{
  g_autofree char *note = g_build_filename (data_dir, DAMAGE_NAME, NULL);
  g_autoptr(GError) error = NULL;

  if (!g_file_set_contents_full (note, words, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_message ("%s", error->message);
}

gboolean
ponder_db_place_has_noted_damage (const char *data_dir)
{
  g_autofree char *note = g_build_filename (data_dir, DAMAGE_NAME, NULL);

  return g_file_test (note, G_FILE_TEST_EXISTS);
}

/* --- opening --- */

static PonderDb *
recover_and_open (const char      *data_dir,
                  const char      *path,
                  PonderRecovery **recovery,
                  GCancellable    *cancellable,
                  GError         **error)
{
  gboolean damaged;

  if (is_of_newer_sqlite (path))
    {
      g_set_error (error, PONDER_ERROR, PONDER_ERROR_STORE_TOO_NEW,
                   _("“%s” was written by a newer version of SQLite. Nothing was changed. "
                     "Please update this computer."), path);
      return NULL;
    }
  if (!(*recovery = recover (data_dir, path, cancellable, error)))
    return NULL;

  return try_open (path, &damaged, cancellable, error);
}

/* A sound connection, if need be to a new file. */
static PonderDb *
open_sound (const char      *data_dir,
            const char      *path,
            PonderRecovery **recovery,
            GCancellable    *cancellable,
            GError         **error)
{
  g_autoptr(GError) local_error = NULL;
  PonderDb *db;
  gboolean created;
  gboolean damaged;

  if (!finish_recovery (path, error) || !ponder_db_files_create (path, &created, error))
    return NULL;

  damaged = was_emptied (data_dir, path, created) || is_noted_damage (data_dir, path, cancellable);
  if (!damaged)
    {
      ponder_db_files_make_private (path);
      if ((db = try_open (path, &damaged, cancellable, &local_error)))
        return db;
    }
  if (damaged)
    return recover_and_open (data_dir, path, recovery, cancellable, error);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/* From here on the file is written to. */
static gboolean
bring_up_to_date (PonderDb    *db,
                  const char  *data_dir,
                  GError     **error)
{
  g_autofree char *backup_dir = ponder_db_place_dup_backups (data_dir);

  return ponder_db_start_writing (db, PONDER_DB_SYNC_FULL, error) &&
         ponder_db_migrate (db, ponder_db_schema, PONDER_DB_VERSION, backup_dir, error);
}

static PonderDb *
open_locked (const char      *data_dir,
             PonderRecovery **recovery,
             GCancellable    *cancellable,
             GError         **error)
{
  g_autofree char *path = ponder_db_place_dup_path (data_dir);
  g_autoptr(PonderDb) db = NULL;
  g_autoptr(GError) local_error = NULL;
  gint64 version;

  if (!(db = open_sound (data_dir, path, recovery, cancellable, error)) ||
      !ponder_db_get_int (db, "PRAGMA user_version", &version, error))
    return NULL;

  if (ponder_db_is_read_only (db))
    {
      ponder_db_files_fail (error,
                            _("The database “{path}” cannot be written ({reason}). "
                              "Check that it belongs to you."),
                            path, EACCES);
      return NULL;
    }
  if (!ponder_db_exec (db, "PRAGMA cache_size = " CACHE_SIZE, error))
    return NULL;
  if (version < 0 || version > PONDER_DB_VERSION)
    return ponder_db_understand (db, error) ? g_steal_pointer (&db) : NULL;
  if (bring_up_to_date (db, data_dir, &local_error))
    return g_steal_pointer (&db);

  /* Copying an old database is a good look at it. */
  if (!ponder_db_is_damaged (db) || *recovery != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  g_clear_pointer (&db, ponder_db_close);
  db = recover_and_open (data_dir, path, recovery, cancellable, error);
  return db != NULL && bring_up_to_date (db, data_dir, error) ? g_steal_pointer (&db) : NULL;
}

char *
ponder_db_place_dup_path (const char *data_dir)
{
  return g_build_filename (data_dir, DATABASE_NAME, NULL);
}

char *
ponder_db_place_dup_backups (const char *data_dir)
{
  return g_build_filename (data_dir, BACKUP_NAME, NULL);
}

PonderDb *
ponder_db_place_open (const char      *data_dir,
                      PonderRecovery **recovery,
                      GCancellable    *cancellable,
                      GError         **error)
{
  g_autofree char *lock_path = g_build_filename (data_dir, LOCK_NAME, NULL);
  PonderDb *db;
  int lock;

  if (!ponder_db_files_make_folder (data_dir, error) ||
      (lock = ponder_db_files_lock (lock_path, LOCK_SECONDS, cancellable, error)) < 0)
    return NULL;

  db = open_locked (data_dir, recovery, cancellable, error);
  if (db == NULL)
    g_clear_pointer (recovery, ponder_recovery_free);
  close (lock);
  return db;
}
