/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of deep think in one line, for people. */

#include "config.h"

#include "ponder-think-summary.h"

#include <glib/gi18n.h>
#include <math.h>

static void
count_parts (const PonderThinkState *state,
             guint                  *n_all,
             guint                  *n_answered)
{
  *n_all = *n_answered = 0;
  for (guint i = 0; i < state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (state->nodes, i);

      if (node->kind != PONDER_THINK_KIND_SOLVE)
        continue;
      *n_all += 1;
      *n_answered += ponder_think_node_has_answer (node);
    }
}

static void
add_parts (GPtrArray              *pieces,
           const PonderThinkState *state)
{
  gboolean answered = state->outcome == PONDER_THINK_OUTCOME_DONE || state->outcome == PONDER_THINK_OUTCOME_PARTIAL;
  guint n_all;
  guint n_answered;

  count_parts (state, &n_all, &n_answered);
  if (n_all == 0 || state->outcome == PONDER_THINK_OUTCOME_DIRECT)
    return;
  if (n_answered == n_all)
    g_ptr_array_add (pieces, g_strdup_printf (ngettext ("%u part", "%u parts", n_all), n_all));
  else if (answered)
    /* Translators: how many parts of the work the answer was made from, and how many there are. */
    g_ptr_array_add (pieces, g_strdup_printf (ngettext ("answered from %u of %u part", "answered from %u of %u parts",
                                                        n_all), n_answered, n_all));
  else
    /* Translators: how many parts of the work are done, and how many there are. */
    g_ptr_array_add (pieces, g_strdup_printf (ngettext ("%u of %u part", "%u of %u parts", n_all), n_answered, n_all));
}

static void
add_outcome (GPtrArray              *pieces,
             const PonderThinkState *state)
{
  if (state->outcome == PONDER_THINK_OUTCOME_DIRECT)
    /* Translators: the model was asked once, instead of in parts. */
    g_ptr_array_add (pieces, g_strdup (_("answered directly")));
  else if (state->outcome == PONDER_THINK_OUTCOME_CANCELLED)
    /* Translators: somebody stopped the work. */
    g_ptr_array_add (pieces, g_strdup (_("stopped")));
  else if (state->outcome == PONDER_THINK_OUTCOME_FAILED)
    /* Translators: the work ended without an answer. */
    g_ptr_array_add (pieces, g_strdup (_("failed")));
  else if (state->paused)
    /* Translators: the work waits for somebody to go on with it. */
    g_ptr_array_add (pieces, g_strdup (_("paused")));
}

static void
add_calls (GPtrArray              *pieces,
           const PonderThinkState *state)
{
  guint n_calls = ponder_think_state_get_calls (state);

  if (n_calls > 0)
    g_ptr_array_add (pieces, g_strdup_printf (ngettext ("%u call", "%u calls", n_calls), n_calls));
}

static void
add_time (GPtrArray              *pieces,
          const PonderThinkState *state)
{
  int seconds = (int) MIN ((state->last_time + 500) / 1000, G_MAXINT);

  if (state->last_time <= 0)
    return;
  if (seconds < 60)
    /* Translators: seconds. */
    g_ptr_array_add (pieces, g_strdup_printf (_("%d s"), MAX (1, seconds)));
  else
    /* Translators: minutes and seconds. */
    g_ptr_array_add (pieces, g_strdup_printf (_("%d min %d s"), seconds / 60, seconds % 60));
}

static void
add_review (GPtrArray              *pieces,
            const PonderThinkState *state)
{
  if (!state->reviewed)
    return;
  if (isfinite (state->score))
    /* Translators: what a review gave the answer, of ten. */
    g_ptr_array_add (pieces, g_strdup_printf (_("review %.3g/10"), state->score));
  else
    /* Translators: somebody looked through the answer and gave no number. */
    g_ptr_array_add (pieces, g_strdup (_("reviewed")));
}

char *
ponder_think_summary_dup (const PonderThinkState *state)
{
  g_autoptr(GPtrArray) pieces = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *list = NULL;

  add_outcome (pieces, state);
  add_parts (pieces, state);
  add_calls (pieces, state);
  add_time (pieces, state);
  add_review (pieces, state);
  if (pieces->len == 0)
    return g_strdup (_("Deep think"));

  g_ptr_array_add (pieces, NULL);
  /* Translators: what stands between the pieces of a list in one line: "6 parts, 9 calls, 58 s". */
  list = g_strjoinv (_(", "), (char **) pieces->pdata);
  /* Translators: %s is how an answer came about: "6 parts, 9 calls, 58 s". */
  return g_strdup_printf (_("Deep think: %s"), list);
}
