/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A widget that puts its children below each other. */

#include "config.h"

#include "ponder-column.h"

#include "ponder-column-layout.h"
#include "ponder-sight.h"

/* Owns its children, as GtkBox does; see PonderColumnLayout for why it is not one. */
struct _PonderColumn
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (PonderColumn, ponder_column, GTK_TYPE_WIDGET)

static void
ponder_column_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (ponder_column_parent_class)->dispose (object);
}

static void
ponder_column_class_init (PonderColumnClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ponder_column_dispose;
  GTK_WIDGET_CLASS (klass)->snapshot = ponder_sight_snapshot;

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "ponder-column");
}

static void
ponder_column_init (PonderColumn *self)
{
}

GtkWidget *
ponder_column_new (int spacing)
{
  PonderColumn *self = g_object_new (PONDER_TYPE_COLUMN, NULL);

  gtk_widget_set_layout_manager (GTK_WIDGET (self), ponder_column_layout_new (spacing, 0));
  return GTK_WIDGET (self);
}

void
ponder_column_append (PonderColumn *self,
                      GtkWidget    *child)
{
  g_return_if_fail (PONDER_IS_COLUMN (self));

  gtk_widget_set_parent (child, GTK_WIDGET (self));
}

void
ponder_column_remove (PonderColumn *self,
                      GtkWidget    *child)
{
  g_return_if_fail (PONDER_IS_COLUMN (self));
  g_return_if_fail (gtk_widget_get_parent (child) == GTK_WIDGET (self));

  gtk_widget_unparent (child);
}
