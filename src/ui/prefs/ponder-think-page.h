/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences of deep think: when, and how, where a chat says nothing else. */

#pragma once

#include <adwaita.h>

#include "ponder-model-catalog.h"

G_BEGIN_DECLS

#define PONDER_TYPE_THINK_PAGE (ponder_think_page_get_type ())

G_DECLARE_FINAL_TYPE (PonderThinkPage, ponder_think_page, PONDER, THINK_PAGE, AdwPreferencesPage)

/* (nullable): NULL lets go of it. */
void ponder_think_page_set_catalog (PonderThinkPage    *self,
                                    PonderModelCatalog *catalog);

G_END_DECLS
