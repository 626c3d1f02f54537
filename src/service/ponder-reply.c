/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One model call in flight. */

#include "config.h"

#include "ponder-reply.h"

#include "ponder-countdown.h"
#include "ponder-id.h"
#include "ponder-reply-private.h"
#include "ponder-request.h"
#include "ponder-usage.h"

/* Held by the service until it has ended, and by whoever shows it. Main thread. Ends exactly once:
 * by itself, with an error, or by ponder_reply_cancel(). */
struct _PonderReply
{
  GObject           parent_instance;

  char             *id;
  PonderRequest    *request;
  PonderAttempt    *attempt;            /* (nullable): works on it now */
  PonderReply      *leader;             /* (nullable): the call that it shares with others */
  PonderCountdown  *countdown;          /* (nullable): until the next try */
  PonderReplyState  state;
  GError           *error;
  PonderFinish      finish;
  GString          *text;
  GString          *reasoning;
  PonderUsage      *usage;
  PonderReplyTiming timing;
  gint64            started;            /* microseconds, monotonic, like those below */
  gint64            attempt_began;
  gint64            reasoning_began;
  gint64            cached_from;        /* microseconds since 1970, 0 */
  guint             n_attempts;
  gboolean          can_keep_waiting;
};

enum
{
  PROP_0,
  PROP_STATE,
  PROP_CAN_KEEP_WAITING,
  PROP_COUNTDOWN,
  N_PROPERTIES
};

enum
{
  DELTA,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderReply, ponder_reply, G_TYPE_OBJECT)

static gint64
get_ms_since (gint64 moment)
{
  return (g_get_monotonic_time () - moment) / 1000;
}

static void
set_state (PonderReply      *self,
           PonderReplyState  state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
take_token (PonderReply *self)
{
  if (self->timing.first_token < 0)
    self->timing.first_token = get_ms_since (self->started);
  set_state (self, PONDER_REPLY_STREAMING);
}

static void
end_reasoning (PonderReply *self)
{
  if (self->reasoning_began > 0 && self->timing.reasoning < 0)
    self->timing.reasoning = get_ms_since (self->reasoning_began);
}

static void
take_reasoning (PonderReply *self,
                const char  *text)
{
  if (self->reasoning_began == 0)
    self->reasoning_began = g_get_monotonic_time ();
  g_string_append (self->reasoning, text);
  take_token (self);
}

static void
take_text (PonderReply *self,
           const char  *text)
{
  end_reasoning (self);
  g_string_append (self->text, text);
  take_token (self);
}

static void
take_usage (PonderReply       *self,
            const PonderUsage *usage)
{
  g_clear_pointer (&self->usage, ponder_usage_free);
  self->usage = ponder_usage_copy (usage);
  if (self->cached_from > 0)
    self->usage->cost_usd = 0;
}

static void
set_countdown (PonderReply     *self,
               PonderCountdown *countdown)
{
  if (self->countdown == countdown)
    return;
  if (self->countdown != NULL)
    ponder_countdown_stop (self->countdown);
  g_set_object (&self->countdown, countdown);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNTDOWN]);
}

/* What is told of an answer that was not brought to its end. One that reached its limit while it thought says so. */
static void
judge_finish (PonderReply *self)
{
  if (g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->finish = PONDER_FINISH_CANCELLED;
  else if (self->error != NULL && self->finish != PONDER_FINISH_LENGTH &&
           self->text->len + self->reasoning->len > 0)
    self->finish = PONDER_FINISH_CUT_OFF;
}

static void
ponder_reply_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  PonderReply *self = PONDER_REPLY (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;

    case PROP_CAN_KEEP_WAITING:
      g_value_set_boolean (value, self->can_keep_waiting);
      break;

    case PROP_COUNTDOWN:
      g_value_set_object (value, self->countdown);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ponder_reply_dispose (GObject *object)
{
  PonderReply *self = PONDER_REPLY (object);

  if (self->attempt != NULL)
    ponder_attempt_stop (self->attempt);
  g_clear_object (&self->attempt);
  g_clear_object (&self->leader);
  if (self->countdown != NULL)
    ponder_countdown_stop (self->countdown);
  g_clear_object (&self->countdown);
  g_clear_object (&self->request);

  G_OBJECT_CLASS (ponder_reply_parent_class)->dispose (object);
}

static void
ponder_reply_finalize (GObject *object)
{
  PonderReply *self = PONDER_REPLY (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_error (&self->error);
  g_clear_pointer (&self->usage, ponder_usage_free);
  g_string_free (self->text, TRUE);
  g_string_free (self->reasoning, TRUE);

  G_OBJECT_CLASS (ponder_reply_parent_class)->finalize (object);
}

static void
ponder_reply_class_init (PonderReplyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ponder_reply_get_property;
  object_class->dispose = ponder_reply_dispose;
  object_class->finalize = ponder_reply_finalize;

  properties[PROP_STATE] =
    g_param_spec_uint ("state", NULL, NULL,
                       PONDER_REPLY_QUEUED, PONDER_REPLY_DONE, PONDER_REPLY_QUEUED,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_CAN_KEEP_WAITING] =
    g_param_spec_boolean ("can-keep-waiting", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_COUNTDOWN] =
    g_param_spec_object ("countdown", NULL, NULL, PONDER_TYPE_COUNTDOWN,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[DELTA] =
    g_signal_new ("delta", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
ponder_reply_init (PonderReply *self)
{
  self->id = ponder_id_new ();
  self->text = g_string_new (NULL);
  self->reasoning = g_string_new (NULL);
  self->timing = (PonderReplyTiming) { -1, -1, -1, -1, -1 };
  self->started = g_get_monotonic_time ();
}

PonderReply *
ponder_reply_new (PonderRequest *request)
{
  PonderReply *self = g_object_new (PONDER_TYPE_REPLY, NULL);

  self->request = g_object_ref (request);
  return self;
}

/* What a try that failed said about its end and its cost is not the answer's. */
static void
forget_try (PonderReply *self)
{
  self->finish = PONDER_FINISH_NONE;
  g_clear_pointer (&self->usage, ponder_usage_free);
}

void
ponder_reply_begin (PonderReply   *self,
                    PonderAttempt *attempt)
{
  forget_try (self);
  g_set_object (&self->attempt, attempt);
  self->attempt_began = g_get_monotonic_time ();
  if (self->n_attempts++ == 0)
    self->timing.queued = get_ms_since (self->started);
  set_state (self, PONDER_REPLY_CONNECTING);
}

void
ponder_reply_connected (PonderReply *self)
{
  self->timing.connect = get_ms_since (self->attempt_began);
  set_state (self, PONDER_REPLY_WAITING);
}

void
ponder_reply_take_delta (PonderReply *self,
                         PonderDelta *delta)
{
  g_autoptr(PonderReply) held = g_object_ref (self);

  switch (delta->kind)
    {
    case PONDER_DELTA_TEXT:
    case PONDER_DELTA_REFUSAL:
      take_text (self, delta->text);
      break;

    case PONDER_DELTA_REASONING:
      take_reasoning (self, delta->text);
      break;

    case PONDER_DELTA_TOOL_CALL:
      take_token (self);
      break;

    case PONDER_DELTA_USAGE:
      take_usage (self, delta->usage);
      break;

    case PONDER_DELTA_FINISH:
      self->finish = delta->finish;
      break;

    case PONDER_DELTA_MODEL:
      break;
    }
  /* A listener to the state may have put an end to it. */
  if (self->state != PONDER_REPLY_DONE)
    g_signal_emit (self, signals[DELTA], 0, delta);
}

void
ponder_reply_set_can_keep_waiting (PonderReply *self,
                                   gboolean     can_keep_waiting)
{
  if (self->can_keep_waiting == can_keep_waiting)
    return;
  self->can_keep_waiting = can_keep_waiting;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_KEEP_WAITING]);
}

static void
copy_numbers (PonderReply *self,
              PonderReply *leader)
{
  self->n_attempts = leader->n_attempts;
  self->timing.connect = leader->timing.connect;
  if (self->timing.queued < 0 && leader->timing.queued >= 0)
    self->timing.queued = get_ms_since (self->started);
}

void
ponder_reply_mirror (PonderReply *self,
                     PonderReply *leader)
{
  g_autoptr(PonderReply) held = g_object_ref (self);

  g_set_object (&self->leader, leader);
  copy_numbers (self, leader);
  if (leader->state == PONDER_REPLY_CONNECTING)
    forget_try (self);
  g_object_freeze_notify (G_OBJECT (self));
  ponder_reply_set_can_keep_waiting (self, leader->can_keep_waiting);
  if (leader->state == PONDER_REPLY_CONNECTING || leader->state == PONDER_REPLY_WAITING)
    set_state (self, leader->state);
  g_object_thaw_notify (G_OBJECT (self));
}

void
ponder_reply_set_cached_from (PonderReply *self,
                              gint64       time)
{
  self->cached_from = time;
  if (self->timing.queued < 0)
    self->timing.queued = get_ms_since (self->started);
  if (self->usage != NULL)
    self->usage->cost_usd = 0;
}

gboolean
ponder_reply_has_answer (PonderReply *self)
{
  return self->timing.first_token >= 0;
}

gboolean
ponder_reply_is_complete (PonderReply *self)
{
  return self->attempt != NULL && ponder_attempt_is_complete (self->attempt);
}

/* Who hears of one finds the other set. */
static void
change_countdown (PonderReply      *self,
                  PonderCountdown  *countdown,
                  PonderReplyState  state)
{
  g_autoptr(PonderReply) held = g_object_ref (self);

  g_object_freeze_notify (G_OBJECT (self));
  ponder_reply_set_can_keep_waiting (self, FALSE);
  set_countdown (self, countdown);
  set_state (self, state);
  g_object_thaw_notify (G_OBJECT (self));
}

void
ponder_reply_wait_for (PonderReply     *self,
                       PonderCountdown *countdown)
{
  g_clear_object (&self->attempt);
  change_countdown (self, countdown, PONDER_REPLY_RETRYING);
}

void
ponder_reply_queue_again (PonderReply *self)
{
  change_countdown (self, NULL, PONDER_REPLY_QUEUED);
}

void
ponder_reply_end (PonderReply *self,
                  GError      *error)
{
  g_autoptr(PonderReply) held = g_object_ref (self);

  g_return_if_fail (self->state != PONDER_REPLY_DONE);

  self->error = error;
  if (self->attempt != NULL)
    ponder_attempt_stop (self->attempt);
  g_clear_object (&self->attempt);
  g_clear_object (&self->leader);
  judge_finish (self);
  end_reasoning (self);
  self->timing.total = get_ms_since (self->started);
  change_countdown (self, NULL, PONDER_REPLY_DONE);
}

const char *
ponder_reply_get_id (PonderReply *self)
{
  g_return_val_if_fail (PONDER_IS_REPLY (self), NULL);

  return self->id;
}

PonderRequest *
ponder_reply_get_request (PonderReply *self)
{
  g_return_val_if_fail (PONDER_IS_REPLY (self), NULL);

  return self->request;
}

PonderReplyState
ponder_reply_get_state (PonderReply *self)
{
  g_return_val_if_fail (PONDER_IS_REPLY (self), PONDER_REPLY_DONE);

  return self->state;
}

const GError *
ponder_reply_get_error (PonderReply *self)
{
  g_return_val_if_fail (PONDER_IS_REPLY (self), NULL);

  return self->error;
}

PonderFinish
ponder_reply_get_finish (PonderReply *self)
{
  g_return_val_if_fail (PONDER_IS_REPLY (self), PONDER_FINISH_NONE);

  return self->finish;
}

const char *
ponder_reply_get_text (PonderReply *self)
{
  g_return_val_if_fail (PONDER_IS_REPLY (self), NULL);

  return self->text->str;
}

const char *
ponder_reply_get_reasoning (PonderReply *self)
{
  g_return_val_if_fail (PONDER_IS_REPLY (self), NULL);

  return self->reasoning->str;
}

PonderUsage *
ponder_reply_get_usage (PonderReply *self)
{
  g_return_val_if_fail (PONDER_IS_REPLY (self), NULL);

  return self->usage;
}

PonderReplyTiming
ponder_reply_get_timing (PonderReply *self)
{
  g_return_val_if_fail (PONDER_IS_REPLY (self), ((PonderReplyTiming) { -1, -1, -1, -1, -1 }));

  return self->timing;
}

gint64
ponder_reply_get_cached_from (PonderReply *self)
{
  g_return_val_if_fail (PONDER_IS_REPLY (self), 0);

  return self->cached_from;
}

guint
ponder_reply_get_attempts (PonderReply *self)
{
  g_return_val_if_fail (PONDER_IS_REPLY (self), 0);

  return self->n_attempts;
}

PonderCountdown *
ponder_reply_get_countdown (PonderReply *self)
{
  g_return_val_if_fail (PONDER_IS_REPLY (self), NULL);

  return self->countdown;
}

gint64
ponder_reply_get_started (PonderReply *self)
{
  g_return_val_if_fail (PONDER_IS_REPLY (self), 0);

  return self->started;
}

gboolean
ponder_reply_get_can_keep_waiting (PonderReply *self)
{
  g_return_val_if_fail (PONDER_IS_REPLY (self), FALSE);

  return self->can_keep_waiting;
}

void
ponder_reply_keep_waiting (PonderReply *self)
{
  g_return_if_fail (PONDER_IS_REPLY (self));

  if (self->leader != NULL)
    ponder_reply_keep_waiting (self->leader);
  else if (self->attempt != NULL)
    ponder_attempt_extend (self->attempt);
}

void
ponder_reply_cancel (PonderReply *self)
{
  g_return_if_fail (PONDER_IS_REPLY (self));

  if (self->state != PONDER_REPLY_DONE)
    ponder_reply_end (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled"));
}
