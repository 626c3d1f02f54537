/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The models that are asked at once, as chips in the composer. */

#include "config.h"

#include "ponder-asked-models.h"

#include <glib/gi18n.h>

#include "ponder-model-config.h"
#include "ponder-wrap-layout.h"

/* Part of the composer; empty and not seen unless several are asked. */
struct _PonderAskedModels
{
  GtkWidget  parent_instance;

  GtkWidget *line;
  GtkWidget *chips;
  GPtrArray *models;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderAskedModels, ponder_asked_models, GTK_TYPE_WIDGET)

static void
remove_cb (PonderAskedModels *self,
           GtkWidget         *button)
{
  GtkWidget *chip = gtk_widget_get_parent (button);
  guint index = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (self->chips); child != chip;
       child = gtk_widget_get_next_sibling (child))
    index++;
  g_ptr_array_remove_index (self->models, index);
  ponder_asked_models_set_models (self, self->models);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
clear_cb (PonderAskedModels *self)
{
  g_ptr_array_set_size (self->models, 0);
  ponder_asked_models_set_models (self, self->models);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_chip (PonderAskedModels *self,
          const char        *name)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *provider = NULL;
  g_autofree char *model = NULL;
  GtkWidget *label;
  /* Translators: %s is the name of a model, which is then not asked any more. */
  g_autofree char *words = g_strdup_printf (_("Do not ask %s"), name);

  ponder_model_name_split (name, &provider, &model);
  label = gtk_label_new (model != NULL ? model : name);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_widget_set_tooltip_text (label, name);
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_add_css_class (chip, "ponder-asked");
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (chip), label);
  gtk_box_append (GTK_BOX (chip), button);
  gtk_box_append (GTK_BOX (self->chips), chip);
}

static void
ponder_asked_models_dispose (GObject *object)
{
  g_clear_pointer (&PONDER_ASKED_MODELS (object)->line, gtk_widget_unparent);

  G_OBJECT_CLASS (ponder_asked_models_parent_class)->dispose (object);
}

static void
ponder_asked_models_finalize (GObject *object)
{
  g_ptr_array_unref (PONDER_ASKED_MODELS (object)->models);

  G_OBJECT_CLASS (ponder_asked_models_parent_class)->finalize (object);
}

static void
ponder_asked_models_class_init (PonderAskedModelsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_asked_models_dispose;
  G_OBJECT_CLASS (klass)->finalize = ponder_asked_models_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  g_type_ensure (PONDER_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/composer/ponder-asked-models.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderAskedModels, line);
  gtk_widget_class_bind_template_child (widget_class, PonderAskedModels, chips);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
}

static void
ponder_asked_models_init (PonderAskedModels *self)
{
  self->models = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
ponder_asked_models_set_models (PonderAskedModels *self,
                                GPtrArray         *models)
{
  g_autoptr(GPtrArray) before = NULL;
  GtkWidget *chip;

  g_return_if_fail (PONDER_IS_ASKED_MODELS (self));

  while ((chip = gtk_widget_get_first_child (self->chips)) != NULL)
    gtk_box_remove (GTK_BOX (self->chips), chip);
  before = g_steal_pointer (&self->models);
  self->models = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; models->len > 1 && i < models->len; i++)
    {
      g_ptr_array_add (self->models, g_strdup (g_ptr_array_index (models, i)));
      add_chip (self, g_ptr_array_index (models, i));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->models->len > 0);
}

GPtrArray *
ponder_asked_models_get_models (PonderAskedModels *self)
{
  g_return_val_if_fail (PONDER_IS_ASKED_MODELS (self), NULL);

  return self->models;
}
