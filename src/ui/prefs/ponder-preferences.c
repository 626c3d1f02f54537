/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences window. */

#include "config.h"

#include "ponder-preferences.h"

#include "ponder-add-provider.h"
#include "ponder-cache-page.h"
#include "ponder-data-page.h"
#include "ponder-model-info.h"
#include "ponder-model-list.h"
#include "ponder-provider-page.h"
#include "ponder-think-page.h"
#include "ponder-toasts.h"
#include "ponder-workspace.h"

#include <glib/gi18n.h>

/* Every change holds at once; there is nothing to apply. Owned by the toolkit while it is open. */
struct _PonderPreferences
{
  AdwPreferencesWindow  parent_instance;

  GtkListBox           *providers;
  GtkWidget            *no_providers;
  AdwActionRow         *default_model;
  GtkMenuButton        *default_model_button;
  PonderModelList      *models;
  GtkSwitch            *enter_sends;
  PonderThinkPage      *think;
  PonderCachePage      *cache;
  PonderDataPage       *data;
  GtkCheckButton       *style_system;
  GtkCheckButton       *style_light;
  GtkCheckButton       *style_dark;
  GtkSpinButton        *text_zoom;

  PonderModelCatalog   *catalog;
  PonderWorkspace      *workspace;
};

G_DEFINE_FINAL_TYPE (PonderPreferences, ponder_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static PonderSettings *
get_settings (PonderPreferences *self)
{
  return ponder_workspace_get_settings (self->workspace);
}

static void
update_default_model (PonderPreferences *self)
{
  const char *name = ponder_settings_get_default_model (get_settings (self));
  g_autofree char *provider = NULL;
  g_autofree char *model = NULL;
  g_autofree char *subtitle = NULL;

  if (ponder_model_name_split (name, &provider, &model))
    subtitle = g_markup_escape_text (name, -1);
  adw_action_row_set_subtitle (self->default_model, subtitle != NULL ? subtitle : _("None: each new chat asks"));
  ponder_model_list_set_current (self->models, provider, model);
}

static void
default_model_chosen_cb (PonderPreferences *self,
                         PonderModelInfo   *model)
{
  g_autofree char *name = g_strconcat (ponder_model_info_get_provider_id (model), "/",
                                       ponder_model_info_get_id (model), NULL);

  gtk_menu_button_popdown (self->default_model_button);
  ponder_settings_set_default_model (get_settings (self), name);
}

static void
models_opened_cb (PonderPreferences *self)
{
  ponder_model_catalog_refresh (self->catalog);
  ponder_model_list_start (self->models);
}

static void
update_style (PonderPreferences *self)
{
  const char *scheme = ponder_settings_get_color_scheme (get_settings (self));

  gtk_check_button_set_active (self->style_light, g_str_equal (scheme, "light"));
  gtk_check_button_set_active (self->style_dark, g_str_equal (scheme, "dark"));
  gtk_check_button_set_active (self->style_system, g_str_equal (scheme, "system"));
}

static void
style_toggled_cb (PonderPreferences *self)
{
  const char *scheme = "system";

  if (self->workspace == NULL)
    return;
  if (gtk_check_button_get_active (self->style_light))
    scheme = "light";
  else if (gtk_check_button_get_active (self->style_dark))
    scheme = "dark";
  else if (!gtk_check_button_get_active (self->style_system))
    return;                     /* between two buttons of the group */

  ponder_settings_set_color_scheme (get_settings (self), scheme);
}

static void
close_provider_cb (PonderPreferences *self)
{
  adw_preferences_window_close_subpage (ADW_PREFERENCES_WINDOW (self));
}

static void
show_provider (PonderPreferences    *self,
               PonderProviderConfig *provider)
{
  GtkWidget *page = ponder_provider_page_new (self->catalog, provider);

  g_signal_connect_object (page, "closed", G_CALLBACK (close_provider_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_window_present_subpage (ADW_PREFERENCES_WINDOW (self), page);
}

static void
provider_activated_cb (PonderPreferences *self,
                       GtkListBoxRow     *row)
{
  g_autoptr(PonderProviderConfig) provider = NULL;

  provider = g_list_model_get_item (ponder_workspace_get_providers (self->workspace),
                                    (guint) gtk_list_box_row_get_index (row));
  show_provider (self, provider);
}

static void
added_cb (PonderPreferences    *self,
          PonderProviderConfig *provider,
          gboolean              remembered)
{
  if (!remembered)
    ponder_toasts_show (GTK_WIDGET (self->providers), _("There is no keyring: the key is forgotten when Ponder ends"));
}

static void
add_cb (PonderPreferences *self)
{
  PonderAddProvider *window = ponder_add_provider_new (GTK_WINDOW (self), self->workspace);

  g_signal_connect_object (window, "added", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static gboolean
escape_markup (GBinding     *binding,
               const GValue *from,
               GValue       *to,
               gpointer      user_data)
{
  const char *text = g_value_get_string (from);

  g_value_take_string (to, g_markup_escape_text (text != NULL ? text : "", -1));
  return TRUE;
}

static GtkWidget *
create_provider_row (gpointer item,
                     gpointer user_data)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *off = gtk_label_new (_("Off"));

  g_object_bind_property_full (item, "name", row, "title", G_BINDING_SYNC_CREATE, escape_markup, NULL, NULL, NULL);
  g_object_bind_property_full (item, "base-url", row, "subtitle", G_BINDING_SYNC_CREATE, escape_markup, NULL, NULL,
                               NULL);
  g_object_bind_property (item, "enabled", off, "visible", G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_widget_add_css_class (off, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), off);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

static void
providers_changed_cb (PonderPreferences *self)
{
  gboolean any = g_list_model_get_n_items (ponder_workspace_get_providers (self->workspace)) > 0;

  gtk_widget_set_visible (GTK_WIDGET (self->providers), any);
  gtk_widget_set_visible (self->no_providers, !any);
}

static void
ponder_preferences_dispose (GObject *object)
{
  PonderPreferences *self = PONDER_PREFERENCES (object);

  /* libadwaita 1.2 never frees the groups of a preferences window: they must not hold what is ours. */
  if (self->workspace != NULL)
    {
      ponder_model_list_set_models (self->models, NULL, NULL);
      ponder_think_page_set_catalog (self->think, NULL);
      ponder_cache_page_set_workspace (self->cache, NULL);
      ponder_data_page_set_workspace (self->data, NULL);
      gtk_list_box_bind_model (self->providers, NULL, NULL, NULL, NULL);
    }
  g_clear_object (&self->workspace);
  g_clear_object (&self->catalog);

  G_OBJECT_CLASS (ponder_preferences_parent_class)->dispose (object);
}

static void
ponder_preferences_class_init (PonderPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_preferences_dispose;

  g_type_ensure (PONDER_TYPE_CACHE_PAGE);
  g_type_ensure (PONDER_TYPE_DATA_PAGE);
  g_type_ensure (PONDER_TYPE_MODEL_LIST);
  g_type_ensure (PONDER_TYPE_THINK_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/prefs/ponder-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderPreferences, providers);
  gtk_widget_class_bind_template_child (widget_class, PonderPreferences, no_providers);
  gtk_widget_class_bind_template_child (widget_class, PonderPreferences, default_model);
  gtk_widget_class_bind_template_child (widget_class, PonderPreferences, default_model_button);
  gtk_widget_class_bind_template_child (widget_class, PonderPreferences, models);
  gtk_widget_class_bind_template_child (widget_class, PonderPreferences, enter_sends);
  gtk_widget_class_bind_template_child (widget_class, PonderPreferences, think);
  gtk_widget_class_bind_template_child (widget_class, PonderPreferences, cache);
  gtk_widget_class_bind_template_child (widget_class, PonderPreferences, data);
  gtk_widget_class_bind_template_child (widget_class, PonderPreferences, style_system);
  gtk_widget_class_bind_template_child (widget_class, PonderPreferences, style_light);
  gtk_widget_class_bind_template_child (widget_class, PonderPreferences, style_dark);
  gtk_widget_class_bind_template_child (widget_class, PonderPreferences, text_zoom);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, default_model_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, models_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, provider_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, style_toggled_cb);
}

static void
ponder_preferences_init (PonderPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

PonderPreferences *
ponder_preferences_new (GtkWindow          *parent,
                        PonderModelCatalog *catalog)
{
  PonderPreferences *self;
  PonderSettings *settings;
  GListModel *providers;

  g_return_val_if_fail (PONDER_IS_MODEL_CATALOG (catalog), NULL);

  self = g_object_new (PONDER_TYPE_PREFERENCES, "transient-for", parent, NULL);
  self->catalog = g_object_ref (catalog);
  settings = ponder_workspace_get_settings (ponder_model_catalog_get_workspace (catalog));
  providers = ponder_workspace_get_providers (ponder_model_catalog_get_workspace (catalog));

  gtk_list_box_bind_model (self->providers, providers, create_provider_row, NULL, NULL);
  ponder_model_list_set_models (self->models, ponder_model_catalog_get_models (catalog), providers);
  g_object_bind_property (settings, "enter-sends", self->enter_sends, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_object_bind_property (settings, "text-zoom", self->text_zoom, "value",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  ponder_think_page_set_catalog (self->think, catalog);
  ponder_cache_page_set_workspace (self->cache, ponder_model_catalog_get_workspace (catalog));
  ponder_data_page_set_workspace (self->data, ponder_model_catalog_get_workspace (catalog));
  g_signal_connect_object (providers, "items-changed", G_CALLBACK (providers_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::default-model", G_CALLBACK (update_default_model), self,
                           G_CONNECT_SWAPPED);

  /* From here on the buttons are the person's. */
  self->workspace = g_object_ref (ponder_model_catalog_get_workspace (catalog));
  update_style (self);
  update_default_model (self);
  providers_changed_cb (self);
  return self;
}

void
ponder_preferences_show_provider (PonderPreferences *self,
                                  const char        *provider_id)
{
  PonderProviderConfig *provider;

  g_return_if_fail (PONDER_IS_PREFERENCES (self));

  if ((provider = ponder_workspace_lookup_provider (self->workspace, provider_id)))
    show_provider (self, provider);
}
