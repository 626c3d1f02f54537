/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The place of the database on the disk: its folder, its file, and what if they are not sound. */

#pragma once

#include "ponder-backup-info.h"
#include "ponder-db.h"

G_BEGIN_DECLS

/* The path of the database in @data_dir. (transfer full) */
char     *ponder_db_place_dup_path    (const char      *data_dir);

/* The folder of the copies in @data_dir. (transfer full) */
char     *ponder_db_place_dup_backups (const char      *data_dir);

/* A connection to the up-to-date database in @data_dir, whatever there was before. Programs that
 * open at the same time do so one after the other. A damaged file is moved away, never deleted, once
 * what can be read of it is in a new one; @recovery (out) (transfer full) (nullable) then says what. One of a newer
 * program can be read only: ponder_db_is_forbidden(). */
PonderDb *ponder_db_place_open        (const char      *data_dir,
                                       PonderRecovery **recovery,
                                       GCancellable    *cancellable,
                                       GError         **error);

/* A check found the file damaged: the next program that opens it, and has it for itself, looks again, and recovers
 * what can be read. */
void      ponder_db_place_note_damage (const char      *data_dir,
                                       const char      *words);
gboolean  ponder_db_place_has_noted_damage (const char *data_dir);

G_END_DECLS
