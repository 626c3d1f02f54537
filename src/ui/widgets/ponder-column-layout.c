/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Children below each other, each as high as it wants to be: a plain, fast vertical box. */

#include "config.h"

#include "ponder-column-layout.h"

#include "ponder-measure.h"

/* GtkBox searches for the best sizes of all its children whenever it is asked; in a row with a hundred
 * blocks that is felt. This one adds up heights. Belongs to its widget. */
struct _PonderColumnLayout
{
  GtkLayoutManager parent_instance;

  int              spacing;
  int              n_letters;       /* 0: as wide as there is room */
};

G_DEFINE_FINAL_TYPE (PonderColumnLayout, ponder_column_layout, GTK_TYPE_LAYOUT_MANAGER)

static int
column_width (PonderColumnLayout *self,
              GtkWidget          *widget,
              int                 width)
{
  return self->n_letters > 0 ? MIN (width, ponder_measure_letters (widget, self->n_letters)) : width;
}

static void
measure_width (GtkWidget *widget,
               int       *minimum,
               int       *natural)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum;
      int child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    }
}

static int
child_height (GtkWidget *child,
              int        width)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

static int
measure_height (PonderColumnLayout *self,
                GtkWidget          *widget,
                int                 width)
{
  int height = 0;
  gboolean first = TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_should_layout (child))
        continue;
      height += child_height (child, width) + (first ? 0 : self->spacing);
      first = FALSE;
    }
  return height;
}

static void
ponder_column_layout_measure (GtkLayoutManager *manager,
                              GtkWidget        *widget,
                              GtkOrientation    orientation,
                              int               for_size,
                              int              *minimum,
                              int              *natural,
                              int              *minimum_baseline,
                              int              *natural_baseline)
{
  PonderColumnLayout *self = PONDER_COLUMN_LAYOUT (manager);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (widget, minimum, natural);
  else
    *minimum = *natural = measure_height (self, widget, for_size < 0 ? -1 : column_width (self, widget, for_size));
}

static void
ponder_column_layout_allocate (GtkLayoutManager *manager,
                               GtkWidget        *widget,
                               int               width,
                               int               height,
                               int               baseline)
{
  PonderColumnLayout *self = PONDER_COLUMN_LAYOUT (manager);
  int column = column_width (self, widget, width);
  int y = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkAllocation place = { (width - column) / 2, y, column, 0 };

      if (!gtk_widget_should_layout (child))
        continue;
      place.height = child_height (child, column);
      gtk_widget_size_allocate (child, &place, -1);
      y += place.height + self->spacing;
    }
}

static GtkSizeRequestMode
ponder_column_layout_get_request_mode (GtkLayoutManager *manager,
                                       GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ponder_column_layout_class_init (PonderColumnLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = ponder_column_layout_measure;
  layout_class->allocate = ponder_column_layout_allocate;
  layout_class->get_request_mode = ponder_column_layout_get_request_mode;
}

static void
ponder_column_layout_init (PonderColumnLayout *self)
{
}

GtkLayoutManager *
ponder_column_layout_new (int spacing,
                          int n_letters)
{
  PonderColumnLayout *self = g_object_new (PONDER_TYPE_COLUMN_LAYOUT, NULL);

  self->spacing = spacing;
  self->n_letters = n_letters;
  return GTK_LAYOUT_MANAGER (self);
}
