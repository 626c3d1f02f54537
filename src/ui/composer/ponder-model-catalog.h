/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The models of all providers that are switched on, remembered for this run. */

#pragma once

#include <gio/gio.h>

#include "ponder-model-favorites.h"
#include "ponder-provider-models.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_MODEL_CATALOG (ponder_model_catalog_get_type ())

G_DECLARE_FINAL_TYPE (PonderModelCatalog, ponder_model_catalog, PONDER, MODEL_CATALOG, GObject)

PonderModelCatalog   *ponder_model_catalog_new           (PonderWorkspace    *workspace);
PonderWorkspace      *ponder_model_catalog_get_workspace (PonderModelCatalog *self);
/* PonderModelInfo, and PonderProviderModels for a provider without any. (transfer none) */
GListModel           *ponder_model_catalog_get_models    (PonderModelCatalog *self);
/* (transfer none) (nullable): of a provider that is switched on. */
PonderProviderModels *ponder_model_catalog_lookup        (PonderModelCatalog *self,
                                                          const char         *provider_id);
/* (transfer none) */
PonderModelFavorites *ponder_model_catalog_get_favorites     (PonderModelCatalog *self);
/* Asks every server that is not being asked. */
void                  ponder_model_catalog_refresh       (PonderModelCatalog *self);

G_END_DECLS
