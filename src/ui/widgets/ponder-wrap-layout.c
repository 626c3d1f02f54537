/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Children beside each other that go on in the next line where the width ends. */

#include "config.h"

#include "ponder-wrap-layout.h"

#define DEFAULT_SPACING 6

/* For few children: buttons, words of a caption. Belongs to its widget. */
struct _PonderWrapLayout
{
  GtkLayoutManager parent_instance;

  int              spacing;
};

enum
{
  PROP_0,
  PROP_SPACING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PonderWrapLayout, ponder_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

typedef struct
{
  GtkWidget *first;
  GtkWidget *after;     /* (nullable): where the next line begins */
  int        width;
  int        height;
} Line;

static int
child_width (GtkWidget *child,
             int        available)
{
  int minimum;
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return MAX (minimum, MIN (natural, available));
}

static int
child_height (GtkWidget *child,
              int        width)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

/* Takes as many children from @first on as go into @available pixels, at least one. */
static Line
fill_line (PonderWrapLayout *self,
           GtkWidget        *first,
           int               available)
{
  Line line = { first, NULL, 0, 0 };

  for (GtkWidget *child = first; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int width;
      int gap = line.width > 0 ? self->spacing : 0;

      if (!gtk_widget_should_layout (child))
        continue;
      width = child_width (child, available);
      if (line.width > 0 && line.width + gap + width > available)
        {
          line.after = child;
          break;
        }
      line.width += gap + width;
      line.height = MAX (line.height, child_height (child, width));
    }
  return line;
}

static int
measure_height (PonderWrapLayout *self,
                GtkWidget        *widget,
                int               width)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int height = 0;

  while (child != NULL)
    {
      Line line = fill_line (self, child, width);

      height += line.height + (line.after != NULL ? self->spacing : 0);
      child = line.after;
    }
  return height;
}

static void
measure_width (PonderWrapLayout *self,
               GtkWidget        *widget,
               int              *minimum,
               int              *natural)
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
      *natural += child_natural + (*natural > 0 ? self->spacing : 0);
    }
}

static void
ponder_wrap_layout_measure (GtkLayoutManager *manager,
                            GtkWidget        *widget,
                            GtkOrientation    orientation,
                            int               for_size,
                            int              *minimum,
                            int              *natural,
                            int              *minimum_baseline,
                            int              *natural_baseline)
{
  PonderWrapLayout *self = PONDER_WRAP_LAYOUT (manager);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (self, widget, minimum, natural);
  else
    *minimum = *natural = measure_height (self, widget, for_size < 0 ? G_MAXINT : for_size);
}

/* A widget that stands at the end has each of its lines there. */
static void
allocate_line (PonderWrapLayout *self,
               GtkWidget        *widget,
               const Line       *line,
               int               width,
               int               y)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = gtk_widget_get_halign (widget) == GTK_ALIGN_END ? MAX (0, width - line->width) : 0;

  for (GtkWidget *child = line->first; child != line->after; child = gtk_widget_get_next_sibling (child))
    {
      GtkAllocation place = { x, y, 0, line->height };

      if (!gtk_widget_should_layout (child))
        continue;
      place.width = child_width (child, width);
      x += place.width + self->spacing;
      if (mirrored)
        place.x = width - place.x - place.width;
      gtk_widget_size_allocate (child, &place, -1);
    }
}

static void
ponder_wrap_layout_allocate (GtkLayoutManager *manager,
                             GtkWidget        *widget,
                             int               width,
                             int               height,
                             int               baseline)
{
  PonderWrapLayout *self = PONDER_WRAP_LAYOUT (manager);
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int y = 0;

  while (child != NULL)
    {
      Line line = fill_line (self, child, width);

      allocate_line (self, widget, &line, width, y);
      y += line.height + self->spacing;
      child = line.after;
    }
}

static GtkSizeRequestMode
ponder_wrap_layout_get_request_mode (GtkLayoutManager *manager,
                                     GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ponder_wrap_layout_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  if (id == PROP_SPACING)
    g_value_set_int (value, PONDER_WRAP_LAYOUT (object)->spacing);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ponder_wrap_layout_set_property (GObject      *object,
                                 guint         id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  PonderWrapLayout *self = PONDER_WRAP_LAYOUT (object);

  if (id != PROP_SPACING)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  if (self->spacing == g_value_get_int (value))
    return;
  self->spacing = g_value_get_int (value);
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
  g_object_notify_by_pspec (object, pspec);
}

static void
ponder_wrap_layout_class_init (PonderWrapLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->get_property = ponder_wrap_layout_get_property;
  object_class->set_property = ponder_wrap_layout_set_property;
  layout_class->measure = ponder_wrap_layout_measure;
  layout_class->allocate = ponder_wrap_layout_allocate;
  layout_class->get_request_mode = ponder_wrap_layout_get_request_mode;

  properties[PROP_SPACING] =
    g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, DEFAULT_SPACING,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ponder_wrap_layout_init (PonderWrapLayout *self)
{
  self->spacing = DEFAULT_SPACING;
}
