/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a sound database out of a damaged one and its newest copy. */

#pragma once

#include "ponder-backup-info.h"
#include "ponder-db.h"

G_BEGIN_DECLS

/* Makes an up-to-date database at @to_path, whole and on the disk, with what can be read of the one at @path and,
 * where something is missing, with what the newest sound copy in @backup_dir has of it. @path stays as it is. That
 * nothing at all can be read is no error. Errors: PONDER_ERROR_STORE_FULL, G_IO_ERROR_CANCELLED, with nothing left
 * at @to_path. (transfer full): @path is not set. */
PonderRecovery *ponder_recover (const char    *path,
                                const char    *to_path,
                                const char    *backup_dir,
                                GCancellable  *cancellable,
                                GError       **error);

G_END_DECLS
