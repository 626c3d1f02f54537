/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with a part of a run, as a menu and as actions. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-think-part-words.h"

G_BEGIN_DECLS

/* Only what makes sense for it now. (transfer full) */
GMenuModel *ponder_think_part_menu_new         (const PonderThinkPart       *part);
/* All that the menu may have: "part.skip", "part.retry", "part.hint", "part.edit", "part.supply", "part.copy". */
void        ponder_think_part_menu_add_actions (GtkWidgetClass              *widget_class,
                                                GtkWidgetActionActivateFunc  func);

G_END_DECLS
