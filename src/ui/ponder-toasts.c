/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A short word at the bottom of whatever window a widget is in. */

#include "config.h"

#include "ponder-toasts.h"

#include "ponder-fault.h"

/* A toast that waits for what is going on in the window to be laid out. */
typedef struct
{
  GtkWidget *widget;
  AdwToast  *toast;
} Later;

static void
later_free (gpointer data)
{
  Later *self = data;

  g_object_unref (self->widget);
  g_object_unref (self->toast);
  g_free (self);
}

static gboolean
show_cb (gpointer user_data)
{
  Later *later = user_data;
  GtkWidget *overlay = gtk_widget_get_ancestor (later->widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), g_object_ref (later->toast));
  return G_SOURCE_REMOVE;
}

/* libadwaita 1.2 leaves the window without an allocation, and so empty, when a toast comes with the very layout in
 * which rows go. */
void
ponder_toasts_take (GtkWidget *widget,
                    AdwToast  *toast)
{
  Later *later;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (ADW_IS_TOAST (toast));

  later = g_new (Later, 1);
  later->widget = g_object_ref (widget);
  later->toast = toast;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, show_cb, later, later_free);
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
