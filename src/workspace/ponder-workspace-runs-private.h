/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What beginning a run of deep think and going on with one share. */

#pragma once

#include "ponder-think-run-private.h"
#include "ponder-workspace.h"

G_BEGIN_DECLS

/* Once the question is in the timeline of @turn. NULL with a fault that says what to do. (transfer full) */
PonderThinkMeans *ponder_workspace_new_think_means (PonderWorkspace         *self,
                                                    PonderTurn              *turn,
                                                    const PonderThinkConfig *config,
                                                    PonderFault            **fault);
/* It runs from now on. Takes @engine. (transfer full) */
PonderThinkRun   *ponder_workspace_add_run         (PonderWorkspace         *self,
                                                    const PonderThinkRecord *record,
                                                    PonderTurn              *turn,
                                                    PonderThinkEngine       *engine);

/* ponder-workspace-runs.c */
/* ponder_workspace_resume_think_async() for a command; what is finished with that one, too. */
void              ponder_workspace_resume_think_for_async (PonderWorkspace     *self,
                                                           const char          *id,
                                                           PonderThinkCommand   command,
                                                           const char          *node,
                                                           const char          *text,
                                                           GCancellable        *cancellable,
                                                           GAsyncReadyCallback  callback,
                                                           gpointer             user_data);

/* ponder-workspace-boards.c */
/* The board of the answer of @run is there, and shows it. */
void              ponder_workspace_show_run        (PonderWorkspace         *self,
                                                    const PonderThinkRecord *record,
                                                    PonderThinkRun          *run);
/* Finds out, before what is asked of the store next, which answers of @timeline have one. */
void              ponder_workspace_read_boards     (PonderWorkspace         *self,
                                                    PonderTimeline          *timeline);

/* ponder-workspace-paces.c */
/* (nullable) (transfer full): what is known of the model of @config. */
PonderThinkPace  *ponder_workspace_dup_pace        (PonderWorkspace         *self,
                                                    const PonderModelConfig *config);
/* What its calls took is kept for the next run. */
void              ponder_workspace_learn_pace      (PonderWorkspace         *self,
                                                    PonderThinkRun          *run);

G_END_DECLS
