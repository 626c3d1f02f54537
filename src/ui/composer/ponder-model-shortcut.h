/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model that stands above the others: a favorite, or one that was chosen lately. */

#pragma once

#include <glib-object.h>

#include "ponder-provider-models.h"

G_BEGIN_DECLS

#define PONDER_TYPE_MODEL_SHORTCUT (ponder_model_shortcut_get_type ())

G_DECLARE_FINAL_TYPE (PonderModelShortcut, ponder_model_shortcut, PONDER, MODEL_SHORTCUT, GObject)

PonderModelShortcut *ponder_model_shortcut_new           (PonderProviderModels *models,
                                                          const char           *model,
                                                          gboolean              favorite);
gboolean             ponder_model_shortcut_is_favorite   (PonderModelShortcut  *self);
/* Its name is the id until the server has named it. (transfer none) */
PonderModelInfo     *ponder_model_shortcut_get_model     (PonderModelShortcut  *self);
/* Its provider's name. */
const char          *ponder_model_shortcut_get_provider  (PonderModelShortcut  *self);
/* Why it cannot be asked now. (transfer full) (nullable) */
char                *ponder_model_shortcut_dup_reason    (PonderModelShortcut  *self);

G_END_DECLS
