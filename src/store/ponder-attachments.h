/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door to what is attached to messages: files beside the database, stored once by digest. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PONDER_TYPE_ATTACHMENTS (ponder_attachments_get_type ())

G_DECLARE_FINAL_TYPE (PonderAttachments, ponder_attachments, PONDER, ATTACHMENTS, GObject)

/* Bytes lie in DATA_DIR/attachments and are only named in the database: copies of it stay small. Nothing is read on the
 * thread that asks. Whoever stores a message has its attachments saved before. */
PonderAttachments *ponder_attachments_new          (const char           *data_dir,
                                                    const char           *database);
const char        *ponder_attachments_get_folder   (PonderAttachments    *self);

/* For every part in @parts (element-type PonderPart) with a digest and without bytes, gets them; those that are
 * missing or damaged stay without. The parts are not touched before the end, and belong to the caller. */
void               ponder_attachments_fill_async   (PonderAttachments    *self,
                                                    GPtrArray            *parts,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
/* FALSE with @error when it was cancelled. */
gboolean           ponder_attachments_fill_finish  (PonderAttachments    *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);
/* Removes files that no message and no draft names, and which nobody needed since @time, in seconds since 1970. Gives
 * how many, -1 with @error. */
void               ponder_attachments_clean_async  (PonderAttachments    *self,
                                                    gint64                time,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
int                ponder_attachments_clean_finish (PonderAttachments    *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

G_END_DECLS
