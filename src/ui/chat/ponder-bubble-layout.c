/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bubble at the end side, no wider than it needs, and its buttons beside or below it. */

#include "config.h"

#include "ponder-bubble-layout.h"

#define SPACING 6
#define WIDEST_PERCENT 80
/* So narrow it may get for the buttons to be beside it: below, they leave a gap when they are not there. */
#define NARROWEST_PERCENT 65

/* Belongs to a row. */
struct _PonderBubbleLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (PonderBubbleLayout, ponder_bubble_layout, GTK_TYPE_LAYOUT_MANAGER)

typedef struct
{
  GtkWidget *bubble;
  GtkWidget *buttons;
  int        bubble_width;
  int        bubble_height;
  int        buttons_width;
  int        buttons_height;
  gboolean   below;     /* there is no room beside the bubble */
} Places;

static void
measure_natural (GtkWidget      *widget,
                 GtkOrientation  orientation,
                 int             for_size,
                 int            *natural)
{
  gtk_widget_measure (widget, orientation, for_size, NULL, natural, NULL, NULL);
}

static Places
find_places (GtkWidget *widget,
             int        width)
{
  Places places = { gtk_widget_get_first_child (widget), gtk_widget_get_last_child (widget) };
  int beside;
  int natural;

  measure_natural (places.bubble, GTK_ORIENTATION_HORIZONTAL, -1, &natural);
  measure_natural (places.buttons, GTK_ORIENTATION_HORIZONTAL, -1, &places.buttons_width);
  places.bubble_width = MIN (natural, width * WIDEST_PERCENT / 100);
  beside = width - SPACING - places.buttons_width;
  if (beside >= width * NARROWEST_PERCENT / 100)
    places.bubble_width = MIN (places.bubble_width, beside);
  measure_natural (places.bubble, GTK_ORIENTATION_VERTICAL, places.bubble_width, &places.bubble_height);
  measure_natural (places.buttons, GTK_ORIENTATION_VERTICAL, places.buttons_width, &places.buttons_height);
  places.below = places.bubble_width + SPACING + places.buttons_width > width;
  return places;
}

static void
ponder_bubble_layout_measure (GtkLayoutManager *manager,
                              GtkWidget        *widget,
                              GtkOrientation    orientation,
                              int               for_size,
                              int              *minimum,
                              int              *natural,
                              int              *minimum_baseline,
                              int              *natural_baseline)
{
  Places places;

  *minimum = *natural = 1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;

  places = find_places (widget, for_size < 0 ? G_MAXINT / WIDEST_PERCENT : for_size);
  if (places.below)
    *natural = places.bubble_height + SPACING + places.buttons_height;
  else
    *natural = MAX (places.bubble_height, places.buttons_height);
  *minimum = *natural;
}

static void
ponder_bubble_layout_allocate (GtkLayoutManager *manager,
                               GtkWidget        *widget,
                               int               width,
                               int               height,
                               int               baseline)
{
  Places places = find_places (widget, width);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation bubble = { width - places.bubble_width, 0, places.bubble_width, places.bubble_height };
  GtkAllocation buttons = { 0, 0, places.buttons_width, places.buttons_height };

  if (places.below)
    {
      buttons.x = width - places.buttons_width;
      buttons.y = places.bubble_height + SPACING;
    }
  else
    {
      buttons.x = bubble.x - SPACING - places.buttons_width;
      buttons.y = MAX (0, places.bubble_height - places.buttons_height);
      bubble.y = MAX (0, places.buttons_height - places.bubble_height);
    }
  if (mirrored)
    {
      bubble.x = width - bubble.x - bubble.width;
      buttons.x = width - buttons.x - buttons.width;
    }
  gtk_widget_size_allocate (places.bubble, &bubble, -1);
  gtk_widget_size_allocate (places.buttons, &buttons, -1);
}

static GtkSizeRequestMode
ponder_bubble_layout_get_request_mode (GtkLayoutManager *manager,
                                       GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ponder_bubble_layout_class_init (PonderBubbleLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = ponder_bubble_layout_measure;
  layout_class->allocate = ponder_bubble_layout_allocate;
  layout_class->get_request_mode = ponder_bubble_layout_get_request_mode;
}

static void
ponder_bubble_layout_init (PonderBubbleLayout *self)
{
}

GtkLayoutManager *
ponder_bubble_layout_new (void)
{
  return g_object_new (PONDER_TYPE_BUBBLE_LAYOUT, NULL);
}
