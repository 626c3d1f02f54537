/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads files with chats and says as text what was found in them. */

#pragma once

#include <gio/gio.h>

#include "ponder-importer.h"

G_BEGIN_DECLS

/* One line for the format, then the chats, each as a tree with its messages and their parts, in the order in which they came,
 * and what was skipped; at last the error, if there was one. (transfer full) */
char   *ponder_test_import_read     (const char   *path);
/* The same of a text that is fed in pieces of random lengths of at most @max_length bytes. */
char   *ponder_test_import_feed     (GBytes       *bytes,
                                     GRand        *random,
                                     guint         max_length);
/* Everything that is given out, thrown away; how many chats there were. @format (out) (transfer full) (nullable) */
guint   ponder_test_import_count    (const char   *path,
                                     char        **format,
                                     guint        *n_skipped,
                                     GError      **error);
/* "tests/fixtures/import/" @name. (transfer full) */
char   *ponder_test_import_path     (const char   *name);
/* Compares with the file @name, or writes it when PONDER_UPDATE_FIXTURES is set: for a person to read. */
void    ponder_test_import_compare  (const char   *found,
                                     const char   *name);
/* A ZIP of @files: the name in the archive and its bytes. (element-type utf8 GBytes, in turn) */
void    ponder_test_import_make_zip (const char   *path,
                                     ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
