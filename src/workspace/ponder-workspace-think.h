/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions that are thought about deeply, and the runs of that which are stored. */

#pragma once

#include <gio/gio.h>

#include "ponder-think-config.h"
#include "ponder-think-record.h"
#include "ponder-think-run.h"
#include "ponder-timeline.h"

G_BEGIN_DECLS

/* How @session (nullable) thinks deeply: as it says itself, else as the preferences say, else as is usual with the
 * profile. (transfer full) */
PonderThinkConfig *ponder_workspace_dup_think_config (PonderWorkspace        *self,
                                                      PonderSession          *session);

/* How it is done where neither says anything. (transfer full) */
PonderThinkConfig *ponder_workspace_dup_usual_think_config (PonderWorkspace *self);

/* What was said before in the chat of @timeline, which is empty and never stored. (element-type PonderMessage): each
 * the parent of the next. */
void            ponder_workspace_add_history         (PonderWorkspace         *self,
                                                      PonderTimeline          *timeline,
                                                      GPtrArray               *messages);

/* Like ponder_workspace_begin_turn_full(): the answer is that of a run, which is stored step by step. Whatever else
 * becomes of the run, its turn ends. (transfer full) */
PonderThinkRun *ponder_workspace_begin_think         (PonderWorkspace         *self,
                                                      PonderTimeline          *timeline,
                                                      const char              *text,
                                                      GPtrArray               *parts,
                                                      const PonderThinkConfig *config);
/* Those that run: a list of PonderThinkRun. (transfer none) */
GListModel     *ponder_workspace_get_runs            (PonderWorkspace         *self);

/* Goes on with the run @id (or what it begins with), which was interrupted, stopped, or has holes; no finished call is
 * made again. PONDER_ERROR_INVALID_REQUEST: there is none, it is whole, or another program works on it.
 * (transfer full) */
void            ponder_workspace_resume_think_async  (PonderWorkspace         *self,
                                                      const char              *id,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
PonderThinkRun *ponder_workspace_resume_think_finish (PonderWorkspace         *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);

/* (element-type PonderThinkRecord) (transfer full): what was begun last first. */
void            ponder_workspace_list_runs_async     (PonderWorkspace         *self,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
GPtrArray      *ponder_workspace_list_runs_finish    (PonderWorkspace         *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
/* The one of @records whose id is or begins with @id. (transfer none); PONDER_ERROR_INVALID_REQUEST: none, or more than
 * one. */
PonderThinkRecord *ponder_workspace_pick_run         (GPtrArray               *records,
                                                      const char              *id,
                                                      GError                 **error);
/* What happened in it so far. (element-type PonderThinkEvent) (transfer full) */
void            ponder_workspace_load_run_async      (PonderWorkspace         *self,
                                                      const char              *id,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
GPtrArray      *ponder_workspace_load_run_finish     (PonderWorkspace         *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);

G_END_DECLS
