/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workspace's servers: configured, built in, and found nearby. */

#include "config.h"

#include "ponder-discovery-private.h"
#include "ponder-key-private.h"
#include "ponder-workspace-private.h"

#include "ponder-model-config.h"

#include <glib/gi18n.h>

#define DEMO_MODEL "hello"

/* Every stored value; the id is set when it is made. */
static void
copy_properties (PonderProviderConfig *from,
                 PonderProviderConfig *to)
{
  g_autofree GParamSpec **pspecs = NULL;
  guint n = 0;

  pspecs = g_object_class_list_properties (G_OBJECT_GET_CLASS (from), &n);
  for (guint i = 0; i < n; i++)
    {
      g_auto(GValue) value = G_VALUE_INIT;

      if ((pspecs[i]->flags & G_PARAM_READWRITE) != G_PARAM_READWRITE
          || (pspecs[i]->flags & G_PARAM_CONSTRUCT_ONLY) != 0)
        continue;
      g_object_get_property (G_OBJECT (from), pspecs[i]->name, &value);
      g_object_set_property (G_OBJECT (to), pspecs[i]->name, &value);
    }
}

static gboolean
is_demo (PonderProviderConfig *provider)
{
  return strcmp (ponder_provider_config_get_id (provider), PONDER_DEMO_PROVIDER) == 0;
}

/* (transfer none): the list holds it. */
static PonderProviderConfig *
get_provider (PonderWorkspace *self,
              guint            position)
{
  g_autoptr(PonderProviderConfig) provider =
    g_list_model_get_item (G_LIST_MODEL (self->providers), position);

  return provider;
}

static guint
count_providers (PonderWorkspace *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->providers));
}

/* (transfer none): the list holds it. */
static PonderProviderPreset *
get_preset (PonderWorkspace *self,
            guint            position)
{
  g_autoptr(PonderProviderPreset) preset =
    g_list_model_get_item (G_LIST_MODEL (self->presets), position);

  return preset;
}

static guint
count_presets (PonderWorkspace *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->presets));
}

static void
remove_from_list (PonderWorkspace *self,
                  const char      *id)
{
  PonderProviderConfig *provider = ponder_workspace_lookup_provider (self, id);
  guint position;

  if (provider != NULL && g_list_store_find (self->providers, provider, &position))
    g_list_store_remove (self->providers, position);
}

static void
drop_missing (PonderWorkspace *self,
              GPtrArray       *rows)
{
  g_autoptr(GHashTable) stored = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < rows->len; i++)
    g_hash_table_add (stored, (char *) ponder_provider_config_get_id (g_ptr_array_index (rows, i)));
  for (guint i = count_providers (self); i > 0; i--)
    {
      PonderProviderConfig *provider = get_provider (self, i - 1);
      const char *id = ponder_provider_config_get_id (provider);

      if (!is_demo (provider) && !g_hash_table_contains (stored, id))
        g_list_store_remove (self->providers, i - 1);
    }
}

static void
put (PonderWorkspace      *self,
     PonderProviderConfig *provider)
{
  PonderProviderConfig *listed =
    ponder_workspace_lookup_provider (self, ponder_provider_config_get_id (provider));

  if (listed == NULL)
    g_list_store_append (self->providers, provider);
  else if (listed != provider)
    copy_properties (provider, listed);
}

void
ponder_workspace_merge_providers (PonderWorkspace *self,
                                  GPtrArray       *rows)
{
  for (guint i = 0; i < rows->len; i++)
    put (self, g_ptr_array_index (rows, i));
  drop_missing (self, rows);
}

/* Its suggestion is to choose another model. */
static PonderFault *
new_model_fault (const PonderModelConfig *config,
                 char                    *message)
{
  PonderFault *fault = ponder_fault_new (PONDER_ERROR_MODEL_NOT_FOUND, "chat");

  fault->provider = g_strdup (config->provider);
  fault->model = g_strdup (config->model);
  fault->message = message;
  return fault;
}

PonderProviderConfig *
ponder_workspace_resolve_provider (PonderWorkspace          *self,
                                   const PonderModelConfig  *config,
                                   PonderFault             **fault)
{
  PonderProviderConfig *provider;
  g_autoptr(GError) error = NULL;

  if (config->provider == NULL || config->model == NULL)
    {
      *fault = new_model_fault (config, g_strdup (_("No model is chosen for this chat")));
      return NULL;
    }
  if (strcmp (config->provider, PONDER_DEMO_PROVIDER) == 0)
    {
      if (!(provider = ponder_workspace_start_demo (self, &error)))
        *fault = ponder_fault_new_from_error (error, "start demo");
      return provider;
    }
  if (!(provider = ponder_workspace_lookup_provider (self, config->provider)))
    {
      /* Translators: %s is the id of a provider, such as openai. */
      *fault = new_model_fault (config, g_strdup_printf (_("The provider “%s” was removed"),
                                                         config->provider));
      return NULL;
    }
  if (!ponder_provider_config_get_enabled (provider))
    {
      const char *name = ponder_provider_config_get_name (provider);

      /* Translators: %s is the name of a provider, such as OpenAI. */
      *fault = new_model_fault (config, g_strdup_printf (_("The provider “%s” is turned off"), name));
      return NULL;
    }
  return provider;
}

PonderProviderConfig *
ponder_workspace_lookup_provider (PonderWorkspace *self,
                                  const char      *id)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < count_providers (self); i++)
    if (strcmp (ponder_provider_config_get_id (get_provider (self, i)), id) == 0)
      return get_provider (self, i);
  return NULL;
}

/* --- making, saving, removing --- */

static PonderProviderPreset *
lookup_preset (PonderWorkspace *self,
               const char      *preset_id)
{
  for (guint i = 0; i < count_presets (self); i++)
    if (strcmp (ponder_provider_preset_get_id (get_preset (self, i)), preset_id) == 0)
      return get_preset (self, i);
  return NULL;
}

static PonderProviderConfig *
copy_with_free_id (PonderWorkspace      *self,
                   PonderProviderConfig *config)
{
  PonderProviderConfig *copy;
  g_autofree char *id = NULL;

  for (guint i = 2; id == NULL || ponder_workspace_lookup_provider (self, id) != NULL; i++)
    {
      g_free (id);
      id = g_strdup_printf ("%s-%u", ponder_provider_config_get_id (config), i);
    }
  copy = ponder_provider_config_new (id);
  copy_properties (config, copy);
  return copy;
}

PonderProviderConfig *
ponder_workspace_new_provider (PonderWorkspace *self,
                               const char      *preset_id)
{
  g_autoptr(PonderProviderConfig) config = NULL;
  PonderProviderPreset *preset;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (preset_id != NULL, NULL);

  preset = lookup_preset (self, preset_id);
  g_return_val_if_fail (preset != NULL, NULL);

  config = ponder_provider_preset_make_config (preset);
  if (ponder_workspace_lookup_provider (self, ponder_provider_config_get_id (config)) != NULL)
    return copy_with_free_id (self, config);
  return g_steal_pointer (&config);
}

static void
offer_default_model (PonderWorkspace      *self,
                     PonderProviderConfig *provider)
{
  const char *model = ponder_provider_config_get_default_model (provider);
  g_autofree char *name = NULL;

  if (ponder_settings_get_default_model (self->settings)[0] != '\0')
    return;
  if (model == NULL || model[0] == '\0')
    return;

  name = g_strconcat (ponder_provider_config_get_id (provider), "/", model, NULL);
  ponder_settings_set_default_model (self->settings, name);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderWorkspace *self = g_task_get_source_object (task);
  PonderProviderConfig *provider = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (!ponder_store_save_provider_finish (PONDER_STORE (source), result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  self->n_provider_changes++;
  put (self, provider);
  offer_default_model (self, provider);
  g_task_return_boolean (task, TRUE);
}

void
ponder_workspace_save_provider_async (PonderWorkspace      *self,
                                      PonderProviderConfig *provider,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (provider));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_save_provider_async);
  g_task_set_task_data (task, g_object_ref (provider), g_object_unref);
  if (is_demo (provider))
    {
      offer_default_model (self, provider);
      g_task_return_boolean (task, TRUE);
      return;
    }
  ponder_store_save_provider_async (self->store, provider, cancellable, saved_cb,
                                    g_steal_pointer (&task));
}

gboolean
ponder_workspace_save_provider_finish (PonderWorkspace  *self,
                                       GAsyncResult     *result,
                                       GError          **error)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* New chats shall not begin with a model that nobody answers for. */
static void
withdraw_default_model (PonderWorkspace *self,
                        const char      *provider_id)
{
  const char *name = ponder_settings_get_default_model (self->settings);
  g_autofree char *provider = NULL;
  g_autofree char *model = NULL;

  if (!ponder_model_name_split (name, &provider, &model) || strcmp (provider, provider_id) != 0)
    return;

  ponder_settings_set_default_model (self->settings, "");
  for (guint i = 0; i < count_providers (self); i++)
    offer_default_model (self, get_provider (self, i));
}

static void
key_cleared_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (ponder_keyring_clear_finish (PONDER_KEYRING (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderWorkspace *self = g_task_get_source_object (task);
  PonderProviderConfig *provider = g_task_get_task_data (task);
  const char *id = ponder_provider_config_get_id (provider);
  g_autoptr(GError) error = NULL;

  if (!ponder_store_remove_provider_finish (PONDER_STORE (source), result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  self->n_provider_changes++;
  remove_from_list (self, id);
  withdraw_default_model (self, id);
  ponder_keyring_clear_async (self->keyring, provider, g_task_get_cancellable (task),
                              key_cleared_cb, g_object_ref (task));
}

void
ponder_workspace_remove_provider_async (PonderWorkspace      *self,
                                        PonderProviderConfig *provider,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data)
{
  g_autoptr(GTask) task = NULL;
  const char *id;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (provider));

  id = ponder_provider_config_get_id (provider);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_remove_provider_async);
  g_task_set_task_data (task, g_object_ref (provider), g_object_unref);
  ponder_store_remove_provider_async (self->store, id, cancellable, removed_cb, g_steal_pointer (&task));
}

gboolean
ponder_workspace_remove_provider_finish (PonderWorkspace  *self,
                                         GAsyncResult     *result,
                                         GError          **error)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

PonderProviderConfig *
ponder_workspace_start_demo (PonderWorkspace  *self,
                             GError          **error)
{
  g_autoptr(PonderDemoServer) server = NULL;
  g_autoptr(PonderProviderConfig) provider = NULL;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  if (self->demo != NULL)
    return ponder_workspace_lookup_provider (self, PONDER_DEMO_PROVIDER);

  server = ponder_demo_server_new ();
  if (!ponder_demo_server_start (server, error))
    return NULL;

  provider = ponder_provider_config_new (PONDER_DEMO_PROVIDER);
  ponder_provider_config_set_name (provider, _("Built-in demo"));
  ponder_provider_config_set_preset (provider, PONDER_PRESET_BUILT_IN);
  ponder_provider_config_set_dialect (provider, "openai");
  ponder_provider_config_set_base_url (provider, ponder_demo_server_get_base_url (server));
  ponder_provider_config_set_default_model (provider, DEMO_MODEL);
  g_list_store_append (self->providers, provider);
  self->demo = g_steal_pointer (&server);
  return provider;              /* the list holds it */
}

/* --- what is nearby --- */

static gboolean
is_same_server (PonderProviderConfig *a,
                PonderProviderConfig *b)
{
  g_autofree char *origin = ponder_key_dup_origin (a);
  g_autofree char *other_origin = ponder_key_dup_origin (b);

  return g_strcmp0 (origin, other_origin) == 0;
}

/* A server that is configured already keeps its id, so that saving it again adds nothing. One that was added when
 * Ponder spoke to it in another dialect goes on as it is, and learns the better one when it is saved again. */
static PonderProviderConfig *
new_found_provider (PonderWorkspace      *self,
                    PonderProviderPreset *preset)
{
  PonderProviderConfig *listed =
    ponder_workspace_lookup_provider (self, ponder_provider_preset_get_id (preset));

  g_autoptr(PonderProviderConfig) made = ponder_provider_preset_make_config (preset);

  if (listed != NULL && is_same_server (listed, made))
    return g_steal_pointer (&made);
  return ponder_workspace_new_provider (self, ponder_provider_preset_get_id (preset));
}

static GPtrArray *
list_local_servers (PonderWorkspace *self)
{
  GPtrArray *servers = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < count_presets (self); i++)
    if (ponder_provider_preset_get_local (get_preset (self, i)))
      g_ptr_array_add (servers, new_found_provider (self, get_preset (self, i)));
  return servers;
}

static void
add_keys (PonderWorkspace *self,
          GListStore      *found)
{
  for (guint i = 0; i < count_presets (self); i++)
    {
      PonderProviderPreset *preset = get_preset (self, i);
      const char *variable = ponder_provider_preset_get_key_env (preset);
      const char *value = variable != NULL ? g_getenv (variable) : NULL;
      g_autoptr(PonderProviderConfig) provider = NULL;
      g_autoptr(PonderDiscovery) discovery = NULL;

      if (value == NULL || value[0] == '\0')
        continue;
      provider = new_found_provider (self, preset);
      discovery = ponder_discovery_new (PONDER_DISCOVERY_KEY, provider);
      g_list_store_append (found, discovery);
    }
}

static void
probed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GPtrArray) servers = NULL;
  g_autoptr(GError) error = NULL;
  GListStore *found;

  if (!(servers = ponder_discovery_probe_finish (PONDER_SERVICE (source), result, &error)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  found = g_list_store_new (PONDER_TYPE_DISCOVERY);
  g_list_store_splice (found, 0, 0, servers->pdata, servers->len);
  add_keys (g_task_get_source_object (task), found);
  g_task_return_pointer (task, found, g_object_unref);
}

void
ponder_workspace_discover_async (PonderWorkspace     *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GPtrArray) servers = NULL;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_discover_async);
  servers = list_local_servers (self);
  ponder_discovery_probe_async (self->service, servers, cancellable, probed_cb,
                                g_steal_pointer (&task));
}

GListModel *
ponder_workspace_discover_finish (PonderWorkspace  *self,
                                  GAsyncResult     *result,
                                  GError          **error)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
