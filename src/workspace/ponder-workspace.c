/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The root of what a front end shows. Made once, passed down, never a global. */

#include "config.h"

#include "ponder-shelf-private.h"
#include "ponder-workspace-private.h"
#include "ponder-workspace-turns-private.h"

#include "ponder-think-pace.h"
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

  ponder_workspace_suspend_runs (self);
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
  g_object_unref (self->runs);
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
  g_hash_table_unref (self->paces);
  g_hash_table_unref (self->comparisons);
  g_clear_pointer (&self->awaited, g_ptr_array_unref);
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
  self->runs = g_list_store_new (PONDER_TYPE_THINK_RUN);
  self->timelines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, weak_ref_free);
  self->draft_parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->paces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) ponder_think_pace_free);
  self->comparisons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                             (GDestroyNotify) ponder_comparison_free);
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
