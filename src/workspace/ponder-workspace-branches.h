/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with a part of a chat: a chat of its own, the trash, and back. */

#pragma once

#include <gio/gio.h>

#include "ponder-message.h"
#include "ponder-timeline.h"
#include "ponder-types.h"

G_BEGIN_DECLS

/* A new chat that has everything up to and including @message, as it is shown, which is not being written. Messages
 * keep their ids and parents; it is named after the old chat and says where it comes from. Stored at once.
 * (transfer full) */
PonderSession *ponder_workspace_branch_to_new_chat    (PonderWorkspace *self,
                                                       PonderTimeline  *timeline,
                                                       PonderMessage   *message);

/* Puts @message and all that follows it, in every branch, into the trash, and stops a turn that writes there. The
 * branch beside it is shown then. Gives the time, which names what was thrown away. */
gint64         ponder_workspace_trash_branch          (PonderWorkspace *self,
                                                       PonderTimeline  *timeline,
                                                       PonderMessage   *message);
/* Brings back what was thrown away of @session at @time, with what it answers should that be in the trash too, and
 * shows it. */
void           ponder_workspace_restore_branch        (PonderWorkspace *self,
                                                       PonderSession   *session,
                                                       gint64           time);
/* A list of PonderTrashedBranch, what was thrown away last first; of chats that are not in the trash. (transfer none):
 * it lives as long as the workspace. */
GListModel    *ponder_workspace_get_trashed_branches  (PonderWorkspace *self);

G_END_DECLS
