/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line that says how a run went. */

#include "ponder-think-reason.h"
#include "ponder-think-summary.h"

/* Parts as "a=done b=failed c=partial", each one call of a second. */
static PonderThinkState *
new_state (const char *parts)
{
  PonderThinkState *state = ponder_think_state_new ();
  g_auto(GStrv) words = g_strsplit (parts, " ", -1);

  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    {
      g_auto(GStrv) pair = g_strsplit (words[i], "=", 2);
      g_autoptr(PonderThinkEvent) task = ponder_think_event_new (PONDER_THINK_PLAN_TASK);
      g_autoptr(PonderThinkEvent) end = ponder_think_event_new (g_str_equal (pair[1], "failed")
                                                                ? PONDER_THINK_NODE_FAILED : PONDER_THINK_NODE_DONE);

      task->node = g_strdup (pair[0]);
      end->node = g_strdup (pair[0]);
      end->title = g_str_equal (pair[1], "partial") ? g_strdup ("partial") : NULL;
      end->count = 1;
      end->time = 1000 * (i + 1);
      ponder_think_state_apply (state, task);
      if (!g_str_equal (pair[1], "open"))
        ponder_think_state_apply (state, end);
    }
  return state;
}

static void
apply (PonderThinkState     *state,
       PonderThinkEventType  type,
       const char           *title,
       double                number,
       gint64                time)
{
  g_autoptr(PonderThinkEvent) event = ponder_think_event_new (type);

  event->title = g_strdup (title);
  event->number = number;
  event->time = time;
  ponder_think_state_apply (state, event);
}

static void
assert_summary (const PonderThinkState *state,
                const char             *expected)
{
  g_autofree char *summary = ponder_think_summary_dup (state);

  g_assert_cmpstr (summary, ==, expected);
}

static void
test_all_parts (void)
{
  g_autoptr(PonderThinkState) state = new_state ("a=done b=partial");

  apply (state, PONDER_THINK_REVIEW_DONE, NULL, 8.5, 57600);
  apply (state, PONDER_THINK_RUN_ENDED, "done", 0, 58000);
  assert_summary (state, "Deep think: 2 parts, 2 calls, 58 s, reviewed 8.5/10");
}

static void
test_holes (void)
{
  g_autoptr(PonderThinkState) state = new_state ("a=done b=failed c=done");

  apply (state, PONDER_THINK_RUN_ENDED, "partial", 0, 125400);
  assert_summary (state, "Deep think: answered from 2 of 3 parts, 3 calls, 2 min 5 s");
}

static void
test_other_ends (void)
{
  g_autoptr(PonderThinkState) direct = new_state ("");
  g_autoptr(PonderThinkState) stopped = new_state ("a=done b=open");
  g_autoptr(PonderThinkState) failed = new_state ("a=failed");

  apply (direct, PONDER_THINK_RUN_ENDED, "direct", 0, 400);
  assert_summary (direct, "Deep think: answered directly, 1 s");
  apply (stopped, PONDER_THINK_RUN_ENDED, "cancelled", 0, 4000);
  assert_summary (stopped, "Deep think: stopped, 1 of 2 parts, 1 call, 4 s");
  apply (failed, PONDER_THINK_RUN_ENDED, "failed", 0, 3000);
  assert_summary (failed, "Deep think: failed, 0 of 1 part, 1 call, 3 s");
}

/* What is not known is not said; a review without a number has none. */
static void
test_under_way (void)
{
  g_autoptr(PonderThinkState) empty = new_state ("");
  g_autoptr(PonderThinkState) state = new_state ("a=done b=open");

  assert_summary (empty, "Deep think");
  apply (state, PONDER_THINK_RUN_PAUSED, NULL, 0, 3000);
  assert_summary (state, "Deep think: paused, 1 of 2 parts, 1 call, 3 s");
  apply (state, PONDER_THINK_RUN_RESUMED, NULL, 0, 3000);
  apply (state, PONDER_THINK_REVIEW_DONE, NULL, g_ascii_strtod ("nan", NULL), 3000);
  assert_summary (state, "Deep think: 1 of 2 parts, 1 call, 3 s, reviewed");
}

static void
assert_reason (const char *reason,
               const char *expected)
{
  g_autofree char *words = ponder_think_reason_dup_words (reason);

  g_assert_cmpstr (words, ==, expected);
}

/* Codes are for the log; what a provider said is left alone. */
static void
test_reasons (void)
{
  g_autoptr(PonderThinkState) state = new_state ("a=failed b=open");
  PonderThinkNode *node = ponder_think_state_find (state, "b");
  g_autofree char *lost = NULL;

  assert_reason (NULL, NULL);
  assert_reason ("tokens", "the limit of tokens was reached");
  assert_reason (PONDER_THINK_QUORUM, "not waited for: it took too long");
  assert_reason ("no part has an answer", "no part has an answer");
  assert_reason ("Quota used up.", "Quota used up.");
  node->category = g_strdup ("input");
  node->message = g_strdup ("a");
  lost = ponder_think_reason_dup_of (node);
  g_assert_cmpstr (lost, ==, "a is missing");
}

static void
test_times (void)
{
  g_autoptr(PonderThinkState) state = new_state ("a=done");
  g_autofree char *clock = ponder_think_summary_dup_clock (3725400);
  g_autofree char *short_clock = ponder_think_summary_dup_clock (-5);
  g_autofree char *line = ponder_think_summary_dup_at (state, "interrupted", 61000);

  g_assert_cmpstr (clock, ==, "1:02:05");
  g_assert_cmpstr (short_clock, ==, "0:00");
  g_assert_cmpstr (line, ==, "Deep think: interrupted, 1 part, 1 call, 1 min 1 s");
  apply (state, PONDER_THINK_RUN_ENDED, "partial", 0, 2000);
  assert_summary (state, "Deep think: cut short, 1 call, 2 s");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/think/summary/all-parts", test_all_parts);
  g_test_add_func ("/think/summary/holes", test_holes);
  g_test_add_func ("/think/summary/other-ends", test_other_ends);
  g_test_add_func ("/think/summary/under-way", test_under_way);
  g_test_add_func ("/think/summary/reasons-are-words", test_reasons);
  g_test_add_func ("/think/summary/times-are-short", test_times);
  return g_test_run ();
}
