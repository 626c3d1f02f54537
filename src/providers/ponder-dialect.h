/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A wire format that several providers share. Pure: requests to bytes, bytes to deltas, no sockets. */

#pragma once

#include <glib-object.h>

#include "ponder-delta.h"
#include "ponder-request.h"

G_BEGIN_DECLS

#define PONDER_TYPE_DIALECT (ponder_dialect_get_type ())
#define PONDER_TYPE_DECODER (ponder_decoder_get_type ())

G_DECLARE_INTERFACE (PonderDialect, ponder_dialect, PONDER, DIALECT, GObject)
G_DECLARE_DERIVABLE_TYPE (PonderDecoder, ponder_decoder, PONDER, DECODER, GObject)

/* The answer's headers by lower-case name; what a classifier needs of an HTTP answer. */
typedef const char *(*PonderHeaderFunc) (gpointer    user_data,
                                         const char *name);

struct _PonderDialectInterface
{
  GTypeInterface parent_iface;

  const char    *(*get_id)         (PonderDialect         *self);
  char          *(*dup_chat_url)   (PonderDialect         *self,
                                    PonderRequest         *request);
  char          *(*dup_models_url) (PonderDialect         *self,
                                    PonderProviderConfig  *provider);
  /* Pairs name, value, name, value, NULL for @key (nullable). */
  GStrv          (*dup_headers)    (PonderDialect         *self,
                                    PonderProviderConfig  *provider,
                                    const char            *key);
  GBytes        *(*encode_request) (PonderDialect         *self,
                                    PonderRequest         *request,
                                    GError               **error);
  PonderDecoder *(*new_decoder)    (PonderDialect         *self,
                                    PonderRequest         *request);
  /* (element-type PonderModelInfo) */
  GPtrArray     *(*decode_models)  (PonderDialect         *self,
                                    PonderProviderConfig  *provider,
                                    GBytes                *body,
                                    GError               **error);
};

/* One answer being read. It is fed the body as it comes, cut anywhere, and owns the framing (events,
 * lines or one JSON document). */
struct _PonderDecoderClass
{
  GObjectClass parent_class;

  gboolean (*push)   (PonderDecoder *self, const char *data, gsize length, GPtrArray *deltas, GError **error);
  gboolean (*finish) (PonderDecoder *self, GPtrArray *deltas, GError **error);
};

/* "openai" is the only one so far; NULL with PONDER_ERROR_INVALID_REQUEST for a name nobody knows. */
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
GBytes        *ponder_dialect_encode_request (PonderDialect         *self,
                                              PonderRequest         *request,
                                              GError               **error);
PonderDecoder *ponder_dialect_new_decoder    (PonderDialect         *self,
                                              PonderRequest         *request);
GPtrArray     *ponder_dialect_decode_models  (PonderDialect         *self,
                                              PonderProviderConfig  *provider,
                                              GBytes                *body,
                                              GError               **error);

/* Appends what @data said to @deltas (element-type PonderDelta). FALSE when the stream itself says that
 * it failed; then the error carries a PonderFault. Deltas that came before stay in @deltas. */
gboolean       ponder_decoder_push           (PonderDecoder         *self,
                                              const char            *data,
                                              gsize                  length,
                                              GPtrArray             *deltas,
                                              GError               **error);
/* The body has ended. TRUE: the answer is complete. FALSE: PONDER_ERROR_NETWORK when it was cut off with
 * text, PONDER_ERROR_SERVER when nothing came, PONDER_ERROR_CONTENT_FILTER, ... */
gboolean       ponder_decoder_finish         (PonderDecoder         *self,
                                              GPtrArray             *deltas,
                                              GError               **error);
/* The terminal mark has been seen: whatever the socket does now, the answer is complete. */
gboolean       ponder_decoder_is_complete    (PonderDecoder         *self);
void           ponder_decoder_set_complete   (PonderDecoder         *self);

G_END_DECLS
