/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One search of the web, with the key that it needs. */

#pragma once

#include "ponder-key-source.h"
#include "ponder-web-search.h"

G_BEGIN_DECLS

/* @json: what is set. Of what is asked of the built-in demo nothing leaves this computer: it finds its canned results.
 * (transfer full) */
PonderWebSearchConfig *ponder_web_lookup_new_config   (const char                  *json,
                                                       PonderProviderConfig        *provider);
/* Whose key it is. (transfer full) */
PonderProviderConfig *ponder_web_lookup_new_key_owner (const PonderWebSearchConfig *config);
/* The error carries a PonderFault, except G_IO_ERROR_CANCELLED. */
void                  ponder_web_lookup_async         (PonderHttp                  *http,
                                                       PonderKeySource             *keys,
                                                       const PonderWebSearchConfig *config,
                                                       const char                  *query,
                                                       GCancellable                *cancellable,
                                                       GAsyncReadyCallback          callback,
                                                       gpointer                     user_data);
/* (element-type PonderWebResult) (transfer full) */
GPtrArray            *ponder_web_lookup_finish        (GAsyncResult                *result,
                                                       GError                     **error);

G_END_DECLS
