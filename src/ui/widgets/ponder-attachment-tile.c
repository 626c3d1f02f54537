/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One attachment: a picture in small, or what a file is called and how large it is. */

#include "config.h"

#include "ponder-attachment-tile.h"

#include <glib/gi18n.h>

#include "ponder-attachment-opener.h"
#include "ponder-picture-viewer.h"
#include "ponder-thumbnail.h"
#include "ponder-tooltip.h"

#define NAME_LETTERS 24
/* Of a narrow window. */
#define FEWEST_LETTERS 10

struct _PonderAttachmentTile
{
  GtkButton     parent_instance;

  PonderShelf  *shelf;
  PonderPart   *part;
  GCancellable *cancellable;
  GtkWidget    *thumbnail;      /* (nullable): of a picture */
  GtkWidget    *caption;        /* (nullable): of a file */
};

G_DEFINE_FINAL_TYPE (PonderAttachmentTile, ponder_attachment_tile, GTK_TYPE_BUTTON)

static const char *
get_name (PonderAttachmentTile *self)
{
  return self->part->name != NULL ? self->part->name : _("File");
}

static const char *
get_icon (PonderAttachmentTile *self)
{
  if (self->part->kind == PONDER_PART_IMAGE)
    return "image-x-generic-symbolic";
  if (g_strcmp0 (self->part->media_type, "text/plain") == 0)
    return "text-x-generic-symbolic";
  return "x-office-document-symbolic";
}

static GtkWidget *
create_label (const char         *words,
              PangoEllipsizeMode  mode)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), mode);
  gtk_label_set_width_chars (GTK_LABEL (label), (int) MIN (g_utf8_strlen (words, -1), FEWEST_LETTERS));
  gtk_label_set_max_width_chars (GTK_LABEL (label), NAME_LETTERS);
  return label;
}

/* Icon, name, and what there is to say below it. */
static void
show_as_file (PonderAttachmentTile *self,
              const char           *icon,
              const char           *words)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *names = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->thumbnail = NULL;
  self->caption = create_label (words, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->caption, "ponder-caption");
  gtk_widget_set_valign (names, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (names), create_label (get_name (self), PANGO_ELLIPSIZE_MIDDLE));
  gtk_box_append (GTK_BOX (names), self->caption);
  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (line), names);
  gtk_button_set_child (GTK_BUTTON (self), line);
  gtk_widget_add_css_class (GTK_WIDGET (self), "ponder-file");
}

static void
set_accessible_name (PonderAttachmentTile *self,
                     const char           *words)
{
  g_autofree char *name = g_strdup_printf (self->part->kind == PONDER_PART_IMAGE ? _("Picture: %s") : _("File: %s"),
                                           get_name (self));
  g_autofree char *whole = g_strjoin (", ", name, words, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, whole, -1);
}

static void
show_lost (PonderAttachmentTile *self,
           const GError         *error)
{
  show_as_file (self, "dialog-warning-symbolic", error->message);
  gtk_widget_add_css_class (GTK_WIDGET (self), "ponder-lost");
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  set_accessible_name (self, error->message);
}

static void
show_found (PonderAttachmentTile *self,
            gsize                 size,
            GdkPixbuf            *picture)
{
  g_autofree char *words = g_format_size (size);
  g_autoptr(GdkTexture) texture = picture != NULL ? gdk_texture_new_for_pixbuf (picture) : NULL;

  set_accessible_name (self, words);
  if (self->thumbnail != NULL && texture != NULL)
    ponder_thumbnail_set_paintable (PONDER_THUMBNAIL (self->thumbnail), GDK_PAINTABLE (texture));
  else if (self->thumbnail != NULL)
    show_as_file (self, get_icon (self), words);
  else
    gtk_label_set_label (GTK_LABEL (self->caption), words);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(PonderAttachmentTile) self = user_data;
  g_autoptr(GdkPixbuf) picture = NULL;
  g_autoptr(GError) error = NULL;
  gsize size;

  if (ponder_shelf_look_finish (PONDER_SHELF (source), result, &size, &picture, &error))
    show_found (self, size, picture);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_lost (self, error);
}

static void
ponder_attachment_tile_clicked (GtkButton *button)
{
  PonderAttachmentTile *self = PONDER_ATTACHMENT_TILE (button);

  if (self->thumbnail != NULL)
    ponder_picture_viewer_open (GTK_WIDGET (self), self->shelf, self->part);
  else
    ponder_attachment_opener_open (GTK_WIDGET (self), self->shelf, self->part);
}

static void
ponder_attachment_tile_dispose (GObject *object)
{
  PonderAttachmentTile *self = PONDER_ATTACHMENT_TILE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->shelf);

  G_OBJECT_CLASS (ponder_attachment_tile_parent_class)->dispose (object);
}

static void
ponder_attachment_tile_finalize (GObject *object)
{
  ponder_part_free (PONDER_ATTACHMENT_TILE (object)->part);

  G_OBJECT_CLASS (ponder_attachment_tile_parent_class)->finalize (object);
}

/* Gone from the window means that nobody waits for its picture any more: only a reference of the look holds it. */
static void
ponder_attachment_tile_unroot (GtkWidget *widget)
{
  g_cancellable_cancel (PONDER_ATTACHMENT_TILE (widget)->cancellable);

  GTK_WIDGET_CLASS (ponder_attachment_tile_parent_class)->unroot (widget);
}

static void
ponder_attachment_tile_class_init (PonderAttachmentTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ponder_attachment_tile_dispose;
  object_class->finalize = ponder_attachment_tile_finalize;
  GTK_WIDGET_CLASS (klass)->unroot = ponder_attachment_tile_unroot;
  GTK_BUTTON_CLASS (klass)->clicked = ponder_attachment_tile_clicked;
}

static void
ponder_attachment_tile_init (PonderAttachmentTile *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_add_css_class (GTK_WIDGET (self), "ponder-attachment");
}

/* The middle of a picture twice as wide as high is still sharp. */
GtkWidget *
ponder_attachment_tile_new (PonderShelf      *shelf,
                            const PonderPart *part,
                            int               side)
{
  PonderAttachmentTile *self = g_object_new (PONDER_TYPE_ATTACHMENT_TILE, NULL);

  self->shelf = g_object_ref (shelf);
  self->part = ponder_part_copy (part);
  if (part->kind == PONDER_PART_IMAGE)
    {
      self->thumbnail = ponder_thumbnail_new (side);
      gtk_button_set_child (GTK_BUTTON (self), self->thumbnail);
    }
  else
    show_as_file (self, get_icon (self), "");
  ponder_tooltip_set_text (GTK_WIDGET (self), get_name (self));
  set_accessible_name (self, NULL);
  ponder_shelf_look_async (shelf, part, side * 2 * gtk_widget_get_scale_factor (GTK_WIDGET (self)), self->cancellable,
                           looked_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}
