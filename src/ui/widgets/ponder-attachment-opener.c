/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens attachments in other programs. */

#include "config.h"

#include "ponder-attachment-opener.h"

#include "ponder-toasts.h"

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

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GtkWidget) widget = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = ponder_shelf_copy_finish (PONDER_SHELF (source), result, &error);
  g_autoptr(GdkAppLaunchContext) context = NULL;
  g_autofree char *uri = NULL;

  if (file == NULL)
    {
      ponder_toasts_show_error (widget, error);
      return;
    }
  uri = g_file_get_uri (file);
  context = gdk_display_get_app_launch_context (gtk_widget_get_display (widget));
  g_app_info_launch_default_for_uri_async (uri, G_APP_LAUNCH_CONTEXT (context), NULL, launched_cb,
                                           g_steal_pointer (&widget));
}

void
ponder_attachment_opener_open (GtkWidget        *widget,
                               PonderShelf      *shelf,
                               const PonderPart *part)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  ponder_shelf_copy_async (shelf, part, NULL, copied_cb, g_object_ref (widget));
}
