/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calls of a run of deep think: what they say goes to its engine. */

#include "config.h"

#include "ponder-think-run-state-private.h"

#include <string.h>

#include "ponder-countdown.h"
#include "ponder-think-call-private.h"

/* Live texts, all together, come at most so often. */
#define TEXT_MS 50

static void
tell_text (PonderThinkRun  *self,
           PonderThinkCall *call)
{
  g_autofree char *text = ponder_think_call_take_text (call);

  ponder_think_engine_text (self->engine, ponder_think_call_get_name (call), text, ponder_think_run_get_time (self));
}

/* (nullable): whose words wait the longest. */
static PonderThinkCall *
find_unsaid (PonderThinkRun *self)
{
  PonderThinkCall *oldest = NULL;
  GHashTableIter iter;
  gpointer call;

  g_hash_table_iter_init (&iter, self->calls);
  while (g_hash_table_iter_next (&iter, NULL, &call))
    if (*ponder_think_call_peek_text (call) != '\0'
        && (oldest == NULL || ponder_think_call_get_since (call) < ponder_think_call_get_since (oldest)))
      oldest = call;
  return oldest;
}

static gboolean
text_cb (gpointer user_data)
{
  PonderThinkRun *self = user_data;
  PonderThinkCall *call = find_unsaid (self);

  if (call == NULL)
    {
      self->text_source = 0;
      return G_SOURCE_REMOVE;
    }
  tell_text (self, call);
  ponder_think_run_pump (self);
  return G_SOURCE_CONTINUE;
}

/* The answer is for reading; a line of the plan may be a part that can start. */
static gboolean
is_urgent (PonderThinkRun  *self,
           PonderThinkCall *call)
{
  const PonderThinkState *state = ponder_think_engine_get_state (self->engine);
  const PonderThinkNode *node = ponder_think_state_find (state, ponder_think_call_get_node (call));

  if (node == NULL || ponder_think_state_is_writer (state, node))
    return TRUE;
  return ponder_think_node_is_plan (node)
         && (state->answer->len > 0 || strpbrk (ponder_think_call_peek_text (call), "\n}") != NULL);
}

static void
call_text_cb (PonderThinkCall *call,
              PonderThinkRun  *self)
{
  if (is_urgent (self, call))
    {
      tell_text (self, call);
      ponder_think_run_pump (self);
    }
  else if (self->text_source == 0)
    {
      self->text_source = g_timeout_add (TEXT_MS, text_cb, self);
    }
}

static void
call_alive_cb (PonderThinkCall *call,
               PonderThinkRun  *self)
{
  ponder_think_engine_alive (self->engine, ponder_think_call_get_name (call), ponder_think_run_get_time (self));
  ponder_think_run_pump (self);
}

static void
call_sent_cb (PonderThinkCall *call,
              PonderThinkRun  *self)
{
  ponder_think_engine_sent (self->engine, ponder_think_call_get_name (call),
                            ponder_reply_get_attempts (ponder_think_call_get_reply (call)),
                            ponder_think_run_get_time (self));
  ponder_think_run_pump (self);
}

static void
call_waiting_cb (PonderThinkCall *call,
                 PonderThinkRun  *self)
{
  PonderCountdown *countdown = ponder_reply_get_countdown (ponder_think_call_get_reply (call));

  ponder_think_engine_retrying (self->engine, ponder_think_call_get_name (call),
                                ponder_countdown_get_fault (countdown),
                                ponder_countdown_get_seconds_left (countdown),
                                ponder_countdown_get_attempt (countdown), ponder_think_run_get_time (self));
  ponder_think_run_pump (self);
}

static gboolean
writes_answer (PonderThinkRun  *self,
               PonderThinkCall *call)
{
  const PonderThinkState *state = ponder_think_engine_get_state (self->engine);
  const PonderThinkNode *node = ponder_think_state_find (state, ponder_think_call_get_node (call));

  return node != NULL && (ponder_think_state_is_writer (state, node)
                          || (ponder_think_node_is_plan (node) && state->answer->len > 0));
}

/* A limit of length is told of the whole answer as of any other. */
static void
note_finish (PonderThinkRun          *self,
             PonderReply             *reply,
             const PonderThinkResult *result)
{
  if (result->fault != NULL)
    self->finish = *result->text != '\0' ? PONDER_FINISH_CUT_OFF : PONDER_FINISH_STOP;
  else
    self->finish = result->broken ? ponder_reply_get_finish (reply) : PONDER_FINISH_STOP;
}

static void
call_ended_cb (PonderThinkCall *ended,
               PonderThinkRun  *self)
{
  g_autoptr(PonderThinkCall) call = g_object_ref (ended);
  PonderReply *reply = ponder_think_call_get_reply (call);
  const GError *error = ponder_reply_get_error (reply);
  g_autoptr(PonderFault) fault = error != NULL ? ponder_fault_new_from_error (error, "think") : NULL;
  PonderThinkResult result;

  tell_text (self, call);
  g_signal_handlers_disconnect_by_data (call, self);
  g_hash_table_remove (self->calls, ponder_think_call_get_name (call));
  ponder_think_result_read (&result, reply, fault);
  if (writes_answer (self, call))
    note_finish (self, reply, &result);
  if (fault != NULL)
    {
      g_clear_pointer (&self->fault, ponder_fault_unref);
      self->fault = ponder_fault_ref (fault);
    }
  ponder_think_engine_ended (self->engine, ponder_think_call_get_name (call), &result,
                             ponder_think_run_get_time (self));
  ponder_think_run_pump (self);
}

/* Two calls that are the same would be one for whoever keeps answers: the second one asks past him. */
static void
start_call (PonderThinkRun        *self,
            const PonderThinkNode *node,
            gboolean               hedge)
{
  g_autoptr(PonderRequest) request = ponder_think_request_new (self->means, self->engine, node);
  PonderThinkCall *call = ponder_think_call_new (node->id, hedge);

  if (hedge)
    ponder_request_set_cache_use (request, PONDER_CACHE_OFF);
  g_hash_table_insert (self->calls, g_strdup (ponder_think_call_get_name (call)), call);
  g_signal_connect_object (call, "text", G_CALLBACK (call_text_cb), self, 0);
  g_signal_connect_object (call, "alive", G_CALLBACK (call_alive_cb), self, 0);
  g_signal_connect_object (call, "sent", G_CALLBACK (call_sent_cb), self, 0);
  g_signal_connect_object (call, "waiting", G_CALLBACK (call_waiting_cb), self, 0);
  g_signal_connect_object (call, "ended", G_CALLBACK (call_ended_cb), self, 0);
  ponder_think_call_start (call, request, self->attachments, self->service);
}

void
ponder_think_run_start_call (PonderThinkRun         *self,
                             const PonderThinkEvent *event)
{
  const PonderThinkState *state = ponder_think_engine_get_state (self->engine);
  const PonderThinkNode *node = ponder_think_state_find (state, event->node);
  gboolean hedge = event->type == PONDER_THINK_NODE_HEDGED;

  if (node == NULL || node->state != PONDER_THINK_RUNNING || (gint64) node->attempt != event->count
      || !(hedge ? node->hedge_runs : node->first_runs))
    return;
  if (event->type == PONDER_THINK_NODE_STARTED && ponder_think_state_wants_sources (state, node))
    ponder_think_run_start_search (self, node);
  else
    start_call (self, node, hedge);
}

static void
abort_call (PonderThinkRun *self,
            const char     *name)
{
  PonderThinkCall *call = g_hash_table_lookup (self->calls, name);

  if (call == NULL)
    return;
  g_signal_handlers_disconnect_by_data (call, self);
  ponder_think_call_abort (call);
  g_hash_table_remove (self->calls, name);
}

void
ponder_think_run_abort_call (PonderThinkRun *self,
                             const char     *node,
                             gboolean        hedge)
{
  g_autofree char *name = hedge ? ponder_think_engine_dup_hedge (node) : g_strdup (node);

  if (!hedge)
    ponder_think_run_end_search (self, node);
  abort_call (self, name);
}

void
ponder_think_run_abort_calls (PonderThinkRun *self)
{
  GHashTableIter iter;
  gpointer call;

  ponder_think_run_end_searches (self);
  g_hash_table_iter_init (&iter, self->calls);
  while (g_hash_table_iter_next (&iter, NULL, &call))
    {
      g_signal_handlers_disconnect_by_data (call, self);
      ponder_think_call_abort (call);
    }
  g_hash_table_remove_all (self->calls);
}
