/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The models of all providers that are switched on, remembered for this run. */

#include "config.h"

#include "ponder-model-catalog.h"

#include "ponder-workspace.h"

#include <gtk/gtk.h>

/* One for all windows; owned by the application. Main thread. */
struct _PonderModelCatalog
{
  GObject          parent_instance;

  PonderWorkspace *workspace;
  GHashTable      *known;       /* PonderProviderConfig -> PonderProviderModels */
  GListStore      *shown;       /* of PonderProviderModels */
  GListModel      *models;
  PonderModelFavorites *favorites;
};

G_DEFINE_FINAL_TYPE (PonderModelCatalog, ponder_model_catalog, G_TYPE_OBJECT)

static void providers_changed_cb (PonderModelCatalog *self);

static PonderProviderModels *
know_provider (PonderModelCatalog   *self,
               PonderProviderConfig *provider)
{
  PonderProviderModels *models = g_hash_table_lookup (self->known, provider);

  if (models == NULL)
    {
      models = ponder_provider_models_new (self->workspace, provider);
      g_hash_table_insert (self->known, g_object_ref (provider), models);
      g_signal_connect_object (provider, "notify::enabled", G_CALLBACK (providers_changed_cb), self, G_CONNECT_SWAPPED);
    }

  return models;
}

static void
providers_changed_cb (PonderModelCatalog *self)
{
  GListModel *providers = ponder_workspace_get_providers (self->workspace);
  g_autoptr(GPtrArray) shown = g_ptr_array_new ();
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->shown));

  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr(PonderProviderConfig) provider = g_list_model_get_item (providers, i);
      PonderProviderModels *models = know_provider (self, provider);

      if (ponder_provider_config_get_enabled (provider))
        g_ptr_array_add (shown, models);
    }

  g_list_store_splice (self->shown, 0, n_before, shown->pdata, shown->len);
}

static void
ponder_model_catalog_dispose (GObject *object)
{
  PonderModelCatalog *self = PONDER_MODEL_CATALOG (object);

  g_clear_object (&self->favorites);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_object (&self->models);
  g_clear_object (&self->shown);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (ponder_model_catalog_parent_class)->dispose (object);
}

static void
ponder_model_catalog_class_init (PonderModelCatalogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ponder_model_catalog_dispose;
}

static void
ponder_model_catalog_init (PonderModelCatalog *self)
{
  self->known = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
  self->shown = g_list_store_new (PONDER_TYPE_PROVIDER_MODELS);
  self->models = G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (g_object_ref (self->shown))));
}

PonderModelCatalog *
ponder_model_catalog_new (PonderWorkspace *workspace)
{
  PonderModelCatalog *self;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (PONDER_TYPE_MODEL_CATALOG, NULL);
  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (ponder_workspace_get_providers (workspace), "items-changed",
                           G_CALLBACK (providers_changed_cb), self, G_CONNECT_SWAPPED);
  providers_changed_cb (self);
  self->favorites = ponder_model_favorites_new (self);
  return self;
}

PonderWorkspace *
ponder_model_catalog_get_workspace (PonderModelCatalog *self)
{
  g_return_val_if_fail (PONDER_IS_MODEL_CATALOG (self), NULL);

  return self->workspace;
}

GListModel *
ponder_model_catalog_get_models (PonderModelCatalog *self)
{
  g_return_val_if_fail (PONDER_IS_MODEL_CATALOG (self), NULL);

  return self->models;
}

PonderModelFavorites *
ponder_model_catalog_get_favorites (PonderModelCatalog *self)
{
  g_return_val_if_fail (PONDER_IS_MODEL_CATALOG (self), NULL);

  return self->favorites;
}

PonderProviderModels *
ponder_model_catalog_lookup (PonderModelCatalog *self,
                             const char         *provider_id)
{
  g_return_val_if_fail (PONDER_IS_MODEL_CATALOG (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->shown)); i++)
    {
      g_autoptr(PonderProviderModels) models = g_list_model_get_item (G_LIST_MODEL (self->shown), i);
      PonderProviderConfig *provider = ponder_provider_models_get_provider (models);

      if (g_strcmp0 (ponder_provider_config_get_id (provider), provider_id) == 0)
        return models;
    }

  return NULL;
}

void
ponder_model_catalog_refresh (PonderModelCatalog *self)
{
  g_return_if_fail (PONDER_IS_MODEL_CATALOG (self));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->shown)); i++)
    {
      g_autoptr(PonderProviderModels) models = g_list_model_get_item (G_LIST_MODEL (self->shown), i);

      ponder_provider_models_refresh (models);
    }
}
