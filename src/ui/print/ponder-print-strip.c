/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A piece of paper as wide as the text, that is on one page or on another. */

#include "config.h"

#include "ponder-print-strip.h"

#define BAR_WIDTH  1.5
#define BAR_GREY   0.75
#define RULE_GREY  0.6
#define RULE_WIDTH 0.5
#define SHADE_GREY 0.95

typedef struct
{
  PangoLayoutLine *line;
  double           x;
} Piece;

static void
clear_piece (gpointer data)
{
  pango_layout_line_unref (((Piece *) data)->line);
}

PonderPrintStrip *
ponder_print_strip_new (double                x,
                        double                width,
                        PonderPrintStripFlags flags)
{
  PonderPrintStrip *self = g_new0 (PonderPrintStrip, 1);

  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  g_array_set_clear_func (self->pieces, clear_piece);
  self->x = x;
  self->width = width;
  self->flags = flags;
  return self;
}

void
ponder_print_strip_free (PonderPrintStrip *self)
{
  g_array_unref (self->pieces);
  g_free (self);
}

void
ponder_print_strip_add (PonderPrintStrip *self,
                        PangoLayoutLine  *line,
                        double            x,
                        double            ascent,
                        double            height)
{
  Piece piece = { pango_layout_line_ref (line), x };
  double below = MAX (self->height - self->ascent, height - ascent);

  g_array_append_val (self->pieces, piece);
  self->ascent = MAX (self->ascent, ascent);
  self->height = self->ascent + below;
}

void
ponder_print_strip_add_pieces (PonderPrintStrip *self,
                               PonderPrintStrip *other)
{
  for (guint i = 0; i < other->pieces->len; i++)
    {
      Piece *piece = &g_array_index (other->pieces, Piece, i);

      ponder_print_strip_add (self, piece->line, piece->x, other->ascent, other->height);
    }
}

static void
draw_rule (PonderPrintStrip *self,
           cairo_t          *cr,
           double            y)
{
  cairo_set_source_rgb (cr, RULE_GREY, RULE_GREY, RULE_GREY);
  cairo_rectangle (cr, self->x, y - RULE_WIDTH / 2, self->width, RULE_WIDTH);
  cairo_fill (cr);
}

static void
draw_bars (PonderPrintStrip *self,
           cairo_t          *cr,
           double            y,
           double            gap,
           double            bar_end)
{
  cairo_set_source_rgb (cr, BAR_GREY, BAR_GREY, BAR_GREY);
  for (guint i = 0; i < self->quote_depth; i++)
    {
      double top = i < self->joined_depth ? y - gap : y;
      double x = i * PONDER_PRINT_QUOTE_STEP;

      cairo_rectangle (cr, bar_end > 0 ? bar_end - x - BAR_WIDTH : x, top, BAR_WIDTH, y + self->height - top);
    }
  cairo_fill (cr);
}

void
ponder_print_strip_draw (PonderPrintStrip *self,
                         cairo_t          *cr,
                         double            y,
                         gboolean          begins_page,
                         double            bar_end)
{
  if ((self->flags & PONDER_PRINT_SHADED) != 0)
    {
      cairo_set_source_rgb (cr, SHADE_GREY, SHADE_GREY, SHADE_GREY);
      cairo_rectangle (cr, self->x, y, self->width, self->height);
      cairo_fill (cr);
    }
  draw_bars (self, cr, y, begins_page ? 0 : self->gap, bar_end);
  if ((self->flags & PONDER_PRINT_RULE) != 0)
    draw_rule (self, cr, y + self->height / 2);
  if ((self->flags & PONDER_PRINT_RULE_BELOW) != 0)
    draw_rule (self, cr, y + self->height);

  cairo_set_source_rgb (cr, 0, 0, 0);
  for (guint i = 0; i < self->pieces->len; i++)
    {
      Piece *piece = &g_array_index (self->pieces, Piece, i);

      cairo_move_to (cr, piece->x, y + self->ascent);
      pango_cairo_show_layout_line (cr, piece->line);
    }
}

void
ponder_print_strip_add_layout (GPtrArray             *strips,
                               PangoLayout           *layout,
                               double                 x,
                               double                 width,
                               double                 spacing,
                               PonderPrintStripFlags  flags)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  int n_lines = pango_layout_get_line_count (layout);

  for (int i = 0; i < n_lines; i++)
    {
      PonderPrintStrip *strip = ponder_print_strip_new (x, width, flags);
      PangoRectangle logical;
      double height;
      double leading;

      pango_layout_iter_get_line_extents (iter, NULL, &logical);
      height = (double) logical.height / PANGO_SCALE;
      leading = height * (spacing - 1);
      ponder_print_strip_add (strip, pango_layout_iter_get_line_readonly (iter),
                              x + (double) logical.x / PANGO_SCALE,
                              (double) (pango_layout_iter_get_baseline (iter) - logical.y) / PANGO_SCALE + leading / 2,
                              height + leading);
      /* No line of several is alone on a page. */
      if (i < n_lines - 1 && (i == 0 || i == n_lines - 2))
        strip->flags |= PONDER_PRINT_KEEP;
      g_ptr_array_add (strips, strip);
      pango_layout_iter_next_line (iter);
    }
  pango_layout_iter_free (iter);
}
