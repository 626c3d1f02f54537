/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the programs of this folder ask of models at this moment. */

#pragma once

#include <gio/gio.h>

#include "ponder-activity.h"
#include "ponder-types.h"

G_BEGIN_DECLS

/* Which program this is, for those who look. The window unless said otherwise. */
void       ponder_workspace_set_program            (PonderWorkspace      *self,
                                                    PonderProgram         program);
/* What every running program of this folder asks of models, this one too; those that ask nothing are not
 * among them. (element-type PonderActivity) (transfer full) */
void       ponder_workspace_list_activities_async  (PonderWorkspace      *self,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
GPtrArray *ponder_workspace_list_activities_finish (PonderWorkspace      *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

G_END_DECLS
