/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the bars of a timeline stand: pure, so that it can be checked without a window. */

#pragma once

#include <glib.h>

#include "ponder-think-state.h"

G_BEGIN_DECLS

/* Distances are pixels from the left and the top of the chart. */
typedef struct
{
  const PonderThinkNode *node;
  guint                  attempt;       /* from 0 */
  PonderThinkSpan        span;          /* of one that has no end, until when it is drawn */
  gboolean               open;          /* it runs */
  gboolean               broken;        /* it came to nothing */
  gboolean               critical;      /* the end of the run waited for it */
  double                 x;
  double                 y;
  double                 width;
  double                 lead;          /* of that: before its first token, at the side where it begins */
} PonderThinkBar;

/* Borrows the nodes: made anew whenever the state may be another. */
typedef struct
{
  GArray *bars;                 /* of PonderThinkBar */
  guint   n_rows;               /* one for each node, in their order */
  gint64  length;               /* milliseconds from one end of the axis to the other */
  gint64  tick;                 /* milliseconds from one mark to the next */
  guint   n_together;           /* so many calls ran at a time at the most, the plan's not counted */
  double  left;                 /* where the axis is */
  double  width;
  double  row_height;
  gboolean mirrored;
} PonderThinkPlot;

/* @now: until when what runs is drawn; @running: the run goes on. */
PonderThinkPlot      *ponder_think_plot_new      (const PonderThinkState *state,
                                                  gint64                  now,
                                                  gboolean                running,
                                                  double                  width,
                                                  double                  label_width,
                                                  double                  row_height,
                                                  gboolean                mirrored);
void                  ponder_think_plot_free     (PonderThinkPlot        *self);
double                ponder_think_plot_place    (const PonderThinkPlot  *self,
                                                  gint64                  time);
/* (nullable): the bar at that place, or so near that it is meant. */
const PonderThinkBar *ponder_think_plot_find     (const PonderThinkPlot  *self,
                                                  double                  x,
                                                  double                  y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderThinkPlot, ponder_think_plot_free)

G_END_DECLS
