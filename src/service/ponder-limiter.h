/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slots per provider: how many calls run at the same time, and who is next. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PonderLimiter PonderLimiter;
typedef struct _PonderTicket  PonderTicket;

typedef void (*PonderLimiterFunc) (gpointer user_data);

/* A lane at this moment, for people. */
typedef struct
{
  char   *name;
  guint   limit;                /* how many may run now */
  guint   configured;           /* how many may run when the server is well */
  guint   n_running;
  guint   n_queued;
  double  pause;                /* seconds until the next is let in; 0: it is not paused */
} PonderLane;

PonderLimiter *ponder_limiter_new   (void);
/* Everybody must have left. */
void           ponder_limiter_free  (PonderLimiter     *self);
/* How many may run at the same time in all lanes together; 0: no limit but theirs. */
void           ponder_limiter_set_total (PonderLimiter *self,
                                         guint          n_tickets);
/* @func is called from the main loop when @lane has a slot: first come first served, and nobody in the
 * background before anybody who is not. @limit holds for the lane until somebody gives another. */
PonderTicket  *ponder_limiter_enter (PonderLimiter     *self,
                                     const char        *lane,
                                     guint              limit,
                                     gboolean           background,
                                     PonderLimiterFunc  func,
                                     gpointer           user_data);
/* Moves who still waits behind everybody else of the other class. */
void           ponder_limiter_set_background (PonderLimiter *self,
                                              PonderTicket  *ticket,
                                              gboolean       background);
/* The server of @ticket, which has a slot, is full: half as many from now on, once for all that were let in before it
 * said so, and nobody for @seconds. */
void           ponder_limiter_slow_down (PonderLimiter *self,
                                         PonderTicket  *ticket,
                                         double         seconds);
/* It answered well: after as many in a row as may run, one more may, up to what is configured. */
void           ponder_limiter_succeed (PonderLimiter     *self,
                                       PonderTicket      *ticket);
/* Somebody does not want to wait for the end of the pause of the lane @name, if it is paused. */
void           ponder_limiter_lift_pause (PonderLimiter  *self,
                                          const char     *name);
/* (element-type PonderLane) (transfer full): sorted by name. */
GPtrArray     *ponder_limiter_list_lanes (PonderLimiter  *self);
/* Gives the slot back, or the place in the queue. Takes @ticket; @func is not called any more. */
void           ponder_limiter_leave (PonderLimiter     *self,
                                     PonderTicket      *ticket);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderLimiter, ponder_limiter_free)

G_END_DECLS
