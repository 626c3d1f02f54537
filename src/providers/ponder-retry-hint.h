/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a server asks to wait, in all the ways that servers say it. Pure. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A header of an answer by its lower-case name; NULL when there is none. */
typedef const char *(*PonderHeaderFunc) (gpointer    user_data,
                                         const char *name);

/* All give seconds, negative when nothing is said. @now: seconds since 1970. */
double ponder_retry_hint_from_value   (const char       *value,
                                       double            now);
double ponder_retry_hint_from_headers (PonderHeaderFunc  header,
                                       gpointer          header_data,
                                       double            now);
/* When the limit that is used up is lifted: what a server says that does not say how long to wait. */
double ponder_retry_hint_from_limits  (PonderHeaderFunc  header,
                                       gpointer          header_data,
                                       double            now);
double ponder_retry_hint_from_text    (const char       *text);

G_END_DECLS
