/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people and models say that is about nothing yet. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether @text (UTF-8) names no subject: “Hi!”, “Can you explain this?”, “你好，请解释一下这段代码”, or no
 * words at all. Knows English and Chinese; a word of any other language is a subject. */
gboolean ponder_small_talk_is_all (const char *text);

G_END_DECLS
