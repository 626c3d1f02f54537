/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model that a server offers. */

#pragma once

#include <glib-object.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_MODEL_INFO (ponder_model_info_get_type ())

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

G_END_DECLS
