/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run of deep think wants of its reader, with the ways to go on. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-think-board.h"

G_BEGIN_DECLS

#define PONDER_TYPE_THINK_BANNER (ponder_think_banner_get_type ())

G_DECLARE_FINAL_TYPE (PonderThinkBanner, ponder_think_banner, PONDER, THINK_BANNER, GtkWidget)

/* Made by templates. It hides where there is nothing to say. Signal "asked" (guint, a PonderThinkCommand; const char*
 * text, NULL). */
void ponder_think_banner_show (PonderThinkBanner *self,
                               PonderThinkBoard  *board);

G_END_DECLS
