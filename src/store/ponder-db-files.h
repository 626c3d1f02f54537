/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a database and their folder: made, locked, private, removed. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is added to a database's path for each of its files. The log first: found beside a new database it would be
 * taken for that one's. */
extern const char *const ponder_db_files_suffixes[3];

/* Says in @error what "{path}" and "{reason}" of @format stand for; @code is an errno. Gives FALSE. */
gboolean ponder_db_files_fail         (GError       **error,
                                       const char    *format,
                                       const char    *path,
                                       int            code);
/* Nobody else can look into what had to be made. */
gboolean ponder_db_files_make_folder  (const char    *path,
                                       GError       **error);
/* Held while one program opens, so that no other finds a database half made or half moved. The kernel gives it back
 * when the program dies. A file to be closed, -1 with @error. */
int      ponder_db_files_lock         (const char    *path,
                                       double         seconds,
                                       GCancellable  *cancellable,
                                       GError       **error);
/* An empty file, unless there is one: that is never opened and closed here, since SQLite may have it open and POSIX
 * would drop its locks. @created (out) */
gboolean ponder_db_files_create       (const char    *path,
                                       gboolean      *created,
                                       GError       **error);
/* A copy put back by hand is often readable for all. What belongs to others stays as it is. */
void     ponder_db_files_make_private (const char    *path);
/* The database and what belongs to it; those that are not there are none the less gone. */
gboolean ponder_db_files_remove       (const char    *path,
                                       GError       **error);

G_END_DECLS
