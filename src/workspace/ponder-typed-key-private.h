/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A key that was just typed, for one test, in place of the keyring. */

#pragma once

#include "ponder-key-source.h"

G_BEGIN_DECLS

#define PONDER_TYPE_TYPED_KEY (ponder_typed_key_get_type ())

G_DECLARE_FINAL_TYPE (PonderTypedKey, ponder_typed_key, PONDER, TYPED_KEY, GObject)

PonderKeySource *ponder_typed_key_new (const char *key);

G_END_DECLS
