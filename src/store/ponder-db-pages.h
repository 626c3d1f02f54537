/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of an SQLite file by its pages alone: for files whose beginning, or whose order, is gone. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  PONDER_DB_CELL_NULL,
  PONDER_DB_CELL_INTEGER,
  PONDER_DB_CELL_REAL,
  PONDER_DB_CELL_TEXT,
  PONDER_DB_CELL_BLOB,
} PonderDbCellKind;

/* One value of a row. */
typedef struct
{
  PonderDbCellKind  kind;
  gint64            integer;
  double            real;
  const guint8     *bytes;      /* of a text or blob, not ended by anything */
  gsize             n_bytes;
} PonderDbCell;

/* @cells lasts for the call. @reached: some tree leads to the row's page. */
typedef void (*PonderDbPagesFunc) (gint64              rowid,
                                   gboolean            reached,
                                   const PonderDbCell *cells,
                                   guint               n_cells,
                                   gpointer            user_data);

/* Calls @func with every row of every table that can be made out in @path and the log beside it. Rows that a tree
 * still leads to come first: others may be left over from what was deleted, or older than what came before. Whatever
 * is in the file, no more than one row of it is in memory. */
gboolean ponder_db_pages_read (const char         *path,
                               PonderDbPagesFunc   func,
                               gpointer            user_data,
                               GCancellable       *cancellable,
                               GError            **error);

G_END_DECLS
