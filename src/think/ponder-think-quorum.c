/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer does not wait for one last part that takes far longer than the others did: it is given up, and the answer
 * says what is missing. A part that came later would need the answer to be made again. */

#include "config.h"

#include "ponder-think-engine-private.h"

/* So many times as long as the others. */
#define LATE_FACTOR 2
/* Fewer say nothing of how long parts take. */
#define OTHERS_MIN 2

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

/* What half of the parts took at most; -1: too few have an answer. */
static gint64
get_median (PonderThinkEngine *self)
{
  g_autoptr(GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);
      gint64 time = node->ended - node->started;

      if (node->kind == PONDER_THINK_KIND_SOLVE && ponder_think_node_has_answer (node) && node->started >= 0)
        g_array_append_val (times, time);
    }
  if (times->len < OTHERS_MIN)
    return -1;
  g_array_sort (times, compare_times);
  return g_array_index (times, gint64, times->len / 2);
}

/* (nullable): the only part that is not settled, if it runs. Nothing waits for it but the answer. */
static PonderThinkNode *
find_last (PonderThinkEngine *self)
{
  PonderThinkNode *last = NULL;

  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

      if (node->kind != PONDER_THINK_KIND_SOLVE || ponder_think_node_is_settled (node))
        continue;
      if (last != NULL || node->state != PONDER_THINK_RUNNING)
        return NULL;
      last = node;
    }
  return last;
}

/* A review's second thoughts are waited for: there is an answer meanwhile. */
static gboolean
may_leave (PonderThinkEngine *self)
{
  return self->state->config->quorum && self->state->planned && !self->state->reviewed;
}

gint64
ponder_think_engine_get_quorum_time (PonderThinkEngine *self)
{
  PonderThinkNode *last = may_leave (self) ? find_last (self) : NULL;
  gint64 median = last != NULL ? get_median (self) : -1;

  return median >= 0 ? last->started + LATE_FACTOR * median + 1 : G_MAXINT64;
}

gboolean
ponder_think_engine_leave_last (PonderThinkEngine *self)
{
  if (self->now < ponder_think_engine_get_quorum_time (self))
    return FALSE;
  ponder_think_engine_cancel (self, find_last (self), PONDER_THINK_QUORUM);
  return TRUE;
}
