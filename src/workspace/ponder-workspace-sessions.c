/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workspace's chats: made, found, renamed, thrown away, and kept as they are stored. */

#include "config.h"

#include "ponder-workspace-private.h"

#include "ponder-id.h"

#define TRASH_DAYS 30

static gint64
days_ago (int days)
{
  return g_get_real_time () - (gint64) days * 24 * 60 * 60 * G_USEC_PER_SEC;
}

static int
compare_trashed (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  gint64 a_time = ponder_session_get_trashed ((PonderSession *) a);
  gint64 b_time = ponder_session_get_trashed ((PonderSession *) b);

  return a_time == b_time ? 0 : a_time > b_time ? -1 : 1;
}

static void
remove_from_trash (PonderWorkspace *self,
                   PonderSession   *session)
{
  guint position;

  if (g_list_store_find (self->trash, session, &position))
    g_list_store_remove (self->trash, position);
}

static PonderSession *
lookup_trashed (PonderWorkspace *self,
                const char      *id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->trash));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(PonderSession) session = g_list_model_get_item (G_LIST_MODEL (self->trash), i);

      if (strcmp (ponder_session_get_id (session), id) == 0)
        return session;         /* the list holds it */
    }
  return NULL;
}

void
ponder_workspace_file_session (PonderWorkspace *self,
                               PonderSession   *session)
{
  const char *id = ponder_session_get_id (session);

  if (g_hash_table_contains (self->fresh, id) || g_hash_table_contains (self->private_ids, id))
    return;

  if (ponder_session_get_trashed (session) == 0)
    {
      remove_from_trash (self, session);
      ponder_session_list_place (self->sessions, session);
      return;
    }
  ponder_session_list_remove (self->sessions, session);
  if (!g_list_store_find (self->trash, session, NULL))
    g_list_store_insert_sorted (self->trash, session, compare_trashed, NULL);
}

void
ponder_workspace_note_stored (PonderWorkspace *self,
                              PonderSession   *session)
{
  g_hash_table_remove (self->fresh, ponder_session_get_id (session));
  ponder_workspace_file_session (self, session);
}

/* --- reading what is stored --- */

/* One reading of everything: what was listed when it began, and what came. */
typedef struct
{
  GPtrArray *known;             /* PonderSession */
  GPtrArray *rows;              /* PonderSession as the store has them, the trash included */
} Refresh;

static void
refresh_free (Refresh *self)
{
  g_ptr_array_unref (self->known);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self);
}

static void
collect (GListModel *model,
         GPtrArray  *items)
{
  guint n = g_list_model_get_n_items (model);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, g_list_model_get_item (model, i));
}

/* What is newer here than in the store is left alone. */
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
    return;

  changed = ponder_session_get_updated (session) != ponder_session_get_updated (row)
            || ponder_session_get_n_messages (session) != ponder_session_get_n_messages (row);
  ponder_session_update (session, row);
  ponder_workspace_file_session (self, session);
  if (changed)
    ponder_workspace_reload_timeline (self, session);
}

static void
drop_missing (PonderWorkspace *self,
              GPtrArray       *known,
              GPtrArray       *rows)
{
  g_autoptr(GHashTable) stored = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < rows->len; i++)
    g_hash_table_add (stored, (char *) ponder_session_get_id (g_ptr_array_index (rows, i)));
  for (guint i = 0; i < known->len; i++)
    {
      PonderSession *session = g_ptr_array_index (known, i);
      const char *id = ponder_session_get_id (session);

      if (g_hash_table_contains (stored, id) || is_ours (self, session))
        continue;
      ponder_session_list_remove (self->sessions, session);
      remove_from_trash (self, session);
    }
}

static int
compare_trashed_pointers (gconstpointer a,
                          gconstpointer b)
{
  return compare_trashed (*(gpointer *) a, *(gpointer *) b, NULL);
}

/* The first reading: one change for each list instead of one for each chat. */
static void
fill_lists (PonderWorkspace *self,
            GPtrArray       *rows)
{
  g_autoptr(GPtrArray) listed = g_ptr_array_new ();
  g_autoptr(GPtrArray) trashed = g_ptr_array_new ();

  for (guint i = 0; i < rows->len; i++)
    {
      PonderSession *row = g_ptr_array_index (rows, i);

      g_ptr_array_add (ponder_session_get_trashed (row) == 0 ? listed : trashed, row);
    }
  ponder_session_list_fill (self->sessions, listed);
  g_ptr_array_sort (trashed, compare_trashed_pointers);
  g_list_store_splice (self->trash, 0, 0, trashed->pdata, trashed->len);
}

static void
merge_rows (PonderWorkspace *self,
            Refresh         *refresh)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->sessions)) == 0
      && g_list_model_get_n_items (G_LIST_MODEL (self->trash)) == 0)
    {
      fill_lists (self, refresh->rows);
      return;
    }

  for (guint i = 0; i < refresh->rows->len; i++)
    merge_row (self, g_ptr_array_index (refresh->rows, i));
  drop_missing (self, refresh->known, refresh->rows);
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

static void
providers_listed_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderWorkspace *self = g_task_get_source_object (task);
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) error = NULL;

  if (!(rows = ponder_store_list_providers_finish (PONDER_STORE (source), result, &error)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  ponder_workspace_merge_providers (self, rows);
  merge_rows (self, g_task_get_task_data (task));
  ponder_store_list_choices_async (self->store, NULL, choices_listed_cb, g_steal_pointer (&task));
}

static void
trash_listed_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Refresh *refresh = g_task_get_task_data (task);
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) error = NULL;

  if (!(rows = ponder_store_list_sessions_finish (PONDER_STORE (source), result, &error)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_ptr_array_extend_and_steal (refresh->rows, g_steal_pointer (&rows));
  ponder_store_list_providers_async (PONDER_STORE (source), NULL, providers_listed_cb,
                                     g_steal_pointer (&task));
}

static void
sessions_listed_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Refresh *refresh = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (!(refresh->rows = ponder_store_list_sessions_finish (PONDER_STORE (source), result, &error)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  ponder_store_list_sessions_async (PONDER_STORE (source), TRUE, NULL, trash_listed_cb,
                                    g_steal_pointer (&task));
}

void
ponder_workspace_refresh_async (PonderWorkspace     *self,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Refresh *refresh = g_new0 (Refresh, 1);

  refresh->known = g_ptr_array_new_with_free_func (g_object_unref);
  collect (G_LIST_MODEL (self->sessions), refresh->known);
  collect (G_LIST_MODEL (self->trash), refresh->known);
  g_task_set_source_tag (task, ponder_workspace_refresh_async);
  g_task_set_task_data (task, refresh, (GDestroyNotify) refresh_free);
  ponder_store_list_sessions_async (self->store, FALSE, NULL, sessions_listed_cb, task);
}

gboolean
ponder_workspace_refresh_finish (PonderWorkspace  *self,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
refreshed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  PonderWorkspace *self = PONDER_WORKSPACE (source);
  g_autoptr(GError) error = NULL;
  gboolean again = self->refresh_again;

  self->refreshing = FALSE;
  self->refresh_again = FALSE;
  if (!self->is_open)
    return;

  if (!ponder_workspace_refresh_finish (self, result, &error))
    ponder_workspace_report (self, error, "list chats");
  else if (again)
    ponder_workspace_changed_elsewhere (self);
}

/* Another program that streams an answer commits several times a second; one reading at a time is
 * enough. */
void
ponder_workspace_changed_elsewhere (PonderWorkspace *self)
{
  if (!self->is_open)
    return;
  self->refresh_again = self->refreshing;
  if (self->refreshing)
    return;

  self->refreshing = TRUE;
  ponder_workspace_refresh_async (self, refreshed_cb, NULL);
}

static void
purged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(PonderWorkspace) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!ponder_store_purge_session_finish (PONDER_STORE (source), result, &error))
    ponder_workspace_report (self, error, "empty trash");
}

void
ponder_workspace_purge_old_trash (PonderWorkspace *self)
{
  GListModel *trash = G_LIST_MODEL (self->trash);

  /* Newest first: the old ones are at the end. */
  for (guint i = g_list_model_get_n_items (trash); i > 0; i--)
    {
      g_autoptr(PonderSession) session = g_list_model_get_item (trash, i - 1);
      const char *id = ponder_session_get_id (session);

      if (ponder_session_get_trashed (session) > days_ago (TRASH_DAYS))
        break;
      g_list_store_remove (self->trash, i - 1);
      ponder_store_purge_session_async (self->store, id, NULL, purged_cb, g_object_ref (self));
    }
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

/* --- public --- */

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
  return lookup_trashed (self, id);
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

  /* A new chat is worth keeping once something was typed. */
  if (g_hash_table_contains (self->fresh, ponder_session_get_id (session))
      && ponder_session_get_draft (session)[0] == '\0')
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
