/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture in a square that does not change its size. */

#include "config.h"

#include "ponder-thumbnail.h"

/* A GtkPicture asks for the room of what it shows: a row would jump when its picture comes. */
struct _PonderThumbnail
{
  GtkWidget     parent_instance;

  GdkPaintable *paintable;      /* (nullable): it is on its way */
  int           side;
};

G_DEFINE_FINAL_TYPE (PonderThumbnail, ponder_thumbnail, GTK_TYPE_WIDGET)

static void
ponder_thumbnail_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  *minimum = *natural = PONDER_THUMBNAIL (widget)->side;
}

static void
ponder_thumbnail_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  PonderThumbnail *self = PONDER_THUMBNAIL (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  double ratio = self->paintable != NULL ? gdk_paintable_get_intrinsic_aspect_ratio (self->paintable) : 0;
  double shown_width = MAX (width, height * ratio);
  double shown_height = ratio > 0 ? shown_width / ratio : height;
  graphene_point_t corner = GRAPHENE_POINT_INIT ((float) ((width - shown_width) / 2),
                                                 (float) ((height - shown_height) / 2));

  if (ratio <= 0)
    return;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &corner);
  gdk_paintable_snapshot (self->paintable, snapshot, shown_width, shown_height);
  gtk_snapshot_restore (snapshot);
}

static void
ponder_thumbnail_dispose (GObject *object)
{
  g_clear_object (&PONDER_THUMBNAIL (object)->paintable);

  G_OBJECT_CLASS (ponder_thumbnail_parent_class)->dispose (object);
}

static void
ponder_thumbnail_class_init (PonderThumbnailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_thumbnail_dispose;
  widget_class->measure = ponder_thumbnail_measure;
  widget_class->snapshot = ponder_thumbnail_snapshot;
  gtk_widget_class_set_css_name (widget_class, "ponder-thumbnail");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ponder_thumbnail_init (PonderThumbnail *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
ponder_thumbnail_new (int side)
{
  PonderThumbnail *self = g_object_new (PONDER_TYPE_THUMBNAIL, NULL);

  self->side = side;
  return GTK_WIDGET (self);
}

void
ponder_thumbnail_set_paintable (PonderThumbnail *self,
                                GdkPaintable    *paintable)
{
  g_return_if_fail (PONDER_IS_THUMBNAIL (self));

  if (g_set_object (&self->paintable, paintable))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}
