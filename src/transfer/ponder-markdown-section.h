/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody's Markdown as one section of a larger document. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @text so that nothing in it reaches out of its section: its headings are two levels lower, a fence that it leaves
 * open is closed, its footnotes have names of its own, HTML tags are words as they are in the window. What cannot be
 * tamed is quoted. Code stays as it is.
 * Ends with a line end unless empty. (transfer full) */
char *ponder_markdown_section_from_text (const char *text);

/* @text, lines and all, as a quote. (transfer full) */
char *ponder_markdown_section_quote     (const char *text);

/* @text as a block of code whose fence it cannot end. (transfer full) */
char *ponder_markdown_section_code      (const char *text,
                                         const char *language);

/* One line in which nothing is a mark. (transfer full) */
char *ponder_markdown_section_escape    (const char *line);

G_END_DECLS
