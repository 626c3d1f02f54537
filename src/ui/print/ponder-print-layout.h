/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays out a message for paper, a part at a time. */

#pragma once

#include <pango/pango.h>

#include "ponder-print-source.h"
#include "ponder-print-strip.h"

G_BEGIN_DECLS

typedef struct _PonderPrintLayout PonderPrintLayout;

/* @width: in points. */
PonderPrintLayout *ponder_print_layout_new           (PangoContext      *context,
                                                      double             width,
                                                      gboolean           right_to_left);
void               ponder_print_layout_free          (PonderPrintLayout *self);
/* @source outlives its use. */
void               ponder_print_layout_set_source    (PonderPrintLayout *self,
                                                      PonderPrintSource *source);
/* Its caption is block 0, its text what follows. */
guint              ponder_print_layout_get_n_blocks  (PonderPrintLayout *self);
/* Makes the strips of a part of a block: from byte @part of a long text on, or the row @part of a table. */
void               ponder_print_layout_load          (PonderPrintLayout *self,
                                                      guint              block,
                                                      gsize              part);
/* (element-type PonderPrintStrip) (transfer none): good until another part is loaded. */
GPtrArray         *ponder_print_layout_get_strips    (PonderPrintLayout *self);
/* The part after it; 0: it was the last one of its block. */
gsize              ponder_print_layout_get_next_part (PonderPrintLayout *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderPrintLayout, ponder_print_layout_free)

G_END_DECLS
