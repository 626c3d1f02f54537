/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings of one provider: a subpage of the preferences. */

#include "config.h"

#include "ponder-provider-page.h"

#include "ponder-connection-stages.h"
#include "ponder-dialogs.h"
#include "ponder-model-info.h"
#include "ponder-model-list.h"
#include "ponder-provider-limits.h"
#include "ponder-provider-route.h"
#include "ponder-toasts.h"
#include "ponder-workspace.h"

#include <glib/gi18n.h>

/* Saves the provider with every change. The key itself is never shown. */
struct _PonderProviderPage
{
  GtkWidget             parent_instance;

  GtkWidget            *box;
  AdwWindowTitle       *title;
  GtkSwitch            *enabled;
  AdwEntryRow          *name;
  AdwEntryRow          *address;
  AdwPreferencesGroup  *key_group;
  AdwPasswordEntryRow  *key_entry;
  AdwActionRow         *key_row;
  GtkWidget            *forget_key;
  AdwEntryRow          *model;
  GtkMenuButton        *model_button;
  PonderModelList      *models;
  AdwActionRow         *test_row;
  GtkWidget            *test_button;
  PonderConnectionStages *stages;
  GtkLabel             *warning;
  AdwPreferencesGroup  *warning_group;
  PonderProviderRoute  *route;
  PonderProviderLimits *limits;
  GtkWidget            *remove_group;

  PonderModelCatalog   *catalog;
  PonderWorkspace      *workspace;
  PonderProviderConfig *provider;
  GCancellable         *cancellable;    /* ends with the page */
};

enum
{
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderProviderPage, ponder_provider_page, GTK_TYPE_WIDGET)

static GtkWindow *
get_window (PonderProviderPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(PonderProviderPage) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!ponder_workspace_save_provider_finish (PONDER_WORKSPACE (source), result, &error))
    ponder_toasts_show_error (self->box, error);
}

static void
save (PonderProviderPage *self)
{
  ponder_workspace_save_provider_async (self->workspace, self->provider, NULL, saved_cb, g_object_ref (self));
}

static void
show_result (PonderProviderPage *self,
             const char         *text,
             gboolean            failed)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (self->test_row, escaped);
  if (failed)
    gtk_widget_add_css_class (GTK_WIDGET (self->test_row), "ponder-failed");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->test_row), "ponder-failed");
}

static void
set_testing (PonderProviderPage *self,
             gboolean            testing)
{
  gtk_widget_set_sensitive (self->test_button, !testing);
  gtk_widget_set_sensitive (GTK_WIDGET (self->key_entry), !testing);
}

static const char *
describe_missing_key (PonderProviderPage *self)
{
  switch (ponder_keyring_get_state (ponder_workspace_get_keyring (self->workspace)))
    {
    case PONDER_KEYRING_LOCKED:
      return _("The keyring is locked");
    case PONDER_KEYRING_ABSENT:
      return _("None. There is no keyring here: a key is kept until Ponder ends");
    case PONDER_KEYRING_UNKNOWN:
    case PONDER_KEYRING_READY:
      return _("None");
    default:
      g_return_val_if_reached (NULL);
    }
}

static void
key_looked_up_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(PonderProviderPage) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean has_key = ponder_keyring_has_key_finish (PONDER_KEYRING (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  adw_action_row_set_subtitle (self->key_row, has_key ? _("There is one; it is never shown")
                               : describe_missing_key (self));
  gtk_widget_set_visible (self->forget_key, has_key);
}

static void
update_key (PonderProviderPage *self)
{
  ponder_keyring_has_key_async (ponder_workspace_get_keyring (self->workspace), self->provider, self->cancellable,
                                key_looked_up_cb, g_object_ref (self));
}

static void
key_stored_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(PonderProviderPage) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean remembered = TRUE;

  if (!ponder_keyring_store_finish (PONDER_KEYRING (source), result, &remembered, &error))
    {
      ponder_toasts_show_error (self->box, error);
      return;
    }

  gtk_editable_set_text (GTK_EDITABLE (self->key_entry), "");
  ponder_toasts_show (self->box, remembered ? _("The key works and is kept in the keyring")
                      : _("The key works and is kept until Ponder ends"));
  update_key (self);
}

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(PonderProviderPage) self = user_data;
  PonderConnectionTest *finished = PONDER_CONNECTION_TEST (source);
  g_autofree char *praise = NULL;
  g_autoptr(GError) error = NULL;

  if (ponder_connection_test_run_finish (finished, result, &error))
    {
      praise = ponder_connection_stages_dup_praise (finished);
      show_result (self, praise, FALSE);
      if (ponder_connection_test_get_key (finished) != NULL)
        ponder_keyring_store_async (ponder_workspace_get_keyring (self->workspace), self->provider,
                                    ponder_connection_test_get_key (finished), NULL, key_stored_cb,
                                    g_object_ref (self));
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      return;
    }
  else
    {
      show_result (self, _("It does not work"), TRUE);
      ponder_connection_stages_show_error (self->stages, error);
    }
  set_testing (self, FALSE);
}

/* @typed (nullable): a key to try and to keep. */
static void
test (PonderProviderPage *self,
      const char         *typed)
{
  g_autoptr(PonderConnectionTest) new_test = ponder_connection_test_new (self->workspace, self->provider, typed);

  set_testing (self, TRUE);
  show_result (self, _("Testing…"), FALSE);
  ponder_connection_stages_set_test (self->stages, new_test);
  ponder_connection_test_run_async (new_test, self->cancellable, tested_cb, g_object_ref (self));
}

static void
test_cb (PonderProviderPage *self)
{
  test (self, NULL);
}

static void
key_applied_cb (PonderProviderPage *self)
{
  test (self, gtk_editable_get_text (GTK_EDITABLE (self->key_entry)));
}

static void
key_cleared_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(PonderProviderPage) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!ponder_keyring_clear_finish (PONDER_KEYRING (source), result, &error))
    ponder_toasts_show_error (self->box, error);
  update_key (self);
}

static void
forget_key_cb (PonderProviderPage *self)
{
  ponder_keyring_clear_async (ponder_workspace_get_keyring (self->workspace), self->provider, NULL, key_cleared_cb,
                              g_object_ref (self));
}

static void
enabled_changed_cb (PonderProviderPage *self)
{
  gboolean enabled = gtk_switch_get_active (self->enabled);

  if (self->provider == NULL || enabled == ponder_provider_config_get_enabled (self->provider))
    return;

  ponder_provider_config_set_enabled (self->provider, enabled);
  save (self);
}

static void
name_applied_cb (PonderProviderPage *self)
{
  ponder_provider_config_set_name (self->provider, gtk_editable_get_text (GTK_EDITABLE (self->name)));
  adw_window_title_set_title (self->title, ponder_provider_config_get_name (self->provider));
  save (self);
}

static void
update_warning (PonderProviderPage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->warning_group),
                          ponder_base_url_is_readable (ponder_provider_config_get_base_url (self->provider)));
}

static void
address_applied_cb (PonderProviderPage *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *address = NULL;

  address = ponder_base_url_normalise (gtk_editable_get_text (GTK_EDITABLE (self->address)),
                                       ponder_provider_config_get_dialect (self->provider), &error);
  if (address == NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->address), "error");
      ponder_toasts_show_error (self->box, error);
      return;
    }

  gtk_widget_remove_css_class (GTK_WIDGET (self->address), "error");
  gtk_editable_set_text (GTK_EDITABLE (self->address), address);
  ponder_provider_config_set_base_url (self->provider, address);
  update_warning (self);
  save (self);
}

static void
set_model (PonderProviderPage *self,
           const char         *model)
{
  ponder_provider_config_set_default_model (self->provider, model[0] != '\0' ? model : NULL);
  ponder_model_list_set_current (self->models, ponder_provider_config_get_id (self->provider), model);
  save (self);
}

static void
model_applied_cb (PonderProviderPage *self)
{
  set_model (self, gtk_editable_get_text (GTK_EDITABLE (self->model)));
}

static void
model_chosen_cb (PonderProviderPage *self,
                 PonderModelInfo    *model)
{
  gtk_menu_button_popdown (self->model_button);
  gtk_editable_set_text (GTK_EDITABLE (self->model), ponder_model_info_get_id (model));
  set_model (self, ponder_model_info_get_id (model));
}

static void
models_opened_cb (PonderProviderPage *self)
{
  PonderProviderModels *models = ponder_model_catalog_lookup (self->catalog,
                                                              ponder_provider_config_get_id (self->provider));

  ponder_model_list_set_models (self->models, models != NULL ? G_LIST_MODEL (models) : NULL,
                                ponder_workspace_get_providers (self->workspace));
  if (models != NULL)
    ponder_provider_models_refresh (models);
  ponder_model_list_start (self->models);
}

static void
close_cb (PonderProviderPage *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(PonderProviderPage) self = user_data;
  g_autoptr(GError) error = NULL;

  if (ponder_workspace_remove_provider_finish (PONDER_WORKSPACE (source), result, &error))
    close_cb (self);
  else
    ponder_toasts_show_error (self->box, error);
}

static void
remove_confirmed_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(PonderProviderPage) self = user_data;
  g_autoptr(GError) error = NULL;

  if (ponder_dialogs_confirm_finish (result, &error))
    ponder_workspace_remove_provider_async (self->workspace, self->provider, NULL, removed_cb, g_object_ref (self));
  else if (error != NULL)
    ponder_toasts_show_error (self->box, error);
}

static void
remove_cb (PonderProviderPage *self)
{
  /* Translators: the name of a provider. */
  g_autofree char *heading = g_strdup_printf (_("Remove “%s”?"), ponder_provider_config_get_name (self->provider));

  ponder_dialogs_confirm_async (get_window (self), heading,
                                _("Its key is forgotten too. Chats stay as they are."), _("_Remove"),
                                remove_confirmed_cb, g_object_ref (self));
}

static void
ponder_provider_page_dispose (GObject *object)
{
  PonderProviderPage *self = PONDER_PROVIDER_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->provider);
  g_clear_object (&self->workspace);
  g_clear_object (&self->catalog);

  G_OBJECT_CLASS (ponder_provider_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/prefs/ponder-provider-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderProviderPage, box);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderPage, title);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderPage, enabled);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderPage, name);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderPage, address);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderPage, key_group);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderPage, key_entry);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderPage, key_row);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderPage, forget_key);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderPage, model);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderPage, model_button);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderPage, models);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderPage, test_row);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderPage, test_button);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderPage, stages);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderPage, warning);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderPage, warning_group);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderPage, route);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderPage, limits);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderPage, remove_group);
  gtk_widget_class_bind_template_callback (widget_class, address_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, enabled_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, model_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, model_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, models_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, save);
  gtk_widget_class_bind_template_callback (widget_class, test_cb);
}

static void
ponder_provider_page_class_init (PonderProviderPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_provider_page_dispose;

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);

  g_type_ensure (PONDER_TYPE_CONNECTION_STAGES);
  g_type_ensure (PONDER_TYPE_MODEL_LIST);
  g_type_ensure (PONDER_TYPE_PROVIDER_LIMITS);
  g_type_ensure (PONDER_TYPE_PROVIDER_ROUTE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  bind_template (widget_class);
}

static void
ponder_provider_page_init (PonderProviderPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
fill (PonderProviderPage *self)
{
  const char *model = ponder_provider_config_get_default_model (self->provider);
  const char *id = ponder_provider_config_get_id (self->provider);
  const char *key_env = ponder_provider_config_get_key_env (self->provider);
  gboolean demo = g_str_equal (id, "demo");

  adw_window_title_set_title (self->title, ponder_provider_config_get_name (self->provider));
  gtk_switch_set_active (self->enabled, ponder_provider_config_get_enabled (self->provider));
  gtk_editable_set_text (GTK_EDITABLE (self->name), ponder_provider_config_get_name (self->provider));
  gtk_editable_set_text (GTK_EDITABLE (self->address), ponder_provider_config_get_base_url (self->provider));
  gtk_editable_set_text (GTK_EDITABLE (self->model), model != NULL ? model : "");
  ponder_model_list_set_current (self->models, id, model);
  gtk_label_set_label (self->warning, ponder_base_url_get_warning ());
  update_warning (self);
  ponder_provider_route_set_provider (self->route, self->provider);
  ponder_provider_limits_set_provider (self->limits, self->provider);
  if (key_env != NULL)
    {
      /* Translators: the name of an environment variable. */
      g_autofree char *description = g_strdup_printf (_("The variable %s, when set, is used instead"), key_env);

      adw_preferences_group_set_description (self->key_group, description);
    }
  /* The demo lives in this process: there is nothing to set. */
  gtk_widget_set_visible (GTK_WIDGET (self->key_group), !demo);
  gtk_widget_set_visible (GTK_WIDGET (self->address), !demo);
  gtk_widget_set_visible (GTK_WIDGET (self->route), !demo);
  gtk_widget_set_visible (GTK_WIDGET (self->limits), !demo);
  gtk_widget_set_visible (self->remove_group, !demo);
}

GtkWidget *
ponder_provider_page_new (PonderModelCatalog   *catalog,
                          PonderProviderConfig *provider)
{
  PonderProviderPage *self;

  g_return_val_if_fail (PONDER_IS_MODEL_CATALOG (catalog), NULL);
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (provider), NULL);

  self = g_object_new (PONDER_TYPE_PROVIDER_PAGE, NULL);
  self->catalog = g_object_ref (catalog);
  self->workspace = g_object_ref (ponder_model_catalog_get_workspace (catalog));
  self->provider = g_object_ref (provider);
  fill (self);
  update_key (self);
  return GTK_WIDGET (self);
}
