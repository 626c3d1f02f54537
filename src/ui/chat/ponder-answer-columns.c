/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several answers to one question beside each other, or one at a time where there is no room. */

#include "config.h"

#include "ponder-answer-columns.h"

#include <glib/gi18n.h>

#include "ponder-answer-column.h"
#include "ponder-measure.h"
#include "ponder-message-text.h"

#define NARROWEST 320
#define SPACING 12
/* The tabs have as much below them. */
#define TABS_SPACING 6

/* In a PonderMessageRow. The marked column is the one that had the keyboard last; where there is no room for all, it is
 * the one that is seen. */
struct _PonderAnswerColumns
{
  GtkWidget  parent_instance;

  GtkWidget *tabs;              /* a button for each column, in their order; drawn over what goes by under it */
  GPtrArray *columns;           /* PonderAnswerColumn: borrowed, they are children */
  int        width;
  int        height;
  int        top;               /* the first line of it that is in sight */
  gboolean   updating;          /* the tabs are set by us */
};

G_DEFINE_FINAL_TYPE (PonderAnswerColumns, ponder_answer_columns, GTK_TYPE_WIDGET)

static PonderAnswerColumn *
get_column (PonderAnswerColumns *self,
            guint                index)
{
  return g_ptr_array_index (self->columns, index);
}

static guint
get_marked_index (PonderAnswerColumns *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (ponder_answer_column_is_marked (get_column (self, i)))
      return i;
  return 0;
}

static gboolean
is_wide (PonderAnswerColumns *self,
         int                  width)
{
  int n = (int) self->columns->len;

  return width >= n * NARROWEST + (n - 1) * SPACING;
}

/* No wider than an answer that stands alone. */
static int
limit_width (PonderAnswerColumns *self,
             int                  width)
{
  return MIN (width, ponder_measure_letters (GTK_WIDGET (self), PONDER_MEASURE_COLUMN));
}

static int
get_column_width (PonderAnswerColumns *self,
                  int                  width)
{
  int n = (int) self->columns->len;

  return limit_width (self, (width - (n - 1) * SPACING) / n);
}

static int
measure_height (gpointer widget,
                int      width)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

static int
measure_tallest (PonderAnswerColumns *self,
                 int                  width)
{
  int height = 0;

  for (guint i = 0; i < self->columns->len; i++)
    height = MAX (height, measure_height (get_column (self, i), width));
  return height;
}

static int
measure_one (PonderAnswerColumns *self,
             int                  width)
{
  return measure_height (self->tabs, width) + TABS_SPACING
         + measure_height (get_column (self, get_marked_index (self)), width);
}

static void
ponder_answer_columns_measure (GtkWidget      *widget,
                               GtkOrientation  orientation,
                               int             for_size,
                               int            *minimum,
                               int            *natural,
                               int            *minimum_baseline,
                               int            *natural_baseline)
{
  PonderAnswerColumns *self = PONDER_ANSWER_COLUMNS (widget);
  int width = for_size < 0 ? NARROWEST : for_size;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = 1;
  else if (is_wide (self, width))
    *minimum = *natural = measure_tallest (self, get_column_width (self, width));
  else
    *minimum = *natural = measure_one (self, limit_width (self, width));
}

static void
allocate_beside (PonderAnswerColumns *self,
                 int                  width,
                 int                  height)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int column = get_column_width (self, width);
  int n = (int) self->columns->len;
  int start = (width - n * column - (n - 1) * SPACING) / 2;

  gtk_widget_set_child_visible (self->tabs, FALSE);
  for (int i = 0; i < n; i++)
    {
      GtkWidget *child = GTK_WIDGET (get_column (self, (guint) i));
      int place = mirrored ? n - 1 - i : i;

      gtk_widget_set_child_visible (child, TRUE);
      gtk_widget_size_allocate (child, &(GtkAllocation) { start + place * (column + SPACING), 0, column, height }, -1);
    }
}

/* They stay in sight; gives how high they are. */
static int
place_tabs (PonderAnswerColumns *self)
{
  int width = limit_width (self, self->width);
  int height = measure_height (self->tabs, width);
  int y = CLAMP (self->top, 0, MAX (0, self->height - height));

  gtk_widget_size_allocate (self->tabs, &(GtkAllocation) { (self->width - width) / 2, y, width, height }, -1);
  return height;
}

static void
allocate_one (PonderAnswerColumns *self,
              int                  width,
              int                  height)
{
  int column = limit_width (self, width);
  int start = (width - column) / 2;
  guint marked = get_marked_index (self);
  int tabs;

  gtk_widget_set_child_visible (self->tabs, TRUE);
  tabs = place_tabs (self);
  for (guint i = 0; i < self->columns->len; i++)
    gtk_widget_set_child_visible (GTK_WIDGET (get_column (self, i)), i == marked);
  gtk_widget_size_allocate (GTK_WIDGET (get_column (self, marked)),
                            &(GtkAllocation) { start, tabs + TABS_SPACING, column, height - tabs - TABS_SPACING }, -1);
}

static void
ponder_answer_columns_size_allocate (GtkWidget *widget,
                                     int        width,
                                     int        height,
                                     int        baseline)
{
  PonderAnswerColumns *self = PONDER_ANSWER_COLUMNS (widget);

  self->width = width;
  self->height = height;
  if (is_wide (self, width))
    allocate_beside (self, width, height);
  else
    allocate_one (self, width, height);
}

static GtkSizeRequestMode
ponder_answer_columns_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* The one that can be seen whatever the width. */
static gboolean
ponder_answer_columns_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (ponder_answer_columns_get_marked (PONDER_ANSWER_COLUMNS (widget))));
}

static void
mark (PonderAnswerColumns *self,
      guint                index)
{
  PonderAnswerColumn *column = get_column (self, index);

  if (!ponder_answer_column_is_marked (column))
    gtk_widget_activate_action (GTK_WIDGET (ponder_answer_column_get_row (column)), "message.mark", NULL);
}

static void
update_tabs (PonderAnswerColumns *self)
{
  GtkWidget *tab = gtk_widget_get_first_child (self->tabs);

  self->updating = TRUE;
  for (guint i = 0; tab != NULL; i++, tab = gtk_widget_get_next_sibling (tab))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tab), i == get_marked_index (self));
  self->updating = FALSE;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
toggled_cb (GtkToggleButton     *tab,
            PonderAnswerColumns *self)
{
  GtkWidget *child = gtk_widget_get_first_child (self->tabs);
  guint index = 0;

  if (self->updating || !gtk_toggle_button_get_active (tab))
    return;
  for (; child != GTK_WIDGET (tab); child = gtk_widget_get_next_sibling (child))
    index++;
  mark (self, index);
}

static void
entered_cb (PonderAnswerColumns *self,
            PonderAnswerColumn  *column)
{
  guint index;

  if (g_ptr_array_find (self->columns, column, &index))
    mark (self, index);
}

static void
update_tab_name (GtkWidget     *tab,
                 GParamSpec    *pspec,
                 PonderMessage *message)
{
  const char *model = ponder_message_get_model (message);

  gtk_label_set_text (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (tab))), model != NULL ? model : _("Unknown model"));
  gtk_widget_set_tooltip_text (tab, model);
}

static void
add_tab (PonderAnswerColumns *self,
         PonderMessage       *message)
{
  GtkWidget *tab = gtk_toggle_button_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_button_set_child (GTK_BUTTON (tab), label);
  gtk_widget_set_hexpand (tab, TRUE);
  if (gtk_widget_get_first_child (self->tabs) != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (tab),
                                 GTK_TOGGLE_BUTTON (gtk_widget_get_first_child (self->tabs)));
  gtk_box_append (GTK_BOX (self->tabs), tab);
  g_signal_connect_object (message, "notify::model", G_CALLBACK (update_tab_name), tab, G_CONNECT_SWAPPED);
  update_tab_name (tab, NULL, message);
  g_signal_connect (tab, "toggled", G_CALLBACK (toggled_cb), self);
}

/* --- the keyboard --- */

/* Keys that a button or a link in a column would want are theirs. */
static gboolean
row_has_focus (PonderAnswerColumns *self)
{
  GtkWidget *row = GTK_WIDGET (ponder_answer_columns_get_marked (self));

  return gtk_widget_is_focus (row);
}

static gboolean
step_cb (GtkWidget *widget,
         GVariant  *arguments,
         gpointer   user_data)
{
  PonderAnswerColumns *self = PONDER_ANSWER_COLUMNS (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int next = (int) get_marked_index (self) + g_variant_get_int32 (arguments) * (mirrored ? -1 : 1);

  if (!row_has_focus (self))
    return GDK_EVENT_PROPAGATE;
  if (next < 0 || next >= (int) self->columns->len)
    return GDK_EVENT_STOP;

  /* What cannot be seen cannot have the keyboard. */
  mark (self, (guint) next);
  gtk_widget_set_child_visible (GTK_WIDGET (get_column (self, (guint) next)), TRUE);
  ponder_answer_columns_grab_focus (widget);
  return GDK_EVENT_STOP;
}

static gboolean
choose_cb (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  PonderAnswerColumns *self = PONDER_ANSWER_COLUMNS (widget);

  if (!row_has_focus (self))
    return GDK_EVENT_PROPAGATE;
  ponder_answer_column_choose (get_column (self, get_marked_index (self)));
  return GDK_EVENT_STOP;
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, 0, step_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Left, 0, step_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, 0, step_cb, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Right, 0, step_cb, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, 0, choose_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, 0, choose_cb, NULL);
}

static void
ponder_answer_columns_dispose (GObject *object)
{
  GtkWidget *child;

  g_ptr_array_set_size (PONDER_ANSWER_COLUMNS (object)->columns, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (ponder_answer_columns_parent_class)->dispose (object);
}

static void
ponder_answer_columns_finalize (GObject *object)
{
  g_ptr_array_unref (PONDER_ANSWER_COLUMNS (object)->columns);

  G_OBJECT_CLASS (ponder_answer_columns_parent_class)->finalize (object);
}

static void
ponder_answer_columns_class_init (PonderAnswerColumnsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_answer_columns_dispose;
  G_OBJECT_CLASS (klass)->finalize = ponder_answer_columns_finalize;
  widget_class->get_request_mode = ponder_answer_columns_get_request_mode;
  widget_class->grab_focus = ponder_answer_columns_grab_focus;
  widget_class->measure = ponder_answer_columns_measure;
  widget_class->size_allocate = ponder_answer_columns_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "ponder-answer-columns");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  add_keys (widget_class);
}

static void
ponder_answer_columns_init (PonderAnswerColumns *self)
{
  self->columns = g_ptr_array_new ();
  self->tabs = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_box_set_homogeneous (GTK_BOX (self->tabs), TRUE);
  gtk_widget_add_css_class (self->tabs, "linked");
  gtk_widget_add_css_class (self->tabs, "ponder-answer-tabs");
  gtk_widget_set_parent (self->tabs, GTK_WIDGET (self));
}

GtkWidget *
ponder_answer_columns_new (GPtrArray *rows,
                           GtkWidget *parent)
{
  PonderAnswerColumns *self = g_object_new (PONDER_TYPE_ANSWER_COLUMNS, NULL);
  /* Translators: read out; %u is a number of answers. */
  g_autofree char *name = g_strdup_printf (ngettext ("%u answer side by side", "%u answers side by side", rows->len),
                                           rows->len);

  gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_parent (GTK_WIDGET (self), parent);
  for (guint i = 0; i < rows->len; i++)
    {
      PonderMessageRow *row = g_ptr_array_index (rows, i);
      GtkWidget *column = ponder_answer_column_new (row, i + 1, rows->len);

      gtk_widget_set_parent (column, GTK_WIDGET (self));
      g_ptr_array_add (self->columns, column);
      add_tab (self, ponder_message_row_get_message (row));
      g_signal_connect_object (column, "entered", G_CALLBACK (entered_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (ponder_message_row_get_message (row), "notify::chosen", G_CALLBACK (update_tabs), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_widget_insert_before (self->tabs, GTK_WIDGET (self), NULL);
  update_tabs (self);
  return GTK_WIDGET (self);
}

PonderMessageRow *
ponder_answer_columns_find (PonderAnswerColumns *self,
                            const char          *message_id)
{
  PonderMessageRow *found = NULL;

  g_return_val_if_fail (PONDER_IS_ANSWER_COLUMNS (self), NULL);

  for (guint i = 0; found == NULL && i < self->columns->len; i++)
    found = ponder_message_row_find (ponder_answer_column_get_row (get_column (self, i)), message_id);
  return found;
}

void
ponder_answer_columns_pin (PonderAnswerColumns *self,
                           GtkWidget           *view)
{
  graphene_point_t start;
  int tabs = 0;

  g_return_if_fail (PONDER_IS_ANSWER_COLUMNS (self));

  if (gtk_widget_get_child_visible (self->tabs)
      && gtk_widget_compute_point (GTK_WIDGET (self), view, &GRAPHENE_POINT_INIT (0, 0), &start))
    {
      self->top = MAX (0, (int) -start.y);
      tabs = place_tabs (self);
    }
  for (guint i = 0; i < self->columns->len; i++)
    {
      GtkWidget *column = GTK_WIDGET (get_column (self, i));

      if (gtk_widget_get_child_visible (column)
          && gtk_widget_compute_point (column, view, &GRAPHENE_POINT_INIT (0, 0), &start))
        ponder_answer_column_set_top (PONDER_ANSWER_COLUMN (column), MAX (0, tabs - (int) start.y));
    }
}

void
ponder_answer_columns_release_heights (PonderAnswerColumns *self)
{
  g_return_if_fail (PONDER_IS_ANSWER_COLUMNS (self));

  for (guint i = 0; i < self->columns->len; i++)
    ponder_message_row_release_height (ponder_answer_column_get_row (get_column (self, i)));
}

PonderMessageRow *
ponder_answer_columns_get_marked (PonderAnswerColumns *self)
{
  g_return_val_if_fail (PONDER_IS_ANSWER_COLUMNS (self), NULL);

  return ponder_answer_column_get_row (get_column (self, get_marked_index (self)));
}
