/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the door behind which servers and choices lie, and the check of it all. */

#include "config.h"

#include "ponder-store.h"

#include "ponder-store-jobs-private.h"
#include "ponder-store-private.h"

void
ponder_store_list_providers_async (PonderStore         *self,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_return_if_fail (PONDER_IS_STORE (self));

  ponder_store_push (self, ponder_store_list_providers_async, g_new0 (PonderStoreArguments, 1),
                     ponder_store_job_list_providers, (GDestroyNotify) g_ptr_array_unref,
                     cancellable, callback, user_data);
}

GPtrArray *
ponder_store_list_providers_finish (PonderStore   *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  return ponder_store_finish_pointer (self, result, ponder_store_list_providers_async, error);
}

void
ponder_store_save_provider_async (PonderStore          *self,
                                  PonderProviderConfig *provider,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data)
{
  PonderStoreArguments *arguments;

  g_return_if_fail (PONDER_IS_STORE (self));
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (provider));

  arguments = g_new0 (PonderStoreArguments, 1);
  arguments->provider = ponder_provider_config_snapshot (provider);
  ponder_store_push (self, ponder_store_save_provider_async, arguments,
                     ponder_store_job_save_provider, NULL, cancellable, callback, user_data);
}

gboolean
ponder_store_save_provider_finish (PonderStore   *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return ponder_store_finish_done (self, result, ponder_store_save_provider_async, error);
}

void
ponder_store_remove_provider_async (PonderStore         *self,
                                    const char          *provider_id,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  PonderStoreArguments *arguments;

  g_return_if_fail (PONDER_IS_STORE (self));
  g_return_if_fail (provider_id != NULL);

  arguments = g_new0 (PonderStoreArguments, 1);
  arguments->text = g_strdup (provider_id);
  ponder_store_push (self, ponder_store_remove_provider_async, arguments,
                     ponder_store_job_remove_provider, NULL, cancellable, callback, user_data);
}

gboolean
ponder_store_remove_provider_finish (PonderStore   *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  return ponder_store_finish_done (self, result, ponder_store_remove_provider_async, error);
}

void
ponder_store_list_choices_async (PonderStore         *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (PONDER_IS_STORE (self));

  ponder_store_push (self, ponder_store_list_choices_async, g_new0 (PonderStoreArguments, 1),
                     ponder_store_job_list_choices, (GDestroyNotify) g_hash_table_unref,
                     cancellable, callback, user_data);
}

GHashTable *
ponder_store_list_choices_finish (PonderStore   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return ponder_store_finish_pointer (self, result, ponder_store_list_choices_async, error);
}

void
ponder_store_save_choice_async (PonderStore         *self,
                                const char          *name,
                                const char          *value,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  PonderStoreArguments *arguments;

  g_return_if_fail (PONDER_IS_STORE (self));
  g_return_if_fail (name != NULL && value != NULL);

  arguments = g_new0 (PonderStoreArguments, 1);
  arguments->text = g_strdup (name);
  arguments->value = g_strdup (value);
  ponder_store_push (self, ponder_store_save_choice_async, arguments, ponder_store_job_save_choice,
                     NULL, cancellable, callback, user_data);
}

gboolean
ponder_store_save_choice_finish (PonderStore   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return ponder_store_finish_done (self, result, ponder_store_save_choice_async, error);
}

void
ponder_store_check_async (PonderStore         *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (PONDER_IS_STORE (self));

  ponder_store_push (self, ponder_store_check_async, g_new0 (PonderStoreArguments, 1),
                     ponder_store_job_check, g_free, cancellable, callback, user_data);
}

char *
ponder_store_check_finish (PonderStore   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return ponder_store_finish_pointer (self, result, ponder_store_check_async, error);
}
