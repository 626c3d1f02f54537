/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laying out a formula: what the files of the layout share. Numbers of rules are those of The TeXbook, appendix G. */

#pragma once

#include "ponder-math-layout.h"

G_BEGIN_DECLS

/* What a part is laid out with; given on by value. */
typedef struct
{
  PonderMathFace *face;
  PonderTexStyle  style;
  gboolean        cramped;      /* superscripts are lower: there is something above */
} PonderMathPen;

double         ponder_math_pen_get_em        (PonderMathPen    pen);
double         ponder_math_pen_get_axis      (PonderMathPen    pen);
double         ponder_math_pen_get_x_height  (PonderMathPen    pen);
double         ponder_math_pen_get_rule      (PonderMathPen    pen);
/* A length that belongs to fonts whose x is as high as Knuth's. */
double         ponder_math_pen_scale         (PonderMathPen    pen,
                                              double           length);
PonderMathPen  ponder_math_pen_cramp         (PonderMathPen    pen);
PonderMathPen  ponder_math_pen_for_script    (PonderMathPen    pen);
PonderMathPen  ponder_math_pen_for_fraction  (PonderMathPen    pen);
PonderMathPen  ponder_math_pen_with_style    (PonderMathPen    pen,
                                              PonderTexStyle   style);

/* All return a box that is the caller's. @tex may be NULL for nothing. */
PonderMathBox *ponder_math_layout_node       (PonderMathPen    pen,
                                              const PonderTex *tex);
/* @after: what the row continues has this class; -1 at its beginning. */
PonderMathBox *ponder_math_layout_row        (PonderMathPen    pen,
                                              const PonderTex *tex,
                                              int              after);
PonderMathBox *ponder_math_layout_letter     (PonderMathPen    pen,
                                              gunichar         symbol,
                                              PonderTexFace    face);
PonderMathBox *ponder_math_layout_scripts    (PonderMathPen    pen,
                                              const PonderTex *tex);
PonderMathBox *ponder_math_layout_arrow      (PonderMathPen    pen,
                                              const PonderTex *tex);
PonderMathBox *ponder_math_layout_fraction   (PonderMathPen    pen,
                                              const PonderTex *tex);
PonderMathBox *ponder_math_layout_radical    (PonderMathPen    pen,
                                              const PonderTex *tex);
PonderMathBox *ponder_math_layout_accent     (PonderMathPen    pen,
                                              const PonderTex *tex);
PonderMathBox *ponder_math_layout_fence      (PonderMathPen    pen,
                                              const PonderTex *tex);
PonderMathBox *ponder_math_layout_grid       (PonderMathPen    pen,
                                              const PonderTex *tex);
/* Centred on the axis, @height high in all. */
PonderMathBox *ponder_math_layout_delimiter  (PonderMathPen    pen,
                                              gunichar         symbol,
                                              double           height);
/* How high the delimiters around @box are. */
double         ponder_math_layout_get_fence_height (PonderMathPen        pen,
                                                    const PonderMathBox *box);

G_END_DECLS
