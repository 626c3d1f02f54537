/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTML entities in Markdown: &amp; and its like. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The character of an entity from its ampersand to its semicolon; 0 when it is not known and should
 * be shown as it is written. */
gunichar ponder_entity_decode (const char *text,
                               gsize       length);

G_END_DECLS
