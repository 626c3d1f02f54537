/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The button that names the model that reviews, and offers others. */

#include "config.h"

#include "ponder-think-reviewer.h"

#include "ponder-model-config.h"
#include "ponder-model-info.h"
#include "ponder-model-list.h"
#include "ponder-workspace.h"

#include <glib/gi18n.h>

/* Part of PonderThinkSettings. */
struct _PonderThinkReviewer
{
  AdwBin              parent_instance;

  GtkMenuButton      *button;
  GtkLabel           *label;
  PonderModelList    *models;

  PonderModelCatalog *catalog;
  char               *name;             /* (nullable) */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderThinkReviewer, ponder_think_reviewer, ADW_TYPE_BIN)

static void
choose (PonderThinkReviewer *self,
        const char          *name)
{
  gtk_menu_button_popdown (self->button);
  if (g_strcmp0 (self->name, name) == 0)
    return;

  ponder_think_reviewer_set_model (self, name);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
model_chosen_cb (PonderThinkReviewer *self,
                 PonderModelInfo     *model)
{
  g_autofree char *name = g_strconcat (ponder_model_info_get_provider_id (model), "/",
                                       ponder_model_info_get_id (model), NULL);

  choose (self, name);
}

static void
same_model_cb (PonderThinkReviewer *self)
{
  choose (self, NULL);
}

static void
models_opened_cb (PonderThinkReviewer *self)
{
  if (self->catalog == NULL)
    return;

  ponder_model_catalog_refresh (self->catalog);
  ponder_model_list_start (self->models);
}

static void
ponder_think_reviewer_dispose (GObject *object)
{
  PonderThinkReviewer *self = PONDER_THINK_REVIEWER (object);

  if (self->catalog != NULL)
    ponder_think_reviewer_set_catalog (self, NULL);

  G_OBJECT_CLASS (ponder_think_reviewer_parent_class)->dispose (object);
}

static void
ponder_think_reviewer_finalize (GObject *object)
{
  g_free (PONDER_THINK_REVIEWER (object)->name);

  G_OBJECT_CLASS (ponder_think_reviewer_parent_class)->finalize (object);
}

static void
ponder_think_reviewer_class_init (PonderThinkReviewerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_think_reviewer_dispose;
  object_class->finalize = ponder_think_reviewer_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  g_type_ensure (PONDER_TYPE_MODEL_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/composer/ponder-think-reviewer.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderThinkReviewer, button);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkReviewer, label);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkReviewer, models);
  gtk_widget_class_bind_template_callback (widget_class, model_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, models_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, same_model_cb);
}

static void
ponder_think_reviewer_init (PonderThinkReviewer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ponder_think_reviewer_set_model (self, NULL);
}

void
ponder_think_reviewer_set_catalog (PonderThinkReviewer *self,
                                   PonderModelCatalog  *catalog)
{
  g_return_if_fail (PONDER_IS_THINK_REVIEWER (self));

  if (!g_set_object (&self->catalog, catalog))
    return;
  if (catalog != NULL)
    ponder_model_list_set_models (self->models, ponder_model_catalog_get_models (catalog),
                                  ponder_workspace_get_providers (ponder_model_catalog_get_workspace (catalog)));
  else
    ponder_model_list_set_models (self->models, NULL, NULL);
}

void
ponder_think_reviewer_set_model (PonderThinkReviewer *self,
                                 const char          *name)
{
  g_autofree char *provider = NULL;
  g_autofree char *model = NULL;
  g_autofree char *words = NULL;

  g_return_if_fail (PONDER_IS_THINK_REVIEWER (self));

  if (name != NULL)
    ponder_model_name_split (name, &provider, &model);
  /* Translators: %s is the model that reviews the answer. */
  words = g_strdup_printf (_("Reviewed by: %s"), name != NULL ? name : _("the one that answers"));
  gtk_label_set_label (self->label, model != NULL ? model : name != NULL ? name : _("The One That Answers"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  ponder_model_list_set_current (self->models, provider, model);
  if (name == self->name)
    return;

  g_free (self->name);
  self->name = g_strdup (name);
}

const char *
ponder_think_reviewer_get_model (PonderThinkReviewer *self)
{
  g_return_val_if_fail (PONDER_IS_THINK_REVIEWER (self), NULL);

  return self->name;
}
