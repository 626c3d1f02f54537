/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What deep think is worth if its steps are right so and so often: the engine and its prompts against an oracle that
 * knows the truth and errs by a rule. It says nothing about any model; it shows that answers reach who needs them, that
 * checks mend what they should, and that a bad reviewer does little harm. */

#include "ponder-test-run.h"

#include <math.h>
#include <string.h>

#define N_STEPS 6
#define SLOTS 4
#define LONG_SECONDS 3000

/* How good the oracle is, each from 0 to 1. */
typedef struct
{
  const char *const *deps;      /* of each step, the letters of those it needs */
  double      step;             /* right, if all that it needs is in the prompt and right */
  double      detection;        /* a check finds what is wrong */
  double      false_alarm;      /* or what is right */
  double      review_wrong;     /* a review, or a judge, says the contrary */
  double      mends;            /* a revision makes a wrong answer right */
  double      spoils;           /* a revision makes a right answer wrong */
  gboolean    checks;
  gboolean    review;
  gboolean    deaf;             /* it does not read what it builds upon */
  gboolean    yes_men;          /* judges prefer whatever is new */
} World;

typedef struct
{
  const World *world;
  guint64      seed;
} Oracle;

static const char *const alone[N_STEPS] = { "", "", "", "", "", "" };
static const char *const diamond[N_STEPS] = { "", "a", "a", "a", "bc", "de" };

/* The same for the same run, step and try, whatever else is switched on. */
static double
draw (const Oracle *oracle,
      const char   *what,
      guint         attempt)
{
  guint64 x = oracle->seed * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + g_str_hash (what) + attempt * 7919;

  x = (x ^ (x >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  x ^= x >> 31;
  return (double) (x >> 11) / (double) (G_GUINT64_CONSTANT (1) << 53);
}

static int
get_truth (const World *world,
           guint        step)
{
  int value = 10 + (int) step;

  for (const char *dep = world->deps[step]; *dep != '\0'; dep++)
    value += get_truth (world, *dep - 'a');
  return value;
}

/* What stands in the prompt of the step, and nothing else, is what it knows. */
static gboolean
knows (const char  *prompt,
       const World *world,
       guint        step)
{
  g_autofree char *block = g_strdup_printf ("<data id=\"%c\" title=\"Step %c\">\nVALUE<%d>\n</data>", 'a' + (int) step,
                                            'a' + (int) step, get_truth (world, step));

  return strstr (prompt, block) != NULL;
}

static char *
dup_plan (const World *world)
{
  GString *plan = g_string_new (NULL);

  for (guint i = 0; i < N_STEPS; i++)
    {
      g_string_append_printf (plan, "{\"t\":\"task\",\"id\":\"%c\",\"title\":\"Step %c\",\"ask\":\"x\",\"deps\":[",
                              'a' + (int) i, 'a' + (int) i);
      for (const char *dep = world->deps[i]; *dep != '\0'; dep++)
        g_string_append_printf (plan, "%s\"%c\"", dep > world->deps[i] ? "," : "", *dep);
      g_string_append (plan, "],\"kind\":\"fact\"}\n");
    }
  /* It takes long, so that every step is checked before the answer is written. */
  g_string_append (plan, "{\"t\":\"task\",\"id\":\"z\",\"title\":\"Step z\",\"ask\":\"x\",\"deps\":[]}\n");
  return g_string_free (plan, FALSE);
}

static char *
solve (Oracle                *oracle,
       const PonderThinkNode *node,
       const char            *prompt)
{
  const World *world = oracle->world;
  guint step = *node->id - 'a';
  gboolean right = draw (oracle, node->id, node->attempt) < world->step;
  int value;

  if (*node->id == 'z')
    return g_strdup ("Nothing.");
  for (const char *dep = world->deps[step]; *dep != '\0'; dep++)
    right &= !world->deaf && knows (prompt, world, *dep - 'a');
  value = get_truth (world, step) + (right ? 0 : 1000 + (int) node->attempt);
  return g_strdup_printf ("VALUE<%d>\n\n@@ {\"conclusion\":\"%d\"}", value, value);
}

static char *
check_claim (Oracle                *oracle,
             const PonderThinkNode *node,
             const char            *prompt)
{
  guint step = *node->deps[0] - 'a';
  g_autofree char *claim = g_strdup_printf ("\n%d\n", get_truth (oracle->world, step));
  gboolean right = strstr (prompt, claim) != NULL;
  double alarm = right ? oracle->world->false_alarm : oracle->world->detection;

  g_assert_null (strstr (prompt, "VALUE"));
  return g_strdup (draw (oracle, node->id, 1) < alarm ? "{\"ok\":false,\"why\":\"no\"}" : "{\"ok\":true}");
}

static char *
write_answer (Oracle     *oracle,
              const char *prompt)
{
  gboolean right = TRUE;

  for (guint i = 0; i < N_STEPS; i++)
    right &= knows (prompt, oracle->world, i);
  return g_strdup (right ? "The result is RIGHT." : "The result is WRONG.");
}

static char *
review (Oracle     *oracle,
        const char *prompt)
{
  gboolean right = strstr (prompt, "The result is RIGHT.") != NULL;
  gboolean errs = draw (oracle, "review", 1) < oracle->world->review_wrong;

  if (right != errs)
    return g_strdup ("{\"score\":9}");
  return g_strdup_printf ("{\"issue\":\"x\",\"severity\":\"major\",\"quote\":\"is %s\"}\n{\"score\":3}",
                          right ? "RIGHT" : "WRONG");
}

static char *
revise (Oracle     *oracle,
        const char *prompt)
{
  gboolean right = strstr (prompt, "The result is RIGHT.") != NULL;
  double luck = draw (oracle, "revise", 1);
  gboolean becomes_right = right ? luck >= oracle->world->spoils : luck < oracle->world->mends;

  /* Other words, so that there always is a new answer to be judged. */
  return g_strdup_printf ("{\"find\":\"is %s.\",\"replace\":\"was %s.\"}", right ? "RIGHT" : "WRONG",
                          becomes_right ? "RIGHT" : "WRONG");
}

/* The old answer says "is", the new one "was". Of two that are as right, a judge likes either. */
static char *
judge (Oracle                *oracle,
       const PonderThinkNode *node,
       const char            *prompt)
{
  const char *first = strstr (prompt, "<data id=\"A\">");
  const char *second = strstr (prompt, "<data id=\"B\">");
  g_autofree char *a = g_strndup (first, second - first);
  gboolean a_is_right = strstr (a, "RIGHT") != NULL;
  gboolean b_is_right = strstr (second, "RIGHT") != NULL;
  gboolean errs = draw (oracle, node->id, 1) < oracle->world->review_wrong;

  if (oracle->world->yes_men)
    return g_strdup (strstr (a, "was") != NULL ? "{\"winner\":\"A\"}" : "{\"winner\":\"B\"}");
  if (a_is_right == b_is_right)
    return g_strdup ("{\"winner\":\"tie\"}");
  return g_strdup (a_is_right != errs ? "{\"winner\":\"A\"}" : "{\"winner\":\"B\"}");
}

static char *
dup_words (Oracle                *oracle,
           const PonderThinkNode *node,
           const char            *prompt)
{
  switch (node->kind)
    {
    case PONDER_THINK_KIND_PLAN:
      return dup_plan (oracle->world);
    case PONDER_THINK_KIND_SOLVE:
      return solve (oracle, node, prompt);
    case PONDER_THINK_KIND_VERIFY:
      return check_claim (oracle, node, prompt);
    case PONDER_THINK_KIND_SYNTH:
      return write_answer (oracle, prompt);
    case PONDER_THINK_KIND_REVIEW:
      return review (oracle, prompt);
    case PONDER_THINK_KIND_REVISE:
      return revise (oracle, prompt);
    case PONDER_THINK_KIND_JUDGE:
      return judge (oracle, node, prompt);
    case PONDER_THINK_KIND_REPAIR:
    case PONDER_THINK_KIND_ANSWER:
      break;
    }
  g_assert_not_reached ();
}

static PonderTestCall
play (PonderThinkEngine     *engine,
      const PonderThinkNode *node,
      const char            *prompt,
      gpointer               user_data)
{
  Oracle *oracle = user_data;
  gboolean is_long = g_str_equal (node->id, "z");

  return (PonderTestCall) { .first = 100, .last = is_long ? LONG_SECONDS * 1000 : 1000, .n_requests = 1,
                            .text = dup_words (oracle, node, prompt) };
}

static gboolean
is_right (const World *world,
          guint        seed)
{
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();
  g_autoptr(PonderTestRun) run = NULL;
  Oracle oracle = { world, seed };

  config->max_subtasks = N_STEPS + 1;
  config->max_calls = 100;
  config->max_seconds = 3 * LONG_SECONDS;
  config->checks = world->checks;
  config->review = world->review;
  run = ponder_test_run_new ("What is it?", config, SLOTS, play, &oracle);
  ponder_test_run_all (run);
  return strstr (ponder_think_engine_get_state (run->engine)->answer->str, "RIGHT") != NULL;
}

static double
measure (const World *world,
         guint        n_runs,
         const char  *name)
{
  guint n_right = 0;
  double share;

  for (guint seed = 1; seed <= n_runs; seed++)
    n_right += is_right (world, seed);
  share = (double) n_right / n_runs;
  g_test_message ("%s: %.3f", name, share);
  return share;
}

/* Without that the figures of the others would mean nothing. */
static void
test_dependencies (void)
{
  World world = { .deps = diamond, .step = 0.95 };
  double with = measure (&world, 300, "with dependencies");

  g_assert_cmpfloat_with_epsilon (with, pow (0.95, N_STEPS), 0.06);
  world.deaf = TRUE;
  g_assert_cmpfloat (measure (&world, 50, "without"), <, 0.01);
}

/* What is not found stays, what is found wrongly is asked again, too. */
static double
expect_with_checks (const World *world)
{
  double p = world->step;
  double asked_again = p * world->false_alarm + (1 - p) * world->detection;

  return pow (p * (1 - world->false_alarm) + asked_again * p, N_STEPS);
}

static void
test_checks (void)
{
  World world = { .deps = alone, .step = 0.9, .detection = 0.7, .false_alarm = 0.05 };

  g_assert_cmpfloat_with_epsilon (measure (&world, 450, "no checks"), pow (0.9, N_STEPS), 0.06);
  world.checks = TRUE;
  g_assert_cmpfloat_with_epsilon (measure (&world, 450, "checks"), expect_with_checks (&world), 0.05);
}

/* Who was built upon what was wrong is asked again, so it is worth nearly as much. */
static void
test_checks_of_a_graph (void)
{
  World world = { .deps = diamond, .step = 0.9, .detection = 0.7, .false_alarm = 0.05 };
  double without = measure (&world, 450, "graph, no checks");
  double with;

  world.checks = TRUE;
  with = measure (&world, 450, "graph, checks");
  g_assert_cmpfloat (with, >, without + 0.12);
  g_assert_cmpfloat_with_epsilon (with, expect_with_checks (&world), 0.1);
}

/* Nearly all answers are right, so a reviewer has little to win. */
static void
test_bad_reviewer (void)
{
  World world = { .deps = alone, .step = 0.98, .review_wrong = 0.3, .mends = 0.2, .spoils = 0.5 };
  double without = measure (&world, 1000, "no review");
  double guarded;

  world.review = TRUE;
  guarded = measure (&world, 1000, "a reviewer who is wrong 3 times in 10");
  g_assert_cmpfloat (guarded, >=, without - 0.01);
  world.yes_men = TRUE;
  g_assert_cmpfloat (measure (&world, 400, "the same without a guard"), <, without - 0.08);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/think/oracle/without-dependencies-nothing-is-right", test_dependencies);
  g_test_add_func ("/think/oracle/checks-are-worth-what-they-should-be", test_checks);
  g_test_add_func ("/think/oracle/checks-reach-who-builds-upon-them", test_checks_of_a_graph);
  g_test_add_func ("/think/oracle/a-bad-reviewer-does-little-harm", test_bad_reviewer);
  return g_test_run ();
}
