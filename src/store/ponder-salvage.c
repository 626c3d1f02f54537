/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what can be read of a database that may be damaged, old, or of anybody's making. */

#include "config.h"

#include "ponder-salvage.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "ponder-backup.h"
#include "ponder-db-columns.h"
#include "ponder-db-migrate.h"
#include "ponder-db-pages.h"
#include "ponder-db-schema.h"
#include "ponder-error.h"

/* Rowids that may be looked for in vain in one table before its pages are read instead. */
#define MAX_MISSES 1000

/* A row takes at least this much of a file: past that many there are none. */
#define MIN_ROW_SIZE 8

typedef struct
{
  gint64 from;
  gint64 to;
} Range;

/* One table on its way. */
typedef struct
{
  const char        *name;
  guint              n_first_columns;
  GPtrArray         *columns;   /* PonderDbColumn, of the new table */
  GArray            *gaps;      /* Range: rowids that could not be read */
  guint              n_misses;
  gint64             limit;     /* no row has a greater rowid than the last one read plus this */
  PonderDbStatement *insert;    /* of all columns */
} Table;

/* One database on its way. */
typedef struct
{
  PonderDb  *from;              /* (nullable): not even its schema can be read */
  PonderDb  *to;
  GPtrArray *tables;            /* Table */
  guint      n_rows;
  GError    *error;             /* of writing: reading goes past what fails */
} Salvage;

static void
table_free (Table *table)
{
  g_clear_pointer (&table->insert, ponder_db_statement_release);
  g_clear_pointer (&table->columns, g_ptr_array_unref);
  g_array_unref (table->gaps);
  g_free (table);
}

static void
salvage_clear (Salvage *self)
{
  g_clear_pointer (&self->tables, g_ptr_array_unref);
  g_clear_pointer (&self->from, ponder_db_close);
  g_clear_pointer (&self->to, ponder_db_close);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Salvage, salvage_clear)

/* --- tables --- */

static PonderDbStatement *
prepare_insert (PonderDb  *db,
                Table     *table,
                GError   **error)
{
  g_autoptr(GString) names = g_string_new (NULL);
  g_autoptr(GString) places = g_string_new (NULL);
  g_autofree char *sql = NULL;

  for (guint i = 0; i < table->columns->len; i++)
    {
      const PonderDbColumn *column = g_ptr_array_index (table->columns, i);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", column->name);
      g_string_append_printf (places, "%s?%u", i > 0 ? ", " : "", i + 1);
    }
  sql = g_strdup_printf ("INSERT OR IGNORE INTO %s (%s) VALUES (%s)", table->name, names->str, places->str);
  return ponder_db_prepare (db, sql, error);
}

/* Adds a table that is made already. */
static gboolean
add_table (Salvage              *self,
           const PonderDbTable  *known,
           GError              **error)
{
  Table *table = g_new0 (Table, 1);

  table->name = known->name;
  table->n_first_columns = known->n_first_columns;
  table->gaps = g_array_new (FALSE, FALSE, sizeof (Range));
  g_ptr_array_add (self->tables, table);
  if (!(table->columns = ponder_db_list_columns (self->to, table->name, error)))
    return FALSE;

  /* The version of the file has no such table yet. */
  if (table->columns->len == 0)
    {
      g_ptr_array_remove_index (self->tables, self->tables->len - 1);
      return TRUE;
    }
  return (table->insert = prepare_insert (self->to, table, error)) != NULL;
}

static void
write_row (Salvage *self,
           Table   *table)
{
  if (self->error == NULL && ponder_db_statement_run (table->insert, &self->error))
    self->n_rows += (guint) ponder_db_n_changes (self->to);
  ponder_db_statement_release (table->insert);
  /* What does not fit into a table of ours is no row of ours; anything else ends it. */
  if (self->error != NULL && ponder_db_is_misfit (self->to))
    g_clear_error (&self->error);
}

/* --- by rowid --- */

/* What is in double quotes and no column would be a text. */
static void
append_name (GString    *names,
             const char *name)
{
  g_auto(GStrv) pieces = g_strsplit (name, "`", -1);
  g_autofree char *quoted = g_strjoinv ("``", pieces);

  g_string_append_printf (names, "`%s`, ", quoted);
}

/* The columns of ours as the file has them, each followed by a comma; NULL when there is no such table, or one that
 * cannot be ours. Where there are as many of them, a name may have been damaged: their order counts. */
static char *
list_names (PonderDb *db,
            Table    *table)
{
  g_autoptr(GPtrArray) there = ponder_db_list_columns (db, table->name, NULL);
  g_autoptr(GString) names = g_string_new (NULL);

  /* A view may go on for ever, and no file of ours has one in the place of a table. */
  if (there == NULL || there->len == 0 || ponder_db_has_view (db, table->name))
    return NULL;

  for (guint i = 0; i < table->columns->len; i++)
    {
      const PonderDbColumn *column = g_ptr_array_index (table->columns, i);

      if (there->len == table->columns->len)
        append_name (names, ((PonderDbColumn *) g_ptr_array_index (there, i))->name);
      else if (ponder_db_has_column (there, column->name))
        append_name (names, column->name);
      else if (!column->required)
        g_string_append (names, "NULL, ");
      else
        return NULL;
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* The statement that reads @table, the rowid last. */
static PonderDbStatement *
prepare_select (PonderDb *db,
                Table    *table,
                gboolean  down)
{
  g_autofree char *names = list_names (db, table);
  g_autofree char *sql = NULL;

  if (names == NULL)
    return NULL;

  sql = g_strdup_printf ("SELECT %srowid FROM main.%s NOT INDEXED WHERE rowid BETWEEN ?1 AND ?2 ORDER BY rowid%s",
                         names, table->name, down ? " DESC" : "");
  return ponder_db_prepare (db, sql, NULL);
}

/* What is by now no UTF-8 becomes some, or it could not be found again. */
static void
copy_row (Salvage           *self,
          Table             *table,
          PonderDbStatement *rows)
{
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (int i = 0; i < (int) table->columns->len; i++)
    {
      char *text;

      if (ponder_db_statement_is_sound (rows, i))
        ponder_db_statement_bind_column (table->insert, i + 1, rows, i);
      else if ((text = ponder_db_statement_dup_text (rows, i)))
        {
          g_ptr_array_add (texts, text);
          ponder_db_statement_bind_text (table->insert, i + 1, text);
        }
    }
  write_row (self, table);
}

/* A table without rowids is read from its beginning to the first page that is damaged: they are small. */
static gboolean
read_straight (Salvage *self,
               Table   *table)
{
  g_autofree char *names = list_names (self->from, table);
  g_autofree char *sql = g_strdup_printf ("SELECT %s0 FROM main.%s", names, table->name);
  g_autoptr(PonderDbStatement) rows = names != NULL ? ponder_db_prepare (self->from, sql, NULL) : NULL;
  g_autoptr(GError) error = NULL;

  while (rows != NULL && self->error == NULL && ponder_db_statement_next (rows, &error))
    copy_row (self, table, rows);
  return rows != NULL && error == NULL;
}

/* Reads from one end until something cannot be read; then FALSE, and @range is what is left. */
static gboolean
walk (Salvage  *self,
      Table    *table,
      gboolean  down,
      Range    *range)
{
  g_autoptr(PonderDbStatement) rows = prepare_select (self->from, table, down);
  const int rowid_column = (int) table->columns->len;
  g_autoptr(GError) error = NULL;

  if (rows == NULL)
    return FALSE;

  ponder_db_statement_bind_int (rows, 1, range->from);
  ponder_db_statement_bind_int (rows, 2, range->to);
  while (self->error == NULL && ponder_db_statement_next (rows, &error))
    {
      gint64 rowid = ponder_db_statement_get_int (rows, rowid_column);

      copy_row (self, table, rows);
      if (rowid == (down ? range->from : range->to))
        return TRUE;
      if (down)
        range->to = rowid - 1;
      else
        range->from = rowid + 1;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && self->error == NULL)
    self->error = g_steal_pointer (&error);

  return error == NULL || range->from > range->to;
}

static void
note_gap (Table  *table,
          gint64  from,
          gint64  to)
{
  const Range gap = { from, to };

  g_array_append_val (table->gaps, gap);
}

/* Ids count from 1, and past the last row that could be read there are no more than fit into the file. */
static void
narrow (Table *table,
        Range *range)
{
  const gint64 first = MAX (range->from, 1);
  const gint64 end = first < G_MAXINT64 - table->limit ? first + table->limit : G_MAXINT64 - 1;

  if (range->from == G_MININT64)
    {
      note_gap (table, range->from, 0);
      range->from = 1;
    }
  if (range->to == G_MAXINT64)
    {
      note_gap (table, end + 1, range->to);
      range->to = end;
    }
}

/* From both ends, then from both ends of each half of what is left, and so on. */
static void
walk_range (Salvage *self,
            Table   *table,
            Range    range)
{
  Range half;

  if (self->error != NULL || walk (self, table, FALSE, &range))
    return;

  /* That the way back meets nothing wrong proves nothing: a rowid that was damaged ends it, too. */
  walk (self, table, TRUE, &range);
  narrow (table, &range);
  if (range.from >= range.to || ++table->n_misses > MAX_MISSES)
    {
      if (range.from <= range.to)
        note_gap (table, range.from, range.to);
      return;
    }
  /* Ids that were damaged may be further from each other than a number with a sign can say. */
  half = (Range) { range.from, range.from + (gint64) (((guint64) range.to - (guint64) range.from) / 2) };
  walk_range (self, table, half);
  half = (Range) { half.to + 1, range.to };
  walk_range (self, table, half);
}

static gboolean
has_rowids (Salvage *self,
            Table   *table)
{
  g_autoptr(PonderDbStatement) rows = self->from != NULL ? prepare_select (self->from, table, FALSE) : NULL;

  return rows != NULL;
}

static void
read_by_rowid (Salvage *self)
{
  for (guint i = 0; i < self->tables->len && self->error == NULL; i++)
    {
      const Range all = { G_MININT64, G_MAXINT64 };
      Table *table = g_ptr_array_index (self->tables, i);

      if (has_rowids (self, table))
        walk_range (self, table, all);
      else if (self->from == NULL || !read_straight (self, table))
        note_gap (table, all.from, all.to);
    }
}

/* --- by pages --- */

static gboolean
fits (const PonderDbColumn       *column,
      const PonderDbCell *cell)
{
  switch (cell->kind)
    {
    case PONDER_DB_CELL_NULL:
      return !column->required || column->is_rowid;
    case PONDER_DB_CELL_INTEGER:
      return g_str_equal (column->type, "INTEGER") || g_str_equal (column->type, "REAL");
    case PONDER_DB_CELL_REAL:
      return g_str_equal (column->type, "REAL");
    case PONDER_DB_CELL_TEXT:
      return g_str_equal (column->type, "TEXT");
    case PONDER_DB_CELL_BLOB:
      return FALSE;
    }
  return FALSE;
}

/* A row does not say of which table it is, but no two of ours look alike. */
static gboolean
is_row_of (Table              *table,
           const PonderDbCell *cells,
           guint               n_cells)
{
  if (n_cells < table->n_first_columns || n_cells > table->columns->len)
    return FALSE;

  for (guint i = 0; i < n_cells; i++)
    if (!fits (g_ptr_array_index (table->columns, i), &cells[i]))
      return FALSE;
  return TRUE;
}

/* Whether a row may be taken from its page. One that no tree leads to may be left over from what was deleted: it
 * must be where something could not be read. */
static gboolean
is_missing (Table    *table,
            gint64    rowid,
            gboolean  reached)
{
  if (reached)
    return table->gaps->len > 0;

  for (guint i = 0; i < table->gaps->len; i++)
    {
      const Range *gap = &g_array_index (table->gaps, Range, i);

      if (gap->from <= rowid && rowid <= gap->to)
        return TRUE;
    }
  return FALSE;
}

static void
bind_cell (PonderDbStatement  *statement,
           int                 index,
           const PonderDbCell *cell,
           GPtrArray          *texts)
{
  char *text;

  switch (cell->kind)
    {
    case PONDER_DB_CELL_INTEGER:
      ponder_db_statement_bind_int (statement, index, cell->integer);
      break;
    case PONDER_DB_CELL_REAL:
      ponder_db_statement_bind_double (statement, index, cell->real);
      break;
    case PONDER_DB_CELL_TEXT:
      text = g_utf8_make_valid ((const char *) cell->bytes, (gssize) cell->n_bytes);
      g_ptr_array_add (texts, text);
      ponder_db_statement_bind_text (statement, index, text);
      break;
    case PONDER_DB_CELL_NULL:
    case PONDER_DB_CELL_BLOB:
      break;
    }
}

static void
page_row_cb (gint64              rowid,
             gboolean            reached,
             const PonderDbCell *cells,
             guint               n_cells,
             gpointer            user_data)
{
  Salvage *self = user_data;

  for (guint i = 0; i < self->tables->len && self->error == NULL; i++)
    {
      g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
      Table *table = g_ptr_array_index (self->tables, i);

      if (!is_row_of (table, cells, n_cells) || !is_missing (table, rowid, reached))
        continue;

      for (guint j = 0; j < n_cells; j++)
        {
          const PonderDbColumn *column = g_ptr_array_index (table->columns, j);

          if (column->is_rowid)
            ponder_db_statement_bind_int (table->insert, (int) j + 1, rowid);
          else
            bind_cell (table->insert, (int) j + 1, &cells[j], texts);
        }
      write_row (self, table);
      return;
    }
}

static gboolean
has_gaps (Salvage *self)
{
  for (guint i = 0; i < self->tables->len; i++)
    if (((Table *) g_ptr_array_index (self->tables, i))->gaps->len > 0)
      return TRUE;

  return FALSE;
}

/* --- the whole --- */

/* The version whose tables are those of the file; the newest when it cannot be told. */
static gboolean
find_version (Salvage     *self,
              const char  *path,
              guint       *version,
              GError     **error)
{
  gint64 found;

  *version = PONDER_DB_VERSION;
  if (self->from == NULL || !ponder_db_get_int (self->from, "PRAGMA user_version", &found, NULL) || found < 1)
    return TRUE;
  if (found > PONDER_DB_VERSION)
    {
      g_set_error (error, PONDER_ERROR, PONDER_ERROR_STORE_TOO_NEW,
                   _("“%s” was written by a newer version of Ponder. Please install the newer version to read it."),
                   path);
      return FALSE;
    }

  *version = (guint) found;
  return TRUE;
}

static gboolean
begin (Salvage     *self,
       const char  *to_path,
       guint        version,
       gint64       limit,
       GError     **error)
{
  /* Until it is whole it is worth nothing, so that nothing of it need reach the disk. */
  if (!ponder_backup_begin_file (to_path, error) || !(self->to = ponder_db_open (to_path, error)) ||
      !ponder_db_exec (self->to, "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;"
                       "PRAGMA foreign_keys = OFF;", error) ||
      !ponder_db_migrate (self->to, ponder_db_schema, version, NULL, error))
    return FALSE;

  self->tables = g_ptr_array_new_with_free_func ((GDestroyNotify) table_free);
  for (const PonderDbTable *known = ponder_db_tables; known->name != NULL; known++)
    if (!add_table (self, known, error))
      return FALSE;
  for (guint i = 0; i < self->tables->len; i++)
    ((Table *) g_ptr_array_index (self->tables, i))->limit = limit;
  return TRUE;
}

static gboolean
read_rows (Salvage       *self,
           const char    *path,
           gboolean      *whole,
           GCancellable  *cancellable,
           GError       **error)
{
  if (!ponder_db_begin (self->to, error))
    return FALSE;

  read_by_rowid (self);
  *whole = !has_gaps (self);
  if (self->error == NULL && !*whole)
    {
      g_autoptr(GError) local_error = NULL;

      if (!ponder_db_pages_read (path, page_row_cb, self, cancellable, &local_error))
        g_debug ("%s: %s", path, local_error->message);
      g_cancellable_set_error_if_cancelled (cancellable, self->error == NULL ? &self->error : NULL);
    }
  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      ponder_db_rollback (self->to);
      return FALSE;
    }
  if (ponder_db_commit (self->to, error))
    return TRUE;

  ponder_db_rollback (self->to);
  return FALSE;
}

static gint64
size_in_rows (PonderDb *db)
{
  gint64 n_pages;
  gint64 page_size;

  if (db == NULL || !ponder_db_get_int (db, "PRAGMA page_count", &n_pages, NULL) ||
      !ponder_db_get_int (db, "PRAGMA page_size", &page_size, NULL))
    return 1;

  return n_pages * page_size / MIN_ROW_SIZE + 1;
}

/* SQLite would remove the log of an empty file, which may be all that is left. */
static gboolean
is_empty (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) < 0 || status.st_size == 0;
}

PonderDb *
ponder_salvage_read (const char    *path,
                     const char    *to_path,
                     gboolean      *whole,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_auto(Salvage) self = { NULL };
  guint version;

  if (!is_empty (path) && (self.from = ponder_db_open_read_only (path, NULL)))
    ponder_db_set_cancellable (self.from, cancellable);
  if (!find_version (&self, path, &version, error) ||
      !begin (&self, to_path, version, size_in_rows (self.from), error) ||
      !read_rows (&self, path, whole, cancellable, error) ||
      !ponder_db_migrate (self.to, ponder_db_schema, PONDER_DB_VERSION, NULL, error))
    return NULL;

  if (self.n_rows == 0 && !*whole)
    {
      g_set_error (error, PONDER_ERROR, PONDER_ERROR_STORE, _("There are no chats of Ponder in “%s”."), path);
      return NULL;
    }
  /* Statements belong to their connection. */
  g_clear_pointer (&self.tables, g_ptr_array_unref);
  return g_steal_pointer (&self.to);
}
