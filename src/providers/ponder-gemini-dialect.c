/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The generateContent format of Google's Gemini. */

#include "config.h"

#include "ponder-gemini-dialect.h"

#include "ponder-gemini-private.h"
#include "ponder-dialect-private.h"
#include "ponder-model-config.h"
#include "ponder-model-info.h"
#include "ponder-model-list.h"
#include "ponder-provider-config.h"

#include <string.h>

/* Holds nothing; owned by whoever asked for it. */
struct _PonderGeminiDialect
{
  GObject parent_instance;
};

static void implement_dialect (PonderDialectInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PonderGeminiDialect, ponder_gemini_dialect, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PONDER_TYPE_DIALECT, implement_dialect))

static const char *
ponder_gemini_dialect_get_id (PonderDialect *dialect)
{
  return "gemini";
}

/* Whoever copied it from a list has "models/" before it; a tuned model has a place of its own. */
static char *
dup_model_path (const char *model)
{
  g_autofree char *escaped = g_uri_escape_string (model, "/", FALSE);

  return strchr (model, '/') != NULL ? g_strconcat ("/", escaped, NULL) : g_strconcat ("/models/", escaped, NULL);
}

static char *
ponder_gemini_dialect_dup_chat_url (PonderDialect *dialect,
                                    PonderRequest *request)
{
  const char *model = ponder_request_get_config (request)->model;
  g_autofree char *model_path = dup_model_path (model != NULL ? model : "");
  g_autofree char *path =
    g_strconcat (model_path, ponder_request_get_stream (request) ? ":streamGenerateContent?alt=sse" : ":generateContent",
                 NULL);

  return ponder_dialect_join_url (ponder_request_get_provider (request), path);
}

/* Fifty are the usual page, a thousand the largest. */
static char *
ponder_gemini_dialect_dup_models_url (PonderDialect        *dialect,
                                      PonderProviderConfig *provider)
{
  return ponder_dialect_join_url (provider, "/models?pageSize=1000");
}

/* Never in the address, which ends up in logs. */
static GStrv
ponder_gemini_dialect_dup_headers (PonderDialect        *dialect,
                                   PonderProviderConfig *provider,
                                   const char           *key)
{
  g_autoptr(GStrvBuilder) headers = g_strv_builder_new ();

  g_strv_builder_add_many (headers, "Accept", "application/json, text/event-stream", NULL);
  if (key != NULL && *key != '\0')
    g_strv_builder_add_many (headers, "x-goog-api-key", key, NULL);
  return g_strv_builder_end (headers);
}

static JsonObject *
ponder_gemini_dialect_encode_body (PonderDialect          *dialect,
                                   PonderRequest          *request,
                                   const PonderDowngrade  *downgrade,
                                   GError                **error)
{
  return ponder_dialect_check_model (request, error) ? ponder_gemini_encode (request, downgrade) : NULL;
}

static PonderDecoder *
ponder_gemini_dialect_new_decoder (PonderDialect *dialect,
                                   PonderRequest *request)
{
  return ponder_gemini_decoder_new (request);
}

static gboolean
can_chat (JsonObject *model)
{
  JsonArray *methods = ponder_json_get_array (model, "supportedGenerationMethods");

  for (guint i = 0; methods != NULL && i < json_array_get_length (methods); i++)
    {
      if (g_strcmp0 (ponder_json_array_string (methods, i), "generateContent") == 0)
        return TRUE;
    }
  return FALSE;
}

static PonderModelInfo *
decode_model (PonderProviderConfig *provider,
              JsonObject           *model)
{
  const char *id = ponder_json_get_string (model, "name");
  PonderModelInfo *info;
  gint64 n_tokens = 0;

  if (id == NULL || !can_chat (model))
    return NULL;
  if (g_str_has_prefix (id, "models/"))
    id += strlen ("models/");
  info = ponder_model_info_new (ponder_provider_config_get_id (provider), id,
                                ponder_json_get_string (model, "displayName"));
  ponder_json_get_int (model, "inputTokenLimit", &n_tokens);
  ponder_model_info_set_context_length (info, (guint) CLAMP (n_tokens, 0, G_MAXINT));
  if (ponder_json_get_boolean (model, "thinking", FALSE))
    ponder_model_info_set_abilities (info, PONDER_ABILITY_REASONING);
  return info;
}

static GPtrArray *
ponder_gemini_dialect_decode_models (PonderDialect         *dialect,
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
  iface->get_id = ponder_gemini_dialect_get_id;
  iface->dup_chat_url = ponder_gemini_dialect_dup_chat_url;
  iface->dup_models_url = ponder_gemini_dialect_dup_models_url;
  iface->dup_headers = ponder_gemini_dialect_dup_headers;
  iface->encode_body = ponder_gemini_dialect_encode_body;
  iface->new_decoder = ponder_gemini_dialect_new_decoder;
  iface->decode_models = ponder_gemini_dialect_decode_models;
}

static void
ponder_gemini_dialect_class_init (PonderGeminiDialectClass *klass)
{
}

static void
ponder_gemini_dialect_init (PonderGeminiDialect *self)
{
}

PonderDialect *
ponder_gemini_dialect_new (void)
{
  return g_object_new (PONDER_TYPE_GEMINI_DIALECT, NULL);
}
