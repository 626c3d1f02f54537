/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the workspace starts a run of deep think. */

#pragma once

#include "ponder-attachments.h"
#include "ponder-service.h"
#include "ponder-store.h"
#include "ponder-think-record.h"
#include "ponder-think-request-private.h"
#include "ponder-think-run.h"

G_BEGIN_DECLS

/* Signal for the workspace: "problem" (PonderFault*): its log cannot be written; it goes on without. */

/* @turn, which is not started, becomes the run's. Takes @engine. @store (nullable): nothing is kept. */
PonderThinkRun *ponder_think_run_new     (const PonderThinkRecord *record,
                                          PonderTurn              *turn,
                                          PonderThinkEngine       *engine,
                                          PonderStore             *store,
                                          PonderAttachments       *attachments,
                                          PonderService           *service);
/* Once its question is stored. Takes @means. */
void            ponder_think_run_begin   (PonderThinkRun          *self,
                                          PonderThinkMeans        *means);
/* The same for an engine that was read from a log, also of a run that was stopped, or has holes, for @command: see
 * ponder_think_engine_resume_for(). Only PONDER_THINK_STOP needs no @means. If all is there the turn says so. */
void            ponder_think_run_go_on   (PonderThinkRun          *self,
                                          PonderThinkMeans        *means,
                                          PonderThinkCommand       command,
                                          const char              *node,
                                          const char              *text);
/* Nothing can be asked. */
void            ponder_think_run_fail    (PonderThinkRun          *self,
                                          PonderFault             *fault);
/* (nullable) (transfer none): who answers, in a run that is kept. */
const PonderModelConfig *ponder_think_run_get_config (PonderThinkRun *self);
/* Adds what its calls took since it went on to what is known of its model. */
void            ponder_think_run_learn   (PonderThinkRun          *self,
                                          PonderThinkPace         *pace);
/* The program ends: what is under way is left as it is, to be gone on with. */
void            ponder_think_run_suspend (PonderThinkRun          *self);

G_END_DECLS
