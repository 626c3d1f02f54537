/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks a provider which models it offers. */

#pragma once

#include "ponder-dialect.h"
#include "ponder-http.h"
#include "ponder-key-source.h"
#include "ponder-types.h"

G_BEGIN_DECLS

/* How far the call has come; called with the user_data of the query, before its callback. */
typedef void (*PonderModelQueryFunc) (PonderHttpStage stage,
                                      gpointer        user_data);

/* @key (nullable) is used instead of the one in @keys; @stage_func is nullable. The error carries a PonderFault, except
 * G_IO_ERROR_CANCELLED. @source_object and @source_tag are those of the task. */
void       ponder_model_query_async  (gpointer               source_object,
                                      gpointer               source_tag,
                                      PonderHttp            *http,
                                      PonderKeySource       *keys,
                                      PonderErrorClassifier *classifier,
                                      PonderDialect         *dialect,
                                      PonderProviderConfig  *provider,
                                      const char            *key,
                                      PonderModelQueryFunc   stage_func,
                                      GCancellable          *cancellable,
                                      GAsyncReadyCallback    callback,
                                      gpointer               user_data);
/* (element-type PonderModelInfo) (transfer full) */
GPtrArray *ponder_model_query_finish (GAsyncResult          *result,
                                      GError               **error);

G_END_DECLS
