/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The models that are asked at once, as chips in the composer. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PONDER_TYPE_ASKED_MODELS (ponder_asked_models_get_type ())

G_DECLARE_FINAL_TYPE (PonderAskedModels, ponder_asked_models, PONDER, ASKED_MODELS, GtkWidget)

/* Signal "changed": by the reader. With fewer than two models nothing is shown, and there are none. */

/* Names like "openai/gpt-4o". (element-type utf8) */
void       ponder_asked_models_set_models (PonderAskedModels *self,
                                           GPtrArray         *models);
/* (element-type utf8) (transfer none) */
GPtrArray *ponder_asked_models_get_models (PonderAskedModels *self);

G_END_DECLS
