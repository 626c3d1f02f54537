/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slots per provider: how many calls run at the same time, and who is next. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PonderLimiter PonderLimiter;
typedef struct _PonderTicket  PonderTicket;

typedef void (*PonderLimiterFunc) (gpointer user_data);

PonderLimiter *ponder_limiter_new   (void);
/* Everybody must have left. */
void           ponder_limiter_free  (PonderLimiter     *self);
/* @func is called from the main loop when @lane has a slot: first come first served, and nobody in the
 * background before anybody who is not. @limit holds for the lane from now on. */
PonderTicket  *ponder_limiter_enter (PonderLimiter     *self,
                                     const char        *lane,
                                     guint              limit,
                                     gboolean           background,
                                     PonderLimiterFunc  func,
                                     gpointer           user_data);
/* Gives the slot back, or the place in the queue. Takes @ticket; @func is not called any more. */
void           ponder_limiter_leave (PonderLimiter     *self,
                                     PonderTicket      *ticket);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderLimiter, ponder_limiter_free)

G_END_DECLS
