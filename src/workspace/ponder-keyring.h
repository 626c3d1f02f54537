/* SPDX-License-Identifier: GPL-3.0-or-later */
/* API keys: in the secret service, or for this run only when none is to be had. */

#pragma once

#include <gio/gio.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_KEYRING       (ponder_keyring_get_type ())
#define PONDER_TYPE_KEYRING_STATE (ponder_keyring_state_get_type ())

G_DECLARE_FINAL_TYPE (PonderKeyring, ponder_keyring, PONDER, KEYRING, GObject)

typedef enum
{
  PONDER_KEYRING_UNKNOWN,       /* not asked yet */
  PONDER_KEYRING_READY,
  PONDER_KEYRING_LOCKED,        /* keys are there and cannot be read: never say "enter your key" */
  PONDER_KEYRING_ABSENT,        /* no secret service: keys are kept in memory until the program ends */
} PonderKeyringState;

GType               ponder_keyring_state_get_type (void) G_GNUC_CONST;

/* Implements PonderKeySource: an environment variable named by the provider wins over the keyring. */
PonderKeyring      *ponder_keyring_new           (void);
PonderKeyringState  ponder_keyring_get_state     (PonderKeyring         *self);  /* property "state" */

/* Trims spaces, quotes and line ends; refuses what cannot be a key (control characters, not ASCII).
 * NULL with PONDER_ERROR_INVALID_REQUEST. (transfer full), free with ponder_key_free(). */
char               *ponder_keyring_clean_key     (const char            *typed,
                                                  GError               **error);

/* Every call has a time limit of 30 seconds: a prompt may be open behind the window. */
void                ponder_keyring_store_async   (PonderKeyring         *self,
                                                  PonderProviderConfig  *provider,
                                                  const char            *key,
                                                  GCancellable          *cancellable,
                                                  GAsyncReadyCallback    callback,
                                                  gpointer               user_data);
/* @remembered (out) (optional): FALSE when the key is held in memory only. */
gboolean            ponder_keyring_store_finish  (PonderKeyring         *self,
                                                  GAsyncResult          *result,
                                                  gboolean              *remembered,
                                                  GError               **error);
void                ponder_keyring_has_key_async  (PonderKeyring        *self,
                                                   PonderProviderConfig *provider,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
gboolean            ponder_keyring_has_key_finish (PonderKeyring        *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
void                ponder_keyring_clear_async   (PonderKeyring         *self,
                                                  PonderProviderConfig  *provider,
                                                  GCancellable          *cancellable,
                                                  GAsyncReadyCallback    callback,
                                                  gpointer               user_data);
gboolean            ponder_keyring_clear_finish  (PonderKeyring         *self,
                                                  GAsyncResult          *result,
                                                  GError               **error);
/* Another number after every key that was stored or removed here. */
guint               ponder_keyring_get_generation (PonderKeyring        *self);

G_END_DECLS
