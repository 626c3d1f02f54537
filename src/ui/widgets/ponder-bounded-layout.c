/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scrolled window that is as high as what it holds, up to a limit. */

#include "config.h"

#include "ponder-bounded-layout.h"

/* Belongs to its widget. */
struct _PonderBoundedLayout
{
  GtkLayoutManager parent_instance;

  int              minimum;
  int              maximum;
};

enum
{
  PROP_0,
  PROP_MINIMUM,
  PROP_MAXIMUM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PonderBoundedLayout, ponder_bounded_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
ponder_bounded_layout_get_request_mode (GtkLayoutManager *manager,
                                        GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ponder_bounded_layout_measure (GtkLayoutManager *manager,
                               GtkWidget        *widget,
                               GtkOrientation    orientation,
                               int               for_size,
                               int              *minimum,
                               int              *natural,
                               int              *minimum_baseline,
                               int              *natural_baseline)
{
  PonderBoundedLayout *self = PONDER_BOUNDED_LAYOUT (manager);
  GtkWidget *scroller = gtk_widget_get_first_child (widget);
  GtkWidget *viewport = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scroller));
  int wanted;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (scroller, orientation, for_size, minimum, natural, NULL, NULL);
      return;
    }
  gtk_widget_measure (gtk_viewport_get_child (GTK_VIEWPORT (viewport)), orientation, for_size, NULL, &wanted, NULL,
                      NULL);
  *minimum = MIN (wanted, self->minimum);
  *natural = MIN (wanted, self->maximum);
}

static void
ponder_bounded_layout_allocate (GtkLayoutManager *manager,
                                GtkWidget        *widget,
                                int               width,
                                int               height,
                                int               baseline)
{
  gtk_widget_size_allocate (gtk_widget_get_first_child (widget), &(GtkAllocation) { 0, 0, width, height }, -1);
}

static void
ponder_bounded_layout_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  PonderBoundedLayout *self = PONDER_BOUNDED_LAYOUT (object);

  switch (prop_id)
    {
    case PROP_MINIMUM:
      self->minimum = g_value_get_int (value);
      break;
    case PROP_MAXIMUM:
      self->maximum = g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static GParamSpec *
create_pixels (const char *name)
{
  return g_param_spec_int (name, NULL, NULL, 0, G_MAXINT, 0,
                           G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
}

static void
ponder_bounded_layout_class_init (PonderBoundedLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  G_OBJECT_CLASS (klass)->set_property = ponder_bounded_layout_set_property;
  layout_class->get_request_mode = ponder_bounded_layout_get_request_mode;
  layout_class->measure = ponder_bounded_layout_measure;
  layout_class->allocate = ponder_bounded_layout_allocate;

  properties[PROP_MINIMUM] = create_pixels ("minimum");
  properties[PROP_MAXIMUM] = create_pixels ("maximum");
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
}

static void
ponder_bounded_layout_init (PonderBoundedLayout *self)
{
}
