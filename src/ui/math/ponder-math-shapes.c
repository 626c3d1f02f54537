/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signs that grow with a formula: delimiters, radicals, braces, arrows. */

#include "config.h"

#include "ponder-math-shapes.h"

#define STEM 1.25
#define HEAD_LENGTH 0.28
#define HEAD_RISE 0.17

static void
stroke (cairo_t *cairo,
        double   line)
{
  cairo_set_line_width (cairo, line);
  cairo_stroke (cairo);
}

static void
mirror (cairo_t *cairo,
        double   width)
{
  cairo_translate (cairo, width, 0);
  cairo_scale (cairo, -1, 1);
}

static void
upend (cairo_t *cairo,
       double   height)
{
  cairo_translate (cairo, 0, height);
  cairo_scale (cairo, 1, -1);
}

/* A crescent: thin at its ends, with a straight back when it is long. */
static void
draw_parenthesis (cairo_t *cairo,
                  double   width,
                  double   height,
                  double   em,
                  double   line)
{
  double thick = line * 1.9;
  double thin = line * 0.5;
  double back = line * 0.5;
  double bend = MIN (height / 2, em * 1.2);
  double inner = back + thick;

  cairo_move_to (cairo, width, 0);
  cairo_curve_to (cairo, width * 0.45, bend * 0.28, back, bend * 0.62, back, bend);
  cairo_line_to (cairo, back, height - bend);
  cairo_curve_to (cairo, back, height - bend * 0.62, width * 0.45, height - bend * 0.28, width, height);
  cairo_line_to (cairo, width, height - thin);
  cairo_curve_to (cairo, width * 0.45 + thick * 0.7, height - bend * 0.32, inner, height - bend * 0.62,
                  inner, height - bend);
  cairo_line_to (cairo, inner, bend);
  cairo_curve_to (cairo, inner, bend * 0.62, width * 0.45 + thick * 0.7, bend * 0.32, width, thin);
  cairo_close_path (cairo);
  cairo_fill (cairo);
}

static void
draw_bracket (cairo_t *cairo,
              double   width,
              double   height,
              double   line,
              gboolean top,
              gboolean bottom)
{
  double stem = line * STEM;
  double x = width * 0.22;

  cairo_rectangle (cairo, x, 0, stem, height);
  if (top)
    cairo_rectangle (cairo, x, 0, width - x, line);
  if (bottom)
    cairo_rectangle (cairo, x, height - line, width - x, line);
  cairo_fill (cairo);
}

/* One half, from the end to the tip in the middle; swells between the two. */
static void
add_half_brace (cairo_t *cairo,
                double   width,
                double   half,
                double   em,
                double   line)
{
  double thick = line * 1.7;
  double left = (width - thick) / 2;
  double right = left + thick;
  double bend = MIN (half / 2, em * 0.55);

  cairo_move_to (cairo, width, 0);
  cairo_curve_to (cairo, left + width * 0.12, 0, left, bend * 0.45, left, bend);
  cairo_line_to (cairo, left, half - bend);
  cairo_curve_to (cairo, left, half - bend * 0.35, left - width * 0.14, half - line * 0.25, 0, half);
  cairo_line_to (cairo, line * 0.6, half);
  cairo_curve_to (cairo, right - width * 0.05, half - line * 0.1, right, half - bend * 0.45, right, half - bend);
  cairo_line_to (cairo, right, bend);
  cairo_curve_to (cairo, right, bend * 0.5, right + width * 0.05, line * 0.8, width, line * 0.6);
  cairo_close_path (cairo);
}

static void
draw_brace (cairo_t *cairo,
            double   width,
            double   height,
            double   em,
            double   line)
{
  add_half_brace (cairo, width, height / 2, em, line);
  upend (cairo, height);
  add_half_brace (cairo, width, height / 2, em, line);
  cairo_fill (cairo);
}

static void
draw_angle (cairo_t *cairo,
            double   width,
            double   height,
            double   line)
{
  cairo_set_line_join (cairo, CAIRO_LINE_JOIN_MITER);
  cairo_move_to (cairo, width - line, line / 2);
  cairo_line_to (cairo, line * 1.5, height / 2);
  cairo_line_to (cairo, width - line, height - line / 2);
  stroke (cairo, line * 1.1);
}

static void
draw_bars (cairo_t *cairo,
           double   width,
           double   height,
           double   line,
           gboolean twice)
{
  double stem = line * STEM;

  if (twice)
    {
      cairo_rectangle (cairo, width * 0.27 - stem / 2, 0, stem, height);
      cairo_rectangle (cairo, width * 0.73 - stem / 2, 0, stem, height);
    }
  else
    {
      cairo_rectangle (cairo, (width - stem) / 2, 0, stem, height);
    }
  cairo_fill (cairo);
}

/* The tick keeps its size, the long stroke grows. */
static void
draw_radical (cairo_t *cairo,
              double   width,
              double   height,
              double   em,
              double   line)
{
  double foot = width * 0.42;
  double tick = MIN (height * 0.55, em * 0.52);

  cairo_set_line_join (cairo, CAIRO_LINE_JOIN_MITER);
  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_BUTT);
  /* The thick stroke is a wedge with the two thin ones at its ends. */
  cairo_move_to (cairo, 0, height - tick + width * 0.1);
  cairo_line_to (cairo, width * 0.2, height - tick);
  cairo_line_to (cairo, foot + line * 0.4, height - line * 2.6);
  cairo_line_to (cairo, width - line * 0.9, 0);
  cairo_line_to (cairo, width + line * 0.1, 0);
  cairo_line_to (cairo, width + line * 0.1, line * 0.4);
  cairo_line_to (cairo, foot + line * 0.5, height);
  cairo_line_to (cairo, foot - line * 0.5, height);
  cairo_line_to (cairo, width * 0.2 - line * 0.9, height - tick + line * 1.2);
  cairo_line_to (cairo, line * 0.4, height - tick + width * 0.1 + line * 0.8);
  cairo_close_path (cairo);
  cairo_fill (cairo);
}

/* Two barbs that curve into the tip at (x, y), which points to the right. */
static void
add_head (cairo_t *cairo,
          double   x,
          double   y,
          double   em)
{
  double length = em * HEAD_LENGTH;
  double rise = em * HEAD_RISE;

  cairo_move_to (cairo, x - length, y - rise);
  cairo_curve_to (cairo, x - length * 0.7, y - rise * 0.45, x - length * 0.3, y - rise * 0.1, x, y);
  cairo_curve_to (cairo, x - length * 0.3, y + rise * 0.1, x - length * 0.7, y + rise * 0.45, x - length, y + rise);
}

static void
draw_arrow (cairo_t *cairo,
            double   width,
            double   height,
            double   em,
            double   line)
{
  double y = height / 2;

  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_ROUND);
  cairo_move_to (cairo, line / 2, y);
  cairo_line_to (cairo, width - line / 2, y);
  add_head (cairo, width - line / 2, y, MIN (em, height / (2 * HEAD_RISE)));
  stroke (cairo, line);
}

static void
draw_double_arrow (cairo_t *cairo,
                   double   width,
                   double   height,
                   double   em,
                   double   line)
{
  double y = height / 2;
  double apart = em * 0.09;

  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_ROUND);
  cairo_move_to (cairo, line / 2, y - apart);
  cairo_line_to (cairo, width - em * 0.14, y - apart);
  cairo_move_to (cairo, line / 2, y + apart);
  cairo_line_to (cairo, width - em * 0.14, y + apart);
  add_head (cairo, width - line / 2, y, MIN (em * 1.3, height / (2 * HEAD_RISE)));
  stroke (cairo, line);
}

static void
draw_two_heads (cairo_t *cairo,
                double   width,
                double   height,
                double   em,
                double   line)
{
  cairo_save (cairo);
  draw_arrow (cairo, width, height, em, line);
  mirror (cairo, width);
  draw_arrow (cairo, width, height, em, line);
  cairo_restore (cairo);
}

static void
draw_mapping (cairo_t *cairo,
              double   width,
              double   height,
              double   em,
              double   line)
{
  draw_arrow (cairo, width, height, em, line);
  cairo_move_to (cairo, line / 2, height / 2 - em * 0.14);
  cairo_line_to (cairo, line / 2, height / 2 + em * 0.14);
  stroke (cairo, line);
}

static void
draw_hat (cairo_t *cairo,
          double   width,
          double   height,
          double   line)
{
  cairo_move_to (cairo, 0, height - line * 0.4);
  cairo_line_to (cairo, width / 2, 0);
  cairo_line_to (cairo, width, height - line * 0.4);
  cairo_line_to (cairo, width - line * 0.2, height);
  cairo_line_to (cairo, width / 2, line * 1.5);
  cairo_line_to (cairo, line * 0.2, height);
  cairo_close_path (cairo);
  cairo_fill (cairo);
}

static void
draw_wave (cairo_t *cairo,
           double   width,
           double   height,
           double   line)
{
  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_ROUND);
  cairo_move_to (cairo, line / 2, height * 0.8);
  cairo_curve_to (cairo, width * 0.25, -height * 0.55, width * 0.65, height * 1.55, width - line / 2, height * 0.2);
  stroke (cairo, line * 1.1);
}

static void
draw_diagonal (cairo_t *cairo,
               double   width,
               double   height,
               double   line)
{
  cairo_move_to (cairo, line / 2, height);
  cairo_line_to (cairo, width - line / 2, 0);
  stroke (cairo, line * 1.1);
}

/* What lies on its side becomes what stands, and the other way round. */
static void
turn (cairo_t *cairo,
      double   height)
{
  cairo_translate (cairo, 0, height);
  cairo_rotate (cairo, -G_PI / 2);
}

/* Those that look to the right are mirrored. */
static gboolean
is_closing (gunichar *shape)
{
  static const gunichar pairs[][2] = {
    { ')', '(' }, { ']', '[' }, { '}', '{' }, { 0x27e9, 0x27e8 }, { 0x230b, 0x230a }, { 0x2309, 0x2308 },
    { 0x27ef, 0x27ee }, { 0x27e7, 0x27e6 }, { 0x231d, 0x231c }, { 0x231f, 0x231e }, { '\\', '/' }, { 0x2190, 0x2192 },
    { 0x21d0, 0x21d2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      if (pairs[i][0] != *shape)
        continue;
      *shape = pairs[i][1];
      return TRUE;
    }
  return FALSE;
}

/* FALSE when it is not one of them. */
static gboolean
draw_upright_arrow (cairo_t *cairo,
                    gunichar shape,
                    double   width,
                    double   height,
                    double   em,
                    double   line)
{
  gboolean twice = shape >= 0x21d1 && shape <= 0x21d5;

  if ((shape < 0x2191 || shape > 0x2195) && !twice)
    return FALSE;

  turn (cairo, height);
  if (shape == 0x2193 || shape == 0x21d3)
    mirror (cairo, height);
  if (shape == 0x2195 || shape == 0x21d5)
    draw_two_heads (cairo, height, width, em, line);
  else if (twice)
    draw_double_arrow (cairo, height, width, em, line);
  else
    draw_arrow (cairo, height, width, em, line);
  return TRUE;
}

static void
draw_standing (cairo_t *cairo,
               gunichar shape,
               double   width,
               double   height,
               double   em,
               double   line)
{
  switch (shape)
    {
    case '(':
    case 0x27ee:
      draw_parenthesis (cairo, width, height, em, line);
      break;
    case '{':
      draw_brace (cairo, width, height, em, line);
      break;
    case 0x27e6:
      draw_bracket (cairo, width, height, line, TRUE, TRUE);
      cairo_rectangle (cairo, width * 0.22 + 3 * line, 0, line * STEM, height);
      cairo_fill (cairo);
      break;
    case '[':
    case 0x2308:
    case 0x230a:
    case 0x231c:
    case 0x231e:
      draw_bracket (cairo, width, height, line, shape != 0x230a && shape != 0x231e,
                    shape != 0x2308 && shape != 0x231c);
      break;
    case 0x27e8:
      draw_angle (cairo, width, height, line);
      break;
    case '|':
    case 0x2016:
      draw_bars (cairo, width, height, line, shape == 0x2016);
      break;
    case PONDER_MATH_SHAPE_RADICAL:
      draw_radical (cairo, width, height, em, line);
      break;
    default:
      if (!draw_upright_arrow (cairo, shape, width, height, em, line))
        draw_diagonal (cairo, width, height, line);
      break;
    }
}

/* FALSE when it is not one of them. */
static gboolean
draw_lying (cairo_t *cairo,
            gunichar shape,
            double   width,
            double   height,
            double   em,
            double   line)
{
  switch (shape)
    {
    case 0x2192:
      draw_arrow (cairo, width, height, em, line);
      return TRUE;
    case 0x2194:
      draw_two_heads (cairo, width, height, em, line);
      return TRUE;
    case 0x21d2:
      draw_double_arrow (cairo, width, height, em, line);
      return TRUE;
    case 0x21a6:
      draw_mapping (cairo, width, height, em, line);
      return TRUE;
    case 0x2c6:
      draw_hat (cairo, width, height, line);
      return TRUE;
    case 0x2dc:
      draw_wave (cairo, width, height, line);
      return TRUE;
    case 0x23de:
      upend (cairo, height);
      G_GNUC_FALLTHROUGH;
    case 0x23df:
      turn (cairo, height);
      draw_brace (cairo, height, width, em, line);
      return TRUE;
    default:
      return FALSE;
    }
}

double
ponder_math_shapes_get_width (gunichar shape,
                              double   height,
                              double   em)
{
  switch (shape)
    {
    case '(':
    case ')':
      return em * CLAMP (0.28 + 0.08 * height / em, 0.36, 0.72);
    case '{':
    case '}':
      return em * CLAMP (0.42 + 0.06 * height / em, 0.5, 0.75);
    case 0x27e8:
    case 0x27e9:
      return em * CLAMP (0.24 + 0.12 * height / em, 0.36, 0.8);
    case '|':
      return em * 0.3;
    case 0x2016:
      return em * 0.5;
    case '/':
    case '\\':
      return em * CLAMP (0.4 * height / em, 0.5, 1.4);
    default:
      return em * 0.46;
    }
}

void
ponder_math_shapes_draw (cairo_t *cairo,
                         gunichar shape,
                         double   width,
                         double   height,
                         double   em,
                         double   line)
{
  cairo_save (cairo);
  if (is_closing (&shape))
    mirror (cairo, width);
  if (!draw_lying (cairo, shape, width, height, em, line))
    draw_standing (cairo, shape, width, height, em, line);
  cairo_restore (cairo);
}
