/* SPDX-License-Identifier: GPL-3.0-or-later */
/* About how many tokens a text is: for the composer's hint, never for limits. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* About four Latin bytes a token and one CJK character a token; O(length). */
guint ponder_token_estimate (const char *text,
                             gssize      length);

G_END_DECLS
