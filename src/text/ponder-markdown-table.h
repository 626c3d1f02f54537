/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables right under a line of text, where md4c sees none. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether in @text a table begins at byte @line, where a line begins, while the line above is of a paragraph. Then
 * *@content is where the line begins behind the marks of quotes, and *@quotes how long those are. */
gboolean ponder_markdown_table_is_joined    (const char *text,
                                             gsize       line,
                                             gsize      *content,
                                             gsize      *quotes);
/* The same for the line above byte @at, where the rule under the first row may begin. */
gboolean ponder_markdown_table_is_rule_joined (const char *text,
                                               const char *at);

G_END_DECLS
