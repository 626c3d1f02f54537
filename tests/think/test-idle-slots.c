/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done beyond what is needed: second calls, checks, and not waiting for the last part. */

#include "ponder-test-run.h"

#include "ponder-error.h"
#include "ponder-think-arithmetic.h"
#include "ponder-think-review.h"

#include <string.h>

#define SLOTS 3
#define TASK(id, deps, kind) \
  "{\"t\":\"task\",\"id\":\"" id "\",\"title\":\"" id "\",\"ask\":\"Ask " id "\",\"deps\":[" deps "],\"kind\":\"" kind \
  "\"}\n"

/* Seconds; a step that is not named takes two to its first word and ten in all. */
typedef struct
{
  const char *id;
  gint64      first;
  gint64      last;
  const char *text;             /* (nullable) */
  gboolean    fails;
} Step;

typedef struct
{
  const char *plan;
  Step        steps[8];
  gint64      hedge_first;      /* of second calls */
  gboolean    hedge_fails;
  PonderErrorCode fault;        /* of what fails; 0: of the server */
  GString    *prompts;          /* of checks */
  char       *hint;             /* what a part that is asked again is asked */
  char       *synth;            /* what the writer is asked */
} Script;

static const Step *
find_step (Script                *script,
           const PonderThinkNode *node)
{
  for (guint i = 0; i < G_N_ELEMENTS (script->steps) && script->steps[i].id != NULL; i++)
    {
      const char *id = script->steps[i].id;
      gboolean again = g_str_has_suffix (id, "!");

      if (strncmp (id, node->id, strlen (id) - again) == 0 && again == (node->attempt > 1))
        return &script->steps[i];
    }
  return NULL;
}

static const char *
get_words (Script                *script,
           const PonderThinkNode *node)
{
  if (node->kind == PONDER_THINK_KIND_PLAN)
    return script->plan;
  if (node->kind == PONDER_THINK_KIND_REVIEW)
    return "{\"score\":9}";
  if (node->kind == PONDER_THINK_KIND_VERIFY)
    return "{\"ok\":true,\"why\":\"known\"}";
  return "It is so.\n\n@@ {\"conclusion\":\"So.\"}";
}

static void
note_prompt (Script                *script,
             const PonderThinkNode *node,
             const char            *prompt)
{
  if (node->kind == PONDER_THINK_KIND_VERIFY)
    g_string_append (script->prompts, prompt);
  if (node->kind == PONDER_THINK_KIND_SYNTH)
    {
      g_free (script->synth);
      script->synth = g_strdup (prompt);
    }
  if (node->kind != PONDER_THINK_KIND_SOLVE || node->attempt < 2)
    return;
  g_free (script->hint);
  script->hint = g_strdup (prompt);
}

static PonderTestCall
play (PonderThinkEngine     *engine,
      const PonderThinkNode *node,
      const char            *prompt,
      gpointer               user_data)
{
  Script *script = user_data;
  const Step *step = find_step (script, node);
  PonderTestCall call = { .n_requests = 1, .n_pieces = 4, .first = 2000, .last = 10000 };

  note_prompt (script, node, prompt);
  call.text = g_strdup (step != NULL && step->text != NULL ? step->text : get_words (script, node));
  if (step != NULL)
    {
      call.first = step->first * 1000;
      call.last = step->last * 1000;
    }
  if (node->hedged && script->hedge_first > 0)
    {
      call.first = script->hedge_first * 1000;
      call.last = call.first + 8000;
    }
  if ((node->hedged && script->hedge_fails) || (step != NULL && step->fails))
    {
      g_clear_pointer (&call.text, g_free);
      call.fault = ponder_fault_new (script->fault != 0 ? script->fault : PONDER_ERROR_SERVER, "think");
    }
  return call;
}

static PonderTestRun *
begin (Script  *script,
       gboolean hedge,
       gboolean checks,
       gboolean quorum)
{
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();

  config->hedge = hedge;
  config->checks = checks;
  config->quorum = quorum;
  script->prompts = g_string_new (NULL);
  return ponder_test_run_new ("How high is it?", config, SLOTS, play, script);
}

static const PonderThinkNode *
get_node (PonderTestRun *run,
          const char    *id)
{
  const PonderThinkNode *node = ponder_think_state_find (ponder_think_engine_get_state (run->engine), id);

  g_assert_nonnull (node);
  return node;
}

static void
end (Script             *script,
     PonderTestRun      *run,
     PonderThinkOutcome  outcome)
{
  const PonderThinkState *state = ponder_think_engine_get_state (run->engine);

  g_assert_cmpstr (ponder_think_outcome_to_string (state->outcome), ==, ponder_think_outcome_to_string (outcome));
  g_assert_cmpuint (ponder_think_state_get_calls (state), ==, run->n_served);
  ponder_test_run_replay (run);
  ponder_test_run_free (run);
  g_string_free (script->prompts, TRUE);
  g_free (script->hint);
  g_free (script->synth);
}

/* --- second calls --- */

#define TWO TASK ("a", "", "reason") TASK ("b", "", "reason")

static void
test_hedge_wins (void)
{
  Script script = { .plan = TWO, .steps = { { "b", 60, 80 } }, .hedge_first = 1 };
  PonderTestRun *run = begin (&script, TRUE, FALSE, FALSE);
  const PonderThinkEvent *event;
  const PonderThinkSpan *spans;

  ponder_test_run_all (run);
  event = ponder_test_run_find (run, PONDER_THINK_NODE_HEDGED, NULL);
  g_assert_nonnull (event);
  g_assert_cmpstr (event->node, ==, "b");
  g_assert_cmpint (event->time, ==, get_node (run, "b")->started + 4000);
  event = ponder_test_run_find (run, PONDER_THINK_NODE_DROPPED, NULL);
  g_assert_null (event->title);
  g_assert_cmpint (event->count, ==, 1);
  g_assert_cmpint (event->time, ==, get_node (run, "b")->started + 5000);
  g_assert_cmpuint (get_node (run, "b")->calls, ==, 2);
  g_assert_cmpuint (get_node (run, "b")->spans->len, ==, 2);
  spans = (const PonderThinkSpan *) get_node (run, "b")->spans->data;
  g_assert_cmpint (spans[0].state, ==, PONDER_THINK_CANCELLED);
  g_assert_cmpint (spans[0].first_token, ==, -1);
  g_assert_true (spans[1].hedge);
  g_assert_cmpint (spans[1].state, ==, PONDER_THINK_DONE);
  g_assert_cmpint (spans[1].first_token, ==, get_node (run, "b")->first_token);
  end (&script, run, PONDER_THINK_OUTCOME_DONE);
}

static void
test_first_wins (void)
{
  Script script = { .plan = TWO, .steps = { { "b", 6, 12 } }, .hedge_first = 30 };
  PonderTestRun *run = begin (&script, TRUE, FALSE, FALSE);

  ponder_test_run_all (run);
  g_assert_cmpstr (ponder_test_run_find (run, PONDER_THINK_NODE_DROPPED, "b")->title, ==, PONDER_THINK_CALL_HEDGE);
  g_assert_cmpuint (get_node (run, "b")->calls, ==, 2);
  g_assert_cmpstr (get_node (run, "b")->text->str, ==, "It is so.");
  end (&script, run, PONDER_THINK_OUTCOME_DONE);
}

static void
test_hedge_fails (void)
{
  Script script = { .plan = TWO, .steps = { { "b", 30, 40 } }, .hedge_first = 2, .hedge_fails = TRUE };
  PonderTestRun *run = begin (&script, TRUE, FALSE, FALSE);

  ponder_test_run_all (run);
  g_assert_cmpuint (ponder_test_run_count (run, PONDER_THINK_NODE_HEDGED), ==, 1);
  g_assert_cmpint (get_node (run, "b")->state, ==, PONDER_THINK_DONE);
  end (&script, run, PONDER_THINK_OUTCOME_DONE);
}

static void
test_first_fails (void)
{
  Script script = { .plan = TWO, .steps = { { "b", 30, 30, NULL, TRUE } }, .hedge_first = 50 };
  PonderTestRun *run = begin (&script, TRUE, FALSE, FALSE);
  PonderThinkEngine *engine = run->engine;
  PonderThinkResult result = { .fault = ponder_fault_new (PONDER_ERROR_SERVER, "think"), .calls = 1 };

  while (get_node (run, "plan")->ended < 0 || get_node (run, "b")->hedge_sent == 0)
    ponder_test_run_step (run);
  ponder_think_engine_ended (engine, "b", &result, run->now);
  ponder_test_run_absorb (run);
  g_assert_cmpint (get_node (run, "b")->state, ==, PONDER_THINK_RUNNING);
  g_assert_false (get_node (run, "b")->first_runs);
  ponder_think_engine_text (engine, "b", "Nobody says this any more.", run->now);
  g_assert_cmpint (get_node (run, "b")->first_token, ==, -1);
  ponder_think_engine_text (engine, "b+1", "This counts.", run->now);
  g_assert_cmpstr (get_node (run, "b")->text->str, ==, "This counts.");
  ponder_fault_unref ((PonderFault *) result.fault);
  ponder_test_run_command (run, PONDER_THINK_STOP, NULL, NULL);
  end (&script, run, PONDER_THINK_OUTCOME_CANCELLED);
}

/* It is not tried once more beside one that is still waited for. */
static void
test_hedge_waits (void)
{
  Script script = { .plan = TWO, .steps = { { "b", 30, 40 } }, .hedge_first = 20 };
  PonderTestRun *run = begin (&script, TRUE, FALSE, FALSE);
  g_autoptr(PonderFault) fault = ponder_fault_new (PONDER_ERROR_SERVER, "think");

  while (ponder_test_run_count (run, PONDER_THINK_NODE_HEDGED) == 0)
    g_assert_true (ponder_test_run_step (run));
  ponder_think_engine_retrying (run->engine, "b+1", fault, 1, 1, run->now);
  ponder_test_run_absorb (run);
  g_assert_false (get_node (run, "b")->hedge_runs);
  g_assert_cmpuint (ponder_test_run_count (run, PONDER_THINK_NODE_RETRY), ==, 0);
  ponder_test_run_all (run);
  g_assert_cmpint (get_node (run, "b")->state, ==, PONDER_THINK_DONE);
  end (&script, run, PONDER_THINK_OUTCOME_DONE);
}

static void
assert_not_hedged (Script   *script,
                   gboolean  wanted)
{
  PonderTestRun *run = begin (script, wanted, FALSE, FALSE);

  ponder_test_run_all (run);
  g_assert_cmpuint (ponder_test_run_count (run, PONDER_THINK_NODE_HEDGED), ==, 0);
  end (script, run, PONDER_THINK_OUTCOME_DONE);
}

static void
test_not_hedged (void)
{
  Script script = { .plan = TWO, .steps = { { "b", 60, 80 } } };
  Script busy = { .plan = TWO TASK ("c", "", "reason") TASK ("d", "", "reason") TASK ("e", "", "reason"),
                  .steps = { { "plan", 1, 1 }, { "b", 8, 9 }, { "a", 2, 50 }, { "c", 2, 50 }, { "d", 2, 50 } } };
  Script slow = { .plan = TWO TASK ("c", "", "reason"), .steps = { { "plan", 1, 1 }, { "a", 9, 20 }, { "b", 9, 20 }, { "c", 2, 3 } } };

  assert_not_hedged (&script, FALSE);
  /* There is no slot. */
  assert_not_hedged (&busy, TRUE);
  /* It is the server. */
  assert_not_hedged (&slow, TRUE);
}

static void
test_local (void)
{
  Script script = { .plan = TWO, .steps = { { "b", 60, 80 } } };
  PonderTestRun *run = begin (&script, TRUE, FALSE, FALSE);

  ponder_think_engine_set_local (run->engine, TRUE);
  ponder_test_run_all (run);
  g_assert_cmpuint (ponder_test_run_count (run, PONDER_THINK_NODE_HEDGED), ==, 0);
  end (&script, run, PONDER_THINK_OUTCOME_DONE);
}

static void
wait_for_call (PonderTestRun *run,
               const char    *id)
{
  const PonderThinkState *state = ponder_think_engine_get_state (run->engine);

  while (ponder_think_state_find (state, id) == NULL || get_node (run, id)->sent == 0)
    g_assert_true (ponder_test_run_step (run));
}

/* A model that thinks is asked already. */
static void
test_thinking (void)
{
  Script script = { .plan = TWO, .steps = { { "b", 60, 80 } } };
  PonderTestRun *run = begin (&script, TRUE, FALSE, FALSE);

  wait_for_call (run, "b");
  ponder_think_engine_alive (run->engine, "b", run->now + 500);
  ponder_test_run_absorb (run);
  ponder_test_run_all (run);
  g_assert_cmpuint (ponder_test_run_count (run, PONDER_THINK_NODE_HEDGED), ==, 0);
  end (&script, run, PONDER_THINK_OUTCOME_DONE);
}

/* Who is told to wait is not asked more often. */
static void
test_rate_limit (void)
{
  Script script = { .plan = TWO, .steps = { { "plan", 1, 1 }, { "b", 60, 80 }, { "a", 30, 40 } } };
  PonderTestRun *run = begin (&script, TRUE, FALSE, FALSE);
  g_autoptr(PonderFault) fault = ponder_fault_new (PONDER_ERROR_RATE_LIMIT, "think");

  wait_for_call (run, "b");
  ponder_think_engine_retrying (run->engine, "a", fault, 20, 1, run->now);
  ponder_test_run_absorb (run);
  run->now = 10000;
  ponder_think_engine_tick (run->engine, run->now);
  ponder_test_run_absorb (run);
  ponder_test_run_all (run);
  g_assert_cmpint (ponder_test_run_find (run, PONDER_THINK_NODE_HEDGED, "b")->time, ==, 21000);
  end (&script, run, PONDER_THINK_OUTCOME_DONE);
}

/* One in ten calls, and two at most. */
static void
test_bucket (void)
{
  Script script = { .plan = TWO, .hedge_first = 1,
                    .steps = { { "plan", 60, 80 }, { "b", 60, 80 }, { "synth", 60, 80 }, { "review", 60, 80 } } };
  PonderTestRun *run = begin (&script, TRUE, FALSE, FALSE);

  ponder_test_run_all (run);
  g_assert_cmpuint (ponder_test_run_count (run, PONDER_THINK_NODE_HEDGED), ==, 1);
  g_assert_nonnull (ponder_test_run_find (run, PONDER_THINK_NODE_HEDGED, "plan"));
  end (&script, run, PONDER_THINK_OUTCOME_DONE);
}

/* --- the last part --- */

#define THREE TASK ("a", "", "reason") TASK ("b", "", "reason") TASK ("c", "", "reason")

static void
test_quorum (void)
{
  Script script = { .plan = THREE, .steps = { { "c", 2, 90 } } };
  PonderTestRun *run = begin (&script, FALSE, FALSE, TRUE);

  ponder_test_run_all (run);
  g_assert_cmpint (get_node (run, "c")->state, ==, PONDER_THINK_CANCELLED);
  g_assert_cmpstr (get_node (run, "c")->category, ==, PONDER_THINK_QUORUM);
  g_assert_cmpint (get_node (run, "c")->ended, ==, get_node (run, "c")->started + 20001);
  g_assert_cmpint (get_node (run, "synth")->started, ==, get_node (run, "c")->ended);
  g_assert_nonnull (strstr (script.synth, "missing: c (c): it took too long and was not waited for"));
  end (&script, run, PONDER_THINK_OUTCOME_PARTIAL);
}

static void
assert_waited_for (Script   *script,
                   gboolean  wanted)
{
  PonderTestRun *run = begin (script, FALSE, FALSE, wanted);

  ponder_test_run_all (run);
  g_assert_cmpuint (ponder_test_run_count (run, PONDER_THINK_NODE_CANCELLED), ==, 0);
  end (script, run, PONDER_THINK_OUTCOME_DONE);
}

static void
test_no_quorum (void)
{
  Script off = { .plan = THREE, .steps = { { "c", 2, 90 } } };
  Script two = { .plan = THREE, .steps = { { "b", 2, 90 }, { "c", 2, 90 } } };
  Script few = { .plan = TWO, .steps = { { "b", 2, 90 } } };
  Script needed = { .plan = THREE TASK ("d", "\"c\"", "reason"), .steps = { { "c", 2, 90 } } };

  assert_waited_for (&off, FALSE);
  assert_waited_for (&two, TRUE);
  assert_waited_for (&few, TRUE);
  assert_waited_for (&needed, TRUE);
}

/* --- checks --- */

static void
test_sum (void)
{
  Script script = { .plan = TASK ("a", "", "calc") TASK ("b", "\"a\"", "reason"),
                    .steps = { { "a", 2, 10, "3 \xc3\x97 2 + 1 = 8\n@@ {\"conclusion\":\"8\"}" },
                               { "a!", 2, 10, "3 \xc3\x97 2 + 1 = 7\n@@ {\"conclusion\":\"7\"}" } } };
  PonderTestRun *run = begin (&script, FALSE, TRUE, FALSE);

  ponder_test_run_all (run);
  g_assert_cmpuint (ponder_test_run_count (run, PONDER_THINK_VERIFY_RESULT), ==, 2);
  g_assert_cmpstr (ponder_test_run_find (run, PONDER_THINK_VERIFY_RESULT, "a")->detail, ==, "3 * 2 + 1 is 7, not 8");
  g_assert_nonnull (strstr (script.hint, "3 * 2 + 1 is 7, not 8"));
  g_assert_cmpstr (get_node (run, "a")->check, ==, "ok");
  g_assert_cmpuint (get_node (run, "a")->calls, ==, 2);
  g_assert_cmpuint (get_node (run, "b")->calls, ==, 1);
  g_assert_cmpuint (get_node (run, "b")->started, >=, get_node (run, "a")->ended);
  end (&script, run, PONDER_THINK_OUTCOME_DONE);
}

/* It is asked again once, not for ever. */
static void
test_sum_stays_wrong (void)
{
  Script script = { .plan = TASK ("a", "", "calc"),
                    .steps = { { "a", 2, 10, "1 + 1 = 3" }, { "a!", 2, 10, "1 + 1 = 3" } } };
  PonderTestRun *run = begin (&script, FALSE, TRUE, FALSE);

  ponder_test_run_all (run);
  g_assert_cmpuint (get_node (run, "a")->calls, ==, 2);
  g_assert_cmpstr (get_node (run, "a")->check, ==, "conflict");
  end (&script, run, PONDER_THINK_OUTCOME_DONE);
}

#define FACTS TASK ("a", "", "fact") TASK ("b", "\"a\"", "reason") TASK ("c", "", "reason")

static void
test_fact (void)
{
  Script script = { .plan = FACTS, .steps = { { "a", 2, 10, "The draft.\n@@ {\"conclusion\":\"The claim.\"}" },
                                              { "b", 2, 30 } } };
  PonderTestRun *run = begin (&script, FALSE, TRUE, FALSE);

  ponder_test_run_all (run);
  g_assert_cmpstr (get_node (run, "a")->check, ==, "ok");
  g_assert_cmpstr (get_node (run, "a")->check_why, ==, "known");
  g_assert_nonnull (strstr (script.prompts->str, "The claim."));
  g_assert_nonnull (strstr (script.prompts->str, "Ask a"));
  g_assert_null (strstr (script.prompts->str, "The draft."));
  end (&script, run, PONDER_THINK_OUTCOME_DONE);
}

/* Who builds upon what was wrong is asked again when it has changed, and only then. */
static void
assert_conflict (const char *second,
                 guint       calls_of_b)
{
  Script script = { .plan = FACTS, .steps = { { "check/a/1", 2, 5, "{\"ok\":false,\"why\":\"It is two.\"}" },
                                              { "check/a/2", 2, 5 }, { "a", 2, 10, "x\n@@ {\"conclusion\":\"One\"}" },
                                              { "a!", 2, 10, second }, { "b", 2, 60 }, { "b!", 2, 10 },
                                              { "c", 2, 70 } } };
  PonderTestRun *run = begin (&script, FALSE, TRUE, FALSE);

  ponder_test_run_all (run);
  g_assert_cmpuint (get_node (run, "a")->calls, ==, 2);
  g_assert_cmpuint (get_node (run, "b")->calls, ==, calls_of_b);
  g_assert_cmpstr (get_node (run, "a")->check, ==, "ok");
  g_assert_cmpstr (ponder_test_run_find (run, PONDER_THINK_NODE_RERUN, "a")->text, ==, "It is two.");
  end (&script, run, PONDER_THINK_OUTCOME_DONE);
}

static void
test_conflict (void)
{
  assert_conflict ("x\n@@ {\"conclusion\":\"Two\"}", 2);
  assert_conflict ("x\n@@ {\"conclusion\":\" one\"}", 1);
}

static void
test_nobody_waits (void)
{
  Script script = { .plan = TASK ("a", "", "fact") TASK ("b", "", "reason"),
                    .steps = { { "b", 2, 20 }, { "check", 2, 500 } } };
  PonderTestRun *run = begin (&script, FALSE, TRUE, FALSE);

  ponder_test_run_all (run);
  g_assert_cmpint (get_node (run, "check/a/1")->state, ==, PONDER_THINK_CANCELLED);
  g_assert_cmpint (get_node (run, "synth")->started, ==, get_node (run, "b")->ended);
  g_assert_null (get_node (run, "a")->check);
  end (&script, run, PONDER_THINK_OUTCOME_DONE);
}

/* Whoever checks may be another provider, whose key is missing. */
static void
test_check_fails (void)
{
  Script script = { .plan = FACTS, .fault = PONDER_ERROR_AUTHENTICATION,
                    .steps = { { "check/a/1", 2, 5, NULL, TRUE }, { "b", 2, 60 }, { "c", 2, 70 } } };
  PonderTestRun *run = begin (&script, FALSE, TRUE, FALSE);

  ponder_test_run_all (run);
  g_assert_cmpstr (get_node (run, "a")->check, ==, "unknown");
  g_assert_nonnull (get_node (run, "a")->check_why);
  g_assert_cmpuint (ponder_test_run_count (run, PONDER_THINK_RUN_PAUSED), ==, 0);
  end (&script, run, PONDER_THINK_OUTCOME_DONE);
}

/* A part that may start takes the slot of a check. */
static void
test_no_part_waits (void)
{
  Script script = { .plan = TASK ("a", "", "fact") TASK ("b", "", "reason") TASK ("c", "", "reason")
                            TASK ("d", "\"c\"", "reason") TASK ("e", "\"c\"", "reason"),
                    .steps = { { "plan", 1, 1 }, { "check", 2, 500 }, { "b", 2, 60 }, { "c", 2, 20 } } };
  PonderTestRun *run = begin (&script, FALSE, TRUE, FALSE);

  ponder_test_run_all (run);
  g_assert_cmpint (get_node (run, "check/a/1")->state, ==, PONDER_THINK_CANCELLED);
  g_assert_cmpint (get_node (run, "d")->started, ==, get_node (run, "c")->ended);
  g_assert_cmpint (get_node (run, "e")->started, ==, get_node (run, "c")->ended);
  end (&script, run, PONDER_THINK_OUTCOME_DONE);
}

/* What a person says is not doubted. */
static void
test_supplied (void)
{
  Script script = { .plan = TASK ("a", "", "calc") TASK ("b", "", "reason"), .steps = { { "a", 2, 30 } } };
  PonderTestRun *run = begin (&script, FALSE, TRUE, FALSE);

  wait_for_call (run, "a");
  g_assert_true (ponder_test_run_command (run, PONDER_THINK_SUPPLY, "a", "1 + 1 = 3"));
  ponder_test_run_all (run);
  g_assert_null (get_node (run, "a")->check);
  g_assert_cmpstr (get_node (run, "a")->text->str, ==, "1 + 1 = 3");
  end (&script, run, PONDER_THINK_OUTCOME_DONE);
}

/* --- sums and verdicts as such --- */

static void
test_arithmetic (void)
{
  static const struct { const char *text; guint n; const char *mismatch; } cases[] = {
    { "3 \xc3\x97 2 + 1 = 7", 1, NULL },
    { "3 \xc3\x97 2 + 1 = 8.", 0, "3 * 2 + 1 is 7, not 8" },
    { "(2 + 3) * -4 = -20, 2^3^2 = 512", 2, NULL },
    { "1,234 + 1 = 1,235", 1, NULL },
    { "10 / 3 = 3.33", 1, NULL },
    { "10 \xc3\xb7 3 = 3.4", 0, "10 / 3 is 3.333333333, not 3.4" },
    { "2 \xe2\x88\x92 5 = \xe2\x88\x92" "3", 1, NULL },
    { "\\(6 \\times 7 = 43\\)", 0, "6 * 7 is 42, not 43" },
    { "**6 + 7 = 13**", 1, NULL },
    { "Total: 2 + 2 = 5", 0, "2 + 2 is 4, not 5" },
    { "x = 2 + 2 = 4", 1, NULL },
    /* What may mean something else is passed over. */
    { "x + 3 = 5", 0, NULL }, { "2x + 3 = 7", 0, NULL }, { "log 100 + 1 = 3", 0, NULL },
    { "1500 + 500 = 2 thousand", 0, NULL }, { "50 / 100 = 50%", 0, NULL }, { "17 + 1 = 3 mod 5", 0, NULL },
    { "1.234 + 1 = 1.235", 0, NULL }, { "2 + 2 >= 5", 0, NULL }, { "2 + 2 == 5", 0, NULL }, { "2 + 2 != 5", 0, NULL },
    { "3\xc2\xb2 + 1 = 11", 0, NULL }, { "1 / 0 = 5", 0, NULL }, { "= 5", 0, NULL }, { "7 =", 0, NULL },
    { "3 m \xc3\x97 2 m = 7 m", 0, NULL }, { "", 0, NULL }, { "1 + 1 = (", 0, NULL }, { "a. 1 = 2", 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *mismatch = NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_cmpuint (ponder_think_arithmetic_check (cases[i].text, &mismatch), ==, cases[i].n);
      g_assert_cmpstr (mismatch, ==, cases[i].mismatch);
    }
}

/* Brackets without end are no trap. */
static void
test_arithmetic_is_bounded (void)
{
  g_autofree char *brackets = g_strnfill (200000, '(');
  g_autofree char *minus = g_strnfill (200000, '-');
  g_autofree char *text = g_strconcat (brackets, "1 = 1\n1 = ", minus, "1 + 1", NULL);
  g_autofree char *mismatch = NULL;

  g_assert_cmpuint (ponder_think_arithmetic_check (text, &mismatch), ==, 0);
  g_assert_null (mismatch);
}

static void
test_verdicts (void)
{
  g_autofree char *why = NULL;

  g_assert_cmpint (ponder_think_review_verify ("Sure:\n{\"ok\":true}", &why), ==, 1);
  g_assert_null (why);
  g_assert_cmpint (ponder_think_review_verify ("{\"ok\":\"false\"}", &why), ==, 0);
  g_assert_cmpint (ponder_think_review_verify ("no", &why), ==, 0);
  g_assert_cmpint (ponder_think_review_verify ("{\"ok\":null,\"why\":\"x\"}", &why), ==, 0);
  g_clear_pointer (&why, g_free);
  g_assert_cmpint (ponder_think_review_verify ("{\"ok\":false,\"why\":\"It is two.\"}", &why), ==, -1);
  g_assert_cmpstr (why, ==, "It is two.");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/think/hedge/the-second-call-wins", test_hedge_wins);
  g_test_add_func ("/think/hedge/the-first-call-wins", test_first_wins);
  g_test_add_func ("/think/hedge/the-second-call-fails", test_hedge_fails);
  g_test_add_func ("/think/hedge/the-first-call-fails", test_first_fails);
  g_test_add_func ("/think/hedge/the-second-call-is-not-tried-again", test_hedge_waits);
  g_test_add_func ("/think/hedge/not-without-slot-wish-or-reason", test_not_hedged);
  g_test_add_func ("/think/hedge/not-a-local-server", test_local);
  g_test_add_func ("/think/hedge/not-a-model-that-thinks", test_thinking);
  g_test_add_func ("/think/hedge/not-during-a-rate-limit", test_rate_limit);
  g_test_add_func ("/think/hedge/one-in-ten-calls", test_bucket);
  g_test_add_func ("/think/quorum/the-last-part-is-not-waited-for", test_quorum);
  g_test_add_func ("/think/quorum/who-is-waited-for", test_no_quorum);
  g_test_add_func ("/think/checks/a-wrong-sum-is-asked-again", test_sum);
  g_test_add_func ("/think/checks/only-once", test_sum_stays_wrong);
  g_test_add_func ("/think/checks/a-fact", test_fact);
  g_test_add_func ("/think/checks/a-conflict-reaches-who-built-upon-it", test_conflict);
  g_test_add_func ("/think/checks/nobody-waits-for-them", test_nobody_waits);
  g_test_add_func ("/think/checks/one-that-fails-is-no-verdict", test_check_fails);
  g_test_add_func ("/think/checks/no-part-waits-for-them", test_no_part_waits);
  g_test_add_func ("/think/checks/not-of-what-a-person-says", test_supplied);
  g_test_add_func ("/think/checks/sums", test_arithmetic);
  g_test_add_func ("/think/checks/sums-without-end", test_arithmetic_is_bounded);
  g_test_add_func ("/think/checks/verdicts", test_verdicts);
  return g_test_run ();
}
