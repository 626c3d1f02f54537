/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks a provider for what its list of models leaves out. */

#pragma once

#include "ponder-dialect.h"
#include "ponder-http.h"
#include "ponder-types.h"

G_BEGIN_DECLS

/* Fills @models (element-type PonderModelInfo) in, for a dialect in which there is more to ask, and takes those out
 * that are not to chat with. Few at a time, many at most, and for a short time: what does not answer stays as it
 * is. @key is nullable. */
void     ponder_model_details_async  (PonderHttp            *http,
                                      PonderDialect         *dialect,
                                      PonderProviderConfig  *provider,
                                      const char            *key,
                                      GPtrArray             *models,
                                      GCancellable          *cancellable,
                                      GAsyncReadyCallback    callback,
                                      gpointer               user_data);
/* FALSE only with G_IO_ERROR_CANCELLED. */
gboolean ponder_model_details_finish (GAsyncResult          *result,
                                      GError               **error);

G_END_DECLS
