/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found in a laid out text, marked as with a pen. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-finder.h"

G_BEGIN_DECLS

/* A part of its text block. */
typedef struct
{
  GArray *places;       /* (nullable) of PonderFound, in order */
  int     current;      /* the one the reader is at, or -1 */
} PonderTextMarks;

void     ponder_text_marks_clear (PonderTextMarks       *self);
/* TRUE when it changes what is drawn. */
gboolean ponder_text_marks_set   (PonderTextMarks       *self,
                                  const GArray          *places,
                                  int                    current);
void     ponder_text_marks_draw  (const PonderTextMarks *self,
                                  GtkSnapshot           *snapshot,
                                  PangoLayout           *layout,
                                  const GdkRGBA         *color);

G_END_DECLS
