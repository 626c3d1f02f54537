/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays a formula out, by the rules of TeX. */

#pragma once

#include "ponder-math-box.h"

G_BEGIN_DECLS

/* (transfer full) */
PonderMathBox *ponder_math_layout (PonderMathFace  *face,
                                   const PonderTex *tex,
                                   gboolean         display);
/* In text style, cut where a line may end: after relations and binary signs. (element-type PonderMathBox) (transfer
 * full); @starts gets the byte of the source that each piece begins at (element-type guint). */
GPtrArray     *ponder_math_layout_pieces (PonderMathFace  *face,
                                          const PonderTex *tex,
                                          GArray          *starts);

G_END_DECLS
