/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of deep think in one line, for people. */

#pragma once

#include "ponder-think-state.h"

G_BEGIN_DECLS

/* "Deep think: answered from 5 of 6 parts, 9 calls, 58 s, reviewed 8.5/10": only what is known. Whether somebody still
 * drives a run that has not ended is not in its state, and is not said. (transfer full) */
char *ponder_think_summary_dup          (const PonderThinkState *state);
/* The same at @now, in milliseconds of the run; @standing (nullable): said instead of how it ended. (transfer full) */
char *ponder_think_summary_dup_at       (const PonderThinkState *state,
                                         const char             *standing,
                                         gint64                  now);

/* Its pieces; (transfer full). The parts and the review are NULL where there is nothing to say of them. */
char *ponder_think_summary_dup_parts    (const PonderThinkState *state);
char *ponder_think_summary_dup_calls    (const PonderThinkState *state);
char *ponder_think_summary_dup_review   (const PonderThinkState *state);
/* "8 s", "2 min 5 s" */
char *ponder_think_summary_dup_duration (gint64                  milliseconds);
/* "0:08", "2:05", "1:02:05" */
char *ponder_think_summary_dup_clock    (gint64                  milliseconds);

G_END_DECLS
