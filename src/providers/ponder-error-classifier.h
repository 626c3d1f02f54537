/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An HTTP answer that is no answer -> a fault with category, retry hint and the server's own words. */

#pragma once

#include "ponder-error-table.h"
#include "ponder-fault.h"
#include "ponder-retry-hint.h"
#include "ponder-types.h"

G_BEGIN_DECLS

/* What errors mean: the tables that are built in, after those that others registered. Reference counted; for the main
 * thread. The functions that take none know the tables that are built in. */
PonderErrorClassifier *ponder_error_classifier_new      (void);
PonderErrorClassifier *ponder_error_classifier_ref      (PonderErrorClassifier  *self);
void                   ponder_error_classifier_unref    (PonderErrorClassifier  *self);
/* @table (transfer none) must live as long as @self does; it is asked before all that were there. */
void                   ponder_error_classifier_register (PonderErrorClassifier  *self,
                                                         const PonderErrorTable *table);

/* A fault that knows where it happened: provider, family, model (nullable), host, local; retryable as its category
 * usually is. (transfer full) */
PonderFault *ponder_error_new_fault     (PonderProviderConfig *provider,
                                         const char           *model,
                                         const char           *operation,
                                         PonderErrorCode       category);
/* A server's words as they may be kept: without @key (nullable) and whatever looks like one, and no more of them than
 * anybody reads; NULL when there are none. (transfer full) (nullable) */
char        *ponder_error_dup_said      (const char           *text,
                                         const char           *key);
/* For a status that is not 2xx, and for a 2xx that is HTML or an error in JSON. @body may be NULL or cut.
 * @key (nullable) is blanked in all that the server said. (transfer full) */
PonderFault *ponder_error_classify      (PonderProviderConfig *provider,
                                         const char           *model,
                                         const char           *operation,
                                         guint                 status,
                                         PonderHeaderFunc      header,
                                         gpointer              header_data,
                                         GBytes               *body,
                                         const char           *key);
/* The same by @self (nullable). */
PonderFault *ponder_error_classifier_classify       (PonderErrorClassifier *self,
                                                     PonderProviderConfig  *provider,
                                                     const char            *model,
                                                     const char            *operation,
                                                     guint                  status,
                                                     PonderHeaderFunc       header,
                                                     gpointer               header_data,
                                                     GBytes                *body,
                                                     const char            *key);
/* An error object inside a stream ({"error": …} of a frame), by @self (nullable). (transfer full) */
PonderFault *ponder_error_classifier_classify_frame (PonderErrorClassifier *self,
                                                     PonderProviderConfig  *provider,
                                                     const char            *model,
                                                     const char            *operation,
                                                     const char            *frame);
/* A transport error (DNS, refused, TLS, reset). (transfer full) */
PonderFault *ponder_error_classify_transport (PonderProviderConfig *provider,
                                              const char           *model,
                                              const char           *operation,
                                              const GError         *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderErrorClassifier, ponder_error_classifier_unref)

G_END_DECLS
