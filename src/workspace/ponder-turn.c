/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question and the work of answering it. Goes on when nobody looks. */

#include "config.h"

#include "ponder-turn-private.h"

#include "ponder-answer-writer-private.h"
#include "ponder-countdown.h"
#include "ponder-fault.h"
#include "ponder-outcome-private.h"
#include "ponder-provider-config.h"
#include "ponder-request.h"
#include "ponder-request-filling-private.h"
#include "ponder-timeline.h"

#define WAITING_STEP_MS 1000

/* Held by the workspace and the timeline while it runs. It ends exactly once, in end_turn(), by the
 * reply's end, by stop or by a fault that is known before anything is asked. */
struct _PonderTurn
{
  GObject             parent_instance;

  PonderTimeline     *timeline;
  PonderMessage      *message;
  PonderAutosave     *autosave;
  PonderAnswerWriter *writer;
  PonderAttachments  *attachments;
  GCancellable       *reading;          /* of what was said, and what is attached to it */
  PonderService      *service;
  PonderRequest      *request;
  PonderFault        *fault;            /* known before asking */
  PonderReply        *reply;
  PonderCountdown    *countdown;        /* (nullable) */

  gint64              asked_at;         /* monotonic */
  guint               waiting_source;
  int                 waiting;
  guint               running : 1;
  guint               queued : 1;
  guint               can_keep_waiting : 1;
};

enum
{
  PROP_0,
  PROP_RUNNING,
  PROP_WAITING,
  PROP_QUEUED,
  PROP_CAN_KEEP_WAITING,
  PROP_COUNTDOWN,
  N_PROPS
};

enum
{
  SIGNAL_TEXT,
  SIGNAL_REASONING,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderTurn, ponder_turn, G_TYPE_OBJECT)

static void
notify (PonderTurn *self,
        guint       property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_queued (PonderTurn *self,
            gboolean    queued)
{
  if (self->queued == !!queued)
    return;

  self->queued = !!queued;
  notify (self, PROP_QUEUED);
}

static void
set_can_keep_waiting (PonderTurn *self,
                      gboolean    can_keep_waiting)
{
  if (self->can_keep_waiting == !!can_keep_waiting)
    return;

  self->can_keep_waiting = !!can_keep_waiting;
  notify (self, PROP_CAN_KEEP_WAITING);
}

static void
set_countdown (PonderTurn      *self,
               PonderCountdown *countdown)
{
  if (g_set_object (&self->countdown, countdown))
    notify (self, PROP_COUNTDOWN);
}

static void
set_waiting (PonderTurn *self,
             int         seconds)
{
  if (self->waiting == seconds)
    return;

  self->waiting = seconds;
  notify (self, PROP_WAITING);
}

static gboolean
waiting_cb (gpointer user_data)
{
  PonderTurn *self = user_data;

  set_waiting (self, (int) ((g_get_monotonic_time () - self->asked_at) / G_USEC_PER_SEC));
  return G_SOURCE_CONTINUE;
}

static void
begin_waiting (PonderTurn *self)
{
  if (self->waiting_source != 0)
    return;

  self->asked_at = g_get_monotonic_time ();
  self->waiting_source = g_timeout_add (WAITING_STEP_MS, waiting_cb, self);
}

static void
end_waiting (PonderTurn *self)
{
  g_clear_handle_id (&self->waiting_source, g_source_remove);
  set_waiting (self, -1);
}

static void
take_words (PonderTurn      *self,
            PonderDeltaKind  kind,
            const char      *words)
{
  if (words == NULL || words[0] == '\0')
    return;

  end_waiting (self);
  ponder_answer_writer_take_words (self->writer, kind, words);
  if (kind == PONDER_DELTA_TEXT)
    g_signal_emit (self, signals[SIGNAL_TEXT], 0, words);
  else
    g_signal_emit (self, signals[SIGNAL_REASONING], 0, words);
}

static void
delta_cb (PonderReply *reply,
          PonderDelta *delta,
          PonderTurn  *self)
{
  if (!self->running)
    return;

  switch (delta->kind)
    {
    case PONDER_DELTA_TEXT:
    case PONDER_DELTA_REFUSAL:
      take_words (self, PONDER_DELTA_TEXT, delta->text);
      break;
    case PONDER_DELTA_REASONING:
      take_words (self, PONDER_DELTA_REASONING, delta->text);
      break;
    case PONDER_DELTA_TOOL_CALL:
      ponder_answer_writer_take_tool_call (self->writer, delta);
      break;
    case PONDER_DELTA_MODEL:
      if (delta->text != NULL && delta->text[0] != '\0')
        ponder_message_set_model (self->message, delta->text);
      break;
    case PONDER_DELTA_USAGE:
    case PONDER_DELTA_FINISH:
      break;                    /* the reply has them at its end */
    }
}

static void
end_turn (PonderTurn         *self,
          PonderMessageState  state,
          PonderFinish        finish,
          PonderFault        *fault)
{
  g_autoptr(PonderTurn) keep = g_object_ref (self);

  /* First, so that a listener who stops the turn now does not end it twice. */
  self->running = FALSE;
  ponder_answer_writer_end (self->writer);
  end_waiting (self);
  set_queued (self, FALSE);
  set_can_keep_waiting (self, FALSE);
  set_countdown (self, NULL);

  ponder_message_set_finish (self->message, finish);
  ponder_message_set_fault (self->message, fault);
  ponder_message_set_state (self->message, state);
  notify (self, PROP_RUNNING);
}

static void
reply_ended (PonderTurn *self)
{
  g_autoptr(PonderFault) fault = NULL;
  PonderMessageState state;
  PonderFinish finish;

  ponder_outcome_copy_numbers (self->reply, self->message);
  state = ponder_outcome_judge (self->reply, &finish, &fault);
  end_turn (self, state, finish, fault);
}

/* The message carries the fault of the last try for as long as the wait for the next. */
static void
sync_countdown (PonderTurn *self)
{
  PonderCountdown *countdown = ponder_reply_get_countdown (self->reply);

  if (countdown == self->countdown)
    return;
  ponder_message_set_fault (self->message,
                            countdown != NULL ? ponder_countdown_get_fault (countdown) : NULL);
  set_countdown (self, countdown);
}

static void
sync_state (PonderTurn *self)
{
  if (!self->running)
    return;

  switch (ponder_reply_get_state (self->reply))
    {
    case PONDER_REPLY_QUEUED:
      set_queued (self, TRUE);
      end_waiting (self);
      sync_countdown (self);
      break;
    case PONDER_REPLY_CONNECTING:
    case PONDER_REPLY_WAITING:
      set_queued (self, FALSE);
      begin_waiting (self);
      break;
    case PONDER_REPLY_STREAMING:
      set_queued (self, FALSE);
      end_waiting (self);
      break;
    case PONDER_REPLY_RETRYING:
      end_waiting (self);
      sync_countdown (self);
      break;
    case PONDER_REPLY_DONE:
      reply_ended (self);
      break;
    }
}

static void
state_cb (PonderReply *reply,
          GParamSpec  *pspec,
          PonderTurn  *self)
{
  sync_state (self);
}

static void
can_keep_waiting_cb (PonderReply *reply,
                     GParamSpec  *pspec,
                     PonderTurn  *self)
{
  if (self->running)
    set_can_keep_waiting (self, ponder_reply_get_can_keep_waiting (reply));
}

static void
ask (PonderTurn *self)
{
  self->reply = ponder_service_start (self->service, self->request, NULL);
  g_signal_connect_object (self->reply, "delta", G_CALLBACK (delta_cb), self, 0);
  g_signal_connect_object (self->reply, "notify::state", G_CALLBACK (state_cb), self, 0);
  g_signal_connect_object (self->reply, "notify::can-keep-waiting",
                           G_CALLBACK (can_keep_waiting_cb), self, 0);
  sync_state (self);
}

static void
filled_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(PonderTurn) self = user_data;
  g_autoptr(GError) error = NULL;

  /* Whoever stopped it has ended it. */
  if (ponder_request_filling_run_finish (PONDER_REQUEST (source), result, &error) && self->running)
    ask (self);
}

static void
question_stored_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(PonderTurn) self = user_data;
  g_autoptr(GError) error = NULL;

  /* With a full disk people may still want their answer; the autosave has told them. */
  if (!ponder_autosave_write_finish (PONDER_AUTOSAVE (source), result, &error))
    g_debug ("%s", error->message);

  if (!self->running)
    return;
  if (self->fault != NULL)
    end_turn (self, PONDER_MESSAGE_FAILED, PONDER_FINISH_NONE, self->fault);
  else
    ponder_request_filling_run_async (self->request, self->timeline, self->message, self->attachments, self->reading,
                                      filled_cb, g_object_ref (self));
}

static void
ponder_turn_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  PonderTurn *self = PONDER_TURN (object);

  switch (id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, self->running);
      break;
    case PROP_WAITING:
      g_value_set_int (value, self->waiting);
      break;
    case PROP_QUEUED:
      g_value_set_boolean (value, self->queued);
      break;
    case PROP_CAN_KEEP_WAITING:
      g_value_set_boolean (value, self->can_keep_waiting);
      break;
    case PROP_COUNTDOWN:
      g_value_set_object (value, self->countdown);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ponder_turn_dispose (GObject *object)
{
  PonderTurn *self = PONDER_TURN (object);

  g_clear_handle_id (&self->waiting_source, g_source_remove);
  g_clear_object (&self->writer);
  g_clear_object (&self->reply);
  g_clear_object (&self->countdown);
  g_clear_object (&self->request);
  g_clear_object (&self->service);
  g_clear_object (&self->reading);
  g_clear_object (&self->attachments);
  g_clear_object (&self->autosave);
  g_clear_object (&self->timeline);
  g_clear_object (&self->message);

  G_OBJECT_CLASS (ponder_turn_parent_class)->dispose (object);
}

static void
ponder_turn_finalize (GObject *object)
{
  PonderTurn *self = PONDER_TURN (object);

  g_clear_pointer (&self->fault, ponder_fault_unref);

  G_OBJECT_CLASS (ponder_turn_parent_class)->finalize (object);
}

static void
ponder_turn_class_init (PonderTurnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ponder_turn_get_property;
  object_class->dispose = ponder_turn_dispose;
  object_class->finalize = ponder_turn_finalize;

  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, TRUE, flags);
  properties[PROP_WAITING] = g_param_spec_int ("waiting", NULL, NULL, -1, G_MAXINT, -1, flags);
  properties[PROP_QUEUED] = g_param_spec_boolean ("queued", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_KEEP_WAITING] =
    g_param_spec_boolean ("can-keep-waiting", NULL, NULL, FALSE, flags);
  properties[PROP_COUNTDOWN] =
    g_param_spec_object ("countdown", NULL, NULL, PONDER_TYPE_COUNTDOWN, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_TEXT] =
    g_signal_new ("text", PONDER_TYPE_TURN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_REASONING] =
    g_signal_new ("reasoning", PONDER_TYPE_TURN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ponder_turn_init (PonderTurn *self)
{
  self->reading = g_cancellable_new ();
  self->running = TRUE;
  self->waiting = -1;
}

PonderSession *
ponder_turn_get_session (PonderTurn *self)
{
  g_return_val_if_fail (PONDER_IS_TURN (self), NULL);

  return ponder_timeline_get_session (self->timeline);
}

PonderTimeline *
ponder_turn_get_timeline (PonderTurn *self)
{
  g_return_val_if_fail (PONDER_IS_TURN (self), NULL);

  return self->timeline;
}

PonderMessage *
ponder_turn_get_message (PonderTurn *self)
{
  g_return_val_if_fail (PONDER_IS_TURN (self), NULL);

  return self->message;
}

gboolean
ponder_turn_get_running (PonderTurn *self)
{
  g_return_val_if_fail (PONDER_IS_TURN (self), FALSE);

  return self->running;
}

int
ponder_turn_get_waiting (PonderTurn *self)
{
  g_return_val_if_fail (PONDER_IS_TURN (self), -1);

  return self->waiting;
}

gboolean
ponder_turn_get_queued (PonderTurn *self)
{
  g_return_val_if_fail (PONDER_IS_TURN (self), FALSE);

  return self->queued;
}

gboolean
ponder_turn_get_can_keep_waiting (PonderTurn *self)
{
  g_return_val_if_fail (PONDER_IS_TURN (self), FALSE);

  return self->can_keep_waiting;
}

gboolean
ponder_turn_is_local (PonderTurn *self)
{
  g_return_val_if_fail (PONDER_IS_TURN (self), FALSE);

  return self->request != NULL && ponder_provider_config_is_local (ponder_request_get_provider (self->request));
}

void
ponder_turn_keep_waiting (PonderTurn *self)
{
  g_return_if_fail (PONDER_IS_TURN (self));

  if (self->running && self->reply != NULL)
    ponder_reply_keep_waiting (self->reply);
}

PonderCountdown *
ponder_turn_get_countdown (PonderTurn *self)
{
  g_return_val_if_fail (PONDER_IS_TURN (self), NULL);

  return self->countdown;
}

gint64
ponder_turn_get_queued_ms (PonderTurn *self)
{
  g_return_val_if_fail (PONDER_IS_TURN (self), -1);

  return self->reply != NULL ? ponder_reply_get_timing (self->reply).queued : -1;
}

gint64
ponder_turn_get_connect_ms (PonderTurn *self)
{
  g_return_val_if_fail (PONDER_IS_TURN (self), -1);

  return self->reply != NULL ? ponder_reply_get_timing (self->reply).connect : -1;
}

guint
ponder_turn_get_attempts (PonderTurn *self)
{
  g_return_val_if_fail (PONDER_IS_TURN (self), 0);

  return self->reply != NULL ? ponder_reply_get_attempts (self->reply) : 0;
}

void
ponder_turn_stop (PonderTurn *self)
{
  g_return_if_fail (PONDER_IS_TURN (self));

  if (!self->running)
    return;
  g_cancellable_cancel (self->reading);
  if (self->reply != NULL)
    ponder_reply_cancel (self->reply);
  else
    end_turn (self, PONDER_MESSAGE_STOPPED, PONDER_FINISH_CANCELLED, NULL);
}

PonderTurn *
ponder_turn_new (PonderTimeline *timeline,
                 PonderMessage  *answer,
                 PonderAutosave *autosave)
{
  PonderTurn *self = g_object_new (PONDER_TYPE_TURN, NULL);
  PonderSession *session = ponder_timeline_get_session (timeline);

  self->timeline = g_object_ref (timeline);
  self->message = g_object_ref (answer);
  self->autosave = g_object_ref (autosave);
  self->writer = ponder_answer_writer_new (session, answer, autosave);
  return self;
}

void
ponder_turn_start (PonderTurn        *self,
                   GPtrArray         *messages,
                   PonderAttachments *attachments,
                   PonderService     *service,
                   PonderRequest     *request,
                   PonderFault       *fault)
{
  g_return_if_fail ((request == NULL) != (fault == NULL));

  self->attachments = g_object_ref (attachments);
  self->service = g_object_ref (service);
  self->request = request != NULL ? g_object_ref (request) : NULL;
  self->fault = fault != NULL ? ponder_fault_ref (fault) : NULL;
  ponder_autosave_write_async (self->autosave, ponder_turn_get_session (self), messages,
                               question_stored_cb, g_object_ref (self));
}

PonderReply *
ponder_turn_get_reply (PonderTurn *self)
{
  return self->reply;
}

void
ponder_turn_set_background (PonderTurn *self,
                            gboolean    background)
{
  if (self->request != NULL)
    ponder_request_set_background (self->request, background);
  if (self->reply != NULL)
    ponder_service_set_background (self->service, self->reply, background);
}
