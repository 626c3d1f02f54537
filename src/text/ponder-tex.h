/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A formula as TeX writes it, as a tree: the part of TeX's mathematics that answers use. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PONDER_TEX_ROW,       /* children side by side */
  PONDER_TEX_SYMBOL,    /* `symbol` */
  PONDER_TEX_TEXT,      /* `text`: words, the name of a function */
  PONDER_TEX_FRACTION,  /* numerator, denominator; `symbol` and `closing` may be around them */
  PONDER_TEX_RADICAL,   /* what is under it, (nullable) the degree */
  PONDER_TEX_SCRIPTS,   /* base, (nullable) subscript, (nullable) superscript */
  PONDER_TEX_FENCE,     /* `symbol` and `closing` around the children, a letter of `text` between each two */
  PONDER_TEX_DELIMITER, /* `symbol`, at least `amount` em high */
  PONDER_TEX_ACCENT,    /* `symbol` over, or under, the child */
  PONDER_TEX_GRID,      /* cells row by row */
  PONDER_TEX_BOX,       /* a frame around the child, or `symbol` through it */
  PONDER_TEX_PHANTOM,   /* the room of the child */
  PONDER_TEX_SPACE,     /* `amount` em wide */
  PONDER_TEX_STYLED,    /* the child, in `style` */
  PONDER_TEX_ARROW,     /* `symbol`, as long as the (nullable) children below and above it need */
} PonderTexKind;

/* TeX's classes of atoms, which decide the space between them. */
typedef enum
{
  PONDER_TEX_ORDINARY,
  PONDER_TEX_OPERATOR,
  PONDER_TEX_BINARY,
  PONDER_TEX_RELATION,
  PONDER_TEX_OPENING,
  PONDER_TEX_CLOSING,
  PONDER_TEX_PUNCTUATION,
  PONDER_TEX_INNER,
} PonderTexClass;

typedef enum
{
  PONDER_TEX_ITALIC,    /* what variables have; digits and capital Greek letters stand upright in it */
  PONDER_TEX_ROMAN,
  PONDER_TEX_BOLD,
  PONDER_TEX_BOLD_ITALIC,
  PONDER_TEX_SLANTED,   /* italic whatever it is */
  PONDER_TEX_SANS,
  PONDER_TEX_MONOSPACE,
  PONDER_TEX_DOUBLE,
  PONDER_TEX_SCRIPT,
  PONDER_TEX_FRAKTUR,
} PonderTexFace;

typedef enum
{
  PONDER_TEX_DISPLAY_STYLE,
  PONDER_TEX_TEXT_STYLE,
  PONDER_TEX_SCRIPT_STYLE,
  PONDER_TEX_SCRIPT_SCRIPT_STYLE,
  PONDER_TEX_SAME_STYLE,
} PonderTexStyle;

typedef enum
{
  PONDER_TEX_LARGE     = 1 << 0,        /* a symbol that grows in display style */
  PONDER_TEX_LIMITS    = 1 << 1,        /* scripts stand above and below, in display style */
  PONDER_TEX_STACKED   = 1 << 2,        /* ... in any style */
  PONDER_TEX_BARE      = 1 << 3,        /* a fraction without its bar */
  PONDER_TEX_STRETCHES = 1 << 4,        /* an accent as wide as what it is on */
  PONDER_TEX_BELOW     = 1 << 5,        /* an accent under it */
  PONDER_TEX_FLAT      = 1 << 6,        /* a phantom without width */
  PONDER_TEX_THIN      = 1 << 7,        /* ... without height */
  PONDER_TEX_PAIRS     = 1 << 8,        /* columns of a grid belong together two by two */
  PONDER_TEX_CLOSE     = 1 << 9,        /* lines of a grid without air */
} PonderTexFlags;

typedef struct _PonderTex PonderTex;

/* Immutable once it is parsed. */
struct _PonderTex
{
  PonderTexKind   kind;
  PonderTexClass  class;
  PonderTexFace   face;
  PonderTexStyle  style;
  PonderTexFlags  flags;
  gunichar        symbol;       /* 0: none */
  gunichar        closing;
  double          amount;
  guint           start;        /* the byte of the source where it begins */
  char           *text;
  char           *columns;      /* of a grid: l, c and r, and | for a line; cells of a row are as many as letters */
  char           *rules;        /* of a grid: '-' where a line is above that row */
  GPtrArray      *children;     /* of PonderTex */
};

/* (nullable): NULL when there is anything in @source that is not known, or too much of it. Takes linear time. */
PonderTex *ponder_tex_parse (const char *source,
                             gssize      length);
void       ponder_tex_free  (PonderTex  *self);
/* (nullable): child @index, if there is one. */
PonderTex *ponder_tex_get   (const PonderTex *self,
                             guint            index);

/* The TeX between the delimiters of $…$, $$…$$, \(…\) or \[…\]; all of it when there are none. @display: that it
 * stands by itself. */
const char *ponder_tex_strip (const char *source,
                              gsize       length,
                              gsize      *stripped_length,
                              gboolean   *display);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderTex, ponder_tex_free)

G_END_DECLS
