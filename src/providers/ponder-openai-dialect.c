/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chat completions format of OpenAI, which most servers speak. */

#include "config.h"

#include "ponder-openai-dialect.h"

#include "ponder-dialect-private.h"
#include "ponder-openai-private.h"
#include "ponder-provider-config.h"
#include "ponder-provider-preset.h"

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

static const char *
ponder_openai_dialect_get_id (PonderDialect *dialect)
{
  return "openai";
}

static char *
ponder_openai_dialect_dup_chat_url (PonderDialect *dialect,
                                    PonderRequest *request)
{
  return ponder_dialect_join_url (ponder_request_get_provider (request), "/chat/completions", NULL);
}

static JsonObject *
ponder_openai_dialect_encode_body (PonderDialect          *dialect,
                                   PonderRequest          *request,
                                   const PonderDowngrade  *downgrade,
                                   GError                **error)
{
  PonderOpenaiDialect *self = PONDER_OPENAI_DIALECT (dialect);
  PonderProviderConfig *provider = ponder_request_get_provider (request);

  if (ponder_dialect_get_model (request, error) == NULL)
    return NULL;
  return ponder_openai_encode (request, find_preset (self, ponder_provider_config_get_preset (provider)),
                               downgrade);
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
  iface->dup_models_url = ponder_openai_dup_models_url;
  iface->dup_headers = ponder_openai_dup_headers;
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
