/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A wire format that several providers share. Pure: requests to bytes, bytes to deltas, no sockets. */

#pragma once

#include <glib-object.h>

#include "ponder-decoder.h"
#include "ponder-delta.h"
#include "ponder-downgrade.h"
#include "ponder-request.h"

G_BEGIN_DECLS

#define PONDER_TYPE_DIALECT (ponder_dialect_get_type ())

G_DECLARE_INTERFACE (PonderDialect, ponder_dialect, PONDER, DIALECT, GObject)

/* "openai", "openai-responses", "anthropic", "gemini" or "ollama"; NULL with PONDER_ERROR_INVALID_REQUEST for a name
 * nobody knows. */
PonderDialect *ponder_dialect_new            (const char            *id,
                                              GError               **error);

const char    *ponder_dialect_get_id         (PonderDialect         *self);
char          *ponder_dialect_dup_chat_url   (PonderDialect         *self,
                                              PonderRequest         *request);
char          *ponder_dialect_dup_models_url (PonderDialect         *self,
                                              PonderProviderConfig  *provider);
GStrv          ponder_dialect_dup_headers    (PonderDialect         *self,
                                              PonderProviderConfig  *provider,
                                              const char            *key);
/* Without what @downgrade (nullable) says. */
GBytes        *ponder_dialect_encode_request (PonderDialect         *self,
                                              PonderRequest         *request,
                                              const PonderDowngrade *downgrade,
                                              GError               **error);
PonderDecoder *ponder_dialect_new_decoder    (PonderDialect         *self,
                                              PonderRequest         *request);
GPtrArray     *ponder_dialect_decode_models  (PonderDialect         *self,
                                              PonderProviderConfig  *provider,
                                              GBytes                *body,
                                              GError               **error);

/* Where to POST a question for what the list leaves out about one model; NULL where it says all. (transfer full) */
char          *ponder_dialect_dup_details_url (PonderDialect        *self,
                                               PonderProviderConfig *provider);
GBytes        *ponder_dialect_encode_details  (PonderDialect        *self,
                                               PonderModelInfo      *model);
/* Fills @model in with what @body says. FALSE: it is no model to chat with. */
gboolean       ponder_dialect_decode_details  (PonderDialect        *self,
                                               GBytes               *body,
                                               PonderModelInfo      *model);

G_END_DECLS
