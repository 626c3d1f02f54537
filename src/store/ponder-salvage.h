/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what can be read of a database that may be damaged, old, or of anybody's making. */

#pragma once

#include "ponder-db.h"

G_BEGIN_DECLS

/* Begins an up-to-date database at @to_path, which is removed first, with every row of somebody's own that @path has.
 * @path stays as it is, byte by byte: its rows are read table by table, past what cannot be read, without any index,
 * view or trigger of its own; where the order is gone, page by page. It may be of an older version. *@whole says
 * whether nothing was missing. Errors: PONDER_ERROR_STORE when there is not one row to be found (*@whole is TRUE and
 * the result is empty when the file is a sound database without chats), PONDER_ERROR_STORE_TOO_NEW,
 * PONDER_ERROR_STORE_FULL and G_IO_ERROR_CANCELLED. (transfer full): open, on this thread. */
PonderDb *ponder_salvage_read   (const char    *path,
                                 const char    *to_path,
                                 gboolean      *whole,
                                 GCancellable  *cancellable,
                                 GError       **error);

/* Gives a place to what @db, read from a damaged file, holds without one, with the help of @copy (nullable), an older
 * copy of the same chats that was read likewise: messages of which only the words are left, or all but the words,
 * and chats of which only the messages are left. What the copy does not know becomes chats of its own. */
gboolean  ponder_salvage_repair (PonderDb      *db,
                                 PonderDb      *copy,
                                 GError       **error);

G_END_DECLS
