/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a run of deep think, a row each, that open to what was asked and said. */

#include "config.h"

#include "ponder-think-parts.h"

#include "ponder-column-layout.h"
#include "ponder-think-part-dialog.h"
#include "ponder-think-part-row.h"

#include <glib/gi18n.h>

/* Belongs to whoever shows it. Rows are made once for each node and only ever changed in place. */
struct _PonderThinkParts
{
  GtkWidget              parent_instance;

  PonderThinkBoard      *board;
  PonderCodeHighlighter *highlighter;
  GtkWidget             *list;
  GtkWidget             *add;
  GPtrArray             *rows;          /* of PonderThinkPartRow, owned by `list`, in their order */
};

enum
{
  UNFOLDING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderThinkParts, ponder_think_parts, GTK_TYPE_WIDGET)

static void
unfolding_cb (PonderThinkParts *self)
{
  g_signal_emit (self, signals[UNFOLDING], 0);
}

static void
add_cb (PonderThinkParts *self)
{
  ponder_think_part_dialog_open (GTK_WIDGET (self), self->board, PONDER_THINK_ADD_TASK, NULL);
}

/* --- rows --- */

static gboolean
shows (PonderThinkParts *self,
       guint             index,
       const char       *id)
{
  return index < self->rows->len
         && g_str_equal (ponder_think_part_row_get_id (g_ptr_array_index (self->rows, index)), id);
}

static void
insert_row (PonderThinkParts *self,
            guint             index,
            const char       *id)
{
  GtkWidget *row = ponder_think_part_row_new (self->board, self->highlighter, id);
  GtkWidget *above = index > 0 ? g_ptr_array_index (self->rows, index - 1) : NULL;

  g_signal_connect_object (row, "unfolding", G_CALLBACK (unfolding_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_insert_after (row, self->list, above);
  g_ptr_array_insert (self->rows, (int) index, row);
}

/* The keyboard goes to a neighbour. */
static void
remove_row (PonderThinkParts *self,
            guint             index)
{
  GtkWidget *row = g_ptr_array_index (self->rows, index);
  guint neighbour = index + 1 < self->rows->len ? index + 1 : index - 1;

  if (gtk_widget_get_focus_child (self->list) == row && self->rows->len > 1)
    gtk_widget_grab_focus (g_ptr_array_index (self->rows, neighbour));
  g_ptr_array_remove_index (self->rows, index);
  gtk_widget_unparent (row);
}

static void
tell_positions (PonderThinkParts *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    ponder_think_part_row_set_position (g_ptr_array_index (self->rows, i), i + 1, self->rows->len);
}

/* The row of @id is number @index. TRUE: rows came or went for that. */
static gboolean
ensure_row (PonderThinkParts *self,
            guint             index,
            const char       *id)
{
  guint found = index;

  if (shows (self, index, id))
    return FALSE;
  while (found < self->rows->len && !shows (self, found, id))
    found++;
  if (found == self->rows->len)
    insert_row (self, index, id);
  else
    while (found-- > index)
      remove_row (self, index);
  return TRUE;
}

static void
update_rows (PonderThinkParts *self,
             PonderThinkPart  *part)
{
  gboolean changed = FALSE;
  guint n = 0;

  for (guint i = 0; i < part->state->nodes->len; i++)
    {
      part->node = g_ptr_array_index (part->state->nodes, i);
      if (!ponder_think_part_is_shown (part))
        continue;
      changed |= ensure_row (self, n, part->node->id);
      ponder_think_part_row_update (g_ptr_array_index (self->rows, n++), part);
    }
  while (self->rows->len > n)
    {
      remove_row (self, self->rows->len - 1);
      changed = TRUE;
    }
  if (changed)
    tell_positions (self);
}

/* --- the object --- */

static void
ponder_think_parts_dispose (GObject *object)
{
  PonderThinkParts *self = PONDER_THINK_PARTS (object);

  g_ptr_array_set_size (self->rows, 0);
  g_clear_pointer (&self->list, gtk_widget_unparent);
  g_clear_pointer (&self->add, gtk_widget_unparent);
  g_clear_object (&self->board);
  g_clear_object (&self->highlighter);

  G_OBJECT_CLASS (ponder_think_parts_parent_class)->dispose (object);
}

static void
ponder_think_parts_finalize (GObject *object)
{
  g_ptr_array_unref (PONDER_THINK_PARTS (object)->rows);

  G_OBJECT_CLASS (ponder_think_parts_parent_class)->finalize (object);
}

static void
ponder_think_parts_class_init (PonderThinkPartsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_think_parts_dispose;
  object_class->finalize = ponder_think_parts_finalize;

  g_type_ensure (PONDER_TYPE_THINK_PART_ROW);
  gtk_widget_class_set_css_name (widget_class, "ponder-parts");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/think/ponder-think-parts.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderThinkParts, list);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkParts, add);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);

  signals[UNFOLDING] = g_signal_new ("unfolding", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);
}

static void
ponder_think_parts_init (PonderThinkParts *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (GTK_WIDGET (self), ponder_column_layout_new (6, 0));
  gtk_widget_set_layout_manager (self->list, ponder_column_layout_new (0, 0));
}

GtkWidget *
ponder_think_parts_new (PonderThinkBoard      *board,
                        PonderCodeHighlighter *highlighter)
{
  PonderThinkParts *self = g_object_new (PONDER_TYPE_THINK_PARTS, NULL);

  self->board = g_object_ref (board);
  self->highlighter = g_object_ref (highlighter);
  return GTK_WIDGET (self);
}

void
ponder_think_parts_update (PonderThinkParts *self)
{
  PonderThinkPart part = { 0 };
  gboolean can_add;

  g_return_if_fail (PONDER_IS_THINK_PARTS (self));

  part.state = ponder_think_board_get_state (self->board);
  if (part.state == NULL)
    return;
  part.standing = ponder_think_board_get_standing (self->board);
  part.now = ponder_think_board_get_time (self->board);
  update_rows (self, &part);

  can_add = ponder_think_part_can_be_added (part.state, part.standing);
  if (!can_add && gtk_widget_has_focus (self->add) && self->rows->len > 0)
    gtk_widget_grab_focus (g_ptr_array_index (self->rows, self->rows->len - 1));
  gtk_widget_set_visible (self->add, can_add);
}
