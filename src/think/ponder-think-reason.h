/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why something came to nothing or what a check found, in words for people: a log has codes and plain English. */

#pragma once

#include "ponder-think-state.h"

G_BEGIN_DECLS

/* What the engine said in its own words is said in the reader's language; what a provider said stays. (nullable): NULL
 * only when @reason is. (transfer full) */
char *ponder_think_reason_dup_words (const char            *reason);

/* Why a part has no answer; (nullable): nobody said. (transfer full) */
char *ponder_think_reason_dup_of    (const PonderThinkNode *node);

/* What came of a check of its answer, "checked: it holds"; (nullable): there was none. (transfer full) */
char *ponder_think_check_dup_words  (const PonderThinkNode *node);

G_END_DECLS
