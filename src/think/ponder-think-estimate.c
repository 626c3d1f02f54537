/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a run will still take, as a range, from what its calls took so far. */

#include "config.h"

#include "ponder-think-estimate-private.h"

#include <math.h>

/* Runs that are made up, and those of them that are as long as what is said, or shorter. */
#define DRAWS 200
#define DRAWS_SOONEST 100
#define DRAWS_LATEST 180

/* Standard deviations, of logarithms. Of one call; what was seen counts like so many calls more. */
#define CALL_SPREAD 0.5
#define CALL_SPREAD_TRUST 8.0
/* Of a run as a whole: of a model that is known, and what is added to its square where nothing is. */
#define RUN_SPREAD 0.25
#define UNKNOWN_VARIANCE 0.7
/* Of one kind of step beside the others. */
#define STEP_SPREAD 0.25

/* How often a review leads to something, before any is known; and how often to an edit of the answer, not of a part. */
#define REVISED_GUESS 1.0
#define REVIEWED_GUESS 3.0
#define EDITED_SHARE 0.6

/* Steps that follow the parts draw their luck from places of their own. */
enum
{
  LUCK_SYNTH = PONDER_THINK_ESTIMATE_MOST,
  LUCK_REVIEW,
  LUCK_REVISED,
  LUCK_REVISE,
  LUCK_SYNTH_AGAIN,
  LUCK_JUDGE,
  LUCK_JUDGE_AGAIN,
  LUCK_RUN,
  LUCK_STEPS,
  LUCK_PARTS = LUCK_STEPS + PONDER_THINK_N_STEPS
};

typedef struct
{
  const PonderThinkNode *node;
  guint64                needs;         /* a bit for each part it builds upon */
  guint                  depth;         /* so many build upon each other from it on, itself included */
  double                 length;
  double                 end;
} Job;

/* What is known before the dice are thrown. */
typedef struct
{
  const PonderThinkState *state;
  gint64                  now;
  guint                   slots;
  double                  log_ms[PONDER_THINK_N_STEPS];
  double                  doubts[PONDER_THINK_N_STEPS];
  double                  doubt;        /* of all steps together */
  double                  spread;
  double                  revised;
  Job                     jobs[PONDER_THINK_ESTIMATE_MOST];
  guint                   n_jobs;
} Outlook;

/* One made-up run. */
typedef struct
{
  guint  number;
  double log_ms[PONDER_THINK_N_STEPS];
} Draw;

/* --- luck --- */

/* The same for the same place in the same draw, so that what is said does not jump when something else has ended. */
typedef struct
{
  guint64 seed;
} Luck;

static Luck
luck_of (guint draw,
         guint place)
{
  return (Luck) { ((guint64) draw << 32) ^ ((guint64) (place + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) };
}

/* Between 0 and 1, neither of them: the mixer of SplitMix64. */
static double
draw_even (Luck *luck)
{
  guint64 bits = (luck->seed += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  bits = (bits ^ (bits >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  bits = (bits ^ (bits >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  bits ^= bits >> 31;
  return ((double) (bits >> 11) + 0.5) * 0x1p-53;
}

static double
draw_normal (Luck *luck)
{
  double radius = sqrt (-2 * log (draw_even (luck)));

  return radius * cos (2 * G_PI * draw_even (luck));
}

/* A normal one that is more than @least: thrown until it fits, or far out by the exponential that lies above it. */
static double
draw_normal_beyond (Luck   *luck,
                    double  least)
{
  double rate = (least + sqrt (least * least + 4)) / 2;
  double value;

  if (least < 0.5)
    {
      do
        value = draw_normal (luck);
      while (value <= least);
      return value;
    }
  do
    value = least - log (draw_even (luck)) / rate;
  while (draw_even (luck) > exp (-(value - rate) * (value - rate) / 2));
  return value;
}

/* --- what is known --- */

/* How much longer than @least a call is thought to be that has lasted as long, on the scale of one call's spread. */
static double
find_excess (double least)
{
  double tail = erfc (least / G_SQRT2) / 2;

  if (least > 5)
    return least + 1 / least;
  return exp (-least * least / 2) / sqrt (2 * G_PI) / tail;
}

/* It makes its call again after a wait: what has passed says nothing. */
static gboolean
waits_again (const PonderThinkNode *node)
{
  return node->retry_category != NULL;
}

/* FALSE: it does not run, or not for long enough to say anything. */
static gboolean
measure_running (const Outlook         *self,
                 const PonderThinkNode *node,
                 double                *log_ms)
{
  if (node->state != PONDER_THINK_RUNNING || waits_again (node) || self->now <= node->started)
    return FALSE;
  *log_ms = log (self->now - node->started);
  return TRUE;
}

/* Sums of what this run's calls took beyond what was expected: of the whole run, and of each kind of step. */
typedef struct
{
  double sum;
  double squares;       /* of the calls that have ended, and how many these are */
  double n_ended;
  double weight;
  double sums[PONDER_THINK_N_STEPS];
  double weights[PONDER_THINK_N_STEPS];
} Evidence;

static void
add_evidence (Evidence        *evidence,
              PonderThinkStep  step,
              double           excess,
              double           weight)
{
  evidence->sum += weight * excess;
  evidence->weight += weight;
  evidence->sums[step] += weight * excess;
  evidence->weights[step] += weight;
}

/* A call that runs is as long as it is at least: it counts as what it is likely to become, the more so the longer it
 * is. */
static void
gather (const Outlook *self,
        const double  *expected,
        double         shift,
        Evidence      *evidence)
{
  *evidence = (Evidence) { 0 };
  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);
      PonderThinkStep step = ponder_think_step_of (node);
      double log_ms;

      if (step == PONDER_THINK_N_STEPS)
        continue;
      if (ponder_think_step_measure (self->state, node, &log_ms))
        {
          double excess = log_ms - expected[step];

          add_evidence (evidence, step, excess, 1);
          evidence->squares += (excess - shift) * (excess - shift);
          evidence->n_ended++;
        }
      else if (measure_running (self, node, &log_ms))
        {
          double least = (log_ms - expected[step] - shift) / self->spread;
          double excess = find_excess (least);

          add_evidence (evidence, step, shift + self->spread * excess, CLAMP (excess * (excess - least), 0, 1));
        }
    }
}

/* How much is known of the model: more calls, less doubt about the next run. */
static double
find_run_variance (const PonderThinkPace *pace)
{
  double known = 0;

  for (guint i = 0; pace != NULL && i < PONDER_THINK_N_STEPS; i++)
    known += pace->weights[i];
  return RUN_SPREAD * RUN_SPREAD + UNKNOWN_VARIANCE / (1 + known);
}

/* How fast this run is, as far as it shows: expectations give way to what is seen as that becomes more. */
static void
look (Outlook               *self,
      const PonderThinkPace *pace)
{
  g_autoptr(PonderThinkPace) none = ponder_think_pace_new ();
  double variance = find_run_variance (pace);
  double expected[PONDER_THINK_N_STEPS];
  double shift = 0;
  Evidence evidence;

  ponder_think_pace_expect (pace != NULL ? pace : none, expected);
  self->spread = CALL_SPREAD;
  for (guint round = 0; round < 6; round++)
    {
      gather (self, expected, shift, &evidence);
      shift = evidence.sum / (evidence.weight + self->spread * self->spread / variance);
    }
  self->spread = sqrt ((CALL_SPREAD_TRUST * CALL_SPREAD * CALL_SPREAD + evidence.squares)
                       / (CALL_SPREAD_TRUST + evidence.n_ended));
  self->doubt = self->spread / sqrt (evidence.weight + self->spread * self->spread / variance);
  for (guint i = 0; i < PONDER_THINK_N_STEPS; i++)
    {
      double weight = evidence.weights[i] + self->spread * self->spread / (STEP_SPREAD * STEP_SPREAD);

      self->log_ms[i] = expected[i] + shift + (evidence.sums[i] - shift * evidence.weights[i]) / weight;
      self->doubts[i] = self->spread / sqrt (weight);
    }
}

/* --- parts --- */

static int
find_job (const Outlook *self,
          const char    *id)
{
  for (guint i = 0; i < self->n_jobs; i++)
    if (g_str_equal (self->jobs[i].node->id, id))
      return (int) i;
  return -1;
}

static void
list_jobs (Outlook *self)
{
  for (guint i = 0; i < self->state->nodes->len && self->n_jobs < PONDER_THINK_ESTIMATE_MOST; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

      if (node->kind == PONDER_THINK_KIND_SOLVE)
        self->jobs[self->n_jobs++] = (Job) { .node = node, .depth = 1 };
    }
  for (guint i = 0; i < self->n_jobs; i++)
    for (guint j = 0; self->jobs[i].node->deps[j] != NULL; j++)
      {
        int needed = find_job (self, self->jobs[i].node->deps[j]);

        if (needed >= 0)
          self->jobs[i].needs |= PONDER_THINK_ESTIMATE_BIT (needed);
      }
}

static void
find_depths (Outlook *self)
{
  for (guint round = 1; round < self->n_jobs; round++)
    for (guint i = 0; i < self->n_jobs; i++)
      for (guint j = 0; j < self->n_jobs; j++)
        if ((self->jobs[j].needs & PONDER_THINK_ESTIMATE_BIT (i)) != 0)
          self->jobs[i].depth = MAX (self->jobs[i].depth, self->jobs[j].depth + 1);
}

/* (nullable) @node: it may run already. */
static double
draw_call (const Outlook         *self,
           const Draw            *draw,
           const PonderThinkNode *node,
           PonderThinkStep        step,
           guint                  place)
{
  Luck luck = luck_of (draw->number, place);
  double log_ms = draw->log_ms[step];
  double least;

  if (node != NULL && ponder_think_node_is_settled (node))
    return 0;
  if (node != NULL && measure_running (self, node, &least))
    return exp (log_ms + self->spread * draw_normal_beyond (&luck, (least - log_ms) / self->spread))
           - (self->now - node->started);
  return exp (log_ms + self->spread * draw_normal (&luck))
         + (node != NULL && waits_again (node)
            ? MAX (node->retry_since + node->retry_wait * 1000 - self->now, 0) : 0);
}

/* Until the first that runs has ended. FALSE: none does. */
static gboolean
end_next (Outlook *self,
          guint64  running,
          guint64 *done,
          double  *time)
{
  guint next = self->n_jobs;

  for (guint i = 0; i < self->n_jobs; i++)
    if ((running & PONDER_THINK_ESTIMATE_BIT (i)) != 0
        && (next == self->n_jobs || self->jobs[i].end < self->jobs[next].end))
      next = i;
  if (next == self->n_jobs)
    return FALSE;
  *time = self->jobs[next].end;
  *done |= PONDER_THINK_ESTIMATE_BIT (next);
  return TRUE;
}

/* As the engine does it: whoever is ready takes a slot, in the order of the plan. */
static double
schedule (Outlook *self)
{
  guint64 started = 0;
  guint64 done = 0;
  double time = 0;

  for (guint i = 0; i < self->n_jobs; i++)
    {
      gboolean settled = ponder_think_node_is_settled (self->jobs[i].node);

      self->jobs[i].end = self->jobs[i].length;
      if (settled || self->jobs[i].node->state == PONDER_THINK_RUNNING)
        started |= PONDER_THINK_ESTIMATE_BIT (i);
      if (settled)
        done |= PONDER_THINK_ESTIMATE_BIT (i);
    }
  do
    {
      for (guint i = 0; i < self->n_jobs && ponder_think_estimate_count (started & ~done) < self->slots; i++)
        if ((started & PONDER_THINK_ESTIMATE_BIT (i)) == 0 && (self->jobs[i].needs & ~done) == 0)
          {
            started |= PONDER_THINK_ESTIMATE_BIT (i);
            self->jobs[i].end = time + self->jobs[i].length;
          }
    }
  while (end_next (self, started & ~done, &done, &time));
  return time;
}

static double
draw_parts (Outlook    *self,
            const Draw *draw)
{
  for (guint i = 0; i < self->n_jobs; i++)
    {
      const PonderThinkNode *node = self->jobs[i].node;

      self->jobs[i].length = draw_call (self, draw, node, ponder_think_step_of (node), i);
    }
  return schedule (self);
}

/* --- from the parts to the end --- */

static double
draw_judges (const Outlook *self,
             const Draw    *draw)
{
  double first = draw_call (self, draw, ponder_think_state_find (self->state, "judge-1"), PONDER_THINK_STEP_JUDGE,
                            LUCK_JUDGE);
  double second = draw_call (self, draw, ponder_think_state_find (self->state, "judge-2"), PONDER_THINK_STEP_JUDGE,
                             LUCK_JUDGE_AGAIN);

  return self->slots > 1 ? MAX (first, second) : first + second;
}

/* Of a review that found something. */
static double
draw_revision (const Outlook *self,
               const Draw    *draw)
{
  const PonderThinkNode *revise = ponder_think_state_find (self->state, "revise");

  if (self->state->passed)
    return 0;
  if (revise != NULL)
    return draw_call (self, draw, revise, PONDER_THINK_STEP_REVISE, LUCK_REVISE) + draw_judges (self, draw);
  return draw_call (self, draw, ponder_think_state_find (self->state, "synth-2"), PONDER_THINK_STEP_SYNTH,
                    LUCK_SYNTH_AGAIN)
         + draw_judges (self, draw);
}

/* A part that is made again, and those that build upon it. */
static double
draw_followers (const Outlook *self,
                const Draw    *draw,
                guint          part)
{
  double time = 0;

  for (guint i = 0; i < self->jobs[part].depth; i++)
    time += draw_call (self, draw, NULL, PONDER_THINK_STEP_MIDDLING, LUCK_PARTS + i);
  return time;
}

/* Of one that is still to be made. */
static double
draw_review (const Outlook *self,
             const Draw    *draw)
{
  double time = draw_call (self, draw, ponder_think_state_find (self->state, "review"), PONDER_THINK_STEP_REVIEW,
                           LUCK_REVIEW);
  Luck luck = luck_of (draw->number, LUCK_REVISED);

  if (draw_even (&luck) > self->revised)
    return time;
  if (draw_even (&luck) < EDITED_SHARE)
    return time + draw_call (self, draw, NULL, PONDER_THINK_STEP_REVISE, LUCK_REVISE) + draw_judges (self, draw);
  if (self->n_jobs > 0)
    time += draw_followers (self, draw, (guint) (draw_even (&luck) * self->n_jobs));
  return time + draw_call (self, draw, NULL, PONDER_THINK_STEP_SYNTH, LUCK_SYNTH_AGAIN) + draw_judges (self, draw);
}

static double
draw_answer (const Outlook *self,
             const Draw    *draw)
{
  const PonderThinkNode *node = ponder_think_estimate_find_answer (self->state);

  return draw_call (self, draw, node, node != NULL ? ponder_think_step_of (node) : PONDER_THINK_STEP_SYNTH, LUCK_SYNTH);
}

/* When its time is over, a run ends with its answer. */
static double
draw_left (Outlook    *self,
           const Draw *draw)
{
  double limit = MAX ((double) self->state->config->max_seconds * 1000 - self->now, 0);
  double time = MIN (draw_parts (self, draw), limit);

  if (self->state->reviewed)
    return MIN (time + draw_revision (self, draw), limit);
  time += draw_answer (self, draw);
  if (ponder_think_estimate_will_review (self->state) && time < limit)
    time = MIN (time + draw_review (self, draw), limit);
  return time;
}

static void
begin_draw (const Outlook *self,
            guint          number,
            Draw          *draw)
{
  Luck run = luck_of (number, LUCK_RUN);
  double shift = self->doubt * draw_normal (&run);

  draw->number = number;
  for (guint i = 0; i < PONDER_THINK_N_STEPS; i++)
    {
      Luck step = luck_of (number, LUCK_STEPS + i);

      draw->log_ms[i] = self->log_ms[i] + shift + self->doubts[i] * draw_normal (&step);
    }
}

static int
compare_cb (gconstpointer a,
            gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return left < right ? -1 : left > right;
}

gboolean
ponder_think_estimate_left (const PonderThinkState *state,
                            const PonderThinkPace  *pace,
                            guint                   slots,
                            gint64                  now,
                            gint64                 *soonest,
                            gint64                 *latest)
{
  Outlook outlook = { .state = state, .now = now, .slots = MAX (slots, 1) };
  double times[DRAWS];

  if (state->outcome != PONDER_THINK_OPEN || !state->planned)
    return FALSE;
  outlook.revised = (REVISED_GUESS + (pace != NULL ? pace->revisions : 0))
                    / (REVIEWED_GUESS + (pace != NULL ? pace->reviews : 0));
  look (&outlook, pace);
  list_jobs (&outlook);
  find_depths (&outlook);
  for (guint i = 0; i < DRAWS; i++)
    {
      Draw draw;

      begin_draw (&outlook, i, &draw);
      times[i] = draw_left (&outlook, &draw);
    }
  qsort (times, DRAWS, sizeof times[0], compare_cb);
  *soonest = (gint64) times[DRAWS_SOONEST - 1];
  *latest = (gint64) times[DRAWS_LATEST - 1];
  return TRUE;
}
