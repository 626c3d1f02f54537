/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When something was, in the few letters a row has for it. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The time of day, else the day of the week, else the date, of microseconds since 1970; "" for 0, which stands
 * for an unknown time. (transfer full) */
char *ponder_short_time_format (gint64 microseconds);

G_END_DECLS
