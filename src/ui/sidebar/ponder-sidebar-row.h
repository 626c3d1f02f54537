/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of the sidebar: a heading or a chat. All have one height. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_SIDEBAR_ROW (ponder_sidebar_row_get_type ())

G_DECLARE_FINAL_TYPE (PonderSidebarRow, ponder_sidebar_row, PONDER, SIDEBAR_ROW, GtkWidget)

GtkWidget     *ponder_sidebar_row_new         (void);
/* A GtkStringObject, a PonderSession, or NULL. */
void           ponder_sidebar_row_set_item    (PonderSidebarRow *self,
                                               gpointer          item);
/* Its time says today or a day of the week: a day has ended. */
void           ponder_sidebar_row_refresh     (PonderSidebarRow *self);
PonderSession *ponder_sidebar_row_get_session (PonderSidebarRow *self);  /* (nullable) */
/* While several are being chosen it has a mark, which says whether it is one of them. */
void           ponder_sidebar_row_set_chosen  (PonderSidebarRow *self,
                                               gboolean          choosing,
                                               gboolean          chosen);

G_END_DECLS
