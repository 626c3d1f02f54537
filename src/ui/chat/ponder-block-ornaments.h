/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands beside the blocks of a text: the markers of lists and the bars of quotes. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Words stand at the side where they begin, whichever way the window goes; all else goes with the window. */
gboolean ponder_block_ornaments_is_mirrored (GtkWidget   *block_widget);
/* @blocks: of PonderBlock; @widgets: the child of @stack for each of them, laid out; @marker_step: how far a list is
 * indented. */
void     ponder_block_ornaments_snapshot    (GtkWidget   *stack,
                                             GtkSnapshot *snapshot,
                                             GPtrArray   *blocks,
                                             GPtrArray   *widgets,
                                             int          marker_step);

G_END_DECLS
