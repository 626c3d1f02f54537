/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The root of what a front end shows. Made once, passed down, never a global. */

#include "config.h"

#include "ponder-shelf-private.h"
#include "ponder-workspace-private.h"

#include <glib/gi18n.h>

#include "ponder-trashed-branch.h"

enum
{
  PROP_0,
  PROP_DATA_DIR,
  PROP_CONFIG_DIR,
  PROP_READ_ONLY,
  N_PROPS
};

enum
{
  SIGNAL_FILED,
  SIGNAL_PROBLEM,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderWorkspace, ponder_workspace, G_TYPE_OBJECT)

static void
emit_problem (PonderWorkspace *self,
              PonderFault     *fault)
{
  g_signal_emit (self, signals[SIGNAL_PROBLEM], 0, fault);
}

static void
save_failed_cb (PonderAutosave  *autosave,
                PonderFault     *fault,
                PonderWorkspace *self)
{
  emit_problem (self, fault);
}

static void
changed_elsewhere_cb (PonderStore     *store,
                      PonderWorkspace *self)
{
  ponder_workspace_read_changes (self);
}

static void
load_presets (PonderWorkspace *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) presets = ponder_provider_preset_load_all (&error);

  if (presets == NULL)
    {
      /* Only a broken installation: providers can still be added by hand. */
      g_warning ("%s", error->message);
      return;
    }
  g_list_store_splice (self->presets, 0, 0, presets->pdata, presets->len);
}

static void
ponder_workspace_constructed (GObject *object)
{
  PonderWorkspace *self = PONDER_WORKSPACE (object);

  G_OBJECT_CLASS (ponder_workspace_parent_class)->constructed (object);

  if (self->data_dir == NULL)
    self->data_dir = g_build_filename (g_get_user_data_dir (), "ponder", NULL);

  self->settings = ponder_settings_new (self->config_dir);
  self->keyring = ponder_keyring_new ();
  self->store = ponder_store_new (self->data_dir);
  self->attachments = ponder_attachments_new (self->data_dir, ponder_store_get_path (self->store));
  self->shelf = ponder_shelf_new (ponder_attachments_get_folder (self->attachments));
  self->autosave = ponder_autosave_new (self->store);
  self->http = ponder_http_new ("ponder/" PONDER_VERSION);
  self->service = ponder_service_new (self->http, PONDER_KEY_SOURCE (self->keyring));
  ponder_workspace_set_up_caches (self);
  g_signal_connect_object (self->autosave, "failed", G_CALLBACK (save_failed_cb), self, 0);
  g_signal_connect_object (self->settings, "notify::last-session",
                           G_CALLBACK (ponder_workspace_order_turns), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "changed-elsewhere",
                           G_CALLBACK (changed_elsewhere_cb), self, 0);
  ponder_workspace_show_activity (self);
  ponder_workspace_watch_choices (self);
  load_presets (self);
}

static void
ponder_workspace_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  PonderWorkspace *self = PONDER_WORKSPACE (object);

  switch (id)
    {
    case PROP_DATA_DIR:
      self->data_dir = g_value_dup_string (value);
      break;
    case PROP_CONFIG_DIR:
      self->config_dir = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ponder_workspace_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  PonderWorkspace *self = PONDER_WORKSPACE (object);

  switch (id)
    {
    case PROP_READ_ONLY:
      g_value_set_boolean (value, self->read_only);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ponder_workspace_dispose (GObject *object)
{
  PonderWorkspace *self = PONDER_WORKSPACE (object);

  ponder_workspace_stop_turns (self, NULL);
  g_clear_handle_id (&self->upkeep_source, g_source_remove);
  ponder_workspace_end_cleaning (self);
  g_clear_pointer (&self->board, ponder_activity_board_free);
  if (self->demo != NULL)
    ponder_demo_server_stop (self->demo);
  g_clear_object (&self->demo);

  G_OBJECT_CLASS (ponder_workspace_parent_class)->dispose (object);
}

static void
ponder_workspace_finalize (GObject *object)
{
  PonderWorkspace *self = PONDER_WORKSPACE (object);

  g_clear_object (&self->cache);
  g_clear_object (&self->cache_file);
  g_object_unref (self->model_lists);
  ponder_lru_free (self->recent);
  g_object_unref (self->turns);
  g_object_unref (self->presets);
  g_object_unref (self->providers);
  g_object_unref (self->trashed_branches);
  g_object_unref (self->trash);
  g_object_unref (self->archive);
  g_object_unref (self->sessions);
  g_object_unref (self->service);
  g_object_unref (self->http);
  g_object_unref (self->autosave);
  g_object_unref (self->shelf);
  g_object_unref (self->attachments);
  g_object_unref (self->store);
  g_object_unref (self->keyring);
  g_object_unref (self->settings);
  g_hash_table_unref (self->timelines);
  g_hash_table_unref (self->draft_parts);
  g_hash_table_unref (self->stale);
  g_hash_table_unref (self->fresh);
  g_hash_table_unref (self->private_ids);
  g_free (self->cache_path);
  g_free (self->last_verdict);
  g_free (self->data_dir);
  g_free (self->config_dir);

  G_OBJECT_CLASS (ponder_workspace_parent_class)->finalize (object);
}

static void
ponder_workspace_class_init (PonderWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = ponder_workspace_constructed;
  object_class->get_property = ponder_workspace_get_property;
  object_class->set_property = ponder_workspace_set_property;
  object_class->dispose = ponder_workspace_dispose;
  object_class->finalize = ponder_workspace_finalize;

  properties[PROP_DATA_DIR] = g_param_spec_string ("data-dir", NULL, NULL, NULL, flags);
  properties[PROP_CONFIG_DIR] = g_param_spec_string ("config-dir", NULL, NULL, NULL, flags);
  properties[PROP_READ_ONLY] = g_param_spec_boolean ("read-only", NULL, NULL, FALSE,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_FILED] =
    g_signal_new ("filed", PONDER_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PROBLEM] =
    g_signal_new ("problem", PONDER_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, PONDER_TYPE_FAULT);
}

static void
weak_ref_free (gpointer weak_ref)
{
  g_weak_ref_clear (weak_ref);
  g_free (weak_ref);
}

static void
ponder_workspace_init (PonderWorkspace *self)
{
  self->sessions = ponder_session_list_new ();
  self->archive = ponder_session_list_new ();
  self->trash = ponder_session_list_new ();
  self->trashed_branches = g_list_store_new (PONDER_TYPE_TRASHED_BRANCH);
  self->providers = g_list_store_new (PONDER_TYPE_PROVIDER_CONFIG);
  self->presets = g_list_store_new (PONDER_TYPE_PROVIDER_PRESET);
  self->turns = g_list_store_new (PONDER_TYPE_TURN);
  self->timelines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, weak_ref_free);
  self->draft_parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->stale = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->fresh = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->private_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

PonderWorkspace *
ponder_workspace_new (const char *data_dir,
                      const char *config_dir)
{
  return g_object_new (PONDER_TYPE_WORKSPACE, "data-dir", data_dir, "config-dir", config_dir, NULL);
}

const char *
ponder_workspace_get_data_dir (PonderWorkspace *self)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  return self->data_dir;
}

const char *
ponder_workspace_get_database_path (PonderWorkspace *self)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  return ponder_store_get_path (self->store);
}

void
ponder_workspace_report (PonderWorkspace *self,
                         const GError    *error,
                         const char      *operation)
{
  g_autoptr(PonderFault) fault = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  fault = ponder_fault_new_from_error (error, operation);
  emit_problem (self, fault);
}

/* --- opening and closing --- */

static void store_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
closed_for_opening_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  GTask *task = user_data;
  PonderStore *store = PONDER_STORE (source);
  g_autoptr(GError) error = NULL;

  if (!ponder_store_close_finish (store, result, &error))
    g_debug ("%s", error->message);
  ponder_store_open_async (store, g_task_get_cancellable (task), store_opened_cb, task);
}

/* Damage that shows when the lists are read is recovered by opening once more; once is enough. */
static gboolean
open_again (PonderWorkspace *self,
            GTask           *task)
{
  if (g_task_get_task_data (task) != NULL || !ponder_store_is_damaged (self->store))
    return FALSE;

  g_task_set_task_data (task, self, NULL);
  self->is_open = FALSE;
  self->serial = 0;
  ponder_store_close_async (self->store, closed_for_opening_cb, g_object_ref (task));
  return TRUE;
}

static void
opened_refreshed_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderWorkspace *self = PONDER_WORKSPACE (source);
  g_autoptr(GError) error = NULL;

  if (!ponder_workspace_refresh_finish (self, result, &error))
    {
      if (!open_again (self, task))
        g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  ponder_workspace_open_cache (self);
  ponder_workspace_read_trashed_branches (self);
  if (!self->read_only)
    ponder_workspace_begin_cleaning (self);
  ponder_workspace_begin_upkeep (self);
  ponder_workspace_tell_opening (self);
  g_task_return_boolean (task, TRUE);
}

static void
set_read_only (PonderWorkspace *self,
               gboolean         read_only)
{
  if (self->read_only == read_only)
    return;

  self->read_only = read_only;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READ_ONLY]);
}

/* The same error with everything a dialog shows. */
static GError *
new_open_error (PonderWorkspace *self,
                const GError    *error)
{
  PonderFault *fault;

  if (ponder_error_get_fault (error) != NULL
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);

  fault = ponder_fault_new_from_error (error, "open database");
  fault->host = g_strdup (ponder_store_get_path (self->store));
  return ponder_error_new_take_fault (fault);
}

static void
store_opened_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderWorkspace *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  if (!ponder_store_open_finish (PONDER_STORE (source), result, &error))
    {
      g_task_return_error (task, new_open_error (self, error));
      return;
    }

  self->is_open = TRUE;
  set_read_only (self, ponder_store_get_read_only (self->store));
  ponder_workspace_refresh_async (self, opened_refreshed_cb, g_steal_pointer (&task));
}

void
ponder_workspace_open_async (PonderWorkspace     *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_open_async);
  ponder_store_open_async (self->store, cancellable, store_opened_cb, g_steal_pointer (&task));
}

gboolean
ponder_workspace_open_finish (PonderWorkspace  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The task's data is the error of the store, if there is one. */
static void
cache_closed_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  const GError *error = g_task_get_task_data (task);

  ponder_workspace_close_cache_finish (PONDER_WORKSPACE (source), result);
  if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
store_closed_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderWorkspace *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  if (self->demo != NULL)
    ponder_demo_server_stop (self->demo);

  if (ponder_store_close_finish (PONDER_STORE (source), result, &error)
      && ponder_autosave_has_unsaved (self->autosave))
    g_set_error_literal (&error, PONDER_ERROR, PONDER_ERROR_STORE, _("The last changes could not be saved."));
  if (error != NULL)
    g_task_set_task_data (task, g_steal_pointer (&error), (GDestroyNotify) g_error_free);
  ponder_workspace_close_cache_async (self, cache_closed_cb, g_steal_pointer (&task));
}

void
ponder_workspace_close_store (PonderWorkspace *self,
                              GTask           *task)
{
  if (ponder_workspace_stop_upkeep (self, task))
    return;

  ponder_autosave_flush (self->autosave);
  ponder_workspace_end_cleaning (self);
  self->is_open = FALSE;
  ponder_lru_clear (self->recent);
  /* Not when it is let go of: a program may end before everybody has. */
  g_clear_pointer (&self->board, ponder_activity_board_free);
  ponder_store_close_async (self->store, store_closed_cb, g_object_ref (task));
}

/* Closing goes on when the last turn has ended. */
static void
turns_changed_cb (GListModel *turns,
                  guint       position,
                  guint       removed,
                  guint       added,
                  GTask      *task)
{
  if (g_list_model_get_n_items (turns) > 0)
    return;

  g_signal_handlers_disconnect_by_func (turns, turns_changed_cb, task);
  ponder_workspace_close_store (g_task_get_source_object (task), task);
}

void
ponder_workspace_close_async (PonderWorkspace     *self,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_close_async);
  ponder_workspace_stop_turns (self, NULL);
  if (!self->is_open)
    g_task_return_boolean (task, TRUE);
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->turns)) == 0)
    ponder_workspace_close_store (self, task);
  else
    g_signal_connect_data (self->turns, "items-changed", G_CALLBACK (turns_changed_cb),
                           g_object_ref (task), (GClosureNotify) g_object_unref, 0);
}

gboolean
ponder_workspace_close_finish (PonderWorkspace  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- parts --- */

PonderSettings *
ponder_workspace_get_settings (PonderWorkspace *self)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  return self->settings;
}

PonderKeyring *
ponder_workspace_get_keyring (PonderWorkspace *self)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  return self->keyring;
}

PonderSearch *
ponder_workspace_new_search (PonderWorkspace *self)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  return ponder_search_new (self->store);
}

PonderSessionList *
ponder_workspace_get_archive (PonderWorkspace *self)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  return self->archive;
}

void
ponder_workspace_notify_filed (PonderWorkspace *self)
{
  g_signal_emit (self, signals[SIGNAL_FILED], 0);
}

GListModel *
ponder_workspace_get_providers (PonderWorkspace *self)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  return G_LIST_MODEL (self->providers);
}

GListModel *
ponder_workspace_get_turns (PonderWorkspace *self)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  return G_LIST_MODEL (self->turns);
}

GListModel *
ponder_workspace_get_presets (PonderWorkspace *self)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  return G_LIST_MODEL (self->presets);
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  char *verdict;

  if ((verdict = ponder_store_check_finish (PONDER_STORE (source), result, &error)))
    {
      ponder_workspace_note_check (g_task_get_source_object (task), verdict);
      g_task_return_pointer (task, verdict, g_free);
    }
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
ponder_workspace_check_async (PonderWorkspace     *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_check_async);
  ponder_store_check_async (self->store, cancellable, checked_cb, g_steal_pointer (&task));
}

char *
ponder_workspace_check_finish (PonderWorkspace  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
