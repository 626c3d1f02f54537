/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a run of deep think stands, told on standard error. */

#pragma once

#include "ponder-think-run.h"

G_BEGIN_DECLS

typedef struct _PonderCliThinkProgress PonderCliThinkProgress;

/* On a terminal one line that changes in place; elsewhere one line for each wait before another try. Where the process
 * is to be shown one line for each part, as it ends. */
PonderCliThinkProgress *ponder_cli_think_progress_new  (PonderThinkRun         *run);
void                    ponder_cli_think_progress_free (PonderCliThinkProgress *self);
/* Makes room for something else on the terminal, until ponder_cli_think_progress_show(). */
void                    ponder_cli_think_progress_hide (PonderCliThinkProgress *self);
void                    ponder_cli_think_progress_show (PonderCliThinkProgress *self);

G_END_DECLS
