/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The models of one provider as far as they are known in this run. */

#pragma once

#include <gio/gio.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_PROVIDER_MODELS (ponder_provider_models_get_type ())

G_DECLARE_FINAL_TYPE (PonderProviderModels, ponder_provider_models, PONDER, PROVIDER_MODELS, GObject)

/* A GListModel of PonderModelInfo, by name; of the one item itself while there is no model, so that a view
 * can say why. Properties, read only and notifying: "loading", "fault" (nullable). */

PonderProviderModels *ponder_provider_models_new          (PonderWorkspace      *workspace,
                                                           PonderProviderConfig *provider);
PonderProviderConfig *ponder_provider_models_get_provider (PonderProviderModels *self);
gboolean              ponder_provider_models_get_loading  (PonderProviderModels *self);
PonderFault          *ponder_provider_models_get_fault    (PonderProviderModels *self);
/* Asks the server, unless it is being asked. What is known stays until the answer comes. */
void                  ponder_provider_models_refresh      (PonderProviderModels *self);

G_END_DECLS
