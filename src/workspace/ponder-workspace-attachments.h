/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people attach to their questions, before and after those are asked. */

#pragma once

#include "ponder-draft-part.h"
#include "ponder-session.h"
#include "ponder-shelf.h"
#include "ponder-types.h"

G_BEGIN_DECLS

/* Each begins to read, check and keep something for the next question of @session, and says when it is done; of a
 * private chat nothing is kept. (transfer full) */
PonderDraftPart  *ponder_workspace_attach_file          (PonderWorkspace       *self,
                                                         PonderSession         *session,
                                                         GFile                 *file);
PonderDraftPart  *ponder_workspace_attach_bytes         (PonderWorkspace       *self,
                                                         PonderSession         *session,
                                                         const char            *name,
                                                         GBytes                *bytes);
/* Something that a draft or a message names. */
PonderDraftPart  *ponder_workspace_attach_stored        (PonderWorkspace       *self,
                                                         const PonderPart      *part);
/* What is attached to the draft of @session, without words and bytes: see ponder_workspace_attach_stored().
 * (element-type PonderPart) (transfer full) */
GPtrArray        *ponder_workspace_dup_draft_parts      (PonderWorkspace       *self,
                                                         PonderSession         *session);
/* Stores it at once. */
void              ponder_workspace_set_draft_parts      (PonderWorkspace       *self,
                                                         PonderSession         *session,
                                                         GPtrArray             *parts);
/* @part is for the draft of @session, which nobody shows any more: it is added there once it is read. */
void              ponder_workspace_await_draft_part     (PonderWorkspace       *self,
                                                         PonderSession         *session,
                                                         PonderDraftPart       *part);
/* Those that are still awaited, or have failed, for somebody who shows the draft and takes care of them from now on.
 * (element-type PonderDraftPart) (transfer full) */
GPtrArray        *ponder_workspace_take_awaited_parts   (PonderWorkspace       *self,
                                                         PonderSession         *session);
/* (transfer none), lives as long as the workspace. */
PonderShelf      *ponder_workspace_get_shelf            (PonderWorkspace       *self);

G_END_DECLS
