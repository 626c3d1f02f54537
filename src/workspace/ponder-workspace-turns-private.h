/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the workspace share of questions and the turns that answer them. */

#pragma once

#include "ponder-workspace.h"

G_BEGIN_DECLS

/* ponder-workspace-paces.c */
/* @choices are those of the store. */
void       ponder_workspace_merge_paces      (PonderWorkspace     *self,
                                              GHashTable          *choices);

/* ponder-workspace-comparisons.c */
/* @choices are those of the store. */
void       ponder_workspace_merge_comparisons (PonderWorkspace    *self,
                                               GHashTable         *choices);
/* Shows what @timeline compares. */
void       ponder_workspace_apply_comparison (PonderWorkspace     *self,
                                              PonderTimeline      *timeline);
/* @answer takes the place of @old, if that is beside others. */
void       ponder_workspace_replace_compared (PonderWorkspace     *self,
                                              PonderTimeline      *timeline,
                                              PonderMessage       *old,
                                              PonderMessage       *answer);

/* ponder-workspace-questions.c */
/* @parts (nullable): only what is attached counts. (transfer full) */
PonderMessage *ponder_workspace_new_question (const char          *id,
                                              const char          *parent_id,
                                              const char          *text,
                                              GPtrArray           *parts);
/* Asks @text of all of @turns, whose answers have one parent: that becomes the question, once its chat is loaded. */
void       ponder_workspace_ask             (PonderWorkspace      *self,
                                             GPtrArray            *turns,
                                             const char           *text,
                                             GPtrArray            *parts,
                                             PonderTurnFlags       flags);

/* ponder-workspace-turns.c */
/* A turn for an answer to the message @parent_id, of the model of @config; it runs from now on. (transfer full) */
PonderTurn *ponder_workspace_new_turn       (PonderWorkspace         *self,
                                             PonderTimeline          *timeline,
                                             const char              *parent_id,
                                             const PonderModelConfig *config);
/* One of the model of the chat. (transfer full) */
PonderTurn *ponder_workspace_new_chat_turn  (PonderWorkspace         *self,
                                             PonderTimeline          *timeline,
                                             const char              *parent_id);
/* One that writes @answer, which has a place in the timeline or gets one. (transfer full) */
PonderTurn *ponder_workspace_new_turn_for   (PonderWorkspace         *self,
                                             PonderTimeline          *timeline,
                                             PonderMessage           *answer);
/* Everything as the chat wants it, asked of the model that @answer is to come from. (transfer full) */
PonderModelConfig *ponder_workspace_dup_turn_config (PonderSession   *session,
                                                     PonderMessage   *answer);
/* The question, and for each of @turns an answer to come: the first one is the one that is gone on with. */
void       ponder_workspace_add_question    (PonderWorkspace      *self,
                                             GPtrArray            *turns,
                                             PonderMessage        *question,
                                             PonderTurnFlags       flags);
/* Asks, once @changed is stored, where their answers are in the timeline; @again: what was asked before. */
void       ponder_workspace_start_turns     (PonderWorkspace      *self,
                                             GPtrArray            *turns,
                                             GPtrArray            *changed,
                                             gboolean              again,
                                             PonderTurnFlags       flags);

/* ponder-workspace-think.c */
/* @turn becomes that of a run, if its chat wants to think deeply and it has none yet. */
void       ponder_workspace_offer_think     (PonderWorkspace      *self,
                                             PonderTurn           *turn);
/* The run that @turn belongs to begins once @changed is stored; FALSE: it belongs to none. */
gboolean   ponder_workspace_start_think     (PonderWorkspace      *self,
                                             PonderTurn           *turn,
                                             GPtrArray            *changed);
/* The program ends: runs are left as they are, to be gone on with. */
void       ponder_workspace_suspend_runs    (PonderWorkspace      *self);

G_END_DECLS
