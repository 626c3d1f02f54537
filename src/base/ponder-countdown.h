/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wait before a failed call is tried again: seconds that can be seen, cut short, or given up. */

#pragma once

#include "ponder-fault.h"

G_BEGIN_DECLS

#define PONDER_TYPE_COUNTDOWN (ponder_countdown_get_type ())

G_DECLARE_FINAL_TYPE (PonderCountdown, ponder_countdown, PONDER, COUNTDOWN, GObject)

/* Property "seconds-left" (uint), once a second. Signal:
 *   "over" (gboolean again): once, when it has run out, or somebody decided; never after a stop. */

/* Runs from now on. @attempt: the number of the try to come, of @n_attempts. */
PonderCountdown *ponder_countdown_new              (PonderFault     *fault,
                                                    double           seconds,
                                                    guint            attempt,
                                                    guint            n_attempts);
/* What the last try failed with. (transfer none) */
PonderFault     *ponder_countdown_get_fault        (PonderCountdown *self);
/* Whole ones, the nearest number; 1 until the last moment. */
guint            ponder_countdown_get_seconds_left (PonderCountdown *self);
guint            ponder_countdown_get_attempt      (PonderCountdown *self);
guint            ponder_countdown_get_n_attempts   (PonderCountdown *self);
/* Retry now. */
void             ponder_countdown_skip             (PonderCountdown *self);
/* Never: the fault is final. */
void             ponder_countdown_give_up          (PonderCountdown *self);
/* Whoever made it wants it no more. */
void             ponder_countdown_stop             (PonderCountdown *self);

G_END_DECLS
