/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the grids of a formula: matrices, cases, aligned lines. */

#include "config.h"

#include <string.h>

#include "ponder-tex-private.h"

/* More columns are not a matrix. */
#define COLUMN_LIMIT 64

typedef struct
{
  const char     *name;
  gunichar        opening;
  gunichar        closing;
  const char     *columns;      /* for as many as there are: the last repeats, "rl" goes on in pairs */
  double          gap;          /* em between columns */
  PonderTexStyle  style;
  PonderTexFlags  flags;
} Environment;

#define TEXT PONDER_TEX_TEXT_STYLE
#define DISPLAY PONDER_TEX_DISPLAY_STYLE
#define SCRIPT PONDER_TEX_SCRIPT_STYLE

static const Environment environments[] = {
  { "matrix", 0, 0, "c", 1, TEXT, 0 },
  { "pmatrix", '(', ')', "c", 1, TEXT, 0 },
  { "bmatrix", '[', ']', "c", 1, TEXT, 0 },
  { "Bmatrix", '{', '}', "c", 1, TEXT, 0 },
  { "vmatrix", '|', '|', "c", 1, TEXT, 0 },
  { "Vmatrix", 0x2016, 0x2016, "c", 1, TEXT, 0 },
  { "smallmatrix", 0, 0, "c", 0.5, SCRIPT, PONDER_TEX_CLOSE },
  { "cases", '{', 0, "l", 1, TEXT, 0 },
  { "dcases", '{', 0, "l", 1, DISPLAY, 0 },
  { "rcases", 0, '}', "l", 1, TEXT, 0 },
  { "array", 0, 0, NULL, 1, TEXT, 0 },
  { "subarray", 0, 0, NULL, 0.5, SCRIPT, PONDER_TEX_CLOSE },
  { "align", 0, 0, "rl", 2, DISPLAY, PONDER_TEX_PAIRS },
  { "aligned", 0, 0, "rl", 2, DISPLAY, PONDER_TEX_PAIRS },
  { "alignat", 0, 0, "rl", 0, DISPLAY, PONDER_TEX_PAIRS },
  { "alignedat", 0, 0, "rl", 0, DISPLAY, PONDER_TEX_PAIRS },
  { "eqnarray", 0, 0, "rcl", 0.3, DISPLAY, 0 },
  { "flalign", 0, 0, "rl", 2, DISPLAY, PONDER_TEX_PAIRS },
  { "split", 0, 0, "rl", 2, DISPLAY, PONDER_TEX_PAIRS },
  { "gather", 0, 0, "c", 0, DISPLAY, 0 },
  { "gathered", 0, 0, "c", 0, DISPLAY, 0 },
  { "multline", 0, 0, "c", 0, DISPLAY, 0 },
  { "equation", 0, 0, "c", 0, DISPLAY, 0 },
  { "displaymath", 0, 0, "c", 0, DISPLAY, 0 },
  { "math", 0, 0, "c", 0, TEXT, 0 },
};

#undef TEXT
#undef DISPLAY
#undef SCRIPT

/* (nullable): a star only takes the number away, which is not shown anyway. */
static const Environment *
find_environment (const char *name)
{
  gsize length = strlen (name);

  if (length > 0 && name[length - 1] == '*')
    length--;
  for (guint i = 0; i < G_N_ELEMENTS (environments); i++)
    if (strlen (environments[i].name) == length && strncmp (environments[i].name, name, length) == 0)
      return &environments[i];
  return NULL;
}

/* {c|cc} of an array. */
static char *
read_columns (PonderTexReader *self)
{
  g_autofree char *name = ponder_tex_reader_read_name (self);
  GString *columns = g_string_new (NULL);

  for (const char *c = name; *c != '\0'; c++)
    {
      if (strchr ("lcr|", *c) != NULL)
        g_string_append_c (columns, *c);
      else if (!g_ascii_isspace (*c))
        ponder_tex_reader_fail (self);
    }
  if (columns->len > 2 * COLUMN_LIMIT)
    ponder_tex_reader_fail (self);
  return g_string_free (columns, FALSE);
}

static guint
count_letters (const char *columns)
{
  guint n = 0;

  for (; *columns != '\0'; columns++)
    n += *columns != '|';
  return n;
}

/* Letters for all columns. */
static char *
dup_columns (const Environment *environment,
             guint              n_columns)
{
  gsize length = strlen (environment->columns);
  GString *columns = g_string_new (NULL);

  for (guint i = 0; i < n_columns; i++)
    g_string_append_c (columns, environment->columns[i % length]);
  return g_string_free (columns, FALSE);
}

/* Rows as they are read: all have the length of the longest in the end. */
typedef struct
{
  GPtrArray *rows;      /* of GPtrArray of PonderTex */
  GString   *rules;
  guint      n_columns;
} Rows;

static void
rows_init (Rows *rows)
{
  rows->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  rows->rules = g_string_new (NULL);
  rows->n_columns = 0;
}

static void
rows_clear (Rows *rows)
{
  g_ptr_array_unref (rows->rows);
  g_string_free (rows->rules, TRUE);
}

/* \hline, and how far lines are apart (\\[2pt]), stand between rows. */
static char
read_rule (PonderTexReader *self)
{
  char rule = ' ';

  ponder_tex_reader_skip_space (self);
  while (ponder_tex_reader_accept_command (self, "hline"))
    {
      rule = '-';
      ponder_tex_reader_skip_space (self);
    }
  return rule;
}

static void
skip_distance (PonderTexReader *self)
{
  const char *c = self->at;

  if (!ponder_tex_reader_accept (self, '['))
    return;
  for (c++; c < self->end && (g_ascii_isalnum (*c) || *c == '.' || *c == '-' || *c == ' '); c++)
    continue;
  /* [x] after \\ may also be what the line begins with. */
  self->at = c < self->end && *c == ']' && g_ascii_isalpha (c[-1]) && g_ascii_isalpha (c[-2]) ? c + 1 : self->at - 1;
}

/* Adds a row of cells, of which the first one may be there already. */
static void
read_line (PonderTexReader *self,
           Rows            *rows,
           PonderTex       *first)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_tex_free);
  PonderTexFace face = self->face;

  g_ptr_array_add (rows->rows, cells);
  g_ptr_array_add (cells, first != NULL ? first : ponder_tex_reader_read_row (self, '\0'));
  self->face = face;
  while (ponder_tex_reader_accept (self, '&'))
    {
      g_ptr_array_add (cells, ponder_tex_reader_read_row (self, '\0'));
      self->face = face;
    }
  if (cells->len > COLUMN_LIMIT)
    ponder_tex_reader_fail (self);
  rows->n_columns = MAX (rows->n_columns, cells->len);
}

static gboolean
is_empty (GPtrArray *cells)
{
  return cells->len == 1 && ((PonderTex *) g_ptr_array_index (cells, 0))->children == NULL;
}

static void
read_rows (PonderTexReader *self,
           Rows            *rows,
           PonderTex       *first)
{
  g_string_append_c (rows->rules, first != NULL ? ' ' : read_rule (self));
  read_line (self, rows, first);
  while (ponder_tex_reader_accept_command (self, "\\") || ponder_tex_reader_accept_command (self, "cr"))
    {
      ponder_tex_reader_accept (self, '*');
      skip_distance (self);
      g_string_append_c (rows->rules, read_rule (self));
      read_line (self, rows, NULL);
    }
  /* A line break at the end does not begin a line. */
  if (rows->rows->len > 1 && is_empty (g_ptr_array_index (rows->rows, rows->rows->len - 1)))
    g_ptr_array_set_size (rows->rows, (int) rows->rows->len - 1);
  else
    g_string_append_c (rows->rules, ' ');
}

/* Gives the cells to @grid. */
static void
fill_grid (PonderTexReader *self,
           PonderTex       *grid,
           Rows            *rows)
{
  for (guint i = 0; i < rows->rows->len; i++)
    {
      GPtrArray *cells = g_ptr_array_index (rows->rows, i);

      g_ptr_array_set_free_func (cells, NULL);
      for (guint j = 0; j < rows->n_columns; j++)
        ponder_tex_take (grid, j < cells->len ? g_ptr_array_index (cells, j)
                                              : ponder_tex_new (self, PONDER_TEX_ROW));
    }
  grid->rules = g_strdup (rows->rules->str);
}

static PonderTex *
read_grid (PonderTexReader   *self,
           const Environment *environment,
           char              *columns,
           PonderTex         *first)
{
  PonderTex *grid = ponder_tex_new (self, PONDER_TEX_GRID);
  Rows rows;

  rows_init (&rows);
  read_rows (self, &rows, first);
  if (columns != NULL)
    {
      guint n = count_letters (columns);

      if (rows.n_columns > n)
        ponder_tex_reader_fail (self);
      rows.n_columns = MAX (rows.n_columns, n);
    }
  grid->columns = columns != NULL ? columns : dup_columns (environment, rows.n_columns);
  grid->amount = environment->gap;
  grid->style = environment->style;
  grid->flags = environment->flags;
  fill_grid (self, grid, &rows);
  rows_clear (&rows);
  return grid;
}

static PonderTex *
fence_in (PonderTexReader   *self,
          const Environment *environment,
          PonderTex         *grid)
{
  PonderTex *fence;

  if (environment->opening == 0 && environment->closing == 0)
    return grid;
  fence = ponder_tex_new (self, PONDER_TEX_FENCE);
  fence->class = PONDER_TEX_INNER;
  fence->symbol = environment->opening;
  fence->closing = environment->closing;
  fence->text = g_strdup ("");
  ponder_tex_take (fence, grid);
  return fence;
}

PonderTex *
ponder_tex_reader_read_begin (PonderTexReader *self)
{
  g_autofree char *name = ponder_tex_reader_read_name (self);
  g_autofree char *end = NULL;
  const Environment *environment = find_environment (name);
  PonderTex *grid;

  if (environment == NULL)
    {
      ponder_tex_reader_fail (self);
      return ponder_tex_new (self, PONDER_TEX_ROW);
    }
  if (g_str_has_prefix (environment->name, "align") && strstr (environment->name, "at") != NULL)
    g_free (ponder_tex_reader_read_name (self));
  grid = read_grid (self, environment, environment->columns == NULL ? read_columns (self) : NULL, NULL);
  if (!ponder_tex_reader_accept_command (self, "end"))
    ponder_tex_reader_fail (self);
  end = ponder_tex_reader_read_name (self);
  if (strcmp (name, end) != 0)
    ponder_tex_reader_fail (self);
  return fence_in (self, environment, grid);
}

PonderTex *
ponder_tex_reader_read_substack (PonderTexReader *self)
{
  const Environment *environment = find_environment ("subarray");
  PonderTex *grid;

  ponder_tex_reader_skip_space (self);
  ponder_tex_reader_expect (self, '{');
  grid = read_grid (self, environment, g_strdup ("c"), NULL);
  ponder_tex_reader_expect (self, '}');
  return grid;
}

PonderTex *
ponder_tex_reader_read_lines (PonderTexReader *self,
                              PonderTex       *first)
{
  return read_grid (self, find_environment ("gathered"), g_strdup ("c"), first);
}
