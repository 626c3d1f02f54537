/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies of the whole database in a folder beside it: making, counting, clearing away. */

#pragma once

#include "ponder-backup-info.h"
#include "ponder-db.h"

G_BEGIN_DECLS

/* How many daily copies are kept, and for how long those from before a migration. */
#define PONDER_BACKUP_N_DAILY        7
#define PONDER_BACKUP_MIGRATION_DAYS 90

/* Copies @db, which others may write meanwhile, into a new file (0600) in @backup_dir. What is called .db there is
 * whole and was found sound; after a failure ponder_db_is_damaged() says whether it was @db's own. Errors:
 * PONDER_ERROR_STORE_FULL, PONDER_ERROR_STORE, G_IO_ERROR_CANCELLED. (transfer full): its path. */
char      *ponder_backup_make        (PonderDb            *db,
                                      const char          *backup_dir,
                                      PonderBackupReason   reason,
                                      GError             **error);

/* Makes the copy of the day of the database at @path unless the newest one is younger, and clears away those that
 * are too old. Only where twice its size is free, else PONDER_ERROR_STORE_FULL. TRUE with a NULL *@made (transfer
 * full): there is one already, there are no chats, or another program is at it. @always: also when it is
 * younger. */
gboolean   ponder_backup_make_daily  (const char          *path,
                                      const char          *backup_dir,
                                      gboolean             always,
                                      char               **made,
                                      GCancellable        *cancellable,
                                      GError             **error);

/* What is there, the newest first; none is no error. With @look_inside chats and version are known.
 * (element-type PonderBackupInfo) (transfer full) */
GPtrArray *ponder_backup_list        (const char          *backup_dir,
                                      gboolean             look_inside);
gboolean   ponder_backup_exist       (const char          *backup_dir);

/* Makes an empty file (0600) at @path in place of whatever was there with its logs. */
gboolean   ponder_backup_begin_file  (const char          *path,
                                      GError             **error);
/* Removes the file at @path with its logs. */
void       ponder_backup_remove_file (const char          *path);
/* Waits until the disk has @path, a file or a folder. */
gboolean   ponder_backup_sync        (const char          *path,
                                      GError             **error);

G_END_DECLS
