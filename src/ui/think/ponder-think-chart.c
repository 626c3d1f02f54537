/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When the calls of a run of deep think ran, as bars over time. */

#include "config.h"

#include "ponder-think-chart.h"

/* Belongs to whoever shows it. */
struct _PonderThinkChart
{
  GtkWidget         parent_instance;

  PonderThinkBoard *board;
};

G_DEFINE_FINAL_TYPE (PonderThinkChart, ponder_think_chart, GTK_TYPE_WIDGET)

static void
ponder_think_chart_dispose (GObject *object)
{
  PonderThinkChart *self = PONDER_THINK_CHART (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->board);

  G_OBJECT_CLASS (ponder_think_chart_parent_class)->dispose (object);
}

static void
ponder_think_chart_class_init (PonderThinkChartClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ponder_think_chart_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
ponder_think_chart_init (PonderThinkChart *self)
{
}

GtkWidget *
ponder_think_chart_new (PonderThinkBoard *board)
{
  PonderThinkChart *self = g_object_new (PONDER_TYPE_THINK_CHART, NULL);

  self->board = g_object_ref (board);
  return GTK_WIDGET (self);
}

void
ponder_think_chart_update (PonderThinkChart *self)
{
  g_return_if_fail (PONDER_IS_THINK_CHART (self));
}
