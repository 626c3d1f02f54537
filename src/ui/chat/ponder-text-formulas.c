/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formulas in a laid out text: room is kept for them in its lines, and they are drawn there. */

#include "config.h"

#include "ponder-text-formulas.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ponder-math-layout.h"

#define SOURCE_SCALE 0.93
#define LEAST_SCALE 0.5
/* In heights of a line. */
#define LONGEST_WHOLE 12
/* From one line to the next, in heights of a line. */
#define LINE_SPACING 1.2

/* A part of a formula that no line ends in. Its first letter is as wide as all of it, the others have no width. */
typedef struct
{
  guint          start;
  guint          end;
  PonderMathBox *box;
  double         scale;         /* what the box is drawn at, smaller where the page is narrow */
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
  char          *masked;
  GArray        *formulas;      /* of Formula, in their order */
  GArray        *pieces;        /* of Piece, in their order */
  double         ascent;        /* of a line that has only letters */
  double         descent;
  double         unit;
  gboolean       high;          /* some do not fit into lines of one height */
  GskRenderNode *drawing;       /* (nullable): what was drawn last, and is again while only what is selected changes */
  GdkRGBA        color;         /* of the drawing */
  guint          serial;        /* of the layout that was drawn */
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
  Piece piece = { start, end, box, self->unit };

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
  gboolean alone = formula.start == 0 && text[formula.end] == '\0';
  gboolean display;
  gsize length;
  const char *inside = ponder_tex_strip (text + style->start, style->end - style->start, &length, &display);
  g_autoptr(PonderTex) tex = ponder_tex_parse (inside, (gssize) length);

  if (tex != NULL)
    {
      g_autoptr(GArray) starts = g_array_new (FALSE, FALSE, sizeof (guint));
      g_autoptr(GPtrArray) boxes = NULL;
      guint zero = 0;
      g_autoptr(PonderMathBox) whole = display ? ponder_math_layout (face, tex, TRUE) : NULL;

      mask (self->masked, formula.start, formula.end);
      /* One that would hardly fit into a line is better broken among words; alone it scrolls. */
      if (whole != NULL && (alone || whole->width < LONGEST_WHOLE * (self->ascent + self->descent)))
        {
          boxes = g_ptr_array_new ();
          g_ptr_array_add (boxes, g_steal_pointer (&whole));
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

/* What the room between two lines that have only letters is. */
static double
get_leading (PonderTextFormulas *self)
{
  return (LINE_SPACING - 1) * (self->ascent + self->descent);
}

static gboolean
is_high (PonderTextFormulas *self)
{
  double above = 0;
  double below = 0;

  for (guint i = 0; i < self->pieces->len; i++)
    {
      const Piece *piece = &g_array_index (self->pieces, Piece, i);

      above = MAX (above, piece->box->height - self->ascent);
      below = MAX (below, piece->box->depth - self->descent);
    }
  return above + below > get_leading (self);
}

static void
measure_line (PonderTextFormulas *self,
              PangoContext       *context)
{
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);

  self->ascent = self->unit * pango_font_metrics_get_ascent (metrics) / PANGO_SCALE;
  self->descent = self->unit * pango_font_metrics_get_descent (metrics) / PANGO_SCALE;
  pango_font_metrics_unref (metrics);
}

PonderTextFormulas *
ponder_text_formulas_new (const PonderInlineText *text,
                          PangoContext           *context,
                          double                  unit)
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
          self->unit = unit;
          self->masked = g_strdup (text->shown);
          self->formulas = g_array_new (FALSE, FALSE, sizeof (Formula));
          self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
          g_array_set_clear_func (self->pieces, clear_piece);
          face = ponder_math_face_new (context);
          measure_line (self, context);
        }
      add_formula (self, ponder_inline_text_get_raw (text), style, face);
    }
  if (self != NULL)
    self->high = is_high (self);
  return self;
}

void
ponder_text_formulas_free (PonderTextFormulas *self)
{
  g_free (self->masked);
  g_array_unref (self->formulas);
  g_array_unref (self->pieces);
  g_clear_pointer (&self->drawing, gsk_render_node_unref);
  g_free (self);
}

/* Pango's factor sets all lines at one distance, whatever stands in them. Where that is too little, the letters bring
 * it along instead, and a formula as much as it needs. */
double
ponder_text_formulas_get_line_spacing (PonderTextFormulas *self)
{
  return self != NULL && self->high ? 0 : LINE_SPACING;
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

static void
space_letters (PonderTextFormulas *self,
               PangoAttrList      *attributes)
{
  guint start = 0;

  for (guint i = 0; i < self->pieces->len; i++)
    {
      const Piece *piece = &g_array_index (self->pieces, Piece, i);

      if (start < piece->start)
        take_attribute (attributes, pango_attr_line_height_new (LINE_SPACING), start, piece->start);
      start = piece->end;
    }
  take_attribute (attributes, pango_attr_line_height_new (LINE_SPACING), start, G_MAXUINT);
}

/* At least as high as a letter, so that lines that are nothing but a formula stand as those beside them do. */
static void
keep_room (PonderTextFormulas *self,
           PangoAttrList      *attributes,
           const Piece        *piece)
{
  guint second = g_utf8_next_char (self->masked + piece->start) - self->masked;
  double leading = self->high ? get_leading (self) : 0;
  double ascent = MAX (self->ascent + leading / 2, ceil (piece->box->height * piece->scale));
  double descent = MAX (self->descent + leading / 2, ceil (piece->box->depth * piece->scale));
  PangoRectangle room = { 0, (int) (-ascent * PANGO_SCALE), (int) (piece->box->width * piece->scale * PANGO_SCALE),
                          (int) ((ascent + descent) * PANGO_SCALE) };
  PangoRectangle nothing = { 0, room.y, 0, room.height };

  take_attribute (attributes, pango_attr_shape_new_with_data (&room, &room, (gpointer) piece, NULL, NULL), piece->start,
                  second);
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
  if (self->high)
    space_letters (self, attributes);
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
      double wanted = piece->box->width * self->unit;
      double scale = self->unit * (wanted > width ? MAX (LEAST_SCALE, width / wanted) : 1);

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

static GskRenderNode *
create_drawing (PonderTextFormulas *self,
                PangoLayout        *layout)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  PangoLayoutIter *iter = pango_layout_get_iter (layout);

  do
    draw_run (self, iter, snapshot, &self->color);
  while (pango_layout_iter_next_run (iter));
  pango_layout_iter_free (iter);
  return gtk_snapshot_free_to_node (snapshot);
}

void
ponder_text_formulas_draw (PonderTextFormulas *self,
                           PangoLayout        *layout,
                           GtkSnapshot        *snapshot,
                           const GdkRGBA      *color)
{
  guint serial = pango_layout_get_serial (layout);

  if (self == NULL || self->pieces->len == 0)
    return;
  if (self->drawing == NULL || self->serial != serial || !gdk_rgba_equal (&self->color, color))
    {
      g_clear_pointer (&self->drawing, gsk_render_node_unref);
      self->color = *color;
      self->serial = serial;
      self->drawing = create_drawing (self, layout);
    }
  if (self->drawing != NULL)
    gtk_snapshot_append_node (snapshot, self->drawing);
}

static int
compare_inside (const void *key,
                const void *data)
{
  guint byte = *(const guint *) key;
  const Formula *formula = data;

  return byte <= formula->start ? -1 : byte >= formula->end;
}

/* Pango knows of shapes only that they take room. */
static void
draw_shape_cb (cairo_t        *cairo,
               PangoAttrShape *shape,
               gboolean        do_path,
               gpointer        user_data)
{
  static const GdkRGBA black = { 0, 0, 0, 1 };
  g_autoptr(GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr(GskRenderNode) node = NULL;
  double x;
  double y;

  if (shape->data == NULL || do_path)
    return;
  cairo_get_current_point (cairo, &x, &y);
  draw_piece (shape->data, snapshot, 0, 0, &black);
  if (!(node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot))))
    return;
  cairo_save (cairo);
  cairo_translate (cairo, x, y);
  /* Letters would begin at the current point, wherever they belong. */
  cairo_new_path (cairo);
  gsk_render_node_draw (node, cairo);
  cairo_restore (cairo);
}

void
ponder_text_formulas_draw_on_paper (PangoContext *context)
{
  pango_cairo_context_set_shape_renderer (context, draw_shape_cb, NULL, NULL);
}

/* (nullable): one that @byte is inside of, and that is drawn. */
static const Formula *
find_formula (PonderTextFormulas *self,
              guint               byte)
{
  const Formula *formula = NULL;

  if (self != NULL)
    formula = bsearch (&byte, self->formulas->data, self->formulas->len, sizeof (Formula), compare_inside);
  return formula != NULL && formula->n_pieces > 0 ? formula : NULL;
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
