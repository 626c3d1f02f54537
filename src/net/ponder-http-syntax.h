/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be sent at all: addresses and headers. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* NULL and PONDER_ERROR_INVALID_REQUEST unless @url names a host of http or https. */
GUri     *ponder_http_parse_address (const char  *url,
                                     GError     **error);
gboolean  ponder_http_is_header     (const char  *name,
                                     const char  *value);

G_END_DECLS
