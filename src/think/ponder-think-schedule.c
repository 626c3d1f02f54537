/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the engine does next: which step is ready, which one gets a slot, and when the limits are reached. */

#include "config.h"

#include "ponder-think-engine-private.h"

#include "ponder-think-trailer.h"

#include <string.h>

/* What is always left for the answer. */
#define CALLS_FOR_ANSWER 1

/* --- limits --- */

guint
ponder_think_engine_get_calls_left (PonderThinkEngine *self)
{
  guint calls = ponder_think_state_get_calls (self->state);

  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

      calls += node->first_runs && node->sent == node->hedge_sent;
      calls += node->hedge_runs && node->hedge_sent == 0;
    }
  return self->state->config->max_calls > calls ? self->state->config->max_calls - calls : 0;
}

double
ponder_think_engine_get_spent (PonderThinkEngine *self)
{
  const PonderThinkConfig *config = self->state->config;
  PonderUsage usage;
  double spent;

  ponder_think_state_get_usage (self->state, &usage);
  spent = ponder_think_state_get_calls (self->state) / (double) MAX (config->max_calls, 1);
  spent = MAX (spent, (double) usage.output / MAX (config->max_output, 1));
  return MAX (spent, (double) self->now / MAX (ponder_think_engine_get_deadline (self), 1));
}

guint
ponder_think_engine_get_spare_calls (PonderThinkEngine *self)
{
  guint left = ponder_think_engine_get_calls_left (self);
  guint needed = CALLS_FOR_ANSWER + (self->state->config->review ? 1 : 0);

  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

      needed += node->kind == PONDER_THINK_KIND_SOLVE
                && (node->state == PONDER_THINK_WAITING || node->state == PONDER_THINK_READY);
    }
  return left > needed ? left - needed : 0;
}

/* (nullable): which limit is reached. */
static const char *
find_limit (PonderThinkEngine *self)
{
  PonderUsage usage;

  ponder_think_state_get_usage (self->state, &usage);
  if (usage.output >= (gint64) self->state->config->max_output)
    return "tokens";
  if (self->now >= ponder_think_engine_get_deadline (self))
    return "time";
  return NULL;
}

gint64
ponder_think_engine_get_deadline (PonderThinkEngine *self)
{
  return (gint64) self->state->config->max_seconds * 1000;
}

gint64
ponder_think_engine_get_wake (PonderThinkEngine *self)
{
  gint64 wake = MIN (ponder_think_engine_get_hedge_time (self), ponder_think_engine_get_quorum_time (self));
  gint64 deadline = ponder_think_engine_get_deadline (self);

  if (self->state->paused || self->state->outcome != PONDER_THINK_OPEN)
    return G_MAXINT64;
  return self->now < deadline ? MIN (wake, deadline) : wake;
}

/* --- readiness --- */

static gboolean
is_part (const PonderThinkNode *node)
{
  return node->kind == PONDER_THINK_KIND_SOLVE;
}

/* A part that the plan names and has not come (yet). */
static gboolean
waits_for_plan (PonderThinkEngine     *self,
                const PonderThinkNode *node)
{
  for (guint i = 0; !self->state->planned && node->deps[i] != NULL; i++)
    if (ponder_think_state_find (self->state, node->deps[i]) == NULL)
      return TRUE;
  return FALSE;
}

/* What cannot be calculated without it is not calculated. (nullable) */
static const char *
find_lost_input (PonderThinkEngine     *self,
                 const PonderThinkNode *node)
{
  if (strcmp (node->task_kind, "calc") != 0)
    return NULL;
  for (guint i = 0; node->deps[i] != NULL; i++)
    {
      PonderThinkNode *dep = ponder_think_state_find (self->state, node->deps[i]);

      if (dep != NULL && ponder_think_node_is_settled (dep) && !ponder_think_node_has_answer (dep))
        return dep->id;
    }
  return NULL;
}

static gboolean
has_its_inputs (PonderThinkEngine     *self,
                const PonderThinkNode *node)
{
  for (guint i = 0; node->deps[i] != NULL; i++)
    {
      PonderThinkNode *dep = ponder_think_state_find (self->state, node->deps[i]);

      if (dep != NULL && !ponder_think_node_is_settled (dep))
        return FALSE;
    }
  return !waits_for_plan (self, node);
}

static gboolean
update_waiting (PonderThinkEngine *self,
                PonderThinkNode   *node)
{
  const char *lost;

  if (is_part (node) && self->state->config->approve_plan && !self->state->approved)
    return FALSE;
  if ((lost = find_lost_input (self, node)) != NULL)
    ponder_think_engine_say (self, PONDER_THINK_NODE_SKIPPED, node->id, "input", lost);
  else if (has_its_inputs (self, node))
    ponder_think_engine_say (self, PONDER_THINK_NODE_READY, node->id, NULL, NULL);
  else
    return FALSE;
  return TRUE;
}

static gboolean
update_ready (PonderThinkEngine *self)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

      if (node->state == PONDER_THINK_WAITING)
        changed |= update_waiting (self, node);
    }
  return changed;
}

/* --- doing without --- */

void
ponder_think_engine_cancel (PonderThinkEngine *self,
                            PonderThinkNode   *node,
                            const char        *why)
{
  PonderThinkEvent *event;

  if (node->state != PONDER_THINK_RUNNING)
    {
      ponder_think_engine_say (self, PONDER_THINK_NODE_SKIPPED, node->id, why, NULL);
      return;
    }
  if (ponder_think_node_is_plan (node) && self->state->answer->len > 0)
    ponder_think_engine_set_answer (self, node->id, self->state->answer->str);
  event = ponder_think_engine_new_event (self, PONDER_THINK_NODE_CANCELLED, node->id, why, NULL);
  event->text = g_strndup (node->text->str, ponder_think_trailer_find (node->text->str));
  event->count = node->sent;
  ponder_think_engine_emit (self, event);
}

static void
do_without (PonderThinkEngine *self,
            PonderThinkNode   *node,
            const char        *why)
{
  ponder_think_engine_cancel (self, node, why);
  if (ponder_think_node_is_plan (node))
    ponder_think_engine_plan_dropped (self);
}

/* --- slots --- */

guint
ponder_think_engine_count_busy (PonderThinkEngine *self)
{
  guint n = 0;

  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);
      gboolean plans = ponder_think_node_is_plan (node);

      n += (guint) node->first_runs + (guint) node->hedge_runs;
      n -= node->state == PONDER_THINK_RUNNING && plans && self->slots > 1;
    }
  return n;
}

/* The answer first; then what mends it; then parts, in the order of the plan; checks last. */
static guint
get_rank (const PonderThinkNode *node)
{
  switch (node->kind)
    {
    case PONDER_THINK_KIND_SYNTH:
    case PONDER_THINK_KIND_ANSWER:
      return 0;
    case PONDER_THINK_KIND_REVISE:
    case PONDER_THINK_KIND_JUDGE:
      return 1;
    case PONDER_THINK_KIND_REVIEW:
      return 2;
    case PONDER_THINK_KIND_PLAN:
    case PONDER_THINK_KIND_REPAIR:
      return 3;
    case PONDER_THINK_KIND_VERIFY:
      return 5;
    case PONDER_THINK_KIND_SOLVE:
      break;
    }
  return 4;
}

/* (nullable) */
static PonderThinkNode *
find_next (PonderThinkEngine *self)
{
  PonderThinkNode *best = NULL;

  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

      if (node->state == PONDER_THINK_READY && (best == NULL || get_rank (node) < get_rank (best)))
        best = node;
    }
  return best;
}

gboolean
ponder_think_engine_has_ready (PonderThinkEngine *self)
{
  return find_next (self) != NULL;
}

/* One call is always left for the answer, which a plan is not sure to be. */
static gboolean
can_pay (PonderThinkEngine     *self,
         const PonderThinkNode *node)
{
  guint reserve = is_part (node) || ponder_think_node_is_plan (node) ? CALLS_FOR_ANSWER : 0;

  if (node->kind == PONDER_THINK_KIND_VERIFY)
    return ponder_think_engine_get_spare_calls (self) > 0;
  return get_rank (node) == 0 || ponder_think_engine_get_calls_left (self) > reserve;
}

static void
start_node (PonderThinkEngine *self,
            PonderThinkNode   *node)
{
  PonderThinkEvent *event = ponder_think_engine_new_event (self, PONDER_THINK_NODE_STARTED, node->id,
                                                           node->attempt == 0 ? "first" : "again", NULL);

  event->count = node->attempt + 1;
  if (ponder_think_node_is_plan (node))
    {
      g_clear_pointer (&self->plan, ponder_think_plan_free);
      self->plan = ponder_think_plan_new ();
    }
  ponder_think_engine_emit (self, event);
}

static gboolean
start_ready (PonderThinkEngine *self)
{
  gboolean changed = FALSE;
  PonderThinkNode *node;

  while (ponder_think_engine_count_busy (self) < self->slots
         && (node = find_next (self)))
    {
      if (can_pay (self, node))
        start_node (self, node);
      else
        do_without (self, node, "calls");
      changed = TRUE;
    }
  return changed;
}

/* --- hurry --- */

/* Whoever writes the answer goes on; so does a plan that turned out to be one. */
static gboolean
is_answering (PonderThinkEngine     *self,
              const PonderThinkNode *node)
{
  return ponder_think_state_is_writer (self->state, node)
         || (ponder_think_node_is_plan (node) && self->state->answer->len > 0);
}

/* Answered from what there is: nothing before the answer goes on. */
static gboolean
hurry (PonderThinkEngine *self)
{
  const char *why = self->state->hurried_why != NULL ? self->state->hurried_why : "answer_now";
  gboolean changed = FALSE;

  if (!self->state->hurried)
    return FALSE;
  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

      if (ponder_think_node_is_settled (node) || is_answering (self, node))
        continue;
      do_without (self, node, why);
      changed = TRUE;
    }
  return changed;
}

static gboolean
mind_limits (PonderThinkEngine *self)
{
  const char *limit = self->state->hurried ? NULL : find_limit (self);
  PonderThinkEvent *event;

  if (limit == NULL)
    return FALSE;
  event = ponder_think_engine_new_event (self, PONDER_THINK_USER_COMMAND, NULL, "answer_now", NULL);
  event->text = g_strdup (limit);
  ponder_think_engine_emit (self, event);
  return TRUE;
}

/* --- phases --- */

static PonderThinkPhase
find_phase (PonderThinkEngine *self)
{
  PonderThinkState *state = self->state;

  if (state->outcome != PONDER_THINK_OPEN)
    return PONDER_THINK_PHASE_ENDED;
  if (ponder_think_engine_last (self, PONDER_THINK_KIND_REVISE) != NULL
      || ponder_think_engine_last (self, PONDER_THINK_KIND_JUDGE) != NULL)
    return PONDER_THINK_PHASE_REVISE;
  if (ponder_think_engine_last (self, PONDER_THINK_KIND_REVIEW) != NULL)
    return PONDER_THINK_PHASE_REVIEW;
  if (ponder_think_engine_last (self, PONDER_THINK_KIND_SYNTH) != NULL
      || ponder_think_engine_last (self, PONDER_THINK_KIND_ANSWER) != NULL)
    return PONDER_THINK_PHASE_SYNTHESIZE;
  if (!state->planned)
    return PONDER_THINK_PHASE_PLAN;
  return state->config->approve_plan && !state->approved ? PONDER_THINK_PHASE_APPROVE : PONDER_THINK_PHASE_SOLVE;
}

static void
tell_phase (PonderThinkEngine *self)
{
  PonderThinkPhase phase = find_phase (self);

  if (phase != self->state->phase)
    ponder_think_engine_say (self, PONDER_THINK_RUN_PHASE, NULL, ponder_think_phase_to_string (phase), NULL);
}

void
ponder_think_engine_advance (PonderThinkEngine *self)
{
  gboolean changed = !self->state->paused;

  while (changed && self->state->outcome == PONDER_THINK_OPEN)
    {
      changed = mind_limits (self);
      changed |= hurry (self);
      changed |= ponder_think_engine_take_checks (self);
      changed |= ponder_think_engine_leave_last (self);
      changed |= ponder_think_engine_settle (self);
      if (self->state->outcome != PONDER_THINK_OPEN)
        break;
      changed |= update_ready (self);
      changed |= ponder_think_engine_drop_checks (self);
      changed |= start_ready (self);
      /* What is left over. */
      changed |= !changed && (ponder_think_engine_hedge (self) || ponder_think_engine_add_checks (self));
    }
  tell_phase (self);
}
