/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a chat that comes from elsewhere. On the worker's thread. */

#pragma once

#include "ponder-db.h"
#include "ponder-store-import.h"

G_BEGIN_DECLS

/* Within a transaction, also when it only pretends. (transfer full): for g_free() */
PonderArrivalResult *ponder_arrival_write (PonderDb            *db,
                                           PonderStoreArrival  *arrival,
                                           GError             **error);

G_END_DECLS
