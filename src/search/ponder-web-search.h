/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks a server that searches the web. */

#pragma once

#include "ponder-http.h"
#include "ponder-web-results.h"

G_BEGIN_DECLS

typedef enum
{
  PONDER_WEB_OFF,
  PONDER_WEB_SEARXNG,           /* GET {base}/search?q=…&format=json: docs.searxng.org/dev/search_api */
  PONDER_WEB_BRAVE,             /* GET {base}/res/v1/web/search?q=…&count=…: brave.com/search/api */
} PonderWebSearchKind;

/* A plain value. The addresses are apart, so that a key goes to nobody but whom it is for. */
typedef struct
{
  PonderWebSearchKind  kind;
  char                *searxng_url;     /* (nullable) */
  char                *brave_url;       /* (nullable): the usual one */
} PonderWebSearchConfig;

/* Seconds that a search takes at most. */
#define PONDER_WEB_SEARCH_SECONDS 20

/* What cannot be read is off. @json: what ponder_web_search_config_serialize() gave: "" when it asks nobody. */
PonderWebSearchConfig *ponder_web_search_config_new       (const char                  *json);
PonderWebSearchConfig *ponder_web_search_config_copy      (const PonderWebSearchConfig *self);
void                   ponder_web_search_config_free      (PonderWebSearchConfig       *self);
char                  *ponder_web_search_config_serialize (const PonderWebSearchConfig *self);
/* (nullable): whom it asks, NULL when it asks nobody. */
const char            *ponder_web_search_config_get_url   (const PonderWebSearchConfig *self);

/* @key (nullable) goes to Brave only. A redirect is followed on the same host only. The error carries a PonderFault,
 * except G_IO_ERROR_CANCELLED; cancelling closes the socket at once. @seconds: the limit of all of it. */
void                   ponder_web_search_async            (PonderHttp                  *http,
                                                           const PonderWebSearchConfig *config,
                                                           const char                  *key,
                                                           const char                  *query,
                                                           guint                        seconds,
                                                           GCancellable                *cancellable,
                                                           GAsyncReadyCallback          callback,
                                                           gpointer                     user_data);
/* (element-type PonderWebResult) (transfer full) */
GPtrArray             *ponder_web_search_finish           (GAsyncResult                *result,
                                                           GError                     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderWebSearchConfig, ponder_web_search_config_free)

G_END_DECLS
