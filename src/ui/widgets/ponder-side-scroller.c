/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows a child that may be too wide: scrolls sideways only, and is as high as the child. */

#include "config.h"

#include "ponder-side-scroller.h"

#include <math.h>

#define WHEEL_STEP 60.0
#define KEY_STEP 60.0

/* A GtkScrolledWindow measures its child without a width, so a table that wraps in it is cut off; and
 * it is ten times as heavy. Wheel and finger move it only along its own direction, all else goes on to
 * the list around it. */
struct _PonderSideScroller
{
  GtkWidget      parent_instance;

  GtkWidget     *child;
  GtkWidget     *scrollbar;
  GtkAdjustment *adjustment;
  double         drag_start;
};

G_DEFINE_FINAL_TYPE (PonderSideScroller, ponder_side_scroller, GTK_TYPE_WIDGET)

static double
get_range (PonderSideScroller *self)
{
  return gtk_adjustment_get_upper (self->adjustment) - gtk_adjustment_get_page_size (self->adjustment);
}

static void
scroll_by (PonderSideScroller *self,
           double              step)
{
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    step = -step;
  gtk_adjustment_set_value (self->adjustment, gtk_adjustment_get_value (self->adjustment) + step);
}

static gboolean
scroll_cb (PonderSideScroller       *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  GdkScrollUnit unit = gtk_event_controller_scroll_get_unit (controller);
  double step = (state & GDK_SHIFT_MASK) != 0 ? dx + dy : dx;
  gboolean across = (state & GDK_SHIFT_MASK) == 0 && fabs (dy) > fabs (dx);

  if (get_range (self) <= 0 || fabs (step) < G_MINDOUBLE || across)
    return GDK_EVENT_PROPAGATE;

  scroll_by (self, unit == GDK_SCROLL_UNIT_WHEEL ? step * WHEEL_STEP : step);
  return GDK_EVENT_STOP;
}

static void
drag_begin_cb (PonderSideScroller *self,
               double              x,
               double              y,
               GtkGesture         *gesture)
{
  self->drag_start = gtk_adjustment_get_value (self->adjustment);
  if (get_range (self) <= 0)
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
}

static void
pan_cb (PonderSideScroller *self,
        GtkPanDirection     direction,
        double              offset)
{
  gboolean towards_start = direction == GTK_PAN_DIRECTION_LEFT;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    towards_start = !towards_start;
  gtk_adjustment_set_value (self->adjustment, self->drag_start + (towards_start ? offset : -offset));
}

static gboolean
key_cb (GtkWidget *widget,
        GVariant  *arguments,
        gpointer   user_data)
{
  PonderSideScroller *self = PONDER_SIDE_SCROLLER (widget);

  if (get_range (self) <= 0)
    return GDK_EVENT_PROPAGATE;
  scroll_by (self, g_variant_get_int32 (arguments) * KEY_STEP);
  return GDK_EVENT_STOP;
}

static int
measure_scrollbar (PonderSideScroller *self)
{
  int height;

  gtk_widget_measure (self->scrollbar, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  return height;
}

static void
ponder_side_scroller_measure (GtkWidget      *widget,
                              GtkOrientation  orientation,
                              int             for_size,
                              int            *minimum,
                              int            *natural,
                              int            *minimum_baseline,
                              int            *natural_baseline)
{
  PonderSideScroller *self = PONDER_SIDE_SCROLLER (widget);
  int child_minimum;

  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, natural, NULL, NULL);
  *minimum = 1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  gtk_widget_measure (self->child, orientation, for_size < 0 ? -1 : MAX (for_size, child_minimum),
                      NULL, natural, NULL, NULL);
  if (for_size >= 0 && for_size < child_minimum)
    *natural += measure_scrollbar (self);
  *minimum = *natural;
}

static void
place_child (PonderSideScroller *self,
             int                 width,
             int                 child_width,
             int                 height)
{
  int offset = (int) round (gtk_adjustment_get_value (self->adjustment));
  GtkAllocation place = { -offset, 0, child_width, height };

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    place.x = width - child_width + offset;
  gtk_widget_size_allocate (self->child, &place, -1);
}

static void
ponder_side_scroller_size_allocate (GtkWidget *widget,
                                    int        width,
                                    int        height,
                                    int        baseline)
{
  PonderSideScroller *self = PONDER_SIDE_SCROLLER (widget);
  GtkAllocation bar = { 0, 0, width, 0 };
  gboolean needed;
  int child_width;
  int minimum;

  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  child_width = MAX (width, minimum);
  needed = child_width > width;

  gtk_adjustment_configure (self->adjustment, gtk_adjustment_get_value (self->adjustment), 0, child_width,
                            WHEEL_STEP, width * 0.9, width);
  bar.height = measure_scrollbar (self);
  bar.y = height - bar.height;
  place_child (self, width, child_width, needed ? bar.y : height);

  gtk_widget_set_child_visible (self->scrollbar, needed);
  gtk_widget_set_focusable (widget, needed);
  gtk_widget_size_allocate (self->scrollbar, &bar, -1);
}

static GtkSizeRequestMode
ponder_side_scroller_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ponder_side_scroller_direction_changed (GtkWidget        *widget,
                                        GtkTextDirection  before)
{
  GTK_WIDGET_CLASS (ponder_side_scroller_parent_class)->direction_changed (widget, before);

  gtk_widget_set_direction (PONDER_SIDE_SCROLLER (widget)->scrollbar, gtk_widget_get_direction (widget));
  gtk_widget_queue_allocate (widget);
}

static void
ponder_side_scroller_dispose (GObject *object)
{
  PonderSideScroller *self = PONDER_SIDE_SCROLLER (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);
  g_clear_pointer (&self->scrollbar, gtk_widget_unparent);
  g_clear_object (&self->adjustment);

  G_OBJECT_CLASS (ponder_side_scroller_parent_class)->dispose (object);
}

static void
ponder_side_scroller_class_init (PonderSideScrollerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_side_scroller_dispose;

  widget_class->direction_changed = ponder_side_scroller_direction_changed;
  widget_class->get_request_mode = ponder_side_scroller_get_request_mode;
  widget_class->measure = ponder_side_scroller_measure;
  widget_class->size_allocate = ponder_side_scroller_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "ponder-side-scroller");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, 0, key_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, 0, key_cb, "i", 1);
}

static void
add_controllers (PonderSideScroller *self)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *pan = gtk_gesture_pan_new (GTK_ORIENTATION_HORIZONTAL);

  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (pan), TRUE);
  g_signal_connect_swapped (pan, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (pan, "pan", G_CALLBACK (pan_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pan));
}

static void
ponder_side_scroller_init (PonderSideScroller *self)
{
  self->adjustment = g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (gtk_widget_queue_allocate), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  add_controllers (self);
}

GtkWidget *
ponder_side_scroller_new (GtkWidget *child)
{
  PonderSideScroller *self = g_object_new (PONDER_TYPE_SIDE_SCROLLER, NULL);

  self->child = child;
  gtk_widget_set_parent (child, GTK_WIDGET (self));
  /* After the child, so that it is drawn over it. */
  self->scrollbar = gtk_scrollbar_new (GTK_ORIENTATION_HORIZONTAL, self->adjustment);
  gtk_widget_add_css_class (self->scrollbar, "overlay-indicator");
  gtk_widget_set_parent (self->scrollbar, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

void
ponder_side_scroller_reveal (PonderSideScroller *self,
                             double              x,
                             double              width)
{
  double child_width;

  g_return_if_fail (PONDER_IS_SIDE_SCROLLER (self));

  child_width = gtk_adjustment_get_upper (self->adjustment);
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = child_width - x - width;
  gtk_adjustment_clamp_page (self->adjustment, x, x + width);
}
