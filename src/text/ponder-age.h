/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long ago something was, in words. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "just now" (less than a minute, or a clock that was set back), "3 minutes", "2 hours", "5 days": whole units of
 * what has gone by. @age: microseconds. (transfer full) */
char *ponder_age_to_words     (gint64 age);
/* Of an answer that was kept: "from cache, just now", "from cache, 3 minutes old". (transfer full) */
char *ponder_age_dup_of_cache (gint64 age);

G_END_DECLS
