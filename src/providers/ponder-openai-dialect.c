/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chat completions format of OpenAI, which most servers speak. */

#include "config.h"

#include "ponder-openai-dialect.h"

#include "ponder-dialect-private.h"
#include "ponder-error.h"
#include "ponder-model-config.h"
#include "ponder-openai-private.h"
#include "ponder-provider-config.h"
#include "ponder-provider-preset.h"

#include <glib/gi18n.h>
#include <string.h>

/* Holds nothing but what the presets say of servers that differ; owned by whoever asked for it. */
struct _PonderOpenaiDialect
{
  GObject    parent_instance;

  GPtrArray *presets;   /* (element-type PonderProviderPreset) (nullable): read when needed */
};

static void implement_dialect (PonderDialectInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PonderOpenaiDialect, ponder_openai_dialect, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PONDER_TYPE_DIALECT, implement_dialect))

static PonderProviderPreset *
find_preset (PonderOpenaiDialect *self,
             const char          *id)
{
  g_autoptr(GError) error = NULL;

  if (self->presets == NULL && !(self->presets = ponder_provider_preset_load_all (&error)))
    {
      g_warning ("Cannot read the presets of providers: %s", error->message);
      self->presets = g_ptr_array_new ();
    }
  for (guint i = 0; id != NULL && i < self->presets->len; i++)
    {
      PonderProviderPreset *preset = g_ptr_array_index (self->presets, i);

      if (g_str_equal (ponder_provider_preset_get_id (preset), id))
        return preset;
    }
  return NULL;
}

/* "https://host/v1?api-version=1" -> "https://host/v1/models?api-version=1" */
static char *
dup_url (PonderProviderConfig *provider,
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

static const char *
ponder_openai_dialect_get_id (PonderDialect *dialect)
{
  return "openai";
}

static char *
ponder_openai_dialect_dup_chat_url (PonderDialect *dialect,
                                    PonderRequest *request)
{
  return dup_url (ponder_request_get_provider (request), "/chat/completions");
}

static char *
ponder_openai_dialect_dup_models_url (PonderDialect        *dialect,
                                      PonderProviderConfig *provider)
{
  return dup_url (provider, "/models");
}

static GStrv
ponder_openai_dialect_dup_headers (PonderDialect        *dialect,
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

static JsonObject *
ponder_openai_dialect_encode_body (PonderDialect          *dialect,
                                   PonderRequest          *request,
                                   const PonderDowngrade  *downgrade,
                                   GError                **error)
{
  PonderOpenaiDialect *self = PONDER_OPENAI_DIALECT (dialect);
  PonderProviderConfig *provider = ponder_request_get_provider (request);
  const char *model = ponder_request_get_config (request)->model;
  PonderProviderPreset *preset = find_preset (self, ponder_provider_config_get_preset (provider));
  const char *name = NULL;
  const char *stream_options = NULL;

  if (model == NULL || *model == '\0')
    {
      g_set_error_literal (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST,
                           _("No model is chosen"));
      return NULL;
    }
  if (preset != NULL)
    {
      name = ponder_provider_preset_get_quirk (preset, "max-tokens-name");
      stream_options = ponder_provider_preset_get_quirk (preset, "stream-options");
    }
  /* Whoever is not known most likely knows the older name. */
  if (name == NULL)
    name = preset != NULL ? "max_completion_tokens" : "max_tokens";
  return ponder_openai_encode (request, name, g_strcmp0 (stream_options, "false") != 0);
}

static PonderDecoder *
ponder_openai_dialect_new_decoder (PonderDialect *dialect,
                                   PonderRequest *request)
{
  return ponder_openai_decoder_new (request);
}

static GPtrArray *
ponder_openai_dialect_decode_models (PonderDialect         *dialect,
                                     PonderProviderConfig  *provider,
                                     GBytes                *body,
                                     GError               **error)
{
  return ponder_openai_decode_models (provider, body, error);
}

static void
implement_dialect (PonderDialectInterface *iface)
{
  iface->get_id = ponder_openai_dialect_get_id;
  iface->dup_chat_url = ponder_openai_dialect_dup_chat_url;
  iface->dup_models_url = ponder_openai_dialect_dup_models_url;
  iface->dup_headers = ponder_openai_dialect_dup_headers;
  iface->encode_body = ponder_openai_dialect_encode_body;
  iface->new_decoder = ponder_openai_dialect_new_decoder;
  iface->decode_models = ponder_openai_dialect_decode_models;
}

static void
ponder_openai_dialect_finalize (GObject *object)
{
  PonderOpenaiDialect *self = PONDER_OPENAI_DIALECT (object);

  g_clear_pointer (&self->presets, g_ptr_array_unref);

  G_OBJECT_CLASS (ponder_openai_dialect_parent_class)->finalize (object);
}

static void
ponder_openai_dialect_class_init (PonderOpenaiDialectClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ponder_openai_dialect_finalize;
}

static void
ponder_openai_dialect_init (PonderOpenaiDialect *self)
{
}

PonderDialect *
ponder_openai_dialect_new (void)
{
  return g_object_new (PONDER_TYPE_OPENAI_DIALECT, NULL);
}
