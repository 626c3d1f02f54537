/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line of a menu that makes text larger and smaller. */

#include "config.h"

#include "ponder-zoom-control.h"

#include <glib/gi18n.h>

struct _PonderZoomControl
{
  GtkWidget  parent_instance;

  GtkButton *normal;
};

G_DEFINE_FINAL_TYPE (PonderZoomControl, ponder_zoom_control, GTK_TYPE_WIDGET)

static void
zoom_changed_cb (PonderZoomControl *self,
                 GParamSpec        *pspec,
                 PonderSettings    *settings)
{
  guint percent = ponder_settings_get_text_zoom (settings);
  /* Translators: %u is a number of percent: how large the text is. */
  g_autofree char *label = g_strdup_printf (_("%u%%"), percent);
  /* Translators: %u is a number of percent: how large the text is. */
  g_autofree char *name = g_strdup_printf (_("Text size %u%%"), percent);

  gtk_button_set_label (self->normal, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->normal), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
ponder_zoom_control_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (ponder_zoom_control_parent_class)->dispose (object);
}

static void
ponder_zoom_control_class_init (PonderZoomControlClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_zoom_control_dispose;

  gtk_widget_class_set_css_name (widget_class, "zoomcontrol");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/widgets/ponder-zoom-control.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderZoomControl, normal);
}

static void
ponder_zoom_control_init (PonderZoomControl *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ponder_zoom_control_new (PonderSettings *settings)
{
  PonderZoomControl *self;

  g_return_val_if_fail (PONDER_IS_SETTINGS (settings), NULL);

  self = g_object_new (PONDER_TYPE_ZOOM_CONTROL, NULL);
  g_signal_connect_object (settings, "notify::text-zoom", G_CALLBACK (zoom_changed_cb), self, G_CONNECT_SWAPPED);
  zoom_changed_cb (self, NULL, settings);
  return GTK_WIDGET (self);
}
