/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The messages format of Anthropic. */

#include "config.h"

#include "ponder-anthropic-dialect.h"

#include "ponder-anthropic-private.h"
#include "ponder-dialect-private.h"
#include "ponder-model-info.h"
#include "ponder-model-list.h"
#include "ponder-provider-config.h"

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

static char *
ponder_anthropic_dialect_dup_chat_url (PonderDialect *dialect,
                                       PonderRequest *request)
{
  return ponder_dialect_join_url (ponder_request_get_provider (request), "/v1/messages");
}

/* A list has at most a thousand. */
static char *
ponder_anthropic_dialect_dup_models_url (PonderDialect        *dialect,
                                         PonderProviderConfig *provider)
{
  return ponder_dialect_join_url (provider, "/v1/models?limit=1000");
}

static GStrv
ponder_anthropic_dialect_dup_headers (PonderDialect        *dialect,
                                      PonderProviderConfig *provider,
                                      const char           *key)
{
  g_autoptr(GStrvBuilder) headers = g_strv_builder_new ();

  g_strv_builder_add_many (headers, "Accept", "application/json, text/event-stream",
                           "anthropic-version", "2023-06-01", NULL);
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
  return ponder_dialect_check_model (request, error) ? ponder_anthropic_encode (request, downgrade) : NULL;
}

static PonderDecoder *
ponder_anthropic_dialect_new_decoder (PonderDialect *dialect,
                                      PonderRequest *request)
{
  return ponder_anthropic_decoder_new (request);
}

/* {"image_input": {"supported": true}, "thinking": {"types": {"adaptive": …}}, …} */
static gboolean
is_supported (JsonObject *capabilities,
              const char *name)
{
  return ponder_json_get_boolean (ponder_json_get_object (capabilities, name), "supported", FALSE);
}

static PonderAbilities
find_abilities (JsonObject *capabilities)
{
  JsonObject *thinking = ponder_json_get_object (ponder_json_get_object (capabilities, "thinking"), "types");
  PonderAbilities abilities = PONDER_ABILITY_NONE;

  if (is_supported (capabilities, "image_input"))
    abilities |= PONDER_ABILITY_IMAGES;
  if (is_supported (capabilities, "pdf_input"))
    abilities |= PONDER_ABILITY_FILES;
  if (is_supported (capabilities, "structured_outputs"))
    abilities |= PONDER_ABILITY_STRUCTURED;
  if (is_supported (thinking, "adaptive") || is_supported (thinking, "enabled"))
    abilities |= PONDER_ABILITY_REASONING;
  return abilities;
}

static PonderModelInfo *
decode_model (PonderProviderConfig *provider,
              JsonObject           *model)
{
  const char *id = ponder_json_get_string (model, "id");
  PonderModelInfo *info;
  gint64 n_tokens = 0;

  if (id == NULL)
    return NULL;
  info = ponder_model_info_new (ponder_provider_config_get_id (provider), id,
                                ponder_json_get_string (model, "display_name"));
  ponder_json_get_int (model, "max_input_tokens", &n_tokens);
  ponder_model_info_set_context_length (info, (guint) CLAMP (n_tokens, 0, G_MAXINT));
  ponder_model_info_set_abilities (info, find_abilities (ponder_json_get_object (model, "capabilities")));
  return info;
}

static GPtrArray *
ponder_anthropic_dialect_decode_models (PonderDialect         *dialect,
                                        PonderProviderConfig  *provider,
                                        GBytes                *body,
                                        GError               **error)
{
  static const char *const members[] = { "data", NULL };

  return ponder_model_list_decode (provider, body, members, decode_model, error);
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
