/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question that is thought about deeply: drives the engine with real calls and keeps its log. */

#include "config.h"

#include "ponder-think-run-state-private.h"

#include <string.h>

#include "ponder-store-runs.h"
#include "ponder-think-log.h"
#include "ponder-think-reason.h"
#include "ponder-turn-private.h"

enum
{
  PROP_0,
  PROP_RUNNING,
  N_PROPS
};

enum
{
  SIGNAL_EVENT,
  SIGNAL_PROBLEM,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderThinkRun, ponder_think_run, G_TYPE_OBJECT)

static void flush (PonderThinkRun *self);

/* --- time --- */

gint64
ponder_think_run_get_time (PonderThinkRun *self)
{
  return self->time + (self->since != 0 ? (g_get_monotonic_time () - self->since) / 1000 : 0);
}

static gboolean
wake_cb (gpointer user_data)
{
  PonderThinkRun *self = user_data;

  self->wake_source = 0;
  ponder_think_engine_tick (self->engine, ponder_think_run_get_time (self));
  ponder_think_run_pump (self);
  return G_SOURCE_REMOVE;
}

/* It changes with all that happens, and is rarely waited for. */
static void
watch_time (PonderThinkRun *self)
{
  gint64 wake = ponder_think_engine_get_wake (self->engine);

  if (self->wake_source != 0 && self->wake == wake)
    return;
  g_clear_handle_id (&self->wake_source, g_source_remove);
  self->wake = wake;
  if (self->since != 0 && wake < G_MAXINT64)
    self->wake_source = g_timeout_add ((guint) CLAMP (wake - ponder_think_run_get_time (self), 0, G_MAXINT), wake_cb,
                                       self);
}

static void
start_clock (PonderThinkRun *self)
{
  if (self->since == 0)
    self->since = g_get_monotonic_time ();
  watch_time (self);
}

static void
stop_clock (PonderThinkRun *self)
{
  self->time = ponder_think_run_get_time (self);
  self->since = 0;
  g_clear_handle_id (&self->wake_source, g_source_remove);
}

/* Nothing is under way, and nothing will be before a person says so. */
static gboolean
waits_for_person (PonderThinkRun *self)
{
  const PonderThinkState *state = ponder_think_engine_get_state (self->engine);

  if (!state->paused && state->phase != PONDER_THINK_PHASE_APPROVE)
    return FALSE;
  for (guint i = 0; i < state->nodes->len; i++)
    if (((PonderThinkNode *) g_ptr_array_index (state->nodes, i))->state == PONDER_THINK_RUNNING)
      return FALSE;
  return TRUE;
}

/* Whoever reads a plan does not use up the time of the run. */
static void
mind_clock (PonderThinkRun *self)
{
  if (!self->running || self->means == NULL)
    return;
  if (waits_for_person (self))
    stop_clock (self);
  else if (self->since == 0)
    start_clock (self);
  else
    watch_time (self);
}

/* --- the answer --- */

static void
show_answer (PonderThinkRun *self)
{
  const GString *answer = ponder_think_engine_get_state (self->engine)->answer;

  /* A step that begins anew says nothing at first: better the old words than none. */
  if (answer->len == 0 || g_string_equal (answer, self->shown))
    return;
  if (answer->len > self->shown->len && memcmp (answer->str, self->shown->str, self->shown->len) == 0)
    ponder_turn_take_text (self->turn, answer->str + self->shown->len);
  else
    ponder_turn_replace_text (self->turn, answer->str);
  g_string_assign (self->shown, answer->str);
}

/* --- the end --- */

static void
end_run (PonderThinkRun     *self,
         PonderMessageState  state,
         PonderFinish        finish,
         PonderFault        *fault)
{
  g_autoptr(PonderThinkRun) keep = g_object_ref (self);
  PonderMessage *message = ponder_turn_get_message (self->turn);
  PonderUsage usage;

  if (!self->running)
    return;
  self->running = FALSE;
  ponder_think_run_abort_calls (self);
  stop_clock (self);
  g_clear_handle_id (&self->text_source, g_source_remove);
  g_clear_handle_id (&self->texts_source, g_source_remove);
  if (ponder_think_engine_get_state (self->engine)->nodes->len > 0)
    {
      ponder_think_state_get_usage (ponder_think_engine_get_state (self->engine), &usage);
      ponder_message_set_usage (message, &usage);
      ponder_message_set_total_ms (message, self->time);
    }
  ponder_turn_end (self->turn, state, finish, fault);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}

/* (transfer full): why there is no answer. */
static PonderFault *
dup_fault (PonderThinkRun *self)
{
  const PonderThinkState *state = ponder_think_engine_get_state (self->engine);
  PonderFault *fault;

  if (self->fault != NULL)
    return ponder_fault_ref (self->fault);
  fault = ponder_fault_new (PONDER_ERROR_UNKNOWN, "think");
  fault->message = ponder_think_reason_dup_words (state->why);
  return fault;
}

static void
end_as (PonderThinkRun     *self,
        PonderThinkOutcome  outcome)
{
  g_autoptr(PonderFault) fault = NULL;

  switch (outcome)
    {
    case PONDER_THINK_OUTCOME_CANCELLED:
      end_run (self, PONDER_MESSAGE_STOPPED, PONDER_FINISH_CANCELLED, NULL);
      break;
    case PONDER_THINK_OUTCOME_FAILED:
      fault = dup_fault (self);
      end_run (self, PONDER_MESSAGE_FAILED, PONDER_FINISH_NONE, fault);
      break;
    case PONDER_THINK_OPEN:
    case PONDER_THINK_OUTCOME_DONE:
    case PONDER_THINK_OUTCOME_PARTIAL:
    case PONDER_THINK_OUTCOME_DIRECT:
      end_run (self, PONDER_MESSAGE_DONE, self->finish, NULL);
      break;
    }
}

/* Nobody but the run's owner can give what is missing, a key or money: it ends here, and can be gone on with. */
static void
end_if_blocked (PonderThinkRun *self)
{
  const PonderThinkState *state = ponder_think_engine_get_state (self->engine);
  g_autoptr(PonderFault) fault = NULL;

  if (!state->paused || state->why == NULL || g_hash_table_size (self->calls) > 0
      || g_hash_table_size (self->searches) > 0 || self->storing != NULL
      || self->waiting->len > 0)
    return;
  fault = dup_fault (self);
  end_run (self, PONDER_MESSAGE_FAILED, PONDER_FINISH_NONE, fault);
}

/* --- from the engine to the disk, and on --- */

static void
act (PonderThinkRun         *self,
     const PonderThinkEvent *event)
{
  switch ((int) event->type)
    {
    case PONDER_THINK_NODE_STARTED:
    case PONDER_THINK_NODE_HEDGED:
    case PONDER_THINK_NODE_SOURCES:
      ponder_think_run_start_call (self, event);
      break;
    case PONDER_THINK_RUN_REOPENED:
      watch_time (self);
      break;
    case PONDER_THINK_RUN_ENDED:
      end_as (self, ponder_think_engine_get_state (self->engine)->outcome);
      break;
    default:
      break;
    }
}

static void
deliver (PonderThinkRun *self,
         GPtrArray      *events)
{
  for (guint i = 0; self->running && i < events->len; i++)
    {
      PonderThinkEvent *event = g_ptr_array_index (events, i);

      g_signal_emit (self, signals[SIGNAL_EVENT], 0, event);
      if (self->running)
        act (self, event);
    }
}

static void
save (PonderThinkRun      *self,
      GPtrArray           *rows,
      GAsyncReadyCallback  callback,
      gpointer             user_data)
{
  self->record->updated = g_get_real_time ();
  g_free (self->record->outcome);
  self->record->outcome = g_strdup (ponder_think_log_get_outcome (ponder_think_engine_get_state (self->engine)));
  ponder_store_save_run_async (self->store, self->record, rows, NULL, callback, user_data);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(PonderThinkRun) self = user_data;
  g_autoptr(GPtrArray) events = g_steal_pointer (&self->storing);
  g_autoptr(GError) error = NULL;

  if (!ponder_store_save_run_finish (PONDER_STORE (source), result, &error))
    {
      g_autoptr(PonderFault) fault = ponder_fault_new_from_error (error, "save chat");

      /* With a full disk people may still want their answer. */
      g_clear_object (&self->store);
      if (self->running)
        g_signal_emit (self, signals[SIGNAL_PROBLEM], 0, fault);
    }
  deliver (self, events);
  flush (self);
}

/* One transaction after the other: what comes while one is written goes with the next. */
static void
flush (PonderThinkRun *self)
{
  while (self->storing == NULL && (self->waiting->len > 0 || self->texts_due) && self->running)
    {
      g_autoptr(GPtrArray) events = g_steal_pointer (&self->waiting);
      g_autoptr(GPtrArray) rows = ponder_think_run_take_rows (self, events);

      self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_think_event_unref);
      if (rows == NULL)
        {
          deliver (self, events);
          continue;
        }
      self->storing = g_steal_pointer (&events);
      save (self, rows, stored_cb, g_object_ref (self));
    }
  if (self->running)
    end_if_blocked (self);
}

/* What nobody wants any more is given up at once. */
void
ponder_think_run_pump (PonderThinkRun *self)
{
  g_autoptr(PonderThinkRun) keep = g_object_ref (self);
  g_autoptr(GPtrArray) events = ponder_think_engine_take_events (self->engine);

  for (guint i = 0; i < events->len; i++)
    {
      PonderThinkEvent *event = g_ptr_array_index (events, i);

      ponder_think_run_note_text (self, event);
      if (event->type == PONDER_THINK_NODE_DROPPED)
        ponder_think_run_abort_call (self, event->node, event->title != NULL);
      if (event->type != PONDER_THINK_NODE_CANCELLED && event->type != PONDER_THINK_NODE_SKIPPED)
        continue;
      ponder_think_run_abort_call (self, event->node, FALSE);
      ponder_think_run_abort_call (self, event->node, TRUE);
    }
  g_ptr_array_extend_and_steal (self->waiting, g_steal_pointer (&events));
  if (self->running)
    show_answer (self);
  mind_clock (self);
  flush (self);
}

/* The turn was stopped: what there is stays. */
static void
stopped_cb (GCancellable   *stop,
            PonderThinkRun *self)
{
  if (self->means == NULL)
    end_run (self, PONDER_MESSAGE_STOPPED, PONDER_FINISH_CANCELLED, NULL);
  else
    ponder_think_run_command (self, PONDER_THINK_STOP, NULL, NULL);
}

static void
ponder_think_run_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  PonderThinkRun *self = PONDER_THINK_RUN (object);

  switch (id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, self->running);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ponder_think_run_finalize (GObject *object)
{
  PonderThinkRun *self = PONDER_THINK_RUN (object);

  g_clear_handle_id (&self->wake_source, g_source_remove);
  g_clear_handle_id (&self->text_source, g_source_remove);
  g_clear_handle_id (&self->texts_source, g_source_remove);
  ponder_think_record_free (self->record);
  g_object_unref (self->turn);
  g_clear_object (&self->store);
  g_object_unref (self->attachments);
  g_object_unref (self->service);
  g_clear_pointer (&self->means, ponder_think_means_free);
  ponder_think_engine_free (self->engine);
  g_hash_table_unref (self->calls);
  g_hash_table_unref (self->searches);
  g_ptr_array_unref (self->waiting);
  g_clear_pointer (&self->fault, ponder_fault_unref);
  g_hash_table_unref (self->texts);
  g_string_free (self->shown, TRUE);

  G_OBJECT_CLASS (ponder_think_run_parent_class)->finalize (object);
}

static void
ponder_think_run_class_init (PonderThinkRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ponder_think_run_get_property;
  object_class->finalize = ponder_think_run_finalize;

  properties[PROP_RUNNING] =
    g_param_spec_boolean ("running", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_EVENT] = g_signal_new ("event", PONDER_TYPE_THINK_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_PROBLEM] = g_signal_new ("problem", PONDER_TYPE_THINK_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, PONDER_TYPE_FAULT);
}

static void
ponder_think_run_init (PonderThinkRun *self)
{
  self->running = TRUE;
  self->finish = PONDER_FINISH_STOP;
  self->calls = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->searches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_think_event_unref);
  self->shown = g_string_new (NULL);
}

const char *
ponder_think_run_get_id (PonderThinkRun *self)
{
  g_return_val_if_fail (PONDER_IS_THINK_RUN (self), NULL);

  return self->record->id;
}

gboolean
ponder_think_run_get_running (PonderThinkRun *self)
{
  g_return_val_if_fail (PONDER_IS_THINK_RUN (self), FALSE);

  return self->running;
}

const PonderThinkState *
ponder_think_run_get_state (PonderThinkRun *self)
{
  g_return_val_if_fail (PONDER_IS_THINK_RUN (self), NULL);

  return ponder_think_engine_get_state (self->engine);
}

PonderTurn *
ponder_think_run_get_turn (PonderThinkRun *self)
{
  g_return_val_if_fail (PONDER_IS_THINK_RUN (self), NULL);

  return self->turn;
}

gboolean
ponder_think_run_command (PonderThinkRun     *self,
                          PonderThinkCommand  command,
                          const char         *node,
                          const char         *text)
{
  g_return_val_if_fail (PONDER_IS_THINK_RUN (self), FALSE);

  if (!self->running || self->means == NULL
      || !ponder_think_engine_command (self->engine, command, node, text, ponder_think_run_get_time (self)))
    return FALSE;
  ponder_think_run_pump (self);
  return TRUE;
}

PonderThinkRun *
ponder_think_run_new (const PonderThinkRecord *record,
                      PonderTurn              *turn,
                      PonderThinkEngine       *engine,
                      PonderStore             *store,
                      PonderAttachments       *attachments,
                      PonderService           *service)
{
  PonderThinkRun *self = g_object_new (PONDER_TYPE_THINK_RUN, NULL);
  g_autoptr(GCancellable) stop = g_cancellable_new ();

  self->record = ponder_think_record_copy (record);
  self->turn = g_object_ref (turn);
  self->engine = engine;
  self->time = self->begun = ponder_think_engine_get_state (engine)->last_time;
  g_string_assign (self->shown, ponder_message_get_text (ponder_turn_get_message (turn)));
  self->texts = ponder_think_run_texts_new (ponder_think_engine_get_state (engine));
  self->store = store != NULL ? g_object_ref (store) : NULL;
  self->attachments = g_object_ref (attachments);
  self->service = g_object_ref (service);
  ponder_turn_drive (turn, stop);
  g_signal_connect_object (stop, "cancelled", G_CALLBACK (stopped_cb), self, 0);
  return self;
}

void
ponder_think_run_begin (PonderThinkRun   *self,
                        PonderThinkMeans *means)
{
  self->means = means;
  ponder_think_engine_set_local (self->engine, ponder_think_means_is_local (means));
  start_clock (self);
  ponder_think_engine_start (self->engine, ponder_think_run_get_time (self));
  ponder_think_run_pump (self);
}

/* What has no answer is asked again, and so is the answer. FALSE: there is nothing to ask. */
static gboolean
open_again (PonderThinkRun *self)
{
  const PonderThinkState *state = ponder_think_engine_get_state (self->engine);
  g_autoptr(GPtrArray) missing = ponder_think_state_list_missing (state);
  gboolean opened = FALSE;

  for (guint i = 0; i < missing->len; i++)
    opened |= ponder_think_engine_command (self->engine, PONDER_THINK_RETRY, g_ptr_array_index (missing, i), NULL,
                                           ponder_think_run_get_time (self));
  return opened;
}

/* What has ended goes on with all that it lacks. */
static gboolean
obey_again (PonderThinkRun     *self,
            PonderThinkCommand  command,
            const char         *node,
            const char         *text)
{
  const PonderThinkState *state = ponder_think_engine_get_state (self->engine);

  if (command == PONDER_THINK_RESUME && state->outcome != PONDER_THINK_OPEN
      && state->outcome != PONDER_THINK_OUTCOME_CANCELLED)
    return open_again (self);
  return ponder_think_engine_resume_for (self->engine, command, node, text, ponder_think_run_get_time (self));
}

void
ponder_think_run_go_on (PonderThinkRun     *self,
                        PonderThinkMeans   *means,
                        PonderThinkCommand  command,
                        const char         *node,
                        const char         *text)
{
  const PonderThinkState *state = ponder_think_engine_get_state (self->engine);

  self->means = means;
  if (means != NULL)
    {
      ponder_think_engine_set_local (self->engine, ponder_think_means_is_local (means));
      start_clock (self);
    }
  if (!obey_again (self, command, node, text) && state->outcome != PONDER_THINK_OPEN)
    {
      show_answer (self);
      end_as (self, state->outcome);
      return;
    }
  ponder_think_run_pump (self);
}

void
ponder_think_run_fail (PonderThinkRun *self,
                       PonderFault    *fault)
{
  end_run (self, PONDER_MESSAGE_FAILED, PONDER_FINISH_NONE, fault);
}

void
ponder_think_run_suspend (PonderThinkRun *self)
{
  g_autoptr(GPtrArray) rows = NULL;

  self->texts_due = TRUE;
  if (self->means != NULL)
    rows = ponder_think_run_take_rows (self, self->waiting);
  if (rows != NULL)
    save (self, rows, NULL, NULL);
  if (self->store != NULL)
    ponder_store_release_run_async (self->store, self->record->id, NULL, NULL, NULL);
  if (ponder_think_engine_get_state (self->engine)->outcome != PONDER_THINK_OPEN)
    end_as (self, ponder_think_engine_get_state (self->engine)->outcome);
  else
    end_run (self, PONDER_MESSAGE_INTERRUPTED, PONDER_FINISH_NONE, NULL);
}
