/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the window that makes the text of chats larger and smaller. */

#include "config.h"

#include "ponder-window-private.h"

#include "ponder-text-zoom.h"
#include "ponder-toasts.h"

#include <glib/gi18n.h>
#include <math.h>

#define NORMAL 100
#define TOAST_SECONDS 2

static PonderSettings *
get_settings (PonderWindow *self)
{
  return ponder_workspace_get_settings (self->workspace);
}

static void
toast_dismissed_cb (PonderWindow *self)
{
  g_clear_object (&self->zoom_toast);
}

/* One toast that changes, not one for each step. */
static void
tell (PonderWindow *self)
{
  /* Translators: %u is a number of percent: how large the text is. */
  g_autofree char *words = g_strdup_printf (_("Text size %u%%"), ponder_settings_get_text_zoom (get_settings (self)));

  if (self->zoom_toast != NULL)
    {
      adw_toast_set_title (self->zoom_toast, words);
      return;
    }

  self->zoom_toast = g_object_ref (adw_toast_new (words));
  adw_toast_set_timeout (self->zoom_toast, TOAST_SECONDS);
  g_signal_connect_object (self->zoom_toast, "dismissed", G_CALLBACK (toast_dismissed_cb), self, G_CONNECT_SWAPPED);
  ponder_toasts_take (GTK_WIDGET (self->page), self->zoom_toast);
}

static void
step (PonderWindow *self,
      int           direction)
{
  guint percent = ponder_settings_get_text_zoom (get_settings (self));

  ponder_settings_set_text_zoom (get_settings (self), ponder_text_zoom_step (percent, direction));
  tell (self);
}

static void
zoom_in_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  step (PONDER_WINDOW (widget), 1);
}

static void
zoom_out_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  step (PONDER_WINDOW (widget), -1);
}

static void
zoom_normal_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  PonderWindow *self = PONDER_WINDOW (widget);

  ponder_settings_set_text_zoom (get_settings (self), NORMAL);
  tell (self);
}

/* A touchpad sends many small pieces of a step. */
static gboolean
scroll_cb (PonderWindow             *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  GdkScrollUnit unit = gtk_event_controller_scroll_get_unit (controller);
  double pieces;

  if ((state & gtk_accelerator_get_default_mod_mask ()) != GDK_CONTROL_MASK)
    {
      self->zoom_scrolled = 0;
      return GDK_EVENT_PROPAGATE;
    }

  self->zoom_scrolled += unit == GDK_SCROLL_UNIT_WHEEL ? dy : dy / 30;
  pieces = trunc (self->zoom_scrolled);
  self->zoom_scrolled -= pieces;
  if (fabs (pieces) >= 1)
    step (self, pieces < 0 ? 1 : -1);
  return GDK_EVENT_STOP;
}

void
ponder_window_take_zoom_scrolls (PonderWindow *self)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect_object (scroll, "scroll", G_CALLBACK (scroll_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->page), scroll);
}

void
ponder_window_class_bind_zoom (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.zoom-in", NULL, zoom_in_action);
  gtk_widget_class_install_action (widget_class, "win.zoom-out", NULL, zoom_out_action);
  gtk_widget_class_install_action (widget_class, "win.zoom-normal", NULL, zoom_normal_action);
}
