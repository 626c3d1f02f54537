/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture in a square that does not change its size. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PONDER_TYPE_THUMBNAIL (ponder_thumbnail_get_type ())

G_DECLARE_FINAL_TYPE (PonderThumbnail, ponder_thumbnail, PONDER, THUMBNAIL, GtkWidget)

/* An empty square of @side pixels. */
GtkWidget *ponder_thumbnail_new           (int              side);
/* Fills the square with the middle of @paintable (nullable). */
void       ponder_thumbnail_set_paintable (PonderThumbnail *self,
                                           GdkPaintable    *paintable);

G_END_DECLS
