/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A piece of a laid out formula: its size around a line of text, and what is in it. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-math-face.h"

G_BEGIN_DECLS

typedef enum
{
  PONDER_MATH_BOX_LIST,         /* only its children */
  PONDER_MATH_BOX_GLYPH,
  PONDER_MATH_BOX_WORDS,        /* `layout` */
  PONDER_MATH_BOX_RULE,         /* all of it is ink */
  PONDER_MATH_BOX_SHAPE,        /* a sign that grows: `shape` */
  PONDER_MATH_BOX_FRAME,        /* its outline */
} PonderMathBoxKind;

typedef struct _PonderMathBox PonderMathBox;

/* Sizes are pixels; `height` goes up from the line of text and `depth` down from it. */
struct _PonderMathBox
{
  PonderMathBoxKind  kind;
  double             width;
  double             height;
  double             depth;
  double             x;         /* where its line begins, in the box around it */
  double             y;         /* downwards */
  double             italic;    /* how much further right a superscript is than a subscript: the letter leans */
  double             accent;    /* where an accent stands */
  gboolean           letter;    /* a single one: scripts stand closer */
  PangoFont         *font;      /* (nullable) */
  PangoGlyph         glyph;
  PangoLayout       *layout;    /* (nullable) */
  gunichar           shape;
  double             em;        /* of shapes */
  double             line;      /* of shapes and frames */
  GPtrArray         *children;  /* (nullable): of PonderMathBox */
};

PonderMathBox *ponder_math_box_new        (PonderMathBoxKind      kind);
PonderMathBox *ponder_math_box_new_glyph  (const PonderMathGlyph *glyph);
PonderMathBox *ponder_math_box_new_words  (PangoLayout           *layout);
/* Empty room. */
PonderMathBox *ponder_math_box_new_space  (double                 width);
PonderMathBox *ponder_math_box_new_rule   (double                 width,
                                           double                 thickness);
PonderMathBox *ponder_math_box_new_shape  (gunichar               shape,
                                           double                 width,
                                           double                 height,
                                           double                 em,
                                           double                 line);
void           ponder_math_box_free       (PonderMathBox         *self);
/* Puts @child (transfer full) at a place; height and depth grow, the width does not. */
void           ponder_math_box_take       (PonderMathBox         *self,
                                           PonderMathBox         *child,
                                           double                 x,
                                           double                 y);
/* ... behind all that is in it; the width grows. */
void           ponder_math_box_append     (PonderMathBox         *self,
                                           PonderMathBox         *child,
                                           double                 y);
/* With its line beginning at (x, y). */
void           ponder_math_box_draw       (PonderMathBox         *self,
                                           GtkSnapshot           *snapshot,
                                           double                 x,
                                           double                 y,
                                           const GdkRGBA         *color);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderMathBox, ponder_math_box_free)

G_END_DECLS
