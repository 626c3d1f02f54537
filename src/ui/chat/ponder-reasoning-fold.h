/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model thought before it answered, folded away. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-code-highlighter.h"
#include "ponder-message.h"

G_BEGIN_DECLS

#define PONDER_TYPE_REASONING_FOLD (ponder_reasoning_fold_get_type ())

G_DECLARE_FINAL_TYPE (PonderReasoningFold, ponder_reasoning_fold, PONDER, REASONING_FOLD, GtkWidget)

/* Signals: "unfolding": the reader opens or closes it now; "toggled" (gboolean open). */
GtkWidget *ponder_reasoning_fold_new      (PonderCodeHighlighter *highlighter);
void       ponder_reasoning_fold_update   (PonderReasoningFold   *self,
                                           PonderMessage         *message);
gboolean   ponder_reasoning_fold_get_open (PonderReasoningFold   *self);
/* (nullable) (transfer none): the blocks, while it is open. */
GtkWidget *ponder_reasoning_fold_get_blocks (PonderReasoningFold *self);
void       ponder_reasoning_fold_set_open (PonderReasoningFold   *self,
                                           gboolean               open);

G_END_DECLS
