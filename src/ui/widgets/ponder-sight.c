/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws of something tall only what is near the window it is scrolled in. */

#include "config.h"

#include "ponder-sight.h"

/* What is lower than so many pages is drawn as a whole. */
#define TALL_PAGES 2

PonderSight
ponder_sight_find (GtkWidget *widget)
{
  PonderSight sight = { G_MININT, G_MAXINT };
  GtkWidget *view = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLABLE);
  int page = view != NULL ? gtk_widget_get_height (view) : 0;
  graphene_point_t top;

  if (page <= 0 || gtk_widget_get_height (widget) <= TALL_PAGES * page
      || !gtk_widget_compute_point (view, widget, &GRAPHENE_POINT_INIT (0, 0), &top))
    return sight;

  sight.top = (int) top.y - page;
  sight.bottom = (int) top.y + 2 * page;
  return sight;
}

gboolean
ponder_sight_has (const PonderSight *self,
                  GtkWidget         *child)
{
  GtkAllocation place;

  gtk_widget_get_allocation (child, &place);
  return place.y < self->bottom && place.y + place.height > self->top;
}

void
ponder_sight_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  PonderSight sight = ponder_sight_find (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (ponder_sight_has (&sight, child))
      gtk_widget_snapshot_child (widget, child, snapshot);
}

static void
redraw_tall (GtkWidget *widget,
             int        page)
{
  if (gtk_widget_get_height (widget) <= TALL_PAGES * page)
    return;

  gtk_widget_queue_draw (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    redraw_tall (child, page);
}

void
ponder_sight_moved (GtkWidget *widget,
                    int        y,
                    int        page,
                    int       *drawn_y)
{
  if (ABS (y - *drawn_y) < page / 2)
    return;

  *drawn_y = y;
  redraw_tall (widget, page);
}
