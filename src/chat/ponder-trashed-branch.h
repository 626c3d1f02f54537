/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A branch of a chat that lies in the trash. */

#pragma once

#include <glib-object.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_TRASHED_BRANCH (ponder_trashed_branch_get_type ())

G_DECLARE_FINAL_TYPE (PonderTrashedBranch, ponder_trashed_branch, PONDER, TRASHED_BRANCH, GObject)

/* What was thrown away of one chat at one @time, which names it: nothing of it changes. @title is that of the chat,
 * @preview one line of its first message. */
PonderTrashedBranch *ponder_trashed_branch_new            (const char          *session_id,
                                                           const char          *title,
                                                           const char          *preview,
                                                           gint64               time,
                                                           guint                n_messages);
const char          *ponder_trashed_branch_get_session_id (PonderTrashedBranch *self);
const char          *ponder_trashed_branch_get_title      (PonderTrashedBranch *self);
const char          *ponder_trashed_branch_get_preview    (PonderTrashedBranch *self);
/* Microseconds since 1970, UTC. */
gint64               ponder_trashed_branch_get_time       (PonderTrashedBranch *self);
guint                ponder_trashed_branch_get_n_messages (PonderTrashedBranch *self);

G_END_DECLS
