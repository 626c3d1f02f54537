/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How large the text of chats is, in all windows. */

#include "config.h"

#include "ponder-text-zoom.h"

/* Owned by the application: one sheet for the display, on top of the program's own. */
struct _PonderTextZoom
{
  GObject         parent_instance;

  GtkCssProvider *provider;
  GdkDisplay     *display;
};

G_DEFINE_FINAL_TYPE (PonderTextZoom, ponder_text_zoom, G_TYPE_OBJECT)

static const guint steps[] = { 50, 60, 70, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300 };

/* A share of the desktop's size: large text there is larger here. */
static void
zoom_changed_cb (PonderTextZoom *self,
                 GParamSpec     *pspec,
                 PonderSettings *settings)
{
  guint percent = ponder_settings_get_text_zoom (settings);
  g_autofree char *css = g_strdup_printf ("ponder-transcript, ponder-measure { font-size: %u%%; }", percent);

  gtk_css_provider_load_from_data (self->provider, percent != 100 ? css : "", -1);
}

static void
ponder_text_zoom_dispose (GObject *object)
{
  PonderTextZoom *self = PONDER_TEXT_ZOOM (object);

  if (self->display != NULL)
    gtk_style_context_remove_provider_for_display (self->display, GTK_STYLE_PROVIDER (self->provider));
  g_clear_object (&self->display);
  g_clear_object (&self->provider);

  G_OBJECT_CLASS (ponder_text_zoom_parent_class)->dispose (object);
}

static void
ponder_text_zoom_class_init (PonderTextZoomClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ponder_text_zoom_dispose;
}

static void
ponder_text_zoom_init (PonderTextZoom *self)
{
  self->provider = gtk_css_provider_new ();
  self->display = g_object_ref (gdk_display_get_default ());
  gtk_style_context_add_provider_for_display (self->display, GTK_STYLE_PROVIDER (self->provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
}

PonderTextZoom *
ponder_text_zoom_new (PonderSettings *settings)
{
  PonderTextZoom *self;

  g_return_val_if_fail (PONDER_IS_SETTINGS (settings), NULL);

  self = g_object_new (PONDER_TYPE_TEXT_ZOOM, NULL);
  g_signal_connect_object (settings, "notify::text-zoom", G_CALLBACK (zoom_changed_cb), self, G_CONNECT_SWAPPED);
  zoom_changed_cb (self, NULL, settings);
  return self;
}

guint
ponder_text_zoom_step (guint percent,
                       int   direction)
{
  if (direction > 0)
    {
      for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
        if (steps[i] > percent)
          return steps[i];
      return steps[G_N_ELEMENTS (steps) - 1];
    }

  for (guint i = G_N_ELEMENTS (steps); i > 0; i--)
    if (steps[i - 1] < percent)
      return steps[i - 1];
  return steps[0];
}
