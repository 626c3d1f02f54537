/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a run of deep think, a row each, that open to what was asked and said. */

#include "config.h"

#include "ponder-think-parts.h"

/* Belongs to whoever shows it. */
struct _PonderThinkParts
{
  GtkWidget         parent_instance;

  PonderThinkBoard *board;
};

G_DEFINE_FINAL_TYPE (PonderThinkParts, ponder_think_parts, GTK_TYPE_WIDGET)

static void
ponder_think_parts_dispose (GObject *object)
{
  PonderThinkParts *self = PONDER_THINK_PARTS (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->board);

  G_OBJECT_CLASS (ponder_think_parts_parent_class)->dispose (object);
}

static void
ponder_think_parts_class_init (PonderThinkPartsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ponder_think_parts_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);

  g_signal_new ("unfolding", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ponder_think_parts_init (PonderThinkParts *self)
{
}

GtkWidget *
ponder_think_parts_new (PonderThinkBoard      *board,
                        PonderCodeHighlighter *highlighter)
{
  PonderThinkParts *self = g_object_new (PONDER_TYPE_THINK_PARTS, NULL);

  self->board = g_object_ref (board);
  return GTK_WIDGET (self);
}

void
ponder_think_parts_update (PonderThinkParts *self)
{
  g_return_if_fail (PONDER_IS_THINK_PARTS (self));
}
