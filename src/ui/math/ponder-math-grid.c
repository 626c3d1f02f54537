/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays out the grids of a formula: matrices, cases, aligned lines. */

#include "config.h"

#include <string.h>

#include "ponder-math-layout-private.h"

/* In em: what a line of text takes above and below, what lines of formulas have between them on top of that, and
 * what two high ones have at least. */
#define STRUT_HEIGHT 0.84
#define STRUT_DEPTH 0.36
#define DISPLAY_SKIP 0.3
#define LEAST_SKIP 0.12
#define CLOSE_SKIP 0.14

typedef struct
{
  const PonderTex *tex;
  guint            n_columns;
  guint            n_rows;
  GPtrArray       *cells;       /* of PonderMathBox, until they are placed */
  double          *widths;
  double          *lefts;
  double          *tops;        /* of rows, down from that of the first */
  double          *baselines;
  double           width;
  double           bottom;
  double           air;         /* at the sides, when there are lines */
} Grid;

/* The letter of a column, and how many lines stand before it. */
static char
get_column (const PonderTex *tex,
            guint            column,
            guint           *n_lines)
{
  const char *c = tex->columns;

  for (*n_lines = 0; *c != '\0'; c++)
    {
      if (*c == '|')
        {
          (*n_lines)++;
          continue;
        }
      if (column-- == 0)
        return *c;
      *n_lines = 0;
    }
  return '\0';
}

static guint
count_columns (const PonderTex *tex)
{
  guint n = 0;

  for (const char *c = tex->columns; *c != '\0'; c++)
    n += *c != '|';
  return MAX (n, 1);
}

static PonderMathBox *
get_cell (Grid  *grid,
          guint  row,
          guint  column)
{
  return g_ptr_array_index (grid->cells, row * grid->n_columns + column);
}

/* In aligned lines the right column goes on where the left one ended. */
static PonderMathBox *
layout_cell (PonderMathPen    pen,
             const PonderTex *tex,
             guint            column,
             const PonderTex *cell)
{
  gboolean goes_on = (tex->flags & PONDER_TEX_PAIRS) != 0 && column % 2 == 1;

  if (cell->kind != PONDER_TEX_ROW)
    return ponder_math_layout_node (pen, cell);
  return ponder_math_layout_row (pen, cell, goes_on ? PONDER_TEX_ORDINARY : -1);
}

static void
layout_cells (Grid          *grid,
              PonderMathPen  pen)
{
  for (guint i = 0; i < grid->n_rows * grid->n_columns; i++)
    {
      guint column = i % grid->n_columns;
      PonderMathBox *cell = layout_cell (pen, grid->tex, column, ponder_tex_get (grid->tex, i));

      grid->widths[column] = MAX (grid->widths[column], cell->width);
      g_ptr_array_add (grid->cells, cell);
    }
}

static void
place_columns (Grid   *grid,
               double  em)
{
  gboolean pairs = (grid->tex->flags & PONDER_TEX_PAIRS) != 0;
  gboolean lines = strchr (grid->tex->columns, '|') != NULL || strchr (grid->tex->rules, '-') != NULL;
  double x;

  grid->air = lines ? grid->tex->amount * em / 2 : 0;
  x = grid->air;
  for (guint i = 0; i < grid->n_columns; i++)
    {
      if (i > 0 && (!pairs || i % 2 == 0))
        x += grid->tex->amount * em;
      grid->lefts[i] = x;
      x += grid->widths[i];
    }
  grid->width = x + grid->air;
}

static void
place_rows (Grid    *grid,
            double   em,
            gboolean display)
{
  gboolean close = (grid->tex->flags & PONDER_TEX_CLOSE) != 0;
  double strut = close ? 0 : 1;
  double skip = close ? CLOSE_SKIP * em : display ? DISPLAY_SKIP * em : 0;
  double bottom = 0;

  for (guint row = 0; row < grid->n_rows; row++)
    {
      double height = STRUT_HEIGHT * em * strut;
      double depth = STRUT_DEPTH * em * strut;
      gboolean high = FALSE;

      for (guint column = 0; column < grid->n_columns; column++)
        {
          PonderMathBox *cell = get_cell (grid, row, column);

          high = high || cell->height > height || cell->depth > depth;
          height = MAX (height, cell->height);
          depth = MAX (depth, cell->depth);
        }
      if (row > 0)
        bottom += skip + (high ? LEAST_SKIP * em : 0);
      grid->tops[row] = bottom;
      grid->baselines[row] = bottom + height;
      bottom += height + depth;
    }
  grid->bottom = bottom;
}

static double
find_indent (Grid  *grid,
             guint  column,
             double width)
{
  guint n_lines;

  switch (get_column (grid->tex, column, &n_lines))
    {
    case 'l':
      return 0;
    case 'r':
      return grid->widths[column] - width;
    default:
      return (grid->widths[column] - width) / 2;
    }
}

static void
take_cells (Grid          *grid,
            PonderMathBox *box,
            double         top)
{
  for (guint row = 0; row < grid->n_rows; row++)
    for (guint column = 0; column < grid->n_columns; column++)
      {
        PonderMathBox *cell = get_cell (grid, row, column);

        ponder_math_box_take (box, cell, grid->lefts[column] + find_indent (grid, column, cell->width),
                              grid->baselines[row] - top);
      }
}

static void
take_upright (Grid          *grid,
              PonderMathBox *box,
              double         x,
              double         line,
              double         top)
{
  PonderMathBox *upright = ponder_math_box_new_rule (line, grid->bottom);

  ponder_math_box_take (box, upright, x - line / 2, grid->bottom - top);
}

/* Lines of an array. */
static void
take_lines (Grid          *grid,
            PonderMathBox *box,
            PonderMathPen  pen,
            double         top)
{
  double line = ponder_math_pen_get_rule (pen);
  double gap = grid->tex->amount * ponder_math_pen_get_em (pen);
  guint n_lines;

  for (guint row = 0; row <= grid->n_rows; row++)
    {
      double y = row < grid->n_rows ? grid->tops[row] : grid->bottom;

      if (grid->tex->rules[row] == '-')
        ponder_math_box_take (box, ponder_math_box_new_rule (grid->width, line), 0, y - top);
    }
  for (guint column = 0; column <= grid->n_columns; column++)
    {
      double x = column < grid->n_columns ? grid->lefts[column] - gap / 2 : grid->width;

      get_column (grid->tex, column, &n_lines);
      for (guint i = 0; i < n_lines; i++)
        take_upright (grid, box, MAX (0, x) + i * 3 * line, line, top);
    }
}

PonderMathBox *
ponder_math_layout_grid (PonderMathPen    outer,
                         const PonderTex *tex)
{
  PonderMathPen pen = ponder_math_pen_with_style (outer, MAX (tex->style, outer.style));
  double em = ponder_math_face_get_em (pen.face, (tex->flags & PONDER_TEX_CLOSE) != 0 ? pen.style : outer.style);
  guint n_columns = count_columns (tex);
  guint n_rows = tex->children->len / n_columns;
  g_autoptr(GPtrArray) cells = g_ptr_array_new ();
  g_autofree double *numbers = g_new0 (double, 2 * n_columns + 2 * n_rows);
  Grid grid = { tex, n_columns, n_rows, cells, numbers, numbers + n_columns, numbers + 2 * n_columns,
                numbers + 2 * n_columns + n_rows, 0, 0, 0 };
  PonderMathBox *box = ponder_math_box_new (PONDER_MATH_BOX_LIST);
  double top;

  layout_cells (&grid, pen);
  place_columns (&grid, em);
  place_rows (&grid, em, pen.style == PONDER_TEX_DISPLAY_STYLE);
  top = grid.bottom / 2 + ponder_math_pen_get_axis (outer);
  box->width = grid.width;
  take_cells (&grid, box, top);
  take_lines (&grid, box, pen, top);
  box->height = MAX (box->height, top);
  box->depth = MAX (box->depth, grid.bottom - top);
  box->accent = box->width / 2;
  return box;
}
