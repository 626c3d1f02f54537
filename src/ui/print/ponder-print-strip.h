/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A piece of paper as wide as the text, that is on one page or on another. */

#pragma once

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* Points between the bars of two levels of quotes. */
#define PONDER_PRINT_QUOTE_STEP 13.5

typedef enum
{
  PONDER_PRINT_KEEP       = 1 << 0,     /* on the page of the next one */
  PONDER_PRINT_SHADED     = 1 << 1,
  PONDER_PRINT_RULE       = 1 << 2,     /* a line in its middle */
  PONDER_PRINT_RULE_BELOW = 1 << 3,
} PonderPrintStripFlags;

/* All lengths in points, from the left edge of the paper's text. Lines belong to layouts that somebody else keeps. */
typedef struct
{
  GArray               *pieces;         /* lines of text beside each other */
  double                gap;            /* above it, unless it begins a page */
  double                ascent;         /* from its top to the line that letters stand on */
  double                height;
  double                x;              /* of what is shaded or ruled */
  double                width;
  guint                 quote_depth;
  guint                 joined_depth;   /* of these the bars go on over the gap */
  PonderPrintStripFlags flags;
} PonderPrintStrip;

PonderPrintStrip *ponder_print_strip_new    (double                 x,
                                             double                 width,
                                             PonderPrintStripFlags  flags);
void              ponder_print_strip_free   (PonderPrintStrip      *self);
/* Makes room for a line of text. */
void              ponder_print_strip_add    (PonderPrintStrip      *self,
                                             PangoLayoutLine       *line,
                                             double                 x,
                                             double                 ascent,
                                             double                 height);
/* Adds the lines of @other beside what is there. */
void              ponder_print_strip_add_pieces (PonderPrintStrip  *self,
                                             PonderPrintStrip      *other);
/* @y: of its top; @bar_end: where the bars of quotes are, on the right if it is not 0. */
void              ponder_print_strip_draw   (PonderPrintStrip      *self,
                                             cairo_t               *cr,
                                             double                 y,
                                             gboolean               begins_page,
                                             double                 bar_end);

/* Adds a strip to @strips for each line of @layout, which stands at @x. */
void              ponder_print_strip_add_layout (GPtrArray         *strips,
                                             PangoLayout           *layout,
                                             double                 x,
                                             double                 width,
                                             double                 spacing,
                                             PonderPrintStripFlags  flags);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderPrintStrip, ponder_print_strip_free)

G_END_DECLS
