/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes in, lines out: LF, CR and CRLF, also when CRLF is cut between two chunks. Pure. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PonderLineReader PonderLineReader;

PonderLineReader *ponder_line_reader_new    (gsize              limit);
void              ponder_line_reader_free   (PonderLineReader  *self);
void              ponder_line_reader_push   (PonderLineReader  *self,
                                             const char        *data,
                                             gsize              length);
/* The next whole line without its end, or FALSE when there is none yet. The line is bytes (UTF-8 is for
 * the caller to check), NUL-terminated, and valid until the next call. A line longer than the limit is
 * PONDER_ERROR_MALFORMED, and so is every call after. */
gboolean          ponder_line_reader_next   (PonderLineReader  *self,
                                             const char       **line,
                                             gsize             *length,
                                             GError           **error);
/* What stands after the last line end, as if one came; FALSE when nothing does. */
gboolean          ponder_line_reader_finish (PonderLineReader  *self,
                                             const char       **line,
                                             gsize             *length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderLineReader, ponder_line_reader_free)

G_END_DECLS
