/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The models that a person comes back to. */

#pragma once

#include <gio/gio.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_MODEL_FAVORITES (ponder_model_favorites_get_type ())

typedef struct _PonderModelCatalog PonderModelCatalog;

G_DECLARE_FINAL_TYPE (PonderModelFavorites, ponder_model_favorites, PONDER, MODEL_FAVORITES, GObject)

/* A GListModel of PonderModelShortcut: the favorites, the newest first, and a few others that were chosen lately; of
 * providers that are switched on. It is kept with the folder of chats. */

/* Borrows @catalog, which owns it. */
PonderModelFavorites *ponder_model_favorites_new      (PonderModelCatalog   *catalog);
gboolean              ponder_model_favorites_contains (PonderModelFavorites *self,
                                                       PonderModelInfo      *model);
/* Makes it one, or no more. */
void                  ponder_model_favorites_toggle   (PonderModelFavorites *self,
                                                       PonderModelInfo      *model);
/* It was chosen. */
void                  ponder_model_favorites_note     (PonderModelFavorites *self,
                                                       PonderModelInfo      *model);

G_END_DECLS
