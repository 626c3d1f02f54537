/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a model takes for each kind of step, as its runs have shown. */

#include "config.h"

#include "ponder-think-pace.h"

#include <math.h>
#include <string.h>

#include "ponder-json.h"

/* The newest calls count most: models and servers change. */
#define WEIGHT_MOST 20
/* So many calls of others weigh as much as a guess about one kind, and about how fast the model is. */
#define TRUST_IN_GUESS 1.0
#define TRUST_IN_SPEED 0.3
/* Nobody has an answer faster than that; what is shorter is a mistake of the clock. */
#define SHORTEST_MS 20

/* Seconds of a usual hosted model: the guess to begin with. */
static const struct
{
  const char *name;
  double      seconds;
} steps[PONDER_THINK_N_STEPS] = {
  [PONDER_THINK_STEP_PLAN] = { "plan", 10 },
  [PONDER_THINK_STEP_SMALL] = { "small", 8 },
  [PONDER_THINK_STEP_MIDDLING] = { "middling", 15 },
  [PONDER_THINK_STEP_LARGE] = { "large", 25 },
  [PONDER_THINK_STEP_SYNTH] = { "synth", 12 },
  [PONDER_THINK_STEP_ANSWER] = { "answer", 20 },
  [PONDER_THINK_STEP_REVIEW] = { "review", 10 },
  [PONDER_THINK_STEP_REVISE] = { "revise", 8 },
  [PONDER_THINK_STEP_JUDGE] = { "judge", 5 },
};

static double
guess (PonderThinkStep step)
{
  return log (steps[step].seconds * 1000);
}

PonderThinkPace *
ponder_think_pace_new (void)
{
  PonderThinkPace *self = g_new0 (PonderThinkPace, 1);

  for (guint i = 0; i < PONDER_THINK_N_STEPS; i++)
    self->log_ms[i] = guess (i);
  return self;
}

PonderThinkPace *
ponder_think_pace_copy (const PonderThinkPace *self)
{
  return g_memdup2 (self, sizeof *self);
}

void
ponder_think_pace_free (PonderThinkPace *self)
{
  g_free (self);
}

/* --- steps --- */

PonderThinkStep
ponder_think_step_of (const PonderThinkNode *node)
{
  switch ((int) node->kind)
    {
    case PONDER_THINK_KIND_PLAN:
    case PONDER_THINK_KIND_REPAIR:
      return PONDER_THINK_STEP_PLAN;
    case PONDER_THINK_KIND_SYNTH:
      return PONDER_THINK_STEP_SYNTH;
    case PONDER_THINK_KIND_ANSWER:
      return PONDER_THINK_STEP_ANSWER;
    case PONDER_THINK_KIND_REVIEW:
      return PONDER_THINK_STEP_REVIEW;
    case PONDER_THINK_KIND_REVISE:
      return PONDER_THINK_STEP_REVISE;
    case PONDER_THINK_KIND_JUDGE:
      return PONDER_THINK_STEP_JUDGE;
    case PONDER_THINK_KIND_SOLVE:
      break;
    default:
      return PONDER_THINK_N_STEPS;
    }
  if (strcmp (node->size, "s") == 0)
    return PONDER_THINK_STEP_SMALL;
  return strcmp (node->size, "l") == 0 ? PONDER_THINK_STEP_LARGE : PONDER_THINK_STEP_MIDDLING;
}

/* A plan without parts is the answer: that takes as long as it is. */
static gboolean
is_comparable (const PonderThinkState *state,
               const PonderThinkNode  *node)
{
  if (!ponder_think_node_is_plan (node))
    return TRUE;
  for (guint i = 0; i < state->nodes->len; i++)
    if (((PonderThinkNode *) g_ptr_array_index (state->nodes, i))->kind == PONDER_THINK_KIND_SOLVE)
      return TRUE;
  return FALSE;
}

/* (nullable): the last attempt that went well. */
static const PonderThinkSpan *
find_answered (const PonderThinkNode *node)
{
  for (guint i = node->spans->len; i > 0; i--)
    {
      const PonderThinkSpan *span = &g_array_index (node->spans, PonderThinkSpan, i - 1);

      if (span->state == PONDER_THINK_DONE)
        return span;
    }
  return NULL;
}

gboolean
ponder_think_step_measure (const PonderThinkState *state,
                           const PonderThinkNode  *node,
                           double                 *log_ms)
{
  const PonderThinkSpan *span = find_answered (node);

  if (span == NULL || span->ended < node->ended || node->cached || node->state != PONDER_THINK_DONE
      || ponder_think_step_of (node) == PONDER_THINK_N_STEPS || !is_comparable (state, node))
    return FALSE;
  *log_ms = log (MAX (span->ended - span->started, SHORTEST_MS));
  return TRUE;
}

/* --- learning --- */

static void
learn_call (PonderThinkPace *self,
            PonderThinkStep  step,
            double           log_ms)
{
  double weight = MIN (self->weights[step], WEIGHT_MOST - 1);

  self->log_ms[step] = (self->log_ms[step] * weight + log_ms) / (weight + 1);
  self->weights[step] = weight + 1;
}

/* What was found in old reviews counts for less with each new one. */
static void
learn_review (PonderThinkPace        *self,
              const PonderThinkState *state)
{
  double kept = MIN (self->reviews, WEIGHT_MOST - 1) / MAX (self->reviews, 1);

  self->reviews = self->reviews * kept + 1;
  self->revisions = self->revisions * kept + (state->verdict != NULL);
}

void
ponder_think_pace_learn (PonderThinkPace        *self,
                         const PonderThinkState *state,
                         gint64                  since)
{
  for (guint i = 0; i < state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (state->nodes, i);
      double log_ms;

      if (node->ended < since || !ponder_think_step_measure (state, node, &log_ms))
        continue;
      learn_call (self, ponder_think_step_of (node), log_ms);
      if (node->kind == PONDER_THINK_KIND_REVIEW && state->reviewed)
        learn_review (self, state);
    }
}

void
ponder_think_pace_expect (const PonderThinkPace *self,
                          double                *log_ms)
{
  double sum = 0;
  double weight = 0;
  double speed;

  for (guint i = 0; i < PONDER_THINK_N_STEPS; i++)
    {
      sum += self->weights[i] * (self->log_ms[i] - guess (i));
      weight += self->weights[i];
    }
  speed = sum / (weight + TRUST_IN_SPEED);
  for (guint i = 0; i < PONDER_THINK_N_STEPS; i++)
    log_ms[i] = (self->weights[i] * self->log_ms[i] + TRUST_IN_GUESS * (guess (i) + speed))
                / (self->weights[i] + TRUST_IN_GUESS);
}

/* --- as text --- */

char *
ponder_think_pace_serialize (const PonderThinkPace *self)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < PONDER_THINK_N_STEPS; i++)
    {
      JsonObject *step;

      if (self->weights[i] <= 0)
        continue;
      step = json_object_new ();
      json_object_set_double_member (step, "seconds", exp (self->log_ms[i]) / 1000);
      json_object_set_double_member (step, "calls", self->weights[i]);
      json_object_set_object_member (object, steps[i].name, step);
    }
  json_object_set_double_member (object, "reviews", self->reviews);
  json_object_set_double_member (object, "revisions", self->revisions);
  return ponder_json_take_to_string (object);
}

/* @fallback unless there is a number within reason. */
static double
read_number (JsonObject *object,
             const char *member,
             double      most,
             double      fallback)
{
  double value;

  return ponder_json_get_double (object, member, &value) && value > 0 && value <= most ? value : fallback;
}

PonderThinkPace *
ponder_think_pace_deserialize (const char *json)
{
  PonderThinkPace *self = ponder_think_pace_new ();
  g_autoptr(JsonObject) object = ponder_json_parse_object (json, -1, NULL);

  for (guint i = 0; i < PONDER_THINK_N_STEPS; i++)
    {
      JsonObject *step = ponder_json_get_object (object, steps[i].name);
      double seconds = read_number (step, "seconds", G_MAXINT, 0);

      if (seconds <= 0)
        continue;
      self->log_ms[i] = log (MAX (seconds * 1000, SHORTEST_MS));
      self->weights[i] = read_number (step, "calls", WEIGHT_MOST, 0);
    }
  self->reviews = read_number (object, "reviews", WEIGHT_MOST, 0);
  self->revisions = MIN (read_number (object, "revisions", WEIGHT_MOST, 0), self->reviews);
  return self;
}
