/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first start: what is found nearby, a provider to add, the demo. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_WELCOME (ponder_welcome_get_type ())

G_DECLARE_FINAL_TYPE (PonderWelcome, ponder_welcome, PONDER, WELCOME, GtkWidget)

/* The page only adds providers; the window leaves it once there is one. */

void ponder_welcome_set_workspace (PonderWelcome   *self,
                                   PonderWorkspace *workspace);
/* Looks for local servers and keys in the environment. */
void ponder_welcome_look_around   (PonderWelcome   *self);

G_END_DECLS
