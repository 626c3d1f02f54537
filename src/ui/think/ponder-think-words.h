/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a run of deep think as a whole. */

#pragma once

#include "ponder-think-board.h"

G_BEGIN_DECLS

/* Where a step of a run stands; what is told by more than a colour. */
typedef enum
{
  PONDER_THINK_STRIP_AHEAD,
  PONDER_THINK_STRIP_ACTIVE,
  PONDER_THINK_STRIP_HALTED,     /* in the middle of it nothing goes on */
  PONDER_THINK_STRIP_DONE,
  PONDER_THINK_STRIP_FLAWED,     /* done, but for something */
  PONDER_THINK_STRIP_LEFT_OUT,
} PonderThinkStripState;

typedef enum
{
  PONDER_THINK_STRIP_PLAN,
  PONDER_THINK_STRIP_SOLVE,
  PONDER_THINK_STRIP_SYNTHESIZE,
  PONDER_THINK_STRIP_REVIEW,
  PONDER_THINK_STRIP_N_STEPS
} PonderThinkStripStep;

/* All (transfer full). */

/* The one line: how it ended, or how far it is. */
char *ponder_think_words_dup_title    (PonderThinkBoard *board);
/* "0:31 · 7 calls · 9.1k tokens · 0:20–0:35 left" */
char *ponder_think_words_dup_totals   (PonderThinkBoard *board);
/* (nullable): what the reader is to know or to decide before it goes on. */
char *ponder_think_words_dup_banner   (PonderThinkBoard *board);
/* (nullable): how the plan had to be read, or why there is none. */
char *ponder_think_words_dup_degraded (const PonderThinkState *state);
/* What goes on now, for who listens; (nullable): nothing does. */
char *ponder_think_words_dup_phase    (PonderThinkBoard *board);
/* The name of a step with its count; @said (nullable) (out): with its state in words, for who listens. */
char *ponder_think_words_dup_step     (PonderThinkBoard     *board,
                                       PonderThinkStripStep       step,
                                       PonderThinkStripState *state,
                                       char                **said);

G_END_DECLS
