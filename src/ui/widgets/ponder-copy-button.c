/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A flat button that copies a text and says so. */

#include "config.h"

#include "ponder-copy-button.h"

#include <glib/gi18n.h>

#include "ponder-tooltip.h"

#define SAY_COPIED_MS 1600

struct _PonderCopyButton
{
  GtkButton parent_instance;

  guint     source;     /* while it says that it copied */
};

enum
{
  TEXT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderCopyButton, ponder_copy_button, GTK_TYPE_BUTTON)

static void
show (PonderCopyButton *self,
      const char       *icon,
      const char       *words)
{
  gtk_button_set_icon_name (GTK_BUTTON (self), icon);
  ponder_tooltip_set_text (GTK_WIDGET (self), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
show_idle (PonderCopyButton *self)
{
  show (self, "edit-copy-symbolic", _("Copy"));
}

static gboolean
said_enough_cb (gpointer user_data)
{
  PonderCopyButton *self = user_data;

  self->source = 0;
  show_idle (self);
  return G_SOURCE_REMOVE;
}

static void
ponder_copy_button_clicked (GtkButton *button)
{
  PonderCopyButton *self = PONDER_COPY_BUTTON (button);
  g_autofree char *text = NULL;

  g_signal_emit (self, signals[TEXT], 0, &text);
  if (text == NULL)
    return;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  show (self, "object-select-symbolic", _("Copied"));
  g_clear_handle_id (&self->source, g_source_remove);
  self->source = g_timeout_add (SAY_COPIED_MS, said_enough_cb, self);
}

static void
ponder_copy_button_dispose (GObject *object)
{
  g_clear_handle_id (&PONDER_COPY_BUTTON (object)->source, g_source_remove);

  G_OBJECT_CLASS (ponder_copy_button_parent_class)->dispose (object);
}

static void
ponder_copy_button_class_init (PonderCopyButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ponder_copy_button_dispose;
  GTK_BUTTON_CLASS (klass)->clicked = ponder_copy_button_clicked;

  signals[TEXT] = g_signal_new ("text", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                g_signal_accumulator_first_wins, NULL, NULL, G_TYPE_STRING, 0);
}

static void
ponder_copy_button_init (PonderCopyButton *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "flat");
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  show_idle (self);
}

GtkWidget *
ponder_copy_button_new (void)
{
  return g_object_new (PONDER_TYPE_COPY_BUTTON, NULL);
}
