/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions as rows. On the worker's thread. */

#pragma once

#include "ponder-db.h"
#include "ponder-session.h"
#include "ponder-store-rows.h"

G_BEGIN_DECLS

/* All as they are at one moment. (transfer full) */
PonderStoreSessions *ponder_sessions_table_list         (PonderDb       *db,
                                                         GError        **error);
/* At most @n_max of what happened after the change @serial, in order.
 * (element-type PonderStoreChange) (transfer full) */
GPtrArray           *ponder_sessions_table_list_changes (PonderDb       *db,
                                                         gint64          serial,
                                                         guint           n_max,
                                                         GError        **error);
/* By id or by the beginning of one. (transfer full) */
PonderSession       *ponder_sessions_table_find         (PonderDb       *db,
                                                         const char     *id,
                                                         GError        **error);
gboolean             ponder_sessions_table_has          (PonderDb       *db,
                                                         const char     *id,
                                                         gboolean       *has,
                                                         GError        **error);
/* Of a session that has a row, the preview and count of that stay: they follow its messages. */
gboolean             ponder_sessions_table_save         (PonderDb       *db,
                                                         PonderSession  *session,
                                                         GError        **error);
/* Of a session that has a row, only the time of the last change; else all of it. */
gboolean             ponder_sessions_table_touch        (PonderDb       *db,
                                                         PonderSession  *session,
                                                         GError        **error);
/* What was thrown away at @time or before, with its messages. */
gboolean             ponder_sessions_table_purge        (PonderDb       *db,
                                                         gint64          time,
                                                         GError        **error);

G_END_DECLS
