/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of several answers to one question most of them agree on. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an answer comes to: what is in its last \boxed{}, or after its last "####", else its last line that says
 * something; a number in that line counts alone. Without marks, case and spaces. (transfer full), never NULL */
char  *ponder_vote_dup_key (const char *text);
/* (element-type utf8): at least one. The first of those whose key most have; of equals the one that came first. */
guint  ponder_vote_pick    (GPtrArray  *texts);

G_END_DECLS
