/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays a formula out, by the rules of TeX: rows and the space in them. */

#include "config.h"

#include "ponder-math-layout.h"

#include "ponder-math-alphabet.h"
#include "ponder-math-layout-private.h"

/* How high an x is in the fonts that TeX's own lengths belong to. */
#define KNUTHS_X 0.431
/* Display integrals and sums, where the font has no form for them. */
#define SUM_SCALE 1.45
#define INTEGRAL_SCALE 1.8
#define SUM_HEIGHT 1.4
#define INTEGRAL_HEIGHT 2.1
#define FRAME_GAP 0.3
#define PRIME 0x2032

double
ponder_math_pen_get_em (PonderMathPen pen)
{
  return ponder_math_face_get_em (pen.face, pen.style);
}

double
ponder_math_pen_get_axis (PonderMathPen pen)
{
  return ponder_math_face_get_axis (pen.face, pen.style);
}

double
ponder_math_pen_get_x_height (PonderMathPen pen)
{
  return ponder_math_face_get_x_height (pen.face, pen.style);
}

double
ponder_math_pen_get_rule (PonderMathPen pen)
{
  return ponder_math_face_get_rule (pen.face, pen.style);
}

double
ponder_math_pen_scale (PonderMathPen pen,
                       double        length)
{
  return length * ponder_math_pen_get_x_height (pen) / KNUTHS_X;
}

PonderMathPen
ponder_math_pen_cramp (PonderMathPen pen)
{
  pen.cramped = TRUE;
  return pen;
}

PonderMathPen
ponder_math_pen_for_script (PonderMathPen pen)
{
  pen.style = pen.style >= PONDER_TEX_SCRIPT_STYLE ? PONDER_TEX_SCRIPT_SCRIPT_STYLE : PONDER_TEX_SCRIPT_STYLE;
  return pen;
}

PonderMathPen
ponder_math_pen_for_fraction (PonderMathPen pen)
{
  pen.style = MIN (pen.style + 1, PONDER_TEX_SCRIPT_SCRIPT_STYLE);
  return pen;
}

PonderMathPen
ponder_math_pen_with_style (PonderMathPen  pen,
                            PonderTexStyle style)
{
  if (style != PONDER_TEX_SAME_STYLE)
    pen.style = style;
  return pen;
}

/* Between two classes: t thin, T thin but not in scripts, M medium and K thick, neither in scripts. The columns are
 * in the order of the classes; what cannot happen is 0. */
static double
get_gap (PonderMathPen  pen,
         PonderTexClass left,
         PonderTexClass right)
{
  static const char *gaps[] = {
    "0tMK000T", "tt0K000T", "MM00M00M", "KK00K00K", "00000000", "0tMK000T", "TT0TTTTT", "TtMKT0TT",
  };
  double mu = ponder_math_pen_get_em (pen) / 18;
  gboolean script = pen.style >= PONDER_TEX_SCRIPT_STYLE;

  switch (gaps[left][right])
    {
    case 't':
      return 3 * mu;
    case 'T':
      return script ? 0 : 3 * mu;
    case 'M':
      return script ? 0 : 4 * mu;
    case 'K':
      return script ? 0 : 5 * mu;
    default:
      return 0;
    }
}

/* Rule 5: a sign that has nothing on one side binds nothing. */
static gboolean
binds (int before)
{
  switch (before)
    {
    case PONDER_TEX_ORDINARY:
    case PONDER_TEX_CLOSING:
    case PONDER_TEX_INNER:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_atom (const PonderTex *tex)
{
  return tex->kind != PONDER_TEX_SPACE;
}

/* The class of the next atom; closing at the end. */
static PonderTexClass
find_next_class (const PonderTex *row,
                 guint            index)
{
  for (guint i = index + 1; i < row->children->len; i++)
    if (is_atom (ponder_tex_get (row, i)))
      return ponder_tex_get (row, i)->class;
  return PONDER_TEX_CLOSING;
}

static PonderTexClass
find_class (const PonderTex *row,
            guint            index,
            int              before)
{
  PonderTexClass class = ponder_tex_get (row, index)->class;
  PonderTexClass next;

  if (class != PONDER_TEX_BINARY)
    return class;
  next = find_next_class (row, index);
  if (!binds (before) || next == PONDER_TEX_RELATION || next == PONDER_TEX_CLOSING || next == PONDER_TEX_PUNCTUATION)
    return PONDER_TEX_ORDINARY;
  return PONDER_TEX_BINARY;
}

/* The gap before item @index, and what its class is there. */
static double
find_gap (PonderMathPen    pen,
          const PonderTex *tex,
          guint            index,
          int             *before)
{
  PonderTexClass class;
  double gap = 0;

  if (!is_atom (ponder_tex_get (tex, index)))
    return 0;
  class = find_class (tex, index, *before);
  if (*before >= 0)
    gap = get_gap (pen, (PonderTexClass) *before, class);
  *before = class;
  return gap;
}

PonderMathBox *
ponder_math_layout_row (PonderMathPen    pen,
                        const PonderTex *tex,
                        int              after)
{
  PonderMathBox *row = ponder_math_box_new (PONDER_MATH_BOX_LIST);
  int before = after;

  for (guint i = 0; tex->children != NULL && i < tex->children->len; i++)
    {
      row->width += find_gap (pen, tex, i, &before);
      ponder_math_box_append (row, ponder_math_layout_node (pen, ponder_tex_get (tex, i)), 0);
    }
  return row;
}

/* A letter that only other fonts have. One that none has is better plain than as a box with its number. */
static PonderMathBox *
create_letter (PonderMathPen pen,
               gunichar      symbol,
               PonderTexFace face,
               double        scale)
{
  gunichar letter = ponder_math_alphabet_map (symbol, face);
  g_autoptr(PangoLayout) layout = NULL;
  char text[8] = { 0 };

  g_unichar_to_utf8 (letter, text);
  /* A character that has no italic, as those of Chinese, is not slanted either. */
  layout = ponder_math_face_create_layout (pen.face, pen.style, text, letter == symbol ? PONDER_TEX_ROMAN : face,
                                           scale);
  if (letter != symbol && pango_layout_get_unknown_glyphs_count (layout) > 0)
    return create_letter (pen, symbol, PONDER_TEX_ROMAN, scale);
  return ponder_math_box_new_words (layout);
}

PonderMathBox *
ponder_math_layout_letter (PonderMathPen pen,
                           gunichar      symbol,
                           PonderTexFace face)
{
  PonderMathGlyph glyph;

  if (ponder_math_face_find (pen.face, pen.style, symbol, face, &glyph))
    return ponder_math_box_new_glyph (&glyph);
  return create_letter (pen, symbol, face, 1);
}

/* Fonts have it small and high already: it is let down to where superscripts begin. */
static PonderMathBox *
layout_prime (PonderMathPen    pen,
              const PonderTex *tex)
{
  PonderMathPen large = ponder_math_pen_with_style (pen, pen.style == PONDER_TEX_SCRIPT_STYLE
                                                         ? PONDER_TEX_TEXT_STYLE : pen.style);
  PonderMathBox *sign = ponder_math_layout_letter (large, tex->symbol, PONDER_TEX_ROMAN);
  PonderMathBox *box = ponder_math_box_new (PONDER_MATH_BOX_LIST);

  ponder_math_box_append (box, sign, MAX (0, -sign->depth));
  return box;
}

static PonderMathBox *
create_sign (PonderMathPen pen,
             gunichar      symbol)
{
  gboolean integral = symbol >= 0x222b && symbol <= 0x2233;
  double height = (integral ? INTEGRAL_HEIGHT : SUM_HEIGHT) * ponder_math_pen_get_em (pen);
  PonderMathGlyph glyph;

  if (pen.style != PONDER_TEX_DISPLAY_STYLE)
    return ponder_math_layout_letter (pen, symbol, PONDER_TEX_ROMAN);
  if (ponder_math_face_find_tall (pen.face, pen.style, symbol, height, &glyph))
    return ponder_math_box_new_glyph (&glyph);
  return create_letter (pen, symbol, PONDER_TEX_ROMAN, integral ? INTEGRAL_SCALE : SUM_SCALE);
}

/* Rule 13: stands centred on the axis, and is larger in display style. */
static PonderMathBox *
layout_large (PonderMathPen    pen,
              const PonderTex *tex)
{
  PonderMathBox *box = ponder_math_box_new (PONDER_MATH_BOX_LIST);
  PonderMathBox *sign = create_sign (pen, tex->symbol);

  box->italic = sign->italic;
  ponder_math_box_append (box, sign, (sign->height - sign->depth) / 2 - ponder_math_pen_get_axis (pen));
  return box;
}

static PonderMathBox *
layout_words (PonderMathPen    pen,
              const PonderTex *tex)
{
  g_autoptr(PangoLayout) layout = ponder_math_face_create_layout (pen.face, pen.style, tex->text, tex->face, 1);

  return ponder_math_box_new_words (layout);
}

static PonderMathBox *
layout_box (PonderMathPen    pen,
            const PonderTex *tex)
{
  PonderMathBox *inside = ponder_math_layout_node (pen, ponder_tex_get (tex, 0));
  double gap = tex->symbol == 0 ? FRAME_GAP * ponder_math_pen_get_em (pen) : 0;
  double width = inside->width + 2 * gap;
  double height = inside->height + inside->depth + 2 * gap;
  double em = ponder_math_pen_get_em (pen);
  double line = ponder_math_pen_get_rule (pen);
  double y = inside->depth + gap;
  PonderMathBox *box = ponder_math_box_new (PONDER_MATH_BOX_LIST);
  PonderMathBox *frame;

  box->width = width;
  ponder_math_box_take (box, inside, gap, 0);
  if (tex->symbol == 0)
    {
      frame = ponder_math_box_new (PONDER_MATH_BOX_FRAME);
      frame->width = width;
      frame->height = height;
      frame->line = line;
      ponder_math_box_take (box, frame, 0, y);
      return box;
    }
  if (tex->symbol != '\\')
    ponder_math_box_take (box, ponder_math_box_new_shape ('/', width, height, em, line), 0, y);
  if (tex->symbol != '/')
    ponder_math_box_take (box, ponder_math_box_new_shape ('\\', width, height, em, line), 0, y);
  return box;
}

static PonderMathBox *
layout_phantom (PonderMathPen    pen,
                const PonderTex *tex)
{
  g_autoptr(PonderMathBox) inside = ponder_math_layout_node (pen, ponder_tex_get (tex, 0));
  PonderMathBox *box = ponder_math_box_new (PONDER_MATH_BOX_LIST);

  box->width = (tex->flags & PONDER_TEX_FLAT) != 0 ? 0 : inside->width;
  box->height = (tex->flags & PONDER_TEX_THIN) != 0 ? 0 : inside->height;
  box->depth = (tex->flags & PONDER_TEX_THIN) != 0 ? 0 : inside->depth;
  return box;
}

static PonderMathBox *
layout_group (PonderMathPen    pen,
              const PonderTex *tex)
{
  PonderMathBox *row;

  /* A letter in braces is still a letter: it leans, and scripts stand close to it. */
  if (tex->children != NULL && tex->children->len == 1)
    return ponder_math_layout_node (pen, ponder_tex_get (tex, 0));
  row = ponder_math_layout_row (pen, tex, -1);
  row->accent = row->width / 2;
  return row;
}

PonderMathBox *
ponder_math_layout_node (PonderMathPen    pen,
                         const PonderTex *tex)
{
  if (tex == NULL)
    return ponder_math_box_new_space (0);
  switch (tex->kind)
    {
    case PONDER_TEX_ROW:
      return layout_group (pen, tex);
    case PONDER_TEX_SYMBOL:
      if (tex->symbol == PRIME)
        return layout_prime (pen, tex);
      return (tex->flags & PONDER_TEX_LARGE) != 0 ? layout_large (pen, tex)
                                                  : ponder_math_layout_letter (pen, tex->symbol, tex->face);
    case PONDER_TEX_TEXT:
      return layout_words (pen, tex);
    case PONDER_TEX_FRACTION:
      return ponder_math_layout_fraction (pen, tex);
    case PONDER_TEX_RADICAL:
      return ponder_math_layout_radical (pen, tex);
    case PONDER_TEX_SCRIPTS:
      return ponder_math_layout_scripts (pen, tex);
    case PONDER_TEX_FENCE:
      return ponder_math_layout_fence (pen, tex);
    case PONDER_TEX_DELIMITER:
      return ponder_math_layout_delimiter (pen, tex->symbol, tex->amount * ponder_math_pen_get_em (pen));
    case PONDER_TEX_ACCENT:
      return ponder_math_layout_accent (pen, tex);
    case PONDER_TEX_GRID:
      return ponder_math_layout_grid (pen, tex);
    case PONDER_TEX_BOX:
      return layout_box (pen, tex);
    case PONDER_TEX_PHANTOM:
      return layout_phantom (pen, tex);
    case PONDER_TEX_SPACE:
      return ponder_math_box_new_space (tex->amount * ponder_math_pen_get_em (pen));
    case PONDER_TEX_STYLED:
      return ponder_math_layout_node (ponder_math_pen_with_style (pen, tex->style), ponder_tex_get (tex, 0));
    case PONDER_TEX_ARROW:
      return ponder_math_layout_arrow (pen, tex);
    }
  g_assert_not_reached ();
}

PonderMathBox *
ponder_math_layout (PonderMathFace  *face,
                    const PonderTex *tex,
                    gboolean         display)
{
  PonderMathPen pen = { face, display ? PONDER_TEX_DISPLAY_STYLE : PONDER_TEX_TEXT_STYLE, FALSE };

  return ponder_math_layout_node (pen, tex);
}

/* The gap after a sign stays with it, so that a new line begins with ink. */
GPtrArray *
ponder_math_layout_pieces (PonderMathFace  *face,
                           const PonderTex *tex,
                           GArray          *starts)
{
  PonderMathPen pen = { face, PONDER_TEX_TEXT_STYLE, FALSE };
  GPtrArray *pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_math_box_free);
  PonderMathBox *piece = NULL;
  int before = -1;

  for (guint i = 0; tex->kind == PONDER_TEX_ROW && i < tex->children->len; i++)
    {
      const PonderTex *item = ponder_tex_get (tex, i);
      gboolean begins = piece == NULL || before == PONDER_TEX_RELATION || before == PONDER_TEX_BINARY;
      double gap = find_gap (pen, tex, i, &before);
      guint start = pieces->len == 0 ? 0 : item->start;

      if (piece != NULL)
        piece->width += gap;
      if (begins)
        {
          piece = ponder_math_box_new (PONDER_MATH_BOX_LIST);
          g_ptr_array_add (pieces, piece);
          g_array_append_val (starts, start);
        }
      ponder_math_box_append (piece, ponder_math_layout_node (pen, item), 0);
    }
  if (pieces->len == 0)
    {
      guint start = 0;

      g_ptr_array_add (pieces, ponder_math_layout (face, tex, FALSE));
      g_array_append_val (starts, start);
    }
  return pieces;
}
