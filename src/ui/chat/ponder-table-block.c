/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table: columns as wide as they need and the width allows. */

#include "config.h"

#include "ponder-table-block.h"

#include <glib/gi18n.h>

#include "ponder-column-layout.h"
#include "ponder-limits.h"
#include "ponder-side-scroller.h"
#include "ponder-table-grid.h"

/* The grid in its scroller, and a button for the rows of a very long table. */
struct _PonderTableBlock
{
  GtkWidget        parent_instance;

  PonderBlock     *block;
  PonderTableGrid *grid;
  GtkWidget       *scroller;
  GtkWidget       *more;
  gboolean         unfolded;
};

enum
{
  UNFOLDING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderTableBlock, ponder_table_block, GTK_TYPE_WIDGET)

static void
update (PonderTableBlock *self)
{
  guint n_rows = self->block->n_rows;
  gboolean folded = !self->unfolded && n_rows > PONDER_TABLE_ROW_LIMIT;
  g_autofree char *words = NULL;

  ponder_table_grid_set_block (self->grid, self->block, folded ? PONDER_TABLE_ROW_LIMIT : n_rows);
  gtk_widget_set_visible (self->more, folded);
  if (!folded)
    return;

  words = g_strdup_printf (ngettext ("Show all %'u row", "Show all %'u rows", n_rows - 1), n_rows - 1);
  gtk_button_set_label (GTK_BUTTON (self->more), words);
}

static void
more_cb (PonderTableBlock *self)
{
  g_signal_emit (self, signals[UNFOLDING], 0);
  ponder_table_block_unfold (self);
}

static void
ponder_table_block_dispose (GObject *object)
{
  PonderTableBlock *self = PONDER_TABLE_BLOCK (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->more, gtk_widget_unparent);
  g_clear_pointer (&self->block, ponder_block_unref);

  G_OBJECT_CLASS (ponder_table_block_parent_class)->dispose (object);
}

static void
ponder_table_block_class_init (PonderTableBlockClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ponder_table_block_dispose;

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "ponder-table-block");

  signals[UNFOLDING] = g_signal_new ("unfolding", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 0);
}

static void
ponder_table_block_init (PonderTableBlock *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_set_layout_manager (widget, ponder_column_layout_new (6, 0));
  self->grid = PONDER_TABLE_GRID (ponder_table_grid_new ());
  self->scroller = ponder_side_scroller_new (GTK_WIDGET (self->grid));
  gtk_widget_set_halign (self->scroller, GTK_ALIGN_START);
  gtk_widget_set_parent (self->scroller, widget);

  self->more = gtk_button_new ();
  gtk_widget_set_halign (self->more, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->more, "flat");
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (more_cb), self);
  gtk_widget_set_parent (self->more, widget);
}

GtkWidget *
ponder_table_block_new (void)
{
  return g_object_new (PONDER_TYPE_TABLE_BLOCK, NULL);
}

void
ponder_table_block_set_block (PonderTableBlock *self,
                              PonderBlock      *block)
{
  g_return_if_fail (PONDER_IS_TABLE_BLOCK (self));

  ponder_block_ref (block);
  g_clear_pointer (&self->block, ponder_block_unref);
  self->block = block;
  update (self);
}

void
ponder_table_block_unfold (PonderTableBlock *self)
{
  g_return_if_fail (PONDER_IS_TABLE_BLOCK (self));

  self->unfolded = TRUE;
  update (self);
}
