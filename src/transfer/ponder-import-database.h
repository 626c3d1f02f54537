/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy of another program's SQLite file, which nothing in it can do harm from. */

#pragma once

#include <sqlite3.h>

#include "ponder-import-private.h"

G_BEGIN_DECLS

typedef struct _PonderForeignDatabase PonderForeignDatabase;

/* Copies the file, and the log of what was written last, and opens the copy. Only @tables (NULL-terminated, lent)
 * can be read: a statement that asks for another one fails. */
PonderForeignDatabase *ponder_foreign_database_open    (const char             *path,
                                                        const char *const      *tables,
                                                        GCancellable           *cancellable,
                                                        GError                **error);
void                   ponder_foreign_database_close   (PonderForeignDatabase  *self);
/* It is a table, and it has all of these columns (NULL-terminated). */
gboolean               ponder_foreign_database_has     (PonderForeignDatabase  *self,
                                                        const char             *table,
                                                        const char *const      *columns);
/* (transfer full): for sqlite3_finalize(). */
sqlite3_stmt          *ponder_foreign_database_prepare (PonderForeignDatabase  *self,
                                                        const char             *sql,
                                                        GError                **error);
/* TRUE: there is a row. FALSE: there is none any more, or @error is set. */
gboolean               ponder_foreign_database_next    (PonderForeignDatabase  *self,
                                                        sqlite3_stmt           *statement,
                                                        GError                **error);
/* As valid UTF-8, numbers too. (transfer full) (nullable) */
char                  *ponder_foreign_database_dup     (sqlite3_stmt           *statement,
                                                        int                     column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderForeignDatabase, ponder_foreign_database_close)

/* ponder-import-alpaca-database.c, ponder-import-ollama.c */
extern const char *const ponder_import_alpaca_tables[];
extern const char *const ponder_import_ollama_tables[];

gboolean ponder_import_alpaca_database_matches (PonderForeignDatabase  *db);
gboolean ponder_import_alpaca_database_read    (PonderImport           *import,
                                                PonderForeignDatabase  *db,
                                                GError                **error);
gboolean ponder_import_ollama_matches          (PonderForeignDatabase  *db);
gboolean ponder_import_ollama_read             (PonderImport           *import,
                                                PonderForeignDatabase  *db,
                                                GError                **error);

G_END_DECLS
