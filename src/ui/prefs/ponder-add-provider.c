/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way to a new provider: which one, its key, its model. */

#include "config.h"

#include "ponder-add-provider.h"

#include "ponder-connection-stages.h"
#include "ponder-model-info.h"
#include "ponder-model-list.h"
#include "ponder-provider-route.h"
#include "ponder-workspace.h"

#include <glib/gi18n.h>
#include <string.h>

/* Nothing is kept before the last step. Owned by the toolkit while it is open. */
struct _PonderAddProvider
{
  AdwWindow             parent_instance;

  AdwWindowTitle       *title;
  GtkWidget            *back;
  GtkWidget            *skip;
  GtkStack             *stack;
  GtkListBox           *presets;
  AdwPreferencesGroup  *form;
  AdwEntryRow          *name;
  AdwEntryRow          *address;
  AdwPasswordEntryRow  *key_entry;
  PonderProviderRoute  *route;
  GtkLinkButton        *key_link;
  GtkLabel             *warning;
  PonderConnectionStages *stages;
  GtkWidget            *test;
  GtkStack             *test_stack;
  GtkWidget            *add_anyway;
  PonderModelList      *models;

  PonderWorkspace      *workspace;
  PonderProviderPreset *preset;
  PonderProviderConfig *provider;
  GListStore           *providers;      /* the one above, for the model list */
  char                 *key;            /* cleaned */
  GCancellable         *cancellable;
};

enum
{
  ADDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderAddProvider, ponder_add_provider, ADW_TYPE_WINDOW)

static void
show_step (PonderAddProvider *self,
           const char        *step)
{
  const char *title = _("Add a Provider");

  if (g_str_equal (step, "form"))
    title = ponder_provider_preset_get_name (self->preset);
  else if (g_str_equal (step, "models"))
    title = _("Choose a Model");
  gtk_stack_set_visible_child_name (self->stack, step);
  adw_window_title_set_title (self->title, title);
  gtk_widget_set_visible (self->back, !g_str_equal (step, "presets"));
  gtk_widget_set_visible (self->skip, g_str_equal (step, "models"));
}

static void
set_busy (PonderAddProvider *self,
          gboolean           busy)
{
  gtk_stack_set_visible_child_name (self->test_stack, busy ? "busy" : "label");
  gtk_widget_set_sensitive (self->test, !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->route), !busy);
}

/* Overwrites, then frees. */
static void
clear_key (char *key)
{
  explicit_bzero (key, strlen (key));
  g_free (key);
}

static void
cancel (PonderAddProvider *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->key, clear_key);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(PonderAddProvider) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean remembered = self->key == NULL
                        || ponder_keyring_get_state (ponder_workspace_get_keyring (self->workspace))
                             != PONDER_KEYRING_ABSENT;

  set_busy (self, FALSE);
  if (!ponder_workspace_save_provider_finish (PONDER_WORKSPACE (source), result, &error))
    {
      show_step (self, "form");
      ponder_connection_stages_show_error (self->stages, error);
      return;
    }

  g_signal_emit (self, signals[ADDED], 0, self->provider, remembered);
  gtk_window_close (GTK_WINDOW (self));
}

static void
save_provider (PonderAddProvider *self)
{
  ponder_workspace_save_provider_async (self->workspace, self->provider, NULL, saved_cb, g_object_ref (self));
}

static void
key_stored_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(PonderAddProvider) self = user_data;
  g_autoptr(GError) error = NULL;

  if (ponder_keyring_store_finish (PONDER_KEYRING (source), result, NULL, &error))
    {
      save_provider (self);
      return;
    }

  set_busy (self, FALSE);
  show_step (self, "form");
  ponder_connection_stages_show_error (self->stages, error);
}

/* The key first: a provider that is in the list can be asked at once. */
static void
finish (PonderAddProvider *self)
{
  set_busy (self, TRUE);
  if (self->key == NULL)
    save_provider (self);
  else
    ponder_keyring_store_async (ponder_workspace_get_keyring (self->workspace), self->provider, self->key, NULL,
                                key_stored_cb, g_object_ref (self));
}

static void
model_chosen_cb (PonderAddProvider *self,
                 PonderModelInfo   *model)
{
  ponder_provider_config_set_default_model (self->provider, ponder_model_info_get_id (model));
  finish (self);
}

/* A server that is not there now may be there later; a key that is refused stays refused. */
static gboolean
may_add_anyway (const GError *error)
{
  return error != NULL && ponder_error_get_fault (error) != NULL
         && !g_error_matches (error, PONDER_ERROR, PONDER_ERROR_AUTHENTICATION)
         && !g_error_matches (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
}

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(PonderAddProvider) self = user_data;
  PonderConnectionTest *test = PONDER_CONNECTION_TEST (source);
  g_autoptr(GError) error = NULL;
  gboolean passed = ponder_connection_test_run_finish (test, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_busy (self, FALSE);
  g_clear_pointer (&self->key, clear_key);
  self->key = g_strdup (ponder_connection_test_get_key (test));
  ponder_connection_stages_show_error (self->stages, error);
  gtk_widget_set_visible (self->add_anyway, may_add_anyway (error));
  if (!passed)
    return;

  ponder_model_list_set_models (self->models, ponder_connection_test_get_models (test),
                                G_LIST_MODEL (self->providers));
  show_step (self, "models");
  ponder_model_list_start (self->models);
}

/* What is typed goes into the configuration; FALSE when it cannot. */
static gboolean
take_form (PonderAddProvider *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name));
  g_autofree char *address = NULL;
  g_autoptr(GError) error = NULL;

  address = ponder_base_url_normalise (gtk_editable_get_text (GTK_EDITABLE (self->address)),
                                       ponder_provider_config_get_dialect (self->provider), &error);
  if (address == NULL || !ponder_provider_route_apply (self->route, &error))
    {
      ponder_connection_stages_show_error (self->stages, error);
      return FALSE;
    }

  ponder_provider_config_set_base_url (self->provider, address);
  if (name[0] != '\0')
    ponder_provider_config_set_name (self->provider, name);
  return TRUE;
}

static void
test_cb (PonderAddProvider *self)
{
  g_autoptr(PonderConnectionTest) test = NULL;

  if (!take_form (self))
    return;

  cancel (self);
  self->cancellable = g_cancellable_new ();
  set_busy (self, TRUE);
  test = ponder_connection_test_new (self->workspace, self->provider,
                                     gtk_editable_get_text (GTK_EDITABLE (self->key_entry)));
  ponder_connection_stages_set_test (self->stages, test);
  ponder_connection_test_run_async (test, self->cancellable, tested_cb, g_object_ref (self));
}

/* Before anything is sent there. */
static void
address_changed_cb (PonderAddProvider *self)
{
  g_autofree char *address = NULL;

  if (self->provider != NULL)
    address = ponder_base_url_normalise (gtk_editable_get_text (GTK_EDITABLE (self->address)),
                                         ponder_provider_config_get_dialect (self->provider), NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->warning), address != NULL && ponder_base_url_is_readable (address));
}

static void
finish_cb (PonderAddProvider *self)
{
  if (take_form (self))
    finish (self);
}

static void
show_form (PonderAddProvider *self)
{
  const char *key_url = ponder_provider_preset_get_key_url (self->preset);
  gboolean custom = ponder_provider_preset_get_base_url (self->preset)[0] == '\0';
  gboolean local = ponder_provider_preset_get_local (self->preset);

  gtk_editable_set_text (GTK_EDITABLE (self->name), ponder_provider_config_get_name (self->provider));
  gtk_editable_set_text (GTK_EDITABLE (self->address), ponder_provider_config_get_base_url (self->provider));
  gtk_editable_set_text (GTK_EDITABLE (self->key_entry), "");
  gtk_widget_set_visible (GTK_WIDGET (self->name), custom);
  gtk_widget_set_visible (GTK_WIDGET (self->address), custom || local);
  gtk_widget_set_visible (GTK_WIDGET (self->key_entry), custom || !local);
  gtk_widget_set_visible (GTK_WIDGET (self->route), custom || local);
  ponder_provider_route_set_provider (self->route, self->provider);
  gtk_widget_set_visible (GTK_WIDGET (self->key_link), key_url != NULL);
  if (key_url != NULL)
    gtk_link_button_set_uri (self->key_link, key_url);
  gtk_widget_set_visible (self->add_anyway, FALSE);
  ponder_connection_stages_set_test (self->stages, NULL);
  show_step (self, "form");
  gtk_widget_grab_focus (GTK_WIDGET (custom || local ? GTK_WIDGET (self->address) : GTK_WIDGET (self->key_entry)));
}

static void
preset_activated_cb (PonderAddProvider *self,
                     GtkListBoxRow     *row)
{
  GListModel *presets = ponder_workspace_get_presets (self->workspace);

  g_clear_object (&self->preset);
  g_clear_object (&self->provider);
  self->preset = g_list_model_get_item (presets, (guint) gtk_list_box_row_get_index (row));
  self->provider = ponder_workspace_new_provider (self->workspace, ponder_provider_preset_get_id (self->preset));
  g_list_store_remove_all (self->providers);
  g_list_store_append (self->providers, self->provider);
  show_form (self);
}

static void
back_cb (PonderAddProvider *self)
{
  gboolean at_models = g_str_equal (gtk_stack_get_visible_child_name (self->stack), "models");

  cancel (self);
  set_busy (self, FALSE);
  show_step (self, at_models ? "form" : "presets");
}

static GtkWidget *
create_preset_row (gpointer item,
                   gpointer user_data)
{
  PonderProviderPreset *preset = item;
  const char *base_url = ponder_provider_preset_get_base_url (preset);
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_markup_escape_text (ponder_provider_preset_get_name (preset), -1);
  g_autofree char *subtitle = g_markup_escape_text (base_url, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), base_url[0] != '\0' ? subtitle
                               : _("Any server whose address you know"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

static void
ponder_add_provider_dispose (GObject *object)
{
  PonderAddProvider *self = PONDER_ADD_PROVIDER (object);

  cancel (self);
  g_clear_object (&self->preset);
  g_clear_object (&self->provider);
  g_clear_object (&self->providers);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (ponder_add_provider_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/prefs/ponder-add-provider.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderAddProvider, title);
  gtk_widget_class_bind_template_child (widget_class, PonderAddProvider, back);
  gtk_widget_class_bind_template_child (widget_class, PonderAddProvider, skip);
  gtk_widget_class_bind_template_child (widget_class, PonderAddProvider, stack);
  gtk_widget_class_bind_template_child (widget_class, PonderAddProvider, presets);
  gtk_widget_class_bind_template_child (widget_class, PonderAddProvider, form);
  gtk_widget_class_bind_template_child (widget_class, PonderAddProvider, name);
  gtk_widget_class_bind_template_child (widget_class, PonderAddProvider, address);
  gtk_widget_class_bind_template_child (widget_class, PonderAddProvider, key_entry);
  gtk_widget_class_bind_template_child (widget_class, PonderAddProvider, route);
  gtk_widget_class_bind_template_child (widget_class, PonderAddProvider, key_link);
  gtk_widget_class_bind_template_child (widget_class, PonderAddProvider, warning);
  gtk_widget_class_bind_template_child (widget_class, PonderAddProvider, stages);
  gtk_widget_class_bind_template_child (widget_class, PonderAddProvider, test);
  gtk_widget_class_bind_template_child (widget_class, PonderAddProvider, test_stack);
  gtk_widget_class_bind_template_child (widget_class, PonderAddProvider, add_anyway);
  gtk_widget_class_bind_template_child (widget_class, PonderAddProvider, models);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, finish_cb);
  gtk_widget_class_bind_template_callback (widget_class, model_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, preset_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_cb);
}

static void
ponder_add_provider_class_init (PonderAddProviderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_add_provider_dispose;

  signals[ADDED] = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, PONDER_TYPE_PROVIDER_CONFIG, G_TYPE_BOOLEAN);

  g_type_ensure (PONDER_TYPE_CONNECTION_STAGES);
  g_type_ensure (PONDER_TYPE_MODEL_LIST);
  g_type_ensure (PONDER_TYPE_PROVIDER_ROUTE);
  bind_template (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ponder_add_provider_init (PonderAddProvider *self)
{
  self->providers = g_list_store_new (PONDER_TYPE_PROVIDER_CONFIG);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_label (self->warning, ponder_base_url_get_warning ());
}

PonderAddProvider *
ponder_add_provider_new (GtkWindow       *parent,
                         PonderWorkspace *workspace)
{
  PonderAddProvider *self;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (PONDER_TYPE_ADD_PROVIDER, "transient-for", parent, NULL);
  self->workspace = g_object_ref (workspace);
  gtk_list_box_bind_model (self->presets, ponder_workspace_get_presets (workspace), create_preset_row, NULL, NULL);
  show_step (self, "presets");
  return self;
}
