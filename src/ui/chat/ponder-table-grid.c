/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells of a table and the lines between them. */

#include "config.h"

#include "ponder-table-grid.h"

#include <string.h>

#include "ponder-sight.h"
#include "ponder-text-block.h"

#define PADDING_X 12
#define PADDING_Y 6
/* A column is not made narrower than this to save the reader from scrolling sideways. */
#define COLUMN_MINIMUM 72
/* Nor does one long cell make a column wider than this before the others have what they want. */
#define COLUMN_MAXIMUM 640
#define LINE_ALPHA 0.12
#define HEADING_ALPHA 0.05

struct _PonderTableGrid
{
  GtkWidget    parent_instance;

  PonderBlock *block;           /* (nullable): before the first one */
  GPtrArray   *cells;           /* of PonderTextBlock, row by row */
  guint        n_columns;
  guint        n_rows;
  GArray      *naturals;        /* of int: what each column would like, without padding */
  GArray      *row_ends;        /* of int: y under each row, as allocated */
};

G_DEFINE_FINAL_TYPE (PonderTableGrid, ponder_table_grid, GTK_TYPE_WIDGET)

static GtkWidget *
get_cell (PonderTableGrid *self,
          guint            row,
          guint            column)
{
  return g_ptr_array_index (self->cells, row * self->n_columns + column);
}

static int
get_natural (PonderTableGrid *self,
             guint            column)
{
  return g_array_index (self->naturals, int, column);
}

static int
get_minimum (PonderTableGrid *self,
             guint            column)
{
  return MIN (get_natural (self, column), COLUMN_MINIMUM);
}

static void
measure_columns (PonderTableGrid *self)
{
  g_array_set_size (self->naturals, 0);
  g_array_set_size (self->naturals, self->n_columns);
  for (guint row = 0; row < self->n_rows; row++)
    {
      for (guint column = 0; column < self->n_columns; column++)
        {
          int *widest = &g_array_index (self->naturals, int, column);
          int natural;

          gtk_widget_measure (get_cell (self, row, column), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural,
                              NULL, NULL);
          *widest = MAX (*widest, MIN (natural, COLUMN_MAXIMUM));
        }
    }
}

/* Width that columns still have to share, and how many do. */
typedef struct
{
  int  *widths;         /* 0: open */
  int   left;
  guint n_open;
} Shares;

/* Closes the columns that want no more than an equal share; with @least those whose minimum is no less than one.
 * FALSE when there are none. */
static gboolean
close_columns (PonderTableGrid *self,
               Shares          *shares,
               gboolean         least)
{
  int share = MAX (shares->left, 0) / MAX (1, (int) shares->n_open);
  gboolean found = FALSE;

  for (guint i = 0; i < self->n_columns; i++)
    {
      int wanted = least ? get_minimum (self, i) : get_natural (self, i);

      if (shares->widths[i] > 0 || (least ? wanted < share : wanted > share))
        continue;
      shares->widths[i] = MAX (1, wanted);
      shares->left -= shares->widths[i];
      shares->n_open--;
      found = TRUE;
    }
  return found;
}

/* The narrow columns get what they want, the wide ones share what is left. (transfer full) */
static int *
share_width (PonderTableGrid *self,
             int              width)
{
  Shares shares = { g_new0 (int, self->n_columns), width - (int) self->n_columns * 2 * PADDING_X, self->n_columns };

  while (close_columns (self, &shares, FALSE) || close_columns (self, &shares, TRUE))
    continue;
  for (guint i = 0; i < self->n_columns; i++)
    {
      if (shares.widths[i] > 0)
        continue;
      shares.widths[i] = shares.left / (int) shares.n_open;
      shares.left -= shares.widths[i];
      shares.n_open--;
    }
  return shares.widths;
}

static int
measure_row (PonderTableGrid *self,
             guint            row,
             const int       *widths)
{
  int highest = 0;

  for (guint column = 0; column < self->n_columns; column++)
    {
      int height;

      gtk_widget_measure (get_cell (self, row, column), GTK_ORIENTATION_VERTICAL, widths[column], NULL, &height,
                          NULL, NULL);
      highest = MAX (highest, height);
    }
  return highest + 2 * PADDING_Y;
}

static void
ponder_table_grid_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  PonderTableGrid *self = PONDER_TABLE_GRID (widget);
  g_autofree int *widths = NULL;
  int wanted = 0;
  int least = 0;

  measure_columns (self);
  for (guint i = 0; i < self->n_columns; i++)
    {
      wanted += get_natural (self, i) + 2 * PADDING_X;
      least += get_minimum (self, i) + 2 * PADDING_X;
    }
  *minimum = least;
  *natural = wanted;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;

  *minimum = 0;
  widths = share_width (self, for_size < 0 ? wanted : for_size);
  for (guint row = 0; row < self->n_rows; row++)
    *minimum += measure_row (self, row, widths);
  *natural = *minimum;
}

/* A cell's text begins where its column is aligned; lines that wrap keep their own alignment. */
static void
allocate_cell (PonderTableGrid *self,
               guint            row,
               guint            column,
               int              x,
               int              y,
               int              width)
{
  GtkWidget *cell = get_cell (self, row, column);
  PonderColumnAlign align = self->block->aligns[column];
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GtkAllocation place = { x, y, width, 0 };
  int natural;

  gtk_widget_measure (cell, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  place.width = MIN (natural, width);
  switch (align)
    {
    case PONDER_ALIGN_LEFT:
      break;
    case PONDER_ALIGN_DEFAULT:
      place.x += mirrored ? width - place.width : 0;
      break;
    case PONDER_ALIGN_CENTER:
      place.x += (width - place.width) / 2;
      break;
    case PONDER_ALIGN_RIGHT:
      place.x += width - place.width;
      break;
    }
  gtk_widget_measure (cell, GTK_ORIENTATION_VERTICAL, place.width, NULL, &place.height, NULL, NULL);
  gtk_widget_size_allocate (cell, &place, -1);
}

static void
ponder_table_grid_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  PonderTableGrid *self = PONDER_TABLE_GRID (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  g_autofree int *widths = share_width (self, width);
  int y = 0;

  g_array_set_size (self->row_ends, 0);
  for (guint row = 0; row < self->n_rows; row++)
    {
      int row_height = measure_row (self, row, widths);
      int x = 0;

      for (guint column = 0; column < self->n_columns; column++)
        {
          int cell_x = mirrored ? width - x - widths[column] - PADDING_X : x + PADDING_X;

          allocate_cell (self, row, column, cell_x, y + PADDING_Y, widths[column]);
          x += widths[column] + 2 * PADDING_X;
        }
      y += row_height;
      g_array_append_val (self->row_ends, y);
    }
}

static void
ponder_table_grid_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  PonderTableGrid *self = PONDER_TABLE_GRID (widget);
  float width = gtk_widget_get_width (widget);
  GdkRGBA line;
  GdkRGBA heading;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &line);
  heading = line;
  line.alpha *= LINE_ALPHA;
  heading.alpha *= HEADING_ALPHA;

  for (guint row = 0; row < self->row_ends->len; row++)
    {
      float y = g_array_index (self->row_ends, int, row);

      if (row == 0)
        gtk_snapshot_append_color (snapshot, &heading, &GRAPHENE_RECT_INIT (0, 0, width, y));
      if (row + 1 < self->row_ends->len)
        gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT (0, y - 1, width, 1));
    }
  ponder_sight_snapshot (widget, snapshot);
}

static GtkSizeRequestMode
ponder_table_grid_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
set_n_cells (PonderTableGrid *self,
             guint            n_cells)
{
  while (self->cells->len > n_cells)
    {
      gtk_widget_unparent (g_ptr_array_index (self->cells, self->cells->len - 1));
      g_ptr_array_set_size (self->cells, self->cells->len - 1);
    }
  while (self->cells->len < n_cells)
    {
      GtkWidget *cell = ponder_text_block_new (PONDER_TEXT_SHRINKS, GTK_ACCESSIBLE_ROLE_CELL);

      gtk_widget_set_parent (cell, GTK_WIDGET (self));
      g_ptr_array_add (self->cells, cell);
    }
}

static void
ponder_table_grid_dispose (GObject *object)
{
  PonderTableGrid *self = PONDER_TABLE_GRID (object);

  set_n_cells (self, 0);
  g_clear_pointer (&self->block, ponder_block_unref);

  G_OBJECT_CLASS (ponder_table_grid_parent_class)->dispose (object);
}

static void
ponder_table_grid_finalize (GObject *object)
{
  PonderTableGrid *self = PONDER_TABLE_GRID (object);

  g_ptr_array_unref (self->cells);
  g_array_unref (self->naturals);
  g_array_unref (self->row_ends);

  G_OBJECT_CLASS (ponder_table_grid_parent_class)->finalize (object);
}

static void
ponder_table_grid_class_init (PonderTableGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_table_grid_dispose;
  object_class->finalize = ponder_table_grid_finalize;

  widget_class->get_request_mode = ponder_table_grid_get_request_mode;
  widget_class->measure = ponder_table_grid_measure;
  widget_class->size_allocate = ponder_table_grid_size_allocate;
  widget_class->snapshot = ponder_table_grid_snapshot;

  gtk_widget_class_set_css_name (widget_class, "ponder-table");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TABLE);
}

static void
ponder_table_grid_init (PonderTableGrid *self)
{
  self->cells = g_ptr_array_new ();
  self->naturals = g_array_new (FALSE, TRUE, sizeof (int));
  self->row_ends = g_array_new (FALSE, FALSE, sizeof (int));
}

GtkWidget *
ponder_table_grid_new (void)
{
  return g_object_new (PONDER_TYPE_TABLE_GRID, NULL);
}

static gboolean
looks_equal (const PonderInline *a,
             const PonderInline *b)
{
  if (a->spans->len != b->spans->len || strcmp (a->text, b->text) != 0)
    return FALSE;

  for (guint i = 0; i < a->spans->len; i++)
    {
      const PonderSpan *one = &g_array_index (a->spans, PonderSpan, i);
      const PonderSpan *other = &g_array_index (b->spans, PonderSpan, i);

      if (one->start != other->start || one->end != other->end || one->flags != other->flags
          || g_strcmp0 (one->target, other->target) != 0)
        return FALSE;
    }
  return TRUE;
}

static void
set_cell (PonderTableGrid *self,
          PonderBlock     *before,
          PonderBlock     *after,
          guint            index)
{
  PonderTextBlock *cell = g_ptr_array_index (self->cells, index);
  const PonderInline *text = g_ptr_array_index (after->cells, index);
  gboolean heading = index < after->n_columns;
  const char *joint = index == 0 ? "\n\n" : index % after->n_columns == 0 ? "\n" : "\t";

  if (before != NULL && index < before->cells->len
      && looks_equal (g_ptr_array_index (before->cells, index), text))
    return;
  ponder_text_block_take_text (cell, ponder_inline_text_new (text));
  ponder_text_block_set_seam (cell, joint, NULL);
  if (heading)
    gtk_widget_add_css_class (GTK_WIDGET (cell), "ponder-table-heading");
}

void
ponder_table_grid_set_block (PonderTableGrid *self,
                             PonderBlock     *block,
                             guint            n_rows)
{
  PonderBlock *before;

  g_return_if_fail (PONDER_IS_TABLE_GRID (self));

  /* Other columns: nothing is where it was. */
  if (block->n_columns != self->n_columns)
    set_n_cells (self, 0);

  before = self->cells->len > 0 ? self->block : NULL;
  self->n_columns = block->n_columns;
  self->n_rows = MIN (n_rows, block->n_rows);
  for (guint i = 0, n_known = self->cells->len; i < self->n_rows * self->n_columns; i++)
    {
      if (i >= n_known)
        set_n_cells (self, i + 1);
      set_cell (self, i < n_known ? before : NULL, block, i);
    }
  set_n_cells (self, self->n_rows * self->n_columns);

  ponder_block_ref (block);
  g_clear_pointer (&self->block, ponder_block_unref);
  self->block = block;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
