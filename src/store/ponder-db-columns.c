/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns that a table has, and what of them is understood. */

#include "config.h"

#include "ponder-db-columns.h"

#include "ponder-db-migrate.h"
#include "ponder-db-schema.h"

static void
column_free (gpointer user_data)
{
  PonderDbColumn *column = user_data;

  g_free (column->name);
  g_free (column->type);
  g_free (column);
}

GPtrArray *
ponder_db_list_columns (PonderDb    *db,
                        const char  *table,
                        GError     **error)
{
  g_autoptr(GPtrArray) columns = g_ptr_array_new_with_free_func (column_free);
  g_autoptr(PonderDbStatement) rows = NULL;
  g_autoptr(GError) local_error = NULL;

  rows = ponder_db_prepare (db, "SELECT name, type, \"notnull\" AND dflt_value IS NULL, pk = 1 AND type = 'INTEGER'"
                            " FROM pragma_table_info (?1, 'main') ORDER BY cid", error);
  if (rows == NULL)
    return NULL;

  ponder_db_statement_bind_text (rows, 1, table);
  while (ponder_db_statement_next (rows, &local_error))
    {
      PonderDbColumn *column = g_new0 (PonderDbColumn, 1);

      column->name = ponder_db_statement_dup_text (rows, 0);
      column->type = ponder_db_statement_dup_text (rows, 1);
      column->required = ponder_db_statement_get_int (rows, 2) != 0;
      column->is_rowid = ponder_db_statement_get_int (rows, 3) != 0;
      g_ptr_array_add (columns, column);
    }
  if (local_error == NULL)
    return g_steal_pointer (&columns);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

gboolean
ponder_db_has_column (GPtrArray  *columns,
                      const char *name)
{
  for (guint i = 0; i < columns->len; i++)
    if (g_ascii_strcasecmp (((PonderDbColumn *) g_ptr_array_index (columns, i))->name, name) == 0)
      return TRUE;

  return FALSE;
}

gboolean
ponder_db_has_view (PonderDb   *db,
                    const char *name)
{
  g_autoptr(PonderDbStatement) row = NULL;

  row = ponder_db_prepare (db, "SELECT 1 FROM main.sqlite_schema WHERE type = 'view' AND name = ?1 COLLATE NOCASE",
                           NULL);
  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, 1, name);
  return ponder_db_statement_next (row, NULL);
}

/* What stands in for a column that is not there. */
static const char *
stand_in (const PonderDbColumn *column)
{
  if (!column->required)
    return "NULL";

  return g_str_equal (column->type, "TEXT") ? "''" : "0";
}

/* A view of the same name, which statements find first, where @there has not every column of @known. */
static gboolean
cover_table (PonderDb    *db,
             const char  *table,
             GPtrArray   *known,
             GPtrArray   *there,
             GError     **error)
{
  g_autoptr(GString) sql = g_string_new (NULL);
  gboolean complete = TRUE;

  g_string_printf (sql, "CREATE TEMP VIEW %s AS SELECT", table);
  for (guint i = 0; i < known->len; i++)
    {
      const PonderDbColumn *column = g_ptr_array_index (known, i);
      gboolean has = ponder_db_has_column (there, column->name);

      complete = complete && has;
      g_string_append_printf (sql, "%s %s AS %s", i > 0 ? "," : "", has ? column->name : stand_in (column),
                              column->name);
    }
  if (there->len > 0)
    g_string_append_printf (sql, " FROM main.%s", table);
  else
    g_string_append (sql, " WHERE 0");

  return complete || ponder_db_exec (db, sql->str, error);
}

/* What this version knows: its tables in a database that is nowhere. */
static PonderDb *
make_known (GError **error)
{
  g_autoptr(PonderDb) known = ponder_db_open (":memory:", error);

  if (known == NULL || !ponder_db_migrate (known, ponder_db_schema, PONDER_DB_VERSION, NULL, error))
    return NULL;

  return g_steal_pointer (&known);
}

/* Also the tables that follow from others, such as that of the changes, are read. */
static GPtrArray *
list_tables (PonderDb  *known,
             GError   **error)
{
  g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(PonderDbStatement) rows = NULL;
  g_autoptr(GError) local_error = NULL;

  rows = ponder_db_prepare (known, "SELECT name FROM pragma_table_list"
                            " WHERE schema = 'main' AND type = 'table'"
                            " AND name NOT LIKE 'sqlite~_%' ESCAPE '~'", error);
  if (rows == NULL)
    return NULL;

  while (ponder_db_statement_next (rows, &local_error))
    g_ptr_array_add (tables, ponder_db_statement_dup_text (rows, 0));
  if (local_error == NULL)
    return g_steal_pointer (&tables);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

gboolean
ponder_db_understand (PonderDb  *db,
                      GError   **error)
{
  g_autoptr(PonderDb) known = make_known (error);
  g_autoptr(GPtrArray) tables = known != NULL ? list_tables (known, error) : NULL;

  if (tables == NULL)
    return FALSE;

  for (guint i = 0; i < tables->len; i++)
    {
      const char *table = g_ptr_array_index (tables, i);
      g_autoptr(GPtrArray) columns = ponder_db_list_columns (known, table, error);
      g_autoptr(GPtrArray) there = columns != NULL ? ponder_db_list_columns (db, table, error) : NULL;

      if (there == NULL || !cover_table (db, table, columns, there, error))
        return FALSE;
    }
  return ponder_db_forbid_writing (db, error);
}
