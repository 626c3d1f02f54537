/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking around; the workspace says where. */

#pragma once

#include "ponder-discovery.h"
#include "ponder-service.h"

G_BEGIN_DECLS

PonderDiscovery *ponder_discovery_new    (PonderDiscoveryKind   kind,
                                          PonderProviderConfig *provider);

/* Asks all @providers (element-type PonderProviderConfig) for their models at the same time, for one
 * second. */
void             ponder_discovery_probe_async  (PonderService        *service,
                                                GPtrArray            *providers,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
/* Those that answered, in the order of @providers, each address once.
 * (element-type PonderDiscovery) (transfer full) */
GPtrArray       *ponder_discovery_probe_finish (PonderService        *service,
                                                GAsyncResult         *result,
                                                GError              **error);

G_END_DECLS
