/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One connection to one SQLite file, for one thread. */

#pragma once

#include <gio/gio.h>

#include "ponder-db-statement.h"

G_BEGIN_DECLS

typedef struct _PonderDb PonderDb;

/* What a power cut may take from a write-ahead log. */
typedef enum
{
  PONDER_DB_SYNC_FULL,          /* nothing: it is synced at each commit */
  PONDER_DB_SYNC_NORMAL,        /* the last commits, never the file */
} PonderDbSync;

/* The file must be there. It is not read and nothing is written yet, not even when the connection
 * is closed again: see ponder_db_start_writing(). */
PonderDb          *ponder_db_open            (const char    *path,
                                              GError       **error);
/* For reading only, and only what is there: the file stays as it is, byte by byte, however damaged. A log beside
 * it is read too. */
PonderDb          *ponder_db_open_read_only  (const char    *path,
                                              GError       **error);
void               ponder_db_close           (PonderDb      *self);
const char        *ponder_db_get_path        (PonderDb      *self);

/* Until it is replaced, work and waiting for locks end with G_IO_ERROR_CANCELLED once @cancellable
 * (nullable) is cancelled. */
void               ponder_db_set_cancellable (PonderDb      *self,
                                              GCancellable  *cancellable);
GCancellable      *ponder_db_get_cancellable (PonderDb      *self);  /* (transfer none) (nullable) */

/* Gives back the memory of pages that were read. */
void               ponder_db_release_memory  (PonderDb      *self);
/* How long a lock of another program is waited for: 10 seconds when nothing is said. */
void               ponder_db_set_patience    (PonderDb      *self,
                                              double         seconds);
/* Write-ahead log, with foreign keys. */
gboolean           ponder_db_start_writing   (PonderDb      *self,
                                              PonderDbSync   sync,
                                              GError       **error);
gboolean           ponder_db_is_read_only    (PonderDb      *self);
/* From now on writing fails with PONDER_ERROR_STORE_TOO_NEW: a newer program made the file. */
gboolean           ponder_db_forbid_writing  (PonderDb      *self,
                                              GError       **error);
gboolean           ponder_db_is_forbidden    (PonderDb      *self);
/* Whether the last error said that the file is no sound database. */
gboolean           ponder_db_is_damaged      (PonderDb      *self);
/* Whether the last error said that a row does not fit into its table. */
gboolean           ponder_db_is_misfit       (PonderDb      *self);
/* The file is damaged; @words tell what a check found. */
void               ponder_db_set_damaged     (PonderDb      *self,
                                              const char    *words,
                                              GError       **error);
/* Whether the last error said that, or that the tables are not those that the SQL is for. */
gboolean           ponder_db_is_unfit        (PonderDb      *self);
/* Whether its path leads to another file by now, or to none. */
gboolean           ponder_db_has_moved       (PonderDb      *self);
/* Whether it said that the words for searching are none, which can be made again. */
gboolean           ponder_db_is_index_damaged (PonderDb     *self);

/* Runs statements that give no rows and take no values. */
gboolean           ponder_db_exec            (PonderDb      *self,
                                              const char    *sql,
                                              GError       **error);
/* The statement goes back to the connection, which keeps it, when it is released. (transfer
 * full) */
PonderDbStatement *ponder_db_prepare         (PonderDb      *self,
                                              const char    *sql,
                                              GError       **error);
/* The first column of the only row, 0 when it is NULL. */
gboolean           ponder_db_get_int         (PonderDb      *self,
                                              const char    *sql,
                                              gint64        *value,
                                              GError       **error);
/* What ordinary SQL must not touch is open to it, for repairs. */
void               ponder_db_set_defensive   (PonderDb      *self,
                                              gboolean       defensive);
/* "ok", or what SQLite finds wrong with the file. (transfer full) */
char              *ponder_db_check           (PonderDb      *self,
                                              GError       **error);
/* Makes @to, which is empty, the same as @self, page by page. Others may write meanwhile: what is copied is one
 * moment. */
gboolean           ponder_db_copy            (PonderDb      *self,
                                              PonderDb      *to,
                                              GError       **error);
/* Waits until no other connection has the file open, for a moment only, and keeps others out until it is closed. */
gboolean           ponder_db_claim           (PonderDb      *self,
                                              GError       **error);
/* Rows that the last statement touched. */
int                ponder_db_n_changes       (PonderDb      *self);
gint64             ponder_db_last_rowid      (PonderDb      *self);

/* A write takes its lock at the beginning: a lock that is upgraded later fails at once when
 * somebody else wrote in between. */
gboolean           ponder_db_begin           (PonderDb      *self,
                                              GError       **error);
gboolean           ponder_db_commit          (PonderDb      *self,
                                              GError       **error);
/* Ends whatever transaction is open. */
void               ponder_db_rollback        (PonderDb      *self);

/* Says in @error what SQLite's @code means, with the path. For ponder-db-statement.c, and for who knows better than
 * SQLite what a file must hold. */
void               ponder_db_set_error       (PonderDb      *self,
                                              int            code,
                                              GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderDb, ponder_db_close)

G_END_DECLS
