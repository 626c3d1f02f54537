/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the workspace keeps chats from getting lost: copies, checks, and bringing copies back. */

#pragma once

#include <gio/gio.h>

#include "ponder-backup-info.h"
#include "ponder-types.h"

G_BEGIN_DECLS

/* The operation of the fault that says that the copy of the day could not be made: nobody asked for it. */
#define PONDER_OPERATION_BACK_UP "back up"

/* While a program runs, some seconds after it has opened and then every hour, the workspace makes the copy of the day
 * if there is none yet, and once a week has a look at the whole file; "problem" tells what is wrong. */

/* Property "read-only": a newer Ponder made the database. It can be read; what is written is told by "problem", and
 * not stored. */
gboolean    ponder_workspace_get_read_only         (PonderWorkspace      *self);

/* (nullable): nobody ever looked; else "ok" or what was wrong. @time: microseconds since 1970. */
const char *ponder_workspace_get_last_check        (PonderWorkspace      *self,
                                                    gint64               *time);

/* Looks at the whole file now: "ok" or what is wrong. (transfer full) */
void        ponder_workspace_check_async           (PonderWorkspace      *self,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
char       *ponder_workspace_check_finish          (PonderWorkspace      *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

/* Copies all chats now, where the copy of the day goes. */
void        ponder_workspace_back_up_async         (PonderWorkspace      *self,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean    ponder_workspace_back_up_finish        (PonderWorkspace      *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

/* The copies that there are, the newest first. (element-type PonderBackupInfo) (transfer full) */
void        ponder_workspace_list_backups_async    (PonderWorkspace      *self,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
GPtrArray  *ponder_workspace_list_backups_finish   (PonderWorkspace      *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

/* Merges the chats of the file @path, a copy or any other database of Ponder's, also of an older version and also a
 * damaged one, into those that are open, and shows them. Nothing that is there changes: chats and messages that are
 * missing are added, a message that is there with other words gets a branch beside it, what lay in the trash lies in
 * the trash, settings stay. Twice is as good as once. After an error, and when it was cancelled, what was merged
 * until then stays; @counts (out caller-allocates) says how much. PONDER_ERROR_INVALID_REQUEST when there is no such
 * file or it is the one that is open, PONDER_ERROR_STORE when it holds no chats, PONDER_ERROR_STORE_TOO_NEW when a
 * newer version made it, or made those that are open. */
void        ponder_workspace_restore_backup_async  (PonderWorkspace      *self,
                                                    const char           *path,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean    ponder_workspace_restore_backup_finish (PonderWorkspace      *self,
                                                    GAsyncResult         *result,
                                                    PonderRestoreCounts  *counts,
                                                    GError              **error);

G_END_DECLS
