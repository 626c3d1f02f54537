/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person can do to a run as it stands. */

#include "config.h"

#include "ponder-think-engine.h"

static gboolean
is_part (const PonderThinkNode *node)
{
  return node != NULL && node->kind == PONDER_THINK_KIND_SOLVE;
}

/* Or has one that broke off. */
static gboolean
lacks_answer (const PonderThinkNode *node)
{
  return node->kind == PONDER_THINK_KIND_SOLVE && node->state != PONDER_THINK_DONE;
}

/* The writer, if nothing but its answer is missing. */
static void
add_writer (const PonderThinkState *state,
            GPtrArray              *missing)
{
  for (guint i = 0; i < state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (state->nodes, i);

      if ((node->kind == PONDER_THINK_KIND_SYNTH || node->kind == PONDER_THINK_KIND_ANSWER)
          && node->state != PONDER_THINK_DONE)
        {
          g_ptr_array_add (missing, g_strdup (node->id));
          return;
        }
    }
}

GPtrArray *
ponder_think_state_list_missing (const PonderThinkState *state)
{
  GPtrArray *missing = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; state->planned && i < state->nodes->len; i++)
    if (lacks_answer (g_ptr_array_index (state->nodes, i)))
      g_ptr_array_add (missing, g_strdup (((PonderThinkNode *) g_ptr_array_index (state->nodes, i))->id));
  if (missing->len == 0)
    add_writer (state, missing);
  return missing;
}

/* Parts and what the answer is to mind. */
static gboolean
can_add (const PonderThinkState *state)
{
  for (guint i = 0; i < state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (state->nodes, i);

      if (node->kind == PONDER_THINK_KIND_SYNTH || node->kind == PONDER_THINK_KIND_ANSWER)
        return FALSE;
    }
  return state->outcome == PONDER_THINK_OPEN && state->answer->len == 0;
}

static gboolean
can_skip (const PonderThinkState *state,
          const PonderThinkNode  *node)
{
  return state->outcome == PONDER_THINK_OPEN && node != NULL && !ponder_think_node_is_settled (node)
         && node->kind != PONDER_THINK_KIND_SYNTH && node->kind != PONDER_THINK_KIND_ANSWER
         && !ponder_think_node_is_plan (node);
}

gboolean
ponder_think_state_can (const PonderThinkState *state,
                        PonderThinkCommand      command,
                        const char             *id)
{
  const PonderThinkNode *node = id != NULL ? ponder_think_state_find (state, id) : NULL;
  gboolean open = state->outcome == PONDER_THINK_OPEN;

  switch (command)
    {
    case PONDER_THINK_APPROVE:
      return open && state->config->approve_plan && state->planned && !state->approved;
    case PONDER_THINK_SKIP:
      return can_skip (state, node);
    case PONDER_THINK_RETRY:
      return node != NULL && ponder_think_node_is_settled (node) && (is_part (node) || !open);
    case PONDER_THINK_EDIT:
    case PONDER_THINK_SUPPLY:
      return is_part (node);
    case PONDER_THINK_PAUSE:
      return open && !state->paused;
    case PONDER_THINK_RESUME:
      return open && state->paused;
    case PONDER_THINK_ANSWER_NOW:
      return open && !state->hurried;
    case PONDER_THINK_STOP:
      return open;
    case PONDER_THINK_ADD_CONTEXT:
    case PONDER_THINK_ADD_TASK:
      return can_add (state);
    case PONDER_THINK_N_COMMANDS:
      break;
    }
  return FALSE;
}

gboolean
ponder_think_state_can_go_on (const PonderThinkState *state,
                              PonderThinkCommand      command,
                              const char             *id)
{
  gboolean open = state->outcome == PONDER_THINK_OPEN || state->outcome == PONDER_THINK_OUTCOME_CANCELLED;
  g_autoptr(GPtrArray) missing = NULL;

  switch ((int) command)
    {
    case PONDER_THINK_PAUSE:
      return FALSE;
    case PONDER_THINK_RESUME:
      missing = ponder_think_state_list_missing (state);
      return open || missing->len > 0;
    case PONDER_THINK_ANSWER_NOW:
      return open && !state->hurried;
    case PONDER_THINK_RETRY:
      return (id != NULL && is_part (ponder_think_state_find (state, id)))
             || ponder_think_state_can (state, command, id);
    default:
      return ponder_think_state_can (state, command, id);
    }
}
