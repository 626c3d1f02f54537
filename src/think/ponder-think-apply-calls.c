/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What events do to the calls of a node, of which there may be two at a time, and to what a check said of it. */

#include "config.h"

#include "ponder-think-apply-private.h"

static gboolean
is_of_hedge (const PonderThinkEvent *event)
{
  return g_strcmp0 (event->title, PONDER_THINK_CALL_HEDGE) == 0;
}

static void
begin_span (PonderThinkNode *node,
            gint64           time,
            gboolean         hedge)
{
  PonderThinkSpan span = { time, -1, -1, PONDER_THINK_RUNNING, hedge };

  g_array_append_val (node->spans, span);
}

/* (nullable): of the call that runs. */
static PonderThinkSpan *
find_open_span (PonderThinkNode *node,
                gboolean         hedge)
{
  for (guint i = node->spans->len; i > 0; i--)
    {
      PonderThinkSpan *span = &g_array_index (node->spans, PonderThinkSpan, i - 1);

      if (span->ended < 0 && !span->hedge == !hedge)
        return span;
    }
  return NULL;
}

static void
end_span (PonderThinkNode      *node,
          gboolean              hedge,
          gint64                time,
          PonderThinkNodeState  state)
{
  PonderThinkSpan *span = find_open_span (node, hedge);

  if (span == NULL)
    return;
  span->ended = time;
  span->state = state;
}

void
ponder_think_apply_call (PonderThinkNode *node,
                         gint64           time)
{
  node->hedged = node->hedge_runs = FALSE;
  node->first_runs = TRUE;
  node->hedge_sent = 0;
  node->asked = node->hedge_asked = node->alive = -1;
  begin_span (node, time, FALSE);
}

void
ponder_think_apply_no_calls (PonderThinkNode      *node,
                             gint64                time,
                             PonderThinkNodeState  state)
{
  end_span (node, FALSE, time, state);
  end_span (node, TRUE, time, state);
  node->first_runs = node->hedge_runs = FALSE;
  node->hedge_sent = 0;
}

static void
note_sent (PonderThinkNode        *node,
           const PonderThinkEvent *event)
{
  guint n = (guint) MAX (event->count, 0);

  if (is_of_hedge (event))
    {
      node->sent = node->sent - node->hedge_sent + n;
      node->hedge_sent = n;
      node->hedge_asked = event->time;
    }
  else
    {
      node->sent = node->hedge_sent + n;
      node->asked = event->time;
    }
}

static void
begin_hedge (PonderThinkNode        *node,
             const PonderThinkEvent *event)
{
  node->hedged = node->hedge_runs = TRUE;
  begin_span (node, event->time, TRUE);
}

/* The other one goes on; what this one cost is kept. */
static void
drop_call (PonderThinkNode        *node,
           const PonderThinkEvent *event)
{
  gboolean hedge = is_of_hedge (event);

  end_span (node, hedge, event->time, PONDER_THINK_CANCELLED);
  node->calls += (guint) MAX (event->count, 0);
  ponder_think_add_usage (&node->usage, &event->usage);
  g_clear_pointer (&node->retry_category, g_free);
  if (hedge)
    {
      node->sent -= node->hedge_sent;
      node->hedge_sent = 0;
      node->hedge_runs = FALSE;
    }
  else
    {
      node->sent = node->hedge_sent;
      node->asked = node->hedge_asked;
      node->first_runs = FALSE;
    }
}

static void
note_life (PonderThinkNode *node,
           gint64           time)
{
  if (node->alive < 0)
    node->alive = time;
}

static void
note_first_token (PonderThinkNode *node,
                  gint64           time)
{
  PonderThinkSpan *span = find_open_span (node, !node->first_runs);

  note_life (node, time);
  node->first_token = time;
  if (span != NULL)
    span->first_token = time;
}

static void
note_check (PonderThinkNode        *node,
            const PonderThinkEvent *event)
{
  g_free (node->check);
  g_free (node->check_why);
  node->check = g_strdup (event->title);
  node->check_why = g_strdup (event->detail);
}

void
ponder_think_apply_to_calls (PonderThinkNode        *node,
                             const PonderThinkEvent *event)
{
  switch ((int) event->type)
    {
    case PONDER_THINK_NODE_SENT:
      note_sent (node, event);
      break;
    case PONDER_THINK_NODE_HEDGED:
      begin_hedge (node, event);
      break;
    case PONDER_THINK_NODE_ALIVE:
      note_life (node, event->time);
      break;
    case PONDER_THINK_NODE_DROPPED:
      drop_call (node, event);
      break;
    case PONDER_THINK_NODE_FIRST_TOKEN:
      note_first_token (node, event->time);
      break;
    case PONDER_THINK_VERIFY_RESULT:
      note_check (node, event);
      break;
    default:
      break;
    }
}
