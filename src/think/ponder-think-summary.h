/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of deep think in one line, for people. */

#pragma once

#include "ponder-think-state.h"

G_BEGIN_DECLS

/* "Deep think: answered from 5 of 6 parts, 9 calls, 58 s, review 8.5/10": only what is known. Whether somebody still
 * drives a run that has not ended is not in its state, and is not said. (transfer full) */
char *ponder_think_summary_dup (const PonderThinkState *state);

G_END_DECLS
