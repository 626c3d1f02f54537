/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a timeline says in words: of a row, of a bar, of the whole. */

#pragma once

#include "ponder-think-plot.h"

G_BEGIN_DECLS

/* All (transfer full). @narrow: there is room for a few letters only. */
char *ponder_think_chart_dup_label    (const PonderThinkNode  *node,
                                       gboolean                narrow);
/* "0.4 s", "12 s", "1:05", "1:00:00" */
char *ponder_think_chart_dup_duration (gint64                  ms);
/* On an axis: whole seconds. */
char *ponder_think_chart_dup_time     (gint64                  ms);
char *ponder_think_chart_dup_tooltip  (const PonderThinkBar   *bar);
char *ponder_think_chart_dup_caption  (const PonderThinkState *state,
                                       const PonderThinkPlot  *plot);
/* For who does not see it: each step that has ended, and what it took. */
char *ponder_think_chart_dup_summary  (const PonderThinkState *state);

G_END_DECLS
