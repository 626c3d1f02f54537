/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many calls at once, and how long each may take. */

#pragma once

#include <adwaita.h>

#include "ponder-provider-config.h"

G_BEGIN_DECLS

#define PONDER_TYPE_PROVIDER_LIMITS (ponder_provider_limits_get_type ())

G_DECLARE_FINAL_TYPE (PonderProviderLimits, ponder_provider_limits, PONDER, PROVIDER_LIMITS, AdwPreferencesGroup)

/* Signal "changed": the provider has a new value to be saved. */

void ponder_provider_limits_set_provider (PonderProviderLimits *self,
                                          PonderProviderConfig *provider);

G_END_DECLS
