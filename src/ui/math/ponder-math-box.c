/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A piece of a laid out formula: its size around a line of text, and what is in it. */

#include "config.h"

#include "ponder-math-box.h"

#include <math.h>

#include "ponder-math-shapes.h"

PonderMathBox *
ponder_math_box_new (PonderMathBoxKind kind)
{
  PonderMathBox *self = g_new0 (PonderMathBox, 1);

  self->kind = kind;
  return self;
}

PonderMathBox *
ponder_math_box_new_glyph (const PonderMathGlyph *glyph)
{
  PonderMathBox *self = ponder_math_box_new (PONDER_MATH_BOX_GLYPH);

  self->font = g_object_ref (glyph->font);
  self->glyph = glyph->glyph;
  self->width = glyph->advance;
  self->italic = glyph->italic;
  self->accent = glyph->accent;
  self->height = glyph->top;
  self->depth = -glyph->bottom;
  self->letter = TRUE;
  return self;
}

PonderMathBox *
ponder_math_box_new_words (PangoLayout *layout)
{
  PonderMathBox *self = ponder_math_box_new (PONDER_MATH_BOX_WORDS);
  double baseline = pango_layout_get_baseline (layout) / (double) PANGO_SCALE;
  PangoRectangle ink;
  PangoRectangle logical;

  pango_layout_get_extents (layout, &ink, &logical);
  self->layout = g_object_ref (layout);
  self->width = logical.width / (double) PANGO_SCALE;
  self->accent = self->width / 2;
  self->height = baseline - ink.y / (double) PANGO_SCALE;
  self->depth = (ink.y + ink.height) / (double) PANGO_SCALE - baseline;
  return self;
}

PonderMathBox *
ponder_math_box_new_space (double width)
{
  PonderMathBox *self = ponder_math_box_new (PONDER_MATH_BOX_LIST);

  self->width = width;
  return self;
}

PonderMathBox *
ponder_math_box_new_rule (double width,
                          double thickness)
{
  PonderMathBox *self = ponder_math_box_new (PONDER_MATH_BOX_RULE);

  self->width = width;
  self->height = thickness;
  return self;
}

PonderMathBox *
ponder_math_box_new_shape (gunichar shape,
                           double   width,
                           double   height,
                           double   em,
                           double   line)
{
  PonderMathBox *self = ponder_math_box_new (PONDER_MATH_BOX_SHAPE);

  self->shape = shape;
  self->width = width;
  self->height = height;
  self->em = em;
  self->line = line;
  return self;
}

void
ponder_math_box_free (PonderMathBox *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->font);
  g_clear_object (&self->layout);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_free (self);
}

void
ponder_math_box_take (PonderMathBox *self,
                      PonderMathBox *child,
                      double         x,
                      double         y)
{
  if (self->children == NULL)
    {
      self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_math_box_free);
      self->height = child->height - y;
      self->depth = child->depth + y;
    }
  child->x = x;
  child->y = y;
  self->height = MAX (self->height, child->height - y);
  self->depth = MAX (self->depth, child->depth + y);
  g_ptr_array_add (self->children, child);
}

void
ponder_math_box_append (PonderMathBox *self,
                        PonderMathBox *child,
                        double         y)
{
  double x = self->width;

  ponder_math_box_take (self, child, x, y);
  self->width = x + child->width;
}

static void
draw_glyph (PonderMathBox *self,
            GtkSnapshot   *snapshot,
            double         x,
            double         y,
            const GdkRGBA *color)
{
  PangoGlyphInfo info = { self->glyph, { (int) (self->width * PANGO_SCALE), 0, 0 }, { 1 } };
  int cluster = 0;
  PangoGlyphString glyphs = { 1, &info, &cluster, 1 };
  g_autoptr(GskRenderNode) node = NULL;

  node = gsk_text_node_new (self->font, &glyphs, color, &GRAPHENE_POINT_INIT (x, y));
  if (node != NULL)
    gtk_snapshot_append_node (snapshot, node);
}

static void
draw_words (PonderMathBox *self,
            GtkSnapshot   *snapshot,
            double         x,
            double         y,
            const GdkRGBA *color)
{
  double baseline = pango_layout_get_baseline (self->layout) / (double) PANGO_SCALE;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y - baseline));
  gtk_snapshot_append_layout (snapshot, self->layout, color);
  gtk_snapshot_restore (snapshot);
}

/* Thin lines are sharp: they begin at a pixel and are whole ones. */
static void
draw_rule (PonderMathBox *self,
           GtkSnapshot   *snapshot,
           double         x,
           double         y,
           const GdkRGBA *color)
{
  double thickness = self->height + self->depth;
  gboolean lying = self->width > thickness;
  double width = lying ? self->width : MAX (1, round (self->width));
  double height = lying ? MAX (1, round (thickness)) : thickness;
  double left = lying ? x : round (x + (self->width - width) / 2);
  double top = lying ? round (y - self->height + (thickness - height) / 2) : y - self->height;

  gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT (left, top, width, height));
}

static void
draw_shape (PonderMathBox *self,
            GtkSnapshot   *snapshot,
            double         x,
            double         y,
            const GdkRGBA *color)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (x - 2, y - self->height - 2, self->width + 4,
                                               self->height + self->depth + 4);
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &bounds);

  gdk_cairo_set_source_rgba (cairo, color);
  cairo_translate (cairo, x, y - self->height);
  ponder_math_shapes_draw (cairo, self->shape, self->width, self->height + self->depth, self->em, self->line);
  cairo_destroy (cairo);
}

static void
draw_frame (PonderMathBox *self,
            GtkSnapshot   *snapshot,
            double         x,
            double         y,
            const GdkRGBA *color)
{
  float line = MAX (1, round (self->line));
  const float widths[4] = { line, line, line, line };
  const GdkRGBA colors[4] = { *color, *color, *color, *color };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline,
                                   &GRAPHENE_RECT_INIT (floor (x), floor (y - self->height), ceil (self->width),
                                                        ceil (self->height + self->depth)), 0);
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
}

void
ponder_math_box_draw (PonderMathBox *self,
                      GtkSnapshot   *snapshot,
                      double         x,
                      double         y,
                      const GdkRGBA *color)
{
  switch (self->kind)
    {
    case PONDER_MATH_BOX_LIST:
      break;
    case PONDER_MATH_BOX_GLYPH:
      draw_glyph (self, snapshot, x, y, color);
      break;
    case PONDER_MATH_BOX_WORDS:
      draw_words (self, snapshot, x, y, color);
      break;
    case PONDER_MATH_BOX_RULE:
      draw_rule (self, snapshot, x, y, color);
      break;
    case PONDER_MATH_BOX_SHAPE:
      draw_shape (self, snapshot, x, y, color);
      break;
    case PONDER_MATH_BOX_FRAME:
      draw_frame (self, snapshot, x, y, color);
      break;
    }
  for (guint i = 0; self->children != NULL && i < self->children->len; i++)
    {
      PonderMathBox *child = g_ptr_array_index (self->children, i);

      ponder_math_box_draw (child, snapshot, x + child->x, y + child->y, color);
    }
}
