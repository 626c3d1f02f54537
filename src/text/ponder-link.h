/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a link in a model's answer may do. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The address to open, normalised, or NULL when it must not be opened: only http, https and mailto
 * (of which only subject and body are kept); no user information, control or bidi characters.
 * (transfer full) (nullable) */
char *ponder_link_dup_safe_target (const char *target);

/* What a person is shown before following it: the host in ASCII and its port for http(s), so that
 * look-alike letters are seen, the receivers for mailto; anything else, which must not be opened,
 * as it is written with hidden characters made visible. (transfer full) */
char *ponder_link_dup_display     (const char *target);

G_END_DECLS
