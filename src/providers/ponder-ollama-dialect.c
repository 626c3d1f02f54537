/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chat format of Ollama's own: a JSON object a line. */

#include "config.h"

#include "ponder-ollama-dialect.h"

#include "ponder-dialect-private.h"
#include "ponder-model-info.h"
#include "ponder-model-list.h"
#include "ponder-ollama-private.h"
#include "ponder-provider-config.h"

/* Holds nothing; owned by whoever asked for it. */
struct _PonderOllamaDialect
{
  GObject parent_instance;
};

static void implement_dialect (PonderDialectInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PonderOllamaDialect, ponder_ollama_dialect, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PONDER_TYPE_DIALECT, implement_dialect))

static const char *
ponder_ollama_dialect_get_id (PonderDialect *dialect)
{
  return "ollama";
}

static char *
ponder_ollama_dialect_dup_chat_url (PonderDialect *dialect,
                                    PonderRequest *request)
{
  return ponder_dialect_join_url (ponder_request_get_provider (request), "/api/chat");
}

static char *
ponder_ollama_dialect_dup_models_url (PonderDialect        *dialect,
                                      PonderProviderConfig *provider)
{
  return ponder_dialect_join_url (provider, "/api/tags");
}

/* A server on this computer wants no key; ollama.com does. */
static GStrv
ponder_ollama_dialect_dup_headers (PonderDialect        *dialect,
                                   PonderProviderConfig *provider,
                                   const char           *key)
{
  g_autoptr(GStrvBuilder) headers = g_strv_builder_new ();

  g_strv_builder_add_many (headers, "Accept", "application/x-ndjson, application/json", NULL);
  if (key != NULL && *key != '\0')
    {
      g_autofree char *authorization = g_strconcat ("Bearer ", key, NULL);

      g_strv_builder_add_many (headers, "Authorization", authorization, NULL);
    }
  return g_strv_builder_end (headers);
}

static JsonObject *
ponder_ollama_dialect_encode_body (PonderDialect          *dialect,
                                   PonderRequest          *request,
                                   const PonderDowngrade  *downgrade,
                                   GError                **error)
{
  return ponder_dialect_check_model (request, error) ? ponder_ollama_encode (request, downgrade) : NULL;
}

static PonderDecoder *
ponder_ollama_dialect_new_decoder (PonderDialect *dialect,
                                   PonderRequest *request)
{
  return ponder_ollama_decoder_new (request);
}

static PonderAbilities
find_abilities (JsonObject *model)
{
  static const struct
  {
    const char      *name;
    PonderAbilities  ability;
  } names[] = {
    { "vision", PONDER_ABILITY_IMAGES },
    { "thinking", PONDER_ABILITY_REASONING },
    { "tools", PONDER_ABILITY_TOOLS },
  };
  JsonArray *list = ponder_json_get_array (model, "capabilities");
  PonderAbilities abilities = PONDER_ABILITY_NONE;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      const char *name = ponder_json_array_string (list, i);

      for (guint j = 0; j < G_N_ELEMENTS (names); j++)
        {
          if (g_strcmp0 (name, names[j].name) == 0)
            abilities |= names[j].ability;
        }
    }
  return abilities;
}

/* Newer servers tell here what older ones tell of each model alone. */
static PonderModelInfo *
decode_model (PonderProviderConfig *provider,
              JsonObject           *model)
{
  const char *id = ponder_json_get_string (model, "name");
  JsonObject *details = ponder_json_get_object (model, "details");
  PonderModelInfo *info;
  gint64 n_tokens = 0;

  if (id == NULL)
    id = ponder_json_get_string (model, "model");
  if (id == NULL)
    return NULL;
  info = ponder_model_info_new (ponder_provider_config_get_id (provider), id, NULL);
  ponder_json_get_int (details, "context_length", &n_tokens);
  ponder_model_info_set_context_length (info, (guint) CLAMP (n_tokens, 0, G_MAXINT));
  ponder_model_info_set_abilities (info, find_abilities (model));
  return info;
}

static GPtrArray *
ponder_ollama_dialect_decode_models (PonderDialect         *dialect,
                                     PonderProviderConfig  *provider,
                                     GBytes                *body,
                                     GError               **error)
{
  static const char *const members[] = { "models", NULL };

  return ponder_model_list_decode (provider, body, members, decode_model, error);
}

static void
implement_dialect (PonderDialectInterface *iface)
{
  iface->get_id = ponder_ollama_dialect_get_id;
  iface->dup_chat_url = ponder_ollama_dialect_dup_chat_url;
  iface->dup_models_url = ponder_ollama_dialect_dup_models_url;
  iface->dup_headers = ponder_ollama_dialect_dup_headers;
  iface->encode_body = ponder_ollama_dialect_encode_body;
  iface->new_decoder = ponder_ollama_dialect_new_decoder;
  iface->decode_models = ponder_ollama_dialect_decode_models;
}

static void
ponder_ollama_dialect_class_init (PonderOllamaDialectClass *klass)
{
}

static void
ponder_ollama_dialect_init (PonderOllamaDialect *self)
{
}

PonderDialect *
ponder_ollama_dialect_new (void)
{
  return g_object_new (PONDER_TYPE_OLLAMA_DIALECT, NULL);
}
