/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences window. */

#pragma once

#include <adwaita.h>

#include "ponder-model-catalog.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_PREFERENCES (ponder_preferences_get_type ())

G_DECLARE_FINAL_TYPE (PonderPreferences, ponder_preferences, PONDER, PREFERENCES, AdwPreferencesWindow)

PonderPreferences *ponder_preferences_new           (GtkWindow          *parent,
                                                     PonderModelCatalog *catalog);
/* Opens the settings of one provider; nothing when there is none of that id. */
void               ponder_preferences_show_provider (PonderPreferences  *self,
                                                     const char         *provider_id);

G_END_DECLS
