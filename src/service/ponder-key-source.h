/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the service gets a provider's key from, at the moment it needs it. */

#pragma once

#include <gio/gio.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_KEY_SOURCE (ponder_key_source_get_type ())

G_DECLARE_INTERFACE (PonderKeySource, ponder_key_source, PONDER, KEY_SOURCE, GObject)

struct _PonderKeySourceInterface
{
  GTypeInterface parent_iface;

  void   (*lookup_async)  (PonderKeySource *self, PonderProviderConfig *provider, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
  char * (*lookup_finish) (PonderKeySource *self, GAsyncResult *result, GError **error);
};

void  ponder_key_source_lookup_async  (PonderKeySource       *self,
                                       PonderProviderConfig  *provider,
                                       GCancellable          *cancellable,
                                       GAsyncReadyCallback    callback,
                                       gpointer               user_data);
/* NULL without @error: there is no key. (transfer full) (nullable), free with ponder_key_free(). */
char *ponder_key_source_lookup_finish (PonderKeySource       *self,
                                       GAsyncResult          *result,
                                       GError               **error);
/* Overwrites, then frees. */
void  ponder_key_free                 (char                  *key);

G_END_DECLS
