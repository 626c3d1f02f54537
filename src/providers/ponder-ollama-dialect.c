/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chat format of Ollama's own: addresses, headers, lists of models and what they are. */

#include "config.h"

#include "ponder-ollama-dialect.h"

#include "ponder-dialect-private.h"
#include "ponder-frame.h"
#include "ponder-listing.h"
#include "ponder-ollama-private.h"

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
  return ponder_dialect_join_url (ponder_request_get_provider (request), "/api/chat", NULL);
}

static char *
ponder_ollama_dialect_dup_models_url (PonderDialect        *dialect,
                                      PonderProviderConfig *provider)
{
  return ponder_dialect_join_url (provider, "/api/tags", NULL);
}

static char *
ponder_ollama_dialect_dup_details_url (PonderDialect        *dialect,
                                       PonderProviderConfig *provider)
{
  return ponder_dialect_join_url (provider, "/api/show", NULL);
}

/* Only the one in the cloud asks for a key. */
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
  return ponder_ollama_encode (request, downgrade, error);
}

static PonderDecoder *
ponder_ollama_dialect_new_decoder (PonderDialect *dialect,
                                   PonderRequest *request)
{
  return ponder_ollama_decoder_new (request);
}

static PonderAbilities
decode_abilities (JsonArray *capabilities)
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
  PonderAbilities abilities = PONDER_ABILITY_NONE;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (ponder_json_array_has (capabilities, names[i].name))
        abilities |= names[i].ability;
    }
  return abilities;
}

/* @object: an entry of the list, or what /api/show says; both may have "capabilities". */
static gboolean
take_capabilities (JsonObject      *object,
                   PonderModelInfo *info)
{
  JsonArray *capabilities = ponder_json_get_array (object, "capabilities");

  if (capabilities == NULL)
    return TRUE;
  ponder_model_info_set_abilities (info, decode_abilities (capabilities));
  return ponder_json_array_has (capabilities, "completion");
}

static PonderModelInfo *
decode_model (PonderProviderConfig *provider,
              JsonObject           *model)
{
  const char *name = ponder_json_get_string (model, "name");
  JsonObject *details = ponder_json_get_object (model, "details");
  g_autoptr(PonderModelInfo) info = NULL;

  if (name == NULL)
    name = ponder_json_get_string (model, "model");
  info = ponder_listing_new_info (provider, name, NULL,
                                  ponder_frame_get_count (details, "context_length"));
  return info != NULL && take_capabilities (model, info) ? g_steal_pointer (&info) : NULL;
}

static GPtrArray *
ponder_ollama_dialect_decode_models (PonderDialect         *dialect,
                                     PonderProviderConfig  *provider,
                                     GBytes                *body,
                                     GError               **error)
{
  static const char *const members[] = { "models", NULL };

  return ponder_listing_decode (provider, body, members, decode_model, error);
}

static JsonObject *
ponder_ollama_dialect_encode_details (PonderDialect   *dialect,
                                      PonderModelInfo *model)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "model", ponder_model_info_get_id (model));
  return body;
}

/* "llama.context_length", "qwen3.context_length", ...: by the family of the model. */
static gint64
find_context_length (JsonObject *model_info)
{
  JsonObjectIter iter;
  const char *name;

  if (model_info == NULL)
    return 0;
  json_object_iter_init (&iter, model_info);
  while (json_object_iter_next (&iter, &name, NULL))
    {
      if (g_str_has_suffix (name, ".context_length"))
        return ponder_frame_get_count (model_info, name);
    }
  return 0;
}

static gboolean
ponder_ollama_dialect_decode_details (PonderDialect   *dialect,
                                      JsonObject      *details,
                                      PonderModelInfo *model)
{
  gint64 n_tokens = find_context_length (ponder_json_get_object (details, "model_info"));

  if (n_tokens > 0)
    ponder_model_info_set_context_length (model, (guint) MIN (n_tokens, G_MAXINT));
  return take_capabilities (details, model);
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
  iface->dup_details_url = ponder_ollama_dialect_dup_details_url;
  iface->encode_details = ponder_ollama_dialect_encode_details;
  iface->decode_details = ponder_ollama_dialect_decode_details;
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
