/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each event does to the state of a run. */

#include "config.h"

#include "ponder-think-apply-private.h"

#include "ponder-think-sources-private.h"

#include <math.h>
#include <string.h>

/* --- strings --- */

static void
set_string (char       **place,
            const char  *value)
{
  g_free (*place);
  *place = g_strdup (value);
}

static void
set_list (GStrv *place,
          GStrv  value)
{
  g_strfreev (*place);
  *place = g_strdupv (value);
}

static PonderThinkPhase
find_phase (const char *name)
{
  PonderThinkPhase phase = PONDER_THINK_PHASE_ENDED;

  while (phase > 0 && g_strcmp0 (ponder_think_phase_to_string (phase), name) != 0)
    phase--;
  return phase;
}

static PonderThinkOutcome
find_outcome (const char *name)
{
  PonderThinkOutcome outcome = PONDER_THINK_OUTCOME_FAILED;

  while (outcome > 0 && g_strcmp0 (ponder_think_outcome_to_string (outcome), name) != 0)
    outcome--;
  return outcome;
}

static PonderThinkKind
find_kind (const char *name)
{
  PonderThinkKind kind = PONDER_THINK_KIND_VERIFY;

  while (kind > 0 && g_strcmp0 (ponder_think_kind_to_string (kind), name) != 0)
    kind--;
  return kind;
}

/* --- nodes --- */

static PonderThinkNode *
add_node (PonderThinkState       *self,
          const PonderThinkEvent *event,
          PonderThinkKind         kind)
{
  PonderThinkNode *node = g_new0 (PonderThinkNode, 1);

  node->id = g_strdup (event->node != NULL ? event->node : "");
  node->kind = kind;
  node->title = g_strdup ("");
  node->ask = g_strdup ("");
  node->task_kind = g_strdup ("");
  node->size = g_strdup ("");
  node->conclusion = g_strdup ("");
  node->deps = event->list != NULL ? g_strdupv (event->list) : g_new0 (char *, 1);
  node->text = g_string_new (NULL);
  node->confidence = NAN;
  node->usage = (PonderUsage) { -1, -1, -1, -1, -1 };
  node->spans = g_array_new (FALSE, FALSE, sizeof (PonderThinkSpan));
  node->ready = node->started = node->first_token = node->ended = -1;
  node->asked = node->hedge_asked = node->alive = -1;
  g_ptr_array_add (self->nodes, node);
  return node;
}

static void
add_part (PonderThinkState       *self,
          const PonderThinkEvent *event)
{
  PonderThinkNode *node = add_node (self, event, PONDER_THINK_KIND_SOLVE);

  set_string (&node->title, event->title != NULL ? event->title : "");
  set_string (&node->ask, event->text != NULL ? event->text : "");
  set_string (&node->task_kind, event->detail != NULL ? event->detail : "");
  set_string (&node->size, event->extra != NULL ? event->extra : "");
  set_string (&node->query, event->more != NULL ? event->more[0] : NULL);
}

static void
clear_outcome (PonderThinkNode *node)
{
  g_string_truncate (node->text, 0);
  set_string (&node->conclusion, "");
  g_clear_pointer (&node->limits, g_strfreev);
  g_clear_pointer (&node->category, g_free);
  g_clear_pointer (&node->message, g_free);
  g_clear_pointer (&node->retry_category, g_free);
  g_clear_pointer (&node->check, g_free);
  g_clear_pointer (&node->check_why, g_free);
  node->confidence = NAN;
  node->cached = FALSE;
  node->first_token = node->ended = -1;
}

/* What was sent for it and had no end counts all the same. */
static void
wait_again (PonderThinkNode *node,
            gint64           now)
{
  ponder_think_apply_no_calls (node, now, PONDER_THINK_CANCELLED);
  if (ponder_think_node_has_answer (node))
    {
      set_string (&node->kept, node->text->str);
      set_string (&node->kept_conclusion, node->conclusion);
    }
  node->calls += node->sent;
  node->sent = 0;
  clear_outcome (node);
  node->state = PONDER_THINK_WAITING;
  node->ready = node->started = -1;
}

static void
start_node (PonderThinkNode        *node,
            const PonderThinkEvent *event)
{
  clear_outcome (node);
  node->state = PONDER_THINK_RUNNING;
  node->attempt = (guint) MAX (event->count, 0);
  node->started = event->time;
  ponder_think_apply_call (node, event->time);
}

/* Of every end: what it cost and what came. */
static void
end_node (PonderThinkNode        *node,
          const PonderThinkEvent *event,
          PonderThinkNodeState    state)
{
  ponder_think_apply_no_calls (node, event->time, state);
  node->state = state;
  node->ended = event->time;
  node->calls += (guint) MAX (event->count, 0);
  node->sent = 0;
  node->cached = event->flag;
  ponder_think_add_usage (&node->usage, &event->usage);
  g_clear_pointer (&node->retry_category, g_free);
  g_clear_pointer (&node->hint, g_free);
  if (event->text != NULL)
    g_string_assign (node->text, event->text);
}

static void
finish_node (PonderThinkNode        *node,
             const PonderThinkEvent *event)
{
  end_node (node, event, g_strcmp0 (event->title, "partial") == 0 ? PONDER_THINK_PARTIAL : PONDER_THINK_DONE);
  set_string (&node->conclusion, event->detail != NULL ? event->detail : "");
  set_list (&node->limits, event->list);
  g_clear_pointer (&node->kept, g_free);
  g_clear_pointer (&node->kept_conclusion, g_free);
  g_clear_pointer (&node->check, g_free);
  g_clear_pointer (&node->check_why, g_free);
  node->confidence = event->number;
}

/* An answer it had before is better than none. */
static void
fail_node (PonderThinkNode        *node,
           const PonderThinkEvent *event,
           PonderThinkNodeState    state)
{
  ponder_think_apply_no_calls (node, event->time, state);
  end_node (node, event, node->kept != NULL ? PONDER_THINK_DONE : state);
  if (node->kept != NULL)
    {
      g_string_assign (node->text, node->kept);
      set_string (&node->conclusion, node->kept_conclusion != NULL ? node->kept_conclusion : "");
    }
  g_clear_pointer (&node->kept, g_free);
  g_clear_pointer (&node->kept_conclusion, g_free);
  set_string (&node->category, event->title);
  set_string (&node->message, event->detail);
}

static gboolean
has_its_inputs (PonderThinkState      *self,
                const PonderThinkNode *node)
{
  for (guint i = 0; node->deps[i] != NULL; i++)
    {
      PonderThinkNode *dep = ponder_think_state_find (self, node->deps[i]);

      if (dep != NULL && !ponder_think_node_is_settled (dep))
        return FALSE;
    }
  return TRUE;
}

/* Who was about to start with an answer that is made again waits for the new one. */
static void
hold_back (PonderThinkState *self)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      PonderThinkNode *node = g_ptr_array_index (self->nodes, i);

      if (node->state == PONDER_THINK_READY && !has_its_inputs (self, node))
        node->state = PONDER_THINK_WAITING;
    }
}

static void
rerun_nodes (PonderThinkState       *self,
             PonderThinkNode        *node,
             const PonderThinkEvent *event)
{
  wait_again (node, event->time);
  set_string (&node->hint, event->text);
  node->corrected |= g_strcmp0 (event->title, "check") == 0;
  for (guint i = 0; event->list != NULL && event->list[i] != NULL; i++)
    {
      PonderThinkNode *other = ponder_think_state_find (self, event->list[i]);

      if (other != NULL)
        wait_again (other, event->time);
    }
  hold_back (self);
}

static void
note_retry (PonderThinkNode        *node,
            const PonderThinkEvent *event)
{
  set_string (&node->retry_category, event->title);
  node->retry_wait = event->number;
  node->retry_since = event->time;
  node->asked = -1;
}

static void
note_tokens (PonderThinkNode        *node,
             const PonderThinkEvent *event)
{
  g_clear_pointer (&node->retry_category, g_free);
  g_string_append (node->text, event->text);
}

/* All that it had said when its program ended, or nearly. */
static void
note_partial (PonderThinkNode        *node,
              const PonderThinkEvent *event)
{
  node->partial = event->seq;
  if (node->state != PONDER_THINK_RUNNING)
    return;
  g_clear_pointer (&node->retry_category, g_free);
  g_string_assign (node->text, event->text);
}

/* What the writer says is the answer, also when it broke off. */
static void
take_answer (PonderThinkState      *self,
             const PonderThinkNode *node)
{
  if (ponder_think_state_is_writer (self, node) && ponder_think_node_is_settled (node))
    g_string_assign (self->answer, node->text->str);
}

/* Another question wants another search. */
static void
edit_node (PonderThinkNode        *node,
           const PonderThinkEvent *event)
{
  set_string (&node->ask, event->text);
  set_string (&node->query, event->text);
  g_clear_pointer (&node->sources, g_ptr_array_unref);
  g_clear_pointer (&node->sources_problem, g_free);
}

static void
change_node (PonderThinkState       *self,
             PonderThinkNode        *node,
             const PonderThinkEvent *event)
{
  switch ((int) event->type)
    {
    case PONDER_THINK_NODE_READY:
      node->state = PONDER_THINK_READY;
      node->ready = event->time;
      break;
    case PONDER_THINK_NODE_STARTED:
      start_node (node, event);
      /* A plan may turn out to be the answer, as the one before it did that died. */
      if (ponder_think_state_is_writer (self, node) || ponder_think_node_is_plan (node))
        g_string_truncate (self->answer, 0);
      break;
    case PONDER_THINK_NODE_TOKENS:
    case PONDER_THINK_ANSWER_TOKENS:
      note_tokens (node, event);
      break;
    case PONDER_THINK_NODE_PARTIAL:
      note_partial (node, event);
      break;
    case PONDER_THINK_NODE_RETRY:
      note_retry (node, event);
      break;
    case PONDER_THINK_NODE_DONE:
      finish_node (node, event);
      break;
    case PONDER_THINK_NODE_FAILED:
      fail_node (node, event, PONDER_THINK_FAILED);
      break;
    case PONDER_THINK_NODE_SKIPPED:
      fail_node (node, event, PONDER_THINK_SKIPPED);
      break;
    case PONDER_THINK_NODE_CANCELLED:
      fail_node (node, event, PONDER_THINK_CANCELLED);
      break;
    case PONDER_THINK_NODE_RERUN:
      rerun_nodes (self, node, event);
      break;
    case PONDER_THINK_NODE_EDITED:
      edit_node (node, event);
      break;
    case PONDER_THINK_NODE_SOURCES:
      ponder_think_node_take_sources (node, event);
      break;
    default:
      ponder_think_apply_to_calls (node, event);
      break;
    }
}

/* --- the run --- */

static void
create (PonderThinkState       *self,
        const PonderThinkEvent *event)
{
  PonderThinkConfig *config = event->detail != NULL ? ponder_think_config_deserialize (event->detail, NULL) : NULL;

  set_string (&self->question, event->text != NULL ? event->text : "");
  if (config == NULL)
    return;
  ponder_think_config_free (self->config);
  self->config = config;
}

/* What was under way when the program died is asked again; what had an end, and was asked to go on, is open again. */
static void
resume (PonderThinkState       *self,
        const PonderThinkEvent *event)
{
  self->paused = FALSE;
  self->outcome = PONDER_THINK_OPEN;
  g_clear_pointer (&self->why, g_free);
  for (guint i = 0; event->list != NULL && event->list[i] != NULL; i++)
    {
      PonderThinkNode *node = ponder_think_state_find (self, event->list[i]);

      if (node != NULL)
        wait_again (node, event->time);
    }
}

static gboolean
is_early (const PonderThinkNode *node)
{
  return ponder_think_node_is_plan (node)
         || node->kind == PONDER_THINK_KIND_SOLVE;
}

static void
drop_late_nodes (PonderThinkState *self)
{
  for (guint i = self->nodes->len; i > 0; i--)
    {
      const PonderThinkNode *node = g_ptr_array_index (self->nodes, i - 1);

      if (is_early (node))
        continue;
      self->past_calls += node->calls;
      ponder_think_add_usage (&self->past_usage, &node->usage);
      g_ptr_array_remove_index (self->nodes, i - 1);
    }
}

/* Back to where the parts were being answered. */
static void
reopen (PonderThinkState       *self,
        const PonderThinkEvent *event)
{
  drop_late_nodes (self);
  g_ptr_array_set_size (self->issues, 0);
  g_ptr_array_set_size (self->changes, 0);
  g_clear_pointer (&self->unmet, g_strfreev);
  g_clear_pointer (&self->review_problem, g_free);
  g_clear_pointer (&self->verdict, g_free);
  g_clear_pointer (&self->why, g_free);
  g_clear_pointer (&self->hurried_why, g_free);
  self->score = NAN;
  self->edits = 0;
  self->reviewed = self->passed = self->hurried = self->paused = FALSE;
  self->outcome = PONDER_THINK_OPEN;
  self->config->max_calls += (guint) MAX (event->count, 0);
  self->config->max_seconds += isfinite (event->number) ? (guint) event->number : 0;
}

static void
add_issue (PonderThinkState       *self,
           const PonderThinkEvent *event)
{
  PonderThinkIssue *issue = g_new0 (PonderThinkIssue, 1);

  issue->severity = g_strdup (event->title != NULL ? event->title : "minor");
  issue->issue = g_strdup (event->detail != NULL ? event->detail : "");
  issue->quote = g_strdup (event->text != NULL ? event->text : "");
  issue->task = g_strdup (event->node);
  issue->fix = g_strdup (event->extra != NULL ? event->extra : "");
  issue->located = event->flag;
  g_ptr_array_add (self->issues, issue);
}

static void
add_change (PonderThinkState       *self,
            const PonderThinkEvent *event)
{
  PonderThinkChange *change = g_new0 (PonderThinkChange, 1);

  change->find = g_strdup (event->text != NULL ? event->text : "");
  change->replacement = g_strdup (event->extra != NULL ? event->extra : "");
  change->applied = g_strcmp0 (event->title, "applied") == 0;
  self->edits += change->applied;
  g_ptr_array_add (self->changes, change);
}

static void
apply_review (PonderThinkState       *self,
              const PonderThinkEvent *event)
{
  self->reviewed = TRUE;
  self->score = event->number;
  self->passed = event->flag;
  set_list (&self->unmet, event->more);
}

static void
apply_command (PonderThinkState       *self,
               const PonderThinkEvent *event)
{
  if (g_strcmp0 (event->title, "answer_now") != 0)
    return;
  self->hurried = TRUE;
  set_string (&self->hurried_why, event->text);
}

/* Parts that were too many are still told to whoever writes the answer. */
static void
apply_warning (PonderThinkState       *self,
               const PonderThinkEvent *event)
{
  if (g_strcmp0 (event->title, "too_many") == 0 && event->detail != NULL)
    g_ptr_array_add (self->notes, g_strdup (event->detail));
}

static void
apply_to_plan (PonderThinkState       *self,
               const PonderThinkEvent *event)
{
  switch ((int) event->type)
    {
    case PONDER_THINK_PLAN_TASK:
      add_part (self, event);
      break;
    case PONDER_THINK_PLAN_ANSWER:
      set_list (&self->outline, event->list);
      set_list (&self->criteria, event->more);
      break;
    case PONDER_THINK_PLAN_WARNING:
      apply_warning (self, event);
      break;
    case PONDER_THINK_PLAN_DONE:
      self->planned = TRUE;
      break;
    case PONDER_THINK_PLAN_DEGRADED:
      set_string (&self->degraded, event->title);
      set_string (&self->degraded_why, event->detail);
      break;
    case PONDER_THINK_PLAN_APPROVED:
      self->approved = TRUE;
      break;
    default:
      break;
    }
}

static void
apply_to_run (PonderThinkState       *self,
              const PonderThinkEvent *event)
{
  switch ((int) event->type)
    {
    case PONDER_THINK_RUN_CREATED:
      create (self, event);
      break;
    case PONDER_THINK_RUN_PHASE:
      self->phase = find_phase (event->title);
      break;
    case PONDER_THINK_RUN_PAUSED:
      self->paused = TRUE;
      set_string (&self->why, event->detail);
      break;
    case PONDER_THINK_RUN_RESUMED:
      resume (self, event);
      break;
    case PONDER_THINK_RUN_REOPENED:
      reopen (self, event);
      break;
    case PONDER_THINK_RUN_ENDED:
      self->outcome = find_outcome (event->title);
      set_string (&self->why, event->detail);
      break;
    case PONDER_THINK_NODE_ADDED:
      add_node (self, event, find_kind (event->title));
      break;
    case PONDER_THINK_ANSWER_TOKENS:
      g_string_append (self->answer, event->text);
      break;
    case PONDER_THINK_ANSWER_SET:
      g_string_assign (self->answer, event->text != NULL ? event->text : "");
      break;
    case PONDER_THINK_REVIEW_ISSUE:
      add_issue (self, event);
      break;
    case PONDER_THINK_REVIEW_DONE:
      apply_review (self, event);
      break;
    case PONDER_THINK_REVIEW_UNAVAILABLE:
      set_string (&self->review_problem, event->detail);
      break;
    case PONDER_THINK_REVISE_EDIT:
      add_change (self, event);
      break;
    case PONDER_THINK_REVISE_VERDICT:
      set_string (&self->verdict, event->title);
      break;
    case PONDER_THINK_CONTEXT_ADDED:
      g_ptr_array_add (self->notes, g_strdup (event->text));
      break;
    case PONDER_THINK_USER_COMMAND:
      apply_command (self, event);
      break;
    default:
      apply_to_plan (self, event);
    }
}

void
ponder_think_state_apply (PonderThinkState       *self,
                          const PonderThinkEvent *event)
{
  PonderThinkNode *node = event->node != NULL ? ponder_think_state_find (self, event->node) : NULL;

  self->last_seq = event->seq;
  self->last_time = event->time;
  if (node != NULL)
    {
      change_node (self, node, event);
      take_answer (self, node);
    }
  apply_to_run (self, event);
}
