/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The blocks of one Markdown text below each other: one widget each. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-code-highlighter.h"

G_BEGIN_DECLS

#define PONDER_TYPE_BLOCK_STACK (ponder_block_stack_get_type ())

G_DECLARE_FINAL_TYPE (PonderBlockStack, ponder_block_stack, PONDER, BLOCK_STACK, GtkWidget)

/* @highlighter may be NULL for plain text. @shrinks: it knows how wide its text would like to be, which
 * costs a second layout.
 * Signal "unfolding": something in it is about to grow because the reader asked for it. */
GtkWidget *ponder_block_stack_new          (PonderCodeHighlighter *highlighter,
                                            gboolean               shrinks);
/* Blocks that are as before keep their widgets. */
void       ponder_block_stack_set_markdown (PonderBlockStack      *self,
                                            const char            *text);
/* Words as they are, line by line. */
void       ponder_block_stack_set_plain    (PonderBlockStack      *self,
                                            const char            *text);
guint      ponder_block_stack_get_n_blocks (PonderBlockStack      *self);
/* (transfer none) */
GtkWidget *ponder_block_stack_get_widget   (PonderBlockStack      *self,
                                            guint                  index);

G_END_DECLS
