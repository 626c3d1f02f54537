/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the workspace starts a turn. */

#pragma once

#include "ponder-attachments.h"
#include "ponder-autosave-private.h"
#include "ponder-service.h"
#include "ponder-turn.h"

G_BEGIN_DECLS

/* @answer is in @timeline and becomes this turn's. */
PonderTurn *ponder_turn_new   (PonderTimeline *timeline,
                               PonderMessage  *answer,
                               PonderAutosave *autosave);
/* Once @messages are stored, and what was said before the answer is in front of the messages of @request, with what is
 * attached to it in @attachments: asks it of @service, or fails with @fault; one of them is NULL. */
void        ponder_turn_start (PonderTurn        *self,
                               GPtrArray         *messages,
                               PonderAttachments *attachments,
                               PonderService     *service,
                               PonderRequest     *request,
                               PonderFault       *fault);
/* Whether it waits for its place in the queue behind what somebody looks at. */
void        ponder_turn_set_background (PonderTurn *self,
                                        gboolean    background);

/* (transfer none) (nullable): NULL until something is asked. */
PonderReply *ponder_turn_get_reply (PonderTurn   *self);

G_END_DECLS
