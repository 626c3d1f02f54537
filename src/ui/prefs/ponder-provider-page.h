/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings of one provider: a subpage of the preferences. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-model-catalog.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_PROVIDER_PAGE (ponder_provider_page_get_type ())

G_DECLARE_FINAL_TYPE (PonderProviderPage, ponder_provider_page, PONDER, PROVIDER_PAGE, GtkWidget)

/* Signal "closed": back, or the provider was removed. */

GtkWidget *ponder_provider_page_new (PonderModelCatalog   *catalog,
                                     PonderProviderConfig *provider);

G_END_DECLS
