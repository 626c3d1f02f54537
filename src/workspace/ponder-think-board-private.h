/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the workspace makes boards. */

#pragma once

#include "ponder-think-board.h"
#include "ponder-workspace.h"

G_BEGIN_DECLS

PonderThinkBoard *ponder_think_board_new        (PonderWorkspace         *workspace,
                                                 const PonderThinkRecord *record);
/* It is this one that runs from now on. */
void              ponder_think_board_set_run    (PonderThinkBoard        *self,
                                                 PonderThinkRun          *run);
/* As the store has it now. */
void              ponder_think_board_set_record (PonderThinkBoard        *self,
                                                 const PonderThinkRecord *record);

G_END_DECLS
