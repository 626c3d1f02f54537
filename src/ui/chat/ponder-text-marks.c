/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found in a laid out text, marked as with a pen. */

#include "config.h"

#include "ponder-text-marks.h"

#include "ponder-text-shape.h"

#include <string.h>

#define ALPHA 0.35
#define CURRENT_ALPHA 0.7

void
ponder_text_marks_clear (PonderTextMarks *self)
{
  g_clear_pointer (&self->places, g_array_unref);
}

static gboolean
is_same (PonderTextMarks *self,
         const GArray    *places)
{
  guint n_places = self->places != NULL ? self->places->len : 0;

  return n_places == places->len
         && (n_places == 0 || memcmp (self->places->data, places->data, n_places * sizeof (PonderFound)) == 0);
}

gboolean
ponder_text_marks_set (PonderTextMarks *self,
                       const GArray    *places,
                       int              current)
{
  if (is_same (self, places) && (places->len == 0 || self->current == current))
    return FALSE;

  ponder_text_marks_clear (self);
  self->current = current;
  if (places->len == 0)
    return TRUE;
  self->places = g_array_sized_new (FALSE, FALSE, sizeof (PonderFound), places->len);
  g_array_append_vals (self->places, places->data, places->len);
  return TRUE;
}

/* What is marked of one line: bytes @start to @end of the text. */
static void
draw_in_line (GtkSnapshot     *snapshot,
              PangoLayoutIter *iter,
              int              start,
              int              end,
              const GdkRGBA   *color)
{
  PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
  g_autofree int *ranges = NULL;
  int n_ranges;
  int top;
  int bottom;

  pango_layout_iter_get_line_yrange (iter, &top, &bottom);
  pango_layout_line_get_x_ranges (line, MAX (start, line->start_index), MIN (end, line->start_index + line->length),
                                  &ranges, &n_ranges);
  for (int i = 0; i < n_ranges; i++)
    gtk_snapshot_append_color (snapshot, color,
                               &GRAPHENE_RECT_INIT (ranges[2 * i] / (float) PANGO_SCALE, top / (float) PANGO_SCALE,
                                                    (ranges[2 * i + 1] - ranges[2 * i]) / (float) PANGO_SCALE,
                                                    (bottom - top) / (float) PANGO_SCALE));
}

/* One walk over lines and places together: both may be thousands. */
static void
draw_places (const PonderTextMarks *self,
             GtkSnapshot           *snapshot,
             PangoLayout           *layout,
             const GdkRGBA         *color)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  guint first = 0;

  do
    {
      PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
      gsize start = (gsize) line->start_index;
      gsize end = start + (gsize) line->length;

      while (first < self->places->len && g_array_index (self->places, PonderFound, first).end <= start)
        first++;
      for (guint i = first; i < self->places->len; i++)
        {
          const PonderFound *place = &g_array_index (self->places, PonderFound, i);

          if (place->start >= end)
            break;
          draw_in_line (snapshot, iter, (int) place->start, (int) place->end, color);
        }
    }
  while (first < self->places->len && pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

/* The one the reader is at is stronger, and framed for those who see no tints. */
void
ponder_text_marks_draw (const PonderTextMarks *self,
                        GtkSnapshot           *snapshot,
                        PangoLayout           *layout,
                        const GdkRGBA         *color)
{
  GdkRGBA tint = *color;
  const PonderFound *place;

  if (self->places == NULL)
    return;

  tint.alpha *= ALPHA;
  draw_places (self, snapshot, layout, &tint);
  if (self->current < 0 || (guint) self->current >= self->places->len)
    return;

  tint.alpha = color->alpha * CURRENT_ALPHA;
  place = &g_array_index (self->places, PonderFound, self->current);
  ponder_text_shape_fill (snapshot, layout, (guint) place->start, (guint) place->end, &tint);
  ponder_text_shape_outline (snapshot, layout, (guint) place->start, (guint) place->end, color);
}
