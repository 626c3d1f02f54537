/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The windows of the program: which shows what, and how they come back with the next start. */

#include "config.h"

#include "ponder-open-windows.h"

#include "ponder-session.h"
#include "ponder-window-record.h"
#include "ponder-workspace.h"

/* A window that is being resized changes with every frame. What a crash loses is not more than this. */
#define STORE_AFTER_MS 500

/* Owned by the application. Windows are stored as they change, so that a crash brings them back, too. */
struct _PonderOpenWindows
{
  GObject             parent_instance;

  GtkApplication     *application;
  PonderModelCatalog *catalog;
  PonderWorkspace    *workspace;
  guint               store_source;
  gboolean            frozen;
};

G_DEFINE_FINAL_TYPE (PonderOpenWindows, ponder_open_windows, G_TYPE_OBJECT)

/* The one that was used last is the first. (element-type PonderWindow) (transfer container) */
static GPtrArray *
list_windows (PonderOpenWindows *self)
{
  GPtrArray *windows = g_ptr_array_new ();

  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    if (PONDER_IS_WINDOW (l->data))
      g_ptr_array_add (windows, l->data);
  return windows;
}

static PonderWindowRecord *
create_record (PonderOpenWindows *self,
               PonderWindow      *window)
{
  PonderWindowRecord *record = g_new0 (PonderWindowRecord, 1);
  PonderSession *session = ponder_window_get_session (window);
  const char *id = session != NULL ? ponder_session_get_id (session) : "";

  record->session_id = g_strdup (ponder_workspace_lookup_session (self->workspace, id) != NULL ? id : "");
  gtk_window_get_default_size (GTK_WINDOW (window), &record->width, &record->height);
  record->maximized = gtk_window_is_maximized (GTK_WINDOW (window));
  record->sidebar = ponder_window_get_sidebar_shown (window);
  return record;
}

static void
store (PonderOpenWindows *self)
{
  g_autoptr(GPtrArray) windows = list_windows (self);
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_window_record_free);
  g_autofree char *text = NULL;

  g_clear_handle_id (&self->store_source, g_source_remove);
  if (self->frozen || windows->len == 0)
    return;

  for (guint i = 0; i < windows->len; i++)
    g_ptr_array_add (records, create_record (self, g_ptr_array_index (windows, i)));
  text = ponder_window_records_format (records);
  ponder_settings_set_open_windows (ponder_workspace_get_settings (self->workspace), text);
}

static gboolean
store_cb (gpointer user_data)
{
  PonderOpenWindows *self = user_data;

  self->store_source = 0;
  store (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (PonderOpenWindows *self)
{
  if (self->store_source == 0 && !self->frozen)
    self->store_source = g_timeout_add (STORE_AFTER_MS, store_cb, self);
}

static void
tell_what_is_shown (PonderOpenWindows *self)
{
  g_autoptr(GPtrArray) windows = list_windows (self);
  g_autoptr(GPtrArray) sessions = g_ptr_array_new ();

  for (guint i = 0; i < windows->len; i++)
    {
      PonderSession *session = ponder_window_get_session (g_ptr_array_index (windows, i));

      if (session != NULL)
        g_ptr_array_add (sessions, session);
    }
  ponder_workspace_set_shown (self->workspace, sessions);
  changed_cb (self);
}

/* The last window takes the program with it, and comes back. */
static gboolean
close_request_cb (PonderOpenWindows *self)
{
  g_autoptr(GPtrArray) windows = list_windows (self);

  if (windows->len == 1)
    ponder_open_windows_freeze (self);
  return FALSE;
}

static void
window_added_cb (PonderOpenWindows *self,
                 GtkWindow         *window)
{
  static const char *const properties[] = { "default-width", "default-height", "maximized", "sidebar-shown",
                                            "is-active" };

  if (!PONDER_IS_WINDOW (window))
    return;

  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      g_autofree char *signal = g_strconcat ("notify::", properties[i], NULL);

      g_signal_connect_object (window, signal, G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (window, "notify::session", G_CALLBACK (tell_what_is_shown), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "close-request", G_CALLBACK (close_request_cb), self, G_CONNECT_SWAPPED);
}

static void
ponder_open_windows_dispose (GObject *object)
{
  PonderOpenWindows *self = PONDER_OPEN_WINDOWS (object);

  g_clear_handle_id (&self->store_source, g_source_remove);
  g_clear_object (&self->workspace);
  g_clear_object (&self->catalog);

  G_OBJECT_CLASS (ponder_open_windows_parent_class)->dispose (object);
}

static void
ponder_open_windows_class_init (PonderOpenWindowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ponder_open_windows_dispose;
}

static void
ponder_open_windows_init (PonderOpenWindows *self)
{
}

PonderOpenWindows *
ponder_open_windows_new (GtkApplication     *application,
                         PonderModelCatalog *catalog)
{
  PonderOpenWindows *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (PONDER_IS_MODEL_CATALOG (catalog), NULL);

  self = g_object_new (PONDER_TYPE_OPEN_WINDOWS, NULL);
  self->application = application;
  self->catalog = g_object_ref (catalog);
  self->workspace = g_object_ref (ponder_model_catalog_get_workspace (catalog));
  g_signal_connect_object (application, "window-added", G_CALLBACK (window_added_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (application, "window-removed", G_CALLBACK (tell_what_is_shown), self, G_CONNECT_SWAPPED);
  /* A new chat becomes one of the list with its first words, and may leave it. */
  g_signal_connect_object (ponder_workspace_get_sessions (self->workspace), "items-changed", G_CALLBACK (changed_cb),
                           self, G_CONNECT_SWAPPED);
  return self;
}

PonderWindow *
ponder_open_windows_get_latest (PonderOpenWindows *self)
{
  g_autoptr(GPtrArray) windows = NULL;

  g_return_val_if_fail (PONDER_IS_OPEN_WINDOWS (self), NULL);

  windows = list_windows (self);
  return windows->len > 0 ? g_ptr_array_index (windows, 0) : NULL;
}

/* Whoever opens a window may type. */
static void
focus_message (PonderWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.focus-message", NULL);
}

static PonderWindow *
open_record (PonderOpenWindows        *self,
             const PonderWindowRecord *record,
             PonderSession            *session)
{
  PonderWindow *window = ponder_window_new (self->application, self->catalog);

  if (record->width > 0 && record->height > 0)
    gtk_window_set_default_size (GTK_WINDOW (window), record->width, record->height);
  if (record->maximized)
    gtk_window_maximize (GTK_WINDOW (window));
  else
    gtk_window_unmaximize (GTK_WINDOW (window));
  ponder_window_set_sidebar_shown (window, record->sidebar);
  if (session != NULL)
    ponder_window_show_session (window, session);
  else
    ponder_window_new_chat (window);
  focus_message (window);
  return window;
}

/* (nullable): it is gone, or in the trash. */
static PonderSession *
look_up (PonderOpenWindows *self,
         const char        *id)
{
  PonderSession *session = ponder_workspace_lookup_session (self->workspace, id);

  return session != NULL && ponder_session_get_trashed (session) == 0 ? session : NULL;
}

PonderWindow *
ponder_open_windows_restore (PonderOpenWindows *self)
{
  g_autoptr(GPtrArray) records = NULL;
  PonderWindow *window = NULL;

  g_return_val_if_fail (PONDER_IS_OPEN_WINDOWS (self), NULL);

  records = ponder_window_records_parse (
    ponder_settings_get_open_windows (ponder_workspace_get_settings (self->workspace)));
  for (guint i = records->len; i > 0; i--)
    {
      const PonderWindowRecord *record = g_ptr_array_index (records, i - 1);
      PonderSession *session = look_up (self, record->session_id);

      if (session == NULL && record->session_id[0] != '\0')
        continue;
      window = open_record (self, record, session);
      gtk_window_present (GTK_WINDOW (window));
    }

  if (window == NULL)
    {
      window = ponder_window_new (self->application, self->catalog);
      ponder_window_restore (window);
      focus_message (window);
    }
  return window;
}

static PonderWindow *
open_like_latest (PonderOpenWindows *self,
                  PonderSession     *session)
{
  PonderWindow *latest = ponder_open_windows_get_latest (self);
  g_autoptr(PonderWindowRecord) record = NULL;

  if (latest == NULL)
    return ponder_open_windows_restore (self);

  record = create_record (self, latest);
  return open_record (self, record, session);
}

PonderWindow *
ponder_open_windows_open_new (PonderOpenWindows *self)
{
  PonderWindow *window;

  g_return_val_if_fail (PONDER_IS_OPEN_WINDOWS (self), NULL);

  window = open_like_latest (self, NULL);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

/* (nullable): none but @but shows it. */
static PonderWindow *
find (PonderOpenWindows *self,
      PonderSession     *session,
      PonderWindow      *but)
{
  g_autoptr(GPtrArray) windows = list_windows (self);

  for (guint i = 0; i < windows->len; i++)
    {
      PonderWindow *window = g_ptr_array_index (windows, i);

      if (window != but && ponder_window_get_session (window) == session)
        return window;
    }
  return NULL;
}

void
ponder_open_windows_show (PonderOpenWindows *self,
                          PonderSession     *session)
{
  PonderWindow *window;

  g_return_if_fail (PONDER_IS_OPEN_WINDOWS (self));
  g_return_if_fail (PONDER_IS_SESSION (session));

  if (!(window = find (self, session, NULL)) && !(window = ponder_open_windows_get_latest (self)))
    window = ponder_open_windows_restore (self);
  ponder_window_show_session (window, session);
  gtk_window_present (GTK_WINDOW (window));
}

void
ponder_open_windows_show_apart (PonderOpenWindows *self,
                                PonderSession     *session)
{
  PonderWindow *window;

  g_return_if_fail (PONDER_IS_OPEN_WINDOWS (self));
  g_return_if_fail (PONDER_IS_SESSION (session));

  if (!(window = find (self, session, ponder_open_windows_get_latest (self))))
    window = open_like_latest (self, session);
  gtk_window_present (GTK_WINDOW (window));
}

void
ponder_open_windows_freeze (PonderOpenWindows *self)
{
  g_return_if_fail (PONDER_IS_OPEN_WINDOWS (self));

  store (self);
  self->frozen = TRUE;
}
