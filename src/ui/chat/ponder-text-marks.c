/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found in a laid out text, marked as with a pen. */

#include "config.h"

#include "ponder-text-marks.h"

#include "ponder-text-shape.h"

#include <string.h>

#define ALPHA 0.35
#define CURRENT_ALPHA 0.7

void
ponder_text_marks_clear (PonderTextMarks *self)
{
  g_clear_pointer (&self->places, g_array_unref);
}

static gboolean
is_same (PonderTextMarks *self,
         const GArray    *places)
{
  guint n_places = self->places != NULL ? self->places->len : 0;

  return n_places == places->len
         && (n_places == 0 || memcmp (self->places->data, places->data, n_places * sizeof (PonderFound)) == 0);
}

gboolean
ponder_text_marks_set (PonderTextMarks *self,
                       const GArray    *places,
                       int              current)
{
  if (is_same (self, places) && (places->len == 0 || self->current == current))
    return FALSE;

  ponder_text_marks_clear (self);
  self->current = current;
  if (places->len == 0)
    return TRUE;
  self->places = g_array_sized_new (FALSE, FALSE, sizeof (PonderFound), places->len);
  g_array_append_vals (self->places, places->data, places->len);
  return TRUE;
}

/* The one the reader is at is stronger, and framed for those who see no tints. */
void
ponder_text_marks_draw (const PonderTextMarks *self,
                        GtkSnapshot           *snapshot,
                        PangoLayout           *layout,
                        const GdkRGBA         *color)
{
  for (guint i = 0; self->places != NULL && i < self->places->len; i++)
    {
      const PonderFound *place = &g_array_index (self->places, PonderFound, i);
      gboolean current = (int) i == self->current;
      GdkRGBA tint = *color;

      tint.alpha *= current ? CURRENT_ALPHA : ALPHA;
      ponder_text_shape_fill (snapshot, layout, (guint) place->start, (guint) place->end, &tint);
      if (current)
        ponder_text_shape_outline (snapshot, layout, (guint) place->start, (guint) place->end, color);
    }
}
