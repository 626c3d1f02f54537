/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat as a run of strips that fills pages. */

#pragma once

#include <pango/pangocairo.h>

#include "ponder-types.h"

G_BEGIN_DECLS

/* Where a page begins. All 0: at the beginning. */
typedef struct
{
  guint message;
  guint block;          /* 0: who says it */
  gsize part;           /* byte of a long text, row of a table */
  guint strip;
} PonderPrintPlace;

typedef struct _PonderPrintFlow PonderPrintFlow;

/* Copies what @messages (of PonderMessage) say now: an answer may go on growing. Nothing is laid out yet. */
PonderPrintFlow *ponder_print_flow_new       (const char             *title,
                                              GListModel             *messages);
void             ponder_print_flow_free      (PonderPrintFlow        *self);
/* Before pages are made. @width: of the text, in points. */
void             ponder_print_flow_set_paper (PonderPrintFlow        *self,
                                              PangoContext           *context,
                                              double                  width,
                                              gboolean                right_to_left);
/* Moves @place, where a page of @height points begins, to where the next one does; FALSE: there is none. Costs what
 * a page costs, however long the chat is. */
gboolean         ponder_print_flow_turn_page (PonderPrintFlow        *self,
                                              PonderPrintPlace       *place,
                                              double                  height);
void             ponder_print_flow_draw      (PonderPrintFlow        *self,
                                              const PonderPrintPlace *start,
                                              const PonderPrintPlace *end,  /* (nullable): to the end */
                                              cairo_t                *cr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderPrintFlow, ponder_print_flow_free)

G_END_DECLS
