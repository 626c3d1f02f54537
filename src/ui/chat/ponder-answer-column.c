/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One of several answers that stand beside each other: who says it, the answer, and a button to go on with it. */

#include "config.h"

#include "ponder-answer-column.h"

#include <glib/gi18n.h>

#define SPACING 6

/* Part of PonderAnswerColumns. The heading is the last child, so that it is drawn over the text that goes by under
 * it. */
struct _PonderAnswerColumn
{
  GtkWidget         parent_instance;

  GtkWidget        *heading;
  GtkWidget        *mark;
  GtkLabel         *model;
  GtkWidget        *stop;
  GtkWidget        *choose;
  PonderMessageRow *row;
  guint             number;
  guint             n_columns;
  int               width;
  int               height;
  int               top;        /* the first line of it that is in sight */
};

enum
{
  ENTERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderAnswerColumn, ponder_answer_column, GTK_TYPE_WIDGET)

static PonderMessage *
get_message (PonderAnswerColumn *self)
{
  return ponder_message_row_get_message (self->row);
}

static void
update_name (PonderAnswerColumn *self)
{
  const char *model = ponder_message_get_model (get_message (self));
  const char *shown = model != NULL ? model : _("Unknown model");
  /* Translators: read out; numbers of an answer beside others and of those, and the model that gives it. */
  g_autofree char *name = g_strdup_printf (_("Answer %u of %u, by %s"), self->number, self->n_columns, shown);

  gtk_label_set_text (self->model, shown);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->model), shown);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
update (PonderAnswerColumn *self)
{
  gboolean written = ponder_message_is_being_written (get_message (self));
  gboolean marked = ponder_answer_column_is_marked (self);

  /* A wait for the next try has a card with a button of its own. */
  gtk_widget_set_visible (self->stop, written && ponder_message_get_fault (get_message (self)) == NULL);
  gtk_widget_set_visible (self->choose, !written && *ponder_message_get_text (get_message (self)) != '\0');
  gtk_widget_set_visible (self->mark, marked);
  if (marked)
    gtk_widget_add_css_class (GTK_WIDGET (self), "ponder-marked");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "ponder-marked");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, marked, -1);
}

static void
stop_cb (PonderAnswerColumn *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self->row), "message.stop", NULL);
}

static void
entered_cb (PonderAnswerColumn *self)
{
  g_signal_emit (self, signals[ENTERED], 0);
}

/* --- layout --- */

static int
measure_height (gpointer widget,
                int      width)
{
  int natural;

  if (!gtk_widget_should_layout (widget))
    return 0;
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

static void
ponder_answer_column_measure (GtkWidget      *widget,
                              GtkOrientation  orientation,
                              int             for_size,
                              int            *minimum,
                              int            *natural,
                              int            *minimum_baseline,
                              int            *natural_baseline)
{
  PonderAnswerColumn *self = PONDER_ANSWER_COLUMN (widget);
  int choose = measure_height (self->choose, for_size);

  *minimum = *natural = 1;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = measure_height (self->heading, for_size) + measure_height (self->row, for_size)
                          + (choose > 0 ? choose + SPACING : 0);
}

static GtkSizeRequestMode
ponder_answer_column_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* The heading stays in sight, and so does what is shorter than the answers beside it. */
static void
place (PonderAnswerColumn *self)
{
  int heading = measure_height (self->heading, self->width);
  int row = measure_height (self->row, self->width);
  int choose = measure_height (self->choose, self->width);
  int left = self->height - heading - row - (choose > 0 ? choose + SPACING : 0);
  int start = CLAMP (self->top, 0, MAX (0, left));
  int pinned = CLAMP (self->top, start, MAX (start, self->height - heading));

  gtk_widget_size_allocate (self->heading, &(GtkAllocation) { 0, pinned, self->width, heading }, -1);
  gtk_widget_size_allocate (GTK_WIDGET (self->row), &(GtkAllocation) { 0, start + heading, self->width, row }, -1);
  if (choose > 0)
    gtk_widget_size_allocate (self->choose,
                              &(GtkAllocation) { 0, start + heading + row + SPACING, self->width, choose }, -1);
}

static void
ponder_answer_column_size_allocate (GtkWidget *widget,
                                    int        width,
                                    int        height,
                                    int        baseline)
{
  PonderAnswerColumn *self = PONDER_ANSWER_COLUMN (widget);

  self->width = width;
  self->height = height;
  place (self);
}

static void
ponder_answer_column_dispose (GObject *object)
{
  PonderAnswerColumn *self = PONDER_ANSWER_COLUMN (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (ponder_answer_column_parent_class)->dispose (object);
}

static void
ponder_answer_column_class_init (PonderAnswerColumnClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_answer_column_dispose;
  widget_class->get_request_mode = ponder_answer_column_get_request_mode;
  widget_class->measure = ponder_answer_column_measure;
  widget_class->size_allocate = ponder_answer_column_size_allocate;

  signals[ENTERED] = g_signal_new ("entered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "ponder-answer-column");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/chat/ponder-answer-column.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderAnswerColumn, heading);
  gtk_widget_class_bind_template_child (widget_class, PonderAnswerColumn, mark);
  gtk_widget_class_bind_template_child (widget_class, PonderAnswerColumn, model);
  gtk_widget_class_bind_template_child (widget_class, PonderAnswerColumn, stop);
  gtk_widget_class_bind_template_child (widget_class, PonderAnswerColumn, choose);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, ponder_answer_column_choose);
}

static void
ponder_answer_column_init (PonderAnswerColumn *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ponder_answer_column_new (PonderMessageRow *row,
                          guint             number,
                          guint             n_columns)
{
  PonderAnswerColumn *self = g_object_new (PONDER_TYPE_ANSWER_COLUMN, NULL);
  PonderMessage *message = ponder_message_row_get_message (row);

  self->row = row;
  self->number = number;
  self->n_columns = n_columns;
  gtk_widget_insert_after (GTK_WIDGET (row), GTK_WIDGET (self), NULL);
  g_signal_connect_object (message, "notify::model", G_CALLBACK (update_name), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (message, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (message, "notify::fault", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (message, "notify::chosen", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update_name (self);
  update (self);
  return GTK_WIDGET (self);
}

PonderMessageRow *
ponder_answer_column_get_row (PonderAnswerColumn *self)
{
  g_return_val_if_fail (PONDER_IS_ANSWER_COLUMN (self), NULL);

  return self->row;
}

/* While it is allocated: what is in it is moved at once. */
void
ponder_answer_column_set_top (PonderAnswerColumn *self,
                              int                 top)
{
  g_return_if_fail (PONDER_IS_ANSWER_COLUMN (self));

  if (self->top == top)
    return;

  self->top = top;
  place (self);
}

gboolean
ponder_answer_column_is_marked (PonderAnswerColumn *self)
{
  g_return_val_if_fail (PONDER_IS_ANSWER_COLUMN (self), FALSE);

  return ponder_message_get_chosen (get_message (self));
}

void
ponder_answer_column_choose (PonderAnswerColumn *self)
{
  g_return_if_fail (PONDER_IS_ANSWER_COLUMN (self));

  if (gtk_widget_get_visible (self->choose))
    gtk_widget_activate_action (GTK_WIDGET (self->row), "message.choose", NULL);
}
