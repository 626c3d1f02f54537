/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the door behind which nothing gets lost: copies, checks, and bringing copies back. */

#pragma once

#include "ponder-store.h"

G_BEGIN_DECLS

/* Copies and checks have a connection and a thread of GTask's pool to themselves: writing goes on. Each needs an open
 * store. */

/* The copy of the day, with what is kept and when there is room for it: see ponder_backup_make_daily(). @made (out)
 * (transfer full) (nullable): its path, or NULL when there was nothing to be done. */
void       ponder_store_back_up_async       (PonderStore           *self,
                                             gboolean               always,
                                             GCancellable          *cancellable,
                                             GAsyncReadyCallback    callback,
                                             gpointer               user_data);
gboolean   ponder_store_back_up_finish      (PonderStore           *self,
                                             GAsyncResult          *result,
                                             char                 **made,
                                             GError               **error);

/* The newest first. (element-type PonderBackupInfo) (transfer full) */
void       ponder_store_list_backups_async  (PonderStore           *self,
                                             GCancellable          *cancellable,
                                             GAsyncReadyCallback    callback,
                                             gpointer               user_data);
GPtrArray *ponder_store_list_backups_finish (PonderStore           *self,
                                             GAsyncResult          *result,
                                             GError               **error);

/* As ponder_store_check_async(). (transfer full) */
void       ponder_store_inspect_async       (PonderStore           *self,
                                             GCancellable          *cancellable,
                                             GAsyncReadyCallback    callback,
                                             gpointer               user_data);
char      *ponder_store_inspect_finish      (PonderStore           *self,
                                             GAsyncResult          *result,
                                             GError               **error);

/* Merges the chats of @path, a copy or any database of Ponder's, older or damaged ones too, into the open one. Nothing
 * that is there is changed: see ponder_merge_session(). Servers and choices stay what they are. Each chat is one
 * transaction; what was merged before an error, or before it was cancelled, stays and is counted. @counts: (out
 * caller-allocates). Errors: PONDER_ERROR_STORE when the file holds no chats, PONDER_ERROR_STORE_TOO_NEW. */
void       ponder_store_restore_async       (PonderStore           *self,
                                             const char            *path,
                                             GCancellable          *cancellable,
                                             GAsyncReadyCallback    callback,
                                             gpointer               user_data);
gboolean   ponder_store_restore_finish      (PonderStore           *self,
                                             GAsyncResult          *result,
                                             PonderRestoreCounts   *counts,
                                             GError               **error);

G_END_DECLS
