/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a call that failed is tried again, and after how long. Pure. */

#include "config.h"

#include "ponder-retry.h"

#include <math.h>
#include <string.h>

#define USUAL_RETRIES 3

/* Seconds. A longer wait than the last is no wait but a failure: it is told, and not sat through. */
#define HINT_LIMIT 600
#define HINT_JITTER 0.25
#define BACK_OFF_BASE 0.5
#define BACK_OFF_LIMIT 8

/* One look a second for five minutes; loading takes as long as the disk does. */
#define LOADING_WAIT 1
#define LOADING_LIMIT 300

static gboolean
says_overloaded (PonderFault *fault)
{
  g_autofree char *details = fault->details != NULL ? g_ascii_strdown (fault->details, -1) : NULL;

  return details != NULL && strstr (details, "overloaded") != NULL;
}

guint
ponder_retry_count_retries (int retries)
{
  return retries < 0 ? USUAL_RETRIES : (guint) retries;
}

gboolean
ponder_retry_is_loading (PonderFault *fault)
{
  return fault->local && fault->category == PONDER_ERROR_SERVER && fault->status == 503
         && fault->cause == PONDER_CAUSE_LOADING;
}

/* Two servers say 429 when they mean that they are full; Anthropic's says so within a stream, without a status. */
gboolean
ponder_retry_is_overload (PonderFault *fault)
{
  if (fault->category != PONDER_ERROR_SERVER || ponder_retry_is_loading (fault))
    return FALSE;
  return fault->status == 429 || fault->status == 503 || fault->status == 529
         || says_overloaded (fault);
}

gboolean
ponder_retry_has_hint (PonderFault *fault)
{
  return fault->retry_after >= 0 && fault->retry_after <= HINT_LIMIT;
}

/* The request went out and no word came back, not even of an error: the work may be done, and paid for. */
static gboolean
may_be_paid_for (PonderFault            *fault,
                 const PonderRetryState *state)
{
  return state->sent && fault->status == 0
         && (fault->category == PONDER_ERROR_NETWORK || fault->details == NULL);
}

static gboolean
is_worth_it (PonderFault            *fault,
             const PonderRetryState *state)
{
  guint retries = ponder_retry_count_retries (state->retries);

  if (!fault->retryable || fault->category == PONDER_ERROR_BILLING || state->answered)
    return FALSE;
  if (fault->retry_after > HINT_LIMIT)
    return FALSE;
  if (ponder_retry_is_loading (fault))
    return retries > 0 && state->n_loading < LOADING_LIMIT;
  return state->n_tries <= (may_be_paid_for (fault, state) ? MIN (retries, 1) : retries);
}

/* Full jitter: anything between nothing and min (0.5 · 2^n, 8) seconds after the n-th try, so that calls that
 * failed together do not come back together. */
static double
back_off (guint  n_tries,
          double random)
{
  return random * MIN (BACK_OFF_BASE * exp2 (n_tries), BACK_OFF_LIMIT);
}

static double
choose_wait (PonderFault            *fault,
             const PonderRetryState *state,
             double                  random)
{
  static const double overload_waits[] = { 1, 3, 8 };
  guint i = MIN (MAX (state->n_tries, 1), G_N_ELEMENTS (overload_waits)) - 1;

  if (ponder_retry_is_loading (fault))
    return LOADING_WAIT;
  if (ponder_retry_has_hint (fault))
    return fault->retry_after + random * HINT_JITTER;
  if (ponder_retry_is_overload (fault))
    return overload_waits[i] + random * HINT_JITTER;
  return back_off (state->n_tries, random);
}

double
ponder_retry_find_wait (PonderFault            *fault,
                        const PonderRetryState *state,
                        double                  random)
{
  double wait = choose_wait (fault, state, random);

  return is_worth_it (fault, state) && wait < state->time_left ? wait : -1;
}
