/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A call whose first word does not come is made once more beside it, if a slot is idle. The first that says anything
 * is the one that counts. */

#include "config.h"

#include "ponder-think-engine-private.h"

#include <string.h>

/* Nobody is asked twice before this. */
#define PATIENCE_MS 4000
/* The wait of nearly all calls so far; who has waited longer is late. */
#define LATE_SHARE 0.95
#define HEDGES_LIMIT 2
/* Of all calls, rounded up. */
#define HEDGES_SHARE 0.1
/* If more of the others are slow, too, it is the server, and asking it twice makes it slower. */
#define SLOW_SHARE 0.3
#define SLOW_FACTOR 2
#define SUFFIX "+1"

char *
ponder_think_engine_dup_hedge (const char *node)
{
  return g_strconcat (node, SUFFIX, NULL);
}

PonderThinkNode *
ponder_think_engine_find_call (PonderThinkEngine *self,
                               const char        *call,
                               gboolean          *hedge)
{
  g_autofree char *id = g_str_has_suffix (call, SUFFIX) ? g_strndup (call, strlen (call) - strlen (SUFFIX))
                                                        : g_strdup (call);
  PonderThinkNode *node = ponder_think_state_find (self->state, id);

  *hedge = g_str_has_suffix (call, SUFFIX);
  if (node == NULL || node->state != PONDER_THINK_RUNNING)
    return NULL;
  return (*hedge ? node->hedge_runs : node->first_runs) ? node : NULL;
}

void
ponder_think_engine_drop_call (PonderThinkEngine       *self,
                               PonderThinkNode         *node,
                               gboolean                 hedge,
                               const char              *why,
                               const PonderThinkResult *result)
{
  PonderThinkEvent *event = ponder_think_engine_new_event (self, PONDER_THINK_NODE_DROPPED, node->id,
                                                           hedge ? PONDER_THINK_CALL_HEDGE : NULL, why);

  event->count = hedge ? node->hedge_sent : node->sent - node->hedge_sent;
  if (result != NULL)
    {
      event->count = result->calls;
      event->usage = result->usage;
    }
  ponder_think_engine_emit (self, event);
}

/* --- how long calls take to say something --- */

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

/* (transfer full): of the calls that said something, in order. */
static GArray *
list_waits (PonderThinkEngine *self)
{
  GArray *waits = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);
      gint64 wait = node->alive - node->asked;

      if (node->asked >= 0 && node->alive >= 0 && !node->cached)
        g_array_append_val (waits, wait);
    }
  g_array_sort (waits, compare_times);
  return waits;
}

/* Rounded down: of a few, the slowest one says nothing of the others. */
static gint64
get_share (GArray *waits,
           double  share)
{
  return waits->len > 0 ? g_array_index (waits, gint64, (guint) (share * (waits->len - 1))) : 0;
}

static gint64
get_patience (PonderThinkEngine *self)
{
  g_autoptr(GArray) waits = list_waits (self);

  return MAX (PATIENCE_MS, get_share (waits, LATE_SHARE));
}

/* --- may it be? --- */

/* Until when somebody was told to wait. */
static gint64
get_retry_time (PonderThinkEngine *self)
{
  gint64 time = 0;

  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

      if (node->state == PONDER_THINK_RUNNING && node->retry_category != NULL)
        time = MAX (time, node->retry_since + (gint64) (node->retry_wait * 1000));
    }
  return time;
}

static guint
count_hedges (PonderThinkEngine *self)
{
  guint n = 0;

  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

      for (guint k = 0; k < node->spans->len; k++)
        n += g_array_index (node->spans, PonderThinkSpan, k).hedge;
    }
  return n;
}

static gboolean
has_bucket (PonderThinkEngine *self)
{
  guint calls = ponder_think_state_get_calls (self->state);
  guint limit = MAX (1, (guint) (calls * HEDGES_SHARE + 0.999));

  return count_hedges (self) < MIN (limit, HEDGES_LIMIT);
}

/* More of the calls of the others take long than bad luck explains. */
static gboolean
are_others_slow (PonderThinkEngine     *self,
                 const PonderThinkNode *candidate)
{
  g_autoptr(GArray) waits = list_waits (self);
  gint64 slow = MAX (PATIENCE_MS, SLOW_FACTOR * get_share (waits, 0.5));
  guint n_slow = 0;
  guint n = 0;

  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);
      gint64 wait = (node->alive >= 0 ? node->alive : self->now) - node->asked;

      if (node == candidate || node->asked < 0
          || (node->alive < 0 && (node->state != PONDER_THINK_RUNNING || wait < PATIENCE_MS)))
        continue;
      n++;
      n_slow += wait >= slow || node->hedged;
    }
  return n_slow > SLOW_SHARE * n;
}

static gboolean
may_hedge (PonderThinkEngine *self)
{
  return self->state->config->hedge && !self->local && !self->state->hurried
         && ponder_think_engine_get_spent (self) < PONDER_THINK_THRIFT && has_bucket (self);
}

/* --- whose turn it is --- */

gboolean
ponder_think_engine_has_inputs (PonderThinkEngine     *self,
                                const PonderThinkNode *node)
{
  for (guint i = 0; node->deps[i] != NULL; i++)
    {
      const PonderThinkNode *dep = ponder_think_state_find (self->state, node->deps[i]);

      if (dep != NULL && !ponder_think_node_is_settled (dep))
        return FALSE;
    }
  return TRUE;
}

/* It runs, was not asked twice, and says nothing. */
static gboolean
is_candidate (PonderThinkEngine     *self,
              const PonderThinkNode *node)
{
  static const gboolean kinds[] = {
    [PONDER_THINK_KIND_PLAN] = TRUE, [PONDER_THINK_KIND_SOLVE] = TRUE, [PONDER_THINK_KIND_SYNTH] = TRUE,
    [PONDER_THINK_KIND_ANSWER] = TRUE, [PONDER_THINK_KIND_REVIEW] = TRUE, [PONDER_THINK_KIND_VERIFY] = FALSE,
  };

  return kinds[node->kind] && node->state == PONDER_THINK_RUNNING && !node->hedged && node->asked >= 0
         && node->alive < 0 && ponder_think_engine_has_inputs (self, node);
}

/* (nullable): who is late the longest. */
static PonderThinkNode *
find_late (PonderThinkEngine *self)
{
  gint64 patience = get_patience (self);
  PonderThinkNode *late = NULL;

  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

      if (is_candidate (self, node) && self->now >= node->asked + patience
          && (late == NULL || node->asked < late->asked) && !are_others_slow (self, node))
        late = node;
    }
  return late;
}

gboolean
ponder_think_engine_hedge (PonderThinkEngine *self)
{
  PonderThinkNode *node;
  PonderThinkEvent *event;

  if (!may_hedge (self) || ponder_think_engine_count_busy (self) >= self->slots
      || ponder_think_engine_has_ready (self) || ponder_think_engine_get_spare_calls (self) == 0
      || self->now < get_retry_time (self)
      || !(node = find_late (self)))
    return FALSE;

  event = ponder_think_engine_new_event (self, PONDER_THINK_NODE_HEDGED, node->id, NULL, NULL);
  event->count = node->attempt;
  event->number = (double) (self->now - node->asked) / 1000;
  ponder_think_engine_emit (self, event);
  return TRUE;
}

gint64
ponder_think_engine_get_hedge_time (PonderThinkEngine *self)
{
  gint64 patience = get_patience (self);
  gint64 retry = get_retry_time (self);
  gint64 next = G_MAXINT64;

  if (!may_hedge (self))
    return next;
  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

      gint64 time = MAX (node->asked + patience, retry);

      if (is_candidate (self, node) && time > self->now)
        next = MIN (next, time);
    }
  return next;
}
