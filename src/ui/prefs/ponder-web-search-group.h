/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences of the search of the web: which server, its address, its key, and whether it works. */

#pragma once

#include <adwaita.h>

#include "ponder-workspace.h"

G_BEGIN_DECLS

#define PONDER_TYPE_WEB_SEARCH_GROUP (ponder_web_search_group_get_type ())

G_DECLARE_FINAL_TYPE (PonderWebSearchGroup, ponder_web_search_group, PONDER, WEB_SEARCH_GROUP, AdwPreferencesGroup)

/* (nullable): NULL lets go of it, and ends a test. */
void ponder_web_search_group_set_workspace (PonderWebSearchGroup *self,
                                            PonderWorkspace      *workspace);

G_END_DECLS
