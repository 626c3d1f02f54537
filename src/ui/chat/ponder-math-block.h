/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A formula of its own: in the middle, scrolls sideways, can be copied as TeX. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-markdown.h"

G_BEGIN_DECLS

#define PONDER_TYPE_MATH_BLOCK (ponder_math_block_get_type ())

G_DECLARE_FINAL_TYPE (PonderMathBlock, ponder_math_block, PONDER, MATH_BLOCK, GtkWidget)

GtkWidget *ponder_math_block_new       (void);
void       ponder_math_block_set_block (PonderMathBlock *self,
                                        PonderBlock     *block);

G_END_DECLS
