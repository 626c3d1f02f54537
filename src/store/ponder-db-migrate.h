/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings the tables of an older database up to date. */

#pragma once

#include "ponder-db.h"

G_BEGIN_DECLS

/* Each step is one transaction together with its version number, so that a crash leaves the old
 * tables or the new ones. A database that holds something is copied into @backup_dir (nullable) first;
 * that it is no sound one is found then: ponder_db_is_damaged().
 * PONDER_ERROR_STORE_TOO_NEW, with nothing written, when it is past @n_steps. */
gboolean ponder_db_migrate (PonderDb           *db,
                            const char *const  *steps,
                            guint               n_steps,
                            const char         *backup_dir,
                            GError            **error);

G_END_DECLS
