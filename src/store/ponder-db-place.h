/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The place of the database on the disk: its folder, its file, and what if they are not sound. */

#pragma once

#include "ponder-db.h"

G_BEGIN_DECLS

/* The path of the database in @data_dir. (transfer full) */
char     *ponder_db_place_dup_path (const char    *data_dir);

/* A connection to the up-to-date database in @data_dir, whatever there was before. Programs that
 * open at the same time do so one after the other. A damaged file is moved away, never deleted;
 * @set_aside (out) (transfer full) (nullable) then says where. */
PonderDb *ponder_db_place_open     (const char    *data_dir,
                                    char         **set_aside,
                                    GCancellable  *cancellable,
                                    GError       **error);

G_END_DECLS
