/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is attached to a message, beside each other. */

#include "config.h"

#include "ponder-attachment-strip.h"

#include <glib/gi18n.h>

#include "ponder-attachment-tile.h"
#include "ponder-wrap-layout.h"

/* Part of a row, made with it: what is attached to a stored message never changes. */
struct _PonderAttachmentStrip
{
  GtkWidget      parent_instance;

  PonderShelf   *shelf;
  PonderMessage *message;
  GtkWidget     *more;          /* (nullable): shows those that are not shown yet */
};

G_DEFINE_FINAL_TYPE (PonderAttachmentStrip, ponder_attachment_strip, GTK_TYPE_WIDGET)

static gboolean
is_attachment (const PonderPart *part)
{
  return part->kind == PONDER_PART_IMAGE || part->kind == PONDER_PART_FILE;
}

static guint
count (PonderMessage *message)
{
  GPtrArray *parts = ponder_message_get_parts (message);
  guint n = 0;

  for (guint i = 0; i < parts->len; i++)
    n += is_attachment (g_ptr_array_index (parts, i));
  return n;
}

/* @from and @to count attachments, not parts. The first new tile. (nullable) */
static GtkWidget *
add_tiles (PonderAttachmentStrip *self,
           guint                  from,
           guint                  to)
{
  GPtrArray *parts = ponder_message_get_parts (self->message);
  GtkWidget *first = NULL;
  guint n = 0;

  for (guint i = 0; i < parts->len && n < to; i++)
    {
      const PonderPart *part = g_ptr_array_index (parts, i);
      GtkWidget *tile;

      if (!is_attachment (part) || n++ < from)
        continue;
      tile = ponder_attachment_tile_new (self->shelf, part, PONDER_ATTACHMENT_TILE_LARGE);
      gtk_widget_set_valign (tile, GTK_ALIGN_END);
      gtk_widget_set_parent (tile, GTK_WIDGET (self));
      first = first != NULL ? first : tile;
    }
  return first;
}

static void
more_clicked_cb (PonderAttachmentStrip *self)
{
  GtkWidget *first;

  g_clear_pointer (&self->more, gtk_widget_unparent);
  first = add_tiles (self, PONDER_ATTACHMENT_STRIP_SHOWN, G_MAXUINT);
  gtk_widget_grab_focus (first);
}

static void
add_more (PonderAttachmentStrip *self,
          guint                  n)
{
  /* Translators: a button that shows so many more attachments. */
  g_autofree char *label = g_strdup_printf (_("+%u more"), n);

  self->more = gtk_button_new_with_label (label);
  gtk_widget_add_css_class (self->more, "ponder-more");
  gtk_widget_set_valign (self->more, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->more, GTK_WIDGET (self));
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (more_clicked_cb), self);
}

static void
ponder_attachment_strip_dispose (GObject *object)
{
  PonderAttachmentStrip *self = PONDER_ATTACHMENT_STRIP (object);
  GtkWidget *child;

  self->more = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->shelf);
  g_clear_object (&self->message);

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

guint
ponder_attachment_strip_count_shown (PonderMessage *message)
{
  guint n = count (message);

  /* A button in place of a single tile would save nothing. */
  return n > PONDER_ATTACHMENT_STRIP_SHOWN + 1 ? PONDER_ATTACHMENT_STRIP_SHOWN : n;
}

GtkWidget *
ponder_attachment_strip_new (PonderShelf   *shelf,
                             PonderMessage *message)
{
  guint n = count (message);
  guint n_shown = ponder_attachment_strip_count_shown (message);
  PonderAttachmentStrip *self;

  if (n == 0)
    return NULL;
  self = g_object_new (PONDER_TYPE_ATTACHMENT_STRIP, NULL);
  self->shelf = g_object_ref (shelf);
  self->message = g_object_ref (message);
  add_tiles (self, 0, n_shown);
  if (n_shown < n)
    add_more (self, n - n_shown);
  return GTK_WIDGET (self);
}
