/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boxes behind and around parts of a laid out text. */

#include "config.h"

#include "ponder-text-shape.h"

#define RADIUS 4
#define OVERHANG 2
#define LINE_WIDTH 2

/* The places on screen of bytes start..end, line by line. (element-type graphene_rect_t) (transfer full) */
static GArray *
find_rects (PangoLayout *layout,
            guint        start,
            guint        end,
            gboolean     full_lines)
{
  GArray *rects = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));
  PangoLayoutIter *iter = pango_layout_get_iter (layout);

  do
    {
      PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
      g_autofree int *ranges = NULL;
      PangoRectangle extents;
      int n_ranges;
      int top;
      int bottom;

      if ((guint) (line->start_index + line->length) <= start || (guint) line->start_index >= end)
        continue;

      pango_layout_iter_get_line_extents (iter, NULL, &extents);
      pango_layout_iter_get_line_yrange (iter, &top, &bottom);
      if (!full_lines)
        {
          top = extents.y;
          bottom = extents.y + extents.height;
        }
      pango_layout_line_get_x_ranges (line, (int) MAX (start, (guint) line->start_index),
                                      (int) MIN (end, (guint) (line->start_index + line->length)),
                                      &ranges, &n_ranges);
      for (int i = 0; i < n_ranges; i++)
        {
          graphene_rect_t rect;

          graphene_rect_init (&rect, ranges[2 * i] / (float) PANGO_SCALE, top / (float) PANGO_SCALE,
                              (ranges[2 * i + 1] - ranges[2 * i]) / (float) PANGO_SCALE,
                              (bottom - top) / (float) PANGO_SCALE);
          g_array_append_val (rects, rect);
        }
    }
  while (pango_layout_iter_next_line (iter));

  pango_layout_iter_free (iter);
  return rects;
}

static void
init_outline (GskRoundedRect        *outline,
              const graphene_rect_t *rect,
              float                  overhang_x,
              float                  overhang_y)
{
  graphene_rect_t box = *rect;

  graphene_rect_inset (&box, -overhang_x, -overhang_y);
  gsk_rounded_rect_init_from_rect (outline, &box, RADIUS);
}

void
ponder_text_shape_fill (GtkSnapshot   *snapshot,
                        PangoLayout   *layout,
                        guint          start,
                        guint          end,
                        const GdkRGBA *color)
{
  g_autoptr(GArray) rects = find_rects (layout, start, end, TRUE);

  for (guint i = 0; i < rects->len; i++)
    gtk_snapshot_append_color (snapshot, color, &g_array_index (rects, graphene_rect_t, i));
}

void
ponder_text_shape_fill_round (GtkSnapshot   *snapshot,
                              PangoLayout   *layout,
                              guint          start,
                              guint          end,
                              const GdkRGBA *color)
{
  g_autoptr(GArray) rects = find_rects (layout, start, end, FALSE);

  for (guint i = 0; i < rects->len; i++)
    {
      GskRoundedRect outline;

      init_outline (&outline, &g_array_index (rects, graphene_rect_t, i), OVERHANG, 0);
      gtk_snapshot_push_rounded_clip (snapshot, &outline);
      gtk_snapshot_append_color (snapshot, color, &outline.bounds);
      gtk_snapshot_pop (snapshot);
    }
}

void
ponder_text_shape_outline (GtkSnapshot   *snapshot,
                           PangoLayout   *layout,
                           guint          start,
                           guint          end,
                           const GdkRGBA *color)
{
  g_autoptr(GArray) rects = find_rects (layout, start, end, FALSE);
  const float widths[4] = { LINE_WIDTH, LINE_WIDTH, LINE_WIDTH, LINE_WIDTH };
  const GdkRGBA colors[4] = { *color, *color, *color, *color };

  for (guint i = 0; i < rects->len; i++)
    {
      GskRoundedRect outline;

      init_outline (&outline, &g_array_index (rects, graphene_rect_t, i), 2 * OVERHANG, 1);
      gtk_snapshot_append_border (snapshot, &outline, widths, colors);
    }
}

void
ponder_text_shape_fill_boxes (GtkSnapshot            *snapshot,
                              PangoLayout            *layout,
                              const PonderInlineText *text,
                              PonderSpanFlags         flags,
                              const GdkRGBA          *color)
{
  for (guint i = 0; i < text->styles->len; i++)
    {
      const PonderTextStyle *style = &g_array_index (text->styles, PonderTextStyle, i);

      if ((style->flags & flags) != 0)
        ponder_text_shape_fill_round (snapshot, layout, style->start, style->end, color);
    }
}

void
ponder_text_shape_find_word (PangoLayout *layout,
                             guint        byte,
                             guint       *start,
                             guint       *end)
{
  int n_attributes;
  const PangoLogAttr *attributes = pango_layout_get_log_attrs_readonly (layout, &n_attributes);
  const char *text = pango_layout_get_text (layout);
  int letter = g_utf8_pointer_to_offset (text, text + byte);
  int first;
  int last;

  for (first = letter; first > 0 && !attributes[first].is_word_start && !attributes[first].is_word_end; first--)
    continue;
  for (last = letter + 1; last < n_attributes - 1; last++)
    if (attributes[last].is_word_end || attributes[last].is_word_start)
      break;
  *start = g_utf8_offset_to_pointer (text, first) - text;
  *end = g_utf8_offset_to_pointer (text, MIN (last, n_attributes - 1)) - text;
}
