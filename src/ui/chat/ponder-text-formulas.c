/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formulas in a laid out text: room is kept for them in its lines, and they are drawn there. */

#include "config.h"

#include "ponder-text-formulas.h"

#include <math.h>
#include <string.h>

#include "ponder-math-layout.h"

#define SOURCE_SCALE 0.93
#define LEAST_SCALE 0.5

/* A part of a formula that no line ends in. Its first letter is as wide as all of it, the others have no width. */
typedef struct
{
  guint          start;
  guint          end;
  PonderMathBox *box;
  double         scale;         /* less than 1 where the page is narrow */
} Piece;

/* What cannot be read has no pieces: its source is shown. */
typedef struct
{
  guint start;
  guint end;
  guint first_piece;
  guint n_pieces;
} Formula;

/* Lives as long as the layout that it is in. */
struct _PonderTextFormulas
{
  char   *masked;
  GArray *formulas;     /* of Formula, in their order */
  GArray *pieces;       /* of Piece, in their order */
  double  ascent;       /* of a line that has only letters */
  double  descent;
};

static void
clear_piece (gpointer data)
{
  Piece *piece = data;

  g_clear_pointer (&piece->box, ponder_math_box_free);
}

/* A letter without meaning, as many bytes long. */
static gunichar
get_mask (gsize n_bytes)
{
  static const gunichar masks[] = { 'x', 0xe9, 0x2c60, 0x10400 };

  return masks[CLAMP (n_bytes, 1, 4) - 1];
}

static void
mask (char  *text,
      guint  start,
      guint  end)
{
  for (char *c = text + start; c < text + end;)
    {
      char *next = g_utf8_next_char (c);

      g_unichar_to_utf8 (get_mask (next - c), c);
      c = next;
    }
}

/* A line may end before a piece when a space is there. */
static void
allow_break (char  *text,
             guint  start)
{
  if (text[start - 1] == 'x')
    text[start - 1] = ' ';
}

static void
add_piece (PonderTextFormulas *self,
           guint               start,
           guint               end,
           PonderMathBox      *box)
{
  Piece piece = { start, end, box, 1 };

  g_array_append_val (self->pieces, piece);
}

static void
add_pieces (PonderTextFormulas *self,
            Formula            *formula,
            guint               inside,
            GPtrArray          *boxes,
            GArray             *starts)
{
  formula->n_pieces = boxes->len;
  for (guint i = 0; i < boxes->len; i++)
    {
      guint start = i == 0 ? formula->start : inside + g_array_index (starts, guint, i);
      guint end = i + 1 < boxes->len ? inside + g_array_index (starts, guint, i + 1) : formula->end;

      if (i > 0)
        allow_break (self->masked, start);
      add_piece (self, start, end, g_ptr_array_index (boxes, i));
    }
  g_ptr_array_set_free_func (boxes, NULL);
}

static void
add_formula (PonderTextFormulas    *self,
             const char            *text,
             const PonderTextStyle *style,
             PonderMathFace        *face)
{
  Formula formula = { style->start, style->end, self->pieces->len, 0 };
  gboolean display;
  gsize length;
  const char *inside = ponder_tex_strip (text + style->start, style->end - style->start, &length, &display);
  g_autoptr(PonderTex) tex = ponder_tex_parse (inside, (gssize) length);

  if (tex != NULL)
    {
      g_autoptr(GArray) starts = g_array_new (FALSE, FALSE, sizeof (guint));
      g_autoptr(GPtrArray) boxes = NULL;
      guint zero = 0;

      mask (self->masked, formula.start, formula.end);
      if (display)
        {
          boxes = g_ptr_array_new ();
          g_ptr_array_add (boxes, ponder_math_layout (face, tex, TRUE));
          g_array_append_val (starts, zero);
        }
      else
        {
          boxes = ponder_math_layout_pieces (face, tex, starts);
        }
      add_pieces (self, &formula, inside - text, boxes, starts);
    }
  g_array_append_val (self->formulas, formula);
}

static void
measure_line (PonderTextFormulas *self,
              PangoContext       *context)
{
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);

  self->ascent = pango_font_metrics_get_ascent (metrics) / (double) PANGO_SCALE;
  self->descent = pango_font_metrics_get_descent (metrics) / (double) PANGO_SCALE;
  pango_font_metrics_unref (metrics);
}

PonderTextFormulas *
ponder_text_formulas_new (const PonderInlineText *text,
                          PangoContext           *context)
{
  PonderTextFormulas *self = NULL;
  g_autoptr(PonderMathFace) face = NULL;

  for (guint i = 0; i < text->styles->len; i++)
    {
      const PonderTextStyle *style = &g_array_index (text->styles, PonderTextStyle, i);

      if ((style->flags & PONDER_SPAN_MATH) == 0)
        continue;
      if (self == NULL)
        {
          self = g_new0 (PonderTextFormulas, 1);
          self->masked = g_strdup (text->shown);
          self->formulas = g_array_new (FALSE, FALSE, sizeof (Formula));
          self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
          g_array_set_clear_func (self->pieces, clear_piece);
          face = ponder_math_face_new (context);
          measure_line (self, context);
        }
      add_formula (self, ponder_inline_text_get_raw (text), style, face);
    }
  return self;
}

void
ponder_text_formulas_free (PonderTextFormulas *self)
{
  g_free (self->masked);
  g_array_unref (self->formulas);
  g_array_unref (self->pieces);
  g_free (self);
}

const char *
ponder_text_formulas_get_masked (PonderTextFormulas *self)
{
  return self->masked;
}

static void
take_attribute (PangoAttrList  *attributes,
                PangoAttribute *attribute,
                guint           start,
                guint           end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (attributes, attribute);
}

/* At least as high as a letter, so that lines that are nothing but a formula stand as those beside them do. */
static void
keep_room (PonderTextFormulas *self,
           PangoAttrList      *attributes,
           const Piece        *piece)
{
  guint second = g_utf8_next_char (self->masked + piece->start) - self->masked;
  double ascent = MAX (self->ascent, ceil (piece->box->height * piece->scale));
  double descent = MAX (self->descent, ceil (piece->box->depth * piece->scale));
  PangoRectangle room = { 0, (int) (-ascent * PANGO_SCALE), (int) (piece->box->width * piece->scale * PANGO_SCALE),
                          (int) ((ascent + descent) * PANGO_SCALE) };
  PangoRectangle nothing = { 0, room.y, 0, room.height };

  take_attribute (attributes, pango_attr_shape_new (&room, &room), piece->start, second);
  if (second < piece->end)
    take_attribute (attributes, pango_attr_shape_new (&nothing, &nothing), second, piece->end);
}

void
ponder_text_formulas_add_attributes (PonderTextFormulas *self,
                                     PangoAttrList      *attributes)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->pieces->len; i++)
    keep_room (self, attributes, &g_array_index (self->pieces, Piece, i));
  for (guint i = 0; i < self->formulas->len; i++)
    {
      const Formula *formula = &g_array_index (self->formulas, Formula, i);

      if (formula->n_pieces > 0)
        continue;
      take_attribute (attributes, pango_attr_family_new ("monospace"), formula->start, formula->end);
      take_attribute (attributes, pango_attr_scale_new (SOURCE_SCALE), formula->start, formula->end);
    }
}

gboolean
ponder_text_formulas_fit (PonderTextFormulas *self,
                          int                 width)
{
  gboolean changed = FALSE;

  for (guint i = 0; self != NULL && i < self->pieces->len; i++)
    {
      Piece *piece = &g_array_index (self->pieces, Piece, i);
      double scale = piece->box->width > width ? MAX (LEAST_SCALE, width / piece->box->width) : 1;

      changed = changed || fabs (scale - piece->scale) > 0.001;
      piece->scale = scale;
    }
  return changed;
}

static int
compare_start (const void *key,
               const void *data)
{
  guint start = *(const guint *) key;
  const Piece *piece = data;

  return start < piece->start ? -1 : start > piece->start;
}

static void
draw_piece (const Piece   *piece,
            GtkSnapshot   *snapshot,
            double         x,
            double         y,
            const GdkRGBA *color)
{
  if (piece->scale >= 1)
    {
      ponder_math_box_draw (piece->box, snapshot, x, y, color);
      return;
    }
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_scale (snapshot, piece->scale, piece->scale);
  ponder_math_box_draw (piece->box, snapshot, 0, 0, color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_run (PonderTextFormulas *self,
          PangoLayoutIter    *iter,
          GtkSnapshot        *snapshot,
          const GdkRGBA      *color)
{
  PangoLayoutRun *run = pango_layout_iter_get_run_readonly (iter);
  PangoRectangle extents;
  const Piece *piece;
  guint start;

  if (run == NULL)
    return;
  start = (guint) run->item->offset;
  piece = bsearch (&start, self->pieces->data, self->pieces->len, sizeof (Piece), compare_start);
  if (piece == NULL)
    return;
  pango_layout_iter_get_run_extents (iter, NULL, &extents);
  draw_piece (piece, snapshot, extents.x / (double) PANGO_SCALE,
              round (pango_layout_iter_get_baseline (iter) / (double) PANGO_SCALE), color);
}

void
ponder_text_formulas_draw (PonderTextFormulas *self,
                           PangoLayout        *layout,
                           GtkSnapshot        *snapshot,
                           const GdkRGBA      *color)
{
  PangoLayoutIter *iter;

  if (self == NULL || self->pieces->len == 0)
    return;
  iter = pango_layout_get_iter (layout);
  do
    draw_run (self, iter, snapshot, color);
  while (pango_layout_iter_next_run (iter));
  pango_layout_iter_free (iter);
}

/* (nullable): one that @byte is inside of, and that is drawn. */
static const Formula *
find_formula (PonderTextFormulas *self,
              guint               byte)
{
  for (guint i = 0; self != NULL && i < self->formulas->len; i++)
    {
      const Formula *formula = &g_array_index (self->formulas, Formula, i);

      if (byte > formula->start && byte < formula->end)
        return formula->n_pieces > 0 ? formula : NULL;
    }
  return NULL;
}

guint
ponder_text_formulas_snap (PonderTextFormulas *self,
                           guint               byte)
{
  const Formula *formula = find_formula (self, byte);
  guint n_before = 0;

  if (formula == NULL)
    return byte;
  for (guint i = 0; i < formula->n_pieces; i++)
    n_before += g_array_index (self->pieces, Piece, formula->first_piece + i).start < byte;
  return 2 * n_before > formula->n_pieces ? formula->end : formula->start;
}

void
ponder_text_formulas_widen (PonderTextFormulas *self,
                            guint              *start,
                            guint              *end)
{
  const Formula *first = find_formula (self, *start);
  const Formula *last = find_formula (self, *end);

  if (*start >= *end)
    return;
  if (first != NULL)
    *start = first->start;
  if (last != NULL)
    *end = last->end;
}
