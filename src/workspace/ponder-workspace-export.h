/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chats of the workspace as files. */

#pragma once

#include "ponder-exporter.h"
#include "ponder-workspace.h"

G_BEGIN_DECLS

/* What “all chats” means: those of the list and of the archive, not the trash. (element-type PonderSession) (transfer full) */
GPtrArray *ponder_workspace_list_all_sessions   (PonderWorkspace      *self);

/* One chat as it is stored, as text. (transfer full) */
void      ponder_workspace_export_session_async  (PonderWorkspace      *self,
                                                  PonderSession        *session,
                                                  PonderExportFormat    format,
                                                  gboolean              whole_tree,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
GBytes   *ponder_workspace_export_session_finish (PonderWorkspace      *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

/* @sessions (element-type PonderSession) into the file at @path, which is there when it is whole: a single one as it
 * is, unless @as_archive; several together, see PonderExportArchive. Chats that the format has no use for are left out;
 * when nothing is left that is an error. Written on a thread, one chat after the other: never all of them in memory. */
void      ponder_workspace_export_async          (PonderWorkspace      *self,
                                                  GPtrArray            *sessions,
                                                  PonderExportFormat    format,
                                                  gboolean              whole_tree,
                                                  gboolean              as_archive,
                                                  const char           *path,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
/* @n_left_out (out) (nullable) */
gboolean  ponder_workspace_export_finish         (PonderWorkspace      *self,
                                                  GAsyncResult         *result,
                                                  guint                *n_left_out,
                                                  GError              **error);

G_END_DECLS
