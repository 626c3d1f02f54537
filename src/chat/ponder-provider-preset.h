/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of a provider before it is configured: one stanza of data/providers.ini each. */

#pragma once

#include <glib-object.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_PROVIDER_PRESET (ponder_provider_preset_get_type ())

G_DECLARE_FINAL_TYPE (PonderProviderPreset, ponder_provider_preset,
                      PONDER, PROVIDER_PRESET, GObject)

/* All presets in the order of the file, "custom" last. (element-type PonderProviderPreset)
 * (transfer full) */
GPtrArray            *ponder_provider_preset_load_all       (GError              **error);

const char           *ponder_provider_preset_get_id         (PonderProviderPreset *self);
const char           *ponder_provider_preset_get_name       (PonderProviderPreset *self);
const char           *ponder_provider_preset_get_dialect    (PonderProviderPreset *self);
/* "" for "custom". */
const char           *ponder_provider_preset_get_base_url   (PonderProviderPreset *self);
/* (nullable): the environment variable that usually holds the key. */
const char           *ponder_provider_preset_get_key_env    (PonderProviderPreset *self);
/* (nullable): where a key is made. */
const char           *ponder_provider_preset_get_key_url    (PonderProviderPreset *self);
guint                 ponder_provider_preset_get_concurrency (PonderProviderPreset *self);
gboolean              ponder_provider_preset_get_needs_key  (PonderProviderPreset *self);
/* Looked for at first start. */
gboolean              ponder_provider_preset_get_local      (PonderProviderPreset *self);
/* Bits of the request that differ: "max-tokens-name", "stream-options", ... (nullable) */
const char           *ponder_provider_preset_get_quirk      (PonderProviderPreset *self,
                                                             const char           *name);

/* A configuration with the preset's values and id. (transfer full) */
PonderProviderConfig *ponder_provider_preset_make_config    (PonderProviderPreset *self);

G_END_DECLS
