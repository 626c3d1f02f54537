/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blanks API keys in text that will be shown, logged or stored. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Blanks @key (nullable) wherever it stands, and whatever looks like a key of a known provider, a
 * Bearer token, or a key= parameter of a URL. Invalid UTF-8 is repaired. NULL gives NULL.
 * (transfer full) */
char *ponder_redact (const char *text,
                     const char *key);

G_END_DECLS
