/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be sent at all: addresses and headers. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What to ask for, and for http+unix://%2Frun%2Fserver.sock/v1 the path of the @socket (out) to ask on.
 * NULL and PONDER_ERROR_INVALID_REQUEST unless @url names a host of http or https, or a socket. */
GUri     *ponder_http_parse_address (const char  *url,
                                     char       **socket,
                                     GError     **error);
gboolean  ponder_http_is_header     (const char  *name,
                                     const char  *value);

G_END_DECLS
