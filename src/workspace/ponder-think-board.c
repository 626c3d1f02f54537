/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a window shows of one run of deep think, whether it runs here or lies in the store. */

#include "config.h"

#include "ponder-think-board-private.h"

#include "ponder-think-log.h"
#include "ponder-workspace-runs-private.h"

/* Belongs to its timeline, which the workspace keeps: it holds neither. */
struct _PonderThinkBoard
{
  GObject            parent_instance;

  GWeakRef           workspace;
  PonderThinkRecord *record;
  PonderThinkRun    *run;       /* (nullable): that runs, or ran here */
  PonderThinkState  *state;     /* (nullable): of one that did not run here, as read */
  GCancellable      *reading;   /* (nullable): the last one */
  guint              n_watchers;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_PROBLEM,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderThinkBoard, ponder_think_board, G_TYPE_OBJECT)

static void
tell (PonderThinkBoard *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
tell_problem (PonderThinkBoard *self,
              const GError     *error)
{
  g_autoptr(PonderFault) fault = ponder_fault_new_from_error (error, "think");

  g_signal_emit (self, signals[SIGNAL_PROBLEM], 0, fault);
}

static void
ponder_think_board_dispose (GObject *object)
{
  PonderThinkBoard *self = PONDER_THINK_BOARD (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->run);

  G_OBJECT_CLASS (ponder_think_board_parent_class)->dispose (object);
}

static void
ponder_think_board_finalize (GObject *object)
{
  PonderThinkBoard *self = PONDER_THINK_BOARD (object);

  g_weak_ref_clear (&self->workspace);
  ponder_think_record_free (self->record);
  g_clear_pointer (&self->state, ponder_think_state_free);

  G_OBJECT_CLASS (ponder_think_board_parent_class)->finalize (object);
}

static void
ponder_think_board_class_init (PonderThinkBoardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ponder_think_board_dispose;
  object_class->finalize = ponder_think_board_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", PONDER_TYPE_THINK_BOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  signals[SIGNAL_PROBLEM] = g_signal_new ("problem", PONDER_TYPE_THINK_BOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, PONDER_TYPE_FAULT);
}

static void
ponder_think_board_init (PonderThinkBoard *self)
{
  g_weak_ref_init (&self->workspace, NULL);
}

PonderThinkBoard *
ponder_think_board_new (PonderWorkspace         *workspace,
                        const PonderThinkRecord *record)
{
  PonderThinkBoard *self = g_object_new (PONDER_TYPE_THINK_BOARD, NULL);

  g_weak_ref_set (&self->workspace, workspace);
  self->record = ponder_think_record_copy (record);
  return self;
}

void
ponder_think_board_set_run (PonderThinkBoard *self,
                            PonderThinkRun   *run)
{
  if (!g_set_object (&self->run, run))
    return;
  g_clear_pointer (&self->state, ponder_think_state_free);
  g_signal_connect_object (run, "event", G_CALLBACK (tell), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::running", G_CALLBACK (tell), self, G_CONNECT_SWAPPED);
  tell (self);
}

void
ponder_think_board_set_record (PonderThinkBoard        *self,
                               const PonderThinkRecord *record)
{
  gboolean known = record->updated == self->record->updated && record->driven == self->record->driven;

  if (known || (self->run != NULL && ponder_think_run_get_running (self->run)))
    return;
  ponder_think_record_free (self->record);
  self->record = ponder_think_record_copy (record);
  if (self->state != NULL || self->run != NULL)
    {
      g_clear_object (&self->run);
      g_clear_pointer (&self->state, ponder_think_state_free);
      ponder_think_board_load (self);
    }
  tell (self);
}

const char *
ponder_think_board_get_run_id (PonderThinkBoard *self)
{
  g_return_val_if_fail (PONDER_IS_THINK_BOARD (self), NULL);

  return self->record->id;
}

const char *
ponder_think_board_get_message_id (PonderThinkBoard *self)
{
  g_return_val_if_fail (PONDER_IS_THINK_BOARD (self), NULL);

  return self->record->message;
}

/* Of a run that runs nowhere. */
static PonderThinkStanding
find_standing (const PonderThinkState *state)
{
  if (state->outcome != PONDER_THINK_OPEN)
    return PONDER_THINK_STANDING_ENDED;
  return state->paused && state->why != NULL ? PONDER_THINK_STANDING_BLOCKED : PONDER_THINK_STANDING_INTERRUPTED;
}

PonderThinkStanding
ponder_think_board_get_standing (PonderThinkBoard *self)
{
  g_return_val_if_fail (PONDER_IS_THINK_BOARD (self), PONDER_THINK_STANDING_ENDED);

  if (self->run != NULL)
    return ponder_think_run_get_running (self->run) ? PONDER_THINK_STANDING_RUNNING
                                                    : find_standing (ponder_think_run_get_state (self->run));
  if (self->record->driven)
    return PONDER_THINK_STANDING_ELSEWHERE;
  if (g_str_equal (self->record->outcome, PONDER_THINK_RECORD_OPEN))
    return PONDER_THINK_STANDING_INTERRUPTED;
  return g_str_equal (self->record->outcome, PONDER_THINK_RECORD_PAUSED) ? PONDER_THINK_STANDING_BLOCKED
                                                                         : PONDER_THINK_STANDING_ENDED;
}

gint64
ponder_think_board_get_time (PonderThinkBoard *self)
{
  g_return_val_if_fail (PONDER_IS_THINK_BOARD (self), 0);

  if (self->run != NULL)
    return ponder_think_run_get_time (self->run);
  return self->state != NULL ? self->state->last_time : 0;
}

const PonderThinkState *
ponder_think_board_get_state (PonderThinkBoard *self)
{
  g_return_val_if_fail (PONDER_IS_THINK_BOARD (self), NULL);

  return self->run != NULL ? ponder_think_run_get_state (self->run) : self->state;
}

gboolean
ponder_think_board_estimate (PonderThinkBoard *self,
                             gint64           *soonest,
                             gint64           *latest)
{
  g_return_val_if_fail (PONDER_IS_THINK_BOARD (self), FALSE);

  return self->run != NULL && ponder_think_run_estimate (self->run, soonest, latest);
}

gboolean
ponder_think_board_is_late (PonderThinkBoard *self)
{
  g_return_val_if_fail (PONDER_IS_THINK_BOARD (self), FALSE);

  return self->run != NULL && ponder_think_run_is_late (self->run);
}

static void
log_loaded_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(PonderThinkBoard) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) log = ponder_workspace_load_run_finish (PONDER_WORKSPACE (source), result, &error);

  /* Another reading may be under way by now. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->reading);
  if (self->run != NULL)
    return;
  if (log == NULL)
    {
      tell_problem (self, error);
      return;
    }
  g_clear_pointer (&self->state, ponder_think_state_free);
  self->state = ponder_think_log_fold (log);
  tell (self);
}

void
ponder_think_board_load (PonderThinkBoard *self)
{
  g_autoptr(PonderWorkspace) workspace = NULL;

  g_return_if_fail (PONDER_IS_THINK_BOARD (self));

  workspace = g_weak_ref_get (&self->workspace);
  if (workspace == NULL || self->run != NULL || self->state != NULL || self->reading != NULL)
    return;
  self->reading = g_cancellable_new ();
  ponder_workspace_load_run_async (workspace, self->record->id, self->reading, log_loaded_cb, g_object_ref (self));
}

void
ponder_think_board_watch (PonderThinkBoard *self)
{
  g_return_if_fail (PONDER_IS_THINK_BOARD (self));

  self->n_watchers++;
}

void
ponder_think_board_unwatch (PonderThinkBoard *self)
{
  g_return_if_fail (PONDER_IS_THINK_BOARD (self));
  g_return_if_fail (self->n_watchers > 0);

  if (--self->n_watchers > 0)
    return;
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->state, ponder_think_state_free);
}

static void
resumed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(PonderThinkBoard) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderThinkRun) run = ponder_workspace_resume_think_finish (PONDER_WORKSPACE (source), result, &error);

  if (run == NULL)
    tell_problem (self, error);
}

/* Its log is not read yet. */
static gboolean
can_go_on_unread (PonderThinkBoard   *self,
                  PonderThinkCommand  command)
{
  const char *outcome = self->record->outcome;

  if (command == PONDER_THINK_RESUME)
    return !g_str_equal (outcome, ponder_think_outcome_to_string (PONDER_THINK_OUTCOME_DONE))
           && !g_str_equal (outcome, ponder_think_outcome_to_string (PONDER_THINK_OUTCOME_DIRECT));
  return (command == PONDER_THINK_ANSWER_NOW || command == PONDER_THINK_STOP)
         && ponder_think_board_get_standing (self) != PONDER_THINK_STANDING_ENDED;
}

gboolean
ponder_think_board_can_command (PonderThinkBoard   *self,
                                PonderThinkCommand  command,
                                const char         *node)
{
  const PonderThinkState *state;

  g_return_val_if_fail (PONDER_IS_THINK_BOARD (self), FALSE);

  state = ponder_think_board_get_state (self);
  switch (ponder_think_board_get_standing (self))
    {
    case PONDER_THINK_STANDING_RUNNING:
      return ponder_think_state_can (state, command, node);
    case PONDER_THINK_STANDING_ELSEWHERE:
      return FALSE;
    case PONDER_THINK_STANDING_INTERRUPTED:
    case PONDER_THINK_STANDING_BLOCKED:
    case PONDER_THINK_STANDING_ENDED:
      break;
    }
  return state != NULL ? ponder_think_state_can_go_on (state, command, node)
                       : node == NULL && can_go_on_unread (self, command);
}

gboolean
ponder_think_board_command (PonderThinkBoard   *self,
                            PonderThinkCommand  command,
                            const char         *node,
                            const char         *text)
{
  g_autoptr(PonderWorkspace) workspace = NULL;

  g_return_val_if_fail (PONDER_IS_THINK_BOARD (self), FALSE);

  workspace = g_weak_ref_get (&self->workspace);
  if (self->run != NULL && ponder_think_run_get_running (self->run))
    return ponder_think_run_command (self->run, command, node, text);
  if (workspace == NULL || !ponder_think_board_can_command (self, command, node))
    return FALSE;
  ponder_workspace_resume_think_for_async (workspace, self->record->id, command, node, text, NULL, resumed_cb,
                                           g_object_ref (self));
  return TRUE;
}
