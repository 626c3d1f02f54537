/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a sound database out of a damaged one and its newest copy. */

#include "config.h"

#include "ponder-recover.h"

#include "ponder-backup.h"
#include "ponder-db-migrate.h"
#include "ponder-db-schema.h"
#include "ponder-error.h"
#include "ponder-merge.h"
#include "ponder-salvage.h"

/* What is made on the way, beside the result. */
#define DAMAGED_SUFFIX "-damaged.part"
#define COPY_SUFFIX    "-copy.part"

/* One recovery. */
typedef struct
{
  const char     *backup_dir;
  char           *to_path;
  char           *damaged_path;
  char           *copy_path;
  PonderDb       *damaged;      /* (nullable): what could be read */
  PonderDb       *copy;         /* (nullable): the newest that is sound */
  PonderDb       *to;
  gboolean        whole;        /* nothing is missing in @damaged */
  PonderRecovery *result;
} Recovery;

static void
close_all (Recovery *self)
{
  g_clear_pointer (&self->damaged, ponder_db_close);
  g_clear_pointer (&self->copy, ponder_db_close);
  g_clear_pointer (&self->to, ponder_db_close);
  ponder_backup_remove_file (self->damaged_path);
  ponder_backup_remove_file (self->copy_path);
}

static void
recovery_clear (Recovery *self)
{
  close_all (self);
  g_free (self->to_path);
  g_free (self->damaged_path);
  g_free (self->copy_path);
  g_clear_pointer (&self->result, ponder_recovery_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Recovery, recovery_clear)

/* A full disk and a person who gives up leave everything for the next time; another failure to read a file is only
 * that. */
static gboolean
is_about_the_file (const GError *error)
{
  return !g_error_matches (error, PONDER_ERROR, PONDER_ERROR_STORE_FULL) &&
         !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
read_damaged (Recovery      *self,
              const char    *path,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr(GError) local_error = NULL;

  self->damaged = ponder_salvage_read (path, self->damaged_path, &self->whole, cancellable, &local_error);
  self->whole = self->whole && self->damaged != NULL;
  if (self->damaged != NULL || is_about_the_file (local_error))
    {
      if (local_error != NULL)
        g_debug ("%s", local_error->message);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
is_sound (const char   *path,
          GCancellable *cancellable)
{
  g_autoptr(PonderDb) db = ponder_db_open_read_only (path, NULL);
  g_autofree char *verdict = NULL;

  if (db == NULL)
    return FALSE;

  ponder_db_set_cancellable (db, cancellable);
  verdict = ponder_db_check (db, NULL);
  return g_strcmp0 (verdict, "ok") == 0;
}

static gboolean
read_copy (Recovery      *self,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(GPtrArray) copies = ponder_backup_list (self->backup_dir, FALSE);

  for (guint i = 0; i < copies->len && self->copy == NULL; i++)
    {
      PonderBackupInfo *info = g_ptr_array_index (copies, i);
      g_autoptr(GError) local_error = NULL;
      gboolean whole;

      if (!is_sound (info->path, cancellable))
        {
          /* Who gave up while it was looked at does not want to go without it. */
          if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
          continue;
        }
      self->copy = ponder_salvage_read (info->path, self->copy_path, &whole, cancellable, &local_error);
      if (self->copy == NULL && !is_about_the_file (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      self->result->copy_time = self->copy != NULL ? info->time : 0;
    }
  return TRUE;
}

static gboolean
begin (Recovery  *self,
       GError   **error)
{
  return ponder_backup_begin_file (self->to_path, error) &&
         (self->to = ponder_db_open (self->to_path, error)) &&
         ponder_db_exec (self->to, "PRAGMA foreign_keys = ON; PRAGMA synchronous = OFF;", error) &&
         ponder_db_migrate (self->to, ponder_db_schema, PONDER_DB_VERSION, NULL, error);
}

/* What sessions say of their messages, or what was found, if that is more. */
static gboolean
count_messages (Recovery  *self,
                GError   **error)
{
  PonderRecovery *result = self->result;
  gint64 n_lost = 0;
  gint64 n_said = 0;

  if (self->damaged != NULL &&
      (!ponder_db_get_int (self->damaged, "SELECT ifnull (sum (n_messages), 0) FROM sessions", &n_said, error) ||
       !ponder_db_get_int (self->damaged, "SELECT count (*) FROM messages WHERE state = 'done'"
                           " AND serial NOT IN (SELECT message FROM parts)", &n_lost, error)))
    return FALSE;

  /* A message whose words are gone was not recovered. */
  result->n_messages -= MIN (result->n_messages, (guint) n_lost);
  result->n_expected = MAX (result->n_messages + result->n_from_copy, (guint) CLAMP (n_said, 0, G_MAXINT));
  return TRUE;
}

static gboolean
merge (Recovery  *self,
       GError   **error)
{
  PonderRestoreCounts from_damaged = { 0 };
  PonderRestoreCounts from_copy = { 0 };

  if (self->damaged != NULL &&
      (!ponder_salvage_repair (self->damaged, self->copy, error) ||
       !ponder_merge_setup (self->to, self->damaged, error) ||
       !ponder_merge_all (self->to, self->damaged, FALSE, &from_damaged, error)))
    return FALSE;
  /* Where every row could be read, what only the copy has was deleted since. Noise within a text is no reason for
   * SQLite not to read it: then the copy's is put beside it. */
  if (self->copy != NULL &&
      ((!self->whole && !ponder_merge_setup (self->to, self->copy, error)) ||
       !ponder_merge_all (self->to, self->copy, self->whole, &from_copy, error)))
    return FALSE;

  self->result->n_messages = from_damaged.n_messages;
  self->result->n_from_copy = from_copy.n_messages;
  return count_messages (self, error);
}

PonderRecovery *
ponder_recover (const char    *path,
                const char    *to_path,
                const char    *backup_dir,
                GCancellable  *cancellable,
                GError       **error)
{
  g_auto(Recovery) self = { .backup_dir = backup_dir, .to_path = g_strdup (to_path) };

  self.damaged_path = g_strconcat (to_path, DAMAGED_SUFFIX, NULL);
  self.copy_path = g_strconcat (to_path, COPY_SUFFIX, NULL);
  self.result = g_new0 (PonderRecovery, 1);
  if (read_damaged (&self, path, cancellable, error) &&
      read_copy (&self, cancellable, error) &&
      begin (&self, error) && merge (&self, error))
    {
      close_all (&self);
      if (ponder_backup_sync (to_path, error))
        return g_steal_pointer (&self.result);
    }

  close_all (&self);
  ponder_backup_remove_file (to_path);
  return NULL;
}
