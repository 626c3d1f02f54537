/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings the tables of an older database up to date. */

#include "config.h"

#include "ponder-db-migrate.h"

#include <glib/gi18n.h>

#include "ponder-backup.h"
#include "ponder-error.h"

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

/* (transfer full) */
static char *
back_up (PonderDb    *db,
         const char  *backup_dir,
         GError     **error)
{
  char *path = ponder_backup_make (db, backup_dir, PONDER_BACKUP_MIGRATION, error);

  if (path == NULL)
    g_prefix_error (error, "%s ", _("The chats must be copied before they are brought up to date."));
  return path;
}

gboolean
ponder_db_migrate (PonderDb           *db,
                   const char *const  *steps,
                   guint               n_steps,
                   const char         *backup_dir,
                   GError            **error)
{
  g_autofree char *backup = NULL;
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

  if (n_tables > 0 && backup_dir != NULL && !(backup = back_up (db, backup_dir, error)))
    return FALSE;
  for (guint i = (guint) version; i < n_steps; i++)
    if (!run_step (db, steps[i], i + 1, error))
      return FALSE;

  return TRUE;
}
