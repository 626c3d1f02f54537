/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies of the whole database in a folder beside it: making, counting, clearing away. */

#include "config.h"

#include "ponder-backup.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "ponder-error.h"

#define PREFIX      "ponder-"
#define SUFFIX      ".db"
#define DAILY_LABEL "daily"

/* A crash leaves these; the next copy of the kind begins with them out of the way. */
#define PART       "ponder.part"
#define DAILY_PART "ponder-daily.part"
#define DAILY_LOCK "ponder-daily.lock"

/* So many times the size of the database must be free for a daily copy. */
#define ROOM 2

#define DAY (G_TIME_SPAN_DAY)

/* What SQLite puts beside a file. */
static const char *const file_suffixes[] = { "-wal", "-shm", "-journal", "" };

static gboolean
fail (GError     **error,
      const char  *path)
{
  int code = errno;

  g_set_error (error, PONDER_ERROR,
               code == ENOSPC || code == EDQUOT ? PONDER_ERROR_STORE_FULL : PONDER_ERROR_STORE,
               _("The chats cannot be copied to “%s”: %s"), path, g_strerror (code));
  return FALSE;
}

/* --- files --- */

void
ponder_backup_remove_file (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (file_suffixes); i++)
    {
      g_autofree char *file = g_strconcat (path, file_suffixes[i], NULL);

      if (g_unlink (file) < 0 && errno != ENOENT)
        g_message ("%s: cannot be removed: %s", file, g_strerror (errno));
    }
}

/* SQLite gives what it puts beside a file the rights of the file. */
gboolean
ponder_backup_begin_file (const char  *path,
                          GError     **error)
{
  int fd;

  ponder_backup_remove_file (path);
  if ((fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) < 0)
    return fail (error, path);

  close (fd);
  return TRUE;
}

gboolean
ponder_backup_sync (const char  *path,
                    GError     **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean synced = fd >= 0 && fsync (fd) == 0;

  if (!synced)
    fail (error, path);
  if (fd >= 0)
    close (fd);
  return synced;
}

/* --- names --- */

static char *
dup_label (PonderDb           *db,
           PonderBackupReason  reason,
           GError            **error)
{
  gint64 version;

  if (reason == PONDER_BACKUP_DAILY)
    return g_strdup (DAILY_LABEL);
  if (!ponder_db_get_int (db, "PRAGMA user_version", &version, error))
    return NULL;

  return g_strdup_printf ("v%" G_GINT64_FORMAT, version);
}

static char *
choose_path (const char *backup_dir,
             const char *label)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  char *path = NULL;

  for (guint i = 1; path == NULL || g_file_test (path, G_FILE_TEST_EXISTS); i++)
    {
      g_autofree char *name = NULL;

      if (i == 1)
        name = g_strdup_printf (PREFIX "%s-%s" SUFFIX, label, time);
      else
        name = g_strdup_printf (PREFIX "%s-%s-%u" SUFFIX, label, time, i);
      g_free (path);
      path = g_build_filename (backup_dir, name, NULL);
    }
  return path;
}

/* When the copy @name was made; what was renamed by hand says so itself. */
static gint64
find_time (const char *path,
           const char *name)
{
  g_auto(GStrv) words = g_strsplit_set (name, "-.", -1);
  g_autoptr(GDateTime) time = NULL;
  GStatBuf status;

  if (g_strv_length (words) >= 4 && (time = g_date_time_new_from_iso8601 (words[2], NULL)))
    return g_date_time_to_unix (time) * G_USEC_PER_SEC;

  return g_stat (path, &status) == 0 ? (gint64) status.st_mtime * G_USEC_PER_SEC : 0;
}

/* (nullable): what the name of a file says, if it is one of ours. */
static PonderBackupInfo *
info_from_name (const char *backup_dir,
                const char *name)
{
  PonderBackupInfo *info;

  if (!g_str_has_prefix (name, PREFIX) || !g_str_has_suffix (name, SUFFIX))
    return NULL;

  info = g_new0 (PonderBackupInfo, 1);
  info->path = g_build_filename (backup_dir, name, NULL);
  info->reason = g_str_has_prefix (name, PREFIX DAILY_LABEL "-") ? PONDER_BACKUP_DAILY
                                                                 : PONDER_BACKUP_MIGRATION;
  info->time = find_time (info->path, name);
  info->n_chats = -1;
  info->version = -1;
  return info;
}

/* --- making --- */

/* The file is closed for good in between: what the copy brought along, that there is a log, is taken away again,
 * so that a copy is one file. */
static gboolean
copy_to_part (PonderDb    *db,
              const char  *part,
              GError     **error)
{
  PonderDb *to;
  gboolean copied;

  if (!ponder_backup_begin_file (part, error) || !(to = ponder_db_open (part, error)))
    return FALSE;

  copied = ponder_db_exec (to, "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;", error) &&
           ponder_db_copy (db, to, error);
  ponder_db_close (to);
  return copied;
}

/* What is wrong with the copy was wrong with what was copied. */
static gboolean
check_part (PonderDb    *db,
            const char  *part,
            GError     **error)
{
  g_autoptr(PonderDb) copy = ponder_db_open (part, error);
  g_autofree char *verdict = NULL;

  if (copy == NULL)
    return FALSE;

  ponder_db_set_cancellable (copy, ponder_db_get_cancellable (db));
  if (!ponder_db_exec (copy, "PRAGMA journal_mode = DELETE", error) ||
      !(verdict = ponder_db_check (copy, error)))
    {
      if (ponder_db_is_damaged (copy))
        ponder_db_set_damaged (db, "journal_mode", NULL);
      return FALSE;
    }
  if (g_str_equal (verdict, "ok"))
    return TRUE;

  ponder_db_set_damaged (db, verdict, error);
  return FALSE;
}

char *
ponder_backup_make (PonderDb            *db,
                    const char          *backup_dir,
                    PonderBackupReason   reason,
                    GError             **error)
{
  g_autofree char *label = dup_label (db, reason, error);
  g_autofree char *part = NULL;
  g_autofree char *path = NULL;

  if (label == NULL)
    return NULL;
  if (g_mkdir_with_parents (backup_dir, 0700) < 0)
    {
      fail (error, backup_dir);
      return NULL;
    }

  path = choose_path (backup_dir, label);
  part = g_build_filename (backup_dir, reason == PONDER_BACKUP_DAILY ? DAILY_PART : PART, NULL);
  if (copy_to_part (db, part, error) &&
      check_part (db, part, error) &&
      ponder_backup_sync (part, error))
    {
      if (g_rename (part, path) == 0)
        return ponder_backup_sync (backup_dir, error) ? g_steal_pointer (&path) : NULL;
      fail (error, path);
    }
  ponder_backup_remove_file (part);
  return NULL;
}

/* --- the copy of the day --- */

/* In either direction: a clock that was set back must not keep copies from being made for years. */
static gboolean
has_young (GPtrArray *copies)
{
  gint64 now = g_get_real_time ();

  for (guint i = 0; i < copies->len; i++)
    {
      PonderBackupInfo *info = g_ptr_array_index (copies, i);

      if (info->reason == PONDER_BACKUP_DAILY && ABS (now - info->time) < DAY)
        return TRUE;
    }
  return FALSE;
}

/* What a program that died while it read a copy has left beside the database. */
static void
clear_parts (const char *data_dir)
{
  g_autoptr(GDir) dir = g_dir_open (data_dir, 0, NULL);
  gint64 too_old = g_get_real_time () - DAY;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (data_dir, name, NULL);
      GStatBuf status;

      if (g_str_has_prefix (name, PREFIX "restore-") && g_str_has_suffix (name, ".part") &&
          g_stat (path, &status) == 0 && (gint64) status.st_mtime * G_USEC_PER_SEC < too_old)
        ponder_backup_remove_file (path);
    }
}

/* @made stays, also where older copies bear later times, from a clock that was wrong. */
static void
clear_away (const char *backup_dir,
            const char *made)
{
  g_autoptr(GPtrArray) copies = ponder_backup_list (backup_dir, FALSE);
  gint64 too_old = g_get_real_time () - PONDER_BACKUP_MIGRATION_DAYS * DAY;
  guint n_daily = 0;

  for (guint i = 0; i < copies->len; i++)
    {
      PonderBackupInfo *info = g_ptr_array_index (copies, i);

      if (g_str_equal (info->path, made))
        n_daily++;
      else if (info->reason == PONDER_BACKUP_DAILY ? ++n_daily > PONDER_BACKUP_N_DAILY
                                                   : info->time < too_old)
        ponder_backup_remove_file (info->path);
    }
}

static gboolean
has_room (PonderDb    *db,
          const char  *backup_dir,
          GError     **error)
{
  struct statvfs disk;
  gint64 n_pages;
  gint64 page_size;
  double wanted;
  double free_space;

  if (!ponder_db_get_int (db, "PRAGMA page_count", &n_pages, error) ||
      !ponder_db_get_int (db, "PRAGMA page_size", &page_size, error))
    return FALSE;
  if (statvfs (backup_dir, &disk) < 0)
    return fail (error, backup_dir);

  wanted = ROOM * (double) n_pages * (double) page_size;
  free_space = (double) disk.f_bavail * (double) disk.f_frsize;
  if (free_space >= wanted)
    return TRUE;

  g_set_error (error, PONDER_ERROR, PONDER_ERROR_STORE_FULL,
               /* Translators: two numbers of megabytes and a folder. */
               _("There is no room for the daily copy of the chats: it needs %.0f MB, and %.0f MB are free in “%s”."),
               wanted / 1e6, free_space / 1e6, backup_dir);
  return FALSE;
}

static gboolean
has_chats (PonderDb *db)
{
  g_autoptr(GError) error = NULL;
  gint64 n_chats = 0;

  /* What has no such table is of somebody else, or cannot be read: copying says so. */
  return !ponder_db_get_int (db, "SELECT count (*) FROM (SELECT 1 FROM sessions LIMIT 1)", &n_chats, &error) ||
         n_chats > 0;
}

/* Of several programs one copies, and the others need not: *@turn is -1 for them. */
static gboolean
take_turn (const char  *backup_dir,
           int         *turn,
           GError     **error)
{
  g_autofree char *path = g_build_filename (backup_dir, DAILY_LOCK, NULL);

  if ((*turn = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)) < 0)
    return fail (error, path);
  if (flock (*turn, LOCK_EX | LOCK_NB) < 0)
    {
      close (*turn);
      *turn = -1;
    }
  return TRUE;
}

static gboolean
make_daily (const char    *path,
            const char    *backup_dir,
            char         **made,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr(PonderDb) db = ponder_db_open_read_only (path, error);
  g_autofree char *data_dir = NULL;

  if (db == NULL)
    return FALSE;

  ponder_db_set_cancellable (db, cancellable);
  if (!has_chats (db))
    return TRUE;
  if (!has_room (db, backup_dir, error) ||
      !(*made = ponder_backup_make (db, backup_dir, PONDER_BACKUP_DAILY, error)))
    return FALSE;

  data_dir = g_path_get_dirname (path);
  clear_parts (data_dir);
  clear_away (backup_dir, *made);
  return TRUE;
}

gboolean
ponder_backup_make_daily (const char    *path,
                          const char    *backup_dir,
                          gboolean       always,
                          char         **made,
                          GCancellable  *cancellable,
                          GError       **error)
{
  g_autoptr(GPtrArray) copies = NULL;
  gboolean done = TRUE;
  int turn;

  *made = NULL;
  if (g_mkdir_with_parents (backup_dir, 0700) < 0)
    return fail (error, backup_dir);
  if (!take_turn (backup_dir, &turn, error))
    return FALSE;
  if (turn < 0)
    return TRUE;

  copies = ponder_backup_list (backup_dir, FALSE);
  if (always || !has_young (copies))
    done = make_daily (path, backup_dir, made, cancellable, error);
  close (turn);
  return done;
}

/* --- listing --- */

static void
look_into (PonderBackupInfo *info)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderDb) db = ponder_db_open_read_only (info->path, &error);

  if (db == NULL ||
      !ponder_db_get_int (db, "PRAGMA user_version", &info->version, &error) ||
      !ponder_db_get_int (db, "SELECT count (*) FROM sessions", &info->n_chats, &error))
    g_debug ("%s", error->message);
}

static int
compare_age_cb (gconstpointer a,
                gconstpointer b)
{
  const PonderBackupInfo *first = *(PonderBackupInfo *const *) a;
  const PonderBackupInfo *second = *(PonderBackupInfo *const *) b;

  if (first->time != second->time)
    return first->time > second->time ? -1 : 1;

  return strcmp (second->path, first->path);
}

GPtrArray *
ponder_backup_list (const char *backup_dir,
                    gboolean    look_inside)
{
  g_autoptr(GDir) dir = g_dir_open (backup_dir, 0, NULL);
  GPtrArray *copies = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_backup_info_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      PonderBackupInfo *info = info_from_name (backup_dir, name);
      GStatBuf status;

      if (info == NULL)
        continue;
      info->size = g_stat (info->path, &status) == 0 ? (gint64) status.st_size : 0;
      if (look_inside)
        look_into (info);
      g_ptr_array_add (copies, info);
    }
  g_ptr_array_sort (copies, compare_age_cb);
  return copies;
}

gboolean
ponder_backup_exist (const char *backup_dir)
{
  g_autoptr(GPtrArray) copies = ponder_backup_list (backup_dir, FALSE);

  return copies->len > 0;
}
