/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The button that names a chat's model and offers others. */

#pragma once

#include <adwaita.h>

#include "ponder-model-catalog.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_MODEL_PICKER (ponder_model_picker_get_type ())

G_DECLARE_FINAL_TYPE (PonderModelPicker, ponder_model_picker, PONDER, MODEL_PICKER, AdwBin)

/* Choosing sets the model of the session, and of new chats when they had none. Signal "closed" (gboolean chosen):
 * a model was chosen, or nothing is. */

void ponder_model_picker_set_catalog (PonderModelPicker  *self,
                                      PonderModelCatalog *catalog);
/* (nullable) */
void ponder_model_picker_set_session (PonderModelPicker  *self,
                                      PonderSession      *session);
/* There is no room for more than the model. */
void ponder_model_picker_set_compact (PonderModelPicker  *self,
                                      gboolean            compact);
void ponder_model_picker_open        (PonderModelPicker  *self);

G_END_DECLS
