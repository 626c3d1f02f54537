/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tries a server with a key that was just typed, before anything is kept. */

#pragma once

#include <gio/gio.h>

#include "ponder-types.h"

G_BEGIN_DECLS

/* Cleans @typed and lists the models with it. Without a typed key the stored one is tried.
 * @typed (nullable). */
void        ponder_connection_test_async  (PonderWorkspace      *workspace,
                                           PonderProviderConfig *provider,
                                           const char           *typed,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
/* A list of PonderModelInfo. @key (out) (nullable) (transfer full): the cleaned key, also when the test
 * failed for another reason than the key's own form. */
GListModel *ponder_connection_test_finish (GAsyncResult         *result,
                                           char                **key,
                                           GError              **error);
/* "54 models in 0.3 s". (transfer full) */
char       *ponder_connection_test_dup_praise (GAsyncResult     *result,
                                               GListModel       *models);

/* Overwrites, then frees. */
void        ponder_connection_key_free    (char                 *key);

G_END_DECLS
