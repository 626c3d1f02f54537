/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and Markdown as HTML in which nothing of them is markup. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @length -1: to the end. Valid UTF-8 and without control characters but line ends and tabs. */
void ponder_html_append_words    (GString    *html,
                                  const char *text,
                                  gssize      length);

/* @text as the window shows it; a heading of it is @n_levels lower. */
void ponder_html_append_markdown (GString    *html,
                                  const char *text,
                                  guint       n_levels);

G_END_DECLS
