/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Follows a link of an answer, if it may be followed. */

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
