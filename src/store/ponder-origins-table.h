/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where chats came from that other programs made. On the worker's thread. */

#pragma once

#include "ponder-db.h"
#include "ponder-store-import.h"

G_BEGIN_DECLS

/* @session (out) (transfer full) (nullable): the chat that @external_id of @source became; @updated (out): when it
 * had last changed there, 0 when nobody knows. */
gboolean ponder_origins_table_find (PonderDb    *db,
                                    const char  *source,
                                    const char  *external_id,
                                    char       **session,
                                    gint64      *updated,
                                    GError     **error);
/* Where chat @session came from, last if from more than one place; with neither text if it was made here. (transfer
 * full) */
PonderStoreOrigin *ponder_origins_table_load (PonderDb    *db,
                                              const char  *session,
                                              GError     **error);
/* Within a transaction. The time never goes back. */
gboolean ponder_origins_table_save (PonderDb    *db,
                                    const char  *source,
                                    const char  *external_id,
                                    gint64       updated,
                                    const char  *session,
                                    GError     **error);

G_END_DECLS
