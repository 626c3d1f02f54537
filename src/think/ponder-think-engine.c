/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decides what happens next in a run of deep think. Pure: what happened comes in, with its time; events go out. */

#include "config.h"

#include "ponder-think-engine-private.h"

#include "ponder-think-prompts.h"
#include "ponder-think-trailer.h"

#include <math.h>
#include <string.h>

static gboolean
is_part (const PonderThinkNode *node)
{
  return node->kind == PONDER_THINK_KIND_SOLVE;
}

static PonderThinkEngine *
new_engine (guint slots)
{
  PonderThinkEngine *self = g_new0 (PonderThinkEngine, 1);

  self->state = ponder_think_state_new ();
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_think_event_unref);
  self->slots = MAX (slots, 1);
  return self;
}

PonderThinkEngine *
ponder_think_engine_new (const char              *question,
                         const PonderThinkConfig *config,
                         guint                    slots)
{
  PonderThinkEngine *self = new_engine (slots);
  PonderThinkEvent *event = ponder_think_engine_new_event (self, PONDER_THINK_RUN_CREATED, NULL, NULL, NULL);

  event->text = g_strdup (question);
  event->detail = ponder_think_config_serialize (config);
  ponder_think_engine_emit (self, event);
  return self;
}

PonderThinkEngine *
ponder_think_engine_new_from_log (GPtrArray *log,
                                  guint      slots)
{
  PonderThinkEngine *self = new_engine (slots);

  for (guint i = 0; i < log->len; i++)
    ponder_think_state_apply (self->state, g_ptr_array_index (log, i));
  self->now = self->state->last_time;
  return self;
}

void
ponder_think_engine_free (PonderThinkEngine *self)
{
  ponder_think_state_free (self->state);
  g_ptr_array_unref (self->events);
  g_clear_pointer (&self->plan, ponder_think_plan_free);
  g_free (self);
}

const PonderThinkState *
ponder_think_engine_get_state (PonderThinkEngine *self)
{
  return self->state;
}

GPtrArray *
ponder_think_engine_take_events (PonderThinkEngine *self)
{
  GPtrArray *events = self->events;

  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_think_event_unref);
  return events;
}

char *
ponder_think_engine_dup_prompt (PonderThinkEngine     *self,
                                const PonderThinkNode *node)
{
  g_autofree char *candidate = node->kind == PONDER_THINK_KIND_JUDGE ? ponder_think_engine_dup_candidate (self) : NULL;

  return ponder_think_prompts_dup (self->state, node, candidate != NULL ? candidate : "");
}

/* --- events --- */

PonderThinkEvent *
ponder_think_engine_new_event (PonderThinkEngine    *self,
                               PonderThinkEventType  type,
                               const char           *node,
                               const char           *title,
                               const char           *detail)
{
  PonderThinkEvent *event = ponder_think_event_new (type);

  event->seq = self->state->last_seq + 1;
  event->time = self->now;
  event->node = g_strdup (node);
  event->title = g_strdup (title);
  event->detail = g_strdup (detail);
  return event;
}

void
ponder_think_engine_emit (PonderThinkEngine *self,
                          PonderThinkEvent  *event)
{
  event->seq = self->state->last_seq + 1;
  ponder_think_state_apply (self->state, event);
  g_ptr_array_add (self->events, event);
}

void
ponder_think_engine_say (PonderThinkEngine    *self,
                         PonderThinkEventType  type,
                         const char           *node,
                         const char           *title,
                         const char           *detail)
{
  ponder_think_engine_emit (self, ponder_think_engine_new_event (self, type, node, title, detail));
}

void
ponder_think_engine_add (PonderThinkEngine *self,
                         const char        *id,
                         PonderThinkKind    kind)
{
  ponder_think_engine_say (self, PONDER_THINK_NODE_ADDED, id, ponder_think_kind_to_string (kind), NULL);
}

PonderThinkNode *
ponder_think_engine_last (PonderThinkEngine *self,
                          PonderThinkKind    kind)
{
  for (guint i = self->state->nodes->len; i > 0; i--)
    {
      PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i - 1);

      if (node->kind == kind)
        return node;
    }
  return NULL;
}

void
ponder_think_engine_end (PonderThinkEngine  *self,
                         PonderThinkOutcome  outcome,
                         const char         *why)
{
  PonderThinkEvent *event;

  /* Nothing comes after the end. */
  ponder_think_engine_say (self, PONDER_THINK_RUN_PHASE, NULL, ponder_think_phase_to_string (PONDER_THINK_PHASE_ENDED),
                           NULL);
  event = ponder_think_engine_new_event (self, PONDER_THINK_RUN_ENDED, NULL, ponder_think_outcome_to_string (outcome),
                                         why);
  event->count = ponder_think_state_get_calls (self->state);
  ponder_think_state_get_usage (self->state, &event->usage);
  ponder_think_engine_emit (self, event);
}

/* --- what happened --- */

void
ponder_think_engine_start (PonderThinkEngine *self,
                           gint64             now)
{
  if (ponder_think_state_find (self->state, PONDER_THINK_PLAN_ID) != NULL)
    return;
  self->now = now;
  ponder_think_engine_add (self, PONDER_THINK_PLAN_ID, PONDER_THINK_KIND_PLAN);
  ponder_think_engine_advance (self);
}

/* Only the key or the money was missing. A plan that gave its parts before is no longer needed. */
static gboolean
was_blocked (PonderThinkEngine     *self,
             const PonderThinkNode *node)
{
  static const PonderErrorCode codes[] = { PONDER_ERROR_AUTHENTICATION, PONDER_ERROR_PERMISSION, PONDER_ERROR_BILLING };

  if (node->state != PONDER_THINK_FAILED || node->kind == PONDER_THINK_KIND_VERIFY
      || (self->state->planned && ponder_think_node_is_plan (node)))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_strcmp0 (node->category, ponder_error_code_to_string (codes[i])) == 0)
      return TRUE;
  return FALSE;
}

/* Somebody stopped the run before it came to it, or while it was at it. */
static gboolean
was_stopped (PonderThinkEngine     *self,
             const PonderThinkNode *node)
{
  return self->state->outcome == PONDER_THINK_OUTCOME_CANCELLED
         && (node->state == PONDER_THINK_CANCELLED || node->state == PONDER_THINK_SKIPPED)
         && g_strcmp0 (node->category, PONDER_THINK_STOPPED) == 0;
}

void
ponder_think_engine_go_on (PonderThinkEngine *self,
                           gboolean           after_death)
{
  PonderThinkEvent *event = ponder_think_engine_new_event (self, PONDER_THINK_RUN_RESUMED, NULL, NULL, NULL);
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

      if ((after_death && node->state == PONDER_THINK_RUNNING) || (self->state->paused && was_blocked (self, node))
          || was_stopped (self, node))
        g_strv_builder_add (ids, node->id);
    }
  event->list = g_strv_builder_end (ids);
  ponder_think_engine_emit (self, event);
}

/* It died between the plan's last word and what is made of it. */
static void
read_plan_again (PonderThinkEngine *self)
{
  PonderThinkNode *node = ponder_think_engine_last (self, PONDER_THINK_KIND_REPAIR);

  if (node == NULL)
    node = ponder_think_engine_last (self, PONDER_THINK_KIND_PLAN);
  if (self->state->planned || !ponder_think_node_is_settled (node))
    return;
  self->plan = ponder_think_plan_new ();
  ponder_think_engine_plan_text (self, node, node->text->str);
  ponder_think_engine_plan_ended (self, node);
}

void
ponder_think_engine_take_up (PonderThinkEngine *self)
{
  ponder_think_engine_go_on (self, TRUE);
  /* It died before its first step. */
  if (ponder_think_state_find (self->state, PONDER_THINK_PLAN_ID) == NULL)
    ponder_think_engine_add (self, PONDER_THINK_PLAN_ID, PONDER_THINK_KIND_PLAN);
  read_plan_again (self);
}

/* --- of calls --- */

void
ponder_think_engine_set_local (PonderThinkEngine *self,
                               gboolean           local)
{
  self->local = local;
}

void
ponder_think_engine_sent (PonderThinkEngine *self,
                          const char        *call,
                          guint              n_requests,
                          gint64             now)
{
  gboolean hedge;
  PonderThinkNode *node = ponder_think_engine_find_call (self, call, &hedge);
  PonderThinkEvent *event;

  if (node == NULL)
    return;
  self->now = now;
  event = ponder_think_engine_new_event (self, PONDER_THINK_NODE_SENT, node->id,
                                         hedge ? PONDER_THINK_CALL_HEDGE : NULL, NULL);
  event->count = n_requests;
  ponder_think_engine_emit (self, event);
}

/* The first of two that says anything is the one that counts. */
static void
choose_call (PonderThinkEngine *self,
             PonderThinkNode   *node,
             gboolean           hedge)
{
  if (node->first_runs && node->hedge_runs)
    ponder_think_engine_drop_call (self, node, !hedge, "slower", NULL);
}

void
ponder_think_engine_alive (PonderThinkEngine *self,
                           const char        *call,
                           gint64             now)
{
  gboolean hedge;
  PonderThinkNode *node = ponder_think_engine_find_call (self, call, &hedge);

  if (node == NULL || node->alive >= 0)
    return;
  self->now = now;
  choose_call (self, node, hedge);
  ponder_think_engine_say (self, PONDER_THINK_NODE_ALIVE, node->id, hedge ? PONDER_THINK_CALL_HEDGE : NULL, NULL);
  ponder_think_engine_advance (self);
}

void
ponder_think_engine_sources (PonderThinkEngine *self,
                             const char        *id,
                             const char        *json,
                             const char        *problem,
                             gint64             now)
{
  gboolean hedge;
  PonderThinkNode *node = ponder_think_engine_find_call (self, id, &hedge);
  PonderThinkEvent *event;

  if (node == NULL)
    return;
  self->now = now;
  event = ponder_think_engine_new_event (self, PONDER_THINK_NODE_SOURCES, id, NULL, problem);
  event->text = g_strdup (json);
  event->count = node->attempt;
  ponder_think_engine_emit (self, event);
  if (ponder_think_engine_has_inputs (self, node))
    return;
  /* While it was looked up, a part it builds upon was asked again: it waits for that. */
  ponder_think_engine_cancel (self, node, "again");
  ponder_think_engine_say (self, PONDER_THINK_NODE_RERUN, node->id, "inputs", NULL);
  ponder_think_engine_advance (self);
}

void
ponder_think_engine_text (PonderThinkEngine *self,
                          const char        *call,
                          const char        *text,
                          gint64             now)
{
  gboolean hedge;
  PonderThinkNode *node = ponder_think_engine_find_call (self, call, &hedge);
  PonderThinkEventType type = PONDER_THINK_NODE_TOKENS;
  PonderThinkEvent *event;
  gboolean hedged;

  if (node == NULL || *text == '\0')
    return;
  self->now = now;
  hedged = node->first_runs && node->hedge_runs;
  choose_call (self, node, hedge);
  if (ponder_think_state_is_writer (self->state, node))
    type = PONDER_THINK_ANSWER_TOKENS;
  if (node->first_token < 0)
    {
      event = ponder_think_engine_new_event (self, PONDER_THINK_NODE_FIRST_TOKEN, node->id, NULL, NULL);
      event->count = now - node->started;
      ponder_think_engine_emit (self, event);
    }
  event = ponder_think_engine_new_event (self, type, node->id, NULL, NULL);
  event->text = g_strdup (text);
  ponder_think_engine_emit (self, event);
  if (ponder_think_node_is_plan (node))
    ponder_think_engine_plan_text (self, node, text);
  if (ponder_think_node_is_plan (node) || hedged)
    ponder_think_engine_advance (self);
}

void
ponder_think_engine_retrying (PonderThinkEngine *self,
                              const char        *call,
                              const PonderFault *fault,
                              double             wait,
                              guint              n_tries,
                              gint64             now)
{
  gboolean hedge;
  PonderThinkNode *node = ponder_think_engine_find_call (self, call, &hedge);
  PonderThinkEvent *event;

  if (node == NULL)
    return;
  self->now = now;
  /* A second call is for good luck, not for more of the bad. */
  if (hedge && node->first_runs)
    {
      ponder_think_engine_drop_call (self, node, TRUE, ponder_error_code_to_string (fault->category), NULL);
      ponder_think_engine_advance (self);
      return;
    }
  event = ponder_think_engine_new_event (self, PONDER_THINK_NODE_RETRY, node->id,
                                         ponder_error_code_to_string (fault->category), NULL);
  event->number = wait;
  event->count = n_tries;
  ponder_think_engine_emit (self, event);
}

/* An empty answer is none. */
static gboolean
has_text (const PonderThinkResult *result)
{
  return result->text != NULL && result->text[strspn (result->text, " \t\r\n")] != '\0';
}

static void
fail_node (PonderThinkEngine       *self,
           PonderThinkNode         *node,
           const PonderThinkResult *result)
{
  const char *category = result->fault != NULL ? ponder_error_code_to_string (result->fault->category) : "malformed";
  PonderThinkEvent *event = ponder_think_engine_new_event (self, PONDER_THINK_NODE_FAILED, node->id, category, NULL);

  event->detail = result->fault != NULL ? ponder_fault_dup_summary ((PonderFault *) result->fault)
                                        : g_strdup ("the answer is empty");
  event->text = g_strdup (result->text != NULL ? result->text : "");
  event->count = result->calls;
  event->usage = result->usage;
  ponder_think_engine_emit (self, event);
}

static void
finish_node (PonderThinkEngine       *self,
             PonderThinkNode         *node,
             const PonderThinkResult *result)
{
  PonderThinkEvent *event = ponder_think_engine_new_event (self, PONDER_THINK_NODE_DONE, node->id,
                                                           result->broken || result->fault != NULL ? "partial" : NULL,
                                                           NULL);
  g_autoptr(PonderThinkTrailer) trailer = NULL;

  event->text = g_strdup (result->text);
  event->count = result->calls;
  event->usage = result->usage;
  event->flag = result->cached;
  if (is_part (node))
    {
      trailer = ponder_think_trailer_new (result->text);
      g_free (event->text);
      event->text = g_steal_pointer (&trailer->body);
      event->detail = g_steal_pointer (&trailer->conclusion);
      event->list = g_steal_pointer (&trailer->limits);
      event->number = trailer->confidence;
    }
  ponder_think_engine_emit (self, event);
}

static void
tell_budget (PonderThinkEngine *self)
{
  PonderThinkEvent *event = ponder_think_engine_new_event (self, PONDER_THINK_RUN_BUDGET, NULL, NULL, NULL);

  event->count = ponder_think_state_get_calls (self->state);
  ponder_think_state_get_usage (self->state, &event->usage);
  ponder_think_engine_emit (self, event);
}

/* What no other step would get past either: the key, the money. */
static gboolean
blocks_all (const PonderFault *fault)
{
  return fault != NULL && (fault->category == PONDER_ERROR_AUTHENTICATION || fault->category == PONDER_ERROR_PERMISSION
                           || fault->category == PONDER_ERROR_BILLING);
}

/* Of two calls the one that failed is none: the other goes on. An answer chooses itself. */
static gboolean
give_up_one (PonderThinkEngine       *self,
             PonderThinkNode         *node,
             gboolean                 hedge,
             const PonderThinkResult *result)
{
  if (!node->first_runs || !node->hedge_runs)
    return FALSE;
  if (has_text (result))
    {
      choose_call (self, node, hedge);
      return FALSE;
    }
  ponder_think_engine_drop_call (self, node, hedge, result->fault != NULL
                                 ? ponder_error_code_to_string (result->fault->category) : "malformed", result);
  tell_budget (self);
  ponder_think_engine_advance (self);
  return TRUE;
}

void
ponder_think_engine_ended (PonderThinkEngine       *self,
                           const char              *call,
                           const PonderThinkResult *result,
                           gint64                   now)
{
  gboolean hedge;
  PonderThinkNode *node = ponder_think_engine_find_call (self, call, &hedge);
  gboolean blocked = blocks_all (result->fault) && !has_text (result);
  g_autofree char *before = NULL;

  if (node == NULL)
    return;
  self->now = now;
  if (give_up_one (self, node, hedge, result))
    return;
  before = g_strdup (node->kept_conclusion);
  /* A check may be of another provider, and can be done without. */
  blocked = blocked && node->kind != PONDER_THINK_KIND_VERIFY;
  /* What broke off is worth something where a person would read it; half a review is not. */
  if (has_text (result)
      && (result->fault == NULL || is_part (node) || ponder_think_state_is_writer (self->state, node)))
    finish_node (self, node, result);
  else
    fail_node (self, node, result);
  if (ponder_think_node_has_answer (node) && before != NULL)
    ponder_think_engine_pass_on (self, node, before);
  /* A plan that is asked for again once there is a key, or money, has not ended. */
  if (!blocked && ponder_think_node_is_plan (node))
    ponder_think_engine_plan_ended (self, node);
  tell_budget (self);
  if (blocked)
    ponder_think_engine_say (self, PONDER_THINK_RUN_PAUSED, NULL, NULL, node->message);
  ponder_think_engine_advance (self);
}

void
ponder_think_engine_tick (PonderThinkEngine *self,
                          gint64             now)
{
  self->now = now;
  ponder_think_engine_advance (self);
}
