/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One prepared statement: values in, rows out. */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

typedef struct _PonderDb PonderDb;
typedef struct _PonderDbStatement PonderDbStatement;

/* Made by ponder_db_prepare(). */
PonderDbStatement *ponder_db_statement_new         (PonderDb           *db,
                                                    sqlite3_stmt       *handle);
void               ponder_db_statement_free        (PonderDbStatement  *self);
/* Ends the statement and forgets its values, so that it can be run again. */
void               ponder_db_statement_release     (PonderDbStatement  *self);

/* Parameters count from 1. What cannot be bound is told by the next step. Texts are borrowed until
 * the statement is released. */
void               ponder_db_statement_bind_text   (PonderDbStatement  *self,
                                                    int                 index,
                                                    const char         *text);     /* (nullable) */
void               ponder_db_statement_bind_string (PonderDbStatement  *self,
                                                    int                 index,
                                                    const GString      *string);
void               ponder_db_statement_bind_int    (PonderDbStatement  *self,
                                                    int                 index,
                                                    gint64              value);
void               ponder_db_statement_bind_double (PonderDbStatement  *self,
                                                    int                 index,
                                                    double              value);
/* Bytes are borrowed like texts. */
void               ponder_db_statement_bind_bytes  (PonderDbStatement  *self,
                                                    int                 index,
                                                    GBytes             *bytes);

/* The value of @column of the row that @from stands at; it must not move before the statement has run. */
void               ponder_db_statement_bind_column (PonderDbStatement  *self,
                                                    int                 index,
                                                    PonderDbStatement  *from,
                                                    int                 column);

/* TRUE: there is a row. FALSE: there is none any more, or @error is set. */
gboolean           ponder_db_statement_next        (PonderDbStatement  *self,
                                                    GError            **error);
/* Runs a statement whose rows, if any, do not matter. */
gboolean           ponder_db_statement_run         (PonderDbStatement  *self,
                                                    GError            **error);

int                ponder_db_statement_get_n_columns (PonderDbStatement *self);
/* Columns count from 0. Text is always valid UTF-8. */
gboolean           ponder_db_statement_is_null     (PonderDbStatement  *self,
                                                    int                 column);
/* FALSE for a text that a flipped bit has made something else than UTF-8. */
gboolean           ponder_db_statement_is_sound    (PonderDbStatement  *self,
                                                    int                 column);
char              *ponder_db_statement_dup_text    (PonderDbStatement  *self,
                                                    int                 column);   /* (nullable) */
gint64             ponder_db_statement_get_int     (PonderDbStatement  *self,
                                                    int                 column);
double             ponder_db_statement_get_double  (PonderDbStatement  *self,
                                                    int                 column);
GBytes            *ponder_db_statement_dup_bytes   (PonderDbStatement  *self,
                                                    int                 column);   /* (transfer full) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderDbStatement, ponder_db_statement_release)

G_END_DECLS
