/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dialog in which several models are chosen. */

#include "config.h"

#include "ponder-model-choice.h"

#include <glib/gi18n.h>

#include "ponder-model-info.h"
#include "ponder-model-list.h"
#include "ponder-workspace.h"

/* Modal; ends when it is closed. */
struct _PonderModelChoice
{
  AdwWindow        parent_instance;

  AdwWindowTitle  *heading;
  GtkButton       *confirm;
  PonderModelList *list;

  GPtrArray       *models;
  guint            least;
  guint            most;
};

enum
{
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderModelChoice, ponder_model_choice, ADW_TYPE_WINDOW)

static void
update (PonderModelChoice *self)
{
  guint n = self->models->len;
  /* Translators: how many models are chosen, and how many can be. */
  g_autofree char *words = g_strdup_printf (ngettext ("%u of at most %u chosen", "%u of at most %u chosen", n), n,
                                            self->most);

  adw_window_title_set_subtitle (self->heading, words);
  gtk_widget_set_sensitive (GTK_WIDGET (self->confirm), n >= self->least);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "choice.confirm", n >= self->least);
  ponder_model_list_set_checked (self->list, self->models);
}

static void
chosen_cb (PonderModelChoice *self,
           PonderModelInfo   *model)
{
  g_autofree char *name = g_strconcat (ponder_model_info_get_provider_id (model), "/",
                                       ponder_model_info_get_id (model), NULL);
  guint index;

  if (g_ptr_array_find_with_equal_func (self->models, name, g_str_equal, &index))
    g_ptr_array_remove_index (self->models, index);
  else if (self->models->len < self->most)
    g_ptr_array_add (self->models, g_steal_pointer (&name));
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
  update (self);
}

static void
confirm_cb (PonderModelChoice *self)
{
  g_signal_emit (self, signals[DONE], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
confirm_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  confirm_cb (PONDER_MODEL_CHOICE (widget));
}

static void
ponder_model_choice_finalize (GObject *object)
{
  g_ptr_array_unref (PONDER_MODEL_CHOICE (object)->models);

  G_OBJECT_CLASS (ponder_model_choice_parent_class)->finalize (object);
}

static void
ponder_model_choice_class_init (PonderModelChoiceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ponder_model_choice_finalize;

  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);

  g_type_ensure (PONDER_TYPE_MODEL_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/composer/ponder-model-choice.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderModelChoice, heading);
  gtk_widget_class_bind_template_child (widget_class, PonderModelChoice, confirm);
  gtk_widget_class_bind_template_child (widget_class, PonderModelChoice, list);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, confirm_cb);
  gtk_widget_class_install_action (widget_class, "choice.confirm", NULL, confirm_action);
}

static void
ponder_model_choice_init (PonderModelChoice *self)
{
  self->models = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

PonderModelChoice *
ponder_model_choice_new (GtkWindow          *parent,
                         PonderModelCatalog *catalog,
                         const char         *title,
                         const char         *action,
                         guint               least,
                         guint               most)
{
  PonderModelChoice *self = g_object_new (PONDER_TYPE_MODEL_CHOICE, "transient-for", parent, "title", title, NULL);

  self->least = least;
  self->most = most;
  adw_window_title_set_title (self->heading, title);
  gtk_button_set_label (self->confirm, action);
  ponder_model_catalog_refresh (catalog);
  ponder_model_list_set_models (self->list, ponder_model_catalog_get_models (catalog),
                                ponder_workspace_get_providers (ponder_model_catalog_get_workspace (catalog)));
  ponder_model_list_start (self->list);
  update (self);
  return self;
}

void
ponder_model_choice_set_models (PonderModelChoice *self,
                                GPtrArray         *models)
{
  g_return_if_fail (PONDER_IS_MODEL_CHOICE (self));

  g_ptr_array_set_size (self->models, 0);
  for (guint i = 0; i < models->len && i < self->most; i++)
    g_ptr_array_add (self->models, g_strdup (g_ptr_array_index (models, i)));
  update (self);
}

GPtrArray *
ponder_model_choice_get_models (PonderModelChoice *self)
{
  g_return_val_if_fail (PONDER_IS_MODEL_CHOICE (self), NULL);

  return self->models;
}
