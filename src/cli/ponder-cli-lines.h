/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of a file or a pipe, read as they are wanted. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PonderCliLines PonderCliLines;

/* Takes @fd. */
PonderCliLines *ponder_cli_lines_new       (int              fd);
/* A read that is under way ends by itself. */
void            ponder_cli_lines_free      (PonderCliLines  *self);
/* Reads on, if nothing is being read yet; the main loop wakes up when something came. */
void            ponder_cli_lines_read      (PonderCliLines  *self,
                                            GCancellable    *cancellable);
/* FALSE: there is no whole line yet, or none any more. @line (transfer full) is valid UTF-8 without its end,
 * or NULL when it was too long to be kept; the first @number is 1. */
gboolean        ponder_cli_lines_take      (PonderCliLines  *self,
                                            char           **line,
                                            guint           *number);
/* Everything has been read and taken, or reading failed. */
gboolean        ponder_cli_lines_has_ended (PonderCliLines  *self);
/* (transfer none) (nullable) */
const GError   *ponder_cli_lines_get_error (PonderCliLines  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderCliLines, ponder_cli_lines_free)

G_END_DECLS
