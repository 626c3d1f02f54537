/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a run of deep think as a whole. */

#include "config.h"

#include "ponder-think-words.h"

#include "ponder-think-reason.h"
#include "ponder-think-summary.h"

#include <glib/gi18n.h>
#include <string.h>

/* (nullable): who writes the answer from the parts, or without them. */
static const PonderThinkNode *
find_writer (const PonderThinkState *state)
{
  for (guint i = state->nodes->len; i > 0; i--)
    {
      const PonderThinkNode *node = g_ptr_array_index (state->nodes, i - 1);

      if (node->kind == PONDER_THINK_KIND_SYNTH || node->kind == PONDER_THINK_KIND_ANSWER)
        return node;
    }
  return NULL;
}

/* --- pieces --- */

/* (nullable): nobody said. */
static char *
dup_tokens (const PonderThinkState *state)
{
  PonderUsage usage;
  gint64 n_tokens;

  ponder_think_state_get_usage (state, &usage);
  if (usage.input < 0 && usage.output < 0)
    return NULL;
  n_tokens = MAX (0, usage.input) + MAX (0, usage.output);
  if (n_tokens >= 1000)
    /* Translators: %.1f is a number of thousands: 9.1k tokens. */
    return g_strdup_printf (_("%.1fk tokens"), (double) n_tokens / 1000);
  /* Translators: %u is a number of tokens, read and written. */
  return g_strdup_printf (ngettext ("%u token", "%u tokens", (gulong) n_tokens), (guint) n_tokens);
}

/* (nullable): it cannot be said. */
static char *
dup_left (PonderThinkBoard *board)
{
  const PonderThinkState *state = ponder_think_board_get_state (board);
  gint64 soonest;
  gint64 latest;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (state->paused || state->phase == PONDER_THINK_PHASE_APPROVE)
    return NULL;
  if (ponder_think_board_is_late (board))
    return g_strdup (_("longer than usual"));
  if (!ponder_think_board_estimate (board, &soonest, &latest))
    return NULL;
  from = ponder_think_summary_dup_clock (soonest);
  to = ponder_think_summary_dup_clock (latest);
  if (g_str_equal (from, to))
    /* Translators: %s is a time like 0:25. */
    return g_strdup_printf (_("about %s left"), to);
  /* Translators: both %s are times like 0:20: from the soonest to the latest. */
  return g_strdup_printf (_("%s–%s left"), from, to);
}

static void
take (GPtrArray *words,
      char      *word)
{
  if (word != NULL)
    g_ptr_array_add (words, word);
}

/* --- the line --- */

/* (nullable) */
static const char *
get_standing (PonderThinkStanding standing)
{
  switch (standing)
    {
    case PONDER_THINK_STANDING_ELSEWHERE:
      return _("worked on by another program");
    case PONDER_THINK_STANDING_INTERRUPTED:
      return _("interrupted");
    case PONDER_THINK_STANDING_BLOCKED:
      return _("waiting for you");
    case PONDER_THINK_STANDING_RUNNING:
    case PONDER_THINK_STANDING_ENDED:
      break;
    }
  return NULL;
}

char *
ponder_think_words_dup_title (PonderThinkBoard *board)
{
  const PonderThinkState *state = ponder_think_board_get_state (board);
  const char *standing = get_standing (ponder_think_board_get_standing (board));

  if (state != NULL)
    return ponder_think_summary_dup_at (state, standing, ponder_think_board_get_time (board));
  /* Translators: %s is how it went: "6 parts, 9 calls, 58 s". */
  return standing != NULL ? g_strdup_printf (_("Deep think: %s"), standing) : g_strdup (_("Deep think"));
}

char *
ponder_think_words_dup_totals (PonderThinkBoard *board)
{
  const PonderThinkState *state = ponder_think_board_get_state (board);
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  gint64 now = ponder_think_board_get_time (board);

  if (state == NULL)
    return g_strdup ("");
  take (words, ponder_think_summary_dup_clock (now));
  take (words, ponder_think_summary_dup_calls (state));
  take (words, dup_tokens (state));
  if (ponder_think_board_get_standing (board) == PONDER_THINK_STANDING_RUNNING)
    take (words, dup_left (board));
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" · ", (char **) words->pdata);
}

/* --- banners --- */

/* The calls that a plan of so many parts takes: it, its parts, the answer, the review. */
static char *
dup_approval (const PonderThinkState *state)
{
  guint n_parts = ponder_think_state_count_all (state);
  guint n_calls = ponder_think_state_get_calls (state) + n_parts + 1 + (state->config->review ? 1 : 0);
  /* Translators: %u is into how many parts a question was taken apart. */
  g_autofree char *parts = g_strdup_printf (ngettext ("%u part", "%u parts", n_parts), n_parts);
  /* Translators: %u is how many times a model will be asked. */
  g_autofree char *calls = g_strdup_printf (ngettext ("about %u call", "about %u calls", n_calls), n_calls);

  /* Translators: "5 parts", "about 8 calls". */
  return g_strdup_printf (_("This is the plan: %s, %s. Nothing is asked before you start it."), parts, calls);
}

static char *
dup_paused (const PonderThinkState *state)
{
  g_autofree char *why = ponder_think_reason_dup_words (state->why);

  if (why == NULL)
    return g_strdup (_("Paused. Parts that are being written go on to their end; nothing new begins."));
  /* Translators: %s is why: words of an error. */
  return g_strdup_printf (_("Paused: %s. Once that is mended, Resume goes on where it stopped."), why);
}

static char *
dup_interrupted (const PonderThinkState *state)
{
  guint n_parts = state != NULL ? ponder_think_state_count_all (state) : 0;

  if (n_parts == 0)
    return g_strdup (_("Deep think was interrupted."));
  /* Translators: so many parts of a question, of all of them, have an answer. */
  return g_strdup_printf (_("Deep think was interrupted at %u/%u. What is there is kept; nothing that is finished is "
                            "asked again."), ponder_think_state_count_answered (state), n_parts);
}

static char *
dup_ended (const PonderThinkState *state)
{
  g_autofree char *words = NULL;
  g_autofree char *why = NULL;

  if (state == NULL || state->outcome == PONDER_THINK_OUTCOME_DONE || state->outcome == PONDER_THINK_OUTCOME_DIRECT)
    return NULL;
  if (state->outcome == PONDER_THINK_OUTCOME_PARTIAL)
    {
      g_autofree char *parts = ponder_think_summary_dup_parts (state);

      /* Translators: %s is "answered from 5 of 6 parts". */
      words = g_strdup_printf (_("This was %s."), parts);
    }
  else
    words = g_strdup (state->outcome == PONDER_THINK_OUTCOME_CANCELLED ? _("Stopped. What was there is kept.")
                                                                       : _("No answer came of this."));
  why = ponder_think_reason_dup_words (state->why);
  if (why == NULL)
    return g_steal_pointer (&words);
  /* Translators: a sentence, and why that is so. */
  return g_strdup_printf (_("%s Why: %s"), words, why);
}

static char *
dup_running (const PonderThinkState *state)
{
  if (state == NULL)
    return NULL;
  if (state->paused)
    return dup_paused (state);
  return state->phase == PONDER_THINK_PHASE_APPROVE ? dup_approval (state) : NULL;
}

char *
ponder_think_words_dup_banner (PonderThinkBoard *board)
{
  const PonderThinkState *state = ponder_think_board_get_state (board);

  switch (ponder_think_board_get_standing (board))
    {
    case PONDER_THINK_STANDING_RUNNING:
      return dup_running (state);
    case PONDER_THINK_STANDING_ELSEWHERE:
      return g_strdup (_("Another program is working on this. What comes of it is shown here."));
    case PONDER_THINK_STANDING_INTERRUPTED:
      return dup_interrupted (state);
    case PONDER_THINK_STANDING_BLOCKED:
      /* Why is told, with what can be done about it, below. */
      return g_strdup (_("It waits until what is said below is mended; then Resume goes on where it stopped."));
    case PONDER_THINK_STANDING_ENDED:
      return dup_ended (state);
    }
  return NULL;
}

char *
ponder_think_words_dup_degraded (const PonderThinkState *state)
{
  const char *words;
  g_autofree char *why = ponder_think_reason_dup_words (state->degraded_why);

  if (state->degraded == NULL)
    return NULL;
  if (g_str_equal (state->degraded, "lines"))
    words = _("The plan was not written as it should be: its lines were taken as the parts.");
  else if (g_str_equal (state->degraded, "repair"))
    words = _("The plan could not be read and was asked for once more.");
  else
    words = _("Answered directly, without parts.");
  if (why == NULL)
    return g_strdup (words);
  /* Translators: a sentence, and why that is so. */
  return g_strdup_printf (_("%s Why: %s"), words, why);
}

/* --- steps --- */

char *
ponder_think_words_dup_phase (PonderThinkBoard *board)
{
  const PonderThinkState *state = ponder_think_board_get_state (board);
  guint n_parts;

  if (state == NULL || ponder_think_board_get_standing (board) != PONDER_THINK_STANDING_RUNNING)
    return NULL;
  n_parts = ponder_think_state_count_all (state);
  if (state->paused)
    return g_strdup (_("Paused"));
  switch (state->phase)
    {
    case PONDER_THINK_PHASE_PLAN:
      return g_strdup (_("Planning"));
    case PONDER_THINK_PHASE_APPROVE:
      return g_strdup (_("The plan waits for you to start it"));
    case PONDER_THINK_PHASE_SOLVE:
      /* Translators: %u is how many parts of a question are answered now. */
      return g_strdup_printf (ngettext ("Solving %u part", "Solving %u parts", n_parts), n_parts);
    case PONDER_THINK_PHASE_SYNTHESIZE:
      return g_strdup (_("Writing the answer"));
    case PONDER_THINK_PHASE_REVIEW:
      return g_strdup (_("Reviewing the answer"));
    case PONDER_THINK_PHASE_REVISE:
      return g_strdup (_("Revising the answer"));
    case PONDER_THINK_PHASE_ENDED:
      break;
    }
  return NULL;
}

static PonderThinkStripState
find_plan_state (const PonderThinkState *state)
{
  if (state->degraded != NULL)
    return PONDER_THINK_STRIP_FLAWED;
  if (state->planned || state->outcome == PONDER_THINK_OUTCOME_DIRECT)
    return PONDER_THINK_STRIP_DONE;
  return state->outcome == PONDER_THINK_OPEN ? PONDER_THINK_STRIP_ACTIVE : PONDER_THINK_STRIP_FLAWED;
}

static PonderThinkStripState
find_solve_state (const PonderThinkState *state)
{
  guint n_parts = ponder_think_state_count_all (state);

  if (n_parts == 0)
    return state->phase > PONDER_THINK_PHASE_SOLVE ? PONDER_THINK_STRIP_LEFT_OUT : PONDER_THINK_STRIP_AHEAD;
  if (state->phase == PONDER_THINK_PHASE_APPROVE)
    return PONDER_THINK_STRIP_AHEAD;
  if (state->phase <= PONDER_THINK_PHASE_SOLVE)
    return PONDER_THINK_STRIP_ACTIVE;
  return ponder_think_state_count_answered (state) == n_parts ? PONDER_THINK_STRIP_DONE : PONDER_THINK_STRIP_FLAWED;
}

static PonderThinkStripState
find_writing_state (const PonderThinkState *state)
{
  const PonderThinkNode *writer = find_writer (state);

  if (writer == NULL)
    {
      if (state->phase != PONDER_THINK_PHASE_ENDED)
        return PONDER_THINK_STRIP_AHEAD;
      return state->outcome == PONDER_THINK_OUTCOME_DIRECT ? PONDER_THINK_STRIP_DONE : PONDER_THINK_STRIP_LEFT_OUT;
    }
  if (writer->state == PONDER_THINK_DONE)
    return PONDER_THINK_STRIP_DONE;
  return ponder_think_node_is_settled (writer) ? PONDER_THINK_STRIP_FLAWED : PONDER_THINK_STRIP_ACTIVE;
}

static PonderThinkStripState
find_review_state (const PonderThinkState *state)
{
  if (state->review_problem != NULL)
    return PONDER_THINK_STRIP_FLAWED;
  if (state->phase == PONDER_THINK_PHASE_REVIEW || state->phase == PONDER_THINK_PHASE_REVISE)
    return PONDER_THINK_STRIP_ACTIVE;
  if (state->reviewed && state->phase == PONDER_THINK_PHASE_ENDED)
    return PONDER_THINK_STRIP_DONE;
  return state->phase == PONDER_THINK_PHASE_ENDED ? PONDER_THINK_STRIP_LEFT_OUT : PONDER_THINK_STRIP_AHEAD;
}

static PonderThinkStripState
find_step_state (PonderThinkBoard *board,
                 PonderThinkStripStep   step)
{
  static PonderThinkStripState (*const finders[PONDER_THINK_STRIP_N_STEPS]) (const PonderThinkState *) = {
    find_plan_state, find_solve_state, find_writing_state, find_review_state,
  };
  const PonderThinkState *state = ponder_think_board_get_state (board);
  PonderThinkStripState found = state != NULL ? finders[step] (state) : PONDER_THINK_STRIP_AHEAD;

  if (found == PONDER_THINK_STRIP_ACTIVE
      && (state->paused || ponder_think_board_get_standing (board) != PONDER_THINK_STANDING_RUNNING))
    return PONDER_THINK_STRIP_HALTED;
  return found;
}

static char *
dup_step_name (const PonderThinkState *state,
               PonderThinkStripStep         step)
{
  guint n_parts = state != NULL ? ponder_think_state_count_all (state) : 0;
  const PonderThinkNode *writer = state != NULL ? find_writer (state) : NULL;

  switch (step)
    {
    case PONDER_THINK_STRIP_PLAN:
      return g_strdup (_("Plan"));
    case PONDER_THINK_STRIP_SOLVE:
      if (n_parts == 0)
        return g_strdup (_("Solve"));
      /* Translators: so many parts of a question, of all of them, have an answer. */
      return g_strdup_printf (_("Solve %u/%u"), ponder_think_state_count_answered (state), n_parts);
    case PONDER_THINK_STRIP_SYNTHESIZE:
      return g_strdup (writer != NULL && writer->kind == PONDER_THINK_KIND_ANSWER ? _("Answer") : _("Synthesize"));
    case PONDER_THINK_STRIP_REVIEW:
      return g_strdup (state != NULL && state->phase == PONDER_THINK_PHASE_REVISE ? _("Revise") : _("Review"));
    case PONDER_THINK_STRIP_N_STEPS:
      break;
    }
  return NULL;
}

char *
ponder_think_words_dup_step (PonderThinkBoard     *board,
                             PonderThinkStripStep       step,
                             PonderThinkStripState *state,
                             char                **said)
{
  const char *const words[] = {
    [PONDER_THINK_STRIP_AHEAD] = _("to come"), [PONDER_THINK_STRIP_ACTIVE] = _("going on"),
    [PONDER_THINK_STRIP_HALTED] = _("halted"), [PONDER_THINK_STRIP_DONE] = _("done"),
    [PONDER_THINK_STRIP_FLAWED] = _("done with problems"), [PONDER_THINK_STRIP_LEFT_OUT] = _("left out"),
  };
  char *name = dup_step_name (ponder_think_board_get_state (board), step);

  *state = find_step_state (board, step);
  if (said != NULL)
    /* Translators: a step and its state: "Solve 3/6: going on". */
    *said = g_strdup_printf (_("%s: %s"), name, words[*state]);
  return name;
}
