/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Models grouped by provider, with a search entry: for popovers and pages. */

#include "config.h"

#include "ponder-model-list.h"

#include "ponder-grouped-list.h"
#include "ponder-model-info.h"
#include "ponder-model-row.h"
#include "ponder-model-shortcut.h"
#include "ponder-provider-config.h"
#include "ponder-provider-models.h"

#include <glib/gi18n.h>

/* Part of the picker, of the preferences and of the assistant for a new provider. */
struct _PonderModelList
{
  GtkWidget          parent_instance;

  GtkWidget         *box;
  GtkSearchEntry    *search;
  GtkStack          *stack;
  GtkListView       *view;

  PonderModelFavorites *favorites;      /* (nullable) */
  GListModel        *providers;         /* PonderProviderConfig */
  GtkFilterListModel *found;
  PonderGroupedList *grouped;
  GStrv              words;             /* what is searched, folded; NULL for all */
  char              *provider_id;
  char              *model;
  GPtrArray         *checked;           /* names of models, besides the one above */
  GPtrArray         *rows;              /* GtkListItem: those that show something */
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderModelList, ponder_model_list, GTK_TYPE_WIDGET)

static const char *
provider_name (PonderModelList *self,
               const char      *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->providers); i++)
    {
      g_autoptr(PonderProviderConfig) provider = g_list_model_get_item (self->providers, i);

      if (g_strcmp0 (ponder_provider_config_get_id (provider), id) == 0)
        return ponder_provider_config_get_name (provider);
    }

  return id;
}

static char *
dup_group (gpointer item,
           gpointer user_data)
{
  if (PONDER_IS_MODEL_SHORTCUT (item))
    return g_strdup (ponder_model_shortcut_is_favorite (item) ? _("Favorites") : _("Recent"));
  if (PONDER_IS_PROVIDER_MODELS (item))
    return g_strdup (ponder_provider_config_get_name (ponder_provider_models_get_provider (item)));

  return g_strdup (provider_name (user_data, ponder_model_info_get_provider_id (item)));
}

/* (nullable) (transfer none): the model that @item, of a list, stands for. */
static PonderModelInfo *
get_model (gpointer item)
{
  if (PONDER_IS_MODEL_SHORTCUT (item))
    return ponder_model_shortcut_get_model (item);
  return PONDER_IS_MODEL_INFO (item) ? PONDER_MODEL_INFO (item) : NULL;
}

/* (nullable) (transfer none): the same, if it can be asked. */
static PonderModelInfo *
get_choice (gpointer item)
{
  g_autofree char *reason = PONDER_IS_MODEL_SHORTCUT (item) ? ponder_model_shortcut_dup_reason (item) : NULL;

  return reason == NULL ? get_model (item) : NULL;
}

/* A provider without models has something to say only while nothing is searched, and what was used lately is found
 * under its provider then. */
static gboolean
matches (gpointer item,
         gpointer user_data)
{
  PonderModelList *self = user_data;
  PonderModelInfo *model;
  g_autofree char *all = NULL;
  g_autofree char *folded = NULL;

  if (self->words == NULL)
    return TRUE;
  if ((model = get_model (item)) == NULL
      || (PONDER_IS_MODEL_SHORTCUT (item) && !ponder_model_shortcut_is_favorite (item)))
    return FALSE;

  all = g_strjoin (" ", ponder_model_info_get_name (model), ponder_model_info_get_id (model),
                   provider_name (self, ponder_model_info_get_provider_id (model)), NULL);
  folded = g_utf8_casefold (all, -1);
  for (guint i = 0; self->words[i] != NULL; i++)
    {
      if (strstr (folded, self->words[i]) == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
update_stack (PonderModelList *self)
{
  gboolean empty = self->grouped == NULL || g_list_model_get_n_items (G_LIST_MODEL (self->grouped)) == 0;

  gtk_stack_set_visible_child_name (self->stack, !empty ? "models" : self->words != NULL ? "not-found" : "none");
}

static gboolean
is_checked (PonderModelList *self,
            PonderModelInfo *model)
{
  g_autofree char *name = g_strconcat (ponder_model_info_get_provider_id (model), "/",
                                       ponder_model_info_get_id (model), NULL);

  return g_ptr_array_find_with_equal_func (self->checked, name, g_str_equal, NULL);
}

static gboolean
is_current (PonderModelList *self,
            gpointer         item)
{
  PonderModelInfo *model = get_model (item);

  if (model != NULL && self->checked->len > 0)
    return is_checked (self, model);
  return model != NULL && g_strcmp0 (ponder_model_info_get_id (model), self->model) == 0
         && g_strcmp0 (ponder_model_info_get_provider_id (model), self->provider_id) == 0;
}

static void
choose (PonderModelList *self,
        guint            position)
{
  g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (self->grouped), position);

  PonderModelInfo *model = get_choice (item);

  if (model != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, model);
}

static void
setup_cb (PonderModelList *self,
          GtkListItem     *list_item)
{
  GtkWidget *row = ponder_model_row_new ();

  if (self->favorites != NULL)
    ponder_model_row_set_favorites (PONDER_MODEL_ROW (row), self->favorites);
  gtk_list_item_set_child (list_item, row);
}

static void
bind_cb (PonderModelList *self,
         GtkListItem     *list_item)
{
  PonderModelRow *row = PONDER_MODEL_ROW (gtk_list_item_get_child (list_item));
  gpointer item = gtk_list_item_get_item (list_item);

  g_ptr_array_add (self->rows, list_item);
  ponder_model_row_set_item (row, item);
  ponder_model_row_set_current (row, is_current (self, item));
  gtk_list_item_set_activatable (list_item, get_choice (item) != NULL);
  gtk_list_item_set_selectable (list_item, get_model (item) != NULL);
}

static void
unbind_cb (PonderModelList *self,
           GtkListItem     *list_item)
{
  g_ptr_array_remove_fast (self->rows, list_item);
  ponder_model_row_set_item (PONDER_MODEL_ROW (gtk_list_item_get_child (list_item)), NULL);
}

static void
search_changed_cb (PonderModelList *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search))));
  g_autofree char *folded = g_utf8_casefold (text, -1);

  g_clear_pointer (&self->words, g_strfreev);
  if (text[0] != '\0')
    self->words = g_strsplit_set (folded, " \t", -1);
  if (self->found != NULL)
    gtk_filter_changed (gtk_filter_list_model_get_filter (self->found), GTK_FILTER_CHANGE_DIFFERENT);
  update_stack (self);
}

static guint
find_first_choice (PonderModelList *self)
{
  guint n = self->grouped != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->grouped)) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (self->grouped), i);

      if (get_choice (item) != NULL)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

/* Enter in the search takes the first model that can be asked. */
static void
search_activated_cb (PonderModelList *self)
{
  guint position = self->words != NULL ? find_first_choice (self) : GTK_INVALID_LIST_POSITION;

  if (position != GTK_INVALID_LIST_POSITION)
    choose (self, position);
}

/* The list's own keys never reach what is in its rows. */
static gboolean
key_pressed_cb (PonderModelList *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  state)
{
  GtkSingleSelection *selection = GTK_SINGLE_SELECTION (gtk_list_view_get_model (self->view));
  PonderModelInfo *model = selection != NULL ? get_model (gtk_single_selection_get_selected_item (selection)) : NULL;

  if (keyval != GDK_KEY_d || (state & gtk_accelerator_get_default_mod_mask ()) != GDK_CONTROL_MASK
      || model == NULL || self->favorites == NULL)
    return GDK_EVENT_PROPAGATE;
  ponder_model_favorites_toggle (self->favorites, model);
  return GDK_EVENT_STOP;
}

/* To the first model that can be asked: a heading takes the keyboard, too, and does nothing with it. */
static void
enter_list (PonderModelList *self)
{
  GtkSingleSelection *selection = GTK_SINGLE_SELECTION (gtk_list_view_get_model (self->view));
  guint position = find_first_choice (self);

  if (position == GTK_INVALID_LIST_POSITION)
    return;
  gtk_single_selection_set_selected (selection, position);
  for (GtkWidget *cell = gtk_widget_get_first_child (GTK_WIDGET (self->view)); cell != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    {
      PonderModelRow *row = PONDER_MODEL_ROW (gtk_widget_get_first_child (cell));

      if (ponder_model_row_get_model (row) == get_model (gtk_single_selection_get_selected_item (selection)))
        {
          gtk_widget_grab_focus (cell);
          return;
        }
    }
}

static gboolean
search_key_pressed_cb (PonderModelList *self,
                       guint            keyval)
{
  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  enter_list (self);
  return GDK_EVENT_STOP;
}

/* Escape: the entry would keep it from the popover around us. */
static void
search_stopped_cb (PonderModelList *self)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER);

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

static void
activated_cb (PonderModelList *self,
              guint            position)
{
  choose (self, position);
}

static gboolean
ponder_model_list_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PONDER_MODEL_LIST (widget)->search));
}

static void
ponder_model_list_dispose (GObject *object)
{
  PonderModelList *self = PONDER_MODEL_LIST (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->grouped);
  g_clear_object (&self->found);
  g_clear_object (&self->favorites);
  g_clear_object (&self->providers);

  G_OBJECT_CLASS (ponder_model_list_parent_class)->dispose (object);
}

static void
ponder_model_list_finalize (GObject *object)
{
  PonderModelList *self = PONDER_MODEL_LIST (object);

  g_clear_pointer (&self->words, g_strfreev);
  g_clear_pointer (&self->provider_id, g_free);
  g_clear_pointer (&self->model, g_free);
  g_ptr_array_unref (self->checked);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (ponder_model_list_parent_class)->finalize (object);
}

static void
ponder_model_list_class_init (PonderModelListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_model_list_dispose;
  object_class->finalize = ponder_model_list_finalize;
  widget_class->grab_focus = ponder_model_list_grab_focus;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, PONDER_TYPE_MODEL_INFO);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/composer/ponder-model-list.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderModelList, box);
  gtk_widget_class_bind_template_child (widget_class, PonderModelList, search);
  gtk_widget_class_bind_template_child (widget_class, PonderModelList, stack);
  gtk_widget_class_bind_template_child (widget_class, PonderModelList, view);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, enter_list);
  gtk_widget_class_bind_template_callback (widget_class, search_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
ponder_model_list_init (PonderModelList *self)
{
  self->checked = g_ptr_array_new_with_free_func (g_free);
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self));
}

static void
set_view_model (PonderModelList *self)
{
  g_autoptr(GtkSingleSelection) selection = NULL;

  g_clear_object (&self->grouped);
  if (self->found != NULL)
    {
      self->grouped = ponder_grouped_list_new (G_LIST_MODEL (self->found), dup_group, self);
      g_signal_connect_object (self->grouped, "items-changed", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
      selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->grouped)));
      gtk_single_selection_set_autoselect (selection, FALSE);
      gtk_single_selection_set_can_unselect (selection, TRUE);
      gtk_single_selection_set_selected (selection, GTK_INVALID_LIST_POSITION);
    }
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  update_stack (self);
}

/* (transfer full) */
static GListModel *
put_favorites_first (PonderModelList *self,
                     GListModel      *models)
{
  GListStore *lists;

  if (self->favorites == NULL)
    return g_object_ref (models);
  lists = g_list_store_new (G_TYPE_LIST_MODEL);
  g_list_store_append (lists, self->favorites);
  g_list_store_append (lists, models);
  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (lists)));
}

void
ponder_model_list_set_favorites (PonderModelList      *self,
                                 PonderModelFavorites *favorites)
{
  g_return_if_fail (PONDER_IS_MODEL_LIST (self));
  g_return_if_fail (self->favorites == NULL && self->found == NULL);

  self->favorites = g_object_ref (favorites);
}

void
ponder_model_list_set_models (PonderModelList *self,
                              GListModel      *models,
                              GListModel      *providers)
{
  g_return_if_fail (PONDER_IS_MODEL_LIST (self));

  g_clear_object (&self->found);
  g_set_object (&self->providers, providers);
  if (models != NULL)
    {
      GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));

      self->found = gtk_filter_list_model_new (put_favorites_first (self, models), filter);
    }
  set_view_model (self);
}

void
ponder_model_list_set_current (PonderModelList *self,
                               const char      *provider_id,
                               const char      *model)
{
  g_return_if_fail (PONDER_IS_MODEL_LIST (self));

  if (g_strcmp0 (self->provider_id, provider_id) == 0 && g_strcmp0 (self->model, model) == 0)
    return;

  g_free (self->provider_id);
  self->provider_id = g_strdup (provider_id);
  g_free (self->model);
  self->model = g_strdup (model);
  if (self->grouped != NULL)
    ponder_grouped_list_regroup (self->grouped);
}

/* The rows stay, and with them the keyboard. */
void
ponder_model_list_set_checked (PonderModelList *self,
                               GPtrArray       *names)
{
  g_return_if_fail (PONDER_IS_MODEL_LIST (self));

  g_ptr_array_set_size (self->checked, 0);
  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add (self->checked, g_strdup (g_ptr_array_index (names, i)));
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkListItem *list_item = g_ptr_array_index (self->rows, i);

      ponder_model_row_set_current (PONDER_MODEL_ROW (gtk_list_item_get_child (list_item)),
                                    is_current (self, gtk_list_item_get_item (list_item)));
    }
}

void
ponder_model_list_start (PonderModelList *self)
{
  g_return_if_fail (PONDER_IS_MODEL_LIST (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
