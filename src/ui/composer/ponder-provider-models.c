/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The models of one provider as far as they are known in this run. */

#include "config.h"

#include "ponder-provider-models.h"

#include "ponder-model-info.h"
#include "ponder-workspace.h"

#include <gtk/gtk.h>

/* Owned by the catalog. Main thread. */
struct _PonderProviderModels
{
  GObject               parent_instance;

  PonderWorkspace      *workspace;
  PonderProviderConfig *provider;
  GListModel           *models;         /* (nullable): never an empty one */
  PonderFault          *fault;
  GCancellable         *cancellable;    /* while loading */
};

enum
{
  PROP_0,
  PROP_LOADING,
  PROP_FAULT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
ponder_provider_models_get_item_type (GListModel *list)
{
  return G_TYPE_OBJECT;
}

static guint
ponder_provider_models_get_n_items (GListModel *list)
{
  PonderProviderModels *self = PONDER_PROVIDER_MODELS (list);

  return self->models != NULL ? g_list_model_get_n_items (self->models) : 1;
}

static gpointer
ponder_provider_models_get_item (GListModel *list,
                                 guint       position)
{
  PonderProviderModels *self = PONDER_PROVIDER_MODELS (list);

  if (self->models != NULL)
    return g_list_model_get_item (self->models, position);

  return position == 0 ? g_object_ref (self) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = ponder_provider_models_get_item_type;
  iface->get_n_items = ponder_provider_models_get_n_items;
  iface->get_item = ponder_provider_models_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PonderProviderModels, ponder_provider_models, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  return g_utf8_collate (ponder_model_info_get_name (PONDER_MODEL_INFO ((gpointer) a)),
                         ponder_model_info_get_name (PONDER_MODEL_INFO ((gpointer) b)));
}

/* @models (nullable). */
static void
set_models (PonderProviderModels *self,
            GListModel           *models)
{
  guint n_before = ponder_provider_models_get_n_items (G_LIST_MODEL (self));

  g_clear_object (&self->models);
  if (models != NULL && g_list_model_get_n_items (models) > 0)
    {
      GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (compare_names, NULL, NULL));

      self->models = G_LIST_MODEL (gtk_sort_list_model_new (g_object_ref (models), sorter));
    }
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before,
                              ponder_provider_models_get_n_items (G_LIST_MODEL (self)));
}

static void
set_fault (PonderProviderModels *self,
           const GError         *error)
{
  g_clear_pointer (&self->fault, ponder_fault_unref);
  if (error != NULL)
    self->fault = ponder_fault_new_from_error (error, "models");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAULT]);
}

static void
models_listed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(PonderProviderModels) self = user_data;
  g_autoptr(GListModel) models = NULL;
  g_autoptr(GError) error = NULL;

  models = ponder_workspace_list_models_finish (PONDER_WORKSPACE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  set_fault (self, error);
  set_models (self, models);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

/* Another address or another key: what was known is about another server. */
static void
base_url_changed_cb (PonderProviderModels *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  set_fault (self, NULL);
  set_models (self, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
ponder_provider_models_dispose (GObject *object)
{
  PonderProviderModels *self = PONDER_PROVIDER_MODELS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->models);
  g_clear_object (&self->provider);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (ponder_provider_models_parent_class)->dispose (object);
}

static void
ponder_provider_models_finalize (GObject *object)
{
  PonderProviderModels *self = PONDER_PROVIDER_MODELS (object);

  g_clear_pointer (&self->fault, ponder_fault_unref);

  G_OBJECT_CLASS (ponder_provider_models_parent_class)->finalize (object);
}

static void
ponder_provider_models_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  PonderProviderModels *self = PONDER_PROVIDER_MODELS (object);

  switch (prop_id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, ponder_provider_models_get_loading (self));
      break;
    case PROP_FAULT:
      g_value_set_boxed (value, self->fault);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ponder_provider_models_class_init (PonderProviderModelsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ponder_provider_models_dispose;
  object_class->finalize = ponder_provider_models_finalize;
  object_class->get_property = ponder_provider_models_get_property;

  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FAULT] = g_param_spec_boxed ("fault", NULL, NULL, PONDER_TYPE_FAULT,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ponder_provider_models_init (PonderProviderModels *self)
{
}

PonderProviderModels *
ponder_provider_models_new (PonderWorkspace      *workspace,
                            PonderProviderConfig *provider)
{
  PonderProviderModels *self;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (provider), NULL);

  self = g_object_new (PONDER_TYPE_PROVIDER_MODELS, NULL);
  self->workspace = g_object_ref (workspace);
  self->provider = g_object_ref (provider);
  g_signal_connect_object (provider, "notify::base-url", G_CALLBACK (base_url_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

PonderProviderConfig *
ponder_provider_models_get_provider (PonderProviderModels *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_MODELS (self), NULL);

  return self->provider;
}

gboolean
ponder_provider_models_get_loading (PonderProviderModels *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_MODELS (self), FALSE);

  return self->cancellable != NULL;
}

PonderFault *
ponder_provider_models_get_fault (PonderProviderModels *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_MODELS (self), NULL);

  return self->fault;
}

void
ponder_provider_models_refresh (PonderProviderModels *self)
{
  g_return_if_fail (PONDER_IS_PROVIDER_MODELS (self));

  if (self->cancellable != NULL)
    return;

  self->cancellable = g_cancellable_new ();
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
  ponder_workspace_list_models_async (self->workspace, self->provider, NULL, self->cancellable, models_listed_cb,
                                      g_object_ref (self));
}
