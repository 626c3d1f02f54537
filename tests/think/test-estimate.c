/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a run will still take: what is said before is compared with what happens then, in simulated time. */

#include "ponder-test-run.h"

#include "ponder-think-estimate.h"

#include <math.h>

#define N_RUNS 300
#define N_RUNS_BEFORE 5

#define TASK(id, deps, size) \
  "{\"t\":\"task\",\"id\":\"" id "\",\"title\":\"" id "\",\"ask\":\"Ask " id "\",\"deps\":[" deps "],\"size\":\"" size \
  "\"}\n"

static const char *const plans[] = {
  TASK ("a", "", "m") TASK ("b", "", "m") TASK ("c", "", "m") TASK ("d", "", "m") TASK ("e", "", "m")
  TASK ("f", "", "m"),
  TASK ("a", "", "s") TASK ("b", "", "m") TASK ("c", "", "l") TASK ("d", "\"a\"", "m") TASK ("e", "\"b\",\"c\"", "s"),
  TASK ("a", "", "m") TASK ("b", "\"a\"", "m") TASK ("c", "\"a\"", "m") TASK ("d", "\"a\"", "l")
  TASK ("e", "\"b\",\"c\"", "s") TASK ("f", "\"d\",\"e\"", "m"),
};

#define GOOD_REVIEW "{\"score\":9,\"criteria\":[]}"
#define BAD_REVIEW \
  "{\"issue\":\"wrong\",\"severity\":\"major\",\"quote\":\"long answer\",\"task\":null,\"fix\":\"mend\"}\n{\"score\":5}"
#define BAD_PART(id) \
  "{\"issue\":\"wrong\",\"severity\":\"major\",\"quote\":\"long answer\",\"task\":\"" id "\"," \
  "\"fix\":\"mend\"}\n{\"score\":5}"

/* What the calls of a model take: seconds as they are written here, times @speed, and times what this model makes of that
 * kind of step, with some luck in each. */
typedef struct
{
  GRand      *rand;
  const char *plan;
  double      speed;
  double      habits[PONDER_THINK_N_STEPS];
  double      spread;
  double      revised;
} Model;

static const char *const bad_parts[] = { BAD_PART ("a"), BAD_PART ("b"), BAD_PART ("c"), BAD_PART ("d"),
                                         BAD_PART ("e") };

static const double seconds[PONDER_THINK_N_STEPS] = { 10, 8, 15, 25, 12, 20, 10, 8, 5 };

static double
draw_normal (GRand *rand)
{
  return sqrt (-2 * log (1 - g_rand_double (rand))) * cos (2 * G_PI * g_rand_double (rand));
}

static const char *
get_words (Model                 *model,
           const PonderThinkNode *node)
{
  switch ((int) node->kind)
    {
    case PONDER_THINK_KIND_PLAN:
      return model->plan;
    case PONDER_THINK_KIND_SYNTH:
      return g_str_equal (node->id, "synth") ? "The long answer is this." : "Another answer.";
    case PONDER_THINK_KIND_REVIEW:
      if (g_rand_double (model->rand) > model->revised)
        return GOOD_REVIEW;
      return g_rand_double (model->rand) < 0.6 ? BAD_REVIEW : bad_parts[g_rand_int_range (model->rand, 0, 5)];
    case PONDER_THINK_KIND_REVISE:
      return "{\"find\":\"long\",\"replace\":\"short\"}";
    case PONDER_THINK_KIND_JUDGE:
      return "{\"winner\":\"A\"}";
    case PONDER_THINK_KIND_SOLVE:
    default:
      return "Words of a part.";
    }
}

static PonderTestCall
answer_call (PonderThinkEngine     *engine,
             const PonderThinkNode *node,
             const char            *prompt,
             gpointer               user_data)
{
  Model *model = user_data;
  PonderThinkStep step = ponder_think_step_of (node);
  double took = seconds[step] * model->habits[step] * model->speed * exp (model->spread * draw_normal (model->rand));
  gint64 last = MAX ((gint64) (took * 1000), 1);

  return (PonderTestCall) { .first = last * 15 / 100, .last = last, .text = g_strdup (get_words (model, node)),
                            .n_pieces = 4, .n_requests = 1 };
}

static PonderTestRun *
new_run (Model *model,
         guint  slots)
{
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();

  config->max_seconds = 36000;
  return ponder_test_run_new ("The question", config, slots, answer_call, model);
}

static const PonderThinkState *
get_state (PonderTestRun *run)
{
  return ponder_think_engine_get_state (run->engine);
}

/* --- the ranges hold --- */

/* When something is said about the rest. */
typedef enum
{
  WHEN_PLANNED,
  WHEN_HALF_DONE,
  WHEN_ANSWER_BEGINS,
  WHEN_ANSWER_GOES_ON,
  WHEN_REVIEWED,
  N_MOMENTS
} Moment;

static const char *const moment_names[N_MOMENTS] = { "planned", "half done", "answer begins", "answer goes on",
                                                     "review begins" };

static gboolean
is_node_running (const PonderThinkState *state,
                 const char             *id)
{
  const PonderThinkNode *node = ponder_think_state_find (state, id);

  return node != NULL && node->state == PONDER_THINK_RUNNING;
}

static gboolean
has_come (const PonderThinkState *state,
          Moment                  moment)
{
  switch (moment)
    {
    case WHEN_PLANNED:
      return state->planned;
    case WHEN_HALF_DONE:
      return state->planned && ponder_think_state_count_parts (state, PONDER_THINK_DONE) >= 3;
    case WHEN_ANSWER_BEGINS:
    case WHEN_ANSWER_GOES_ON:
      return is_node_running (state, "synth");
    case WHEN_REVIEWED:
      return is_node_running (state, "review");
    case N_MOMENTS:
      break;
    }
  return FALSE;
}

typedef struct
{
  guint n[N_MOMENTS];
  guint n_soonest[N_MOMENTS];   /* what happened was shorter */
  guint n_latest[N_MOMENTS];
} Score;

typedef struct
{
  gboolean said;
  gint64   now;
  gint64   soonest;
  gint64   latest;
} Saying;

/* @later: of WHEN_ANSWER_GOES_ON. */
static void
say (PonderTestRun         *run,
     const PonderThinkPace *pace,
     gint64                 later,
     Saying                *sayings)
{
  for (guint i = 0; i < N_MOMENTS; i++)
    if (!sayings[i].said && has_come (get_state (run), i))
      {
        sayings[i].said = TRUE;
        sayings[i].now = run->now + (i == WHEN_ANSWER_GOES_ON ? later : 0);
        g_assert_true (ponder_think_estimate_left (get_state (run), pace, run->slots, sayings[i].now,
                                                   &sayings[i].soonest, &sayings[i].latest));
        g_assert_cmpint (sayings[i].soonest, <=, sayings[i].latest);
        g_assert_cmpint (sayings[i].soonest, >=, 0);
      }
}

static void
try_run (Model                 *model,
         const PonderThinkPace *pace,
         Score                 *score)
{
  g_autoptr(PonderTestRun) run = new_run (model, 3);
  Saying sayings[N_MOMENTS] = { 0 };
  gint64 end;

  do
    say (run, pace, (gint64) (6000 * model->speed), sayings);
  while (ponder_test_run_step (run));
  end = run->now;
  if (ponder_think_state_find (get_state (run), "synth")->ended <= sayings[WHEN_ANSWER_GOES_ON].now)
    sayings[WHEN_ANSWER_GOES_ON].said = FALSE;
  for (guint i = 0; i < N_MOMENTS; i++)
    {
      score->n[i] += sayings[i].said;
      score->n_soonest[i] += sayings[i].said && end - sayings[i].now <= sayings[i].soonest;
      score->n_latest[i] += sayings[i].said && end - sayings[i].now <= sayings[i].latest;
    }
}

static void
check_score (const Score *score,
             double       least_soonest,
             double       most_soonest,
             double       least_latest,
             double       most_latest)
{
  for (guint i = 0; i < N_MOMENTS; i++)
    {
      double soonest = (double) score->n_soonest[i] / score->n[i];
      double latest = (double) score->n_latest[i] / score->n[i];

      g_test_message ("%s: %u times, %.0f %% before the soonest, %.0f %% before the latest", moment_names[i],
                      score->n[i], 100 * soonest, 100 * latest);
      g_assert_cmpuint (score->n[i], >=, N_RUNS / 2);
      g_assert_cmpfloat (soonest, >=, least_soonest);
      g_assert_cmpfloat (soonest, <=, most_soonest);
      g_assert_cmpfloat (latest, >=, least_latest);
      g_assert_cmpfloat (latest, <=, most_latest);
    }
}

static void
learn (Model           *model,
       PonderThinkPace *pace)
{
  for (guint i = 0; i < N_RUNS_BEFORE; i++)
    {
      g_autoptr(PonderTestRun) run = new_run (model, 3);

      ponder_test_run_all (run);
      ponder_think_pace_learn (pace, get_state (run), 0);
    }
}

/* @speed_spread: how different models are from each other. */
static void
try_runs (double    speed,
          double    speed_spread,
          double    spread,
          gboolean  learns,
          Score    *score)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < N_RUNS; i++)
    {
      g_autoptr(PonderThinkPace) pace = ponder_think_pace_new ();
      Model model = { .rand = rand, .plan = plans[i % G_N_ELEMENTS (plans)],
                      .speed = speed * exp (speed_spread * draw_normal (rand)), .spread = spread, .revised = 1.0 / 3 };

      for (guint j = 0; j < PONDER_THINK_N_STEPS; j++)
        model.habits[j] = exp (0.2 * draw_normal (rand));
      if (learns)
        learn (&model, pace);
      model.speed *= exp (0.2 * draw_normal (rand));
      try_run (&model, learns ? pace : NULL, score);
    }
}

static void
test_ranges_hold_with_a_known_model (void)
{
  Score score = { 0 };

  try_runs (1, 0.8, 0.5, TRUE, &score);
  check_score (&score, 0.40, 0.60, 0.85, 0.97);
}

static void
test_ranges_hold_with_an_unknown_model (void)
{
  Score score = { 0 };

  try_runs (1, 0.7, 0.5, FALSE, &score);
  check_score (&score, 0.40, 0.60, 0.85, 0.97);
}

/* --- what is always so --- */

static Model
new_usual_model (GRand  *rand,
                 double  speed)
{
  Model model = { .rand = rand, .plan = plans[0], .speed = speed };

  for (guint i = 0; i < PONDER_THINK_N_STEPS; i++)
    model.habits[i] = 1;
  return model;
}

static void
step_until (PonderTestRun *run,
            Moment         moment)
{
  while (!has_come (get_state (run), moment))
    g_assert_true (ponder_test_run_step (run));
}

/* The guesses are off by a factor of ten, which a plan and a few parts tell. */
static void
test_a_fast_model_is_found_out (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);
  Model model = new_usual_model (rand, 0.1);
  g_autoptr(PonderTestRun) run = new_run (&model, 3);
  gint64 soonest = 0;
  gint64 latest = 0;
  gint64 now;

  step_until (run, WHEN_HALF_DONE);
  now = run->now;
  g_assert_true (ponder_think_estimate_left (get_state (run), NULL, 3, now, &soonest, &latest));
  ponder_test_run_all (run);
  g_assert_cmpint (latest, <, 3 * (run->now - now));
  g_assert_cmpint (soonest, >, (run->now - now) / 2);
}

static void
test_nothing_is_said_before_the_plan_and_after_the_end (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);
  Model model = new_usual_model (rand, 1);
  g_autoptr(PonderTestRun) run = new_run (&model, 3);
  gint64 soonest = 0;
  gint64 latest = 0;
  guint least = 0;
  guint most = 0;

  g_assert_false (ponder_think_estimate_left (get_state (run), NULL, 3, run->now, &soonest, &latest));
  g_assert_false (ponder_think_estimate_calls (get_state (run), &least, &most));
  ponder_test_run_all (run);
  g_assert_false (ponder_think_estimate_left (get_state (run), NULL, 3, run->now, &soonest, &latest));
  g_assert_false (ponder_think_estimate_calls (get_state (run), &least, &most));
}

static void
test_the_same_question_has_the_same_answer (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);
  Model model = new_usual_model (rand, 1);
  g_autoptr(PonderTestRun) run = new_run (&model, 3);
  gint64 soonest[2] = { 0 };
  gint64 latest[2] = { 0 };

  step_until (run, WHEN_HALF_DONE);
  for (guint i = 0; i < 2; i++)
    g_assert_true (ponder_think_estimate_left (get_state (run), NULL, 3, run->now, &soonest[i], &latest[i]));
  g_assert_cmpint (soonest[0], ==, soonest[1]);
  g_assert_cmpint (latest[0], ==, latest[1]);
  /* With more slots it is done earlier, and with one later. */
  g_assert_true (ponder_think_estimate_left (get_state (run), NULL, 1, run->now, &soonest[1], &latest[1]));
  g_assert_cmpint (soonest[0], <, soonest[1]);
}

static void
test_calls_to_come_are_counted (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);
  Model model = new_usual_model (rand, 1);
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();
  g_autoptr(PonderTestRun) run = NULL;
  guint least = 0;
  guint most = 0;

  config->approve_plan = TRUE;
  run = ponder_test_run_new ("The question", config, 3, answer_call, &model);
  step_until (run, WHEN_PLANNED);
  /* Six parts, the answer, the review; a part that is found wrong, the answer once more, two opinions. */
  g_assert_true (ponder_think_estimate_calls (get_state (run), &least, &most));
  g_assert_cmpuint (least, ==, 8);
  g_assert_cmpuint (most, ==, 12);
  ponder_test_run_command (run, PONDER_THINK_APPROVE, NULL, NULL);
  g_assert_true (ponder_think_estimate_calls (get_state (run), &least, &most));
  g_assert_cmpuint (least, ==, 5);
  ponder_test_run_all (run);
  g_assert_cmpuint (run->n_served, ==, 9);
}

static void
test_what_was_saved_is_what_happened (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);
  Model model = new_usual_model (rand, 1);
  g_autoptr(PonderTestRun) run = new_run (&model, 3);
  g_autoptr(PonderTestRun) slow = new_run (&model, 1);
  gint64 sum = 10000 + 6 * 15000 + 12000 + 10000;

  ponder_test_run_all (run);
  g_assert_cmpint (ponder_think_estimate_saved (get_state (run)), ==, sum - run->now);
  ponder_test_run_all (slow);
  g_assert_cmpint (slow->now, ==, sum);
  g_assert_cmpint (ponder_think_estimate_saved (get_state (slow)), ==, 0);
}

static void
test_a_pace_is_the_same_when_it_is_read_again (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);
  Model model = new_usual_model (rand, 0.5);
  g_autoptr(PonderThinkPace) pace = ponder_think_pace_new ();
  g_autoptr(PonderThinkPace) read = NULL;
  g_autoptr(PonderThinkPace) broken = ponder_think_pace_deserialize ("{\"plan\":{\"seconds\":-1,\"calls\":1e9}}");
  g_autofree char *json = NULL;

  learn (&model, pace);
  json = ponder_think_pace_serialize (pace);
  read = ponder_think_pace_deserialize (json);
  for (guint i = 0; i < PONDER_THINK_N_STEPS; i++)
    {
      g_assert_cmpfloat_with_epsilon (read->log_ms[i], pace->log_ms[i], 1e-6);
      g_assert_cmpfloat_with_epsilon (read->weights[i], pace->weights[i], 1e-6);
      g_assert_cmpfloat_with_epsilon (broken->weights[i], 0, 1e-6);
    }
  g_assert_cmpfloat_with_epsilon (exp (read->log_ms[PONDER_THINK_STEP_MIDDLING]), 7500, 1);
  g_assert_cmpfloat_with_epsilon (read->weights[PONDER_THINK_STEP_MIDDLING], 20, 1e-6);
  g_assert_cmpfloat_with_epsilon (read->reviews, N_RUNS_BEFORE, 1e-6);
}

/* Twelve parts. The limit is wide: it is held with sanitizers, too. */
static void
test_it_costs_little (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);
  Model model = new_usual_model (rand, 1);
  g_autoptr(GString) plan = g_string_new (NULL);
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();
  g_autoptr(PonderTestRun) run = NULL;
  gint64 soonest;
  gint64 latest;
  gint64 start;

  for (guint i = 0; i < 12; i++)
    g_string_append_printf (plan, "{\"t\":\"task\",\"id\":\"p%u\",\"title\":\"%u\",\"ask\":\"%u\",\"deps\":[]}\n", i, i,
                            i);
  model.plan = plan->str;
  config->max_subtasks = 12;
  run = ponder_test_run_new ("The question", config, 3, answer_call, &model);
  step_until (run, WHEN_PLANNED);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < 20; i++)
    ponder_think_estimate_left (get_state (run), NULL, 3, run->now, &soonest, &latest);
  g_test_message ("%.3f ms", (g_get_monotonic_time () - start) / 20000.0);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * 30000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/think/estimate/known-model", test_ranges_hold_with_a_known_model);
  g_test_add_func ("/think/estimate/unknown-model", test_ranges_hold_with_an_unknown_model);
  g_test_add_func ("/think/estimate/fast-model", test_a_fast_model_is_found_out);
  g_test_add_func ("/think/estimate/ends", test_nothing_is_said_before_the_plan_and_after_the_end);
  g_test_add_func ("/think/estimate/same", test_the_same_question_has_the_same_answer);
  g_test_add_func ("/think/estimate/calls", test_calls_to_come_are_counted);
  g_test_add_func ("/think/estimate/saved", test_what_was_saved_is_what_happened);
  g_test_add_func ("/think/estimate/pace", test_a_pace_is_the_same_when_it_is_read_again);
  g_test_add_func ("/think/estimate/cost", test_it_costs_little);
  return g_test_run ();
}
