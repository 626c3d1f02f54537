/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of the model list: a provider's name, a model, or why there is none. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-model-favorites.h"

G_BEGIN_DECLS

#define PONDER_TYPE_MODEL_ROW (ponder_model_row_get_type ())

G_DECLARE_FINAL_TYPE (PonderModelRow, ponder_model_row, PONDER, MODEL_ROW, GtkWidget)

GtkWidget *ponder_model_row_new      (void);
/* With them, a star on each model. */
void       ponder_model_row_set_favorites (PonderModelRow       *self,
                                           PonderModelFavorites *favorites);
/* A GtkStringObject, PonderModelInfo, PonderModelShortcut, PonderProviderModels, or NULL. */
void       ponder_model_row_set_item (PonderModelRow *self,
                                      gpointer        item);
/* (transfer none) (nullable): the model that is shown. */
PonderModelInfo *ponder_model_row_get_model (PonderModelRow *self);
/* Puts the check mark. */
void       ponder_model_row_set_current (PonderModelRow *self,
                                         gboolean        current);

G_END_DECLS
