/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people attach to their questions, before and after those are asked. */

#include "config.h"

#include "ponder-draft-part-private.h"
#include "ponder-workspace-private.h"

#include "ponder-draft-parts.h"

/* Long after everybody is there, and long enough for a copy of the database to be put back. */
#define CLEAN_AFTER_S (15 * 60)
#define KEPT_DAYS 30

/* --- files that nobody needs --- */

static void
cleaned_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(PonderWorkspace) self = user_data;
  g_autoptr(GError) error = NULL;
  int n = ponder_attachments_clean_finish (PONDER_ATTACHMENTS (source), result, &error);

  /* The next start tries again, and nobody can do anything about it now. */
  if (n < 0)
    g_debug ("attachments are not cleaned: %s", error->message);
  else if (n > 0)
    g_message ("%d attachments that nothing names any more were removed", n);
}

static gboolean
clean_cb (gpointer user_data)
{
  PonderWorkspace *self = user_data;
  gint64 time = g_get_real_time () / G_USEC_PER_SEC - KEPT_DAYS * 24 * 60 * 60;

  self->clean_source = 0;
  ponder_attachments_clean_async (self->attachments, time, self->cleaning, cleaned_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

void
ponder_workspace_begin_cleaning (PonderWorkspace *self)
{
  if (self->clean_source != 0)
    return;
  self->cleaning = g_cancellable_new ();
  self->clean_source = g_timeout_add_seconds_full (G_PRIORITY_LOW, CLEAN_AFTER_S, clean_cb, self, NULL);
}

void
ponder_workspace_end_cleaning (PonderWorkspace *self)
{
  g_clear_handle_id (&self->clean_source, g_source_remove);
  g_cancellable_cancel (self->cleaning);
  g_clear_object (&self->cleaning);
}

/* --- drafts --- */

void
ponder_workspace_merge_draft_parts (PonderWorkspace *self,
                                    GHashTable      *choices)
{
  const gsize skipped = strlen (PONDER_DRAFT_PARTS_CHOICE);
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  g_hash_table_remove_all (self->draft_parts);
  g_hash_table_iter_init (&iter, choices);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      if (g_str_has_prefix (name, PONDER_DRAFT_PARTS_CHOICE))
        g_hash_table_insert (self->draft_parts, g_strdup ((char *) name + skipped), g_strdup (value));
    }
}

gboolean
ponder_workspace_has_draft_parts (PonderWorkspace *self,
                                  PonderSession   *session)
{
  return g_hash_table_contains (self->draft_parts, ponder_session_get_id (session));
}

GPtrArray *
ponder_workspace_dup_draft_parts (PonderWorkspace *self,
                                  PonderSession   *session)
{
  const char *json;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (PONDER_IS_SESSION (session), NULL);

  json = g_hash_table_lookup (self->draft_parts, ponder_session_get_id (session));
  return ponder_draft_parts_deserialize (json != NULL ? json : "");
}

void
ponder_workspace_set_draft_parts (PonderWorkspace *self,
                                  PonderSession   *session,
                                  GPtrArray       *parts)
{
  g_autofree char *json = NULL;
  g_autofree char *name = NULL;
  const char *id;
  const char *before;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (PONDER_IS_SESSION (session));
  g_return_if_fail (parts != NULL);

  id = ponder_session_get_id (session);
  before = g_hash_table_lookup (self->draft_parts, id);
  json = ponder_draft_parts_serialize (parts);
  if (g_strcmp0 (before != NULL ? before : "", json) == 0 || g_hash_table_contains (self->private_ids, id))
    return;

  name = g_strconcat (PONDER_DRAFT_PARTS_CHOICE, id, NULL);
  if (*json == '\0')
    g_hash_table_remove (self->draft_parts, id);
  else
    g_hash_table_insert (self->draft_parts, g_strdup (id), g_strdup (json));
  /* The chat first: what is attached to none is forgotten. */
  ponder_workspace_save_session (self, session);
  ponder_workspace_save_choice (self, name, json);
}

/* --- what is attached --- */

/* (nullable): nothing of a private chat is kept. */
static const char *
get_folder (PonderWorkspace *self,
            PonderSession   *session)
{
  if (g_hash_table_contains (self->private_ids, ponder_session_get_id (session)))
    return NULL;
  return ponder_attachments_get_folder (self->attachments);
}

PonderDraftPart *
ponder_workspace_attach_file (PonderWorkspace *self,
                              PonderSession   *session,
                              GFile           *file)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (PONDER_IS_SESSION (session), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  return ponder_draft_part_new_for_file (get_folder (self, session), file);
}

PonderDraftPart *
ponder_workspace_attach_bytes (PonderWorkspace *self,
                               PonderSession   *session,
                               const char      *name,
                               GBytes          *bytes)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (PONDER_IS_SESSION (session), NULL);
  g_return_val_if_fail (name != NULL && bytes != NULL, NULL);

  return ponder_draft_part_new_for_bytes (get_folder (self, session), name, bytes);
}

PonderDraftPart *
ponder_workspace_attach_stored (PonderWorkspace  *self,
                                const PonderPart *part)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (part != NULL && part->digest != NULL, NULL);

  return ponder_draft_part_new_for_stored (ponder_attachments_get_folder (self->attachments), part);
}

PonderShelf *
ponder_workspace_get_shelf (PonderWorkspace *self)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  return self->shelf;
}
