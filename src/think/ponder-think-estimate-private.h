/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the estimate share. */

#pragma once

#include "ponder-think-estimate.h"

G_BEGIN_DECLS

/* Sets of parts are bits. Plans have fewer parts; what somebody adds beyond that is not waited for. */
#define PONDER_THINK_ESTIMATE_MOST 64
#define PONDER_THINK_ESTIMATE_BIT(n) (G_GUINT64_CONSTANT (1) << (n))

/* How many are in @set. */
guint                  ponder_think_estimate_count       (guint64                 set);
/* (nullable): who writes, or wrote, the answer that is shown. */
const PonderThinkNode *ponder_think_estimate_find_answer (const PonderThinkState *state);
/* The answer is going to be read again, or is being read. */
gboolean               ponder_think_estimate_will_review (const PonderThinkState *state);

G_END_DECLS
