/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns that a table has, and what of them is understood. */

#pragma once

#include "ponder-db.h"

G_BEGIN_DECLS

typedef struct
{
  char     *name;
  char     *type;               /* "INTEGER", "REAL" or "TEXT" in tables of ours */
  gboolean  required;           /* not NULL, and nothing stands in for it */
  gboolean  is_rowid;
} PonderDbColumn;

/* In their order; empty when there is no such table. (element-type PonderDbColumn) (transfer full) */
GPtrArray *ponder_db_list_columns (PonderDb    *db,
                                   const char  *table,
                                   GError     **error);
gboolean   ponder_db_has_column   (GPtrArray   *columns,
                                   const char  *name);
/* FALSE also when that cannot be told. */
gboolean   ponder_db_has_view     (PonderDb    *db,
                                   const char  *name);

/* From now on @db, which a newer program made, can be read as if it were of this version, as far as it has the same
 * tables and columns, and not be written: ponder_db_forbid_writing(). What it does not have is empty. */
gboolean   ponder_db_understand   (PonderDb    *db,
                                   GError     **error);

G_END_DECLS
