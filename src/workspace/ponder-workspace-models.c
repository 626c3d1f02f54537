/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the workspace's servers offer: asked once a minute at most. */

#include "config.h"

#include "ponder-workspace-private.h"

#include "ponder-model-info.h"

/* One question to a server, in the name of all who wait for it. */
typedef struct
{
  PonderService        *service;
  PonderProviderConfig *provider;
} Query;

static void
query_free (gpointer data)
{
  Query *self = data;

  g_object_unref (self->provider);
  g_object_unref (self->service);
  g_free (self);
}

/* Everything that says who is asked and as whom: another address is another server. */
static char *
dup_list_key (PonderWorkspace      *self,
              PonderProviderConfig *provider)
{
  const char *const facts[] = {
    ponder_provider_config_get_id (provider), ponder_provider_config_get_preset (provider),
    ponder_provider_config_get_dialect (provider), ponder_provider_config_get_base_url (provider),
    ponder_provider_config_get_proxy (provider), ponder_provider_config_get_ca_file (provider),
    ponder_provider_config_get_key_env (provider),
  };
  GString *key = g_string_new (NULL);

  g_string_printf (key, "%u %u", self->n_provider_changes, ponder_keyring_get_generation (self->keyring));
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    g_string_append_printf (key, "\n%s", facts[i] != NULL ? facts[i] : "");
  return g_string_free (key, FALSE);
}

/* (transfer full) */
static GListModel *
new_list (GPtrArray *models)
{
  GListStore *list = g_list_store_new (PONDER_TYPE_MODEL_INFO);

  g_list_store_splice (list, 0, 0, models->pdata, models->len);
  return G_LIST_MODEL (list);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GPtrArray) models = NULL;
  g_autoptr(GError) error = NULL;

  if ((models = ponder_service_list_models_finish (PONDER_SERVICE (source), result, &error)))
    g_task_return_pointer (task, ponder_model_info_list_to_bytes (models), (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
ask (GTask    *task,
     gpointer  user_data)
{
  Query *query = user_data;

  ponder_service_list_models_async (query->service, query->provider, NULL, g_task_get_cancellable (task), asked_cb,
                                    task);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GPtrArray) models = NULL;
  g_autoptr(GError) error = NULL;

  if ((bytes = ponder_cache_get_or_compute_finish (PONDER_CACHE (source), result, &error)))
    models = ponder_model_info_list_from_bytes (bytes, &error);
  if (models != NULL)
    g_task_return_pointer (task, new_list (models), g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* With a key that is only tried. */
static void
tried_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GPtrArray) models = NULL;
  g_autoptr(GError) error = NULL;

  if ((models = ponder_service_list_models_finish (PONDER_SERVICE (source), result, &error)))
    g_task_return_pointer (task, new_list (models), g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
look_up (PonderWorkspace      *self,
         PonderProviderConfig *provider,
         GTask                *task)
{
  g_autofree char *key = dup_list_key (self, provider);
  Query *query = g_new0 (Query, 1);

  query->service = g_object_ref (self->service);
  query->provider = g_object_ref (provider);
  ponder_cache_get_or_compute_async (self->model_lists, key, 0, ask, query, query_free, g_task_get_cancellable (task),
                                     found_cb, task);
}

void
ponder_workspace_list_models_async (PonderWorkspace      *self,
                                    PonderProviderConfig *provider,
                                    const char           *key,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data)
{
  GTask *task;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (provider));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_list_models_async);
  if (key != NULL)
    ponder_service_list_models_async (self->service, provider, key, cancellable, tried_cb, task);
  else
    look_up (self, provider, task);
}

void
ponder_workspace_forget_models (PonderWorkspace *self)
{
  g_return_if_fail (PONDER_IS_WORKSPACE (self));

  self->n_provider_changes++;
}

GListModel *
ponder_workspace_list_models_finish (PonderWorkspace  *self,
                                     GAsyncResult     *result,
                                     GError          **error)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
