/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A provider, a request and a summary of what was decoded, for the tests of the dialects. */

#pragma once

#include "ponder-dialect.h"
#include "ponder-message.h"
#include "ponder-model-config.h"
#include "ponder-provider-config.h"

G_BEGIN_DECLS

/* Its base URL is "https://api.example.com/v1", its dialect "openai" until it is set. */
PonderProviderConfig *ponder_test_provider_new (const char           *preset);
/* Model "m", no messages. */
PonderRequest        *ponder_test_request_new  (PonderProviderConfig *provider);

/* Feeds a decoder of the provider's dialect with @data in pieces of @piece bytes, 0 for pieces of random size. What
 * came stands in one line: "think{…} text{…} call0{id name arguments} usage{in/out/cached/reasoning}
 * model{…} finish{…} error{category: message | details}". */
char                 *ponder_test_decode       (PonderRequest        *request,
                                                const char           *data,
                                                gsize                 length,
                                                gsize                 piece);

G_END_DECLS
