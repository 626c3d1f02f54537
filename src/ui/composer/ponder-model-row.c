/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of the model list: a provider's name, a model, or why there is none. */

#include "config.h"

#include "ponder-model-row.h"

#include "ponder-fault.h"
#include "ponder-model-info.h"
#include "ponder-model-shortcut.h"
#include "ponder-provider-config.h"
#include "ponder-provider-models.h"

#include <glib/gi18n.h>

/* Recycled by the list view of PonderModelList. */
struct _PonderModelRow
{
  GtkWidget     parent_instance;

  GtkWidget    *box;
  GtkLabel     *heading;
  GtkWidget    *names;
  GtkLabel     *name;
  GtkLabel     *caption;
  GtkButton    *star;
  GtkWidget    *check;
  GtkSpinner   *spinner;
  GtkWidget    *warning;
  GtkLabel     *status;
  GtkWidget    *settings;

  GSignalGroup *models;         /* of the shown PonderProviderModels */
  PonderModelFavorites *favorites;      /* (nullable) */
  PonderModelInfo      *model;          /* (nullable): that is shown */
};

G_DEFINE_FINAL_TYPE (PonderModelRow, ponder_model_row, GTK_TYPE_WIDGET)

static char *
describe_status (PonderProviderModels *models)
{
  PonderFault *fault = ponder_provider_models_get_fault (models);

  if (ponder_provider_models_get_loading (models))
    return g_strdup (_("Asking for its models…"));
  if (fault == NULL)
    return g_strdup (_("It offers no models"));
  return ponder_fault_dup_sentences (fault);
}

static void
show_status (PonderModelRow       *self,
             PonderProviderModels *models)
{
  g_autofree char *status = describe_status (models);
  gboolean loading = ponder_provider_models_get_loading (models);
  gboolean failed = !loading && ponder_provider_models_get_fault (models) != NULL;
  PonderProviderConfig *provider = ponder_provider_models_get_provider (models);

  gtk_label_set_label (self->status, status);
  gtk_widget_set_visible (GTK_WIDGET (self->status), TRUE);
  gtk_spinner_set_spinning (self->spinner, loading);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), loading);
  gtk_widget_set_visible (self->warning, failed);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->settings), "s", ponder_provider_config_get_id (provider));
  gtk_widget_set_visible (self->settings, failed);
}

static void
models_changed_cb (PonderModelRow       *self,
                   GParamSpec           *pspec,
                   PonderProviderModels *models)
{
  show_status (self, models);
}

static void
update_star (PonderModelRow *self)
{
  gboolean favorite;
  const char *words;

  gtk_widget_set_visible (GTK_WIDGET (self->star), self->favorites != NULL && self->model != NULL);
  if (self->favorites == NULL || self->model == NULL)
    return;

  favorite = ponder_model_favorites_contains (self->favorites, self->model);
  words = favorite ? _("Remove from the favorites (Ctrl+D)") : _("Add to the favorites (Ctrl+D)");
  gtk_button_set_icon_name (self->star, favorite ? "starred-symbolic" : "non-starred-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->star), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->star), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  if (favorite)
    gtk_widget_add_css_class (GTK_WIDGET (self->star), "starred");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->star), "starred");
}

/* What is shown may change with it. */
static void
star_clicked_cb (PonderModelRow *self)
{
  g_autoptr(PonderModelInfo) model = g_object_ref (self->model);

  ponder_model_favorites_toggle (self->favorites, model);
}

static void
show_model (PonderModelRow  *self,
            PonderModelInfo *model)
{
  gtk_label_set_label (self->name, ponder_model_info_get_name (model));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), ponder_model_info_get_id (model));
  gtk_widget_set_visible (self->names, TRUE);
  g_set_object (&self->model, model);
}

/* It stands under no provider, so it names its own, or why that cannot be asked. */
static void
show_shortcut (PonderModelRow      *self,
               PonderModelShortcut *shortcut)
{
  g_autofree char *reason = ponder_model_shortcut_dup_reason (shortcut);
  const char *provider = ponder_model_shortcut_get_provider (shortcut);
  g_autofree char *caption = NULL;

  /* Translators: the name of a provider, and why it cannot be asked. */
  caption = reason != NULL ? g_strdup_printf (_("%s: %s"), provider, reason) : g_strdup (provider);
  show_model (self, ponder_model_shortcut_get_model (shortcut));
  gtk_label_set_label (self->caption, caption);
  gtk_widget_set_visible (GTK_WIDGET (self->caption), TRUE);
  gtk_widget_set_visible (self->warning, reason != NULL);
  gtk_widget_set_sensitive (self->names, reason == NULL);
}

static void
clear (PonderModelRow *self)
{
  g_clear_object (&self->model);
  gtk_widget_set_visible (GTK_WIDGET (self->caption), FALSE);
  gtk_widget_set_sensitive (self->names, TRUE);
  g_signal_group_set_target (self->models, NULL);
  gtk_spinner_stop (self->spinner);
  for (GtkWidget *child = gtk_widget_get_first_child (self->box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_visible (child, FALSE);
}

static void
ponder_model_row_dispose (GObject *object)
{
  PonderModelRow *self = PONDER_MODEL_ROW (object);

  g_clear_object (&self->models);
  g_clear_object (&self->favorites);
  g_clear_object (&self->model);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (ponder_model_row_parent_class)->dispose (object);
}

static void
ponder_model_row_class_init (PonderModelRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_model_row_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/composer/ponder-model-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderModelRow, box);
  gtk_widget_class_bind_template_child (widget_class, PonderModelRow, heading);
  gtk_widget_class_bind_template_child (widget_class, PonderModelRow, names);
  gtk_widget_class_bind_template_child (widget_class, PonderModelRow, name);
  gtk_widget_class_bind_template_child (widget_class, PonderModelRow, caption);
  gtk_widget_class_bind_template_child (widget_class, PonderModelRow, star);
  gtk_widget_class_bind_template_callback (widget_class, star_clicked_cb);
  gtk_widget_class_bind_template_child (widget_class, PonderModelRow, check);
  gtk_widget_class_bind_template_child (widget_class, PonderModelRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, PonderModelRow, warning);
  gtk_widget_class_bind_template_child (widget_class, PonderModelRow, status);
  gtk_widget_class_bind_template_child (widget_class, PonderModelRow, settings);
}

static void
ponder_model_row_init (PonderModelRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->models = g_signal_group_new (PONDER_TYPE_PROVIDER_MODELS);
  g_signal_group_connect_swapped (self->models, "notify", G_CALLBACK (models_changed_cb), self);
}

GtkWidget *
ponder_model_row_new (void)
{
  return g_object_new (PONDER_TYPE_MODEL_ROW, NULL);
}

/* The list item is what a screen reader stops at; it cannot know the words of its child before GTK 4.12. */
static void
name_list_item (PonderModelRow *self)
{
  GtkLabel *labels[] = { self->heading, self->name, self->status };
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  for (guint i = 0; parent != NULL && i < G_N_ELEMENTS (labels); i++)
    if (gtk_widget_get_visible (GTK_WIDGET (labels[i])))
      gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      gtk_label_get_label (labels[i]), -1);
}

void
ponder_model_row_set_favorites (PonderModelRow       *self,
                                PonderModelFavorites *favorites)
{
  g_return_if_fail (PONDER_IS_MODEL_ROW (self));
  g_return_if_fail (self->favorites == NULL);

  self->favorites = g_object_ref (favorites);
  g_signal_connect_object (favorites, "items-changed", G_CALLBACK (update_star), self, G_CONNECT_SWAPPED);
}

void
ponder_model_row_set_item (PonderModelRow *self,
                           gpointer        item)
{
  g_return_if_fail (PONDER_IS_MODEL_ROW (self));

  clear (self);
  if (GTK_IS_STRING_OBJECT (item))
    {
      gtk_label_set_label (self->heading, gtk_string_object_get_string (item));
      gtk_widget_set_visible (GTK_WIDGET (self->heading), TRUE);
    }
  else if (PONDER_IS_MODEL_INFO (item))
    show_model (self, item);
  else if (PONDER_IS_MODEL_SHORTCUT (item))
    show_shortcut (self, item);
  else if (PONDER_IS_PROVIDER_MODELS (item))
    {
      g_signal_group_set_target (self->models, item);
      show_status (self, item);
    }
  name_list_item (self);
  update_star (self);
}

PonderModelInfo *
ponder_model_row_get_model (PonderModelRow *self)
{
  g_return_val_if_fail (PONDER_IS_MODEL_ROW (self), NULL);

  return self->model;
}

void
ponder_model_row_set_current (PonderModelRow *self,
                              gboolean        current)
{
  g_return_if_fail (PONDER_IS_MODEL_ROW (self));

  gtk_widget_set_visible (self->check, current);
}
