/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The letters of formulas: fonts in three sizes, and what has to be known of them. */

#pragma once

#include <pango/pango.h>

#include "ponder-tex.h"

G_BEGIN_DECLS

typedef struct _PonderMathFace PonderMathFace;

/* One letter; pixels from its origin on the line, up and to the right. */
typedef struct
{
  PangoFont  *font;     /* (unowned): the face's */
  PangoGlyph  glyph;
  double      advance;
  double      left;     /* of the ink */
  double      right;
  double      top;
  double      bottom;
  double      italic;   /* how far it leans out of its place */
  double      accent;   /* where an accent stands */
} PonderMathGlyph;

/* In the size, weight and resolution of @context. */
PonderMathFace *ponder_math_face_new           (PangoContext    *context);
void            ponder_math_face_free          (PonderMathFace  *self);
/* Pixels, for a style: the em, the height of a fraction's bar and of an x over the line, how thick lines are. */
double          ponder_math_face_get_em        (PonderMathFace  *self,
                                                PonderTexStyle   style);
double          ponder_math_face_get_axis      (PonderMathFace  *self,
                                                PonderTexStyle   style);
double          ponder_math_face_get_x_height  (PonderMathFace  *self,
                                                PonderTexStyle   style);
double          ponder_math_face_get_rule      (PonderMathFace  *self,
                                                PonderTexStyle   style);
/* FALSE when the fonts of formulas have no such letter. */
gboolean        ponder_math_face_find          (PonderMathFace  *self,
                                                PonderTexStyle   style,
                                                gunichar         symbol,
                                                PonderTexFace    face,
                                                PonderMathGlyph *glyph);
/* The smallest form of @symbol that is as high as @height; FALSE when there is none. */
gboolean        ponder_math_face_find_tall     (PonderMathFace  *self,
                                                PonderTexStyle   style,
                                                gunichar         symbol,
                                                double           height,
                                                PonderMathGlyph *glyph);
/* (transfer full): words, or what only other fonts have, @scale times as large. */
PangoLayout    *ponder_math_face_create_layout (PonderMathFace  *self,
                                                PonderTexStyle   style,
                                                const char      *text,
                                                PonderTexFace    face,
                                                double           scale);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderMathFace, ponder_math_face_free)

G_END_DECLS
