/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws of something tall only what is near the window it is scrolled in. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* GTK draws every child, however far away, and again whenever one of them changes: of an answer of twenty pages that
 * is twenty times too much. What is here draws a page more than is in sight on either side, and so must be drawn
 * again once it was moved by less than that: see ponder_sight_moved(). */

/* A range of a widget, from top to bottom. */
typedef struct
{
  int top;
  int bottom;
} PonderSight;

/* What of @widget may be in sight; all of it if it is not tall or nothing scrolls it. */
PonderSight ponder_sight_find     (GtkWidget         *widget);
gboolean    ponder_sight_has      (const PonderSight *self,
                                   GtkWidget         *child);
/* To be a widget's snapshot (), or the end of it. */
void        ponder_sight_snapshot (GtkWidget         *widget,
                                   GtkSnapshot       *snapshot);
/* @widget was put at @y of a window that is @page high; @drawn_y is where it was when this last said so. */
void        ponder_sight_moved    (GtkWidget         *widget,
                                   int                y,
                                   int                page,
                                   int               *drawn_y);

G_END_DECLS
