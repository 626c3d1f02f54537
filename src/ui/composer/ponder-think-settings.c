/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How questions are thought about deeply: of one chat, or of all that say nothing else. */

#include "config.h"

#include "ponder-think-settings.h"

#include "ponder-number-row.h"
#include "ponder-think-reviewer.h"
#include "ponder-workspace.h"

#include <glib/gi18n.h>
#include <math.h>

/* In the settings of a chat, and on a page of the preferences. */
struct _PonderThinkSettings
{
  GtkWidget            parent_instance;

  GtkWidget           *box;
  PonderNumberRow     *max_subtasks;
  PonderNumberRow     *parallel;
  PonderNumberRow     *max_calls;
  PonderNumberRow     *max_output;
  PonderNumberRow     *max_seconds;
  GtkSwitch           *review;
  GtkSwitch           *show_process;
  GtkSwitch           *approve_plan;
  GtkSwitch           *web_search;
  GtkSwitch           *hedge;
  GtkSwitch           *checks;
  GtkSwitch           *quorum;
  PonderThinkReviewer *reviewer;
  GtkWidget           *web_note;
  GtkExpander         *experimental;

  PonderThinkConfig   *usual;
  GSignalGroup        *settings_signals;
  guint                filling : 1;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderThinkSettings, ponder_think_settings, GTK_TYPE_WIDGET)

#define PAIR(name) { G_STRUCT_OFFSET (PonderThinkSettings, name), G_STRUCT_OFFSET (PonderThinkConfig, name) }

/* A widget, and what it sets. */
static const struct
{
  gsize widget;
  gsize value;
} numbers[] = {
  PAIR (max_subtasks), PAIR (parallel), PAIR (max_calls), PAIR (max_output), PAIR (max_seconds),
}, switches[] = {
  PAIR (review), PAIR (show_process), PAIR (approve_plan), PAIR (web_search), PAIR (hedge), PAIR (checks),
  PAIR (quorum),
};

static PonderNumberRow *
get_row (PonderThinkSettings *self,
         guint                index)
{
  return G_STRUCT_MEMBER (PonderNumberRow *, self, numbers[index].widget);
}

static GtkSwitch *
get_switch (PonderThinkSettings *self,
            guint                index)
{
  return G_STRUCT_MEMBER (GtkSwitch *, self, switches[index].widget);
}

static guint *
get_number (const PonderThinkConfig *config,
            guint                    index)
{
  return G_STRUCT_MEMBER_P (config, numbers[index].value);
}

static gboolean *
get_flag (const PonderThinkConfig *config,
          guint                    index)
{
  return G_STRUCT_MEMBER_P (config, switches[index].value);
}

/* --- what is shown --- */

/* What is usual stands there in grey, so that what was set is told apart. */
static void
show_number (PonderThinkSettings     *self,
             const PonderThinkConfig *config,
             guint                    index)
{
  guint usual = *get_number (self->usual, index);
  guint value = *get_number (config, index);
  gboolean automatic = get_row (self, index) == self->parallel && usual == 0;
  g_autofree char *words = automatic ? g_strdup (_("Automatic")) : g_strdup_printf ("%u", usual);

  g_object_set (get_row (self, index), "unset-text", words, "start", automatic ? 3.0 : usual, NULL);
  ponder_number_row_set_value (get_row (self, index), value != usual ? value : NAN);
}

static void
update_reviewer (PonderThinkSettings *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->reviewer), gtk_switch_get_active (self->review));
}

static void
update_web (PonderThinkSettings *self)
{
  g_autoptr(PonderSettings) settings = g_signal_group_dup_target (self->settings_signals);
  gboolean usable = settings != NULL && *ponder_settings_get_web_search (settings) != '\0';

  gtk_widget_set_sensitive (GTK_WIDGET (self->web_search), usable);
  gtk_widget_set_visible (self->web_note, !usable);
}

static void
changed_cb (PonderThinkSettings *self)
{
  if (self->filling || self->usual == NULL)
    return;

  update_reviewer (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
ponder_think_settings_dispose (GObject *object)
{
  PonderThinkSettings *self = PONDER_THINK_SETTINGS (object);

  g_clear_object (&self->settings_signals);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (ponder_think_settings_parent_class)->dispose (object);
}

static void
ponder_think_settings_finalize (GObject *object)
{
  g_clear_pointer (&PONDER_THINK_SETTINGS (object)->usual, ponder_think_config_free);

  G_OBJECT_CLASS (ponder_think_settings_parent_class)->finalize (object);
}

static void
ponder_think_settings_class_init (PonderThinkSettingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_think_settings_dispose;
  object_class->finalize = ponder_think_settings_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  g_type_ensure (PONDER_TYPE_NUMBER_ROW);
  g_type_ensure (PONDER_TYPE_THINK_REVIEWER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/composer/ponder-think-settings.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderThinkSettings, box);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkSettings, max_subtasks);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkSettings, parallel);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkSettings, max_calls);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkSettings, max_output);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkSettings, max_seconds);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkSettings, review);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkSettings, show_process);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkSettings, approve_plan);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkSettings, web_search);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkSettings, hedge);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkSettings, checks);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkSettings, quorum);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkSettings, reviewer);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkSettings, web_note);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkSettings, experimental);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
ponder_think_settings_init (PonderThinkSettings *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->settings_signals = g_signal_group_new (PONDER_TYPE_SETTINGS);
  g_signal_group_connect_swapped (self->settings_signals, "notify::web-search", G_CALLBACK (update_web), self);
  update_web (self);
}

void
ponder_think_settings_set_catalog (PonderThinkSettings *self,
                                   PonderModelCatalog  *catalog)
{
  PonderSettings *settings = NULL;

  g_return_if_fail (PONDER_IS_THINK_SETTINGS (self));

  if (catalog != NULL)
    settings = ponder_workspace_get_settings (ponder_model_catalog_get_workspace (catalog));
  ponder_think_reviewer_set_catalog (self->reviewer, catalog);
  g_signal_group_set_target (self->settings_signals, settings);
  update_web (self);
}

void
ponder_think_settings_set_config (PonderThinkSettings     *self,
                                  const PonderThinkConfig *config,
                                  const PonderThinkConfig *usual)
{
  g_return_if_fail (PONDER_IS_THINK_SETTINGS (self));

  g_clear_pointer (&self->usual, ponder_think_config_free);
  self->usual = ponder_think_config_copy (usual);
  self->filling = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    show_number (self, config, i);
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    gtk_switch_set_active (get_switch (self, i), *get_flag (config, i));
  ponder_think_reviewer_set_model (self->reviewer, config->review_model);
  /* Nobody overlooks what is switched on. */
  if (config->hedge || config->checks || config->quorum)
    gtk_expander_set_expanded (self->experimental, TRUE);
  self->filling = FALSE;
  update_reviewer (self);
}

PonderThinkConfig *
ponder_think_settings_dup_config (PonderThinkSettings *self)
{
  g_autoptr(PonderThinkConfig) config = NULL;

  g_return_val_if_fail (PONDER_IS_THINK_SETTINGS (self), NULL);
  g_return_val_if_fail (self->usual != NULL, NULL);

  config = ponder_think_config_copy (self->usual);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      double value = ponder_number_row_get_value (get_row (self, i));

      if (!isnan (value))
        *get_number (config, i) = (guint) value;
    }
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    *get_flag (config, i) = gtk_switch_get_active (get_switch (self, i));
  g_free (config->review_model);
  config->review_model = g_strdup (ponder_think_reviewer_get_model (self->reviewer));
  return ponder_think_config_equal (config, self->usual) ? NULL : g_steal_pointer (&config);
}
