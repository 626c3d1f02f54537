/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a call needs of the session that it belongs to. */

#pragma once

#include <libsoup/soup.h>

#include "ponder-http.h"

G_BEGIN_DECLS

SoupSession *ponder_http_get_session (PonderHttp *self);

G_END_DECLS
