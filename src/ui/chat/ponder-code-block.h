/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A block of code: its language, a copy button, lines that scroll sideways. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-code-highlighter.h"
#include "ponder-markdown.h"

G_BEGIN_DECLS

#define PONDER_TYPE_CODE_BLOCK (ponder_code_block_get_type ())

G_DECLARE_FINAL_TYPE (PonderCodeBlock, ponder_code_block, PONDER, CODE_BLOCK, GtkWidget)

GtkWidget *ponder_code_block_new       (PonderCodeHighlighter *highlighter);
void       ponder_code_block_set_block (PonderCodeBlock       *self,
                                        PonderBlock           *block);

G_END_DECLS
