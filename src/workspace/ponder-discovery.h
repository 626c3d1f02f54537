/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Something that was found nearby and can be used at once. */

#pragma once

#include <glib-object.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_DISCOVERY (ponder_discovery_get_type ())

G_DECLARE_FINAL_TYPE (PonderDiscovery, ponder_discovery, PONDER, DISCOVERY, GObject)

typedef enum
{
  PONDER_DISCOVERY_SERVER,      /* a local server answered */
  PONDER_DISCOVERY_KEY,         /* a key is in the environment */
} PonderDiscoveryKind;

PonderDiscoveryKind   ponder_discovery_get_kind     (PonderDiscovery *self);
/* Ready to be saved as it is. (transfer none) */
PonderProviderConfig *ponder_discovery_get_provider (PonderDiscovery *self);
/* For a server: its first model, and how many it has. */
const char           *ponder_discovery_get_model    (PonderDiscovery *self);  /* (nullable) */
guint                 ponder_discovery_get_n_models (PonderDiscovery *self);

G_END_DECLS
