/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question that is thought about deeply: drives the engine with real calls and keeps its log. */

#pragma once

#include "ponder-think-engine.h"
#include "ponder-turn.h"

G_BEGIN_DECLS

#define PONDER_TYPE_THINK_RUN (ponder_think_run_get_type ())

G_DECLARE_FINAL_TYPE (PonderThinkRun, ponder_think_run, PONDER, THINK_RUN, GObject)

/* Property, read only and notifying: "running" (until its turn ends). Signal:
 *   "event" (PonderThinkEvent*, as a pointer): what happened, in the order of its numbers. What is not live is on the
 *     disk by then; live ones come up to twenty times a second, those of the answer as they are said. */

/* Under this id it is stored. */
const char             *ponder_think_run_get_id      (PonderThinkRun     *self);
gboolean                ponder_think_run_get_running (PonderThinkRun     *self);
/* Where it stands: a little ahead of the events. (transfer none) */
const PonderThinkState *ponder_think_run_get_state   (PonderThinkRun     *self);
/* Whose message is the answer, and which stops it; what is there stays. (transfer none) */
PonderTurn             *ponder_think_run_get_turn    (PonderThinkRun     *self);
/* Milliseconds it has run so far, also before the program ended. */
gint64                  ponder_think_run_get_time    (PonderThinkRun     *self);
/* See ponder_think_board_estimate() and ponder_think_board_is_late(). */
gboolean                ponder_think_run_estimate    (PonderThinkRun     *self,
                                                      gint64             *soonest,
                                                      gint64             *latest);
gboolean                ponder_think_run_is_late     (PonderThinkRun     *self);
/* FALSE when it makes no sense now: see ponder_think_engine_command(). Once it has ended only
 * ponder_workspace_resume_think_async() goes on with it. */
gboolean                ponder_think_run_command     (PonderThinkRun     *self,
                                                      PonderThinkCommand  command,
                                                      const char         *node,
                                                      const char         *text);

G_END_DECLS
