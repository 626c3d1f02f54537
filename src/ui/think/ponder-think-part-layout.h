/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of a part's row: below each other where there is no room beside each other. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PONDER_TYPE_THINK_PART_LAYOUT (ponder_think_part_layout_get_type ())

G_DECLARE_FINAL_TYPE (PonderThinkPartLayout, ponder_think_part_layout, PONDER, THINK_PART_LAYOUT, GtkLayoutManager)

/* Its widget has these children, in this order. */
typedef enum
{
  PONDER_THINK_PART_LEAD,       /* as wide as it is */
  PONDER_THINK_PART_NAME,       /* a column of its own; the rest of the first line where it is narrow */
  PONDER_THINK_PART_FACTS,      /* at the end of its column */
  PONDER_THINK_PART_STATUS,     /* the rest; a line of its own where it is narrow */
  PONDER_THINK_PART_BUTTONS,    /* as wide as they are */
  PONDER_THINK_PART_N_COLUMNS
} PonderThinkPartColumn;

G_END_DECLS
