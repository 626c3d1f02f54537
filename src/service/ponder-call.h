/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every request to a provider has in common: its headers, and how its failure is told. */

#pragma once

#include "ponder-deadline.h"
#include "ponder-dialect.h"
#include "ponder-fault.h"
#include "ponder-http.h"

G_BEGIN_DECLS

/* Who asked for what. Borrowed pointers; @model and @key are nullable. */
typedef struct
{
  PonderProviderConfig *provider;
  const char           *model;
  const char           *operation;
  const char           *key;
} PonderCallContext;

/* Keys are pasted, with quotes, blanks and line ends. Takes @key (nullable) and gives the key alone. */
char           *ponder_call_trim_key  (char                     *key);
PonderHttpCall *ponder_call_new       (const PonderCallContext  *context,
                                       PonderHttp               *http,
                                       PonderDialect            *dialect,
                                       const char               *method,
                                       const char               *url,
                                       GError                  **error);
/* A status of success, and no web page. */
gboolean        ponder_call_is_answer (PonderHttpCall           *call);
/* What it was instead, by its status, headers and @body. (transfer full) */
GError         *ponder_call_refusal   (const PonderCallContext  *context,
                                       PonderHttpCall           *call,
                                       GBytes                   *body);
/* The error of a @limit of @seconds that has been reached. */
GError         *ponder_call_new_timeout (const PonderCallContext *context,
                                         PonderLimit              limit,
                                         double                   seconds);
/* Takes @error and gives one that carries a fault which knows its place and holds no key. */
GError         *ponder_call_explain   (const PonderCallContext  *context,
                                       GError                   *error);
/* The same for an error of a key source. */
GError         *ponder_call_explain_key_error (const PonderCallContext *context,
                                               GError                  *error);

G_END_DECLS
