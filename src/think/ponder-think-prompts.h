/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each node of a run asks its model. */

#pragma once

#include "ponder-think-state.h"

G_BEGIN_DECLS

/* An answer of a part that is quoted whole; of a longer one the conclusion, the beginning and the end are. */
#define PONDER_THINK_QUOTE_LIMIT 24000

/* For all nodes of all runs the same: what comes before the chat's own system prompt. */
const char *ponder_think_prompts_get_system (void);
/* The question that @node asks, from what @state knows. @candidate (nullable): of a judge, the new answer. The
 * beginning is the same for all nodes of a run, so that servers can keep what they read. (transfer full) */
char       *ponder_think_prompts_dup        (const PonderThinkState *state,
                                             const PonderThinkNode  *node,
                                             const char             *candidate);

G_END_DECLS
