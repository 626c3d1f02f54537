/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One copy of all chats, and what came of bringing a copy back. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PONDER_BACKUP_DAILY,          /* made once a day, or because somebody asked */
  PONDER_BACKUP_MIGRATION,      /* made before the tables were brought up to date */
} PonderBackupReason;

/* Plain data. */
typedef struct
{
  char               *path;
  PonderBackupReason  reason;
  gint64              time;     /* microseconds since 1970, UTC */
  gint64              size;     /* bytes */
  gint64              n_chats;  /* those in the trash too; -1: the copy cannot be read */
  gint64              version;  /* of its tables; -1: the copy cannot be read */
} PonderBackupInfo;

/* What a merge did. Nothing that was there is counted, since nothing of it was touched. */
typedef struct
{
  guint n_sessions;             /* chats that were missing */
  guint n_messages;             /* messages that were missing, also in chats that were there */
  guint n_branches;             /* of those: messages that are there with other words, now beside them */
} PonderRestoreCounts;

/* What became of a damaged database when it was opened. */
typedef struct
{
  char   *path;                 /* where the damaged file is kept */
  guint   n_messages;           /* that were read from it */
  guint   n_expected;           /* about so many there were; never fewer than were found */
  guint   n_from_copy;          /* that only the newest sound copy had */
  gint64  copy_time;            /* of that copy; 0: there was none, or no need of one */
} PonderRecovery;

void ponder_backup_info_free (PonderBackupInfo *self);

void ponder_recovery_free    (PonderRecovery   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderRecovery, ponder_recovery_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderBackupInfo, ponder_backup_info_free)

G_END_DECLS
