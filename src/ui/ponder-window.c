/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window: the chats beside the one that is shown, or the first steps. */

#include "config.h"

#include "ponder-window-private.h"

#include "ponder-print-action.h"
#include "ponder-session.h"
#include "ponder-shortcuts.h"
#include "ponder-toasts.h"
#include "ponder-transfer-actions.h"
#include "ponder-tooltip.h"

#include <glib/gi18n.h>

enum
{
  PROP_0,
  PROP_CHAT_PINNED,
  PROP_REUSE_ANSWERS,
  PROP_SESSION,
  PROP_SIDEBAR_SHOWN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PonderWindow, ponder_window, ADW_TYPE_APPLICATION_WINDOW)

static void
update_title (PonderWindow *self)
{
  const char *title = self->session != NULL ? ponder_session_get_title (self->session) : "";

  gtk_window_set_title (GTK_WINDOW (self), title[0] != '\0' ? title : _("Ponder"));
}

/* The chat that this one began as a branch of. (nullable): it is none, or that is gone. */
static PonderSession *
find_original (PonderWindow *self)
{
  const char *id = self->session != NULL ? ponder_session_get_branched_from (self->session) : NULL;
  PonderSession *original = id != NULL ? ponder_workspace_lookup_session (self->workspace, id) : NULL;

  return original != NULL && ponder_session_get_trashed (original) == 0 ? original : NULL;
}

static void
update_actions (PonderWindow *self)
{
  gboolean stored = self->session != NULL
                    && ponder_workspace_lookup_session (self->workspace, ponder_session_get_id (self->session)) != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.rename", stored);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.pin", stored);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.trash", stored);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.show-original", find_original (self) != NULL);
}

static gboolean
is_cache_enabled (PonderWindow *self)
{
  return ponder_settings_get_cache_enabled (ponder_workspace_get_settings (self->workspace));
}

/* The chat's own choice, or the preferences' for all chats. */
static void
reuse_changed_cb (PonderWindow *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.reuse-answers", is_cache_enabled (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REUSE_ANSWERS]);
}

static gboolean
get_reuse_answers (PonderWindow *self)
{
  return self->session != NULL && is_cache_enabled (self) && !ponder_session_get_config (self->session)->no_cache;
}

static void
set_reuse_answers (PonderWindow *self,
                   gboolean      reuse)
{
  g_autoptr(PonderModelConfig) config = NULL;

  if (self->session == NULL || get_reuse_answers (self) == reuse)
    return;

  config = ponder_model_config_copy (ponder_session_get_config (self->session));
  config->no_cache = !reuse;
  ponder_session_set_config (self->session, config);
  ponder_workspace_save_session (self->workspace, self->session);
}

/* A chat that asks nobody yet takes what there is: the demo has no place in the preferences. */
static void
ensure_model (PonderWindow *self)
{
  GListModel *providers = ponder_workspace_get_providers (self->workspace);

  if (self->session == NULL || ponder_session_get_config (self->session)->model != NULL
      || ponder_session_get_n_messages (self->session) > 0)
    return;

  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr(PonderProviderConfig) provider = g_list_model_get_item (providers, i);
      const char *model = ponder_provider_config_get_default_model (provider);

      if (model != NULL && ponder_provider_config_get_enabled (provider))
        {
          ponder_window_use_model (self, ponder_provider_config_get_id (provider), model);
          return;
        }
    }
}

/* Most people see it once in their life. */
static void
ensure_welcome (PonderWindow *self)
{
  if (self->welcome != NULL)
    return;

  self->welcome = g_object_new (PONDER_TYPE_WELCOME, NULL);
  ponder_welcome_set_workspace (self->welcome, self->workspace);
  gtk_stack_add_titled (self->stack, GTK_WIDGET (self->welcome), "welcome", _("Welcome"));
}

/* First steps: as long as there is neither a server to ask nor a chat to read. */
static void
update_stack (PonderWindow *self)
{
  gboolean first = g_list_model_get_n_items (ponder_workspace_get_providers (self->workspace)) == 0
                   && g_list_model_get_n_items (G_LIST_MODEL (ponder_workspace_get_sessions (self->workspace))) == 0;
  const char *name = first ? "welcome" : "chats";

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), name) == 0)
    return;

  if (first)
    ensure_welcome (self);
  gtk_stack_set_visible_child_name (self->stack, name);
  if (first)
    ponder_welcome_look_around (self->welcome);
  else
    ponder_window_new_chat (self);
}

static void
lists_changed_cb (PonderWindow *self)
{
  update_stack (self);
  update_actions (self);
  ensure_model (self);
}

/* Another window, or the list, moved the shown chat to the trash. */
static void
session_trashed_cb (PonderWindow *self)
{
  if (ponder_session_get_trashed (self->session) != 0)
    ponder_window_new_chat (self);
}

static void
session_pinned_cb (PonderWindow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHAT_PINNED]);
}

static void
session_selected_cb (PonderWindow  *self,
                     PonderSession *session)
{
  ponder_window_show_session (self, session);
}

static void
session_activated_cb (PonderWindow  *self,
                      PonderSession *session)
{
  ponder_window_show_session (self, session);
  if (!adw_leaflet_get_folded (self->leaflet))
    return;

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->page));
  ponder_chat_page_focus_composer (self->page);
}

static void
new_chat_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  ponder_window_new_chat (PONDER_WINDOW (widget));
}

static void
rename_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  PonderWindow *self = PONDER_WINDOW (widget);

  ponder_sidebar_rename_session (self->sidebar, self->session);
}

static void
trash_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  PonderWindow *self = PONDER_WINDOW (widget);

  ponder_sidebar_trash_session (self->sidebar, self->session);
}

static void
show_original_action (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  PonderSession *original = find_original (PONDER_WINDOW (widget));

  if (original != NULL)
    ponder_window_show_session (PONDER_WINDOW (widget), original);
}

static void
choose_model_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  PonderWindow *self = PONDER_WINDOW (widget);

  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->page));
  ponder_chat_page_choose_model (self->page);
}

static void
chat_settings_action (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  PonderWindow *self = PONDER_WINDOW (widget);

  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->page));
  ponder_chat_page_show_settings (self->page);
}

static void
deep_think_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  gtk_widget_activate_action (GTK_WIDGET (PONDER_WINDOW (widget)->page), "chat.deep-think", NULL);
}

static void
focus_message_action (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  ponder_chat_page_focus_composer (PONDER_WINDOW (widget)->page);
}

static void
show_help_overlay_action (GtkWidget  *widget,
                          const char *name,
                          GVariant   *parameter)
{
  ponder_shortcuts_show (GTK_APPLICATION_WINDOW (widget));
}

/* The chat of the window that is used is seen, and its draft is that window's to write. */
static void
active_changed_cb (PonderWindow *self)
{
  if (gtk_window_is_active (GTK_WINDOW (self)))
    ponder_chat_page_resume (self->page);
  else
    ponder_chat_page_leave (self->page);
}

static void
sidebar_shown_cb (PonderWindow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDEBAR_SHOWN]);
}

static gboolean
ponder_window_close_request (GtkWindow *window)
{
  ponder_window_save (PONDER_WINDOW (window));

  return GTK_WINDOW_CLASS (ponder_window_parent_class)->close_request (window);
}

static void
ponder_window_dispose (GObject *object)
{
  PonderWindow *self = PONDER_WINDOW (object);

  g_clear_object (&self->session_signals);
  g_clear_object (&self->zoom_toast);
  g_clear_pointer (&self->before_search, ponder_chat_place_free);
  g_clear_object (&self->session);
  g_clear_object (&self->workspace);
  g_clear_object (&self->catalog);

  G_OBJECT_CLASS (ponder_window_parent_class)->dispose (object);
}

static void
ponder_window_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  PonderWindow *self = PONDER_WINDOW (object);

  switch (prop_id)
    {
    case PROP_CHAT_PINNED:
      g_value_set_boolean (value, self->session != NULL && ponder_session_get_pinned (self->session));
      break;
    case PROP_REUSE_ANSWERS:
      g_value_set_boolean (value, get_reuse_answers (self));
      break;
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_SIDEBAR_SHOWN:
      g_value_set_boolean (value, ponder_window_get_sidebar_shown (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ponder_window_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  PonderWindow *self = PONDER_WINDOW (object);

  switch (prop_id)
    {
    case PROP_CHAT_PINNED:
      if (self->session == NULL || ponder_session_get_pinned (self->session) == g_value_get_boolean (value))
        break;
      ponder_session_set_pinned (self->session, g_value_get_boolean (value));
      ponder_workspace_save_session (self->workspace, self->session);
      break;
    case PROP_REUSE_ANSWERS:
      set_reuse_answers (self, g_value_get_boolean (value));
      break;
    case PROP_SIDEBAR_SHOWN:
      ponder_window_set_sidebar_shown (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.new-chat", NULL, new_chat_action);
  gtk_widget_class_install_action (widget_class, "win.rename", NULL, rename_action);
  gtk_widget_class_install_property_action (widget_class, "win.pin", "chat-pinned");
  gtk_widget_class_install_property_action (widget_class, "win.reuse-answers", "reuse-answers");
  gtk_widget_class_install_action (widget_class, "win.trash", NULL, trash_action);
  gtk_widget_class_install_action (widget_class, "win.show-original", NULL, show_original_action);
  gtk_widget_class_install_action (widget_class, "win.choose-model", NULL, choose_model_action);
  gtk_widget_class_install_action (widget_class, "win.chat-settings", NULL, chat_settings_action);
  gtk_widget_class_install_action (widget_class, "win.deep-think", NULL, deep_think_action);
  gtk_widget_class_install_action (widget_class, "win.focus-message", NULL, focus_message_action);
  gtk_widget_class_install_action (widget_class, "win.show-help-overlay", NULL, show_help_overlay_action);
}

static void
ponder_window_class_init (PonderWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_window_dispose;
  object_class->get_property = ponder_window_get_property;
  object_class->set_property = ponder_window_set_property;
  GTK_WINDOW_CLASS (klass)->close_request = ponder_window_close_request;

  ponder_tooltip_set_up ();

  properties[PROP_CHAT_PINNED] =
    g_param_spec_boolean ("chat-pinned", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_REUSE_ANSWERS] =
    g_param_spec_boolean ("reuse-answers", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, PONDER_TYPE_SESSION, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIDEBAR_SHOWN] =
    g_param_spec_boolean ("sidebar-shown", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (PONDER_TYPE_CHAT_PAGE);
  g_type_ensure (PONDER_TYPE_SIDEBAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/ponderchat/Ponder/ponder-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, PonderWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, PonderWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, PonderWindow, page);
  gtk_widget_class_bind_template_callback (widget_class, session_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, session_activated_cb);
  install_actions (widget_class);
  ponder_window_class_bind_panes (widget_class);
  ponder_window_class_bind_search (widget_class);
  ponder_window_class_bind_sidebar (widget_class);
  ponder_window_class_bind_zoom (widget_class);
}

static void
ponder_window_init (PonderWindow *self)
{
  GtkWidget *header;

  gtk_widget_init_template (GTK_WIDGET (self));
  ponder_window_take_zoom_scrolls (self);
  header = ponder_chat_page_get_header (self->page);
  g_object_bind_property (self->leaflet, "folded", header, "folded", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->sidebar, "visible", header, "sidebar-hidden",
                          G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);

  g_signal_connect_object (self->sidebar, "notify::visible", G_CALLBACK (sidebar_shown_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (active_changed_cb), NULL);

  self->session_signals = g_signal_group_new (PONDER_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify::title", G_CALLBACK (update_title), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::pinned", G_CALLBACK (session_pinned_cb), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::config", G_CALLBACK (reuse_changed_cb), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::trashed", G_CALLBACK (session_trashed_cb), self);
}

static void
restore_size (PonderWindow *self)
{
  int width;
  int height;
  gboolean maximized;

  ponder_settings_get_window_size (ponder_workspace_get_settings (self->workspace), &width, &height, &maximized);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (maximized)
    gtk_window_maximize (GTK_WINDOW (self));
}

PonderWindow *
ponder_window_new (GtkApplication     *application,
                   PonderModelCatalog *catalog)
{
  PonderWindow *self;
  GListModel *providers;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (PONDER_IS_MODEL_CATALOG (catalog), NULL);

  self = g_object_new (PONDER_TYPE_WINDOW, "application", application, NULL);
  self->catalog = g_object_ref (catalog);
  self->workspace = g_object_ref (ponder_model_catalog_get_workspace (catalog));
  restore_size (self);
  ponder_sidebar_set_workspace (self->sidebar, self->workspace);
  ponder_chat_page_set_catalog (self->page, catalog);
  ponder_print_action_add (self, self->workspace);
  ponder_transfer_actions_add (self, GTK_WIDGET (self->sidebar), self->workspace);

  providers = ponder_workspace_get_providers (self->workspace);
  g_signal_connect_object (providers, "items-changed", G_CALLBACK (lists_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (ponder_workspace_get_sessions (self->workspace), "items-changed",
                           G_CALLBACK (lists_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (ponder_workspace_get_settings (self->workspace), "notify::default-model",
                           G_CALLBACK (ensure_model), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (ponder_workspace_get_settings (self->workspace), "notify::cache-enabled",
                           G_CALLBACK (reuse_changed_cb), self, G_CONNECT_SWAPPED);
  update_stack (self);
  update_actions (self);
  return self;
}

PonderSession *
ponder_window_get_session (PonderWindow *self)
{
  g_return_val_if_fail (PONDER_IS_WINDOW (self), NULL);

  return self->session;
}

void
ponder_window_show_session (PonderWindow  *self,
                            PonderSession *session)
{
  g_return_if_fail (PONDER_IS_WINDOW (self));
  g_return_if_fail (PONDER_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;

  g_signal_group_set_target (self->session_signals, session);
  ponder_chat_page_set_session (self->page, session);
  ponder_sidebar_set_session (self->sidebar, session);
  ponder_settings_set_last_session (ponder_workspace_get_settings (self->workspace), ponder_session_get_id (session));
  update_title (self);
  update_actions (self);
  session_pinned_cb (self);
  reuse_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

void
ponder_window_restore (PonderWindow *self)
{
  const char *id;
  PonderSession *session;

  g_return_if_fail (PONDER_IS_WINDOW (self));

  id = ponder_settings_get_last_session (ponder_workspace_get_settings (self->workspace));
  session = id[0] != '\0' ? ponder_workspace_lookup_session (self->workspace, id) : NULL;
  if (session != NULL && ponder_session_get_trashed (session) == 0)
    ponder_window_show_session (self, session);
  else
    ponder_window_new_chat (self);
}

void
ponder_window_new_chat (PonderWindow *self)
{
  g_autoptr(PonderSession) session = NULL;

  g_return_if_fail (PONDER_IS_WINDOW (self));

  /* An empty new chat is as good as another. */
  if (self->session == NULL
      || ponder_workspace_lookup_session (self->workspace, ponder_session_get_id (self->session)) != NULL)
    {
      session = ponder_workspace_create_session (self->workspace);
      ponder_window_show_session (self, session);
      ensure_model (self);
    }
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->page));
  ponder_chat_page_focus_composer (self->page);
}

void
ponder_window_use_model (PonderWindow *self,
                         const char   *provider_id,
                         const char   *model)
{
  g_autoptr(PonderModelConfig) config = NULL;

  g_return_if_fail (PONDER_IS_WINDOW (self));
  g_return_if_fail (self->session != NULL);

  config = ponder_model_config_copy (ponder_session_get_config (self->session));
  ponder_model_config_set_model (config, provider_id, model);
  ponder_session_set_config (self->session, config);
}

void
ponder_window_add_toast (PonderWindow *self,
                         const char   *text)
{
  g_return_if_fail (PONDER_IS_WINDOW (self));

  ponder_toasts_show (GTK_WIDGET (self->page), text);
}

void
ponder_window_save (PonderWindow *self)
{
  int width;
  int height;

  g_return_if_fail (PONDER_IS_WINDOW (self));

  ponder_chat_page_save (self->page);
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  ponder_settings_set_window_size (ponder_workspace_get_settings (self->workspace), width, height,
                                   gtk_window_is_maximized (GTK_WINDOW (self)));
}
