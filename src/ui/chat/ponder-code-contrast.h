/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours of code that can be read on the ground that code stands on. */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* WCAG 2 wants 4.5 of text (level AA); the strokes of code are thin. */
#define PONDER_CODE_CONTRAST 5

/* Of two colours without transparency: from 1 to 21. */
double ponder_code_contrast_measure (const GdkRGBA *one,
                                     const GdkRGBA *other);
/* What the tint of a block of code makes of the transcript's background. */
void   ponder_code_contrast_ground  (gboolean       dark,
                                     GdkRGBA       *ground);
/* Makes @color darker, or lighter where it is @dark, until it has enough contrast; its hue stays. */
void   ponder_code_contrast_mend    (GdkRGBA       *color,
                                     gboolean       dark);

G_END_DECLS
