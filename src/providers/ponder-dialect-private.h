/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a dialect implements. */

#pragma once

#include "ponder-dialect.h"
#include "ponder-json.h"

G_BEGIN_DECLS

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
  /* What @downgrade (nullable) names is taken out of it afterwards; a dialect looks at it only where it
   * can send something else instead. (transfer full) */
  JsonObject    *(*encode_body)    (PonderDialect         *self,
                                    PonderRequest         *request,
                                    const PonderDowngrade *downgrade,
                                    GError               **error);
  PonderDecoder *(*new_decoder)    (PonderDialect         *self,
                                    PonderRequest         *request);
  /* (element-type PonderModelInfo) */
  GPtrArray     *(*decode_models)  (PonderDialect         *self,
                                    PonderProviderConfig  *provider,
                                    GBytes                *body,
                                    GError               **error);

  /* Only where the list says less of a model than the server knows; NULL otherwise. */
  char          *(*dup_details_url) (PonderDialect         *self,
                                     PonderProviderConfig  *provider);
  JsonObject    *(*encode_details)  (PonderDialect         *self,
                                     PonderModelInfo       *model);
  gboolean       (*decode_details)  (PonderDialect         *self,
                                     JsonObject            *details,
                                     PonderModelInfo       *model);
};

/* @path behind the path of the provider's base URL, @query (nullable) behind its query:
 * "https://host/v1?api-version=1", "/models", "limit=9" -> "https://host/v1/models?api-version=1&limit=9".
 * (transfer full) */
char *ponder_dialect_join_url (PonderProviderConfig *provider,
                               const char           *path,
                               const char           *query);
/* A setting that nobody made, which is not a number, is left out. */
void  ponder_dialect_set_number (JsonObject *object,
                                 const char *member,
                                 double      value);
/* NULL, with an error, when the request names none. */
const char *ponder_dialect_get_model (PonderRequest  *request,
                                      GError        **error);

G_END_DECLS
