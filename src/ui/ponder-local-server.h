/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server of this computer that the command line names. */

#pragma once

#include <gio/gio.h>

#include "ponder-types.h"

G_BEGIN_DECLS

/* Keeps the server at @address as a provider, unless it is one, and makes its first model the default. When it does not
 * answer it is kept all the same, and finishing tells why. */
void     ponder_local_server_use_async  (PonderWorkspace      *workspace,
                                         const char           *address,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
gboolean ponder_local_server_use_finish (GAsyncResult         *result,
                                         GError              **error);

G_END_DECLS
