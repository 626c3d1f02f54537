/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the bars of a timeline stand: pure, so that it can be checked without a window. */

#include "config.h"

#include "ponder-think-plot.h"

/* A mark needs that much room, with its words. */
#define TICK_WIDTH 72
/* The axis of a run that has just begun, in milliseconds. */
#define LENGTH_RUNNING 10000
/* What is shorter is drawn as wide as that, to be seen. */
#define BAR_WIDTH_LEAST 3
/* So near to a bar is meant for it. */
#define NEAR 6
/* On both sides of the axis there is room for the outlines of bars. */
#define EDGE 3

static const gint64 ticks[] = { 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400 };

static gint64
find_tick (gint64 length,
           double width)
{
  gint64 n_most = MAX ((gint64) (width / TICK_WIDTH), 1);

  for (guint i = 0; i < G_N_ELEMENTS (ticks); i++)
    if (length / (ticks[i] * 1000) <= n_most)
      return ticks[i] * 1000;
  return length;
}

/* While it runs the axis grows by half at a time, or all bars would shrink all the time. */
static void
find_axis (PonderThinkPlot *self,
           gint64           now,
           gboolean         running)
{
  self->length = running ? LENGTH_RUNNING : MAX (now, 1000);
  while (self->length < now)
    self->length += self->length / 2;
  self->tick = find_tick (self->length, self->width);
  if (running)
    self->length = (self->length + self->tick - 1) / self->tick * self->tick;
}

double
ponder_think_plot_place (const PonderThinkPlot *self,
                         gint64                 time)
{
  double share = CLAMP ((double) time / self->length, 0, 1);

  return self->left + self->width * (self->mirrored ? 1 - share : share);
}

/* --- bars --- */

/* An attempt without an end that is not of these was given up when its program ended. Two may run at a time. */
static gboolean
is_current (const PonderThinkNode *node,
            const PonderThinkSpan *span)
{
  return span->ended < 0 && node->state == PONDER_THINK_RUNNING && span->started >= node->started;
}

static gint64
find_end (const PonderThinkNode *node,
          guint                  attempt,
          gint64                 now)
{
  const PonderThinkSpan *span = &g_array_index (node->spans, PonderThinkSpan, attempt);

  if (span->ended >= 0)
    return span->ended;
  if (attempt + 1 < node->spans->len && !is_current (node, span))
    return MAX (g_array_index (node->spans, PonderThinkSpan, attempt + 1).started, span->started);
  return MAX (now, span->started);
}

static void
add_bar (PonderThinkPlot       *self,
         const PonderThinkNode *node,
         guint                  row,
         guint                  attempt,
         gint64                 now,
         gboolean               running)
{
  PonderThinkBar bar = { .node = node, .attempt = attempt,
                         .span = g_array_index (node->spans, PonderThinkSpan, attempt) };
  gint64 end = find_end (node, attempt, now);
  gint64 first = bar.span.first_token >= 0 ? bar.span.first_token : end;
  double begin = ponder_think_plot_place (self, bar.span.started);

  bar.open = running && is_current (node, &bar.span);
  bar.broken = !bar.open && bar.span.state != PONDER_THINK_DONE && bar.span.state != PONDER_THINK_PARTIAL;
  bar.span.ended = end;
  bar.width = MAX (ABS (ponder_think_plot_place (self, end) - begin), BAR_WIDTH_LEAST);
  bar.width = MIN (bar.width, self->width);
  bar.lead = MIN (ABS (ponder_think_plot_place (self, first) - begin), bar.width);
  bar.x = self->mirrored ? begin - bar.width : begin;
  bar.x = CLAMP (bar.x, self->left, self->left + self->width - bar.width);
  bar.y = row * self->row_height;
  g_array_append_val (self->bars, bar);
}

/* --- how many at a time --- */

static guint
count_at (const PonderThinkPlot *self,
          gint64                 time)
{
  guint n = 0;

  for (guint i = 0; i < self->bars->len; i++)
    {
      const PonderThinkBar *bar = &g_array_index (self->bars, PonderThinkBar, i);

      n += !ponder_think_node_is_plan (bar->node) && bar->span.started <= time && bar->span.ended > time;
    }
  return n;
}

/* It changes for the better only where one begins. */
static void
count_together (PonderThinkPlot *self)
{
  for (guint i = 0; i < self->bars->len; i++)
    self->n_together = MAX (self->n_together,
                            count_at (self, g_array_index (self->bars, PonderThinkBar, i).span.started));
}

/* --- what the end waited for --- */

static gboolean
builds_upon (const PonderThinkBar *bar,
             const PonderThinkBar *other)
{
  /* Nobody waits for a check. */
  if (other->node->kind == PONDER_THINK_KIND_VERIFY)
    return FALSE;
  if (bar->node->kind != PONDER_THINK_KIND_SOLVE)
    return other->span.ended <= bar->span.started;
  if (g_strv_length (bar->node->deps) == 0)
    return ponder_think_node_is_plan (other->node) && other->span.started <= bar->span.started;
  return g_strv_contains ((const char *const *) bar->node->deps, other->node->id)
         && other->span.ended <= bar->span.started;
}

/* (nullable): of all that @bar had to wait for, what ended last. */
static PonderThinkBar *
find_cause (PonderThinkPlot      *self,
            const PonderThinkBar *bar)
{
  PonderThinkBar *cause = NULL;

  for (guint i = 0; i < self->bars->len; i++)
    {
      PonderThinkBar *other = &g_array_index (self->bars, PonderThinkBar, i);

      if (other != bar && !other->critical && builds_upon (bar, other)
          && (cause == NULL || other->span.ended > cause->span.ended))
        cause = other;
    }
  return cause;
}

static void
mark_critical (PonderThinkPlot *self)
{
  PonderThinkBar *bar = NULL;

  for (guint i = 0; i < self->bars->len; i++)
    {
      PonderThinkBar *other = &g_array_index (self->bars, PonderThinkBar, i);

      if (bar == NULL || other->span.ended > bar->span.ended)
        bar = other;
    }
  for (; bar != NULL; bar = find_cause (self, bar))
    bar->critical = TRUE;
}

PonderThinkPlot *
ponder_think_plot_new (const PonderThinkState *state,
                       gint64                  now,
                       gboolean                running,
                       double                  width,
                       double                  label_width,
                       double                  row_height,
                       gboolean                mirrored)
{
  PonderThinkPlot *self = g_new0 (PonderThinkPlot, 1);

  self->bars = g_array_new (FALSE, FALSE, sizeof (PonderThinkBar));
  self->n_rows = state->nodes->len;
  self->width = MAX (width - label_width - 2 * EDGE, 1);
  self->left = mirrored ? EDGE : width - self->width - EDGE;
  self->row_height = row_height;
  self->mirrored = mirrored;
  find_axis (self, now, running);
  for (guint i = 0; i < state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (state->nodes, i);

      for (guint j = 0; j < node->spans->len; j++)
        add_bar (self, node, i, j, now, running);
    }
  count_together (self);
  if (!running)
    mark_critical (self);
  return self;
}

void
ponder_think_plot_free (PonderThinkPlot *self)
{
  g_array_unref (self->bars);
  g_free (self);
}

/* The last one of those that lie upon each other is the one that is seen. */
const PonderThinkBar *
ponder_think_plot_find (const PonderThinkPlot *self,
                        double                 x,
                        double                 y)
{
  const PonderThinkBar *found = NULL;
  double nearest = NEAR;

  for (guint i = 0; i < self->bars->len; i++)
    {
      const PonderThinkBar *bar = &g_array_index (self->bars, PonderThinkBar, i);
      double distance = MAX (MAX (bar->x - x, x - bar->x - bar->width), 0);

      if (y >= bar->y && y < bar->y + self->row_height && distance <= nearest)
        {
          found = bar;
          nearest = distance;
        }
    }
  return found;
}
