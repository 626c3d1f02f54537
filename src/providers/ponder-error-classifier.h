/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An HTTP answer that is no answer -> a fault with category, retry hint and the server's own words. */

#pragma once

#include "ponder-dialect.h"
#include "ponder-fault.h"

G_BEGIN_DECLS

/* A fault that knows where it happened: provider, model (nullable), host, local; retryable as its category
 * usually is. (transfer full) */
PonderFault *ponder_error_new_fault     (PonderProviderConfig *provider,
                                         const char           *model,
                                         const char           *operation,
                                         PonderErrorCode       category);
/* For a status that is not 2xx, and for a 2xx that is HTML or an error in JSON. @body may be NULL or cut.
 * @key (nullable) is blanked in the details. (transfer full) */
PonderFault *ponder_error_classify      (PonderProviderConfig *provider,
                                         const char           *model,
                                         const char           *operation,
                                         guint                 status,
                                         PonderHeaderFunc      header,
                                         gpointer              header_data,
                                         GBytes               *body,
                                         const char           *key);
/* An error object inside a stream ({"error": …} of a frame). (transfer full) */
PonderFault *ponder_error_classify_frame (PonderProviderConfig *provider,
                                          const char           *model,
                                          const char           *operation,
                                          const char           *frame);
/* A transport error (DNS, refused, TLS, reset). (transfer full) */
PonderFault *ponder_error_classify_transport (PonderProviderConfig *provider,
                                              const char           *model,
                                              const char           *operation,
                                              const GError         *error);

G_END_DECLS
