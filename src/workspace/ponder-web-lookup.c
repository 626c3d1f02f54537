/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One search of the web, with the key that it needs. */

#include "config.h"

#include "ponder-web-lookup-private.h"

#include "ponder-fault.h"
#include "ponder-provider-config.h"
#include "ponder-workspace-private.h"

#include <glib/gi18n.h>

#define DEMO_PATH "/v1"
#define KEY_OWNER "web-search"
#define KEY_VARIABLE "BRAVE_API_KEY"

/* The task owns it. */
typedef struct
{
  PonderHttp            *http;
  PonderWebSearchConfig *config;
  char                  *query;
} Lookup;

static void
lookup_free (gpointer data)
{
  Lookup *self = data;

  g_object_unref (self->http);
  ponder_web_search_config_free (self->config);
  g_free (self->query);
  g_free (self);
}

PonderWebSearchConfig *
ponder_web_lookup_new_config (const char           *json,
                              PonderProviderConfig *provider)
{
  PonderWebSearchConfig *config = ponder_web_search_config_new (json);

  if (config->kind == PONDER_WEB_OFF || !g_str_equal (ponder_provider_config_get_id (provider), PONDER_DEMO_PROVIDER))
    return config;

  config->kind = PONDER_WEB_SEARXNG;
  g_free (config->searxng_url);
  config->searxng_url = g_strdup (ponder_provider_config_get_base_url (provider));
  if (g_str_has_suffix (config->searxng_url, DEMO_PATH))
    config->searxng_url[strlen (config->searxng_url) - strlen (DEMO_PATH)] = '\0';
  return config;
}

PonderProviderConfig *
ponder_web_lookup_new_key_owner (const PonderWebSearchConfig *config)
{
  g_autoptr(PonderWebSearchConfig) brave = ponder_web_search_config_copy (config);
  PonderProviderConfig *owner = ponder_provider_config_new (KEY_OWNER);

  brave->kind = PONDER_WEB_BRAVE;
  ponder_provider_config_set_name (owner, _("Web search"));
  ponder_provider_config_set_base_url (owner, ponder_web_search_config_get_url (brave));
  ponder_provider_config_set_key_env (owner, KEY_VARIABLE);
  return owner;
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  GPtrArray *results;

  if ((results = ponder_web_search_finish (result, &error)))
    g_task_return_pointer (task, results, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
search (GTask      *task,
        const char *key)
{
  Lookup *self = g_task_get_task_data (task);

  ponder_web_search_async (self->http, self->config, key, self->query, PONDER_WEB_SEARCH_SECONDS,
                           g_task_get_cancellable (task), found_cb, g_object_ref (task));
}

/* Nobody is asked in vain. */
static GError *
new_missing_key (void)
{
  PonderFault *fault = ponder_fault_new (PONDER_ERROR_AUTHENTICATION, "web search");

  fault->message = g_strdup (_("There is no API key for the web search"));
  return ponder_error_new_take_fault (fault);
}

static void
key_found_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  char *key = ponder_key_source_lookup_finish (PONDER_KEY_SOURCE (source), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (key != NULL && *key != '\0')
    search (task, key);
  else
    g_task_return_error (task, new_missing_key ());
  g_clear_pointer (&key, ponder_key_free);
}

void
ponder_web_lookup_async (PonderHttp                  *http,
                         PonderKeySource             *keys,
                         const PonderWebSearchConfig *config,
                         const char                  *query,
                         GCancellable                *cancellable,
                         GAsyncReadyCallback          callback,
                         gpointer                     user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(PonderProviderConfig) owner = NULL;
  Lookup *self = g_new0 (Lookup, 1);

  g_task_set_source_tag (task, ponder_web_lookup_async);
  self->http = g_object_ref (http);
  self->config = ponder_web_search_config_copy (config);
  self->query = g_strdup (query);
  g_task_set_task_data (task, self, lookup_free);
  if (config->kind != PONDER_WEB_BRAVE)
    {
      search (task, NULL);
      return;
    }
  owner = ponder_web_lookup_new_key_owner (config);
  ponder_key_source_lookup_async (keys, owner, cancellable, key_found_cb, g_steal_pointer (&task));
}

GPtrArray *
ponder_web_lookup_finish (GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
