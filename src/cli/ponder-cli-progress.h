/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one turn is waiting for, told on standard error. */

#pragma once

#include "ponder-turn.h"

G_BEGIN_DECLS

typedef struct _PonderCliProgress PonderCliProgress;

/* On a terminal one line that changes in place; elsewhere one line for each wait before another try. */
PonderCliProgress *ponder_cli_progress_new   (PonderTurn        *turn);
/* Makes room for something else on the terminal. */
void               ponder_cli_progress_clear (PonderCliProgress *self);
void               ponder_cli_progress_free  (PonderCliProgress *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderCliProgress, ponder_cli_progress_free)

G_END_DECLS
