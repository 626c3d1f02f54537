/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a run will still take, by what is known of its model, and what it adds to that. */

#include "config.h"

#include "ponder-think-run-state-private.h"

#include "ponder-think-estimate.h"

static guint
count_parts (const PonderThinkState *state)
{
  guint n = 0;

  for (guint i = 0; i < state->nodes->len; i++)
    n += ((PonderThinkNode *) g_ptr_array_index (state->nodes, i))->kind == PONDER_THINK_KIND_SOLVE;
  return n;
}

/* What is said when the parts begin holds until there is more to do. */
static void
note_promise (PonderThinkRun         *self,
              const PonderThinkState *state,
              gint64                  latest)
{
  guint n_parts = count_parts (state);

  if (state->phase == PONDER_THINK_PHASE_APPROVE
      || (self->promise > 0 && self->promised_parts == n_parts
          && self->promised_seconds == state->config->max_seconds))
    return;
  self->promise = ponder_think_run_get_time (self) + latest;
  self->promised_parts = n_parts;
  self->promised_seconds = state->config->max_seconds;
}

gboolean
ponder_think_run_estimate (PonderThinkRun *self,
                           gint64         *soonest,
                           gint64         *latest)
{
  const PonderThinkState *state = ponder_think_engine_get_state (self->engine);

  if (!self->running || self->means == NULL
      || !ponder_think_estimate_left (state, self->means->pace,
                                      ponder_think_means_get_slots (self->means->provider, state->config),
                                      ponder_think_run_get_time (self), soonest, latest))
    return FALSE;
  note_promise (self, state, *latest);
  return TRUE;
}

gboolean
ponder_think_run_is_late (PonderThinkRun *self)
{
  return self->running && self->promise > 0 && ponder_think_run_get_time (self) > self->promise;
}

void
ponder_think_run_learn (PonderThinkRun  *self,
                        PonderThinkPace *pace)
{
  ponder_think_pace_learn (pace, ponder_think_engine_get_state (self->engine), self->begun);
}

const PonderModelConfig *
ponder_think_run_get_config (PonderThinkRun *self)
{
  return self->means != NULL && self->store != NULL ? self->means->config : NULL;
}
