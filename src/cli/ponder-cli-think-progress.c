/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a run of deep think stands, told on standard error. */

#include "config.h"

#include "ponder-cli-think-progress.h"

#include "ponder-cli.h"
#include "ponder-think-summary.h"

#include <glib/gi18n.h>

/* Belongs to whoever waits for the run, and does not outlive it. */
struct _PonderCliThinkProgress
{
  PonderThinkRun *run;
  guint           source;       /* 0 where there is no terminal */
  char           *line;         /* (nullable): that is shown */
  gboolean        hidden;
};

static const char *
get_phase_words (PonderThinkPhase phase)
{
  switch (phase)
    {
    case PONDER_THINK_PHASE_PLAN:
      return _("Planning");
    case PONDER_THINK_PHASE_APPROVE:
      return _("Waiting for the plan to be agreed to");
    case PONDER_THINK_PHASE_SOLVE:
      return _("Working on the parts");
    case PONDER_THINK_PHASE_SYNTHESIZE:
      return _("Writing the answer");
    case PONDER_THINK_PHASE_REVIEW:
      return _("Reviewing the answer");
    case PONDER_THINK_PHASE_REVISE:
      return _("Revising the answer");
    case PONDER_THINK_PHASE_ENDED:
      break;
    }
  return _("Done");
}

static void
show (PonderCliThinkProgress *self)
{
  const PonderThinkState *state = ponder_think_run_get_state (self->run);
  g_autofree char *calls = NULL;
  g_autofree char *line = NULL;

  if (self->hidden)
    return;
  calls = ponder_think_summary_dup_calls (state);
  /* Translators: what is being done ("Planning"); parts that are done, of all; "8 calls"; seconds so far. */
  line = g_strdup_printf (_("%s · %u/%u · %s · %d s"), get_phase_words (state->phase),
                          ponder_think_state_count_answered (state), ponder_think_state_count_all (state), calls,
                          (int) (ponder_think_run_get_time (self->run) / 1000));
  if (g_strcmp0 (self->line, line) == 0)
    return;
  ponder_cli_show_progress (line);
  g_free (self->line);
  self->line = g_steal_pointer (&line);
}

static gboolean
second_cb (gpointer user_data)
{
  show (user_data);
  return G_SOURCE_CONTINUE;
}

/* (nullable): it says nothing of how a part ended. */
static const char *
get_end_words (const PonderThinkEvent *event)
{
  if (event->type == PONDER_THINK_NODE_DONE)
    return event->title == NULL ? _("done") : _("broke off");
  if (event->type == PONDER_THINK_NODE_FAILED)
    return _("failed");
  if (event->type == PONDER_THINK_NODE_SKIPPED)
    return _("left out");
  if (event->type == PONDER_THINK_NODE_CANCELLED)
    return _("stopped");
  return NULL;
}

/* While the answer is written to the same terminal nothing may come between. */
static void
say_end (PonderCliThinkProgress *self,
         const PonderThinkEvent *event)
{
  const PonderThinkState *state = ponder_think_run_get_state (self->run);
  const char *words = get_end_words (event);
  const PonderThinkNode *node = words != NULL ? ponder_think_state_find (state, event->node) : NULL;

  if (node == NULL || node->kind != PONDER_THINK_KIND_SOLVE || !state->config->show_process
      || (self->hidden && self->source != 0))
    return;
  if (self->source != 0)
    ponder_cli_show_progress (NULL);
  g_clear_pointer (&self->line, g_free);
  if (event->type == PONDER_THINK_NODE_FAILED && event->detail != NULL)
    /* Translators: a part of the work, "failed", and why. */
    ponder_cli_say (_("%s · %s · %s"), node->title, words, event->detail);
  else
    /* Translators: a part of the work, and how it ended: "done". */
    ponder_cli_say (_("%s · %s"), node->title, words);
}

static void
say_retry (PonderCliThinkProgress *self,
           const PonderThinkEvent *event)
{
  const PonderThinkNode *node = ponder_think_state_find (ponder_think_run_get_state (self->run), event->node);
  const char *title = node != NULL && *node->title != '\0' ? node->title : event->node;

  /* Translators: which part of the work, what went wrong ("network"), and in how many seconds it is tried again. */
  ponder_cli_say (_("%s · %s · retrying in %.0f s"), title, event->title, event->number);
}

static void
event_cb (PonderThinkRun         *run,
          const PonderThinkEvent *event,
          PonderCliThinkProgress *self)
{
  say_end (self, event);
  if (event->type == PONDER_THINK_NODE_RETRY && self->source == 0)
    say_retry (self, event);
  else if (self->source != 0 && !ponder_think_event_is_live (event))
    show (self);
}

PonderCliThinkProgress *
ponder_cli_think_progress_new (PonderThinkRun *run)
{
  PonderCliThinkProgress *self = g_new0 (PonderCliThinkProgress, 1);

  self->run = g_object_ref (run);
  if (ponder_cli_has_progress ())
    self->source = g_timeout_add_seconds (1, second_cb, self);
  g_signal_connect (run, "event", G_CALLBACK (event_cb), self);
  return self;
}

void
ponder_cli_think_progress_hide (PonderCliThinkProgress *self)
{
  if (self->source != 0 && !self->hidden)
    ponder_cli_show_progress (NULL);
  g_clear_pointer (&self->line, g_free);
  self->hidden = TRUE;
}

void
ponder_cli_think_progress_show (PonderCliThinkProgress *self)
{
  self->hidden = FALSE;
}

void
ponder_cli_think_progress_free (PonderCliThinkProgress *self)
{
  ponder_cli_think_progress_hide (self);
  g_clear_handle_id (&self->source, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->run, self);
  g_object_unref (self->run);
  g_free (self);
}
