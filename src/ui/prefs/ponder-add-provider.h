/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way to a new provider: which one, its key, its model. */

#pragma once

#include <adwaita.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_ADD_PROVIDER (ponder_add_provider_get_type ())

G_DECLARE_FINAL_TYPE (PonderAddProvider, ponder_add_provider, PONDER, ADD_PROVIDER, AdwWindow)

/* Signal "added" (PonderProviderConfig*, gboolean remembered): it is saved; @remembered is FALSE when its
 * key lasts only for this run. */

PonderAddProvider *ponder_add_provider_new (GtkWindow       *parent,
                                            PonderWorkspace *workspace);

G_END_DECLS
