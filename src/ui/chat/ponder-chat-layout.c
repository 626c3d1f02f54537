/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A column whose last child takes what it wants, up to two fifths of the height. */

#include "config.h"

#include "ponder-chat-layout.h"

/* The composer grows to 40 % of the window, then scrolls. The one expanding child gets what is left. */
#define LAST_CHILD_SHARE 0.4

struct _PonderChatLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (PonderChatLayout, ponder_chat_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
ponder_chat_layout_get_request_mode (GtkLayoutManager *manager,
                                     GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ponder_chat_layout_measure (GtkLayoutManager *manager,
                            GtkWidget        *widget,
                            GtkOrientation    orientation,
                            int               for_size,
                            int              *minimum,
                            int              *natural,
                            int              *minimum_baseline,
                            int              *natural_baseline)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum;
      int child_natural;

      if (!gtk_widget_should_layout (child))
        continue;

      gtk_widget_measure (child, orientation, for_size, &child_minimum, &child_natural, NULL, NULL);
      if (orientation == GTK_ORIENTATION_VERTICAL)
        {
          *minimum += child_minimum;
          *natural += child_natural;
        }
      else
        {
          *minimum = MAX (*minimum, child_minimum);
          *natural = MAX (*natural, child_natural);
        }
    }
}

static int
child_height (GtkWidget *child,
              int        width,
              int        height)
{
  int minimum;
  int natural;

  if (!gtk_widget_should_layout (child))
    return 0;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &minimum, &natural, NULL, NULL);
  if (gtk_widget_get_next_sibling (child) != NULL)
    return natural;

  return MAX (minimum, MIN (natural, (int) (height * LAST_CHILD_SHARE)));
}

static void
ponder_chat_layout_allocate (GtkLayoutManager *manager,
                             GtkWidget        *widget,
                             int               width,
                             int               height,
                             int               baseline)
{
  int left = height;
  int y = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!gtk_widget_get_vexpand (child))
      left -= child_height (child, width, height);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int h = gtk_widget_get_vexpand (child) ? MAX (left, 0) : child_height (child, width, height);

      if (!gtk_widget_should_layout (child))
        continue;

      gtk_widget_size_allocate (child, &(GtkAllocation) { 0, y, width, h }, -1);
      y += h;
    }
}

static void
ponder_chat_layout_class_init (PonderChatLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = ponder_chat_layout_get_request_mode;
  layout_class->measure = ponder_chat_layout_measure;
  layout_class->allocate = ponder_chat_layout_allocate;
}

static void
ponder_chat_layout_init (PonderChatLayout *self)
{
}
