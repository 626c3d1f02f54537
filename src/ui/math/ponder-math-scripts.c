/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays out what is written at the corners of a formula's parts, and above and below them. */

#include "config.h"

#include "ponder-math-layout-private.h"

/* In em of fonts whose x is as high as Knuth's. */
#define SUPERSCRIPT_DISPLAY 0.413
#define SUPERSCRIPT_TEXT 0.363
#define SUPERSCRIPT_CRAMPED 0.289
#define SUBSCRIPT_ALONE 0.15
#define SUBSCRIPT_WITH 0.247
#define SUPERSCRIPT_DROP 0.386
#define SUBSCRIPT_DROP 0.05
#define SCRIPT_SPACE 0.05

#define LIMIT_GAP_ABOVE 0.16
#define LIMIT_GAP_BELOW 0.17
#define LIMIT_SHIFT_ABOVE 0.2
#define LIMIT_SHIFT_BELOW 0.6
#define ARROW_HEIGHT 0.4
#define ARROW_PADDING 0.35
#define ARROW_GAP 0.2
#define ARROW_MIN 1.75

static PonderMathBox *
layout_script (PonderMathPen    pen,
               const PonderTex *tex,
               gboolean         below)
{
  PonderMathPen small = ponder_math_pen_for_script (pen);

  if (tex == NULL)
    return NULL;
  return ponder_math_layout_node (below ? ponder_math_pen_cramp (small) : small, tex);
}

/* Rule 13a */
static PonderMathBox *
stack (PonderMathPen  pen,
       PonderMathBox *base,
       PonderMathBox *below,
       PonderMathBox *above)
{
  PonderMathBox *box = ponder_math_box_new (PONDER_MATH_BOX_LIST);
  double em = ponder_math_pen_get_em (pen);
  double lean = base->italic / 2;
  double width = base->width;

  width = MAX (width, below != NULL ? below->width : 0);
  width = MAX (width, above != NULL ? above->width : 0);
  box->width = width;
  ponder_math_box_take (box, base, (width - base->width) / 2, 0);
  if (above != NULL)
    {
      double gap = MAX (LIMIT_GAP_ABOVE * em, LIMIT_SHIFT_ABOVE * em - above->depth);

      ponder_math_box_take (box, above, (width - above->width) / 2 + lean, -(base->height + gap + above->depth));
    }
  if (below != NULL)
    {
      double gap = MAX (LIMIT_GAP_BELOW * em, LIMIT_SHIFT_BELOW * em - below->height);

      ponder_math_box_take (box, below, (width - below->width) / 2 - lean, base->depth + gap + below->height);
    }
  box->accent = width / 2;
  return box;
}

/* Rules 18c and 18e: how far a superscript is raised. */
static double
find_rise (PonderMathPen        pen,
           const PonderMathBox *base,
           const PonderMathBox *above)
{
  double rise = base->letter ? 0 : base->height
                - ponder_math_pen_scale (ponder_math_pen_for_script (pen), SUPERSCRIPT_DROP);
  double least = pen.cramped ? SUPERSCRIPT_CRAMPED
                 : pen.style == PONDER_TEX_DISPLAY_STYLE ? SUPERSCRIPT_DISPLAY : SUPERSCRIPT_TEXT;

  rise = MAX (rise, ponder_math_pen_scale (pen, least));
  return MAX (rise, above->depth + ponder_math_pen_get_x_height (pen) / 4);
}

/* Rules 18b and 18d */
static double
find_fall (PonderMathPen        pen,
           const PonderMathBox *base,
           const PonderMathBox *below,
           gboolean             alone)
{
  double fall = base->letter ? 0 : base->depth
                + ponder_math_pen_scale (ponder_math_pen_for_script (pen), SUBSCRIPT_DROP);

  fall = MAX (fall, ponder_math_pen_scale (pen, alone ? SUBSCRIPT_ALONE : SUBSCRIPT_WITH));
  return alone ? MAX (fall, below->height - ponder_math_pen_get_x_height (pen) * 0.8) : fall;
}

/* Rule 18e: two scripts keep a distance. */
static void
keep_apart (PonderMathPen        pen,
            const PonderMathBox *above,
            const PonderMathBox *below,
            double              *rise,
            double              *fall)
{
  double rule = ponder_math_pen_get_rule (pen);
  double gap = (*rise - above->depth) - (below->height - *fall);
  double lift;

  if (gap >= 4 * rule)
    return;
  *fall += 4 * rule - gap;
  lift = ponder_math_pen_get_x_height (pen) * 0.8 - (*rise - above->depth);
  if (lift > 0)
    {
      *rise += lift;
      *fall -= lift;
    }
}

static PonderMathBox *
attach (PonderMathPen  pen,
        PonderMathBox *base,
        PonderMathBox *below,
        PonderMathBox *above)
{
  PonderMathBox *box = ponder_math_box_new (PONDER_MATH_BOX_LIST);
  double space = SCRIPT_SPACE * ponder_math_pen_get_em (pen);
  /* A letter leans out of its width, the signs of integrals are as wide as their tops. */
  double right = base->width + (base->letter ? base->italic : 0);
  double inner = right - base->italic;
  double rise = above != NULL ? find_rise (pen, base, above) : 0;
  double fall = below != NULL ? find_fall (pen, base, below, above == NULL) : 0;

  if (above != NULL && below != NULL)
    keep_apart (pen, above, below, &rise, &fall);
  ponder_math_box_take (box, base, 0, 0);
  box->width = right;
  if (above != NULL)
    {
      box->width = MAX (box->width, right + above->width + space);
      ponder_math_box_take (box, above, right, -rise);
    }
  if (below != NULL)
    {
      box->width = MAX (above != NULL ? box->width : 0, inner + below->width + space);
      ponder_math_box_take (box, below, inner, fall);
    }
  box->accent = box->width / 2;
  return box;
}

PonderMathBox *
ponder_math_layout_scripts (PonderMathPen    pen,
                            const PonderTex *tex)
{
  gboolean stacked = (tex->flags & PONDER_TEX_STACKED) != 0
                     || ((tex->flags & PONDER_TEX_LIMITS) != 0 && pen.style == PONDER_TEX_DISPLAY_STYLE);
  PonderMathBox *base = ponder_math_layout_node (pen, ponder_tex_get (tex, 0));
  PonderMathBox *below = layout_script (pen, ponder_tex_get (tex, 1), TRUE);
  PonderMathBox *above = layout_script (pen, ponder_tex_get (tex, 2), FALSE);

  return stacked ? stack (pen, base, below, above) : attach (pen, base, below, above);
}

PonderMathBox *
ponder_math_layout_arrow (PonderMathPen    pen,
                          const PonderTex *tex)
{
  double em = ponder_math_pen_get_em (pen);
  double line = ponder_math_pen_get_rule (pen);
  double axis = ponder_math_pen_get_axis (pen);
  double height = ARROW_HEIGHT * em;
  PonderMathBox *below = layout_script (pen, ponder_tex_get (tex, 0), TRUE);
  PonderMathBox *above = layout_script (pen, ponder_tex_get (tex, 1), FALSE);
  double width = MAX (above != NULL ? above->width : 0, below != NULL ? below->width : 0) + 2 * ARROW_PADDING * em;
  PonderMathBox *box = ponder_math_box_new (PONDER_MATH_BOX_LIST);

  width = MAX (width, ARROW_MIN * em);
  box->width = width;
  ponder_math_box_take (box, ponder_math_box_new_shape (tex->symbol, width, height, em, line), 0, height / 2 - axis);
  if (above != NULL)
    ponder_math_box_take (box, above, (width - above->width) / 2, -(axis + ARROW_GAP * em + above->depth));
  if (below != NULL)
    ponder_math_box_take (box, below, (width - below->width) / 2, (ARROW_GAP + 0.06) * em - axis + below->height);
  return box;
}
