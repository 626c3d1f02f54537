/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many calls a run will still make, and how much time it saved. */

#include "config.h"

#include "ponder-think-estimate-private.h"

const PonderThinkNode *
ponder_think_estimate_find_answer (const PonderThinkState *state)
{
  const PonderThinkNode *answer = ponder_think_state_find (state, "answer");

  return answer != NULL ? answer : ponder_think_state_find (state, "synth");
}

gboolean
ponder_think_estimate_will_review (const PonderThinkState *state)
{
  const PonderThinkNode *answer = ponder_think_estimate_find_answer (state);

  return state->config->review && !state->hurried && !state->reviewed && state->review_problem == NULL
         && (answer == NULL || answer->kind == PONDER_THINK_KIND_SYNTH);
}

guint
ponder_think_estimate_count (guint64 set)
{
  guint n = 0;

  for (; set != 0; set &= set - 1)
    n++;
  return n;
}

/* --- calls --- */

static gboolean
is_to_come (const PonderThinkNode *node)
{
  return node == NULL || node->state == PONDER_THINK_WAITING || node->state == PONDER_THINK_READY;
}

/* Parts that are built upon @id, one after the other, and itself. */
static guint64
list_followers (const PonderThinkState *state,
                guint                   index)
{
  guint n_nodes = MIN (state->nodes->len, PONDER_THINK_ESTIMATE_MOST);
  guint64 found = PONDER_THINK_ESTIMATE_BIT (index);

  for (guint i = 0; i < n_nodes; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (state->nodes, i);

      for (guint j = 0; node->kind == PONDER_THINK_KIND_SOLVE && j < n_nodes; j++)
        if ((found & PONDER_THINK_ESTIMATE_BIT (j)) != 0
            && g_strv_contains ((const char *const *) node->deps,
                                ((PonderThinkNode *) g_ptr_array_index (state->nodes, j))->id))
          found |= PONDER_THINK_ESTIMATE_BIT (i);
    }
  return found;
}

/* Of a review that finds the worst: the part that most others follow, all of these, the answer and two opinions. */
static guint
count_worst (const PonderThinkState *state)
{
  guint worst = 1;

  for (guint i = 0; i < MIN (state->nodes->len, PONDER_THINK_ESTIMATE_MOST); i++)
    if (((PonderThinkNode *) g_ptr_array_index (state->nodes, i))->kind == PONDER_THINK_KIND_SOLVE)
      worst = MAX (worst, ponder_think_estimate_count (list_followers (state, i)) + 3);
  return worst;
}

static guint
count_calls_left (const PonderThinkState *state)
{
  guint calls = ponder_think_state_get_calls (state);

  for (guint i = 0; i < state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (state->nodes, i);

      calls += node->state == PONDER_THINK_RUNNING && node->sent == 0;
    }
  return state->config->max_calls > calls ? state->config->max_calls - calls : 0;
}

/* After a review that found something. */
static void
count_revision (const PonderThinkState *state,
                guint                  *least,
                guint                  *most)
{
  const PonderThinkNode *revise = ponder_think_state_find (state, "revise");
  const PonderThinkNode *maker = revise != NULL ? revise : ponder_think_state_find (state, "synth-2");

  if (state->passed)
    return;
  *least += is_to_come (maker);
  *most = *least + is_to_come (ponder_think_state_find (state, "judge-1"))
          + is_to_come (ponder_think_state_find (state, "judge-2"));
}

gboolean
ponder_think_estimate_calls (const PonderThinkState *state,
                             guint                  *least,
                             guint                  *most)
{
  guint left = count_calls_left (state);

  if (state->outcome != PONDER_THINK_OPEN || !state->planned)
    return FALSE;
  *least = ponder_think_state_count_parts (state, PONDER_THINK_WAITING)
           + ponder_think_state_count_parts (state, PONDER_THINK_READY);
  *most = *least;
  if (state->reviewed)
    {
      count_revision (state, least, most);
    }
  else
    {
      *least += is_to_come (ponder_think_estimate_find_answer (state));
      if (ponder_think_estimate_will_review (state))
        *least += is_to_come (ponder_think_state_find (state, "review"));
      *most = *least + (ponder_think_estimate_will_review (state) ? count_worst (state) : 0);
    }
  *least = MIN (*least, left);
  *most = MIN (*most, left);
  return TRUE;
}

/* --- what was saved --- */

static int
compare_spans_cb (gconstpointer a,
                  gconstpointer b)
{
  gint64 left = ((const PonderThinkSpan *) a)->started;
  gint64 right = ((const PonderThinkSpan *) b)->started;

  return left < right ? -1 : left > right;
}

/* The time in which any of @spans ran. Those without an end do not count. */
static gint64
measure_union (GArray *spans)
{
  gint64 sum = 0;
  gint64 until = G_MININT64;

  g_array_sort (spans, compare_spans_cb);
  for (guint i = 0; i < spans->len; i++)
    {
      const PonderThinkSpan *span = &g_array_index (spans, PonderThinkSpan, i);

      if (span->ended <= until)
        continue;
      sum += span->ended - MAX (span->started, until);
      until = span->ended;
    }
  return sum;
}

gint64
ponder_think_estimate_saved (const PonderThinkState *state)
{
  g_autoptr(GArray) all = g_array_new (FALSE, FALSE, sizeof (PonderThinkSpan));
  gint64 sum = 0;

  for (guint i = 0; i < state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (state->nodes, i);
      g_autoptr(GArray) own = g_array_copy (node->spans);

      sum += measure_union (own);
      g_array_append_vals (all, node->spans->data, node->spans->len);
    }
  return sum - measure_union (all);
}
