/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences of kept answers: limits, what they were good for, and removing them. */

#pragma once

#include <adwaita.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_CACHE_PAGE (ponder_cache_page_get_type ())

G_DECLARE_FINAL_TYPE (PonderCachePage, ponder_cache_page, PONDER, CACHE_PAGE, AdwPreferencesPage)

/* (nullable): NULL lets go of it, and waits for nothing any more. */
void ponder_cache_page_set_workspace (PonderCachePage *self,
                                      PonderWorkspace *workspace);

G_END_DECLS
