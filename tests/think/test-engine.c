/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deep think in simulated time: who starts when, what is asked of whom, and what becomes of faults. */

#include "ponder-test-run.h"

#include "ponder-error.h"

#include <math.h>
#include <string.h>

#define SIX \
  "{\"t\":\"task\",\"id\":\"a\",\"title\":\"A\",\"ask\":\"Ask a\",\"deps\":[]}\n" \
  "{\"t\":\"task\",\"id\":\"b\",\"title\":\"B\",\"ask\":\"Ask b\",\"deps\":[]}\n" \
  "{\"t\":\"task\",\"id\":\"c\",\"title\":\"C\",\"ask\":\"Ask c\",\"deps\":[]}\n" \
  "{\"t\":\"task\",\"id\":\"d\",\"title\":\"D\",\"ask\":\"Ask d\",\"deps\":[]}\n" \
  "{\"t\":\"task\",\"id\":\"e\",\"title\":\"E\",\"ask\":\"Ask e\",\"deps\":[]}\n" \
  "{\"t\":\"task\",\"id\":\"f\",\"title\":\"F\",\"ask\":\"Ask f\",\"deps\":[]}\n" \
  "{\"t\":\"answer\",\"outline\":[\"one\"],\"criteria\":[\"be short\"]}\n{\"t\":\"end\"}\n"

#define GRAPH \
  "{\"t\":\"task\",\"id\":\"a\",\"title\":\"A\",\"ask\":\"Ask a\",\"deps\":[]}\n" \
  "{\"t\":\"task\",\"id\":\"b\",\"title\":\"B\",\"ask\":\"Ask b\",\"deps\":[\"a\"]}\n" \
  "{\"t\":\"task\",\"id\":\"c\",\"title\":\"C\",\"ask\":\"Ask c\",\"deps\":[]}\n" \
  "{\"t\":\"task\",\"id\":\"d\",\"title\":\"D\",\"ask\":\"Ask d\",\"deps\":[\"b\",\"c\"],\"kind\":\"calc\"}\n"

#define GOOD_REVIEW "{\"score\":9,\"criteria\":[{\"c\":\"be short\",\"met\":true}]}"

/* What each step says: by its id, then by its kind. */
typedef struct
{
  const char *plan;
  const char *repair;
  const char *synth;
  const char *review;
  const char *revise;
  const char *judge_1;
  const char *judge_2;
  const char *failing;          /* (nullable): the node that fails */
  PonderErrorCode code;
  guint       n_failures;       /* of it; 0: always */
  guint       n_failed;
  GHashTable *prompts;          /* id -> what it was asked last */
} Script;

static const char *
get_words (Script                *script,
           const PonderThinkNode *node)
{
  switch (node->kind)
    {
    case PONDER_THINK_KIND_PLAN:
      return script->plan;
    case PONDER_THINK_KIND_REPAIR:
      return script->repair;
    case PONDER_THINK_KIND_SYNTH:
      if (g_str_equal (node->id, "synth-2"))
        return "The answer, once more.";
      return script->synth != NULL ? script->synth : "The long answer is this.";
    case PONDER_THINK_KIND_ANSWER:
      return "Answered without parts.";
    case PONDER_THINK_KIND_REVIEW:
      return script->review != NULL ? script->review : GOOD_REVIEW;
    case PONDER_THINK_KIND_REVISE:
      return script->revise;
    case PONDER_THINK_KIND_JUDGE:
      return g_str_equal (node->id, "judge-1") ? script->judge_1 : script->judge_2;
    case PONDER_THINK_KIND_SOLVE:
    case PONDER_THINK_KIND_VERIFY:
      break;
    }
  return NULL;
}

/* Durations that are easy to add up: the plan 10 s, with its parts from 2.5 s on; a part 15 s; the answer and the
 * review 10 s; the first word after 15 %. */
static PonderTestCall
play (PonderThinkEngine     *engine,
      const PonderThinkNode *node,
      const char            *prompt,
      gpointer               user_data)
{
  Script *script = user_data;
  const char *words = get_words (script, node);
  PonderTestCall call = { .n_requests = 1, .n_pieces = 4 };

  call.last = node->kind == PONDER_THINK_KIND_SOLVE ? 15000 : 10000;
  call.first = node->kind == PONDER_THINK_KIND_PLAN ? 2500 : call.last * 15 / 100;
  if (node->kind == PONDER_THINK_KIND_PLAN)
    call.n_pieces = 60;
  call.text = words != NULL ? g_strdup (words)
                            : g_strdup_printf ("ANSWER<%s>\n\n@@ {\"conclusion\":\"C<%s>\",\"confidence\":0.8}",
                                               node->id, node->id);
  if (script->prompts != NULL)
    g_hash_table_insert (script->prompts, g_strdup (node->id), g_strdup (prompt));
  if (g_strcmp0 (script->failing, node->id) == 0 && (script->n_failures == 0 || script->n_failed < script->n_failures))
    {
      script->n_failed++;
      g_clear_pointer (&call.text, g_free);
      call.fault = ponder_fault_new (script->code, "think");
    }
  return call;
}

static PonderTestRun *
begin (Script *script,
       guint   slots)
{
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();

  script->prompts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return ponder_test_run_new ("How high is it?", config, slots, play, script);
}

static void
end (Script        *script,
     PonderTestRun *run)
{
  const PonderThinkState *state = ponder_think_engine_get_state (run->engine);

  g_assert_cmpuint (ponder_think_state_get_calls (state), ==, run->n_served);
  ponder_test_run_replay (run);
  ponder_test_run_free (run);
  g_hash_table_unref (script->prompts);
}

static const PonderThinkState *
get_state (PonderTestRun *run)
{
  return ponder_think_engine_get_state (run->engine);
}

static PonderThinkNode *
get_node (PonderTestRun *run,
          const char    *id)
{
  PonderThinkNode *node = ponder_think_state_find (get_state (run), id);

  g_assert_nonnull (node);
  return node;
}

static const char *
get_prompt (Script     *script,
            const char *node)
{
  const char *prompt = g_hash_table_lookup (script->prompts, node);

  g_assert_nonnull (prompt);
  return prompt;
}

static void
assert_outcome (PonderTestRun     *run,
                PonderThinkOutcome outcome)
{
  g_assert_cmpstr (ponder_think_outcome_to_string (get_state (run)->outcome), ==,
                   ponder_think_outcome_to_string (outcome));
}

/* --- time --- */

static void
test_six_parts_at_three_slots (void)
{
  Script script = { .plan = SIX };
  PonderTestRun *run = begin (&script, 3);

  ponder_test_run_all (run);
  assert_outcome (run, PONDER_THINK_OUTCOME_DONE);
  g_assert_cmpint (ponder_test_run_find (run, PONDER_THINK_NODE_FIRST_TOKEN, "synth")->time, <=, 39000);
  g_assert_cmpint (ponder_test_run_find (run, PONDER_THINK_ANSWER_SET, NULL)->time, <=, 47000);
  g_assert_cmpint (ponder_test_run_find (run, PONDER_THINK_RUN_ENDED, NULL)->time, <=, 57000);
  g_assert_cmpuint (run->n_served, ==, 9);
  g_assert_cmpfloat_with_epsilon (get_state (run)->score, 9, 0.001);
  end (&script, run);
}

static void
test_one_slot_does_one_thing (void)
{
  Script script = { .plan = SIX };
  PonderTestRun *run = begin (&script, 1);

  ponder_test_run_all (run);
  assert_outcome (run, PONDER_THINK_OUTCOME_DONE);
  g_assert_cmpint (ponder_test_run_find (run, PONDER_THINK_RUN_ENDED, NULL)->time, ==, 120000);
  end (&script, run);
}

static void
test_parts_start_while_the_plan_is_written (void)
{
  Script script = { .plan = SIX };
  PonderTestRun *run = begin (&script, 3);

  ponder_test_run_all (run);
  g_assert_cmpint (ponder_test_run_find (run, PONDER_THINK_NODE_STARTED, "a")->time, <, 4500);
  g_assert_cmpint (ponder_test_run_find (run, PONDER_THINK_NODE_STARTED, "a")->time, <,
                   ponder_test_run_find (run, PONDER_THINK_PLAN_DONE, NULL)->time);
  end (&script, run);
}

/* --- prompts --- */

static void
test_prompts_hold_what_they_need (void)
{
  Script script = { .plan = GRAPH };
  PonderTestRun *run = begin (&script, 3);

  ponder_test_run_all (run);
  g_assert_nonnull (strstr (get_prompt (&script, "b"), "ANSWER<a>"));
  g_assert_null (strstr (get_prompt (&script, "b"), "ANSWER<c>"));
  g_assert_nonnull (strstr (get_prompt (&script, "d"), "ANSWER<b>"));
  g_assert_nonnull (strstr (get_prompt (&script, "d"), "ANSWER<c>"));
  g_assert_null (strstr (get_prompt (&script, "d"), "ANSWER<a>"));
  g_assert_nonnull (strstr (get_prompt (&script, "d"), "Ask d"));
  g_assert_nonnull (strstr (get_prompt (&script, "d"), "How high is it?"));
  for (const char *id = "abcd"; *id != '\0'; id++)
    {
      g_autofree char *canary = g_strdup_printf ("ANSWER<%c>", *id);

      g_assert_nonnull (strstr (get_prompt (&script, "synth"), canary));
    }
  g_assert_nonnull (strstr (get_prompt (&script, "review"), "The long answer is this."));
  end (&script, run);
}

static void
test_a_trailer_is_for_the_program (void)
{
  Script script = { .plan = SIX };
  PonderTestRun *run = begin (&script, 3);

  ponder_test_run_all (run);
  g_assert_cmpstr (get_node (run, "a")->text->str, ==, "ANSWER<a>");
  g_assert_cmpstr (get_node (run, "a")->conclusion, ==, "C<a>");
  g_assert_cmpfloat_with_epsilon (get_node (run, "a")->confidence, 0.8, 0.001);
  end (&script, run);
}

/* --- plans that are none --- */

typedef struct
{
  const char *name;
  const char *plan;
  const char *repair;
  const char *outcome;
  const char *rung;             /* (nullable): how it had to be read */
  guint       n_parts;
} Corrupt;

#define TASK(id, ask, deps) "{\"t\":\"task\",\"id\":\"" id "\",\"ask\":\"" ask "\",\"deps\":[" deps "]}\n"

static const Corrupt corrupt[] = {
  { "direct", "{\"t\":\"direct\"}\nIt is 8,849 m.", NULL, "direct", NULL, 0 },
  { "empty-plan", " ", GRAPH, "direct", "direct", 0 },
  { "refusal", "I will not.", "Still not.", "direct", "direct", 0 },
  { "repaired", "I will not.", GRAPH, "done", "repair", 4 },
  { "a-list-in-words", "1. Look\n2. Think\n", NULL, "done", "lines", 2 },
  { "forward-dependency",
    TASK ("a", "A", "\"b\"") TASK ("b", "B", ""), NULL,
    "done", NULL, 2 },
  { "circle",
    TASK ("a", "A", "\"b\"") TASK ("b", "B", "\"a\""),
    NULL, "done", NULL, 2 },
  { "itself", "{\"t\":\"task\",\"id\":\"a\",\"ask\":\"A\",\"deps\":[\"a\"]}\n", NULL, "done", NULL, 1 },
  { "unknown-dependency", "{\"t\":\"task\",\"id\":\"a\",\"ask\":\"A\",\"deps\":[\"z\"]}\n", NULL, "done", NULL, 1 },
  { "same-id-twice",
    TASK ("a", "A", "") TASK ("a", "B", ""), NULL, "done", NULL, 2 },
  { "same-title-twice",
    TASK ("a", "A", "") TASK ("b", "A", ""), NULL, "done", NULL, 1 },
  { "cut-off", TASK ("a", "A", "") "{\"t\":\"task\",\"id\":\"b\",\"as", NULL, "done", NULL, 1 },
};

static void
test_corrupt_plan (gconstpointer data)
{
  const Corrupt *sample = data;
  Script script = { .plan = sample->plan, .repair = sample->repair };
  PonderTestRun *run = begin (&script, 3);
  const PonderThinkState *state = get_state (run);

  ponder_test_run_all (run);
  g_assert_cmpstr (ponder_think_outcome_to_string (state->outcome), ==, sample->outcome);
  g_assert_cmpstr (state->degraded, ==, sample->rung);
  g_assert_cmpuint (ponder_think_state_count_parts (state, PONDER_THINK_DONE), ==, sample->n_parts);
  g_assert_cmpuint (state->answer->len, >, 0);
  if (sample->rung != NULL)
    g_assert_nonnull (state->degraded_why);
  end (&script, run);
}

static void
test_too_many_parts_become_notes (void)
{
  g_autoptr(GString) plan = g_string_new (NULL);
  Script script = { 0 };
  PonderTestRun *run;

  for (guint i = 0; i < 30; i++)
    g_string_append_printf (plan, "{\"t\":\"task\",\"id\":\"t%u\",\"ask\":\"Ask %u\"}\n", i, i);
  script.plan = plan->str;
  run = begin (&script, 3);
  ponder_test_run_all (run);
  assert_outcome (run, PONDER_THINK_OUTCOME_DONE);
  g_assert_cmpuint (ponder_think_state_count_parts (get_state (run), PONDER_THINK_DONE), ==, 6);
  g_assert_nonnull (strstr (get_prompt (&script, "synth"), "Ask 29"));
  end (&script, run);
}

/* --- faults --- */

static void
test_a_part_that_fails_is_named (void)
{
  Script script = { .plan = SIX, .failing = "c", .code = PONDER_ERROR_TIMEOUT };
  PonderTestRun *run = begin (&script, 3);

  ponder_test_run_all (run);
  assert_outcome (run, PONDER_THINK_OUTCOME_PARTIAL);
  g_assert_cmpint (get_node (run, "c")->state, ==, PONDER_THINK_FAILED);
  g_assert_cmpstr (get_node (run, "c")->category, ==, "timeout");
  g_assert_nonnull (strstr (get_prompt (&script, "synth"), "missing: c (C)"));
  end (&script, run);
}

static void
test_what_cannot_be_calculated_is_not (void)
{
  Script script = { .plan = GRAPH, .failing = "c", .code = PONDER_ERROR_SERVER };
  PonderTestRun *run = begin (&script, 3);

  ponder_test_run_all (run);
  assert_outcome (run, PONDER_THINK_OUTCOME_PARTIAL);
  g_assert_cmpint (get_node (run, "d")->state, ==, PONDER_THINK_SKIPPED);
  g_assert_cmpint (get_node (run, "b")->state, ==, PONDER_THINK_DONE);
  end (&script, run);
}

static void
test_the_missing_part_alone_is_made_again (void)
{
  Script script = { .plan = SIX, .failing = "c", .code = PONDER_ERROR_TIMEOUT, .n_failures = 1 };
  PonderTestRun *run = begin (&script, 3);
  guint before;

  ponder_test_run_all (run);
  assert_outcome (run, PONDER_THINK_OUTCOME_PARTIAL);
  before = run->n_served;
  g_assert_true (ponder_test_run_command (run, PONDER_THINK_RETRY, "c", NULL));
  ponder_test_run_all (run);
  assert_outcome (run, PONDER_THINK_OUTCOME_DONE);
  /* The part, the answer, the review. */
  g_assert_cmpuint (run->n_served, ==, before + 3);
  end (&script, run);
}

static void
test_no_money_pauses (void)
{
  Script script = { .plan = SIX, .failing = "b", .code = PONDER_ERROR_BILLING, .n_failures = 1 };
  PonderTestRun *run = begin (&script, 3);

  ponder_test_run_all (run);
  assert_outcome (run, PONDER_THINK_OPEN);
  g_assert_true (get_state (run)->paused);
  g_assert_nonnull (get_state (run)->why);
  g_assert_true (ponder_test_run_command (run, PONDER_THINK_RESUME, NULL, NULL));
  ponder_test_run_all (run);
  assert_outcome (run, PONDER_THINK_OUTCOME_DONE);
  end (&script, run);
}

static void
test_parts_that_nobody_joined_are_shown (void)
{
  Script script = { .plan = SIX, .failing = "synth", .code = PONDER_ERROR_SERVER };
  PonderTestRun *run = begin (&script, 3);

  ponder_test_run_all (run);
  assert_outcome (run, PONDER_THINK_OUTCOME_PARTIAL);
  g_assert_nonnull (strstr (get_state (run)->answer->str, "## C\n\nANSWER<c>"));
  g_assert_nonnull (get_state (run)->why);
  end (&script, run);
}

static void
test_a_review_that_fails_is_no_review (void)
{
  Script script = { .plan = SIX, .failing = "review", .code = PONDER_ERROR_SERVER };
  PonderTestRun *run = begin (&script, 3);

  ponder_test_run_all (run);
  assert_outcome (run, PONDER_THINK_OUTCOME_DONE);
  g_assert_true (isnan (get_state (run)->score));
  g_assert_nonnull (get_state (run)->review_problem);
  end (&script, run);
}

/* --- review and revision --- */

#define BAD_REVIEW \
  "{\"issue\":\"It is not long.\",\"severity\":\"major\",\"quote\":\"the LONG answer\",\"fix\":\"Say short.\"}\n" \
  "{\"score\":4}"
#define EDIT "{\"find\":\"long\",\"replace\":\"short\"}"

static PonderTestRun *
revise (Script *script)
{
  PonderTestRun *run = begin (script, 3);

  ponder_test_run_all (run);
  assert_outcome (run, PONDER_THINK_OUTCOME_DONE);
  return run;
}

static void
test_a_better_answer_takes_its_place (void)
{
  Script script = { .plan = GRAPH, .review = BAD_REVIEW, .revise = EDIT, .judge_1 = "{\"winner\":\"B\"}",
                    .judge_2 = "{\"winner\":\"A\"}" };
  PonderTestRun *run = revise (&script);

  g_assert_cmpstr (get_state (run)->answer->str, ==, "The short answer is this.");
  g_assert_cmpstr (get_state (run)->verdict, ==, "new");
  end (&script, run);
}

/* Whoever always prefers the first one says nothing. */
static void
test_a_tie_keeps_the_old_answer (void)
{
  Script script = { .plan = GRAPH, .review = BAD_REVIEW, .revise = EDIT, .judge_1 = "{\"winner\":\"A\"}",
                    .judge_2 = "{\"winner\":\"A\"}" };
  PonderTestRun *run = revise (&script);

  g_assert_cmpstr (get_state (run)->answer->str, ==, "The long answer is this.");
  g_assert_cmpstr (get_state (run)->verdict, ==, "old");
  end (&script, run);
}

static void
test_an_issue_that_is_not_in_the_answer_changes_nothing (void)
{
  Script script = { .plan = GRAPH,
                    .review = "{\"issue\":\"x\",\"severity\":\"blocker\",\"quote\":\"nowhere to be found\"}\n"
                              "{\"score\":2}" };
  PonderTestRun *run = revise (&script);

  g_assert_cmpuint (ponder_test_run_count (run, PONDER_THINK_REVISE_VERDICT), ==, 0);
  g_assert_true (get_state (run)->passed);
  end (&script, run);
}

static void
test_an_issue_of_a_part_makes_that_part_again (void)
{
  Script script = { .plan = GRAPH, .judge_1 = "{\"winner\":\"B\"}", .judge_2 = "{\"winner\":\"A\"}",
                    .review = "{\"issue\":\"Wrong.\",\"severity\":\"blocker\",\"quote\":\"long answer\","
                              "\"task\":\"b\"}\n{\"score\":2}" };
  PonderTestRun *run = revise (&script);

  g_assert_cmpuint (get_node (run, "b")->attempt, ==, 2);
  g_assert_cmpuint (get_node (run, "d")->attempt, ==, 2);
  g_assert_cmpuint (get_node (run, "a")->attempt, ==, 1);
  g_assert_nonnull (strstr (get_prompt (&script, "b"), "Wrong."));
  g_assert_cmpstr (get_state (run)->verdict, ==, "new");
  g_assert_cmpstr (get_state (run)->answer->str, ==, "The answer, once more.");
  end (&script, run);
}

/* --- limits and commands --- */

static void
test_calls_are_never_too_many (void)
{
  Script script = { .plan = SIX };
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();
  g_autoptr(PonderTestRun) run = NULL;

  config->max_calls = 4;
  run = ponder_test_run_new ("How?", config, 3, play, &script);
  ponder_test_run_all (run);
  assert_outcome (run, PONDER_THINK_OUTCOME_PARTIAL);
  g_assert_cmpuint (run->n_served, ==, 4);
}

static void
test_time_is_over (void)
{
  Script script = { .plan = SIX };
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();
  g_autoptr(PonderTestRun) run = NULL;

  config->max_seconds = 25;
  run = ponder_test_run_new ("How?", config, 3, play, &script);
  ponder_test_run_all (run);
  assert_outcome (run, PONDER_THINK_OUTCOME_PARTIAL);
  g_assert_cmpstr (get_state (run)->why, ==, "time");
  g_assert_cmpint (ponder_test_run_find (run, PONDER_THINK_RUN_ENDED, NULL)->time, ==, 35000);
}

static void
test_started_again (void)
{
  Script script = { .plan = GRAPH };
  PonderTestRun *run = begin (&script, 3);

  ponder_test_run_step (run);
  ponder_think_engine_start (run->engine, run->now);
  ponder_test_run_all (run);
  ponder_think_engine_start (run->engine, run->now);
  ponder_test_run_absorb (run);
  assert_outcome (run, PONDER_THINK_OUTCOME_DONE);
  g_assert_cmpuint (get_state (run)->nodes->len, ==, run->n_served);
  end (&script, run);
}

static void
test_answer_now (void)
{
  Script script = { .plan = SIX };
  PonderTestRun *run = begin (&script, 3);

  while (run->now < 22000)
    ponder_test_run_step (run);
  g_assert_true (ponder_test_run_command (run, PONDER_THINK_ANSWER_NOW, NULL, NULL));
  ponder_test_run_all (run);
  assert_outcome (run, PONDER_THINK_OUTCOME_PARTIAL);
  g_assert_cmpint (ponder_test_run_find (run, PONDER_THINK_RUN_ENDED, NULL)->time, <, 35000);
  g_assert_nonnull (strstr (get_prompt (&script, "synth"), "ANSWER<a>"));
  g_assert_nonnull (strstr (get_prompt (&script, "synth"), "missing: f"));
  end (&script, run);
}

static void
test_a_plan_waits_for_somebody_to_agree (void)
{
  Script script = { .plan = SIX };
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();
  g_autoptr(PonderTestRun) run = NULL;

  config->approve_plan = TRUE;
  run = ponder_test_run_new ("How?", config, 3, play, &script);
  ponder_test_run_all (run);
  g_assert_cmpint (get_state (run)->phase, ==, PONDER_THINK_PHASE_APPROVE);
  g_assert_true (ponder_test_run_command (run, PONDER_THINK_SKIP, "f", NULL));
  g_assert_true (ponder_test_run_command (run, PONDER_THINK_EDIT, "a", "Ask something else"));
  g_assert_true (ponder_test_run_command (run, PONDER_THINK_APPROVE, NULL, NULL));
  ponder_test_run_all (run);
  assert_outcome (run, PONDER_THINK_OUTCOME_PARTIAL);
  g_assert_cmpuint (run->n_served, ==, 8);
}

static void
test_an_answer_of_ones_own (void)
{
  Script script = { .plan = GRAPH };
  PonderTestRun *run = begin (&script, 3);

  while (run->now < 5000)
    ponder_test_run_step (run);
  g_assert_true (ponder_test_run_command (run, PONDER_THINK_SUPPLY, "a", "I know: 12."));
  ponder_test_run_all (run);
  assert_outcome (run, PONDER_THINK_OUTCOME_DONE);
  g_assert_nonnull (strstr (get_prompt (&script, "b"), "I know: 12."));
  end (&script, run);
}

/* --- crashes --- */

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

static guint
count_done (GPtrArray *log)
{
  guint n = 0;

  for (guint i = 0; i < log->len; i++)
    n += ((PonderThinkEvent *) g_ptr_array_index (log, i))->type == PONDER_THINK_NODE_DONE;
  return n;
}

/* Whatever was on the disk last: no finished call is made again, and the answer is the same. */
static void
test_crash_after_every_event (void)
{
  Script script = { .plan = GRAPH };
  PonderTestRun *whole = begin (&script, 3);
  guint n_nodes;

  ponder_test_run_all (whole);
  n_nodes = get_state (whole)->nodes->len;
  for (guint n = 1; n < whole->log->len; n++)
    {
      g_autoptr(GPtrArray) stored = list_stored (whole, n);
      g_autoptr(PonderTestRun) run = ponder_test_run_new_from (stored, 3, play, &script);

      ponder_test_run_all (run);
      assert_outcome (run, PONDER_THINK_OUTCOME_DONE);
      g_assert_cmpstr (get_state (run)->answer->str, ==, get_state (whole)->answer->str);
      g_assert_cmpuint (run->n_served, ==, n_nodes - count_done (stored));
    }
  end (&script, whole);
}

/* Wherever somebody stops it, what has an end is not asked again. */
static void
test_stop_after_every_step (void)
{
  Script script = { .plan = GRAPH };
  PonderTestRun *whole = begin (&script, 3);
  guint n_nodes;
  guint n_stops = 0;

  ponder_test_run_all (whole);
  n_nodes = get_state (whole)->nodes->len;
  for (;;)
    {
      Script again = { .plan = GRAPH };
      PonderTestRun *stopped = begin (&again, 3);
      g_autoptr(GPtrArray) stored = NULL;
      g_autoptr(PonderTestRun) run = NULL;

      for (guint i = 0; i < n_stops; i++)
        ponder_test_run_step (stopped);
      if (!ponder_test_run_command (stopped, PONDER_THINK_STOP, NULL, NULL))
        {
          end (&again, stopped);
          break;
        }
      assert_outcome (stopped, PONDER_THINK_OUTCOME_CANCELLED);
      stored = list_stored (stopped, stopped->log->len);
      run = ponder_test_run_new_from (stored, 3, play, &again);
      ponder_test_run_all (run);
      assert_outcome (run, PONDER_THINK_OUTCOME_DONE);
      g_assert_cmpstr (get_state (run)->answer->str, ==, get_state (whole)->answer->str);
      g_assert_cmpuint (run->n_served, ==, n_nodes - count_done (stored));
      end (&again, stopped);
      n_stops++;
    }
  g_assert_cmpuint (n_stops, >, 20);
  end (&script, whole);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/think/engine/six-parts-at-three-slots", test_six_parts_at_three_slots);
  g_test_add_func ("/think/engine/what-is-stopped-can-be-gone-on-with", test_stop_after_every_step);
  g_test_add_func ("/think/engine/one-slot-does-one-thing-at-a-time", test_one_slot_does_one_thing);
  g_test_add_func ("/think/engine/parts-start-while-the-plan-is-written", test_parts_start_while_the_plan_is_written);
  g_test_add_func ("/think/engine/prompts-hold-what-they-need", test_prompts_hold_what_they_need);
  g_test_add_func ("/think/engine/a-trailer-is-for-the-program", test_a_trailer_is_for_the_program);
  for (guint i = 0; i < G_N_ELEMENTS (corrupt); i++)
    {
      g_autofree char *path = g_strconcat ("/think/engine/plan/", corrupt[i].name, NULL);

      g_test_add_data_func (path, &corrupt[i], test_corrupt_plan);
    }
  g_test_add_func ("/think/engine/plan/too-many-parts-become-notes", test_too_many_parts_become_notes);
  g_test_add_func ("/think/engine/a-part-that-fails-is-named", test_a_part_that_fails_is_named);
  g_test_add_func ("/think/engine/what-cannot-be-calculated-is-not", test_what_cannot_be_calculated_is_not);
  g_test_add_func ("/think/engine/the-missing-part-alone-is-made-again", test_the_missing_part_alone_is_made_again);
  g_test_add_func ("/think/engine/no-money-pauses", test_no_money_pauses);
  g_test_add_func ("/think/engine/parts-that-nobody-joined-are-shown", test_parts_that_nobody_joined_are_shown);
  g_test_add_func ("/think/engine/a-review-that-fails-is-no-review", test_a_review_that_fails_is_no_review);
  g_test_add_func ("/think/engine/a-better-answer-takes-its-place", test_a_better_answer_takes_its_place);
  g_test_add_func ("/think/engine/a-tie-keeps-the-old-answer", test_a_tie_keeps_the_old_answer);
  g_test_add_func ("/think/engine/an-issue-not-in-the-answer-changes-nothing",
                   test_an_issue_that_is_not_in_the_answer_changes_nothing);
  g_test_add_func ("/think/engine/an-issue-of-a-part-makes-that-part-again",
                   test_an_issue_of_a_part_makes_that_part_again);
  g_test_add_func ("/think/engine/calls-are-never-too-many", test_calls_are_never_too_many);
  g_test_add_func ("/think/engine/time-is-over", test_time_is_over);
  g_test_add_func ("/think/engine/what-runs-is-not-started-again", test_started_again);
  g_test_add_func ("/think/engine/answer-now", test_answer_now);
  g_test_add_func ("/think/engine/a-plan-waits-for-somebody-to-agree", test_a_plan_waits_for_somebody_to_agree);
  g_test_add_func ("/think/engine/an-answer-of-ones-own", test_an_answer_of_ones_own);
  g_test_add_func ("/think/engine/a-crash-after-every-event", test_crash_after_every_event);
  return g_test_run ();
}
