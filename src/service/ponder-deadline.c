/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The four limits of one call: to connect, to the first token, of silence, in all. */

#include "config.h"

#include "ponder-deadline.h"

#include "ponder-model-config.h"
#include "ponder-provider-config.h"

/* Seconds. A hosted model that was told to think may be silent for minutes, and its answer take long; a local
 * server may have to load the model first, and may take as long as it likes. */
static const double hosted_limits[PONDER_N_LIMITS] = { 15, 120, 90, 1800 };
static const double thinking_limits[PONDER_N_LIMITS] = { 15, 600, 300, 3600 };
static const double local_limits[PONDER_N_LIMITS] = { 5, 600, 300, 0 };

/* When more time may be asked for: after this part of the wait for the first token, or after so many seconds
 * in which nothing was heard. */
#define NEAR_PART 0.5
#define NEAR_SECONDS 30

/* What may still come after the end of the answer, the token counts, comes soon or never. */
#define AFTERMATH_SECONDS 1

/* A source with a ready time of its own: each read sets it anew, which costs nothing. */
typedef struct
{
  GSource         source;
  PonderDeadline *deadline;
  guint           index;        /* a PonderLimit, or NEAR */
} Timer;

#define NEAR PONDER_N_LIMITS
#define N_TIMERS (PONDER_N_LIMITS + 1)

/* Owned by what it watches: one try, or the flight of them all. Lives in the main context of whoever made it. */
struct _PonderDeadline
{
  double                  limits[PONDER_N_LIMITS];
  GSource                *timers[N_TIMERS];
  PonderDeadlineFunc      func;
  PonderDeadlineNearFunc  near_func;
  gpointer                user_data;
  gboolean                near;
};

static void
set_timer (PonderDeadline *self,
           guint           index,
           double          seconds)
{
  gint64 ready = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);

  g_source_set_ready_time (self->timers[index], seconds > 0 ? ready : -1);
}

/* Last in whoever calls it: the listener may put an end to everything. */
static void
set_near (PonderDeadline *self,
          gboolean        near)
{
  if (self->near == near)
    return;
  self->near = near;
  self->near_func (near, self->user_data);
}

static gboolean
timer_dispatch (GSource     *source,
                GSourceFunc  callback,
                gpointer     user_data)
{
  Timer *timer = (Timer *) source;
  PonderDeadline *self = timer->deadline;

  g_source_set_ready_time (source, -1);
  if (timer->index == NEAR)
    set_near (self, TRUE);
  else
    self->func (timer->index, self->user_data);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs timer_funcs = { .dispatch = timer_dispatch };

static GSource *
add_timer (PonderDeadline *self,
           guint           index)
{
  GSource *source = g_source_new (&timer_funcs, sizeof (Timer));
  Timer *timer = (Timer *) source;

  timer->deadline = self;
  timer->index = index;
  g_source_set_static_name (source, "ponder-deadline");
  g_source_attach (source, g_main_context_get_thread_default ());
  return source;
}

static void
wait_for_first_token (PonderDeadline *self)
{
  double seconds = self->limits[PONDER_LIMIT_FIRST_TOKEN];

  set_timer (self, PONDER_LIMIT_FIRST_TOKEN, seconds);
  set_timer (self, NEAR, MIN (seconds * NEAR_PART, NEAR_SECONDS));
  set_near (self, FALSE);
}

static gboolean
is_waiting (PonderDeadline *self,
            PonderLimit     limit)
{
  return g_source_get_ready_time (self->timers[limit]) >= 0;
}

static double
choose (double of_call,
        double of_provider,
        double by_kind)
{
  if (of_call > 0)
    return of_call;
  return of_provider > 0 ? of_provider : by_kind;
}

static const double *
get_limits_by_kind (PonderProviderConfig    *provider,
                    const PonderModelConfig *config)
{
  if (ponder_provider_config_is_local (provider))
    return local_limits;
  return config->reasoning != NULL ? thinking_limits : hosted_limits;
}

void
ponder_deadline_find_limits (PonderProviderConfig    *provider,
                             const PonderModelConfig *config,
                             double                  *limits)
{
  const double *by_kind = get_limits_by_kind (provider, config);

  limits[PONDER_LIMIT_CONNECT] =
    choose (config->connect_timeout, ponder_provider_config_get_connect_timeout (provider),
            by_kind[PONDER_LIMIT_CONNECT]);
  limits[PONDER_LIMIT_FIRST_TOKEN] =
    choose (config->first_token_timeout, ponder_provider_config_get_first_token_timeout (provider),
            by_kind[PONDER_LIMIT_FIRST_TOKEN]);
  limits[PONDER_LIMIT_SILENCE] =
    choose (config->silence_timeout, ponder_provider_config_get_silence_timeout (provider),
            by_kind[PONDER_LIMIT_SILENCE]);
  limits[PONDER_LIMIT_TOTAL] =
    choose (config->total_timeout, ponder_provider_config_get_total_timeout (provider),
            by_kind[PONDER_LIMIT_TOTAL]);
}

PonderDeadline *
ponder_deadline_new (const double           *limits,
                     PonderDeadlineFunc      func,
                     PonderDeadlineNearFunc  near_func,
                     gpointer                user_data)
{
  PonderDeadline *self = g_new0 (PonderDeadline, 1);

  for (guint i = 0; i < PONDER_N_LIMITS; i++)
    self->limits[i] = limits[i];
  self->func = func;
  self->near_func = near_func;
  self->user_data = user_data;
  for (guint i = 0; i < N_TIMERS; i++)
    self->timers[i] = add_timer (self, i);
  set_timer (self, PONDER_LIMIT_CONNECT, limits[PONDER_LIMIT_CONNECT]);
  set_timer (self, PONDER_LIMIT_TOTAL, limits[PONDER_LIMIT_TOTAL]);
  return self;
}

void
ponder_deadline_free (PonderDeadline *self)
{
  for (guint i = 0; i < N_TIMERS; i++)
    {
      g_source_destroy (self->timers[i]);
      g_source_unref (self->timers[i]);
    }
  g_free (self);
}

double
ponder_deadline_get_seconds (PonderDeadline *self,
                             PonderLimit     limit)
{
  return self->limits[limit];
}

void
ponder_deadline_connected (PonderDeadline *self)
{
  set_timer (self, PONDER_LIMIT_CONNECT, 0);
  wait_for_first_token (self);
}

void
ponder_deadline_heard (PonderDeadline *self)
{
  if (is_waiting (self, PONDER_LIMIT_FIRST_TOKEN))
    wait_for_first_token (self);
  else if (is_waiting (self, PONDER_LIMIT_SILENCE))
    set_timer (self, PONDER_LIMIT_SILENCE, self->limits[PONDER_LIMIT_SILENCE]);
}

void
ponder_deadline_answered (PonderDeadline *self)
{
  set_timer (self, PONDER_LIMIT_FIRST_TOKEN, 0);
  set_timer (self, NEAR, 0);
  set_timer (self, PONDER_LIMIT_SILENCE, self->limits[PONDER_LIMIT_SILENCE]);
  set_near (self, FALSE);
}

void
ponder_deadline_completed (PonderDeadline *self)
{
  self->limits[PONDER_LIMIT_SILENCE] = AFTERMATH_SECONDS;
  ponder_deadline_answered (self);
}

void
ponder_deadline_extend (PonderDeadline *self)
{
  if (is_waiting (self, PONDER_LIMIT_FIRST_TOKEN))
    wait_for_first_token (self);
}
