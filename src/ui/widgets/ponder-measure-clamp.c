/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A widget that is no wider than the column of a chat, whatever size its text has. */

#include "config.h"

#include "ponder-measure-clamp.h"

#include "ponder-measure.h"

/* AdwClamp knows pixels only. Owns its child. */
struct _PonderMeasureClamp
{
  GtkWidget  parent_instance;

  GtkWidget *child;
};

enum
{
  PROP_0,
  PROP_CHILD,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PonderMeasureClamp, ponder_measure_clamp, GTK_TYPE_WIDGET)

static int
clamp_width (PonderMeasureClamp *self,
             int                 width)
{
  int minimum;

  if (width < 0)
    return width;
  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return MIN (width, MAX (minimum, ponder_measure_letters (GTK_WIDGET (self), PONDER_MEASURE_COLUMN)));
}

static GtkSizeRequestMode
ponder_measure_clamp_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ponder_measure_clamp_measure (GtkWidget      *widget,
                              GtkOrientation  orientation,
                              int             for_size,
                              int            *minimum,
                              int            *natural,
                              int            *minimum_baseline,
                              int            *natural_baseline)
{
  PonderMeasureClamp *self = PONDER_MEASURE_CLAMP (widget);

  if (self->child == NULL)
    return;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    for_size = clamp_width (self, for_size);
  gtk_widget_measure (self->child, orientation, for_size, minimum, natural, NULL, NULL);
}

static void
ponder_measure_clamp_size_allocate (GtkWidget *widget,
                                    int        width,
                                    int        height,
                                    int        baseline)
{
  PonderMeasureClamp *self = PONDER_MEASURE_CLAMP (widget);
  GtkAllocation place = { 0, 0, 0, height };

  if (self->child == NULL)
    return;
  place.width = clamp_width (self, width);
  place.x = (width - place.width) / 2;
  gtk_widget_size_allocate (self->child, &place, -1);
}

static void
ponder_measure_clamp_dispose (GObject *object)
{
  g_clear_pointer (&PONDER_MEASURE_CLAMP (object)->child, gtk_widget_unparent);

  G_OBJECT_CLASS (ponder_measure_clamp_parent_class)->dispose (object);
}

static void
set_child (PonderMeasureClamp *self,
           GtkWidget          *child)
{
  if (self->child == child)
    return;

  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHILD]);
}

static void
ponder_measure_clamp_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CHILD:
      g_value_set_object (value, PONDER_MEASURE_CLAMP (object)->child);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ponder_measure_clamp_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CHILD:
      set_child (PONDER_MEASURE_CLAMP (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ponder_measure_clamp_class_init (PonderMeasureClampClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_measure_clamp_dispose;
  object_class->get_property = ponder_measure_clamp_get_property;
  object_class->set_property = ponder_measure_clamp_set_property;

  widget_class->get_request_mode = ponder_measure_clamp_get_request_mode;
  widget_class->measure = ponder_measure_clamp_measure;
  widget_class->size_allocate = ponder_measure_clamp_size_allocate;

  properties[PROP_CHILD] =
    g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "ponder-measure");
}

static void
ponder_measure_clamp_init (PonderMeasureClamp *self)
{
}
