/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The models that a person comes back to. */

#include "config.h"

#include "ponder-model-favorites.h"

#include "ponder-model-catalog.h"
#include "ponder-model-config.h"
#include "ponder-model-info.h"
#include "ponder-model-shortcut.h"
#include "ponder-workspace.h"

/* So many are remembered, and fewer are shown: some may be favorites. */
#define N_RECENT 8
#define N_RECENT_SHOWN 3

/* Owned by the catalog. Main thread. */
struct _PonderModelFavorites
{
  GObject             parent_instance;

  PonderModelCatalog *catalog;          /* borrowed */
  PonderSettings     *settings;
  GListStore         *shortcuts;
};

static GType
ponder_model_favorites_get_item_type (GListModel *list)
{
  return PONDER_TYPE_MODEL_SHORTCUT;
}

static guint
ponder_model_favorites_get_n_items (GListModel *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (PONDER_MODEL_FAVORITES (list)->shortcuts));
}

static gpointer
ponder_model_favorites_get_item (GListModel *list,
                                 guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (PONDER_MODEL_FAVORITES (list)->shortcuts), position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = ponder_model_favorites_get_item_type;
  iface->get_n_items = ponder_model_favorites_get_n_items;
  iface->get_item = ponder_model_favorites_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PonderModelFavorites, ponder_model_favorites, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

/* (transfer full) */
static char *
dup_name (PonderModelInfo *model)
{
  return g_strconcat (ponder_model_info_get_provider_id (model), "/", ponder_model_info_get_id (model), NULL);
}

/* @name first, then those of @names that are others, up to @n in all. (transfer full) */
static char *
put_first (const char *name,
           const char *names,
           guint       n)
{
  g_auto(GStrv) lines = g_strsplit (names, "\n", -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;
  guint n_added = 1;

  g_strv_builder_add (builder, name);
  for (guint i = 0; lines[i] != NULL && n_added < n; i++)
    {
      if (*lines[i] == '\0' || g_str_equal (lines[i], name))
        continue;
      g_strv_builder_add (builder, lines[i]);
      n_added++;
    }
  all = g_strv_builder_end (builder);
  return g_strjoinv ("\n", all);
}

/* (transfer full) */
static char *
take_out (const char *name,
          const char *names)
{
  g_autofree char *first = put_first (name, names, G_MAXUINT);
  const char *end = strchr (first, '\n');

  return g_strdup (end != NULL ? end + 1 : "");
}

static gboolean
has_line (const char *names,
          const char *name)
{
  g_auto(GStrv) lines = g_strsplit (names, "\n", -1);

  return g_strv_contains ((const char *const *) lines, name);
}

/* (nullable) (transfer full): its provider is gone or off. */
static PonderModelShortcut *
create_shortcut (PonderModelFavorites *self,
                 const char           *name,
                 gboolean              favorite)
{
  g_autofree char *provider = NULL;
  g_autofree char *model = NULL;
  PonderProviderModels *models;

  if (!ponder_model_name_split (name, &provider, &model)
      || (models = ponder_model_catalog_lookup (self->catalog, provider)) == NULL)
    return NULL;
  return ponder_model_shortcut_new (models, model, favorite);
}

static void
add_shortcuts (PonderModelFavorites *self,
               GPtrArray            *shortcuts,
               const char           *names,
               gboolean              favorite)
{
  g_auto(GStrv) lines = g_strsplit (names, "\n", -1);
  const char *favorites = ponder_settings_get_favorite_models (self->settings);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL && (favorite || n < N_RECENT_SHOWN); i++)
    {
      PonderModelShortcut *shortcut = NULL;

      if (favorite || !has_line (favorites, lines[i]))
        shortcut = create_shortcut (self, lines[i], favorite);
      if (shortcut == NULL)
        continue;
      g_ptr_array_add (shortcuts, shortcut);
      n++;
    }
}

static void
fill (PonderModelFavorites *self)
{
  g_autoptr(GPtrArray) shortcuts = g_ptr_array_new_with_free_func (g_object_unref);

  add_shortcuts (self, shortcuts, ponder_settings_get_favorite_models (self->settings), TRUE);
  add_shortcuts (self, shortcuts, ponder_settings_get_recent_models (self->settings), FALSE);
  g_list_store_splice (self->shortcuts, 0, g_list_model_get_n_items (G_LIST_MODEL (self->shortcuts)),
                       shortcuts->pdata, shortcuts->len);
}

static void
forward_cb (PonderModelFavorites *self,
            guint                 position,
            guint                 removed,
            guint                 added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
ponder_model_favorites_dispose (GObject *object)
{
  PonderModelFavorites *self = PONDER_MODEL_FAVORITES (object);

  self->catalog = NULL;
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (ponder_model_favorites_parent_class)->dispose (object);
}

static void
ponder_model_favorites_finalize (GObject *object)
{
  g_object_unref (PONDER_MODEL_FAVORITES (object)->shortcuts);

  G_OBJECT_CLASS (ponder_model_favorites_parent_class)->finalize (object);
}

static void
ponder_model_favorites_class_init (PonderModelFavoritesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ponder_model_favorites_dispose;
  G_OBJECT_CLASS (klass)->finalize = ponder_model_favorites_finalize;
}

static void
ponder_model_favorites_init (PonderModelFavorites *self)
{
  self->shortcuts = g_list_store_new (PONDER_TYPE_MODEL_SHORTCUT);
  g_signal_connect_object (self->shortcuts, "items-changed", G_CALLBACK (forward_cb), self, G_CONNECT_SWAPPED);
}

PonderModelFavorites *
ponder_model_favorites_new (PonderModelCatalog *catalog)
{
  PonderModelFavorites *self;

  g_return_val_if_fail (PONDER_IS_MODEL_CATALOG (catalog), NULL);

  self = g_object_new (PONDER_TYPE_MODEL_FAVORITES, NULL);
  self->catalog = catalog;
  self->settings = g_object_ref (ponder_workspace_get_settings (ponder_model_catalog_get_workspace (catalog)));
  g_signal_connect_object (self->settings, "notify::favorite-models", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "notify::recent-models", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  /* Every answer of a server comes with a change, also one that names no model. */
  g_signal_connect_object (ponder_model_catalog_get_models (catalog), "items-changed", G_CALLBACK (fill), self,
                           G_CONNECT_SWAPPED);
  fill (self);
  return self;
}

gboolean
ponder_model_favorites_contains (PonderModelFavorites *self,
                                 PonderModelInfo      *model)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (PONDER_IS_MODEL_FAVORITES (self), FALSE);

  name = dup_name (model);
  return has_line (ponder_settings_get_favorite_models (self->settings), name);
}

void
ponder_model_favorites_toggle (PonderModelFavorites *self,
                               PonderModelInfo      *model)
{
  const char *names;
  g_autofree char *name = NULL;
  g_autofree char *changed = NULL;

  g_return_if_fail (PONDER_IS_MODEL_FAVORITES (self));

  name = dup_name (model);
  names = ponder_settings_get_favorite_models (self->settings);
  changed = has_line (names, name) ? take_out (name, names) : put_first (name, names, G_MAXUINT);
  ponder_settings_set_favorite_models (self->settings, changed);
}

void
ponder_model_favorites_note (PonderModelFavorites *self,
                             PonderModelInfo      *model)
{
  g_autofree char *name = NULL;
  g_autofree char *changed = NULL;

  g_return_if_fail (PONDER_IS_MODEL_FAVORITES (self));

  name = dup_name (model);
  changed = put_first (name, ponder_settings_get_recent_models (self->settings), N_RECENT);
  ponder_settings_set_recent_models (self->settings, changed);
}
