/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file in which a program tells the others of its folder what it is doing. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PonderActivityFile PonderActivityFile;

/* Nothing is touched before the first write. */
PonderActivityFile *ponder_activity_file_new      (const char          *data_dir);
/* Waits for a write that is under way, and removes the file. */
void                ponder_activity_file_close    (PonderActivityFile  *self);
/* Replaces the file, or removes it for NULL, away from the main thread; the last one wins. */
void                ponder_activity_file_write    (PonderActivityFile  *self,
                                                   const char          *text);

/* What every running program of @data_dir tells, and removes what those left behind that run no more. */
void                ponder_activity_file_read_all_async  (const char           *data_dir,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
/* (element-type PonderActivity) (transfer full) */
GPtrArray          *ponder_activity_file_read_all_finish (GAsyncResult         *result,
                                                          GError              **error);

G_END_DECLS
