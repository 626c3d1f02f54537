/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings the chats of one database into another one, where nothing is ever overwritten. On the thread of both. */

#pragma once

#include "ponder-backup-info.h"
#include "ponder-db.h"

G_BEGIN_DECLS

/* The ids of all chats of @source. (element-type utf8) (transfer full) */
GPtrArray *ponder_merge_list_sessions (PonderDb             *source,
                                       GError              **error);

/* One chat, in one transaction. A chat that is missing is added; one that lay in the trash lies in the trash, from
 * now on. Of a chat that is there, messages that are missing are added, and nothing else changes, also not which
 * branch is shown. A message that is there with other words stays, and that of @source becomes a branch beside it,
 * with an id that follows from its words: merging once more adds nothing. Adds to @counts. */
gboolean   ponder_merge_session       (PonderDb             *db,
                                       PonderDb             *source,
                                       const char           *session_id,
                                       PonderRestoreCounts  *counts,
                                       GError              **error);
/* All chats of @source that make sense; @only_present: those that @db has, too. Errors: PONDER_ERROR_STORE_FULL,
 * G_IO_ERROR_CANCELLED. */
gboolean   ponder_merge_all           (PonderDb             *db,
                                       PonderDb             *source,
                                       gboolean              only_present,
                                       PonderRestoreCounts  *counts,
                                       GError              **error);
/* The servers and choices of @source that @db does not have. */
gboolean   ponder_merge_setup         (PonderDb             *db,
                                       PonderDb             *source,
                                       GError              **error);

G_END_DECLS
