/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tags of sessions as rows; ponder-sessions-table.c reads them. On the worker's thread. */

#pragma once

#include "ponder-db.h"
#include "ponder-session.h"

G_BEGIN_DECLS

/* Within a transaction, once the session has its row. What is the same already is not written. */
gboolean ponder_tags_table_save (PonderDb       *db,
                                 PonderSession  *session,
                                 GError        **error);

G_END_DECLS
