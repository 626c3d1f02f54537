/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model that a server offers. */

#pragma once

#include <glib-object.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_MODEL_INFO (ponder_model_info_get_type ())

/* What a server says that a model can do. */
typedef enum
{
  PONDER_ABILITY_NONE       = 0,
  PONDER_ABILITY_IMAGES     = 1 << 0,     /* reads pictures */
  PONDER_ABILITY_FILES      = 1 << 1,     /* reads documents (PDF) */
  PONDER_ABILITY_REASONING  = 1 << 2,     /* thinks before it answers */
  PONDER_ABILITY_TOOLS      = 1 << 3,
  PONDER_ABILITY_STRUCTURED = 1 << 4,     /* answers in a JSON schema */
} PonderAbilities;

G_DECLARE_FINAL_TYPE (PonderModelInfo, ponder_model_info, PONDER, MODEL_INFO, GObject)

PonderModelInfo *ponder_model_info_new                (const char      *provider_id,
                                                       const char      *id,
                                                       const char      *name);
const char      *ponder_model_info_get_provider_id    (PonderModelInfo *self);
const char      *ponder_model_info_get_id             (PonderModelInfo *self);
/* Falls back to the id. */
const char      *ponder_model_info_get_name           (PonderModelInfo *self);
/* Tokens; 0 when the server does not say. */
guint            ponder_model_info_get_context_length (PonderModelInfo *self);
void             ponder_model_info_set_context_length (PonderModelInfo *self,
                                                       guint            n_tokens);
/* NONE where the server does not say: that a bit is missing proves nothing. */
PonderAbilities  ponder_model_info_get_abilities      (PonderModelInfo *self);
void             ponder_model_info_set_abilities      (PonderModelInfo *self,
                                                       PonderAbilities  abilities);

/* A list of models as bytes for a cache, and back; NULL with @error when they are something else.
 * (element-type PonderModelInfo) (transfer full) */
GBytes          *ponder_model_info_list_to_bytes      (GPtrArray       *models);
GPtrArray       *ponder_model_info_list_from_bytes    (GBytes          *bytes,
                                                       GError         **error);

G_END_DECLS
