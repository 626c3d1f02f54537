/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The messages format of Anthropic: addresses, headers and lists of models. */

#include "config.h"

#include "ponder-anthropic-dialect.h"

#include "ponder-anthropic-private.h"
#include "ponder-dialect-private.h"
#include "ponder-frame.h"
#include "ponder-listing.h"
#include "ponder-provider-config.h"

#include <string.h>

/* The only version there is, and one must be named. */
#define VERSION "2023-06-01"

/* Holds nothing; owned by whoever asked for it. */
struct _PonderAnthropicDialect
{
  GObject parent_instance;
};

static void implement_dialect (PonderDialectInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PonderAnthropicDialect, ponder_anthropic_dialect, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PONDER_TYPE_DIALECT, implement_dialect))

static const char *
ponder_anthropic_dialect_get_id (PonderDialect *dialect)
{
  return "anthropic";
}

/* A base URL ends before /v1, but one that was made for another dialect may hold it. */
static char *
dup_url (PonderProviderConfig *provider,
         const char           *path,
         const char           *query)
{
  const char *base_url = ponder_provider_config_get_base_url (provider);
  gboolean has_version = base_url != NULL && g_str_has_suffix (base_url, "/v1");

  return ponder_dialect_join_url (provider, has_version ? path + strlen ("/v1") : path, query);
}

static char *
ponder_anthropic_dialect_dup_chat_url (PonderDialect *dialect,
                                       PonderRequest *request)
{
  return dup_url (ponder_request_get_provider (request), "/v1/messages", NULL);
}

static char *
ponder_anthropic_dialect_dup_models_url (PonderDialect        *dialect,
                                         PonderProviderConfig *provider)
{
  return dup_url (provider, "/v1/models", "limit=1000");
}

static GStrv
ponder_anthropic_dialect_dup_headers (PonderDialect        *dialect,
                                      PonderProviderConfig *provider,
                                      const char           *key)
{
  g_autoptr(GStrvBuilder) headers = g_strv_builder_new ();

  g_strv_builder_add_many (headers, "Accept", "application/json, text/event-stream",
                           "anthropic-version", VERSION, NULL);
  if (key != NULL && *key != '\0')
    g_strv_builder_add_many (headers, "x-api-key", key, NULL);
  return g_strv_builder_end (headers);
}

static JsonObject *
ponder_anthropic_dialect_encode_body (PonderDialect          *dialect,
                                      PonderRequest          *request,
                                      const PonderDowngrade  *downgrade,
                                      GError                **error)
{
  return ponder_anthropic_encode (request, downgrade, error);
}

static PonderDecoder *
ponder_anthropic_dialect_new_decoder (PonderDialect *dialect,
                                      PonderRequest *request)
{
  return ponder_anthropic_decoder_new (request);
}

static gboolean
is_supported (JsonObject *capabilities,
              const char *name)
{
  return ponder_json_get_boolean (ponder_json_get_object (capabilities, name), "supported", FALSE);
}

static PonderAbilities
decode_abilities (JsonObject *capabilities)
{
  static const struct
  {
    const char      *name;
    PonderAbilities  ability;
  } names[] = {
    { "image_input", PONDER_ABILITY_IMAGES },
    { "pdf_input", PONDER_ABILITY_FILES },
    { "thinking", PONDER_ABILITY_REASONING },
    { "structured_outputs", PONDER_ABILITY_STRUCTURED },
  };
  PonderAbilities abilities = PONDER_ABILITY_NONE;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (is_supported (capabilities, names[i].name))
        abilities |= names[i].ability;
    }
  return abilities;
}

static PonderModelInfo *
decode_model (PonderProviderConfig *provider,
              JsonObject           *model)
{
  PonderModelInfo *info = ponder_listing_new_info (provider, ponder_json_get_string (model, "id"),
                                                   ponder_json_get_string (model, "display_name"),
                                                   ponder_frame_get_count (model, "max_input_tokens"));

  if (info != NULL)
    ponder_model_info_set_abilities (info,
                                     decode_abilities (ponder_json_get_object (model, "capabilities")));
  return info;
}

static GPtrArray *
ponder_anthropic_dialect_decode_models (PonderDialect         *dialect,
                                        PonderProviderConfig  *provider,
                                        GBytes                *body,
                                        GError               **error)
{
  static const char *const members[] = { "data", NULL };

  return ponder_listing_decode (provider, body, members, decode_model, error);
}

static void
implement_dialect (PonderDialectInterface *iface)
{
  iface->get_id = ponder_anthropic_dialect_get_id;
  iface->dup_chat_url = ponder_anthropic_dialect_dup_chat_url;
  iface->dup_models_url = ponder_anthropic_dialect_dup_models_url;
  iface->dup_headers = ponder_anthropic_dialect_dup_headers;
  iface->encode_body = ponder_anthropic_dialect_encode_body;
  iface->new_decoder = ponder_anthropic_dialect_new_decoder;
  iface->decode_models = ponder_anthropic_dialect_decode_models;
}

static void
ponder_anthropic_dialect_class_init (PonderAnthropicDialectClass *klass)
{
}

static void
ponder_anthropic_dialect_init (PonderAnthropicDialect *self)
{
}

PonderDialect *
ponder_anthropic_dialect_new (void)
{
  return g_object_new (PONDER_TYPE_ANTHROPIC_DIALECT, NULL);
}
