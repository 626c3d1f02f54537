/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a run will still take, as a range, from what its calls took so far. */

#pragma once

#include "ponder-think-pace.h"
#include "ponder-think-state.h"

G_BEGIN_DECLS

/* Milliseconds from @now on that are as likely as not (@soonest) and nine times in ten (@latest) enough for the rest of
 * the run, with @slots parts at a time. @pace (nullable): what is known of the model from other runs. The same question
 * has the same answer. FALSE: that cannot be said before the plan is complete, nor once the run has ended. */
gboolean ponder_think_estimate_left  (const PonderThinkState *state,
                                      const PonderThinkPace  *pace,
                                      guint                   slots,
                                      gint64                  now,
                                      gint64                 *soonest,
                                      gint64                 *latest);
/* How many calls are still to come, those that are under way not counted: at the @least, when a review finds nothing,
 * and at the @most, when it does; tries after a failure come on top. FALSE: that cannot be said before the plan is
 * complete, nor once the run has ended. */
gboolean ponder_think_estimate_calls (const PonderThinkState *state,
                                      guint                  *least,
                                      guint                  *most);
/* Milliseconds that were saved by working on several parts at a time: what the steps took one after the other, less
 * what they took as they ran. Two calls for one step at a time save nothing. */
gint64   ponder_think_estimate_saved (const PonderThinkState *state);

G_END_DECLS
