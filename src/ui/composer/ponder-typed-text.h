/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed in a buffer, and what had better not be. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer full) */
char    *ponder_typed_text_dup       (GtkTextBuffer *buffer);
/* Words, not only blanks. */
gboolean ponder_typed_text_has_words (GtkTextBuffer *buffer);
/* More than 10 KB or 200 lines: it hides the question that it belongs to, and takes long to lay out. */
gboolean ponder_typed_text_is_large  (const char    *text,
                                      int            length);
/* The same of a text that nobody has looked into yet. */
gboolean ponder_typed_text_is_long   (gsize          n_bytes);

G_END_DECLS
