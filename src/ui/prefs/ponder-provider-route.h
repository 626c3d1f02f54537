/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a server is reached: what it speaks, whom it is trusted by, through what. */

#pragma once

#include <adwaita.h>

#include "ponder-provider-config.h"

G_BEGIN_DECLS

#define PONDER_TYPE_PROVIDER_ROUTE (ponder_provider_route_get_type ())

G_DECLARE_FINAL_TYPE (PonderProviderRoute, ponder_provider_route, PONDER, PROVIDER_ROUTE, AdwPreferencesGroup)

/* Signal "changed": the provider has a new value to be saved. */

void      ponder_provider_route_set_provider (PonderProviderRoute   *self,
                                              PonderProviderConfig  *provider);
/* Takes what is typed and was not applied yet; FALSE when it is no proxy. */
gboolean  ponder_provider_route_apply        (PonderProviderRoute   *self,
                                              GError               **error);

G_END_DECLS
