/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one line of a message that a list of chats shows. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* At most 200 characters of what @markdown says, without its marks, on one line. (transfer full) */
char *ponder_preview_from_markdown (const char *markdown);

G_END_DECLS
