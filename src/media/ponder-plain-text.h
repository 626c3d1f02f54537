/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text files of whatever encoding. Pure. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* UTF-8 with or without a mark, UTF-16, GB18030 or Windows-1252 as UTF-8, told apart by what makes sense.
 * (transfer full) (nullable): it is no text. */
char *ponder_plain_text_read (GBytes *bytes);

G_END_DECLS
