/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the dialects of OpenAI send requests, and what stands above every one. */

#include "config.h"

#include "ponder-openai-private.h"

#include "ponder-dialect-private.h"

char *
ponder_openai_dup_models_url (PonderDialect        *dialect,
                              PonderProviderConfig *provider)
{
  return ponder_dialect_join_url (provider, "/models");
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
    }
  return g_strv_builder_end (headers);
}
