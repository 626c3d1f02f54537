/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the service gets a provider's key from, at the moment it needs it. */

#include "config.h"

#include "ponder-key-source.h"

#include <string.h>

G_DEFINE_INTERFACE (PonderKeySource, ponder_key_source, G_TYPE_OBJECT)

static void
ponder_key_source_default_init (PonderKeySourceInterface *iface)
{
}

void
ponder_key_source_lookup_async (PonderKeySource      *self,
                                PonderProviderConfig *provider,
                                GCancellable         *cancellable,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data)
{
  g_return_if_fail (PONDER_IS_KEY_SOURCE (self));

  PONDER_KEY_SOURCE_GET_IFACE (self)->lookup_async (self, provider, cancellable, callback,
                                                    user_data);
}

char *
ponder_key_source_lookup_finish (PonderKeySource  *self,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  g_return_val_if_fail (PONDER_IS_KEY_SOURCE (self), NULL);

  return PONDER_KEY_SOURCE_GET_IFACE (self)->lookup_finish (self, result, error);
}

void
ponder_key_free (char *key)
{
  if (key == NULL)
    return;
  /* Not memset(): a compiler may leave out writes to memory that is about to be freed. */
  explicit_bzero (key, strlen (key));
  g_free (key);
}
