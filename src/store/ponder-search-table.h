/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a query finds among titles and messages. On the worker's thread. */

#pragma once

#include "ponder-db.h"
#include "ponder-store-rows.h"

G_BEGIN_DECLS

/* See ponder_store_search_async(). (transfer full) */
PonderStoreHits *ponder_search_table_find (PonderDb           *db,
                                           PonderSearchQuery  *query,
                                           PonderSearchOrder   order,
                                           guint               offset,
                                           guint               limit,
                                           GError            **error);

G_END_DECLS
