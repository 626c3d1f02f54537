/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is attached to a message, beside each other. */

#include "config.h"

#include "ponder-attachment-strip.h"

#include "ponder-attachment-tile.h"
#include "ponder-wrap-layout.h"

/* Part of a row, made with it: what is attached to a stored message never changes. */
struct _PonderAttachmentStrip
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (PonderAttachmentStrip, ponder_attachment_strip, GTK_TYPE_WIDGET)

static void
ponder_attachment_strip_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (ponder_attachment_strip_parent_class)->dispose (object);
}

static void
ponder_attachment_strip_class_init (PonderAttachmentStripClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ponder_attachment_strip_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), PONDER_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "ponder-attachments");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ponder_attachment_strip_init (PonderAttachmentStrip *self)
{
}

GtkWidget *
ponder_attachment_strip_new (PonderShelf   *shelf,
                             PonderMessage *message)
{
  GPtrArray *parts = ponder_message_get_parts (message);
  GtkWidget *self = NULL;

  for (guint i = 0; i < parts->len; i++)
    {
      const PonderPart *part = g_ptr_array_index (parts, i);
      GtkWidget *tile;

      if (part->kind != PONDER_PART_IMAGE && part->kind != PONDER_PART_FILE)
        continue;
      if (self == NULL)
        self = g_object_new (PONDER_TYPE_ATTACHMENT_STRIP, NULL);
      tile = ponder_attachment_tile_new (shelf, part, PONDER_ATTACHMENT_TILE_LARGE);
      gtk_widget_set_valign (tile, GTK_ALIGN_END);
      gtk_widget_set_parent (tile, self);
    }
  return self;
}
