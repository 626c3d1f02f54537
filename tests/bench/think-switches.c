/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What second calls, not waiting for the last part, and checks do to the time a run takes: the engine in simulated
 * time, with calls that last as long as a family of tails has them. Every switch sees the same calls. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "ponder-test-run.h"

#define N_PARTS 6
#define N_STEPS (N_PARTS + 3)
#define N_TRIES 3
#define SLOTS 3
#define N_SEEDS 1000
/* Of a call, up to its first word. */
#define FIRST_SHARE 0.15
#define N_LINES (N_PARTS + 2)
#define QUEUE_MS 60000

typedef enum
{
  TAIL_NONE,
  TAIL_HALF,                    /* lognormal, sigma 0.5: half of the variance is the step's, half the call's */
  TAIL_ONE,                     /* the same, sigma 1 */
  TAIL_STALL,                   /* sigma 0.35 of the step, and one call in twenty takes eight times as long */
  TAIL_QUEUE,                   /* the same sigma, and three calls in a hundred wait a minute for their first word */
  N_TAILS
} Tail;

static const char *const tail_names[] = { "none", "sigma .5", "sigma 1", "stalls", "queue" };
static const char *const graph_names[] = { "independent", "mixed", "diamond" };
static const char *const graphs[][N_PARTS] = {
  { "", "", "", "", "", "" }, { "", "", "", "a", "bc", "" }, { "", "a", "a", "a", "bc", "de" },
};

typedef struct
{
  const char *name;
  gboolean    hedge;
  gboolean    quorum;
  gboolean    checks;
} Switches;

static const Switches switches[] = {
  { "off", FALSE, FALSE, FALSE }, { "hedge", TRUE, FALSE, FALSE }, { "quorum", FALSE, TRUE, FALSE },
  { "checks", FALSE, FALSE, TRUE }, { "all", TRUE, TRUE, TRUE },
};

/* How long each step takes, each time it is asked: the plan, the parts, the answer, the review. */
typedef struct
{
  const char *const *deps;
  gint64             waits[N_STEPS][N_TRIES];   /* up to the first word */
  gint64             times[N_STEPS][N_TRIES];
} Script;

/* Of many runs. */
typedef struct
{
  GArray *totals;
  GArray *words;
  guint   n_hedges;
  guint   n_checks;
  guint   n_calls;
  guint   n_partial;
} Sums;

/* --- the script --- */

static double
draw_normal (GRand *rand)
{
  double u = 1 - g_rand_double (rand);

  return sqrt (-2 * log (u)) * cos (2 * G_PI * g_rand_double (rand));
}

static double
draw_lognormal (GRand  *rand,
                double  sigma)
{
  return exp (sigma * draw_normal (rand) - sigma * sigma / 2);
}

static double
draw_step (GRand *rand,
           Tail   tail)
{
  static const double sigmas[] = { 0, 0.5, 1 };

  if (tail == TAIL_STALL)
    return draw_lognormal (rand, 0.35) / (0.95 + 0.05 * 8);
  if (tail == TAIL_QUEUE)
    return draw_lognormal (rand, 0.35);
  return draw_lognormal (rand, sigmas[tail] * G_SQRT2 / 2);
}

static double
draw_call (GRand *rand,
           Tail   tail)
{
  if (tail == TAIL_STALL)
    return g_rand_double (rand) < 0.05 ? 8 : 1;
  if (tail == TAIL_QUEUE)
    return 1;
  return draw_step (rand, tail);
}

static void
fill_script (Script             *script,
             const char *const  *deps,
             Tail                tail,
             guint               seed)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (seed);

  script->deps = deps;
  for (guint i = 0; i < N_STEPS; i++)
    {
      double nominal = i == 0 || i > N_PARTS ? 10000 : 15000;
      double step = draw_step (rand, tail);

      for (guint k = 0; k < N_TRIES; k++)
        {
          gint64 time = MAX (1, (gint64) (nominal * step * draw_call (rand, tail)));
          gint64 queue = tail == TAIL_QUEUE && g_rand_double (rand) < 0.03 ? QUEUE_MS : 0;

          script->waits[i][k] = queue + (gint64) (FIRST_SHARE * time);
          script->times[i][k] = queue + time;
        }
    }
}

static char *
dup_plan (const Script *script)
{
  GString *plan = g_string_new (NULL);

  for (guint i = 0; i < N_PARTS; i++)
    {
      g_string_append_printf (plan, "{\"t\":\"task\",\"id\":\"%c\",\"title\":\"%c\",\"ask\":\"x\",\"deps\":[", 'a' + i,
                              'a' + i);
      for (const char *dep = script->deps[i]; *dep != '\0'; dep++)
        g_string_append_printf (plan, "%s\"%c\"", dep > script->deps[i] ? "," : "", *dep);
      g_string_append (plan, "],\"kind\":\"fact\"}\n");
    }
  g_string_append (plan, "{\"t\":\"answer\",\"outline\":[],\"criteria\":[]}\n{\"t\":\"end\"}\n");
  return g_string_free (plan, FALSE);
}

static PonderTestCall
play (PonderThinkEngine     *engine,
      const PonderThinkNode *node,
      const char            *prompt,
      gpointer               user_data)
{
  const Script *script = user_data;
  guint n = MIN (node->attempt - 1 + (node->hedged ? 1 : 0), N_TRIES - 1);
  PonderTestCall call = { .n_requests = 1, .n_pieces = 4 };
  guint step = 0;

  switch ((int) node->kind)
    {
    case PONDER_THINK_KIND_PLAN:
      call.text = dup_plan (script);
      call.n_pieces = N_LINES;
      break;
    case PONDER_THINK_KIND_SYNTH:
      step = N_PARTS + 1;
      call.text = g_strdup ("So it is, all of it.");
      break;
    case PONDER_THINK_KIND_REVIEW:
      step = N_PARTS + 2;
      call.text = g_strdup ("{\"score\":9}");
      break;
    case PONDER_THINK_KIND_VERIFY:
      step = (guint) (*node->deps[0] - 'a') + 1;
      call.text = g_strdup ("{\"ok\":true}");
      break;
    default:
      step = (guint) (*node->id - 'a') + 1;
      call.text = g_strdup ("It is so.\n\n@@ {\"conclusion\":\"So.\"}");
    }
  call.last = script->times[step][n];
  call.first = script->waits[step][n];
  return call;
}

/* --- one run --- */

static void
run_once (Script         *script,
          const Switches *on,
          Sums           *sums)
{
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();
  g_autoptr(PonderTestRun) run = NULL;
  const PonderThinkState *state;
  gint64 word;

  config->hedge = on->hedge;
  config->quorum = on->quorum;
  config->checks = on->checks;
  config->max_seconds = 3600;
  run = ponder_test_run_new ("How?", config, SLOTS, play, script);
  ponder_test_run_all (run);
  state = ponder_think_engine_get_state (run->engine);
  word = ponder_think_state_find (state, "synth")->first_token;
  g_array_append_val (sums->totals, state->last_time);
  g_array_append_val (sums->words, word);
  sums->n_hedges += ponder_test_run_count (run, PONDER_THINK_NODE_HEDGED);
  sums->n_checks += ponder_test_run_count (run, PONDER_THINK_VERIFY_RESULT);
  sums->n_calls += ponder_think_state_get_calls (state);
  sums->n_partial += state->outcome == PONDER_THINK_OUTCOME_PARTIAL;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

static double
get_share (GArray *times,
           double  share)
{
  g_array_sort (times, compare_times);
  return (double) g_array_index (times, gint64, (guint) (share * (times->len - 1))) / 1000;
}

static void
measure (const char *const *deps,
         Tail               tail,
         const Switches    *on,
         const char        *graph)
{
  Sums sums = { g_array_new (FALSE, FALSE, sizeof (gint64)), g_array_new (FALSE, FALSE, sizeof (gint64)), 0, 0, 0, 0 };

  for (guint seed = 1; seed <= N_SEEDS; seed++)
    {
      Script script;

      fill_script (&script, deps, tail, seed);
      run_once (&script, on, &sums);
    }
  g_print ("%-12s %-9s %-7s %6.1f %6.1f %6.1f %6.1f %7.2f %7.2f %7.2f %6.1f%%\n", graph, tail_names[tail], on->name,
           get_share (sums.words, 0.5), get_share (sums.words, 0.95), get_share (sums.totals, 0.5),
           get_share (sums.totals, 0.95), (double) sums.n_calls / N_SEEDS, (double) sums.n_hedges / N_SEEDS,
           (double) sums.n_checks / N_SEEDS, 100.0 * sums.n_partial / N_SEEDS);
  g_array_unref (sums.totals);
  g_array_unref (sums.words);
}

/* --- list scheduling --- */

static gboolean
is_free (const Script *script,
         const gint64 *ends,
         guint         part,
         gint64        now)
{
  for (const char *dep = script->deps[part]; *dep != '\0'; dep++)
    if (ends[*dep - 'a'] < 0 || ends[*dep - 'a'] > now)
      return FALSE;
  return TRUE;
}

/* When the last part ends if each starts as soon as it is known, may, and one of the slots is free, in their order. */
static gint64
schedule (const Script *script,
          const gint64 *known)
{
  gint64 ends[N_PARTS] = { -1, -1, -1, -1, -1, -1 };
  guint n_started = 0;
  gint64 last = 0;

  for (gint64 now = 0; n_started < N_PARTS; now++)
    {
      guint n_busy = 0;

      for (guint i = 0; i < N_PARTS; i++)
        n_busy += ends[i] > now;
      for (guint i = 0; i < N_PARTS && n_busy < SLOTS; i++)
        if (ends[i] < 0 && known[i] <= now && is_free (script, ends, i, now))
          {
            ends[i] = now + script->times[i + 1][0];
            last = MAX (last, ends[i]);
            n_started++;
            n_busy++;
          }
    }
  return last;
}

/* How much later the engine's last part ends, as a share. */
static double
compare (Script *script)
{
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();
  g_autoptr(PonderTestRun) run = NULL;
  gint64 known[N_PARTS];
  gint64 last = 0;

  config->max_seconds = 3600;
  run = ponder_test_run_new ("How?", config, SLOTS, play, script);
  ponder_test_run_all (run);
  for (guint i = 0; i < N_PARTS; i++)
    {
      char id[] = { 'a' + i, '\0' };

      known[i] = ponder_test_run_find (run, PONDER_THINK_PLAN_TASK, id)->time;
      last = MAX (last, ponder_test_run_find (run, PONDER_THINK_NODE_DONE, id)->time);
    }
  return (double) last / schedule (script, known) - 1;
}

static void
measure_schedule (guint graph)
{
  double sum = 0;
  double worst = 0;

  for (guint seed = 1; seed <= 200; seed++)
    {
      Script script;
      double over;

      fill_script (&script, graphs[graph], TAIL_HALF, seed);
      over = compare (&script);
      sum += over;
      worst = MAX (worst, over);
    }
  g_print ("%-12s sigma .5, 200 seeds: the parts end %.2f %% later than by list scheduling, %.2f %% at worst\n",
           graph_names[graph], 100 * sum / 200, 100 * worst);
}

int
main (void)
{
  g_print ("Simulated seconds, %d at a time, %d seeds; the plan 10 s, six parts of 15 s, answer and review 10 s\n",
           SLOTS, N_SEEDS);
  for (guint graph = 0; graph < G_N_ELEMENTS (graphs); graph++)
    measure_schedule (graph);
  g_print ("%-12s %-9s %-7s %6s %6s %6s %6s %7s %7s %7s %7s\n", "graph", "tail", "on", "word", "p95", "total", "p95",
           "calls", "hedges", "checks", "partial");
  for (guint graph = 0; graph < G_N_ELEMENTS (graphs); graph++)
    for (Tail tail = TAIL_NONE; tail < N_TAILS; tail++)
      for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
        measure (graphs[graph], tail, &switches[i], graph_names[graph]);
  return 0;
}
