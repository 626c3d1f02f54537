/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a session's row says of its messages: preview, count, time. On the worker's thread. */

#pragma once

#include "ponder-messages-table.h"

G_BEGIN_DECLS

/* After messages were saved, within the same transaction. */
gboolean ponder_session_summary_update (PonderDb                    *db,
                                        const char                  *session_id,
                                        const PonderMessagesChange  *change,
                                        GError                     **error);

G_END_DECLS
