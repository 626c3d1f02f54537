/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A short word at the bottom of whatever window a widget is in. */

#include "config.h"

#include "ponder-toasts.h"

#include "ponder-fault.h"

void
ponder_toasts_take (GtkWidget *widget,
                    AdwToast  *toast)
{
  g_autoptr(AdwToast) owned = toast;
  GtkWidget *overlay;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (ADW_IS_TOAST (toast));

  overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), g_steal_pointer (&owned));
}

void
ponder_toasts_show (GtkWidget  *widget,
                    const char *text)
{
  /* Toasts understand markup. */
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  ponder_toasts_take (widget, adw_toast_new (escaped));
}

void
ponder_toasts_show_error (GtkWidget    *widget,
                          const GError *error)
{
  g_autoptr(PonderFault) fault = NULL;
  g_autofree char *summary = NULL;

  g_return_if_fail (error != NULL);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  fault = ponder_fault_new_from_error (error, "window");
  summary = ponder_fault_dup_summary (fault);
  ponder_toasts_show (widget, summary);
}
