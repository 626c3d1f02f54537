/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Follows a link of an answer, if it may be followed, and shows files where they lie. */

#include "config.h"

#include "ponder-links.h"

#include "ponder-link.h"
#include "ponder-toasts.h"

#include <glib/gi18n.h>

static void
launched_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GtkWidget) widget = user_data;
  g_autoptr(GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error))
    ponder_toasts_show_error (widget, error);
}

void
ponder_links_open (GtkWidget  *widget,
                   const char *target)
{
  g_autofree char *safe = NULL;
  g_autoptr(GdkAppLaunchContext) context = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (target != NULL);

  safe = ponder_link_dup_safe_target (target);
  if (safe == NULL)
    {
      ponder_toasts_show (widget, _("Only web and mail addresses are opened"));
      return;
    }

  context = gdk_display_get_app_launch_context (gtk_widget_get_display (widget));
  g_app_info_launch_default_for_uri_async (safe, G_APP_LAUNCH_CONTEXT (context), NULL, launched_cb,
                                           g_object_ref (widget));
}

static void
folder_opened_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GtkWidget) widget = user_data;
  g_autoptr(GError) error = NULL;

  if (!gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error))
    ponder_toasts_show_error (widget, error);
}

void
ponder_links_open_folder (GtkWidget *widget,
                          GFile     *folder)
{
  g_autofree char *uri = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (G_IS_FILE (folder));

  uri = g_file_get_uri (folder);
  gtk_show_uri_full (GTK_WINDOW (gtk_widget_get_root (widget)), uri, GDK_CURRENT_TIME, NULL, folder_opened_cb,
                     g_object_ref (widget));
}

/* A file that waits to be shown. */
typedef struct
{
  GtkWidget *widget;
  GFile     *file;
} Showing;

static void
showing_free (Showing *self)
{
  g_object_unref (self->widget);
  g_object_unref (self->file);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Showing, showing_free)

/* A desktop without such a program still opens the folder. */
static void
items_shown_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(Showing) showing = user_data;
  g_autoptr(GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr(GFile) folder = g_file_get_parent (showing->file);

  if (reply == NULL && gtk_widget_get_root (showing->widget) != NULL)
    ponder_links_open_folder (showing->widget, folder);
}

void
ponder_links_show_file (GtkWidget *widget,
                        GFile     *file)
{
  g_autofree char *uri = NULL;
  GDBusConnection *bus;
  Showing *showing;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (G_IS_FILE (file));

  uri = g_file_get_uri (file);
  bus = g_application_get_dbus_connection (g_application_get_default ());
  if (bus == NULL)
    {
      g_autoptr(GFile) folder = g_file_get_parent (file);

      ponder_links_open_folder (widget, folder);
      return;
    }

  showing = g_new (Showing, 1);
  showing->widget = g_object_ref (widget);
  showing->file = g_object_ref (file);
  g_dbus_connection_call (bus, "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1",
                          "org.freedesktop.FileManager1", "ShowItems",
                          g_variant_new ("(^ass)", (const char *[]) { uri, NULL }, ""), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, items_shown_cb, showing);
}
