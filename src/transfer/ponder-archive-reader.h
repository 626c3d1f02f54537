/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads ZIP archives and gzip files as streams, and is not to be blown up by them. */

#pragma once

#include "ponder-types.h"

G_BEGIN_DECLS

/* What no export of chats comes near. An entry may grow a thousandfold only as long as it stays small. */
#define PONDER_ARCHIVE_MAX_ENTRIES 100000
#define PONDER_ARCHIVE_MAX_BYTES   (G_GINT64_CONSTANT (16) * 1024 * 1024 * 1024)
#define PONDER_ARCHIVE_MAX_RATIO   1000
#define PONDER_ARCHIVE_FREE_BYTES  (10 * 1024 * 1024)

typedef struct _PonderArchiveReader PonderArchiveReader;

/* Blocks, as all that follows. A gzip file is an archive with one entry. Errors are PONDER_ERROR_MALFORMED, also
 * those below. */
PonderArchiveReader *ponder_archive_reader_open         (const char           *path,
                                                         GError              **error);
void                 ponder_archive_reader_close        (PonderArchiveReader  *self);
/* Moves to the next regular file. FALSE: there is none any more, or @error is set. */
gboolean             ponder_archive_reader_next         (PonderArchiveReader  *self,
                                                         GError              **error);
/* Its name as valid UTF-8: words, never a path. Valid until the next entry. */
const char          *ponder_archive_reader_get_name     (PonderArchiveReader  *self);
/* The next bytes of the entry; 0 at its end, -1 with @error. */
gssize               ponder_archive_reader_read         (PonderArchiveReader  *self,
                                                         char                 *buffer,
                                                         gsize                 size,
                                                         GError              **error);
/* The whole entry, unless it is larger than @limit. (transfer full) (nullable) */
GBytes              *ponder_archive_reader_read_all     (PonderArchiveReader  *self,
                                                         gsize                 limit,
                                                         GError              **error);
/* How much of the file has been read. */
goffset              ponder_archive_reader_get_position (PonderArchiveReader  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderArchiveReader, ponder_archive_reader_close)

G_END_DECLS
