/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Models grouped by provider, with a search entry: for popovers and pages. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-model-favorites.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_MODEL_LIST (ponder_model_list_get_type ())

G_DECLARE_FINAL_TYPE (PonderModelList, ponder_model_list, PONDER, MODEL_LIST, GtkWidget)

/* Signal "chosen" (PonderModelInfo*). */

/* Puts them above the others, and a star on each model. Once, before there are models. */
void ponder_model_list_set_favorites (PonderModelList      *self,
                                      PonderModelFavorites *favorites);
/* @models (nullable): items are PonderModelInfo and PonderProviderModels. @providers: PonderProviderConfig,
 * for the headings. */
void ponder_model_list_set_models  (PonderModelList *self,
                                    GListModel      *models,
                                    GListModel      *providers);
/* The model with the check mark; (nullable). */
void ponder_model_list_set_current (PonderModelList *self,
                                    const char      *provider_id,
                                    const char      *model);
/* Several with the check mark, named like "openai/gpt-4o". (element-type utf8) */
void ponder_model_list_set_checked (PonderModelList *self,
                                    GPtrArray       *names);
/* Empties the search and puts the keyboard there. */
void ponder_model_list_start       (PonderModelList *self);

G_END_DECLS
