/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a call that failed is tried again, and after how long. Pure. */

#pragma once

#include "ponder-fault.h"

G_BEGIN_DECLS

/* What is known when a try has failed. */
typedef struct
{
  int      retries;             /* -1 is the usual 3 */
  guint    n_tries;             /* that failed so far, this one too, but not those that found the model loading */
  guint    n_loading;           /* tries that found the server loading its model, this one too */
  gboolean answered;            /* a part of an answer has been given out */
  gboolean sent;                /* the request of this try went out whole */
  double   time_left;           /* seconds of the total limit; INFINITY without one */
} PonderRetryState;

/* How many more tries there may be after the first. */
guint    ponder_retry_count_retries (int                     retries);
/* A server on this computer or network that is still loading the model: it answers when it has, and asking
 * costs nothing until then. */
gboolean ponder_retry_is_loading    (PonderFault            *fault);
/* The server is full, for everybody who asks it. */
gboolean ponder_retry_is_overload   (PonderFault            *fault);
/* The server asks for a wait, and not for longer than anybody would want to. */
gboolean ponder_retry_has_hint      (PonderFault            *fault);
/* Seconds until the next try; negative: there is none, and @fault is final. @random: from 0 up to 1. */
double   ponder_retry_find_wait     (PonderFault            *fault,
                                     const PonderRetryState *state,
                                     double                  random);

G_END_DECLS
