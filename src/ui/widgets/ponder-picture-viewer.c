/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One picture, as large as there is room for. */

#include "config.h"

#include "ponder-picture-viewer.h"

#include "ponder-attachment-opener.h"

#include <glib/gi18n.h>

/* Sharp on a large screen; more would be memory that nobody sees. */
#define MAX_SIDE 3840
#define WIDTH 960
#define HEIGHT 720

/* Owned by GTK until it is closed. */
struct _PonderPictureViewer
{
  AdwWindow       parent_instance;

  AdwWindowTitle *name;
  GtkStack       *stack;
  GtkPicture     *picture;
  AdwStatusPage  *lost;

  PonderShelf    *shelf;
  PonderPart     *part;
  GCancellable   *cancellable;
};

G_DEFINE_FINAL_TYPE (PonderPictureViewer, ponder_picture_viewer, ADW_TYPE_WINDOW)

static void
show_lost (PonderPictureViewer *self,
           const char          *words)
{
  g_autofree char *escaped = g_markup_escape_text (words, -1);

  adw_status_page_set_description (self->lost, escaped);
  gtk_stack_set_visible_child_name (self->stack, "lost");
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(PonderPictureViewer) self = user_data;
  g_autoptr(GdkPixbuf) pixbuf = NULL;
  g_autoptr(GdkTexture) texture = NULL;
  g_autoptr(GError) error = NULL;
  gsize size;
  gboolean found = ponder_shelf_look_finish (PONDER_SHELF (source), result, &size, &pixbuf, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!found || pixbuf == NULL)
    {
      show_lost (self, error != NULL ? error->message : _("This computer cannot draw it."));
      return;
    }
  texture = gdk_texture_new_for_pixbuf (pixbuf);
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_stack_set_visible_child_name (self->stack, "picture");
}

static void
open_clicked_cb (PonderPictureViewer *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  ponder_attachment_opener_open (GTK_WIDGET (parent), self->shelf, self->part);
  gtk_window_close (GTK_WINDOW (self));
}

static void
ponder_picture_viewer_dispose (GObject *object)
{
  PonderPictureViewer *self = PONDER_PICTURE_VIEWER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->shelf);
  g_clear_pointer (&self->part, ponder_part_free);

  G_OBJECT_CLASS (ponder_picture_viewer_parent_class)->dispose (object);
}

static void
ponder_picture_viewer_class_init (PonderPictureViewerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_picture_viewer_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/widgets/ponder-picture-viewer.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderPictureViewer, name);
  gtk_widget_class_bind_template_child (widget_class, PonderPictureViewer, stack);
  gtk_widget_class_bind_template_child (widget_class, PonderPictureViewer, picture);
  gtk_widget_class_bind_template_child (widget_class, PonderPictureViewer, lost);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ponder_picture_viewer_init (PonderPictureViewer *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
ponder_picture_viewer_open (GtkWidget        *widget,
                            PonderShelf      *shelf,
                            const PonderPart *part)
{
  GtkWindow *parent;
  PonderPictureViewer *self;
  const char *name;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PONDER_IS_SHELF (shelf));

  parent = GTK_WINDOW (gtk_widget_get_root (widget));
  self = g_object_new (PONDER_TYPE_PICTURE_VIEWER, "transient-for", parent, NULL);
  name = part->name != NULL ? part->name : _("Picture");
  self->shelf = g_object_ref (shelf);
  self->part = ponder_part_copy (part);
  gtk_window_set_title (GTK_WINDOW (self), name);
  adw_window_title_set_title (self->name, name);
  gtk_picture_set_alternative_text (self->picture, name);
  gtk_window_set_default_size (GTK_WINDOW (self), MIN (WIDTH, gtk_widget_get_width (GTK_WIDGET (parent))),
                               MIN (HEIGHT, gtk_widget_get_height (GTK_WIDGET (parent))));
  ponder_shelf_look_async (shelf, part, MAX_SIDE, self->cancellable, looked_cb, g_object_ref (self));
  gtk_window_present (GTK_WINDOW (self));
}
