/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences of what is kept: where it lies, copies of it, and the ways in and out. */

#pragma once

#include <adwaita.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_DATA_PAGE (ponder_data_page_get_type ())

G_DECLARE_FINAL_TYPE (PonderDataPage, ponder_data_page, PONDER, DATA_PAGE, AdwPreferencesPage)

/* (nullable): NULL lets go of it, and waits for nothing any more. */
void ponder_data_page_set_workspace (PonderDataPage  *self,
                                     PonderWorkspace *workspace);

G_END_DECLS
