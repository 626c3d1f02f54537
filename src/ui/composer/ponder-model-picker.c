/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The button that names a chat's model and offers others. */

#include "config.h"

#include "ponder-model-picker.h"

#include "ponder-model-info.h"
#include "ponder-model-list.h"
#include "ponder-session.h"
#include "ponder-workspace.h"

#include <glib/gi18n.h>

/* Stands in the header bar of the chat page. */
struct _PonderModelPicker
{
  AdwBin              parent_instance;

  GtkMenuButton      *button;
  GtkLabel           *label;
  GtkLabel           *provider;
  GtkPopover         *popover;
  PonderModelList    *list;
  GtkButton          *use_for_new;

  PonderModelCatalog *catalog;
  PonderSession      *session;
  GSignalGroup       *session_signals;
  gboolean            chosen;           /* since it was opened */
};

enum
{
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderModelPicker, ponder_model_picker, ADW_TYPE_BIN)

/* Servers that offer the models of many name their makers first. */
static const char *
shorten (const char *model)
{
  const char *slash = strrchr (model, '/');

  return slash != NULL && slash[1] != '\0' ? slash + 1 : model;
}

static const char *
find_provider_name (PonderModelPicker *self,
                    const char        *id)
{
  PonderProviderConfig *provider = NULL;

  if (self->catalog != NULL)
    provider = ponder_workspace_lookup_provider (ponder_model_catalog_get_workspace (self->catalog), id);
  return provider != NULL ? ponder_provider_config_get_name (provider) : id;
}

/* (transfer full) (nullable): as the preferences have it. */
static char *
dup_model_name (PonderModelPicker *self)
{
  PonderModelConfig *config = self->session != NULL ? ponder_session_get_config (self->session) : NULL;

  if (config == NULL || config->provider == NULL || config->model == NULL)
    return NULL;
  return g_strconcat (config->provider, "/", config->model, NULL);
}

static PonderSettings *
get_settings (PonderModelPicker *self)
{
  return ponder_workspace_get_settings (ponder_model_catalog_get_workspace (self->catalog));
}

static void
update_default (PonderModelPicker *self)
{
  g_autofree char *name = dup_model_name (self);
  gboolean is_default = name != NULL && self->catalog != NULL
                        && g_str_equal (name, ponder_settings_get_default_model (get_settings (self)));

  gtk_button_set_label (self->use_for_new, is_default ? _("Used for New Chats") : _("Use for _New Chats"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->use_for_new), name != NULL && !is_default);
}

static void
use_for_new_clicked_cb (PonderModelPicker *self)
{
  g_autofree char *name = dup_model_name (self);

  ponder_settings_set_default_model (get_settings (self), name);
}

static void
refresh_clicked_cb (PonderModelPicker *self)
{
  ponder_workspace_forget_models (ponder_model_catalog_get_workspace (self->catalog));
  ponder_model_catalog_refresh (self->catalog);
}

static void
update (PonderModelPicker *self)
{
  PonderModelConfig *config = self->session != NULL ? ponder_session_get_config (self->session) : NULL;
  const char *model = config != NULL ? config->model : NULL;
  const char *provider = config != NULL ? config->provider : NULL;
  g_autofree char *tooltip = NULL;

  gtk_label_set_label (self->label, model != NULL ? shorten (model) : _("Choose a model"));
  gtk_label_set_label (self->provider, provider != NULL ? find_provider_name (self, provider) : "");
  gtk_widget_set_visible (GTK_WIDGET (self->provider), model != NULL && provider != NULL);
  if (model != NULL && provider != NULL)
    /* Translators: the model of a chat and its provider. */
    tooltip = g_strdup_printf (_("Model: %s (%s)"), model, provider);
  else
    tooltip = g_strdup (_("Choose a model"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
  ponder_model_list_set_current (self->list, provider, model);
  update_default (self);
}

static void
opened_cb (PonderModelPicker *self)
{
  self->chosen = FALSE;
  if (self->catalog != NULL)
    ponder_model_catalog_refresh (self->catalog);
  ponder_model_list_start (self->list);
}

static void
closed_cb (PonderModelPicker *self)
{
  g_signal_emit (self, signals[CLOSED], 0, self->chosen);
}

static void
chosen_cb (PonderModelPicker *self,
           PonderModelInfo   *model)
{
  PonderWorkspace *workspace = ponder_model_catalog_get_workspace (self->catalog);
  PonderSettings *settings = ponder_workspace_get_settings (workspace);
  /* It may be gone from the list with the first change. */
  g_autoptr(PonderModelInfo) kept = g_object_ref (model);
  const char *provider_id = ponder_model_info_get_provider_id (model);
  const char *id = ponder_model_info_get_id (model);

  if (self->session != NULL)
    {
      g_autoptr(PonderModelConfig) config = ponder_model_config_copy (ponder_session_get_config (self->session));

      ponder_model_config_set_model (config, provider_id, id);
      ponder_session_set_config (self->session, config);
      ponder_workspace_save_session (workspace, self->session);
    }
  if (ponder_settings_get_default_model (settings)[0] == '\0')
    {
      g_autofree char *name = g_strconcat (provider_id, "/", id, NULL);

      ponder_settings_set_default_model (settings, name);
    }
  ponder_model_favorites_note (ponder_model_catalog_get_favorites (self->catalog), kept);
  self->chosen = TRUE;
  gtk_popover_popdown (self->popover);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-message", NULL);
}

static void
ponder_model_picker_dispose (GObject *object)
{
  PonderModelPicker *self = PONDER_MODEL_PICKER (object);

  g_clear_object (&self->session_signals);
  g_clear_object (&self->session);
  g_clear_object (&self->catalog);

  G_OBJECT_CLASS (ponder_model_picker_parent_class)->dispose (object);
}

static void
ponder_model_picker_class_init (PonderModelPickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_model_picker_dispose;

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  g_type_ensure (PONDER_TYPE_MODEL_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/composer/ponder-model-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderModelPicker, button);
  gtk_widget_class_bind_template_child (widget_class, PonderModelPicker, label);
  gtk_widget_class_bind_template_child (widget_class, PonderModelPicker, popover);
  gtk_widget_class_bind_template_child (widget_class, PonderModelPicker, list);
  gtk_widget_class_bind_template_child (widget_class, PonderModelPicker, provider);
  gtk_widget_class_bind_template_child (widget_class, PonderModelPicker, use_for_new);
  gtk_widget_class_bind_template_callback (widget_class, refresh_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_for_new_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
ponder_model_picker_init (PonderModelPicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->session_signals = g_signal_group_new (PONDER_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify::config", G_CALLBACK (update), self);
  update (self);
}

void
ponder_model_picker_set_catalog (PonderModelPicker  *self,
                                 PonderModelCatalog *catalog)
{
  g_return_if_fail (PONDER_IS_MODEL_PICKER (self));
  g_return_if_fail (PONDER_IS_MODEL_CATALOG (catalog));

  g_return_if_fail (self->catalog == NULL);

  self->catalog = g_object_ref (catalog);
  ponder_model_list_set_favorites (self->list, ponder_model_catalog_get_favorites (catalog));
  ponder_model_list_set_models (self->list, ponder_model_catalog_get_models (catalog),
                                ponder_workspace_get_providers (ponder_model_catalog_get_workspace (catalog)));
  g_signal_connect_object (ponder_workspace_get_providers (ponder_model_catalog_get_workspace (catalog)),
                           "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_settings (self), "notify::default-model", G_CALLBACK (update_default), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

void
ponder_model_picker_set_session (PonderModelPicker *self,
                                 PonderSession     *session)
{
  g_return_if_fail (PONDER_IS_MODEL_PICKER (self));

  if (!g_set_object (&self->session, session))
    return;

  g_signal_group_set_target (self->session_signals, session);
  update (self);
}

void
ponder_model_picker_open (PonderModelPicker *self)
{
  g_return_if_fail (PONDER_IS_MODEL_PICKER (self));

  gtk_menu_button_popup (self->button);
}
