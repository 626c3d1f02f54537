/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The place of a cache on the disk, where whatever is not sound is made anew. */

#include "config.h"

#include "ponder-cache-place.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "ponder-cache-table.h"
#include "ponder-db-files.h"

#define LOCK_NAME "cache.lock"

/* How long another program's lock is waited for: asking a server anew is better than waiting for long. */
#define PATIENCE 1.0

static PonderDb *
connect_to (const char    *path,
            GCancellable  *cancellable,
            GError       **error)
{
  PonderDb *db = ponder_db_open (path, error);

  if (db == NULL)
    return NULL;

  ponder_db_set_patience (db, PATIENCE);
  ponder_db_set_cancellable (db, cancellable);
  return db;
}

/* A file that is there is a cache, or it is @unfit and why. */
static PonderDb *
open_existing (const char    *path,
               gboolean      *unfit,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr(PonderDb) db = connect_to (path, cancellable, error);

  *unfit = FALSE;
  if (db == NULL)
    return NULL;
  if (!ponder_cache_table_check (db, error) || !ponder_db_start_writing (db, PONDER_DB_SYNC_NORMAL, error))
    {
      *unfit = ponder_db_is_unfit (db);
      return NULL;
    }
  if (!ponder_db_is_read_only (db))
    return g_steal_pointer (&db);

  ponder_db_set_error (db, SQLITE_READONLY, error);
  *unfit = ponder_db_is_unfit (db);
  return NULL;
}

static PonderDb *
make_anew (const char    *path,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(PonderDb) db = NULL;
  gboolean created;

  /* Also a log without its file must not be taken for that of the new one. */
  if (!ponder_db_files_remove (path, error) ||
      !ponder_db_files_create (path, &created, error) ||
      !(db = connect_to (path, cancellable, error)) ||
      !ponder_cache_table_make (db, error))
    return NULL;

  return g_steal_pointer (&db);
}

static PonderDb *
open_locked (const char    *path,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr(GError) local_error = NULL;
  GStatBuf status;
  gboolean unfit;
  PonderDb *db;

  if (g_lstat (path, &status) < 0 && errno == ENOENT)
    return make_anew (path, cancellable, error);
  /* Nothing but a file is ever removed. */
  if (g_stat (path, &status) == 0 && !S_ISREG (status.st_mode))
    {
      ponder_db_files_fail (error,
                            _("The database “{path}” cannot be made ({reason}). "
                              "Check that nothing else has its name."),
                            path, S_ISDIR (status.st_mode) ? EISDIR : EEXIST);
      return NULL;
    }

  ponder_db_files_make_private (path);
  if ((db = open_existing (path, &unfit, cancellable, &local_error)))
    return db;
  if (!unfit)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  g_message ("%s is made anew: %s", path, local_error->message);
  return make_anew (path, cancellable, error);
}

/* To be closed, -1 with @error. */
static int
lock_place (const char    *path,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *lock_path = g_build_filename (folder, LOCK_NAME, NULL);

  if (!ponder_db_files_make_folder (folder, error))
    return -1;

  return ponder_db_files_lock (lock_path, PATIENCE, cancellable, error);
}

PonderDb *
ponder_cache_place_open (const char    *path,
                         PonderDb      *unfit,
                         GCancellable  *cancellable,
                         GError       **error)
{
  int lock = lock_place (path, cancellable, error);
  PonderDb *db = NULL;

  if (lock < 0)
    return NULL;

  /* SQLite sees that the file of @unfit moved, and leaves what then has its name alone. */
  if (unfit == NULL || ponder_db_has_moved (unfit) || ponder_db_files_remove (path, error))
    db = open_locked (path, cancellable, error);
  close (lock);
  return db;
}

gboolean
ponder_cache_place_remove (const char    *path,
                           GCancellable  *cancellable,
                           GError       **error)
{
  int lock = lock_place (path, cancellable, error);
  gboolean removed;

  if (lock < 0)
    return FALSE;

  removed = ponder_db_files_remove (path, error);
  close (lock);
  return removed;
}
