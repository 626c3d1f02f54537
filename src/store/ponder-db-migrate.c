/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings the tables of an older database up to date. */

#include "config.h"

#include "ponder-db-migrate.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "ponder-error.h"

static gboolean
fail (GError     **error,
      const char  *path)
{
  int code = errno;

  g_set_error (error, PONDER_ERROR,
               code == ENOSPC || code == EDQUOT ? PONDER_ERROR_STORE_FULL : PONDER_ERROR_STORE,
               _("The chats must be copied to “%s” before they are brought up to date, "
                 "but: %s"),
               path, g_strerror (code));
  return FALSE;
}

static char *
choose_name (const char *backup_dir,
             gint64      version)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  char *path = NULL;

  for (guint i = 1; path == NULL || g_file_test (path, G_FILE_TEST_EXISTS); i++)
    {
      g_autofree char *name = NULL;

      if (i == 1)
        name = g_strdup_printf ("ponder-v%" G_GINT64_FORMAT "-%s.db", version, time);
      else
        name = g_strdup_printf ("ponder-v%" G_GINT64_FORMAT "-%s-%u.db", version, time, i);
      g_free (path);
      path = g_build_filename (backup_dir, name, NULL);
    }
  return path;
}

/* SQLite makes the copy with the rights of an empty file that is there. */
static gboolean
make_private (const char  *path,
              GError     **error)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  if (fd < 0)
    return fail (error, path);

  close (fd);
  return TRUE;
}

static gboolean
sync_to_disk (const char  *path,
              int          flags,
              GError     **error)
{
  int fd = open (path, flags | O_CLOEXEC);
  gboolean synced = fd >= 0 && fsync (fd) == 0;

  if (!synced)
    fail (error, path);
  if (fd >= 0)
    close (fd);
  return synced;
}

static gboolean
copy_to (PonderDb    *db,
         const char  *path,
         GError     **error)
{
  g_autoptr(PonderDbStatement) statement = NULL;

  if (!make_private (path, error) ||
      !(statement = ponder_db_prepare (db, "VACUUM INTO ?1", error)))
    return FALSE;

  ponder_db_statement_bind_text (statement, 1, path);
  return ponder_db_statement_run (statement, error) && sync_to_disk (path, O_RDONLY, error);
}

/* What is called .db in the folder of copies is whole. */
static gboolean
back_up (PonderDb    *db,
         gint64       version,
         const char  *backup_dir,
         GError     **error)
{
  g_autofree char *part = g_build_filename (backup_dir, "ponder.part", NULL);
  g_autofree char *path = choose_name (backup_dir, version);

  if (g_mkdir_with_parents (backup_dir, 0700) < 0)
    return fail (error, backup_dir);
  if (!copy_to (db, part, error))
    {
      g_unlink (part);
      return FALSE;
    }
  if (g_rename (part, path) < 0)
    return fail (error, path);

  return sync_to_disk (backup_dir, O_RDONLY | O_DIRECTORY, error);
}

static gboolean
run_step (PonderDb    *db,
          const char  *step,
          guint        version,
          GError     **error)
{
  g_autofree char *pragma = g_strdup_printf ("PRAGMA user_version = %u", version);

  if (ponder_db_begin (db, error) &&
      ponder_db_exec (db, step, error) &&
      ponder_db_exec (db, pragma, error) &&
      ponder_db_commit (db, error))
    return TRUE;

  ponder_db_rollback (db);
  return FALSE;
}

gboolean
ponder_db_migrate (PonderDb           *db,
                   const char *const  *steps,
                   guint               n_steps,
                   const char         *backup_dir,
                   GError            **error)
{
  gint64 version;
  gint64 n_tables;

  if (!ponder_db_get_int (db, "PRAGMA user_version", &version, error) ||
      !ponder_db_get_int (db, "SELECT count (*) FROM sqlite_schema", &n_tables, error))
    return FALSE;

  if (version < 0 || version > n_steps)
    {
      g_set_error (error, PONDER_ERROR, PONDER_ERROR_STORE_TOO_NEW,
                   _("“%s” was written by a newer version of Ponder (format %d, this one knows "
                     "%d). Nothing was changed. Please install the newer version."),
                   ponder_db_get_path (db), (int) version, (int) n_steps);
      return FALSE;
    }
  if (version == n_steps)
    return TRUE;

  if (n_tables > 0 && !back_up (db, version, backup_dir, error))
    return FALSE;
  for (guint i = (guint) version; i < n_steps; i++)
    if (!run_step (db, steps[i], i + 1, error))
      return FALSE;

  return TRUE;
}
