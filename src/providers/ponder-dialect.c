/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A wire format that several providers share: requests to bytes, bytes to deltas, no sockets. */

#include "config.h"

#include "ponder-dialect-private.h"

#include "ponder-anthropic-dialect.h"
#include "ponder-downgrade-private.h"
#include "ponder-error.h"
#include "ponder-gemini-dialect.h"
#include "ponder-model-config.h"
#include "ponder-model-info.h"
#include "ponder-ollama-dialect.h"
#include "ponder-openai-dialect.h"
#include "ponder-provider-config.h"
#include "ponder-responses-dialect.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

G_DEFINE_INTERFACE (PonderDialect, ponder_dialect, G_TYPE_OBJECT)

static void
ponder_dialect_default_init (PonderDialectInterface *iface)
{
}

PonderDialect *
ponder_dialect_new (const char  *id,
                    GError     **error)
{
  static const struct
  {
    const char     *id;
    PonderDialect *(*make) (void);
  } dialects[] = {
    { "openai", ponder_openai_dialect_new },
    { "openai-responses", ponder_responses_dialect_new },
    { "anthropic", ponder_anthropic_dialect_new },
    { "gemini", ponder_gemini_dialect_new },
    { "ollama", ponder_ollama_dialect_new },
  };

  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    {
      if (g_strcmp0 (id, dialects[i].id) == 0)
        return dialects[i].make ();
    }

  g_set_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST,
               /* Translators: %s is the name of a wire format, such as “openai”. */
               _("This version does not speak “%s”."), id != NULL ? id : "");
  return NULL;
}

const char *
ponder_dialect_get_id (PonderDialect *self)
{
  g_return_val_if_fail (PONDER_IS_DIALECT (self), NULL);

  return PONDER_DIALECT_GET_IFACE (self)->get_id (self);
}

char *
ponder_dialect_dup_chat_url (PonderDialect *self,
                             PonderRequest *request)
{
  g_return_val_if_fail (PONDER_IS_DIALECT (self), NULL);
  g_return_val_if_fail (PONDER_IS_REQUEST (request), NULL);

  return PONDER_DIALECT_GET_IFACE (self)->dup_chat_url (self, request);
}

char *
ponder_dialect_dup_models_url (PonderDialect        *self,
                               PonderProviderConfig *provider)
{
  g_return_val_if_fail (PONDER_IS_DIALECT (self), NULL);
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (provider), NULL);

  return PONDER_DIALECT_GET_IFACE (self)->dup_models_url (self, provider);
}

GStrv
ponder_dialect_dup_headers (PonderDialect        *self,
                            PonderProviderConfig *provider,
                            const char           *key)
{
  g_return_val_if_fail (PONDER_IS_DIALECT (self), NULL);
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (provider), NULL);

  return PONDER_DIALECT_GET_IFACE (self)->dup_headers (self, provider, key);
}

static GBytes *
take_to_bytes (JsonObject *body)
{
  char *text = ponder_json_take_to_string (body);

  return g_bytes_new_take (text, strlen (text));
}

GBytes *
ponder_dialect_encode_request (PonderDialect          *self,
                               PonderRequest          *request,
                               const PonderDowngrade  *downgrade,
                               GError                **error)
{
  JsonObject *body;

  g_return_val_if_fail (PONDER_IS_DIALECT (self), NULL);
  g_return_val_if_fail (PONDER_IS_REQUEST (request), NULL);

  body = PONDER_DIALECT_GET_IFACE (self)->encode_body (self, request, downgrade, error);
  if (body == NULL)
    return NULL;
  ponder_downgrade_apply (downgrade, body);
  return take_to_bytes (body);
}

PonderDecoder *
ponder_dialect_new_decoder (PonderDialect *self,
                            PonderRequest *request)
{
  g_return_val_if_fail (PONDER_IS_DIALECT (self), NULL);
  g_return_val_if_fail (PONDER_IS_REQUEST (request), NULL);

  return PONDER_DIALECT_GET_IFACE (self)->new_decoder (self, request);
}

GPtrArray *
ponder_dialect_decode_models (PonderDialect         *self,
                              PonderProviderConfig  *provider,
                              GBytes                *body,
                              GError               **error)
{
  g_return_val_if_fail (PONDER_IS_DIALECT (self), NULL);
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (provider), NULL);
  g_return_val_if_fail (body != NULL, NULL);

  return PONDER_DIALECT_GET_IFACE (self)->decode_models (self, provider, body, error);
}

char *
ponder_dialect_dup_details_url (PonderDialect        *self,
                                PonderProviderConfig *provider)
{
  PonderDialectInterface *iface;

  g_return_val_if_fail (PONDER_IS_DIALECT (self), NULL);
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (provider), NULL);

  iface = PONDER_DIALECT_GET_IFACE (self);
  return iface->dup_details_url != NULL ? iface->dup_details_url (self, provider) : NULL;
}

GBytes *
ponder_dialect_encode_details (PonderDialect   *self,
                               PonderModelInfo *model)
{
  g_return_val_if_fail (PONDER_IS_DIALECT (self), NULL);
  g_return_val_if_fail (PONDER_IS_MODEL_INFO (model), NULL);

  return take_to_bytes (PONDER_DIALECT_GET_IFACE (self)->encode_details (self, model));
}

gboolean
ponder_dialect_decode_details (PonderDialect   *self,
                               GBytes          *body,
                               PonderModelInfo *model)
{
  g_autoptr(JsonObject) details = NULL;
  gsize length;
  const char *data;

  g_return_val_if_fail (PONDER_IS_DIALECT (self), FALSE);
  g_return_val_if_fail (body != NULL, FALSE);
  g_return_val_if_fail (PONDER_IS_MODEL_INFO (model), FALSE);

  data = g_bytes_get_data (body, &length);
  details = length > 0 ? ponder_json_parse_object (data, length, NULL) : NULL;
  /* Silence proves nothing. */
  return details == NULL || PONDER_DIALECT_GET_IFACE (self)->decode_details (self, details, model);
}

char *
ponder_dialect_join_url (PonderProviderConfig *provider,
                         const char           *path,
                         const char           *query)
{
  const char *base_url = ponder_provider_config_get_base_url (provider);
  gsize length = base_url != NULL ? strcspn (base_url, "?#") : 0;
  const char *own_query = base_url != NULL ? strchr (base_url, '?') : NULL;
  gsize own_length = own_query != NULL ? strcspn (own_query, "#") : 0;

  while (length > 0 && base_url[length - 1] == '/')
    length--;
  return g_strdup_printf ("%.*s%s%.*s%s%s", (int) length, base_url != NULL ? base_url : "", path,
                          (int) own_length, own_query != NULL ? own_query : "",
                          query == NULL ? "" : own_query != NULL ? "&" : "?",
                          query != NULL ? query : "");
}

void
ponder_dialect_set_number (JsonObject *object,
                           const char *member,
                           double      value)
{
  if (isfinite (value))
    json_object_set_double_member (object, member, value);
}

const char *
ponder_dialect_get_model (PonderRequest  *request,
                          GError        **error)
{
  const char *model = ponder_request_get_config (request)->model;

  if (model != NULL && *model != '\0')
    return model;
  g_set_error_literal (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST, _("No model is chosen"));
  return NULL;
}
