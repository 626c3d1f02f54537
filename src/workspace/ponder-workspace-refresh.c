/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes the workspace's lists say what is stored: everything once, then only what changed. */

#include "config.h"

#include "ponder-workspace-private.h"

/* What merging takes of one turn of the main loop: half of what anything may. */
#define MERGE_TIME_US 2000

static gboolean
is_empty (PonderSessionList *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (list)) == 0;
}

/* A list can be taken over as it was read, whatever its length, as long as there is none. */
static gboolean
is_first_reading (PonderWorkspace *self)
{
  return self->serial == 0 && is_empty (self->sessions) && is_empty (self->trash);
}

/* What is newer here than in the store is left alone: it comes again once it is stored. */
static gboolean
is_ours (PonderWorkspace *self,
         PonderSession   *session)
{
  return ponder_session_get_busy (session) || ponder_autosave_has_session (self->autosave, session);
}

static void
merge_row (PonderWorkspace *self,
           PonderSession   *row)
{
  PonderSession *session = ponder_workspace_lookup_session (self, ponder_session_get_id (row));
  gboolean changed;

  if (session == NULL)
    {
      ponder_workspace_note_stored (self, row);
      return;
    }
  if (is_ours (self, session))
    {
      ponder_workspace_doubt_timeline (self, session);
      return;
    }

  changed = ponder_session_get_updated (session) != ponder_session_get_updated (row)
            || ponder_session_get_n_messages (session) != ponder_session_get_n_messages (row);
  ponder_session_update (session, row);
  ponder_workspace_file_session (self, session);
  if (changed)
    ponder_workspace_reload_timeline (self, session);
  else
    ponder_workspace_doubt_timeline (self, session);
}

static void
merge_purged (PonderWorkspace *self,
              const char      *id)
{
  PonderSession *session = ponder_workspace_lookup_session (self, id);

  if (session != NULL && !is_ours (self, session))
    ponder_workspace_drop_session (self, session);
}

/* As many as there is time for, but one at least. */
static void
merge_changes (PonderWorkspace *self,
               GPtrArray       *changes)
{
  gint64 end = g_get_monotonic_time () + MERGE_TIME_US;

  for (guint i = 0; i < changes->len && (i == 0 || g_get_monotonic_time () < end); i++)
    {
      PonderStoreChange *change = g_ptr_array_index (changes, i);

      if (change->session != NULL)
        merge_row (self, change->session);
      else
        merge_purged (self, change->id);
      self->serial = change->serial;
    }
}

static void
choices_listed_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GHashTable) choices = NULL;
  g_autoptr(GError) error = NULL;

  if (!(choices = ponder_store_list_choices_finish (PONDER_STORE (source), result, &error)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  ponder_workspace_merge_choices (g_task_get_source_object (task), choices);
  g_task_return_boolean (task, TRUE);
}

static void list_changes (PonderStore *store, GTask *task);

/* The main loop goes on before the next portion is read, and what there was no time for is read again:
 * rows that waited would grow old. */
static void
changes_listed_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderWorkspace *self = g_task_get_source_object (task);
  PonderStore *store = PONDER_STORE (source);
  g_autoptr(GPtrArray) changes = NULL;
  g_autoptr(GError) error = NULL;

  if (!(changes = ponder_store_list_changes_finish (store, result, &error)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  merge_changes (self, changes);
  if (changes->len > 0)
    list_changes (store, g_steal_pointer (&task));
  else
    ponder_store_list_choices_async (store, NULL, choices_listed_cb, g_steal_pointer (&task));
}

/* Takes @task. */
static void
list_changes (PonderStore *store,
              GTask       *task)
{
  PonderWorkspace *self = g_task_get_source_object (task);

  ponder_store_list_changes_async (store, self->serial, NULL, changes_listed_cb, task);
}

static void
sessions_listed_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderWorkspace *self = g_task_get_source_object (task);
  g_autoptr(PonderStoreSessions) all = NULL;
  g_autoptr(GError) error = NULL;

  if (!(all = ponder_store_list_sessions_finish (PONDER_STORE (source), result, &error)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  /* A chat may have been begun meanwhile; then each comes as a change. */
  if (is_first_reading (self))
    {
      self->serial = all->serial;
      ponder_session_list_take (self->sessions, g_steal_pointer (&all->sessions),
                                g_steal_pointer (&all->sessions_by_id));
      ponder_session_list_take (self->trash, g_steal_pointer (&all->trash),
                                g_steal_pointer (&all->trash_by_id));
    }
  list_changes (PONDER_STORE (source), g_steal_pointer (&task));
}

static void
providers_listed_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderWorkspace *self = g_task_get_source_object (task);
  PonderStore *store = PONDER_STORE (source);
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) error = NULL;

  if (!(rows = ponder_store_list_providers_finish (store, result, &error)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  ponder_workspace_merge_providers (self, rows);
  if (is_first_reading (self))
    ponder_store_list_sessions_async (store, NULL, sessions_listed_cb, g_steal_pointer (&task));
  else
    list_changes (store, g_steal_pointer (&task));
}

void
ponder_workspace_refresh_async (PonderWorkspace     *self,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, ponder_workspace_refresh_async);
  self->refreshing = TRUE;
  self->refresh_again = FALSE;
  ponder_store_list_providers_async (self->store, NULL, providers_listed_cb, task);
}

gboolean
ponder_workspace_refresh_finish (PonderWorkspace  *self,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  self->refreshing = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  if (self->refresh_again)
    ponder_workspace_read_changes (self);
  return TRUE;
}

static void
refreshed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  PonderWorkspace *self = PONDER_WORKSPACE (source);
  g_autoptr(GError) error = NULL;

  if (!ponder_workspace_refresh_finish (self, result, &error) && self->is_open)
    ponder_workspace_report (self, error, "list chats");
}

/* Another program that streams an answer commits several times a second: one reading at a time. */
void
ponder_workspace_read_changes (PonderWorkspace *self)
{
  if (!self->is_open)
    return;

  if (self->refreshing)
    self->refresh_again = TRUE;
  else
    ponder_workspace_refresh_async (self, refreshed_cb, NULL);
}
