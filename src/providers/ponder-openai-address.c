/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the dialects of OpenAI send requests, and what stands above every one. */

#include "config.h"

#include "ponder-openai-private.h"

#include "ponder-error.h"
#include "ponder-model-config.h"
#include "ponder-provider-config.h"

#include <glib/gi18n.h>
#include <string.h>

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
ponder_openai_dup_url (PonderProviderConfig *provider,
                       const char           *path)
{
  const char *base_url = ponder_provider_config_get_base_url (provider);
  gsize length = base_url != NULL ? strcspn (base_url, "?#") : 0;
  const char *query = base_url != NULL ? strchr (base_url, '?') : NULL;
  gsize query_length = query != NULL ? strcspn (query, "#") : 0;

  while (length > 0 && base_url[length - 1] == '/')
    length--;
  return g_strdup_printf ("%.*s%s%.*s", (int) length, base_url != NULL ? base_url : "", path,
                          (int) query_length, query != NULL ? query : "");
}

char *
ponder_openai_dup_models_url (PonderDialect        *dialect,
                              PonderProviderConfig *provider)
{
  return ponder_openai_dup_url (provider, "/models");
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

gboolean
ponder_openai_check_model (PonderRequest  *request,
                           GError        **error)
{
  const char *model = ponder_request_get_config (request)->model;

  if (model != NULL && *model != '\0')
    return TRUE;
  g_set_error_literal (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST, _("No model is chosen"));
  return FALSE;
}
