/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workspace's chats: made, found, renamed, thrown away, and kept as they are stored. */

#include "config.h"

#include "ponder-workspace-private.h"

#include "ponder-id.h"
#include "ponder-trashed-branch.h"

#define TRASH_DAYS 30

static gint64
days_ago (int days)
{
  return g_get_real_time () - (gint64) days * 24 * 60 * 60 * G_USEC_PER_SEC;
}

void
ponder_workspace_file_session (PonderWorkspace *self,
                               PonderSession   *session)
{
  PonderSessionList *const lists[] = { self->sessions, self->archive, self->trash };
  g_autoptr(PonderSession) keep = g_object_ref (session);
  const char *id = ponder_session_get_id (session);
  PonderSessionList *wanted = self->sessions;

  if (g_hash_table_contains (self->fresh, id) || g_hash_table_contains (self->private_ids, id))
    return;

  if (ponder_session_get_trashed (session) != 0)
    wanted = self->trash;
  else if (ponder_session_get_archived (session))
    wanted = self->archive;

  if (wanted == self->trash)
    ponder_workspace_forget_timeline (self, session);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (lists[i] != wanted)
      ponder_session_list_remove (lists[i], session);
  ponder_session_list_place (wanted, session);
  ponder_workspace_notify_filed (self);
}

void
ponder_workspace_drop_session (PonderWorkspace *self,
                               PonderSession   *session)
{
  g_autoptr(PonderSession) keep = g_object_ref (session);

  ponder_workspace_forget_timeline (self, session);
  g_hash_table_remove (self->stale, ponder_session_get_id (session));
  ponder_session_list_remove (self->sessions, session);
  ponder_session_list_remove (self->archive, session);
  ponder_session_list_remove (self->trash, session);
}

void
ponder_workspace_note_stored (PonderWorkspace *self,
                              PonderSession   *session)
{
  g_hash_table_remove (self->fresh, ponder_session_get_id (session));
  ponder_workspace_file_session (self, session);
}

static void
purged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(PonderWorkspace) self = user_data;
  g_autoptr(GError) error = NULL;

  if (ponder_store_purge_trash_finish (PONDER_STORE (source), result, &error))
    ponder_workspace_read_changes (self);
  else
    ponder_workspace_report (self, error, "empty trash");
}

static gint64
oldest_in_trash (PonderWorkspace *self)
{
  GListModel *sessions = G_LIST_MODEL (self->trash);
  GListModel *branches = G_LIST_MODEL (self->trashed_branches);
  guint n_sessions = g_list_model_get_n_items (sessions);
  guint n_branches = g_list_model_get_n_items (branches);
  g_autoptr(PonderSession) session = n_sessions > 0 ? g_list_model_get_item (sessions, n_sessions - 1) : NULL;
  g_autoptr(PonderTrashedBranch) branch = n_branches > 0 ? g_list_model_get_item (branches, n_branches - 1) : NULL;

  return MIN (session != NULL ? ponder_session_get_trashed (session) : G_MAXINT64,
              branch != NULL ? ponder_trashed_branch_get_time (branch) : G_MAXINT64);
}

void
ponder_workspace_purge_old_trash (PonderWorkspace *self)
{
  gint64 time = days_ago (TRASH_DAYS);

  if (self->has_purged || self->read_only)
    return;

  self->has_purged = TRUE;
  if (oldest_in_trash (self) <= time)
    ponder_store_purge_trash_async (self->store, time, NULL, purged_cb, g_object_ref (self));
}

void
ponder_workspace_set_default_model (PonderWorkspace *self,
                                    PonderSession   *session)
{
  const char *name = ponder_settings_get_default_model (self->settings);
  g_autoptr(PonderModelConfig) config = NULL;
  g_autofree char *provider = NULL;
  g_autofree char *model = NULL;

  if (!ponder_model_name_split (name, &provider, &model))
    return;

  config = ponder_model_config_copy (ponder_session_get_config (session));
  ponder_model_config_set_model (config, provider, model);
  ponder_session_set_config (session, config);
}

/* So that the very first question of a chat may be thought about deeply. */
static void
set_deep_think (PonderWorkspace *self,
                PonderSession   *session)
{
  g_autoptr(PonderModelConfig) config = ponder_model_config_copy (ponder_session_get_config (session));

  config->deep_think = ponder_settings_get_think_in_new_chats (self->settings);
  ponder_session_set_config (session, config);
}

/* --- public --- */

PonderSessionList *
ponder_workspace_get_sessions (PonderWorkspace *self)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  return self->sessions;
}

GListModel *
ponder_workspace_get_trash (PonderWorkspace *self)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  return G_LIST_MODEL (self->trash);
}

PonderSession *
ponder_workspace_create_session (PonderWorkspace *self)
{
  g_autofree char *id = ponder_id_new ();
  gint64 now = g_get_real_time ();
  PonderSession *session;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  session = ponder_session_new (id);
  ponder_session_set_created (session, now);
  ponder_session_set_updated (session, now);
  ponder_workspace_set_default_model (self, session);
  set_deep_think (self, session);
  g_hash_table_add (self->fresh, g_steal_pointer (&id));
  return session;
}

PonderSession *
ponder_workspace_create_private_session (PonderWorkspace *self)
{
  PonderSession *session;
  const char *id;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  session = ponder_workspace_create_session (self);
  id = ponder_session_get_id (session);
  g_hash_table_remove (self->fresh, id);
  g_hash_table_add (self->private_ids, g_strdup (id));
  ponder_autosave_exclude (self->autosave, id);
  return session;
}

PonderSession *
ponder_workspace_lookup_session (PonderWorkspace *self,
                                 const char      *id)
{
  PonderSession *session;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  if ((session = ponder_session_list_lookup (self->sessions, id)))
    return session;
  if ((session = ponder_session_list_lookup (self->archive, id)))
    return session;
  return ponder_session_list_lookup (self->trash, id);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderWorkspace *self = g_task_get_source_object (task);
  g_autoptr(PonderSession) row = NULL;
  g_autoptr(GError) error = NULL;
  PonderSession *listed;

  if (!(row = ponder_store_find_session_finish (PONDER_STORE (source), result, &error)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (!(listed = ponder_workspace_lookup_session (self, ponder_session_get_id (row))))
    {
      ponder_workspace_note_stored (self, row);
      listed = row;
    }
  g_task_return_pointer (task, g_object_ref (listed), g_object_unref);
}

void
ponder_workspace_find_session_async (PonderWorkspace     *self,
                                     const char          *id_or_prefix,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (id_or_prefix != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_find_session_async);
  ponder_store_find_session_async (self->store, id_or_prefix, cancellable, found_cb,
                                   g_steal_pointer (&task));
}

PonderSession *
ponder_workspace_find_session_finish (PonderWorkspace  *self,
                                      GAsyncResult     *result,
                                      GError          **error)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
ponder_workspace_rename_session (PonderWorkspace *self,
                                 PonderSession   *session,
                                 const char      *title)
{
  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (PONDER_IS_SESSION (session));
  g_return_if_fail (title != NULL);

  ponder_session_set_title (session, title);
  ponder_session_set_title_fixed (session, TRUE);
  ponder_workspace_save_session (self, session);
}

void
ponder_workspace_save_session (PonderWorkspace *self,
                               PonderSession   *session)
{
  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (PONDER_IS_SESSION (session));

  /* A new chat is worth keeping once something was typed or attached. */
  if (g_hash_table_contains (self->fresh, ponder_session_get_id (session))
      && ponder_session_get_draft (session)[0] == '\0' && !ponder_workspace_has_draft_parts (self, session))
    return;

  ponder_workspace_note_stored (self, session);
  ponder_autosave_touch_session (self->autosave, session);
}

void
ponder_workspace_trash_session (PonderWorkspace *self,
                                PonderSession   *session)
{
  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (PONDER_IS_SESSION (session));

  ponder_workspace_stop_turns (self, session);
  ponder_session_set_trashed (session, g_get_real_time ());
  ponder_workspace_save_session (self, session);
}

void
ponder_workspace_restore_session (PonderWorkspace *self,
                                  PonderSession   *session)
{
  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (PONDER_IS_SESSION (session));

  ponder_session_set_trashed (session, 0);
  ponder_workspace_save_session (self, session);
}
