/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of deep think made up at random: graphs, times, faults, commands, crashes. */

#include "ponder-test-run.h"

#include <string.h>

/* Quick ones; with -m slow a hundred thousand. */
#define N_RUNS 2000
#define N_RUNS_SLOW 100000

static void
append_random_task (GString *plan,
                    GRand   *rand,
                    guint    i)
{
  static const char *const kinds[] = { "reason", "calc", "fact", "write" };

  g_string_append_printf (plan, "{\"t\":\"task\",\"id\":\"%c\",\"title\":\"Part %u\",\"ask\":\"Do %u\",\"deps\":[",
                          'a' + (int) i, g_rand_int_range (rand, 0, 8) == 0 ? 0 : i, i);
  for (guint n = 0, deps = g_rand_int_range (rand, 0, 3); n < deps; n++)
    g_string_append_printf (plan, "%s\"%c\"", n > 0 ? "," : "", 'a' + g_rand_int_range (rand, 0, 9));
  g_string_append_printf (plan, "],\"query\":\"%s\",\"kind\":\"%s\"}%s", g_rand_boolean (rand) ? "words" : "",
                          kinds[g_rand_int_range (rand, 0, 4)],
                          g_rand_int_range (rand, 0, 20) == 0 ? "" : "\n");
}

/* (transfer full): sound, odd, or no plan at all. */
static char *
dup_random_plan (GRand *rand)
{
  GString *plan = g_string_new (NULL);

  switch (g_rand_int_range (rand, 0, 12))
    {
    case 0:
      g_string_append (plan, "{\"t\":\"direct\"}\nThe answer is 42.");
      break;
    case 1:
      g_string_append (plan, "I would rather not.");
      break;
    case 2:
      g_string_append (plan, "1. Look\n2. Think about the result of 1\n3. Write");
      break;
    default:
      for (guint i = 0, n = g_rand_int_range (rand, 0, 9); i < n; i++)
        append_random_task (plan, rand, i);
      g_string_append (plan, "{\"t\":\"answer\",\"outline\":[\"x\"],\"criteria\":[\"c\"]}\n{\"t\":\"end\"}\n");
    }
  return g_string_free (plan, FALSE);
}

static char *
dup_random_review (GRand *rand)
{
  switch (g_rand_int_range (rand, 0, 5))
    {
    case 0:
      return g_strdup ("looks fine to me");
    case 1:
      return g_strdup ("{\"score\":9,\"criteria\":[{\"c\":\"c\",\"met\":true}]}");
    case 2:
      return g_strdup ("{\"issue\":\"wrong\",\"severity\":\"major\",\"quote\":\"the answer\",\"task\":\"a\"}\n"
                       "{\"score\":4}");
    case 3:
      return g_strdup ("{\"issue\":\"wrong\",\"severity\":\"blocker\",\"quote\":\"the answer\"}\n"
                       "{\"score\":3}");
    default:
      return g_strdup ("{\"issue\":\"made up\",\"severity\":\"blocker\",\"quote\":\"not in it\"}\n{\"score\":2}");
    }
}

static char *
dup_random_text (GRand                 *rand,
                 const PonderThinkNode *node)
{
  static const char *const judgements[] = { "{\"winner\":\"A\"}", "{\"winner\":\"B\"}", "{\"winner\":\"tie\"}", "?" };
  static const char *const checks[] = { "{\"ok\":true}", "{\"ok\":false,\"why\":\"no\"}", "{\"ok\":null}", "?" };

  switch (node->kind)
    {
    case PONDER_THINK_KIND_PLAN:
    case PONDER_THINK_KIND_REPAIR:
      return dup_random_plan (rand);
    case PONDER_THINK_KIND_REVIEW:
      return dup_random_review (rand);
    case PONDER_THINK_KIND_REVISE:
      return g_strdup ("{\"find\":\"the answer\",\"replace\":\"the true answer\"}");
    case PONDER_THINK_KIND_JUDGE:
      return g_strdup (judgements[g_rand_int_range (rand, 0, 4)]);
    case PONDER_THINK_KIND_SYNTH:
    case PONDER_THINK_KIND_ANSWER:
      return g_strdup_printf ("This is the answer, number %u.", node->attempt);
    case PONDER_THINK_KIND_VERIFY:
      return g_strdup (checks[g_rand_int_range (rand, 0, 4)]);
    case PONDER_THINK_KIND_SOLVE:
      break;
    }
  if (g_rand_int_range (rand, 0, 3) == 0)
    return g_strdup_printf ("3 + 4 = %d", g_rand_int_range (rand, 5, 9));
  return g_strdup_printf ("Part %s says so.\n\n@@ {\"conclusion\":\"yes\",\"confidence\":0.%d}", node->id,
                          g_rand_int_range (rand, 0, 10));
}

static PonderTestCall
random_call (PonderThinkEngine     *engine,
             const PonderThinkNode *node,
             const char            *prompt,
             gpointer               user_data)
{
  static const PonderErrorCode codes[] = { PONDER_ERROR_SERVER, PONDER_ERROR_TIMEOUT, PONDER_ERROR_RATE_LIMIT,
                                           PONDER_ERROR_CONTENT_FILTER, PONDER_ERROR_BILLING };
  GRand *rand = user_data;
  PonderTestCall call = { .first = g_rand_int_range (rand, 0, 5000) * (g_rand_int_range (rand, 0, 6) == 0 ? 8 : 1), .n_pieces = g_rand_int_range (rand, 1, 6),
                          .n_requests = 1 };

  call.last = call.first + g_rand_int_range (rand, 0, 40000);
  call.text = dup_random_text (rand, node);
  if (g_rand_int_range (rand, 0, 8) == 0)
    {
      call.fault = ponder_fault_new (codes[g_rand_int_range (rand, 0, G_N_ELEMENTS (codes))], "think");
      call.n_requests = g_rand_int_range (rand, 0, 4);
      if (g_rand_boolean (rand))
        g_clear_pointer (&call.text, g_free);
    }
  else if (g_rand_int_range (rand, 0, 10) == 0)
    {
      call.broken = TRUE;
    }
  else if (g_rand_int_range (rand, 0, 20) == 0)
    {
      g_free (call.text);
      call.text = g_strdup ("");
    }
  return call;
}

static void
command_at_random (PonderTestRun *run,
                   GRand         *rand)
{
  const PonderThinkState *state = ponder_think_engine_get_state (run->engine);
  const PonderThinkNode *node = g_ptr_array_index (state->nodes, g_rand_int_range (rand, 0, (int) state->nodes->len));
  g_autofree char *id = g_strdup (node->id);
  PonderThinkCommand command = g_rand_int_range (rand, 0, PONDER_THINK_N_COMMANDS);

  /* Stopping all the time would leave nothing else to see. */
  if ((command == PONDER_THINK_STOP || command == PONDER_THINK_ANSWER_NOW) && g_rand_int_range (rand, 0, 4) > 0)
    return;
  ponder_test_run_command (run, command, id, "something else");
}

/* What a call says of itself beside its words, also one that there is not. */
static void
report_at_random (PonderTestRun *run,
                  GRand         *rand)
{
  const PonderThinkState *state = ponder_think_engine_get_state (run->engine);
  const PonderThinkNode *node = g_ptr_array_index (state->nodes, g_rand_int_range (rand, 0, (int) state->nodes->len));
  g_autofree char *call = g_rand_boolean (rand) ? g_strdup (node->id) : ponder_think_engine_dup_hedge (node->id);
  g_autoptr(PonderFault) fault = ponder_fault_new (PONDER_ERROR_RATE_LIMIT, "think");

  if (g_rand_boolean (rand))
    ponder_think_engine_alive (run->engine, call, run->now);
  else
    ponder_think_engine_retrying (run->engine, call, fault, g_rand_int_range (rand, 0, 20), 1, run->now);
  ponder_test_run_absorb (run);
}

/* (transfer full) */
static GPtrArray *
list_stored (PonderTestRun *run,
             guint          n_events)
{
  GPtrArray *stored = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_think_event_unref);

  for (guint i = 0; i < n_events; i++)
    if (!ponder_think_event_is_live (g_ptr_array_index (run->log, i)))
      g_ptr_array_add (stored, ponder_think_event_ref (g_ptr_array_index (run->log, i)));
  return stored;
}

/* The process dies; what it had sent was served. */
static PonderTestRun *
crash (PonderTestRun *run)
{
  g_autoptr(GPtrArray) stored = list_stored (run, run->log->len);
  PonderTestRun *next = ponder_test_run_new_from (stored, run->slots, run->script, run->user_data);

  next->n_served += run->n_served;
  ponder_test_run_free (run);
  return next;
}

static void
run_to_its_end (PonderTestRun **run,
                GRand          *rand)
{
  guint n_steps = 0;

  while (ponder_test_run_step (*run))
    {
      g_assert_cmpuint (n_steps++, <, 5000);
      if (g_rand_int_range (rand, 0, 25) == 0)
        command_at_random (*run, rand);
      if (g_rand_int_range (rand, 0, 15) == 0)
        report_at_random (*run, rand);
      if (g_rand_int_range (rand, 0, 200) == 0)
        *run = crash (*run);
    }
}

/* Nothing happens any more: it has ended, or waits for a person who knows why. */
static void
check_end (PonderTestRun *run,
           guint          limit)
{
  const PonderThinkState *state = ponder_think_engine_get_state (run->engine);
  gboolean approves = state->config->approve_plan && !state->approved && state->planned;

  if (state->outcome == PONDER_THINK_OPEN && !state->paused && !approves)
    {
      g_autofree char *dump = ponder_test_run_dump (state);

      g_error ("It does not end: %s", dump);
    }
  if (state->outcome == PONDER_THINK_OUTCOME_DONE || state->outcome == PONDER_THINK_OUTCOME_DIRECT)
    g_assert_cmpuint (state->answer->len, >, 0);
  if (state->outcome == PONDER_THINK_OUTCOME_FAILED)
    g_assert_nonnull (state->why);
  g_assert_cmpuint (ponder_think_state_get_calls (state), ==, run->n_served);
}

static void
run_once (guint seed)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();
  g_autoptr(PonderTestRun) run = NULL;

  config->max_subtasks = g_rand_int_range (rand, 1, 10);
  config->max_calls = g_rand_int_range (rand, 1, 25);
  config->max_seconds = g_rand_int_range (rand, 5, 400);
  config->review = g_rand_boolean (rand);
  config->web_search = g_rand_boolean (rand);
  config->approve_plan = g_rand_int_range (rand, 0, 8) == 0;
  config->hedge = g_rand_boolean (rand);
  config->checks = g_rand_boolean (rand);
  config->quorum = g_rand_boolean (rand);
  run = ponder_test_run_new ("How?", config, g_rand_int_range (rand, 1, 5), random_call, rand);
  run_to_its_end (&run, rand);
  check_end (run, config->max_calls);
  ponder_test_run_replay (run);
}

static void
test_random (void)
{
  guint n_runs = g_test_slow () ? N_RUNS_SLOW : N_RUNS;

  for (guint seed = 0; seed < n_runs; seed++)
    {
      if (g_test_verbose ())
        g_test_message ("seed %u", seed);
      run_once (seed);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/think/fuzz/whatever-happens-it-ends-and-its-log-says-all", test_random);
  return g_test_run ();
}
