/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a model takes for each kind of step, as its runs have shown. */

#pragma once

#include "ponder-think-state.h"

G_BEGIN_DECLS

/* A plan, a small, middling and large part, the answer from parts and without, a review, edits, an opinion. */
typedef enum
{
  PONDER_THINK_STEP_PLAN,
  PONDER_THINK_STEP_SMALL,
  PONDER_THINK_STEP_MIDDLING,
  PONDER_THINK_STEP_LARGE,
  PONDER_THINK_STEP_SYNTH,
  PONDER_THINK_STEP_ANSWER,
  PONDER_THINK_STEP_REVIEW,
  PONDER_THINK_STEP_REVISE,
  PONDER_THINK_STEP_JUDGE,
  PONDER_THINK_N_STEPS
} PonderThinkStep;

/* A plain value. Lengths are natural logarithms of milliseconds: what calls take is spread evenly there. */
typedef struct
{
  double log_ms[PONDER_THINK_N_STEPS];
  double weights[PONDER_THINK_N_STEPS]; /* calls it was learned from; 0: the length is a guess */
  double reviews;                       /* how many there were, and how many of them found something */
  double revisions;
} PonderThinkPace;

/* Knows nothing yet. */
PonderThinkPace *ponder_think_pace_new         (void);
PonderThinkPace *ponder_think_pace_copy        (const PonderThinkPace  *self);
void             ponder_think_pace_free        (PonderThinkPace        *self);
/* From the calls of a run that ended after @since, in milliseconds of the run. */
void             ponder_think_pace_learn       (PonderThinkPace        *self,
                                                const PonderThinkState *state,
                                                gint64                  since);
/* What steps are likely to take: where little is known, what is known of the others says how fast the model is. */
void             ponder_think_pace_expect      (const PonderThinkPace  *self,
                                                double                 *log_ms);
/* (transfer full) */
char            *ponder_think_pace_serialize   (const PonderThinkPace  *self);
/* What cannot be read is not known. */
PonderThinkPace *ponder_think_pace_deserialize (const char             *json);

/* PONDER_THINK_N_STEPS: none that anything waits for. */
PonderThinkStep  ponder_think_step_of          (const PonderThinkNode  *node);
/* What the call took that gave @node its answer. FALSE: it has none, or one from elsewhere. */
gboolean         ponder_think_step_measure     (const PonderThinkState *state,
                                                const PonderThinkNode  *node,
                                                double                 *log_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderThinkPace, ponder_think_pace_free)

G_END_DECLS
