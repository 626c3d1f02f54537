/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a run of deep think stands: the sum of its events, and nothing else. */

#include "config.h"

#include "ponder-think-state.h"

#include <math.h>
#include <string.h>

static const char *const phase_names[] = { "planning", "approving", "solving", "synthesizing", "reviewing", "revising",
                                           "ended" };
static const char *const outcome_names[] = { "running", "done", "partial", "direct", "cancelled", "failed" };
static const char *const kind_names[] = { "plan", "repair", "solve", "synth", "answer", "review", "revise", "judge",
                                          "verify" };
static const char *const state_names[] = { "waiting", "ready", "running", "done", "partial", "failed", "skipped",
                                           "cancelled" };

static void
node_free (gpointer data)
{
  PonderThinkNode *self = data;

  g_free (self->id);
  g_free (self->title);
  g_free (self->ask);
  g_free (self->task_kind);
  g_free (self->size);
  g_strfreev (self->deps);
  g_string_free (self->text, TRUE);
  g_free (self->hint);
  g_free (self->conclusion);
  g_strfreev (self->limits);
  g_free (self->category);
  g_free (self->message);
  g_free (self->retry_category);
  g_free (self->kept);
  g_free (self->kept_conclusion);
  g_free (self->check);
  g_free (self->check_why);
  g_array_unref (self->spans);
  g_free (self->query);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_free (self->sources_problem);
  g_free (self);
}

static void
change_free (gpointer data)
{
  PonderThinkChange *self = data;

  g_free (self->find);
  g_free (self->replacement);
  g_free (self);
}

static void
issue_free (gpointer data)
{
  PonderThinkIssue *self = data;

  g_free (self->severity);
  g_free (self->issue);
  g_free (self->quote);
  g_free (self->task);
  g_free (self->fix);
  g_free (self);
}

PonderThinkState *
ponder_think_state_new (void)
{
  PonderThinkState *self = g_new0 (PonderThinkState, 1);

  self->question = g_strdup ("");
  self->config = ponder_think_config_new ();
  self->nodes = g_ptr_array_new_with_free_func (node_free);
  self->answer = g_string_new (NULL);
  self->issues = g_ptr_array_new_with_free_func (issue_free);
  self->changes = g_ptr_array_new_with_free_func (change_free);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  self->score = NAN;
  self->past_usage = (PonderUsage) { -1, -1, -1, -1, -1 };
  return self;
}

void
ponder_think_state_free (PonderThinkState *self)
{
  g_free (self->question);
  ponder_think_config_free (self->config);
  g_free (self->why);
  g_ptr_array_unref (self->nodes);
  g_string_free (self->answer, TRUE);
  g_ptr_array_unref (self->issues);
  g_ptr_array_unref (self->changes);
  g_ptr_array_unref (self->notes);
  g_strfreev (self->outline);
  g_strfreev (self->criteria);
  g_strfreev (self->unmet);
  g_free (self->review_problem);
  g_free (self->degraded);
  g_free (self->degraded_why);
  g_free (self->verdict);
  g_free (self->hurried_why);
  g_free (self);
}

/* --- looking at it --- */

PonderThinkNode *
ponder_think_state_find (const PonderThinkState *self,
                         const char             *id)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      PonderThinkNode *node = g_ptr_array_index (self->nodes, i);

      if (strcmp (node->id, id) == 0)
        return node;
    }
  return NULL;
}

guint
ponder_think_state_count_parts (const PonderThinkState *self,
                                PonderThinkNodeState    state)
{
  guint n = 0;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (self->nodes, i);

      n += node->kind == PONDER_THINK_KIND_SOLVE && node->state == state;
    }
  return n;
}

guint
ponder_think_state_count_all (const PonderThinkState *self)
{
  guint n = 0;

  for (guint i = 0; i < self->nodes->len; i++)
    n += ((PonderThinkNode *) g_ptr_array_index (self->nodes, i))->kind == PONDER_THINK_KIND_SOLVE;
  return n;
}

guint
ponder_think_state_count_answered (const PonderThinkState *self)
{
  return ponder_think_state_count_parts (self, PONDER_THINK_DONE)
         + ponder_think_state_count_parts (self, PONDER_THINK_PARTIAL);
}

guint
ponder_think_state_get_calls (const PonderThinkState *self)
{
  guint n = self->past_calls;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (self->nodes, i);

      n += node->calls + node->sent;
    }
  return n;
}

void
ponder_think_state_get_usage (const PonderThinkState *self,
                              PonderUsage            *usage)
{
  *usage = self->past_usage;
  for (guint i = 0; i < self->nodes->len; i++)
    ponder_think_add_usage (usage, &((PonderThinkNode *) g_ptr_array_index (self->nodes, i))->usage);
}

static void
add_count (gint64 *sum,
           gint64  value)
{
  if (value >= 0)
    *sum = MAX (*sum, 0) + value;
}

void
ponder_think_add_usage (PonderUsage       *sum,
                        const PonderUsage *usage)
{
  add_count (&sum->input, usage->input);
  add_count (&sum->output, usage->output);
  add_count (&sum->cached, usage->cached);
  add_count (&sum->reasoning, usage->reasoning);
  if (usage->cost_usd >= 0)
    sum->cost_usd = MAX (sum->cost_usd, 0) + usage->cost_usd;
}

gboolean
ponder_think_state_is_writer (const PonderThinkState *self,
                              const PonderThinkNode  *node)
{
  return !self->reviewed
         && (node->kind == PONDER_THINK_KIND_SYNTH || node->kind == PONDER_THINK_KIND_ANSWER);
}

gboolean
ponder_think_state_wants_sources (const PonderThinkState *self,
                                  const PonderThinkNode  *node)
{
  return self->config->web_search && node->kind == PONDER_THINK_KIND_SOLVE && strcmp (node->task_kind, "fact") == 0
         && node->sources == NULL;
}

const char *
ponder_think_node_get_query (const PonderThinkNode *self)
{
  return self->query != NULL ? self->query : self->title;
}

gboolean
ponder_think_node_is_plan (const PonderThinkNode *self)
{
  return self->kind == PONDER_THINK_KIND_PLAN || self->kind == PONDER_THINK_KIND_REPAIR;
}

guint
ponder_think_node_count_hedges (const PonderThinkNode *self)
{
  guint n = 0;

  for (guint i = 0; i < self->spans->len; i++)
    n += g_array_index (self->spans, PonderThinkSpan, i).hedge;
  return n;
}

gboolean
ponder_think_node_has_answer (const PonderThinkNode *self)
{
  return self->state == PONDER_THINK_DONE || self->state == PONDER_THINK_PARTIAL;
}

gboolean
ponder_think_node_is_settled (const PonderThinkNode *self)
{
  return self->state >= PONDER_THINK_DONE;
}

const char *
ponder_think_phase_to_string (PonderThinkPhase phase)
{
  return phase_names[phase];
}

const char *
ponder_think_outcome_to_string (PonderThinkOutcome outcome)
{
  return outcome_names[outcome];
}

const char *
ponder_think_kind_to_string (PonderThinkKind kind)
{
  return kind_names[kind];
}

const char *
ponder_think_node_state_to_string (PonderThinkNodeState state)
{
  return state_names[state];
}
