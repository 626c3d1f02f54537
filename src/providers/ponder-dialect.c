/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A wire format that several providers share: requests to bytes, bytes to deltas, no sockets. */

#include "config.h"

#include "ponder-dialect.h"

#include "ponder-error.h"
#include "ponder-openai-dialect.h"
#include "ponder-provider-config.h"

#include <glib/gi18n.h>

typedef struct
{
  gboolean complete;
} PonderDecoderPrivate;

G_DEFINE_INTERFACE (PonderDialect, ponder_dialect, G_TYPE_OBJECT)
G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (PonderDecoder, ponder_decoder, G_TYPE_OBJECT)

static void
ponder_dialect_default_init (PonderDialectInterface *iface)
{
}

static void
ponder_decoder_class_init (PonderDecoderClass *klass)
{
}

static void
ponder_decoder_init (PonderDecoder *self)
{
}

PonderDialect *
ponder_dialect_new (const char  *id,
                    GError     **error)
{
  if (g_strcmp0 (id, "openai") == 0)
    return ponder_openai_dialect_new ();

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

GBytes *
ponder_dialect_encode_request (PonderDialect  *self,
                               PonderRequest  *request,
                               GError        **error)
{
  g_return_val_if_fail (PONDER_IS_DIALECT (self), NULL);
  g_return_val_if_fail (PONDER_IS_REQUEST (request), NULL);

  return PONDER_DIALECT_GET_IFACE (self)->encode_request (self, request, error);
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

gboolean
ponder_decoder_push (PonderDecoder  *self,
                     const char     *data,
                     gsize           length,
                     GPtrArray      *deltas,
                     GError        **error)
{
  g_return_val_if_fail (PONDER_IS_DECODER (self), FALSE);
  g_return_val_if_fail (data != NULL || length == 0, FALSE);
  g_return_val_if_fail (deltas != NULL, FALSE);

  return PONDER_DECODER_GET_CLASS (self)->push (self, data, length, deltas, error);
}

gboolean
ponder_decoder_finish (PonderDecoder  *self,
                       GPtrArray      *deltas,
                       GError        **error)
{
  g_return_val_if_fail (PONDER_IS_DECODER (self), FALSE);
  g_return_val_if_fail (deltas != NULL, FALSE);

  return PONDER_DECODER_GET_CLASS (self)->finish (self, deltas, error);
}

gboolean
ponder_decoder_is_complete (PonderDecoder *self)
{
  PonderDecoderPrivate *priv = ponder_decoder_get_instance_private (self);

  g_return_val_if_fail (PONDER_IS_DECODER (self), FALSE);

  return priv->complete;
}

void
ponder_decoder_set_complete (PonderDecoder *self)
{
  PonderDecoderPrivate *priv = ponder_decoder_get_instance_private (self);

  g_return_if_fail (PONDER_IS_DECODER (self));

  priv->complete = TRUE;
}
