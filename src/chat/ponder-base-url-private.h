/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the host of a base URL says of where the server is. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Loopback, a private or link-local address, .local, .localhost, or a name without dots. */
gboolean ponder_base_url_is_local (const char *base_url);

G_END_DECLS
