/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person does to a run. */

#include "config.h"

#include "ponder-think-engine-private.h"

#include <string.h>

static gboolean
is_open (PonderThinkEngine *self)
{
  return self->state->outcome == PONDER_THINK_OPEN;
}

static gboolean
is_part (const PonderThinkNode *node)
{
  return node != NULL && node->kind == PONDER_THINK_KIND_SOLVE;
}

static gboolean
answer_began (PonderThinkEngine *self)
{
  return ponder_think_engine_last (self, PONDER_THINK_KIND_SYNTH) != NULL
         || ponder_think_engine_last (self, PONDER_THINK_KIND_ANSWER) != NULL;
}

static gboolean
has_words (const char *text)
{
  return text != NULL && text[strspn (text, " \t\r\n")] != '\0';
}

/* The answer and what came after it are made once more, and may cost as much again as the run was allowed to. */
static void
reopen (PonderThinkEngine *self)
{
  PonderThinkEvent *event;

  if (!answer_began (self) && is_open (self))
    return;
  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

      if (!is_part (node) && node->state == PONDER_THINK_RUNNING)
        ponder_think_engine_cancel (self, node, "again");
    }
  event = ponder_think_engine_new_event (self, PONDER_THINK_RUN_REOPENED, NULL, NULL, NULL);
  event->count = self->state->config->max_calls;
  event->number = self->state->config->max_seconds;
  ponder_think_engine_emit (self, event);
}

static void
rerun (PonderThinkEngine *self,
       PonderThinkNode   *node,
       const char        *hint)
{
  PonderThinkEvent *event;

  if (node->state == PONDER_THINK_RUNNING)
    ponder_think_engine_cancel (self, node, "again");
  event = ponder_think_engine_new_event (self, PONDER_THINK_NODE_RERUN, node->id, "user", NULL);
  event->text = g_strdup (hint);
  ponder_think_engine_emit (self, event);
}

/* A part, or the answer. */
static void
retry (PonderThinkEngine *self,
       PonderThinkNode   *node,
       const char        *hint)
{
  /* Reopened, the run has no later steps than parts. */
  gboolean part = is_part (node);

  reopen (self);
  if (part)
    rerun (self, node, hint);
}

static void
edit (PonderThinkEngine *self,
      PonderThinkNode   *node,
      const char        *ask)
{
  PonderThinkEvent *event;

  event = ponder_think_engine_new_event (self, PONDER_THINK_NODE_EDITED, node->id, NULL, NULL);
  event->text = g_strdup (ask);
  ponder_think_engine_emit (self, event);
  if (node->state == PONDER_THINK_WAITING || node->state == PONDER_THINK_READY)
    return;
  reopen (self);
  rerun (self, node, NULL);
}

static void
supply (PonderThinkEngine *self,
        PonderThinkNode   *node,
        const char        *answer)
{
  PonderThinkEvent *event;

  reopen (self);
  if (node->state == PONDER_THINK_RUNNING)
    ponder_think_engine_cancel (self, node, "user");
  event = ponder_think_engine_new_event (self, PONDER_THINK_NODE_DONE, node->id, NULL, answer);
  event->text = g_strdup (answer);
  event->count = 0;
  ponder_think_engine_emit (self, event);
}

static void
answer_now (PonderThinkEngine *self)
{
  if (self->state->paused)
    ponder_think_engine_go_on (self, FALSE);
  ponder_think_engine_say (self, PONDER_THINK_USER_COMMAND, NULL, "answer_now", NULL);
}

static void
stop (PonderThinkEngine *self)
{
  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

      if (!ponder_think_node_is_settled (node))
        ponder_think_engine_cancel (self, node, PONDER_THINK_STOPPED);
    }
  ponder_think_engine_end (self, PONDER_THINK_OUTCOME_CANCELLED, NULL);
}

static void
add_context (PonderThinkEngine *self,
             const char        *text)
{
  PonderThinkEvent *event = ponder_think_engine_new_event (self, PONDER_THINK_CONTEXT_ADDED, NULL, NULL, NULL);

  event->text = g_strdup (text);
  ponder_think_engine_emit (self, event);
}

static gboolean
wants_words (PonderThinkCommand command)
{
  return command == PONDER_THINK_EDIT || command == PONDER_THINK_SUPPLY || command == PONDER_THINK_ADD_CONTEXT
         || command == PONDER_THINK_ADD_TASK;
}

static gboolean
obey (PonderThinkEngine  *self,
      PonderThinkCommand  command,
      PonderThinkNode    *node,
      const char         *text)
{
  if (!ponder_think_state_can (self->state, command, node != NULL ? node->id : NULL)
      || (wants_words (command) && !has_words (text)))
    return FALSE;
  switch (command)
    {
    case PONDER_THINK_APPROVE:
      ponder_think_engine_say (self, PONDER_THINK_PLAN_APPROVED, NULL, NULL, NULL);
      break;
    case PONDER_THINK_SKIP:
      ponder_think_engine_cancel (self, node, "user");
      break;
    case PONDER_THINK_RETRY:
      retry (self, node, text);
      break;
    case PONDER_THINK_EDIT:
      edit (self, node, text);
      break;
    case PONDER_THINK_SUPPLY:
      supply (self, node, text);
      break;
    case PONDER_THINK_PAUSE:
      ponder_think_engine_say (self, PONDER_THINK_RUN_PAUSED, NULL, NULL, NULL);
      break;
    case PONDER_THINK_RESUME:
      ponder_think_engine_go_on (self, FALSE);
      break;
    case PONDER_THINK_ANSWER_NOW:
      answer_now (self);
      break;
    case PONDER_THINK_STOP:
      stop (self);
      break;
    case PONDER_THINK_ADD_CONTEXT:
      add_context (self, text);
      break;
    case PONDER_THINK_ADD_TASK:
      return ponder_think_engine_add_task (self, text);
    case PONDER_THINK_N_COMMANDS:
      break;
    }
  return TRUE;
}

/* What waits again anyway is not asked twice. */
static gboolean
obey_again (PonderThinkEngine  *self,
            PonderThinkCommand  command,
            PonderThinkNode    *node,
            const char         *text)
{
  if (command == PONDER_THINK_RESUME)
    return TRUE;
  if (command != PONDER_THINK_RETRY || !is_part (node) || ponder_think_node_is_settled (node))
    return obey (self, command, node, text);
  rerun (self, node, text);
  return TRUE;
}

gboolean
ponder_think_engine_resume_for (PonderThinkEngine  *self,
                                PonderThinkCommand  command,
                                const char         *id,
                                const char         *text,
                                gint64              now)
{
  gboolean stopped = self->state->outcome == PONDER_THINK_OUTCOME_CANCELLED;
  gboolean whole = command == PONDER_THINK_RESUME || command == PONDER_THINK_ANSWER_NOW;
  gboolean done;

  self->now = MAX (now, self->now);
  if (command == PONDER_THINK_STOP)
    return obey (self, command, NULL, NULL);
  if (is_open (self) || (stopped && whole))
    ponder_think_engine_take_up (self);
  else if (whole)
    return FALSE;
  done = obey_again (self, command, id != NULL ? ponder_think_state_find (self->state, id) : NULL, text);
  ponder_think_engine_advance (self);
  return done;
}

void
ponder_think_engine_resume (PonderThinkEngine *self,
                            gint64             now)
{
  ponder_think_engine_resume_for (self, PONDER_THINK_RESUME, NULL, NULL, now);
}

gboolean
ponder_think_engine_command (PonderThinkEngine  *self,
                             PonderThinkCommand  command,
                             const char         *id,
                             const char         *text,
                             gint64              now)
{
  PonderThinkNode *node = id != NULL ? ponder_think_state_find (self->state, id) : NULL;

  self->now = now;
  if (!obey (self, command, node, text))
    return FALSE;
  ponder_think_engine_advance (self);
  return TRUE;
}
