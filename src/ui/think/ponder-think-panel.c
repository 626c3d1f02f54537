/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How an answer came about by thinking deeply: one line above it, or the whole board. */

#include "config.h"

#include "ponder-think-panel.h"

#include "ponder-think-chart.h"
#include "ponder-think-parts.h"

enum
{
  TOGGLED,
  UNFOLDING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Belongs to whoever shows it. */
struct _PonderThinkPanel
{
  GtkWidget         parent_instance;

  PonderThinkBoard *board;
};

G_DEFINE_FINAL_TYPE (PonderThinkPanel, ponder_think_panel, GTK_TYPE_WIDGET)

static void
ponder_think_panel_dispose (GObject *object)
{
  PonderThinkPanel *self = PONDER_THINK_PANEL (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->board);

  G_OBJECT_CLASS (ponder_think_panel_parent_class)->dispose (object);
}

static void
ponder_think_panel_class_init (PonderThinkPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ponder_think_panel_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);

  signals[TOGGLED] = g_signal_new ("toggled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[UNFOLDING] = g_signal_new ("unfolding", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);
}

static void
ponder_think_panel_init (PonderThinkPanel *self)
{
}

GtkWidget *
ponder_think_panel_new (PonderThinkBoard      *board,
                        PonderCodeHighlighter *highlighter)
{
  PonderThinkPanel *self = g_object_new (PONDER_TYPE_THINK_PANEL, NULL);

  self->board = g_object_ref (board);
  gtk_widget_set_parent (ponder_think_parts_new (board, highlighter), GTK_WIDGET (self));
  gtk_widget_set_parent (ponder_think_chart_new (board), GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

void
ponder_think_panel_set_open (PonderThinkPanel *self,
                             gboolean          open)
{
  g_return_if_fail (PONDER_IS_THINK_PANEL (self));

  g_signal_emit (self, signals[TOGGLED], 0, open);
}
