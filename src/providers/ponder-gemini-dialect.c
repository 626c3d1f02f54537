/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The content format of Google's Gemini: addresses, headers and lists of models. */

#include "config.h"

#include "ponder-gemini-dialect.h"

#include "ponder-dialect-private.h"
#include "ponder-frame.h"
#include "ponder-gemini-private.h"
#include "ponder-listing.h"
#include "ponder-model-config.h"

#include <string.h>

#define MODELS "models/"
#define TUNED_MODELS "tunedModels/"

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

static const char *
skip_prefix (const char *text,
             const char *prefix)
{
  return text != NULL && g_str_has_prefix (text, prefix) ? text + strlen (prefix) : text;
}

/* The server calls a model "models/gemini-…", people leave that out. */
static char *
ponder_gemini_dialect_dup_chat_url (PonderDialect *dialect,
                                    PonderRequest *request)
{
  const char *model = skip_prefix (ponder_request_get_config (request)->model, MODELS);
  const char *name = skip_prefix (model, TUNED_MODELS);
  g_autofree char *escaped = g_uri_escape_string (name != NULL ? name : "", NULL, FALSE);
  gboolean stream = ponder_request_get_stream (request);
  g_autofree char *path = g_strconcat ("/", name != model ? TUNED_MODELS : MODELS, escaped,
                                       stream ? ":streamGenerateContent" : ":generateContent", NULL);

  return ponder_dialect_join_url (ponder_request_get_provider (request), path,
                                  stream ? "alt=sse" : NULL);
}

static char *
ponder_gemini_dialect_dup_models_url (PonderDialect        *dialect,
                                      PonderProviderConfig *provider)
{
  return ponder_dialect_join_url (provider, "/models", "pageSize=1000");
}

/* In a header, since addresses end up in logs. */
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
  return ponder_gemini_encode (request, downgrade, error);
}

static PonderDecoder *
ponder_gemini_dialect_new_decoder (PonderDialect *dialect,
                                   PonderRequest *request)
{
  return ponder_gemini_decoder_new (request);
}

/* Whoever does not list what it can do, may be able to chat. */
static gboolean
can_chat (JsonObject *model)
{
  JsonArray *methods = ponder_json_get_array (model, "supportedGenerationMethods");

  return methods == NULL || ponder_json_array_has (methods, "generateContent");
}

static PonderModelInfo *
decode_model (PonderProviderConfig *provider,
              JsonObject           *model)
{
  const char *id = skip_prefix (ponder_json_get_string (model, "name"), MODELS);
  PonderModelInfo *info;

  if (!can_chat (model))
    return NULL;
  info = ponder_listing_new_info (provider, id, ponder_json_get_string (model, "displayName"),
                                  ponder_frame_get_count (model, "inputTokenLimit"));
  if (info != NULL && ponder_json_get_boolean (model, "thinking", FALSE))
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

  return ponder_listing_decode (provider, body, members, decode_model, error);
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
