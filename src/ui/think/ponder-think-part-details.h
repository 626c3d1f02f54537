/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All there is to know of one part of a run: what was asked, what came of it, and how. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-code-highlighter.h"
#include "ponder-think-part-words.h"

G_BEGIN_DECLS

#define PONDER_TYPE_THINK_PART_DETAILS (ponder_think_part_details_get_type ())

G_DECLARE_FINAL_TYPE (PonderThinkPartDetails, ponder_think_part_details, PONDER, THINK_PART_DETAILS, GtkWidget)

/* Made when somebody looks, and dropped after that. Signal "unfolding": it is about to grow because the reader asked
 * for it. */
GtkWidget *ponder_think_part_details_new    (PonderCodeHighlighter  *highlighter);
/* What is as before is not touched. */
void       ponder_think_part_details_update (PonderThinkPartDetails *self,
                                             const PonderThinkPart  *part);

G_END_DECLS
