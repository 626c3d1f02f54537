/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long requests, written down on a thread. */

#pragma once

#include <gio/gio.h>

#include "ponder-dialect.h"
#include "ponder-downgrade.h"
#include "ponder-request.h"

G_BEGIN_DECLS

/* What takes milliseconds to write down: half a second for a PDF of 20 MB, 20 ms for ten thousand messages. */
gboolean ponder_encoding_is_long   (PonderRequest         *request);
/* As ponder_dialect_encode_request(). */
void     ponder_encoding_run_async (PonderDialect         *dialect,
                                    PonderRequest         *request,
                                    const PonderDowngrade *downgrade,
                                    GCancellable          *cancellable,
                                    GAsyncReadyCallback    callback,
                                    gpointer               user_data);
GBytes  *ponder_encoding_run_finish (GAsyncResult         *result,
                                     GError              **error);

G_END_DECLS
