/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a window shows of one run of deep think, whether it runs here or lies in the store. */

#pragma once

#include <gio/gio.h>

#include "ponder-fault.h"
#include "ponder-think-engine.h"
#include "ponder-think-record.h"

G_BEGIN_DECLS

typedef enum
{
  PONDER_THINK_STANDING_RUNNING,        /* here; it may be paused, or wait for its plan to be agreed to */
  PONDER_THINK_STANDING_ELSEWHERE,      /* another program drives it */
  PONDER_THINK_STANDING_INTERRUPTED,    /* its program ended before it did */
  PONDER_THINK_STANDING_BLOCKED,        /* it needs a key, or money */
  PONDER_THINK_STANDING_ENDED,
} PonderThinkStanding;

#define PONDER_TYPE_THINK_BOARD (ponder_think_board_get_type ())

G_DECLARE_FINAL_TYPE (PonderThinkBoard, ponder_think_board, PONDER, THINK_BOARD, GObject)

/* One for each answer of a chat that comes of a run: see ponder_timeline_get_board(). Signals: "changed" (): anything
 * about it may be another, many times a second while it runs; "problem" (PonderFault*): what was asked for could not be
 * done. */

const char             *ponder_think_board_get_run_id   (PonderThinkBoard   *self);
/* The id of its answer. */
const char             *ponder_think_board_get_message_id (PonderThinkBoard *self);
PonderThinkStanding     ponder_think_board_get_standing (PonderThinkBoard   *self);
/* Milliseconds it has run so far. */
gint64                  ponder_think_board_get_time     (PonderThinkBoard   *self);
/* (nullable): it is not read yet, see ponder_think_board_load(). Valid until the next "changed". (transfer none) */
const PonderThinkState *ponder_think_board_get_state    (PonderThinkBoard   *self);
/* Milliseconds from now on that are as likely as not (@soonest) and nine times in ten (@latest) enough for the rest of
 * it, as ponder_think_estimate_left() says with what is known of its model. FALSE: that cannot be said. */
gboolean                ponder_think_board_estimate     (PonderThinkBoard   *self,
                                                         gint64             *soonest,
                                                         gint64             *latest);
/* It takes longer than what was said to be enough nine times in ten, when its parts began. */
gboolean                ponder_think_board_is_late      (PonderThinkBoard   *self);
/* Reads what happened in it, unless that is known; "changed" tells when it is. */
void                    ponder_think_board_load         (PonderThinkBoard   *self);
/* Who shows it says so for as long: after the last one, what was read of it is forgotten, and can be read again. */
void                    ponder_think_board_watch        (PonderThinkBoard   *self);
void                    ponder_think_board_unwatch      (PonderThinkBoard   *self);
/* Whether the next one makes sense now; whatever its text is. */
gboolean                ponder_think_board_can_command (PonderThinkBoard   *self,
                                                        PonderThinkCommand  command,
                                                        const char         *node);
/* Like ponder_think_run_command(). One that does not run is gone on with for that: RESUME, ANSWER_NOW, RETRY, EDIT and
 * SUPPLY; STOP gives it up and keeps what there is. FALSE: it makes no sense now. What fails later is a "problem". */
gboolean                ponder_think_board_command      (PonderThinkBoard   *self,
                                                         PonderThinkCommand  command,
                                                         const char         *node,
                                                         const char         *text);

G_END_DECLS
