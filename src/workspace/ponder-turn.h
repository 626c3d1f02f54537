/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question and the work of answering it. Goes on when nobody looks. */

#pragma once

#include <glib-object.h>

#include "ponder-message.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_TURN (ponder_turn_get_type ())

G_DECLARE_FINAL_TYPE (PonderTurn, ponder_turn, PONDER, TURN, GObject)

typedef enum
{
  PONDER_TURN_DEFAULT   = 0,
  PONDER_TURN_NO_STREAM = 1 << 0,     /* ask for the answer in one piece */
  PONDER_TURN_NO_CACHE  = 1 << 1,     /* ask even if the answer is known, and keep nothing of it */
  PONDER_TURN_PLAIN     = 1 << 2,     /* do not think deeply, whatever the chat says */
} PonderTurnFlags;

/* Properties, read only and notifying: "running", "waiting" (seconds without a token, once a second,
 * -1 when not waiting), "queued", "can-keep-waiting", "countdown". Signal:
 *   "text" (char *): a piece of the answer, as it comes (the message's own text changes at most once a
 *     frame); "reasoning" (char *) likewise. */

PonderSession *ponder_turn_get_session          (PonderTurn *self);
PonderTimeline *ponder_turn_get_timeline        (PonderTurn *self);
/* The answer: its state, text and fault are the turn's. (transfer none) */
PonderMessage *ponder_turn_get_message          (PonderTurn *self);
gboolean       ponder_turn_get_running          (PonderTurn *self);
int            ponder_turn_get_waiting          (PonderTurn *self);
gboolean       ponder_turn_get_queued           (PonderTurn *self);
gboolean       ponder_turn_get_can_keep_waiting (PonderTurn *self);
/* The server that is asked runs on this computer or this network. */
gboolean       ponder_turn_is_local             (PonderTurn *self);
void           ponder_turn_keep_waiting         (PonderTurn *self);
/* (nullable): runs before a failed call is tried again. The turn runs on meanwhile and does not count as waiting;
 * the message stays WAITING, with the fault of the last try until the next begins. */
PonderCountdown *ponder_turn_get_countdown      (PonderTurn *self);
/* Milliseconds, -1 unknown: for `ask --json`. */
gint64         ponder_turn_get_queued_ms        (PonderTurn *self);
gint64         ponder_turn_get_connect_ms       (PonderTurn *self);
guint          ponder_turn_get_attempts         (PonderTurn *self);
/* From any state. What came is kept and the message becomes STOPPED. */
void           ponder_turn_stop                 (PonderTurn *self);

G_END_DECLS
