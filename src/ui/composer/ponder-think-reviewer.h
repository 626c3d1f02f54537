/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The button that names the model that reviews, and offers others. */

#pragma once

#include <adwaita.h>

#include "ponder-model-catalog.h"

G_BEGIN_DECLS

#define PONDER_TYPE_THINK_REVIEWER (ponder_think_reviewer_get_type ())

G_DECLARE_FINAL_TYPE (PonderThinkReviewer, ponder_think_reviewer, PONDER, THINK_REVIEWER, AdwBin)

/* Signal "changed" (): by a person. */

/* (nullable): NULL lets go of it. */
void        ponder_think_reviewer_set_catalog (PonderThinkReviewer *self,
                                               PonderModelCatalog  *catalog);
/* "provider/model"; (nullable): the one that answers */
void        ponder_think_reviewer_set_model   (PonderThinkReviewer *self,
                                               const char          *name);
/* (nullable) */
const char *ponder_think_reviewer_get_model   (PonderThinkReviewer *self);

G_END_DECLS
