/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that is there when it is whole, and not before. */

#pragma once

#include "ponder-types.h"

G_BEGIN_DECLS

typedef struct _PonderPartialFile PonderPartialFile;

/* Begins a file beside @path, which stays what it is until the end. Blocks, as all that follows; errors are
 * PONDER_ERROR_STORE or PONDER_ERROR_STORE_FULL with the path. */
PonderPartialFile *ponder_partial_file_new       (const char           *path,
                                                  GError              **error);
const char        *ponder_partial_file_get_path  (PonderPartialFile    *self);
int                ponder_partial_file_get_fd    (PonderPartialFile    *self);
gboolean           ponder_partial_file_write     (PonderPartialFile    *self,
                                                  GBytes               *bytes,
                                                  GError              **error);
/* Puts it on the disk and where it belongs. */
gboolean           ponder_partial_file_finish    (PonderPartialFile    *self,
                                                  GError              **error);
/* Leaves nothing behind when it was not finished. */
void               ponder_partial_file_free      (PonderPartialFile    *self);
/* For whoever writes to the descriptor: @number is an errno. */
void               ponder_partial_file_set_error (PonderPartialFile    *self,
                                                  int                   number,
                                                  GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderPartialFile, ponder_partial_file_free)

G_END_DECLS
