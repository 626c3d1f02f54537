/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: one workspace, its windows, and what the command line asks for. */

#include "config.h"

#include "ponder-application.h"

#include "ponder-demo-chat.h"
#include "ponder-dialogs.h"
#include "ponder-local-server.h"
#include "ponder-model-catalog.h"
#include "ponder-notifications.h"
#include "ponder-open-windows.h"
#include "ponder-preferences.h"
#include "ponder-remote-actions.h"
#include "ponder-search-provider.h"
#include "ponder-session.h"
#include "ponder-shortcuts.h"
#include "ponder-text-zoom.h"
#include "ponder-toasts.h"
#include "ponder-workspace.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>

/* Without a window, when the desktop only wanted to know something: it asks again soon, or not at all. */
#define IDLE_SECONDS 15

/* Holds itself from the opening of the workspace to its closing: an answer that is being written when the
 * last window closes is stopped and stored before the program ends. */
struct _PonderApplication
{
  AdwApplication      parent_instance;

  char               *data_dir;
  char               *config_dir;
  PonderWorkspace    *workspace;
  PonderModelCatalog *catalog;      /* once the workspace is open */
  PonderNotifications *notifications;
  PonderRemoteActions *remote_actions;
  PonderSearchProvider *search_provider; /* (nullable): no bus */
  PonderOpenWindows  *windows;      /* with the catalog */
  PonderTextZoom     *zoom;
  char               *base_url;     /* what the command line wants once it is open */
  GPtrArray          *early_faults; /* what there was no window yet to show upon */
  guint               terminate_source;
  guint               interrupt_source;
  guint               idle_source;
  guint               want_window : 1;
  guint               want_new_chat : 1;
  guint               want_demo : 1;
  guint               quitting : 1;
  guint               failed : 1;
};

G_DEFINE_FINAL_TYPE (PonderApplication, ponder_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Keep chats in this folder"), N_("FOLDER") },
  { "config-dir", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Keep preferences in this folder"), N_("FOLDER") },
  { "new-chat", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Begin a new chat"), NULL },
  { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open with the built-in demo: canned answers, no network"), NULL },
  { "base-url", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Use the local server at this address"), N_("ADDRESS") },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Say which version this is"), NULL },
  { NULL }
};

static PonderWindow *
get_window (PonderApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (PONDER_IS_WINDOW (l->data))
      return l->data;

  return NULL;
}

static void
update_style (PonderApplication *self)
{
  const char *scheme = ponder_settings_get_color_scheme (ponder_workspace_get_settings (self->workspace));
  AdwColorScheme color_scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (scheme, "light"))
    color_scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (scheme, "dark"))
    color_scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), color_scheme);
}

static void
problem_cb (PonderApplication *self,
            PonderFault       *fault)
{
  PonderWindow *window = get_window (self);

  if (window == NULL && !self->quitting)
    {
      g_ptr_array_add (self->early_faults, ponder_fault_ref (fault));
      return;
    }

  if (window != NULL && ponder_fault_get_severity (fault) < PONDER_SEVERITY_ERROR)
    {
      g_autofree char *summary = ponder_fault_dup_summary (fault);

      ponder_window_add_toast (window, summary);
      return;
    }

  ponder_dialogs_show_fault (GTK_WINDOW (window), fault);
}

static void
report (PonderApplication *self,
        const GError      *error)
{
  g_autoptr(PonderFault) fault = ponder_fault_new_from_error (error, "local server");

  problem_cb (self, fault);
}

static void
local_server_used_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr(PonderApplication) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!ponder_local_server_use_finish (result, &error))
    report (self, error);
}

static void
use_demo (PonderApplication *self,
          PonderWindow      *window)
{
  g_autoptr(GError) error = NULL;

  if (!ponder_demo_chat_begin (self->workspace, window, &error))
    report (self, error);
}

/* What the command line asked for, as soon as there is a workspace to do it with. */
static void
do_what_is_wanted (PonderApplication *self)
{
  PonderWindow *window = ponder_open_windows_get_latest (self->windows);

  if (window == NULL)
    window = ponder_open_windows_restore (self->windows);
  if (self->want_demo)
    use_demo (self, window);
  else if (self->want_new_chat)
    ponder_window_new_chat (window);
  if (self->base_url != NULL)
    ponder_local_server_use_async (self->workspace, self->base_url, local_server_used_cb, g_object_ref (self));

  self->want_demo = FALSE;
  self->want_new_chat = FALSE;
  g_clear_pointer (&self->base_url, g_free);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < self->early_faults->len; i++)
    problem_cb (self, g_ptr_array_index (self->early_faults, i));
  g_ptr_array_set_size (self->early_faults, 0);
}

static void begin_quit (PonderApplication *self);

static gboolean
idle_cb (gpointer user_data)
{
  PonderApplication *self = user_data;

  /* An answer that is being written for nobody to see is for a window that will be opened. */
  if (g_list_model_get_n_items (ponder_workspace_get_turns (self->workspace)) > 0)
    return G_SOURCE_CONTINUE;

  self->idle_source = 0;
  if (get_window (self) == NULL)
    begin_quit (self);
  return G_SOURCE_REMOVE;
}

static void
watch_idle (PonderApplication *self)
{
  g_clear_handle_id (&self->idle_source, g_source_remove);
  if (self->catalog != NULL && get_window (self) == NULL)
    self->idle_source = g_timeout_add_seconds (IDLE_SECONDS, idle_cb, self);
}

/* Nobody sees a dialog of a program that nobody started. */
static void
fail_to_open (PonderApplication *self,
              const GError      *error)
{
  self->failed = TRUE;
  if (self->want_window || ponder_remote_actions_is_waiting (self->remote_actions))
    {
      ponder_dialogs_show_fatal (G_APPLICATION (self), error);
      return;
    }

  g_printerr ("%s\n", error->message);
  g_application_release (G_APPLICATION (self));
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(PonderApplication) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!ponder_workspace_open_finish (PONDER_WORKSPACE (source), result, &error))
    {
      fail_to_open (self, error);
      return;
    }
  if (self->quitting)
    return;

  self->catalog = ponder_model_catalog_new (self->workspace);
  self->notifications = ponder_notifications_new (GTK_APPLICATION (self), self->workspace);
  self->windows = ponder_open_windows_new (GTK_APPLICATION (self), self->catalog);
  if (self->want_window)
    do_what_is_wanted (self);
  ponder_remote_actions_open (self->remote_actions);
  if (self->search_provider != NULL)
    ponder_search_provider_open (self->search_provider, self->workspace);
  watch_idle (self);
}

static void
open_workspace (PonderApplication *self)
{
  PonderSettings *settings;

  g_application_hold (G_APPLICATION (self));
  self->workspace = ponder_workspace_new (self->data_dir, self->config_dir);
  settings = ponder_workspace_get_settings (self->workspace);
  ponder_settings_open (settings);
  g_signal_connect_object (self->workspace, "problem", G_CALLBACK (problem_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::color-scheme", G_CALLBACK (update_style), self, G_CONNECT_SWAPPED);
  update_style (self);
  self->zoom = ponder_text_zoom_new (settings);
  ponder_workspace_open_async (self->workspace, NULL, opened_cb, g_object_ref (self));
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(PonderApplication) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!ponder_workspace_close_finish (PONDER_WORKSPACE (source), result, &error))
    g_warning ("The workspace did not close: %s", error->message);
  g_application_release (G_APPLICATION (self));
}

/* Windows go at once; the program follows when everything is on the disk. */
static void
begin_quit (PonderApplication *self)
{
  if (self->quitting || self->workspace == NULL)
    return;

  self->quitting = TRUE;
  if (self->windows != NULL)
    ponder_open_windows_freeze (self->windows);
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL;)
    {
      GtkWindow *window = l->data;

      l = l->next;
      if (PONDER_IS_WINDOW (window))
        ponder_window_save (PONDER_WINDOW (window));
      gtk_window_destroy (window);
    }
  ponder_workspace_close_async (self->workspace, closed_cb, g_object_ref (self));
}

static gboolean
terminated_cb (gpointer user_data)
{
  begin_quit (user_data);

  return G_SOURCE_CONTINUE;
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  begin_quit (user_data);
}

static void
new_window_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  PonderApplication *self = user_data;

  if (ponder_remote_actions_postpone (self->remote_actions, G_ACTION (action), parameter) || self->quitting)
    return;

  ponder_open_windows_open_new (self->windows);
}

static PonderPreferences *
show_preferences (PonderApplication *self)
{
  PonderPreferences *preferences;

  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (PONDER_IS_PREFERENCES (l->data))
      {
        gtk_window_present (l->data);
        return l->data;
      }

  preferences = ponder_preferences_new (gtk_application_get_active_window (GTK_APPLICATION (self)), self->catalog);
  gtk_window_present (GTK_WINDOW (preferences));
  return preferences;
}

static void
preferences_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  PonderApplication *self = user_data;

  if (self->catalog != NULL)
    show_preferences (self);
}

static void
provider_settings_action (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       user_data)
{
  PonderApplication *self = user_data;

  if (self->catalog != NULL)
    ponder_preferences_show_provider (show_preferences (self), g_variant_get_string (parameter, NULL));
}

/* What asks for a chat that is gone by now gets the program. */
static void
show_chat_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  PonderApplication *self = user_data;
  PonderSession *session = NULL;

  if (ponder_remote_actions_postpone (self->remote_actions, G_ACTION (action), parameter) || self->quitting)
    return;

  session = ponder_workspace_lookup_session (self->workspace, g_variant_get_string (parameter, NULL));
  if (session == NULL)
    do_what_is_wanted (self);
  else if (g_str_equal (g_action_get_name (G_ACTION (action)), "show-chat"))
    ponder_open_windows_show (self->windows, session);
  else
    ponder_open_windows_show_apart (self->windows, session);
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  ponder_dialogs_show_about (gtk_application_get_active_window (user_data));
}

static const GActionEntry actions[] = {
  { "new-window", new_window_action },
  { "preferences", preferences_action },
  { "provider-settings", provider_settings_action, "s" },
  { "show-chat", show_chat_action, "s" },
  { "show-chat-apart", show_chat_action, "s" },
  { "about", about_action },
  { "quit", quit_action },
};

static void
ponder_application_startup (GApplication *application)
{
  PonderApplication *self = PONDER_APPLICATION (application);

  G_APPLICATION_CLASS (ponder_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  self->remote_actions = ponder_remote_actions_new (GTK_APPLICATION (self));
  ponder_shortcuts_install (GTK_APPLICATION (self));
  gtk_window_set_default_icon_name (PONDER_APPLICATION_ID);
  self->terminate_source = g_unix_signal_add (SIGTERM, terminated_cb, self);
  self->interrupt_source = g_unix_signal_add (SIGINT, terminated_cb, self);
  open_workspace (self);
}

static void
ponder_application_activate (GApplication *application)
{
  PonderApplication *self = PONDER_APPLICATION (application);

  self->want_window = TRUE;
  if (self->catalog != NULL && !self->quitting)
    do_what_is_wanted (self);
}

static gboolean
ponder_application_dbus_register (GApplication     *application,
                                  GDBusConnection  *connection,
                                  const char       *object_path,
                                  GError          **error)
{
  PonderApplication *self = PONDER_APPLICATION (application);

  if (!G_APPLICATION_CLASS (ponder_application_parent_class)->dbus_register (application, connection, object_path,
                                                                              error))
    return FALSE;

  self->search_provider = ponder_search_provider_new (GTK_APPLICATION (self));
  g_signal_connect_swapped (self->search_provider, "used", G_CALLBACK (watch_idle), self);
  return ponder_search_provider_export (self->search_provider, connection, object_path, error);
}

static void
ponder_application_dbus_unregister (GApplication    *application,
                                    GDBusConnection *connection,
                                    const char      *object_path)
{
  PonderApplication *self = PONDER_APPLICATION (application);

  if (self->search_provider != NULL)
    ponder_search_provider_unexport (self->search_provider);
  g_clear_object (&self->search_provider);
  G_APPLICATION_CLASS (ponder_application_parent_class)->dbus_unregister (application, connection, object_path);
}

static int
ponder_application_command_line (GApplication            *application,
                                 GApplicationCommandLine *command_line)
{
  PonderApplication *self = PONDER_APPLICATION (application);
  GVariantDict *dict = g_application_command_line_get_options_dict (command_line);
  const char *base_url = NULL;

  if (g_variant_dict_contains (dict, "new-chat"))
    self->want_new_chat = TRUE;
  if (g_variant_dict_contains (dict, "demo"))
    self->want_demo = TRUE;
  if (g_variant_dict_lookup (dict, "base-url", "&s", &base_url))
    {
      g_free (self->base_url);
      self->base_url = g_strdup (base_url);
    }

  g_application_activate (application);
  return 0;
}

static int
ponder_application_handle_local_options (GApplication *application,
                                         GVariantDict *dict)
{
  PonderApplication *self = PONDER_APPLICATION (application);

  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("Ponder %s\n", PONDER_VERSION);
      return 0;
    }

  g_variant_dict_lookup (dict, "data-dir", "^ay", &self->data_dir);
  g_variant_dict_lookup (dict, "config-dir", "^ay", &self->config_dir);
  /* Another folder is another workspace: it needs a process of its own. */
  if (self->data_dir != NULL || self->config_dir != NULL)
    g_application_set_flags (application, g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);

  return -1;
}

static void
ponder_application_window_removed (GtkApplication *application,
                                   GtkWindow      *window)
{
  PonderApplication *self = PONDER_APPLICATION (application);

  GTK_APPLICATION_CLASS (ponder_application_parent_class)->window_removed (application, window);

  if (get_window (self) == NULL)
    begin_quit (self);
}

static void
ponder_application_dispose (GObject *object)
{
  PonderApplication *self = PONDER_APPLICATION (object);

  g_clear_handle_id (&self->terminate_source, g_source_remove);
  g_clear_handle_id (&self->interrupt_source, g_source_remove);
  g_clear_handle_id (&self->idle_source, g_source_remove);
  g_clear_object (&self->remote_actions);
  g_clear_object (&self->search_provider);
  g_clear_object (&self->windows);
  g_clear_object (&self->zoom);
  g_clear_object (&self->notifications);
  g_clear_object (&self->catalog);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (ponder_application_parent_class)->dispose (object);
}

static void
ponder_application_finalize (GObject *object)
{
  PonderApplication *self = PONDER_APPLICATION (object);

  g_clear_pointer (&self->data_dir, g_free);
  g_clear_pointer (&self->config_dir, g_free);
  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->early_faults, g_ptr_array_unref);

  G_OBJECT_CLASS (ponder_application_parent_class)->finalize (object);
}

static void
ponder_application_class_init (PonderApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->dispose = ponder_application_dispose;
  object_class->finalize = ponder_application_finalize;
  application_class->startup = ponder_application_startup;
  application_class->activate = ponder_application_activate;
  application_class->dbus_register = ponder_application_dbus_register;
  application_class->dbus_unregister = ponder_application_dbus_unregister;
  application_class->command_line = ponder_application_command_line;
  application_class->handle_local_options = ponder_application_handle_local_options;
  GTK_APPLICATION_CLASS (klass)->window_removed = ponder_application_window_removed;
}

static void
ponder_application_init (PonderApplication *self)
{
  self->early_faults = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_fault_unref);
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

PonderApplication *
ponder_application_new (void)
{
  return g_object_new (PONDER_TYPE_APPLICATION,
                       "application-id", PONDER_APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE,
                       "resource-base-path", "/io/github/ponderchat/Ponder",
                       NULL);
}

gboolean
ponder_application_has_failed (PonderApplication *self)
{
  g_return_val_if_fail (PONDER_IS_APPLICATION (self), TRUE);

  return self->failed;
}
