/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dialog in which several models are chosen. */

#pragma once

#include <adwaita.h>

#include "ponder-model-catalog.h"

G_BEGIN_DECLS

#define PONDER_TYPE_MODEL_CHOICE (ponder_model_choice_get_type ())

G_DECLARE_FINAL_TYPE (PonderModelChoice, ponder_model_choice, PONDER, MODEL_CHOICE, AdwWindow)

/* Signal "done": it was confirmed, and closes. @title and @action name what it is for; at least @least and at most
 * @most are chosen. */
PonderModelChoice *ponder_model_choice_new        (GtkWindow          *parent,
                                                   PonderModelCatalog *catalog,
                                                   const char         *title,
                                                   const char         *action,
                                                   guint               least,
                                                   guint               most);
/* Names like "openai/gpt-4o", in the order in which they were chosen. (element-type utf8) */
void               ponder_model_choice_set_models (PonderModelChoice  *self,
                                                   GPtrArray          *models);
/* (element-type utf8) (transfer none) */
GPtrArray         *ponder_model_choice_get_models (PonderModelChoice  *self);

G_END_DECLS
