/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wait before a failed call is tried again: seconds that can be seen, cut short, or given up. */

#include "config.h"

#include "ponder-countdown.h"

/* Made by whoever tries again, held by it and by whoever shows it. Lives in the main context that it was made
 * in, and ends exactly once: by itself, by a person, or by a stop. */
struct _PonderCountdown
{
  GObject      parent_instance;

  PonderFault *fault;
  GSource     *timer;           /* (nullable): none once it is over */
  gint64       end;             /* monotonic, microseconds */
  guint        attempt;
  guint        n_attempts;
  guint        seconds_left;
};

enum
{
  PROP_0,
  PROP_SECONDS_LEFT,
  N_PROPERTIES
};

enum
{
  OVER,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderCountdown, ponder_countdown, G_TYPE_OBJECT)

/* The nearest whole number: a wait of 42 s with a fraction of jitter is one of 42 s to a person. */
static guint
find_seconds_left (PonderCountdown *self)
{
  gint64 left = self->end - g_get_monotonic_time ();

  return left > 0 ? (guint) MAX ((left + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC, 1) : 0;
}

static void
update (PonderCountdown *self)
{
  guint seconds = find_seconds_left (self);

  if (seconds == self->seconds_left)
    return;
  self->seconds_left = seconds;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SECONDS_LEFT]);
}

/* When the number changes next, or the end. */
static void
set_timer (PonderCountdown *self)
{
  gint64 next = self->end;

  if (self->seconds_left > 1)
    next -= self->seconds_left * G_USEC_PER_SEC - G_USEC_PER_SEC / 2;
  g_source_set_ready_time (self->timer, next);
}

static void
clear_timer (PonderCountdown *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static void
end (PonderCountdown *self,
     gboolean         again)
{
  g_autoptr(PonderCountdown) held = g_object_ref (self);

  if (self->timer == NULL)
    return;
  clear_timer (self);
  g_signal_emit (self, signals[OVER], 0, again);
}

static gboolean
timer_cb (gpointer user_data)
{
  g_autoptr(PonderCountdown) self = g_object_ref (user_data);

  update (self);
  if (self->timer == NULL)
    return G_SOURCE_REMOVE;
  if (g_get_monotonic_time () >= self->end)
    end (self, TRUE);
  else
    set_timer (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch (GSource     *source,
          GSourceFunc  callback,
          gpointer     user_data)
{
  return callback (user_data);
}

static void
ponder_countdown_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  PonderCountdown *self = PONDER_COUNTDOWN (object);

  switch (prop_id)
    {
    case PROP_SECONDS_LEFT:
      g_value_set_uint (value, self->seconds_left);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ponder_countdown_dispose (GObject *object)
{
  clear_timer (PONDER_COUNTDOWN (object));

  G_OBJECT_CLASS (ponder_countdown_parent_class)->dispose (object);
}

static void
ponder_countdown_finalize (GObject *object)
{
  PonderCountdown *self = PONDER_COUNTDOWN (object);

  g_clear_pointer (&self->fault, ponder_fault_unref);

  G_OBJECT_CLASS (ponder_countdown_parent_class)->finalize (object);
}

static void
ponder_countdown_class_init (PonderCountdownClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ponder_countdown_get_property;
  object_class->dispose = ponder_countdown_dispose;
  object_class->finalize = ponder_countdown_finalize;

  properties[PROP_SECONDS_LEFT] =
    g_param_spec_uint ("seconds-left", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[OVER] =
    g_signal_new ("over", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
ponder_countdown_init (PonderCountdown *self)
{
  static GSourceFuncs funcs = { .dispatch = dispatch };

  self->timer = g_source_new (&funcs, sizeof (GSource));
  g_source_set_callback (self->timer, timer_cb, self, NULL);
}

PonderCountdown *
ponder_countdown_new (PonderFault *fault,
                      double       seconds,
                      guint        attempt,
                      guint        n_attempts)
{
  PonderCountdown *self = g_object_new (PONDER_TYPE_COUNTDOWN, NULL);

  self->fault = ponder_fault_ref (fault);
  self->attempt = attempt;
  self->n_attempts = n_attempts;
  self->end = g_get_monotonic_time () + (gint64) (MAX (seconds, 0) * G_USEC_PER_SEC);
  update (self);
  set_timer (self);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
  return self;
}

PonderFault *
ponder_countdown_get_fault (PonderCountdown *self)
{
  g_return_val_if_fail (PONDER_IS_COUNTDOWN (self), NULL);

  return self->fault;
}

guint
ponder_countdown_get_seconds_left (PonderCountdown *self)
{
  g_return_val_if_fail (PONDER_IS_COUNTDOWN (self), 0);

  return self->seconds_left;
}

guint
ponder_countdown_get_attempt (PonderCountdown *self)
{
  g_return_val_if_fail (PONDER_IS_COUNTDOWN (self), 0);

  return self->attempt;
}

guint
ponder_countdown_get_n_attempts (PonderCountdown *self)
{
  g_return_val_if_fail (PONDER_IS_COUNTDOWN (self), 0);

  return self->n_attempts;
}

void
ponder_countdown_skip (PonderCountdown *self)
{
  g_return_if_fail (PONDER_IS_COUNTDOWN (self));

  end (self, TRUE);
}

void
ponder_countdown_give_up (PonderCountdown *self)
{
  g_return_if_fail (PONDER_IS_COUNTDOWN (self));

  end (self, FALSE);
}

void
ponder_countdown_stop (PonderCountdown *self)
{
  g_return_if_fail (PONDER_IS_COUNTDOWN (self));

  clear_timer (self);
}
