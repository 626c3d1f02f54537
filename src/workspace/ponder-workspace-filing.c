/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workspace's chats: copied, and the tags under which they are. */

#include "config.h"

#include "ponder-workspace-private.h"

#include <glib/gi18n.h>

#include "ponder-id.h"

static PonderSession *
new_copy (PonderSession *session)
{
  const char *title = ponder_session_get_title (session);
  g_autofree char *id = ponder_id_new ();
  g_autofree char *name = NULL;
  PonderSession *copy = ponder_session_new (id);

  /* Translators: the title of a copy of the chat of this title. */
  name = *title != '\0' ? g_strdup_printf (_("Copy of %s"), title) : g_strdup ("");
  ponder_session_set_title (copy, name);
  ponder_session_set_title_fixed (copy, *title != '\0');
  ponder_session_set_config (copy, ponder_session_get_config (session));
  ponder_session_set_tags (copy, ponder_session_get_tags (session));
  ponder_session_set_draft (copy, ponder_session_get_draft (session), ponder_session_get_draft_cursor (session));
  ponder_session_set_scroll (copy, ponder_session_get_scroll_message (session),
                             ponder_session_get_scroll_offset (session));
  return copy;
}

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderWorkspace *self = g_task_get_source_object (task);
  g_autoptr(PonderSession) row = NULL;
  g_autoptr(GError) error = NULL;
  PonderSession *listed;

  if (!(row = ponder_store_copy_session_finish (PONDER_STORE (source), result, &error)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  /* Reading what changed may have been quicker. */
  if (!(listed = ponder_workspace_lookup_session (self, ponder_session_get_id (row))))
    {
      ponder_workspace_note_stored (self, row);
      listed = row;
    }
  g_task_return_pointer (task, g_object_ref (listed), g_object_unref);
}

void
ponder_workspace_copy_session_async (PonderWorkspace     *self,
                                     PonderSession       *session,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autoptr(PonderSession) copy = NULL;
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (PONDER_IS_SESSION (session));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_copy_session_async);
  copy = new_copy (session);
  ponder_store_copy_session_async (self->store, ponder_session_get_id (session), copy, cancellable, copied_cb,
                                   g_steal_pointer (&task));
}

PonderSession *
ponder_workspace_copy_session_finish (PonderWorkspace  *self,
                                      GAsyncResult     *result,
                                      GError          **error)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Keys are the tags without their case; the first spelling stays. */
static void
collect_tags (PonderSessionList *list,
              GHashTable        *spellings)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(PonderSession) session = g_list_model_get_item (G_LIST_MODEL (list), i);
      const char *const *tags = ponder_session_get_tags (session);

      for (guint j = 0; tags[j] != NULL; j++)
        {
          g_autofree char *key = g_utf8_casefold (tags[j], -1);

          if (!g_hash_table_contains (spellings, key))
            g_hash_table_insert (spellings, g_steal_pointer (&key), g_strdup (tags[j]));
        }
    }
}

static int
collate (gconstpointer a,
         gconstpointer b)
{
  return g_utf8_collate (*(char **) a, *(char **) b);
}

GStrv
ponder_workspace_dup_tags (PonderWorkspace *self)
{
  g_autoptr(GHashTable) spellings = NULL;
  g_autoptr(GPtrArray) tags = NULL;
  GHashTableIter iter;
  gpointer tag;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  spellings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  collect_tags (self->sessions, spellings);
  collect_tags (self->archive, spellings);

  tags = g_ptr_array_new_with_free_func (g_free);
  g_hash_table_iter_init (&iter, spellings);
  while (g_hash_table_iter_next (&iter, NULL, &tag))
    g_ptr_array_add (tags, g_strdup (tag));
  g_ptr_array_sort (tags, collate);
  g_ptr_array_add (tags, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&tags), FALSE);
}
