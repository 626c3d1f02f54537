/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays out fractions, radicals, accents and what stands in delimiters. */

#include "config.h"

#include "ponder-math-layout-private.h"
#include "ponder-math-shapes.h"

/* In em of fonts whose x is as high as Knuth's. */
#define NUMERATOR_DISPLAY 0.677
#define NUMERATOR_TEXT 0.394
#define NUMERATOR_BARE 0.444
#define DENOMINATOR_DISPLAY 0.686
#define DENOMINATOR_TEXT 0.345
/* In em. */
#define FRACTION_SIDE 0.12
#define NOTHING 0.12
#define RADICAL_WIDTH 0.72
#define DEGREE_RAISE 0.55
#define BRACE_HEIGHT 0.44
#define BRACE_GAP 0.1
#define GRID_GAP 0.1
#define WIDE_ACCENT_HEIGHT 0.22
#define WIDE_ACCENT_GAP 0.08
#define ARROW_HEIGHT 0.34
#define VECTOR_WIDTH 0.5
#define VECTOR_RISE 0.13
#define BAR_WIDTH 0.48

/* A delimiter may be this much lower than what is in it, and by this many em. */
#define DELIMITER_FACTOR 0.901
#define DELIMITER_SHORTFALL 0.5

static gboolean
is_display (PonderMathPen pen)
{
  return pen.style == PONDER_TEX_DISPLAY_STYLE;
}

/* A grid keeps some distance from what is around it. */
static void
append_part (PonderMathPen    pen,
             PonderMathBox   *box,
             PonderMathBox   *part,
             const PonderTex *tex)
{
  double gap = tex->kind == PONDER_TEX_GRID ? GRID_GAP * ponder_math_pen_get_em (pen) : 0;

  box->width += gap;
  ponder_math_box_append (box, part, 0);
  box->width += gap;
}

static PonderMathBox *
center_on_axis (PonderMathPen  pen,
                PonderMathBox *inside)
{
  PonderMathBox *box = ponder_math_box_new (PONDER_MATH_BOX_LIST);
  double y = (inside->height - inside->depth) / 2 - ponder_math_pen_get_axis (pen);

  ponder_math_box_append (box, inside, y);
  return box;
}

PonderMathBox *
ponder_math_layout_delimiter (PonderMathPen pen,
                              gunichar      symbol,
                              double        height)
{
  double em = ponder_math_pen_get_em (pen);
  PonderMathGlyph glyph;

  if (symbol == 0)
    return ponder_math_box_new_space (NOTHING * em);
  if (ponder_math_face_find_tall (pen.face, pen.style, symbol, height * 0.97, &glyph))
    return center_on_axis (pen, ponder_math_box_new_glyph (&glyph));
  return center_on_axis (pen, ponder_math_box_new_shape (symbol, ponder_math_shapes_get_width (symbol, height, em),
                                                         height, em, ponder_math_pen_get_rule (pen)));
}

double
ponder_math_layout_get_fence_height (PonderMathPen        pen,
                                     const PonderMathBox *box)
{
  double axis = ponder_math_pen_get_axis (pen);
  double half = MAX (box->height - axis, box->depth + axis);

  return MAX (2 * half * DELIMITER_FACTOR, 2 * half - DELIMITER_SHORTFALL * ponder_math_pen_get_em (pen));
}

PonderMathBox *
ponder_math_layout_fence (PonderMathPen    pen,
                          const PonderTex *tex)
{
  PonderMathBox *box = ponder_math_box_new (PONDER_MATH_BOX_LIST);
  g_autoptr(GPtrArray) parts = g_ptr_array_new ();
  const char *middle = tex->text;
  double height = 0;

  for (guint i = 0; i < tex->children->len; i++)
    {
      PonderMathBox *part = ponder_math_layout_node (pen, ponder_tex_get (tex, i));

      height = MAX (height, ponder_math_layout_get_fence_height (pen, part));
      g_ptr_array_add (parts, part);
    }
  ponder_math_box_append (box, ponder_math_layout_delimiter (pen, tex->symbol, height), 0);
  for (guint i = 0; i < parts->len; i++)
    {
      if (i > 0)
        {
          ponder_math_box_append (box, ponder_math_layout_delimiter (pen, g_utf8_get_char (middle), height), 0);
          middle = g_utf8_next_char (middle);
        }
      append_part (pen, box, g_ptr_array_index (parts, i), ponder_tex_get (tex, i));
    }
  ponder_math_box_append (box, ponder_math_layout_delimiter (pen, tex->closing, height), 0);
  box->accent = box->width / 2;
  return box;
}

/* Rules 15b to 15d: how far the numerator is raised and the denominator lowered. */
static void
find_shifts (PonderMathPen        pen,
             const PonderMathBox *numerator,
             const PonderMathBox *denominator,
             gboolean             bare,
             double              *up,
             double              *down)
{
  double rule = ponder_math_pen_get_rule (pen);
  double axis = ponder_math_pen_get_axis (pen);
  double clearance = is_display (pen) ? 3 * rule : rule * 1.2;
  double gap;

  *up = ponder_math_pen_scale (pen, is_display (pen) ? NUMERATOR_DISPLAY : bare ? NUMERATOR_BARE : NUMERATOR_TEXT);
  *down = ponder_math_pen_scale (pen, is_display (pen) ? DENOMINATOR_DISPLAY : DENOMINATOR_TEXT);
  if (!bare)
    {
      *up = MAX (*up, axis + rule / 2 + clearance + numerator->depth);
      *down = MAX (*down, clearance + rule / 2 - axis + denominator->height);
      return;
    }
  gap = (*up - numerator->depth) - (denominator->height - *down);
  clearance = is_display (pen) ? 7 * rule : 3 * rule;
  if (gap < clearance)
    {
      *up += (clearance - gap) / 2;
      *down += (clearance - gap) / 2;
    }
}

static PonderMathBox *
surround (PonderMathPen    pen,
          const PonderTex *tex,
          PonderMathBox   *inside)
{
  PonderMathBox *box = ponder_math_box_new (PONDER_MATH_BOX_LIST);
  double height = is_display (pen) ? 2.39 : 1.2;

  height = MAX (height * ponder_math_pen_get_em (pen), ponder_math_layout_get_fence_height (pen, inside));
  ponder_math_box_append (box, ponder_math_layout_delimiter (pen, tex->symbol, height), 0);
  ponder_math_box_append (box, inside, 0);
  ponder_math_box_append (box, ponder_math_layout_delimiter (pen, tex->closing, height), 0);
  return box;
}

PonderMathBox *
ponder_math_layout_fraction (PonderMathPen    outer,
                             const PonderTex *tex)
{
  PonderMathPen pen = ponder_math_pen_with_style (outer, tex->style);
  PonderMathPen part = ponder_math_pen_for_fraction (pen);
  PonderMathBox *numerator = ponder_math_layout_node (part, ponder_tex_get (tex, 0));
  PonderMathBox *denominator = ponder_math_layout_node (ponder_math_pen_cramp (part), ponder_tex_get (tex, 1));
  gboolean bare = (tex->flags & PONDER_TEX_BARE) != 0;
  double em = ponder_math_pen_get_em (pen);
  double side = tex->symbol != 0 ? 0 : FRACTION_SIDE * em;
  double width = MAX (numerator->width, denominator->width);
  double rule = ponder_math_pen_get_rule (pen);
  PonderMathBox *box = ponder_math_box_new (PONDER_MATH_BOX_LIST);
  double up;
  double down;

  find_shifts (pen, numerator, denominator, bare, &up, &down);
  box->width = width + 2 * side;
  ponder_math_box_take (box, numerator, side + (width - numerator->width) / 2, -up);
  ponder_math_box_take (box, denominator, side + (width - denominator->width) / 2, down);
  if (!bare)
    ponder_math_box_take (box, ponder_math_box_new_rule (width, rule), side,
                          rule / 2 - ponder_math_pen_get_axis (pen));
  box->accent = box->width / 2;
  return tex->symbol != 0 ? surround (pen, tex, box) : box;
}

/* Rule 11 */
PonderMathBox *
ponder_math_layout_radical (PonderMathPen    pen,
                            const PonderTex *tex)
{
  PonderMathBox *inside = ponder_math_layout_node (ponder_math_pen_cramp (pen), ponder_tex_get (tex, 0));
  const PonderTex *degree = ponder_tex_get (tex, 1);
  double em = ponder_math_pen_get_em (pen);
  double rule = ponder_math_pen_get_rule (pen);
  double gap = rule + (is_display (pen) ? ponder_math_pen_get_x_height (pen) : rule) / 4;
  double inner_height = MAX (inside->height, ponder_math_pen_get_x_height (pen));
  double depth = MAX (inside->depth, 0.06 * em);
  double height = inner_height + depth + gap + rule;
  double sign_width = RADICAL_WIDTH * em;
  PonderMathBox *box = ponder_math_box_new (PONDER_MATH_BOX_LIST);

  if (degree != NULL)
    {
      PonderMathPen small = ponder_math_pen_with_style (pen, PONDER_TEX_SCRIPT_SCRIPT_STYLE);
      PonderMathBox *number = ponder_math_layout_node (small, degree);
      double overlap = sign_width * 0.5;

      box->width = MAX (0, number->width - overlap);
      ponder_math_box_take (box, number, MAX (0, overlap - number->width),
                            depth - DEGREE_RAISE * height - number->depth);
    }
  ponder_math_box_append (box, ponder_math_box_new_shape (PONDER_MATH_SHAPE_RADICAL, sign_width, height, em, rule),
                          depth);
  ponder_math_box_take (box, ponder_math_box_new_rule (inside->width + 0.08 * em, rule), box->width,
                        -(inner_height + gap));
  ponder_math_box_append (box, inside, 0);
  box->width += 0.08 * em;
  box->accent = box->width / 2;
  return box;
}

static PonderMathBox *
create_mark (PonderMathPen    pen,
             const PonderTex *tex,
             double           width)
{
  double em = ponder_math_pen_get_em (pen);
  double rule = ponder_math_pen_get_rule (pen);

  switch (tex->symbol)
    {
    case 0x203e:
      return ponder_math_box_new_rule (width, rule);
    case 0x23de:
    case 0x23df:
      return ponder_math_box_new_shape (tex->symbol, MAX (width, em), BRACE_HEIGHT * em, em, rule);
    case 0x2190:
    case 0x2192:
    case 0x2194:
      return ponder_math_box_new_shape (tex->symbol, MAX (width, em * 0.6), ARROW_HEIGHT * em, em, rule);
    default:
      return ponder_math_box_new_shape (tex->symbol, MAX (width, em * 0.5), WIDE_ACCENT_HEIGHT * em, em, rule);
    }
}

/* Rules 9 and 10, braces and wide accents: as wide as what is in it, at a distance. */
static PonderMathBox *
layout_wide (PonderMathPen    pen,
             const PonderTex *tex)
{
  gboolean below = (tex->flags & PONDER_TEX_BELOW) != 0;
  PonderMathBox *inside = ponder_math_layout_node (below ? pen : ponder_math_pen_cramp (pen), ponder_tex_get (tex, 0));
  double em = ponder_math_pen_get_em (pen);
  double rule = ponder_math_pen_get_rule (pen);
  gboolean line = tex->symbol == 0x203e;
  gboolean brace = (tex->flags & PONDER_TEX_STACKED) != 0;
  double gap = line ? 3 * rule : (brace ? BRACE_GAP : WIDE_ACCENT_GAP) * em;
  PonderMathBox *mark = create_mark (pen, tex, inside->width);
  PonderMathBox *box = ponder_math_box_new (PONDER_MATH_BOX_LIST);
  double mark_x;

  box->width = MAX (inside->width, mark->width);
  mark_x = (box->width - mark->width) / 2;
  if (below)
    ponder_math_box_take (box, mark, mark_x, inside->depth + gap + mark->height);
  else
    ponder_math_box_take (box, mark, mark_x, -(MAX (inside->height, ponder_math_pen_get_x_height (pen)) + gap));
  ponder_math_box_take (box, inside, (box->width - inside->width) / 2, 0);
  if (line && below)
    box->depth += rule;
  else if (line)
    box->height += rule;
  box->accent = box->width / 2;
  return box;
}

/* The signs of a font stand where an x ends. */
static PonderMathBox *
create_accent (PonderMathPen    pen,
               const PonderTex *tex,
               double           width,
               double          *middle,
               double          *rise)
{
  double em = ponder_math_pen_get_em (pen);
  double rule = ponder_math_pen_get_rule (pen);
  PonderMathGlyph glyph;
  PonderMathBox *mark;

  *rise = 0.1 * em;
  if (tex->symbol == 0x2192)
    {
      mark = ponder_math_box_new_shape (tex->symbol, VECTOR_WIDTH * em, 0.22 * em, em * 0.8, rule * 0.9);
      *rise = VECTOR_RISE * em;
      *middle = mark->width / 2 - 0.02 * em;
      return mark;
    }
  if (tex->symbol == 0xaf)
    {
      mark = ponder_math_box_new_rule (CLAMP (width * 0.8, 0.3 * em, BAR_WIDTH * em), rule);
      *rise = 0.14 * em;
      *middle = mark->width / 2;
      return mark;
    }
  if (ponder_math_face_find (pen.face, pen.style, tex->symbol, PONDER_TEX_ROMAN, &glyph))
    {
      mark = ponder_math_box_new_glyph (&glyph);
      *middle = (glyph.left + glyph.right) / 2;
      *rise = CLAMP (glyph.bottom - ponder_math_pen_get_x_height (pen), 0.08 * em, 0.2 * em) - glyph.bottom;
      return mark;
    }
  mark = ponder_math_layout_letter (pen, tex->symbol, PONDER_TEX_ROMAN);
  *middle = mark->width / 2;
  *rise = -ponder_math_pen_get_x_height (pen);
  return mark;
}

/* i and j lose their dots below an accent. */
static PonderMathBox *
layout_accented (PonderMathPen    pen,
                 const PonderTex *tex)
{
  PonderMathBox *box;

  while (tex->kind == PONDER_TEX_ROW && tex->children != NULL && tex->children->len == 1)
    tex = ponder_tex_get (tex, 0);
  if (tex->kind == PONDER_TEX_SYMBOL && (tex->symbol == 'i' || tex->symbol == 'j'))
    return ponder_math_layout_letter (pen, tex->symbol == 'i' ? 0x131 : 0x237, tex->face);
  box = ponder_math_layout_node (pen, tex);
  if (box->accent <= 0)
    box->accent = box->width / 2;
  return box;
}

/* Rule 12 */
PonderMathBox *
ponder_math_layout_accent (PonderMathPen    pen,
                           const PonderTex *tex)
{
  PonderMathBox *inside;
  PonderMathBox *mark;
  PonderMathBox *box;
  double middle;
  double rise;

  if ((tex->flags & PONDER_TEX_STRETCHES) != 0)
    return layout_wide (pen, tex);

  inside = layout_accented (ponder_math_pen_cramp (pen), ponder_tex_get (tex, 0));
  mark = create_accent (pen, tex, inside->width, &middle, &rise);
  box = ponder_math_box_new (PONDER_MATH_BOX_LIST);
  box->width = inside->width;
  box->italic = inside->italic;
  box->accent = inside->accent;
  box->letter = inside->letter;
  ponder_math_box_take (box, mark, inside->accent - middle, -(inside->height + rise));
  ponder_math_box_take (box, inside, 0, 0);
  return box;
}
