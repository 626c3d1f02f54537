/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Configured servers as rows; their keys are never among them. On the worker's thread. */

#pragma once

#include "ponder-db.h"
#include "ponder-provider-config.h"

G_BEGIN_DECLS

/* In the order they were added. (element-type PonderProviderConfig) (transfer full) */
GPtrArray *ponder_providers_table_list   (PonderDb              *db,
                                          GError               **error);
gboolean   ponder_providers_table_save   (PonderDb              *db,
                                          PonderProviderConfig  *provider,
                                          GError               **error);
gboolean   ponder_providers_table_remove (PonderDb              *db,
                                          const char            *id,
                                          GError               **error);

G_END_DECLS
