/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the code is in a Markdown text: there nothing means anything. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gsize start;
  gsize end;
} PonderMarkdownRange;

/* The code of @text, which ends with a line end, in order; NULL when the thread's processor time passes @deadline
 * first. (transfer full) (nullable) of PonderMarkdownRange */
GArray *ponder_markdown_find_code (const char *text,
                                   gsize       length,
                                   gint64      deadline);

G_END_DECLS
