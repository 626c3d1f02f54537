/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model that stands above the others: a favorite, or one that was chosen lately. */

#include "config.h"

#include "ponder-model-shortcut.h"

#include "ponder-fault.h"
#include "ponder-model-info.h"
#include "ponder-provider-config.h"

/* Made anew with every change of what is known. */
struct _PonderModelShortcut
{
  GObject               parent_instance;

  PonderProviderModels *models;
  PonderModelInfo      *model;
  gboolean              favorite;
};

G_DEFINE_FINAL_TYPE (PonderModelShortcut, ponder_model_shortcut, G_TYPE_OBJECT)

/* (transfer full) */
static PonderModelInfo *
find_model (PonderProviderModels *models,
            const char           *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (models)); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (models), i);

      if (PONDER_IS_MODEL_INFO (item) && g_str_equal (ponder_model_info_get_id (PONDER_MODEL_INFO (item)), id))
        return PONDER_MODEL_INFO (g_steal_pointer (&item));
    }
  return ponder_model_info_new (ponder_provider_config_get_id (ponder_provider_models_get_provider (models)), id, NULL);
}

static void
ponder_model_shortcut_dispose (GObject *object)
{
  PonderModelShortcut *self = PONDER_MODEL_SHORTCUT (object);

  g_clear_object (&self->models);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (ponder_model_shortcut_parent_class)->dispose (object);
}

static void
ponder_model_shortcut_class_init (PonderModelShortcutClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ponder_model_shortcut_dispose;
}

static void
ponder_model_shortcut_init (PonderModelShortcut *self)
{
}

PonderModelShortcut *
ponder_model_shortcut_new (PonderProviderModels *models,
                           const char           *model,
                           gboolean              favorite)
{
  PonderModelShortcut *self;

  g_return_val_if_fail (PONDER_IS_PROVIDER_MODELS (models), NULL);

  self = g_object_new (PONDER_TYPE_MODEL_SHORTCUT, NULL);
  self->models = g_object_ref (models);
  self->model = find_model (models, model);
  self->favorite = favorite;
  return self;
}

gboolean
ponder_model_shortcut_is_favorite (PonderModelShortcut *self)
{
  g_return_val_if_fail (PONDER_IS_MODEL_SHORTCUT (self), FALSE);

  return self->favorite;
}

PonderModelInfo *
ponder_model_shortcut_get_model (PonderModelShortcut *self)
{
  g_return_val_if_fail (PONDER_IS_MODEL_SHORTCUT (self), NULL);

  return self->model;
}

const char *
ponder_model_shortcut_get_provider (PonderModelShortcut *self)
{
  g_return_val_if_fail (PONDER_IS_MODEL_SHORTCUT (self), NULL);

  return ponder_provider_config_get_name (ponder_provider_models_get_provider (self->models));
}

char *
ponder_model_shortcut_dup_reason (PonderModelShortcut *self)
{
  PonderFault *fault;

  g_return_val_if_fail (PONDER_IS_MODEL_SHORTCUT (self), NULL);

  fault = ponder_provider_models_get_fault (self->models);
  return fault != NULL ? ponder_fault_dup_title (fault) : NULL;
}
