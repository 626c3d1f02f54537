/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Branches in the trash, which are messages that say when they were thrown away. */

#pragma once

#include "ponder-db.h"

G_BEGIN_DECLS

/* Those of chats that are not in the trash themselves, what was thrown away last first.
 * (element-type PonderTrashedBranch) (transfer full) */
GPtrArray *ponder_branches_table_list_trashed (PonderDb  *db,
                                               GError   **error);
/* Within a transaction: removes for good what was thrown away at @time or before. */
gboolean   ponder_branches_table_purge        (PonderDb  *db,
                                               gint64     time,
                                               GError   **error);

G_END_DECLS
