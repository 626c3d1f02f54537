/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be a key, which host it is for, and where the environment has it. */

#pragma once

#include "ponder-types.h"

G_BEGIN_DECLS

/* Scheme, host and port of the base URL: "https://api.openai.com:443"; of a socket "http+unix:///run/x.sock".
 * (transfer full) */
char *ponder_key_dup_origin           (PonderProviderConfig  *provider);
/* From the variable that @provider names, else from <PROVIDER>_API_KEY. NULL without @error: there
 * is none. (transfer full), free with ponder_key_free(). */
char *ponder_key_dup_from_environment (PonderProviderConfig  *provider,
                                       GError               **error);

G_END_DECLS
