/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The responses format of OpenAI, in which its newest models show their thoughts. */

#include "config.h"

#include "ponder-responses-dialect.h"

#include "ponder-dialect-private.h"
#include "ponder-openai-private.h"
#include "ponder-responses-private.h"

/* Holds nothing; owned by whoever asked for it. */
struct _PonderResponsesDialect
{
  GObject parent_instance;
};

static void implement_dialect (PonderDialectInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PonderResponsesDialect, ponder_responses_dialect, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PONDER_TYPE_DIALECT, implement_dialect))

static const char *
ponder_responses_dialect_get_id (PonderDialect *dialect)
{
  return "openai-responses";
}

static char *
ponder_responses_dialect_dup_chat_url (PonderDialect *dialect,
                                       PonderRequest *request)
{
  return ponder_dialect_join_url (ponder_request_get_provider (request), "/responses", NULL);
}

static JsonObject *
ponder_responses_dialect_encode_body (PonderDialect          *dialect,
                                      PonderRequest          *request,
                                      const PonderDowngrade  *downgrade,
                                      GError                **error)
{
  if (ponder_dialect_get_model (request, error) == NULL)
    return NULL;
  return ponder_responses_encode (request, downgrade);
}

static PonderDecoder *
ponder_responses_dialect_new_decoder (PonderDialect *dialect,
                                      PonderRequest *request)
{
  return ponder_responses_decoder_new (request);
}

static GPtrArray *
ponder_responses_dialect_decode_models (PonderDialect         *dialect,
                                        PonderProviderConfig  *provider,
                                        GBytes                *body,
                                        GError               **error)
{
  return ponder_openai_decode_models (provider, body, error);
}

static void
implement_dialect (PonderDialectInterface *iface)
{
  iface->get_id = ponder_responses_dialect_get_id;
  iface->dup_chat_url = ponder_responses_dialect_dup_chat_url;
  iface->dup_models_url = ponder_openai_dup_models_url;
  iface->dup_headers = ponder_openai_dup_headers;
  iface->encode_body = ponder_responses_dialect_encode_body;
  iface->new_decoder = ponder_responses_dialect_new_decoder;
  iface->decode_models = ponder_responses_dialect_decode_models;
}

static void
ponder_responses_dialect_class_init (PonderResponsesDialectClass *klass)
{
}

static void
ponder_responses_dialect_init (PonderResponsesDialect *self)
{
}

PonderDialect *
ponder_responses_dialect_new (void)
{
  return g_object_new (PONDER_TYPE_RESPONSES_DIALECT, NULL);
}
