/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the dialects of OpenAI send requests, and what stands above every one. */

#include "config.h"

#include "ponder-openai-private.h"

#include "ponder-dialect-private.h"
#include "ponder-provider-config.h"

/* Azure's deployments know a key by another name only. */
static gboolean
is_azure (PonderProviderConfig *provider)
{
  const char *base_url = ponder_provider_config_get_base_url (provider);
  g_autoptr(GUri) uri = base_url != NULL ? g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return host != NULL && g_str_has_suffix (host, ".azure.com");
}

char *
ponder_openai_dup_models_url (PonderDialect        *dialect,
                              PonderProviderConfig *provider)
{
  return ponder_dialect_join_url (provider, "/models", NULL);
}

GStrv
ponder_openai_dup_headers (PonderDialect        *dialect,
                           PonderProviderConfig *provider,
                           const char           *key)
{
  g_autoptr(GStrvBuilder) headers = g_strv_builder_new ();

  g_strv_builder_add_many (headers, "Accept", "application/json, text/event-stream", NULL);
  if (key != NULL && *key != '\0')
    {
      g_autofree char *authorization = g_strconcat ("Bearer ", key, NULL);

      g_strv_builder_add_many (headers, "Authorization", authorization, NULL);
      if (is_azure (provider))
        g_strv_builder_add_many (headers, "api-key", key, NULL);
    }
  return g_strv_builder_end (headers);
}
