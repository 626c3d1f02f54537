/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One call from the queue to its end: its tries, the waits between them, and the limit on all of them. */

#include "config.h"

#include "ponder-flight.h"

#include "ponder-attempt.h"
#include "ponder-call.h"
#include "ponder-countdown.h"
#include "ponder-deadline.h"
#include "ponder-dialect.h"
#include "ponder-error-classifier.h"
#include "ponder-model-config.h"
#include "ponder-provider-config.h"
#include "ponder-reply-private.h"
#include "ponder-request.h"
#include "ponder-retry.h"

#include <math.h>

/* Calls at the same time where nobody said how many. */
#define LOCAL_CONCURRENCY 2
#define HOSTED_CONCURRENCY 10

/* A server that still objects to one more parameter would object to everything. */
#define MAX_DOWNGRADES 3

/* Owned by the service until its reply has ended, which frees it: whatever ends or changes the reply comes last in
 * a function. This is the only place that tries again. That PonderHttpCall sends once more when a kept connection
 * turns out to be closed is not that: there the server never saw the request. */
struct _PonderFlight
{
  const PonderFlightCommon *common;
  PonderReply              *reply;
  PonderTicket             *ticket;     /* (nullable): none during the wait for the next try */
  PonderCountdown          *countdown;  /* (nullable): that wait */
  gulong                    over_handler;
  PonderDeadline           *total;      /* (nullable): of all tries; begins with the first */
  gint64                    began;      /* monotonic microseconds: the first try, 0 before it */
  guint                     n_tries;    /* that failed, but for those that found the model loading */
  guint                     n_loading;
  guint                     n_downgrades;       /* tries without one more parameter, on top of those */
};

static void enter_queue (PonderFlight *self);
static void begin_attempt (PonderFlight *self);

static PonderRequest *
get_request (PonderFlight *self)
{
  return ponder_reply_get_request (self->reply);
}

static PonderCallContext
get_context (PonderFlight *self)
{
  PonderRequest *request = get_request (self);
  PonderCallContext context = {
    ponder_request_get_provider (request),
    ponder_request_get_config (request)->model,
    ponder_request_get_operation (request),
    NULL,
  };

  return context;
}

static guint
get_concurrency (PonderProviderConfig *provider)
{
  guint concurrency = ponder_provider_config_get_concurrency (provider);

  if (concurrency > 0)
    return concurrency;
  return ponder_provider_config_is_local (provider) ? LOCAL_CONCURRENCY : HOSTED_CONCURRENCY;
}

static const char *
get_lane (PonderFlight *self)
{
  return ponder_provider_config_get_id (ponder_request_get_provider (get_request (self)));
}

static void
leave_queue (PonderFlight *self)
{
  if (self->ticket != NULL)
    ponder_limiter_leave (self->common->limiter, g_steal_pointer (&self->ticket));
}

static void
clear_countdown (PonderFlight *self)
{
  if (self->countdown != NULL)
    g_clear_signal_handler (&self->over_handler, self->countdown);
  g_clear_object (&self->countdown);
}

static double
get_time_left (PonderFlight *self)
{
  double total = ponder_deadline_get_seconds (self->total, PONDER_LIMIT_TOTAL);

  if (total <= 0)
    return INFINITY;
  return total - (g_get_monotonic_time () - self->began) / (double) G_USEC_PER_SEC;
}

static PonderRetryState
get_retry_state (PonderFlight *self)
{
  PonderRetryState state = {
    .retries = ponder_request_get_config (get_request (self))->retries,
    .n_tries = self->n_tries,
    .n_loading = self->n_loading,
    .answered = ponder_reply_has_answer (self->reply),
    .sent = ponder_reply_get_state (self->reply) >= PONDER_REPLY_WAITING,
    .time_left = get_time_left (self),
  };

  return state;
}

static void
countdown_over_cb (PonderCountdown *countdown,
                   gboolean         again,
                   PonderFlight    *self)
{
  PonderFault *fault = ponder_countdown_get_fault (countdown);

  clear_countdown (self);
  if (again)
    {
      /* Cut short: somebody wants to know at once, whatever the server said. */
      if (ponder_countdown_get_seconds_left (countdown) > 0)
        ponder_limiter_lift_pause (self->common->limiter, get_lane (self));
      enter_queue (self);
      ponder_reply_queue_again (self->reply);
    }
  else
    ponder_reply_end (self->reply, ponder_error_new_take_fault (ponder_fault_ref (fault)));
}

static void
begin_countdown (PonderFlight *self,
                 PonderFault  *fault,
                 double        seconds)
{
  guint n_retries = ponder_retry_count_retries (get_retry_state (self).retries);

  self->countdown = ponder_countdown_new (fault, seconds, self->n_tries + 1, n_retries + 1);
  self->over_handler = g_signal_connect (self->countdown, "over", G_CALLBACK (countdown_over_cb),
                                         self);
  ponder_reply_wait_for (self->reply, self->countdown);
}

static void
count_try (PonderFlight *self,
           PonderFault  *fault)
{
  if (ponder_retry_is_loading (fault))
    self->n_loading++;
  else
    self->n_tries++;
}

static double
find_wait (PonderFlight *self,
           PonderFault  *fault)
{
  PonderRetryState state = get_retry_state (self);

  return ponder_retry_find_wait (fault, &state, g_random_double ());
}

/* A full server is left alone for as long as it asks, or for as long as this call waits. */
static void
spare_server (PonderFlight *self,
              PonderFault  *fault,
              double        wait)
{
  if (fault->category != PONDER_ERROR_RATE_LIMIT && !ponder_retry_is_overload (fault))
    return;
  ponder_limiter_slow_down (self->common->limiter, self->ticket,
                            ponder_retry_has_hint (fault) ? fault->retry_after : MAX (wait, 0));
}

/* Takes @error, which carries a fault. */
static void
attempt_failed (PonderFlight *self,
                GError       *error)
{
  PonderFault *fault = ponder_error_get_fault (error);
  double wait;

  count_try (self, fault);
  wait = find_wait (self, fault);
  spare_server (self, fault, wait);
  leave_queue (self);
  if (wait < 0)
    {
      ponder_reply_end (self->reply, error);
      return;
    }
  begin_countdown (self, fault, wait);
  g_error_free (error);
}

static const PonderDowngrade *
find_downgrade (PonderFlight *self)
{
  PonderCallContext context = get_context (self);

  return ponder_downgrade_memory_lookup (self->common->downgrades, context.provider, context.model);
}

/* For every call to this model from now on. */
static void
remember_refused (PonderFlight *self,
                  const char   *parameter)
{
  PonderCallContext context = get_context (self);

  ponder_downgrade_memory_add (self->common->downgrades, context.provider, context.model, parameter);
}

static void
answered_well (PonderFlight *self)
{
  PonderCallContext context = get_context (self);

  ponder_limiter_succeed (self->common->limiter, self->ticket);
  if (self->n_downgrades > 0)
    ponder_downgrade_memory_confirm (self->common->downgrades, context.provider, context.model);
}

/* What was refused was in the request, so that the next is another. */
static gboolean
can_go_without (PonderFlight  *self,
                PonderAttempt *attempt)
{
  return ponder_attempt_get_refused (attempt) != NULL && self->n_downgrades < MAX_DOWNGRADES;
}

static void
attempt_ended_cb (PonderAttempt *attempt,
                  GError        *error,
                  gpointer       user_data)
{
  PonderFlight *self = user_data;

  if (error == NULL)
    {
      answered_well (self);
      ponder_reply_end (self->reply, NULL);
    }
  else if (can_go_without (self, attempt))
    {
      g_debug ("Asked again without what the server refused: %s", error->message);
      g_error_free (error);
      self->n_downgrades++;
      remember_refused (self, ponder_attempt_get_refused (attempt));
      begin_attempt (self);
    }
  else
    attempt_failed (self, error);
}

static void
total_reached_cb (PonderLimit limit,
                  gpointer    user_data)
{
  PonderFlight *self = user_data;
  PonderCallContext context = get_context (self);

  if (!ponder_reply_is_complete (self->reply))
    ponder_reply_end (self->reply,
                      ponder_call_new_timeout (&context, limit,
                                               ponder_deadline_get_seconds (self->total, limit)));
}

static void
begin_total (PonderFlight *self)
{
  PonderRequest *request = get_request (self);
  double limits[PONDER_N_LIMITS];

  if (self->total != NULL)
    return;
  ponder_deadline_find_limits (ponder_request_get_provider (request),
                               ponder_request_get_config (request), limits);
  for (guint i = 0; i < PONDER_N_LIMITS; i++)
    limits[i] = i == PONDER_LIMIT_TOTAL ? limits[i] : 0;
  self->began = g_get_monotonic_time ();
  self->total = ponder_deadline_new (limits, total_reached_cb, NULL, self);
}

static void
begin_attempt (PonderFlight *self)
{
  PonderRequest *request = get_request (self);
  g_autoptr(PonderAttempt) attempt = NULL;
  g_autoptr(GError) error = NULL;
  PonderDialect *dialect;

  if (!(dialect = ponder_flight_ensure_dialect (self->common, ponder_request_get_provider (request),
                                                &error)))
    {
      PonderCallContext context = get_context (self);

      ponder_reply_end (self->reply, ponder_call_explain (&context, g_steal_pointer (&error)));
      return;
    }
  attempt = ponder_attempt_new (self->common->http, self->common->keys, self->common->classifier,
                                dialect, find_downgrade (self), self->reply, attempt_ended_cb, self);
  ponder_reply_begin (self->reply, attempt);
  ponder_attempt_start (attempt);
}

static void
slot_free_cb (gpointer user_data)
{
  PonderFlight *self = user_data;

  begin_total (self);
  begin_attempt (self);
}

/* At its end, also after a wait: whoever has not been tried yet goes first, so that a server that is full does
 * not use up all the tries of one call. */
static void
enter_queue (PonderFlight *self)
{
  PonderRequest *request = get_request (self);
  PonderProviderConfig *provider = ponder_request_get_provider (request);

  self->ticket = ponder_limiter_enter (self->common->limiter, get_lane (self),
                                       get_concurrency (provider),
                                       ponder_request_get_background (request), slot_free_cb, self);
}

PonderFlight *
ponder_flight_new (const PonderFlightCommon *common,
                   PonderReply              *reply)
{
  PonderFlight *self = g_new0 (PonderFlight, 1);

  self->common = common;
  self->reply = g_object_ref (reply);
  enter_queue (self);
  return self;
}

void
ponder_flight_free (PonderFlight *self)
{
  g_clear_pointer (&self->total, ponder_deadline_free);
  clear_countdown (self);
  leave_queue (self);
  g_object_unref (self->reply);
  g_free (self);
}

void
ponder_flight_set_background (PonderFlight *self,
                              gboolean      background)
{
  ponder_request_set_background (get_request (self), background);
  if (self->ticket != NULL)
    ponder_limiter_set_background (self->common->limiter, self->ticket, background);
}

PonderDialect *
ponder_flight_ensure_dialect (const PonderFlightCommon  *common,
                              PonderProviderConfig      *provider,
                              GError                   **error)
{
  const char *id = ponder_provider_config_get_dialect (provider);
  PonderDialect *dialect = id != NULL ? g_hash_table_lookup (common->dialects, id) : NULL;

  if (dialect != NULL || !(dialect = ponder_dialect_new (id, error)))
    return dialect;
  g_hash_table_insert (common->dialects, g_strdup (id), dialect);
  return dialect;
}
