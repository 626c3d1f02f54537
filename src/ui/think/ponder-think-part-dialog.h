/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person writes for a part of a run: a hint, another question, its answer, or a part of their own. */

#pragma once

#include <adwaita.h>

#include "ponder-think-board.h"

G_BEGIN_DECLS

#define PONDER_TYPE_THINK_PART_DIALOG (ponder_think_part_dialog_get_type ())

G_DECLARE_FINAL_TYPE (PonderThinkPartDialog, ponder_think_part_dialog, PONDER, THINK_PART_DIALOG, AdwWindow)

/* Before the window of @widget. @command is RETRY (with a hint), EDIT or SUPPLY of @node, or ADD_TASK without one. What
 * was typed stays when the board refuses it. */
void ponder_think_part_dialog_open (GtkWidget             *widget,
                                    PonderThinkBoard      *board,
                                    PonderThinkCommand     command,
                                    const PonderThinkNode *node);

G_END_DECLS
