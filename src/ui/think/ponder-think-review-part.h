/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a review found in an answer, and what became of it. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-think-state.h"

G_BEGIN_DECLS

#define PONDER_TYPE_THINK_REVIEW_PART (ponder_think_review_part_get_type ())

G_DECLARE_FINAL_TYPE (PonderThinkReviewPart, ponder_think_review_part, PONDER, THINK_REVIEW_PART, GtkWidget)

/* Made by templates. It hides where there is no review to speak of. */
void ponder_think_review_part_show (PonderThinkReviewPart  *self,
                                    const PonderThinkState *state);

G_END_DECLS
