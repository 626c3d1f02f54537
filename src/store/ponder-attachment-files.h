/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of attachments, named after what is in them. Any thread, any number of programs. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* FOLDER/<first two digits>/<SHA-256 in hexadecimal>, readable for the user alone. A file is written beside its place,
 * is on the disk before it gets its name, and never changes. Its time says when somebody last needed it. */

/* Keeps @bytes unless they are there, and says that they are needed: nobody removes them from under the caller for as
 * long as ponder_attachment_files_clean() waits. A file that was damaged is whole again. Gives their digest, NULL with
 * @error. (transfer full) */
char    *ponder_attachment_files_save    (const char    *folder,
                                          GBytes        *bytes,
                                          GCancellable  *cancellable,
                                          GError       **error);
/* G_IO_ERROR_NOT_FOUND: there is no such file; G_IO_ERROR_INVALID_DATA: it is not what it was. (transfer full) */
GBytes  *ponder_attachment_files_load    (const char    *folder,
                                          const char    *digest,
                                          GCancellable  *cancellable,
                                          GError       **error);
/* Whether any file was last needed before @time, in seconds since 1970. */
gboolean ponder_attachment_files_has_old (const char    *folder,
                                          gint64         time);
/* Says of every file whose digest is in @needed that it is needed now, and removes those of the others that were last
 * needed before @time. Gives how many, -1 with @error. */
int      ponder_attachment_files_clean   (const char    *folder,
                                          GHashTable    *needed,
                                          gint64         time,
                                          GCancellable  *cancellable,
                                          GError       **error);

G_END_DECLS
