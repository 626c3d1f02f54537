/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signs that grow with a formula: delimiters, radicals, braces, arrows. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A radical sign, in whose box its bar is not. */
#define PONDER_MATH_SHAPE_RADICAL 0x221a

/* How wide a delimiter is that is @height high. */
double ponder_math_shapes_get_width (gunichar shape,
                                     double   height,
                                     double   em);
/* Draws @shape into the box, with lines about @line thick and in the current colour. */
void   ponder_math_shapes_draw      (cairo_t *cairo,
                                     gunichar shape,
                                     double   width,
                                     double   height,
                                     double   em,
                                     double   line);

G_END_DECLS
