/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server that searches the web, which belongs to the folder of chats; its key is in the keyring. */

#include "config.h"

#include "ponder-workspace-web.h"

#include "ponder-web-lookup-private.h"
#include "ponder-workspace-private.h"

G_STATIC_ASSERT ((int) PONDER_WEB_SERVER_BRAVE == (int) PONDER_WEB_BRAVE);

static PonderWebSearchConfig *
new_config (PonderWorkspace *self)
{
  return ponder_web_search_config_new (ponder_settings_get_web_search (self->settings));
}

PonderWebServer
ponder_workspace_get_web_server (PonderWorkspace *self)
{
  g_autoptr(PonderWebSearchConfig) config = NULL;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), PONDER_WEB_SERVER_NONE);

  config = new_config (self);
  return (PonderWebServer) config->kind;
}

char *
ponder_workspace_dup_searxng_url (PonderWorkspace *self)
{
  g_autoptr(PonderWebSearchConfig) config = NULL;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  config = new_config (self);
  return g_strdup (config->searxng_url != NULL ? config->searxng_url : "");
}

void
ponder_workspace_set_web_server (PonderWorkspace *self,
                                 PonderWebServer  server,
                                 const char      *searxng_url)
{
  g_autoptr(PonderWebSearchConfig) config = NULL;
  g_autofree char *json = NULL;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));

  config = new_config (self);
  config->kind = (PonderWebSearchKind) server;
  if (searxng_url != NULL)
    {
      g_free (config->searxng_url);
      config->searxng_url = g_strstrip (g_strdup (searxng_url));
    }
  json = ponder_web_search_config_serialize (config);
  ponder_settings_set_web_search (self->settings, json);
}

PonderProviderConfig *
ponder_workspace_new_web_key_owner (PonderWorkspace *self)
{
  g_autoptr(PonderWebSearchConfig) config = NULL;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  config = new_config (self);
  return ponder_web_lookup_new_key_owner (config);
}

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  GPtrArray *results;

  if ((results = ponder_web_lookup_finish (result, &error)))
    g_task_return_pointer (task, results, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
ponder_workspace_test_web_search_async (PonderWorkspace     *self,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  g_autoptr(PonderWebSearchConfig) config = NULL;
  GTask *task;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_test_web_search_async);
  config = new_config (self);
  ponder_web_lookup_async (self->http, PONDER_KEY_SOURCE (self->keyring), config, "test", cancellable, tested_cb, task);
}

gboolean
ponder_workspace_test_web_search_finish (PonderWorkspace  *self,
                                         GAsyncResult     *result,
                                         guint            *n_results,
                                         GError          **error)
{
  g_autoptr(GPtrArray) results = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  results = g_task_propagate_pointer (G_TASK (result), error);
  *n_results = results != NULL ? results->len : 0;
  return results != NULL;
}
