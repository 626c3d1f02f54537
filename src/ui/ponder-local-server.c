/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server of this computer that the command line names. */

#include "config.h"

#include "ponder-local-server.h"

#include "ponder-model-info.h"
#include "ponder-workspace.h"

#include <glib/gi18n.h>

/* What a task of it has. */
typedef struct
{
  PonderProviderConfig *provider;
  GError               *error;          /* (nullable): why there are no models */
} LocalServer;

static void
local_server_free (gpointer data)
{
  LocalServer *self = data;

  g_object_unref (self->provider);
  g_clear_error (&self->error);
  g_free (self);
}

static PonderProviderConfig *
find_provider_at (PonderWorkspace *workspace,
                  const char      *base_url)
{
  GListModel *providers = ponder_workspace_get_providers (workspace);

  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr(PonderProviderConfig) provider = g_list_model_get_item (providers, i);

      if (g_strcmp0 (ponder_provider_config_get_base_url (provider), base_url) == 0)
        return g_steal_pointer (&provider);
    }

  return NULL;
}

static PonderProviderConfig *
create_provider (PonderWorkspace *workspace,
                 const char      *base_url)
{
  PonderProviderConfig *provider = ponder_workspace_new_provider (workspace, "llama-cpp");

  ponder_provider_config_set_base_url (provider, base_url);
  ponder_provider_config_set_name (provider, _("Local model"));
  return provider;
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LocalServer *server = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (!ponder_workspace_save_provider_finish (PONDER_WORKSPACE (source), result, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (server->error != NULL)
    g_task_return_error (task, g_steal_pointer (&server->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
models_listed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  GTask *task = user_data;
  PonderWorkspace *workspace = PONDER_WORKSPACE (source);
  LocalServer *server = g_task_get_task_data (task);
  g_autoptr(GListModel) models = NULL;
  g_autoptr(PonderModelInfo) model = NULL;

  if ((models = ponder_workspace_list_models_finish (workspace, result, &server->error))
      && (model = g_list_model_get_item (models, 0)))
    {
      g_autofree char *name = g_strconcat (ponder_provider_config_get_id (server->provider), "/",
                                           ponder_model_info_get_id (model), NULL);

      ponder_provider_config_set_default_model (server->provider, ponder_model_info_get_id (model));
      ponder_settings_set_default_model (ponder_workspace_get_settings (workspace), name);
    }
  ponder_workspace_save_provider_async (workspace, server->provider, NULL, saved_cb, task);
}

void
ponder_local_server_use_async (PonderWorkspace     *workspace,
                               const char          *address,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autofree char *base_url = NULL;
  LocalServer *server;
  GError *error = NULL;

  g_return_if_fail (PONDER_IS_WORKSPACE (workspace));
  g_return_if_fail (address != NULL);

  task = g_task_new (workspace, NULL, callback, user_data);
  g_task_set_source_tag (task, ponder_local_server_use_async);
  if (!(base_url = ponder_base_url_normalise (address, "openai", &error)))
    {
      g_task_return_error (task, error);
      return;
    }

  server = g_new0 (LocalServer, 1);
  server->provider = find_provider_at (workspace, base_url);
  if (server->provider == NULL)
    server->provider = create_provider (workspace, base_url);
  g_task_set_task_data (task, server, local_server_free);
  ponder_workspace_list_models_async (workspace, server->provider, NULL, NULL, models_listed_cb,
                                      g_steal_pointer (&task));
}

gboolean
ponder_local_server_use_finish (GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
