/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question to several models, whose answers stand beside each other until one is chosen. */

#pragma once

#include "ponder-comparison.h"
#include "ponder-timeline.h"
#include "ponder-turn.h"
#include "ponder-types.h"

G_BEGIN_DECLS

/* @models are names like "openai/gpt-4o", two to PONDER_COMPARISON_MOST of them. What is being compared, and which
 * models a chat asks, survives the end of the program. */

/* Like ponder_workspace_begin_turn_full(): one question, and an answer of each of @models beside the other, in their
 * order. The first is chosen until another one is. (element-type PonderTurn) (transfer full) */
GPtrArray     *ponder_workspace_begin_comparison (PonderWorkspace *self,
                                                  PonderTimeline  *timeline,
                                                  const char      *text,
                                                  GPtrArray       *parts,
                                                  GPtrArray       *models,
                                                  PonderTurnFlags  flags);
/* Asks the question of @answer of more models, of which there may be one, too: what they say stands beside @answer, and
 * beside what stands there already. @timeline has no turn. (element-type PonderTurn) (transfer full) */
GPtrArray     *ponder_workspace_compare_answer   (PonderWorkspace *self,
                                                  PonderTimeline  *timeline,
                                                  PonderMessage   *answer,
                                                  GPtrArray       *models);
/* Asks once more for @answer, which stands beside others and is not being written, also while those are: the new one
 * takes its column. (transfer full) */
PonderTurn    *ponder_workspace_replace_answer   (PonderWorkspace *self,
                                                  PonderTimeline  *timeline,
                                                  PonderMessage   *answer,
                                                  const char      *provider,
                                                  const char      *model);
/* Puts the versions of @answer beside each other, those around it when there are more than fit. */
void           ponder_workspace_compare_versions (PonderWorkspace *self,
                                                  PonderTimeline  *timeline,
                                                  PonderMessage   *answer);
/* Goes on with @answer: it stands alone, and what stood beside it are its other versions. Does nothing where @answer
 * stands alone. */
void           ponder_workspace_choose_answer    (PonderWorkspace *self,
                                                  PonderTimeline  *timeline,
                                                  PonderMessage   *answer);

/* Which models the next question of @session goes to; none: to that of its configuration.
 * (element-type utf8) (transfer full) */
GPtrArray     *ponder_workspace_dup_asked_models (PonderWorkspace *self,
                                                  PonderSession   *session);
void           ponder_workspace_set_asked_models (PonderWorkspace *self,
                                                  PonderSession   *session,
                                                  GPtrArray       *models);

G_END_DECLS
