/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of the model list: a provider's name, a model, or why there is none. */

#include "config.h"

#include "ponder-model-row.h"

#include "ponder-fault.h"
#include "ponder-model-info.h"
#include "ponder-provider-config.h"
#include "ponder-provider-models.h"

#include <glib/gi18n.h>

/* Recycled by the list view of PonderModelList. */
struct _PonderModelRow
{
  GtkWidget     parent_instance;

  GtkWidget    *box;
  GtkLabel     *heading;
  GtkLabel     *name;
  GtkWidget    *check;
  GtkSpinner   *spinner;
  GtkWidget    *warning;
  GtkLabel     *status;
  GtkWidget    *settings;

  GSignalGroup *models;         /* of the shown PonderProviderModels */
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
clear (PonderModelRow *self)
{
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
  gtk_widget_class_bind_template_child (widget_class, PonderModelRow, name);
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
    {
      gtk_label_set_label (self->name, ponder_model_info_get_name (item));
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), ponder_model_info_get_id (item));
      gtk_widget_set_visible (GTK_WIDGET (self->name), TRUE);
    }
  else if (PONDER_IS_PROVIDER_MODELS (item))
    {
      g_signal_group_set_target (self->models, item);
      show_status (self, item);
    }
  name_list_item (self);
}

void
ponder_model_row_set_current (PonderModelRow *self,
                              gboolean        current)
{
  g_return_if_fail (PONDER_IS_MODEL_ROW (self));

  gtk_widget_set_visible (self->check, current);
}
