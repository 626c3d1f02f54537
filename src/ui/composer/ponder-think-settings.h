/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How questions are thought about deeply: of one chat, or of all that say nothing else. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-model-catalog.h"
#include "ponder-think-config.h"

G_BEGIN_DECLS

#define PONDER_TYPE_THINK_SETTINGS (ponder_think_settings_get_type ())

G_DECLARE_FINAL_TYPE (PonderThinkSettings, ponder_think_settings, PONDER, THINK_SETTINGS, GtkWidget)

/* Signal "changed" (): by a person. */

/* Where the models come from, and whether the web can be searched. (nullable): NULL lets go of it. */
void               ponder_think_settings_set_catalog (PonderThinkSettings     *self,
                                                      PonderModelCatalog      *catalog);
/* @usual: what holds where nothing is set. */
void               ponder_think_settings_set_config  (PonderThinkSettings     *self,
                                                      const PonderThinkConfig *config,
                                                      const PonderThinkConfig *usual);
/* What is set; NULL where that is what is usual. (transfer full) */
PonderThinkConfig *ponder_think_settings_dup_config  (PonderThinkSettings     *self);

G_END_DECLS
