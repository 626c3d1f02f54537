/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way from a window to a printer. */

#pragma once

#include "ponder-types.h"
#include "ponder-window.h"

G_BEGIN_DECLS

/* Adds "print", for the chat that is shown. */
void ponder_print_action_add (PonderWindow    *window,
                              PonderWorkspace *workspace);

G_END_DECLS
