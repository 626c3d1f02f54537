/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door to what is attached to messages: files beside the database, stored once by digest. */

#include "config.h"

#include "ponder-attachments.h"

#include "ponder-attachment-files.h"
#include "ponder-db.h"
#include "ponder-draft-parts.h"
#include "ponder-part.h"

/* Lives on the main thread; knows two paths, which never change. */
struct _PonderAttachments
{
  GObject  parent_instance;

  char    *folder;
  char    *database;
};

G_DEFINE_FINAL_TYPE (PonderAttachments, ponder_attachments, G_TYPE_OBJECT)

static void
ponder_attachments_finalize (GObject *object)
{
  PonderAttachments *self = PONDER_ATTACHMENTS (object);

  g_free (self->folder);
  g_free (self->database);

  G_OBJECT_CLASS (ponder_attachments_parent_class)->finalize (object);
}

static void
ponder_attachments_class_init (PonderAttachmentsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ponder_attachments_finalize;
}

static void
ponder_attachments_init (PonderAttachments *self)
{
}

PonderAttachments *
ponder_attachments_new (const char *data_dir,
                        const char *database)
{
  PonderAttachments *self = g_object_new (PONDER_TYPE_ATTACHMENTS, NULL);

  self->folder = g_build_filename (data_dir, "attachments", NULL);
  self->database = g_strdup (database);
  return self;
}

const char *
ponder_attachments_get_folder (PonderAttachments *self)
{
  g_return_val_if_fail (PONDER_IS_ATTACHMENTS (self), NULL);

  return self->folder;
}

/* --- filling --- */

/* What is wanted goes to the thread, what was found comes back; the parts stay here. */
typedef struct
{
  GPtrArray *parts;
  GStrv      digests;
  GBytes   **found;             /* as many, nullable */
} Filling;

static void
filling_free (gpointer data)
{
  Filling *self = data;

  for (guint i = 0; self->digests[i] != NULL; i++)
    g_clear_pointer (&self->found[i], g_bytes_unref);
  g_free (self->found);
  g_strfreev (self->digests);
  g_ptr_array_unref (self->parts);
  g_free (self);
}

static Filling *
filling_new (GPtrArray *parts)
{
  Filling *self = g_new0 (Filling, 1);
  g_autoptr(GPtrArray) digests = g_ptr_array_new ();

  self->parts = g_ptr_array_new ();
  for (guint i = 0; i < parts->len; i++)
    {
      PonderPart *part = g_ptr_array_index (parts, i);

      if (part->digest == NULL || part->data != NULL)
        continue;
      g_ptr_array_add (self->parts, part);
      g_ptr_array_add (digests, g_strdup (part->digest));
    }
  g_ptr_array_add (digests, NULL);
  self->found = g_new0 (GBytes *, digests->len);
  self->digests = (GStrv) g_ptr_array_free (g_steal_pointer (&digests), FALSE);
  return self;
}

static void
fill_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  PonderAttachments *self = source;
  Filling *filling = data;

  for (guint i = 0; filling->digests[i] != NULL && !g_cancellable_is_cancelled (cancellable); i++)
    {
      g_autoptr(GError) error = NULL;

      filling->found[i] = ponder_attachment_files_load (self->folder, filling->digests[i], cancellable, &error);
      if (error != NULL)
        g_debug ("attachment %s: %s", filling->digests[i], error->message);
    }
  g_task_return_boolean (task, TRUE);
}

void
ponder_attachments_fill_async (PonderAttachments   *self,
                               GPtrArray           *parts,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Filling *filling;

  g_return_if_fail (PONDER_IS_ATTACHMENTS (self));
  g_return_if_fail (parts != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_attachments_fill_async);
  filling = filling_new (parts);
  g_task_set_task_data (task, filling, filling_free);
  if (filling->parts->len == 0)
    g_task_return_boolean (task, TRUE);
  else
    g_task_run_in_thread (task, fill_thread);
}

gboolean
ponder_attachments_fill_finish (PonderAttachments  *self,
                                GAsyncResult       *result,
                                GError            **error)
{
  Filling *filling;

  g_return_val_if_fail (PONDER_IS_ATTACHMENTS (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  filling = g_task_get_task_data (G_TASK (result));
  for (guint i = 0; i < filling->parts->len; i++)
    {
      PonderPart *part = g_ptr_array_index (filling->parts, i);

      part->data = g_steal_pointer (&filling->found[i]);
    }
  return TRUE;
}

/* --- cleaning --- */

static gboolean
add_digests (PonderDb    *db,
             GHashTable  *needed,
             GError     **error)
{
  g_autoptr(PonderDbStatement) rows =
    ponder_db_prepare (db, "SELECT DISTINCT digest FROM parts WHERE digest IS NOT NULL", error);
  g_autoptr(GError) local_error = NULL;

  if (rows == NULL)
    return FALSE;
  while (ponder_db_statement_next (rows, &local_error))
    g_hash_table_add (needed, ponder_db_statement_dup_text (rows, 0));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
add_draft (GHashTable *needed,
           const char *json)
{
  g_autoptr(GPtrArray) parts = ponder_draft_parts_deserialize (json);

  for (guint i = 0; i < parts->len; i++)
    {
      const PonderPart *part = g_ptr_array_index (parts, i);

      g_hash_table_add (needed, g_strdup (part->digest));
    }
}

static gboolean
add_drafts (PonderDb    *db,
            GHashTable  *needed,
            GError     **error)
{
  g_autoptr(PonderDbStatement) rows =
    ponder_db_prepare (db, "SELECT value FROM choices WHERE name GLOB '" PONDER_DRAFT_PARTS_CHOICE "*'", error);
  g_autoptr(GError) local_error = NULL;

  if (rows == NULL)
    return FALSE;
  while (ponder_db_statement_next (rows, &local_error))
    {
      g_autofree char *json = ponder_db_statement_dup_text (rows, 0);

      add_draft (needed, json);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* On a connection of its own: without an index this reads every part, and no chat waits for that. */
static GHashTable *
list_needed (PonderAttachments  *self,
             GCancellable       *cancellable,
             GError            **error)
{
  g_autoptr(GHashTable) needed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(PonderDb) db = ponder_db_open (self->database, error);

  if (db == NULL)
    return NULL;
  ponder_db_set_cancellable (db, cancellable);
  if (!add_digests (db, needed, error) || !add_drafts (db, needed, error))
    return NULL;
  return g_steal_pointer (&needed);
}

static void
clean_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  PonderAttachments *self = source;
  gint64 time = *(gint64 *) data;
  g_autoptr(GHashTable) needed = NULL;
  g_autoptr(GError) error = NULL;
  int n = 0;

  /* Nearly always there is nothing to do, and the database is left alone. */
  if (ponder_attachment_files_has_old (self->folder, time))
    {
      needed = list_needed (self, cancellable, &error);
      n = needed != NULL ? ponder_attachment_files_clean (self->folder, needed, time, cancellable, &error) : -1;
    }
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_int (task, n);
}

void
ponder_attachments_clean_async (PonderAttachments   *self,
                                gint64               time,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PONDER_IS_ATTACHMENTS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_attachments_clean_async);
  g_task_set_task_data (task, g_memdup2 (&time, sizeof time), g_free);
  g_task_run_in_thread (task, clean_thread);
}

int
ponder_attachments_clean_finish (PonderAttachments  *self,
                                 GAsyncResult       *result,
                                 GError            **error)
{
  g_return_val_if_fail (PONDER_IS_ATTACHMENTS (self), -1);
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return (int) g_task_propagate_int (G_TASK (result), error);
}
